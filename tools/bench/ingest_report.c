#include "tools/bench/ingest_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/ratio.h"

enum { SHAPES_MAX = 16 };

/* Of one contender at one shape; a value of 0 is a round that did not finish. */
struct cell {
    double rate[RATIO_ROUNDS_MAX];
    double server[RATIO_ROUNDS_MAX]; /* CPU seconds an act */
    double client[RATIO_ROUNDS_MAX];
    double memory[RATIO_ROUNDS_MAX]; /* bytes a connected unit */
    double p50[RATIO_ROUNDS_MAX];    /* ms, of each round */
    double tail[RATIO_ROUNDS_MAX];   /* p99.9 / p50 */
    uint64_t other, ran_out;
    struct histogram latency; /* of all rounds */
};

struct report {
    const struct shape *shapes;
    size_t shape_count, rounds;
    double sync[RATIO_ROUNDS_MAX]; /* ms of one fdatasync */
    struct cell cell[SHAPES_MAX][CONTENDERS_MAX];
};

struct report *report_new(const struct shape *shapes, size_t shape_count, size_t rounds)
{
    assert(shape_count <= SHAPES_MAX && contender_count <= CONTENDERS_MAX);
    struct report *report = calloc(1, sizeof *report);
    if (report) {
        report->shapes = shapes;
        report->shape_count = shape_count;
        report->rounds = rounds;
    }
    return report;
}

void report_free(struct report *report)
{
    free(report);
}

void report_take(struct report *report, size_t at, size_t who, size_t number,
                 const struct load_result *result)
{
    struct cell *cell = &report->cell[at][who];
    const double acts = (double)result->acts;
    const double clients = (double)report->shapes[at].clients;
    cell->rate[number] = acts / result->seconds;
    cell->server[number] = acts > 0 ? result->server_cpu / acts : 0;
    cell->client[number] = acts > 0 ? result->client_cpu / acts : 0;
    cell->memory[number] =
        (double)(result->server_bytes_after - result->server_bytes_before) / clients;
    cell->p50[number] = (double)histogram_at(&result->latency, 0.5) / 1e6;
    cell->tail[number] = (double)histogram_at(&result->latency, 0.999) /
                         (double)(histogram_at(&result->latency, 0.5) + 1);
    cell->other += result->other;
    cell->ran_out += result->ran_out;
    histogram_merge(&cell->latency, &result->latency);
}

void report_disk(struct report *report, size_t number, uint64_t sync_ns)
{
    report->sync[number] = (double)sync_ns / 1e6;
}

static struct ratio known(const double *values, size_t rounds)
{
    double ones[RATIO_ROUNDS_MAX];
    for (size_t i = 0; i < rounds; i++) {
        ones[i] = 1;
    }
    return ratio_between(values, ones, rounds);
}

static double median(const double *values, size_t rounds)
{
    return known(values, rounds).median;
}

static void print_row(const struct report *report, size_t at, size_t who)
{
    const struct cell *row = report->cell[at];
    const struct cell *cell = &row[who];
    const size_t rounds = report->rounds;
    char against[RATIO_TEXT_SIZE];
    char bound[RATIO_TEXT_SIZE];
    const struct ratio of_link = ratio_between(cell->rate, row[CONTENDER_LINK].rate, rounds);
    const struct ratio ours = ratio_between(row[CONTENDER_PRODUCT].rate, cell->rate, rounds);
    (void)printf("| %-28s | %9.0f | %-18s | %-18s | %7.2f / %7.2f / %7.2f | %8.2f | %8.2f |",
                 contenders[who].name, median(cell->rate, rounds),
                 who == CONTENDER_LINK ? "-" : ratio_text(&of_link, bound),
                 who == CONTENDER_PRODUCT ? "-" : ratio_text(&ours, against),
                 (double)histogram_at(&cell->latency, 0.5) / 1e6,
                 (double)histogram_at(&cell->latency, 0.99) / 1e6,
                 (double)histogram_at(&cell->latency, 0.999) / 1e6,
                 median(cell->server, rounds) * 1e6, median(cell->client, rounds) * 1e6);
    (void)printf(" %5.0f |", who <= CONTENDER_LINK && report->shapes[at].clients >= 1000
                                 ? median(cell->memory, rounds) / 1024
                                 : 0);
    if (cell->other > 0 || cell->ran_out > 0) {
        char other[BENCH_NUMBER_SIZE];
        char out[BENCH_NUMBER_SIZE];
        const char *const values[] = {bench_number((double)cell->other, 0, other),
                                      bench_number((double)cell->ran_out, 0, out)};
        (void)fputc(' ', stdout);
        bench_put(stdout, BENCH_SAID_OTHER_ANSWERS, values, 2);
    }
    (void)printf("\n");
}

static bool ran(const struct report *report, size_t at, size_t who)
{
    return known(report->cell[at][who].rate, report->rounds).rounds > 0;
}

static void head(enum bench_sentence word, size_t columns)
{
    (void)fputc(' ', stdout);
    bench_cell(word, columns);
    (void)fputs(" |", stdout);
}

static void print_shape(const struct report *report, size_t at)
{
    (void)printf("### %zux%u\n\n| %-28s |", report->shapes[at].clients, report->shapes[at].batch,
                 "");
    head(BENCH_SAID_ACTS_A_SECOND, 9);
    head(BENCH_SAID_OF_LINK, 18);
    head(BENCH_SAID_OURS_TO_THIS, 18);
    head(BENCH_SAID_ACK, 27);
    head(BENCH_SAID_SERVER_CPU, 8);
    head(BENCH_SAID_CLIENT_CPU, 8);
    (void)printf(" %5s |\n", "KB");
    (void)printf("|---|---|---|---|---|---|---|---|\n");
    for (size_t who = 0; who < contender_count; who++) {
        if (ran(report, at, who)) {
            print_row(report, at, who);
        }
    }
    (void)printf("\n");
}

static size_t shape_of(const struct report *report, size_t clients, uint32_t batch)
{
    size_t at = 0;
    while (at < report->shape_count &&
           (report->shapes[at].clients != clients || report->shapes[at].batch != batch)) {
        at++;
    }
    assert(at < report->shape_count);
    return at;
}

enum goal_kind { GOAL_RATE, GOAL_SERVER_CPU, GOAL_LATENCY, GOAL_TAIL, GOAL_MEMORY };

struct goal {
    const char *name;
    enum bench_sentence what;
    size_t clients;
    uint32_t batch;
    enum goal_kind kind;
    const char *against; /* a contender; NULL: itself */
    double goal;         /* rates: at least; the others: at most */
};

static const struct goal goals[] = {
    {"P1", BENCH_SAID_P_RATE,       64,   32, GOAL_RATE,       "B-link",                  0.55},
    {"P2", BENCH_SAID_P_SERVER_CPU, 64,   32, GOAL_SERVER_CPU, "B-link",                  2.0 },
    {"P3", BENCH_SAID_P_RATE,       25,   1,  GOAL_RATE,       "B-link",                  0.75},
    {"P3", BENCH_SAID_P_RATE,       64,   1,  GOAL_RATE,       "B-link",                  0.75},
    {"P4", BENCH_SAID_P_RATE,       2000, 1,  GOAL_RATE,       "B-link",                  0.95},
    {"P4", BENCH_SAID_P_RATE,       2000, 32, GOAL_RATE,       "B-link",                  0.75},
    {"P5", BENCH_SAID_P_ACK,        1,    1,  GOAL_LATENCY,    "B-link",                  1.2 },
    {"P6", BENCH_SAID_P_TAIL,       64,   32, GOAL_TAIL,       NULL,                      3.5 },
    {"P7", BENCH_SAID_P_RATE,       64,   32, GOAL_RATE,       "PostgreSQL multi-row",    4.5 },
    {"P7", BENCH_SAID_P_RATE,       64,   32, GOAL_RATE,       "PostgreSQL COPY",         3.3 },
    {"P7", BENCH_SAID_P_RATE,       64,   32, GOAL_RATE,       "NATS synchronous, batch", 5.5 },
    {"P7", BENCH_SAID_P_RATE,       64,   32, GOAL_RATE,       "Redis, XADD an act",      1.2 },
    {"P8", BENCH_SAID_P_RATE,       64,   1,  GOAL_RATE,       "PostgreSQL multi-row",    2.2 },
    {"P8", BENCH_SAID_P_RATE,       64,   1,  GOAL_RATE,       "NATS synchronous, act",   7   },
    {"P8", BENCH_SAID_P_RATE,       64,   1,  GOAL_RATE,       "Redis, XADD an act",      0.6 },
    {"P9", BENCH_SAID_P_MEMORY,     2000, 1,  GOAL_MEMORY,     "B-link",                  1.15},
};

/* The line's own median and the disk's are what no acknowledgement can be under. */
static struct ratio measure_latency(const struct report *report, const struct cell *product,
                                    const struct cell *link)
{
    double bound[RATIO_ROUNDS_MAX];
    for (size_t i = 0; i < report->rounds; i++) {
        bound[i] = report->sync[i] > 0 && link->p50[i] > 0 ? report->sync[i] + link->p50[i] : 0;
    }
    return ratio_between(product->p50, bound, report->rounds);
}

static struct ratio measure_goal(const struct report *report, const struct goal *goal, size_t who)
{
    const struct cell *row = report->cell[shape_of(report, goal->clients, goal->batch)];
    const struct cell *product = &row[CONTENDER_PRODUCT];
    switch (goal->kind) {
    case GOAL_RATE:
        return ratio_between(product->rate, row[who].rate, report->rounds);
    case GOAL_SERVER_CPU:
        return ratio_between(product->server, row[who].server, report->rounds);
    case GOAL_MEMORY:
        return ratio_between(product->memory, row[who].memory, report->rounds);
    case GOAL_LATENCY:
        return measure_latency(report, product, &row[who]);
    case GOAL_TAIL:
        break;
    }
    return known(product->tail, report->rounds);
}

static size_t contender_of(const char *name)
{
    size_t who = 0;
    while (name && who < contender_count && strcmp(contenders[who].name, name) != 0) {
        who++;
    }
    return who;
}

static void print_goal(const struct report *report, const struct goal *goal)
{
    char text[RATIO_TEXT_SIZE];
    const size_t who = contender_of(goal->against);
    const bool at_least = goal->kind == GOAL_RATE;
    struct ratio ratio = {.rounds = 0};
    if (who < contender_count) {
        ratio = measure_goal(report, goal, who);
    }
    /* The gate holds as long as the best round does; the median says what to expect. */
    const bool holds =
        at_least ? ratio_reaches(&ratio, goal->goal) : ratio_stays_within(&ratio, goal->goal);
    const bool met = at_least ? ratio.median >= goal->goal : ratio.median <= goal->goal;
    (void)printf("| %s ", goal->name);
    bench_cell(goal->what, 22);
    (void)printf(" | %4zux%-2u | %-24s | %s %-5.2f | %-18s | %s |\n", goal->clients, goal->batch,
                 goal->against ? goal->against : bench_word(BENCH_SAID_ITSELF),
                 at_least ? ">=" : "<=", goal->goal, ratio_text(&ratio, text),
                 bench_word(ratio.rounds == 0 ? BENCH_SAID_NOT_RUN
                            : met             ? BENCH_SAID_MET
                            : holds           ? BENCH_SAID_BEST_ROUND
                                              : BENCH_SAID_MISSED));
}

void report_print(const struct report *report)
{
    for (size_t at = 0; at < report->shape_count; at++) {
        if (ran(report, at, CONTENDER_PRODUCT)) {
            print_shape(report, at);
        }
    }
    (void)printf("%s\n\n", bench_word(BENCH_SAID_PROMISES));
    for (size_t who = 0; who < contender_count; who++) {
        const bool there = !contenders[who].there || contenders[who].there();
        (void)printf("- %s: %s\n", contenders[who].name,
                     bench_word(there ? contenders[who].promise : BENCH_SAID_NOT_INSTALLED));
    }
    (void)fputs("\n|", stdout);
    head(BENCH_SAID_GOAL, 25);
    head(BENCH_SAID_SHAPE, 7);
    head(BENCH_SAID_AGAINST, 24);
    (void)fputs("          |", stdout);
    head(BENCH_SAID_MEDIAN, 18);
    (void)fputs(" |\n|---|---|---|---|---|---|\n", stdout);
    for (size_t i = 0; i < sizeof goals / sizeof goals[0]; i++) {
        print_goal(report, &goals[i]);
    }
    (void)printf("\n");
}
