#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/bench/bench_said.h"
#include "tools/bench/bound_book.h"
#include "tools/bench/bound_disk.h"
#include "tools/bench/contender.h"
#include "tools/bench/ingest_report.h"
#include "tools/bench/ingest_storm.h"
#include "tools/bench/verbs.h"

/* Acts for a second and a half of what the fastest machine so far has taken. */
static const struct shape shapes[] = {
    {1,    1,  12000 },
    {16,   1,  5000  },
    {25,   1,  4000  },
    {64,   1,  2000  },
    {2000, 1,  60    },
    {1,    32, 140000},
    {16,   32, 30000 },
    {64,   32, 12000 },
    {2000, 32, 320   },
};

enum {
    SHAPES = sizeof shapes / sizeof shapes[0],
    UNITS_MOST = 3000,
    USUAL_MS = 1000,
    SYNC_MS = 300,
    BOUND_ACTS = 2048,
    BOUND_GROUPS = 4,
    TRIED_ACTS = 500,
    SEALED_TOLD = 50000,
    STORM_S = 35 /* a round of all three, on a quiet machine */
};

#define SETUP_S     1.2   /* of a run: a fresh book, a server, a peer */
#define HANDSHAKE_S 0.002 /* a client */

struct ingest {
    const char *parent;
    const char *shape; /* NULL: all; else their names, a comma between them */
    const char *only;  /* NULL: all contenders; else a name beside Trao and B-link, or "bounds" */
    size_t rounds;
    uint64_t seed;
    int64_t ms;
    int storms, help; /* getopt's */
    size_t runs, run; /* all there are, and those begun */
    char folder[FOLDER_PATH_MAX];
    struct units units;
};

static bool takes_part(const struct ingest *ingest, size_t who, const struct shape *shape)
{
    const struct contender *contender = &contenders[who];
    if ((contender->there && !contender->there()) ||
        (contender->batches_only && shape->batch == 1) ||
        (contender->few_only && (shape->clients > 64 || shape->clients == 25))) {
        return false;
    }
    return who <= CONTENDER_LINK || !ingest->only || strcmp(ingest->only, contender->name) == 0;
}

/* Is NAME one of LIST's words? */
static bool is_listed(const char *list, const char *name)
{
    const size_t size = strlen(name);
    for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        if (strncmp(at, name, size) == 0 && (at[size] == ',' || at[size] == '\0')) {
            return true;
        }
    }
    return false;
}

static bool is_wanted(const struct ingest *ingest, const struct shape *shape)
{
    char name[32];
    (void)snprintf(name, sizeof name, "%zux%u", shape->clients, shape->batch);
    return !ingest->shape || is_listed(ingest->shape, name);
}

static void measure_disk(const struct ingest *ingest, struct report *report, size_t number)
{
    static struct bound_disk disk;
    if (bound_disk_run(ingest->folder, 1, UNITS_ACT_SIZE, SYNC_MS, &disk)) {
        report_disk(report, number, histogram_at(&disk.sync, 0.5));
    }
}

static void tell_run(struct ingest *ingest, size_t number, const struct shape *shape,
                     const char *name)
{
    char digits[BENCH_NUMBER_SIZE];
    const char *const values[] = {bench_number((double)number + 1, 0, digits)};
    (void)fprintf(stderr, "%zu/%zu  ", ++ingest->run, ingest->runs);
    bench_put(stderr, BENCH_SAID_ROUND, values, 1);
    (void)fprintf(stderr, "  %4zux%-2u  %-28s", shape->clients, shape->batch, name);
}

/* 0: it did not finish. */
static void tell_rate(double rate)
{
    char digits[BENCH_NUMBER_SIZE];
    const char *const values[] = {bench_number(rate, 0, digits)};
    bench_put(stderr, rate > 0 ? BENCH_SAID_RATE : BENCH_SAID_NOT_FINISHED, values, 1);
    (void)fputc('\n', stderr);
}

static void play_shape(struct ingest *ingest, struct report *report, size_t at, size_t number)
{
    size_t order[CONTENDERS_MAX];
    const struct round round = {
        .units = &ingest->units, .shape = &shapes[at], .folder = ingest->folder, .ms = ingest->ms};
    shuffle(order, contender_count, ingest->seed * 1000 + number * 100 + at);
    if (shapes[at].clients == 1 && shapes[at].batch == 1) {
        measure_disk(ingest, report, number);
    }
    for (size_t i = 0; i < contender_count; i++) {
        static struct load_result result;
        const size_t who = order[i];
        if (!takes_part(ingest, who, &shapes[at])) {
            continue;
        }
        tell_run(ingest, number, &shapes[at], contenders[who].name);
        memset(&result, 0, sizeof result);
        const bool done = contenders[who].run(&round, &result) && result.done;
        tell_rate(done ? (double)result.acts / result.seconds : 0);
        if (done) {
            report_take(report, at, who, number, &result);
        }
    }
}

/* Rounds outside, shapes inside: what is compared was run within seconds. */
static void play(struct ingest *ingest, struct report *report)
{
    size_t order[SHAPES];
    for (size_t number = 0; number < ingest->rounds; number++) {
        shuffle(order, SHAPES, ingest->seed + number);
        for (size_t i = 0; i < SHAPES; i++) {
            if (is_wanted(ingest, &shapes[order[i]])) {
                play_shape(ingest, report, order[i], number);
            }
        }
    }
}

/* A shorter loop needs fewer acts. */
static uint32_t acts_for(const struct ingest *ingest, const struct shape *shape)
{
    const int64_t acts = shape->acts * ingest->ms / USUAL_MS;
    return (uint32_t)(acts < shape->batch ? shape->batch : acts);
}

/* How many acts the Ith unit needs, for the largest of the wanted shapes it has a part in. */
static uint32_t acts_of(const struct ingest *ingest, size_t i)
{
    uint32_t most = i == 0 ? BOUND_ACTS : 0;
    for (size_t at = 0; at < SHAPES; at++) {
        if (is_wanted(ingest, &shapes[at]) && i < shapes[at].clients) {
            const uint32_t acts = acts_for(ingest, &shapes[at]);
            most = acts > most ? acts : most;
        }
    }
    return ingest->storms && most < STORM_ACTS ? STORM_ACTS : most;
}

static void count_runs(struct ingest *ingest, double *out_seconds)
{
    *out_seconds = (double)(2L * BOUND_GROUPS * ingest->ms) / 1e3;
    for (size_t at = 0; at < SHAPES; at++) {
        for (size_t who = 0; who < contender_count; who++) {
            if (is_wanted(ingest, &shapes[at]) && takes_part(ingest, who, &shapes[at])) {
                ingest->runs += ingest->rounds;
                *out_seconds += (double)ingest->rounds * ((double)ingest->ms / 1e3 + SETUP_S +
                                                          HANDSHAKE_S * (double)shapes[at].clients);
            }
        }
    }
    *out_seconds += ingest->storms ? STORM_S * (double)ingest->rounds : 0;
}

/* What this will take, before it begins: a try of sealing tells how fast this machine is now. */
static void tell_plan(struct ingest *ingest)
{
    struct units few = {.unit = NULL};
    double seconds = 0;
    uint64_t acts = 0;
    count_runs(ingest, &seconds);
    for (size_t i = 0; i < UNITS_MOST; i++) {
        acts += acts_of(ingest, i);
    }
    const int64_t began = measure_ns();
    (void)(units_make(&few, 1) && units_seal(&few, 1, TRIED_ACTS));
    const double each = (double)(measure_ns() - began) / 1e9 / TRIED_ACTS;
    units_free(&few);
    char number[4][BENCH_NUMBER_SIZE];
    const char *const values[] = {
        bench_number((double)acts, 0, number[0]), bench_number(each * (double)acts, 0, number[1]),
        bench_number((double)ingest->runs, 0, number[2]), bench_number(seconds, 0, number[3])};
    bench_put(stderr, BENCH_SAID_PLAN, values, 4);
    (void)fputc('\n', stderr);
}

static void tell_sealed(uint64_t acts)
{
    char number[BENCH_NUMBER_SIZE];
    const char *const values[] = {bench_number((double)acts, 0, number)};
    (void)fputc('\r', stderr);
    bench_put(stderr, BENCH_SAID_SEALED, values, 1);
}

static bool seal(struct ingest *ingest)
{
    const int64_t began = measure_ns();
    bool sealed = units_make(&ingest->units, UNITS_MOST);
    uint64_t acts = 0;
    for (size_t i = 0; sealed && i < ingest->units.count; i++) {
        const uint32_t wanted = acts_of(ingest, i);
        sealed = units_seal_one(&ingest->units, i, wanted);
        if ((acts + wanted) / SEALED_TOLD != acts / SEALED_TOLD) {
            tell_sealed(acts + wanted);
        }
        acts += wanted;
    }
    tell_sealed(acts);
    (void)fprintf(stderr, ", %.1f s\n", (double)(measure_ns() - began) / 1e9);
    return sealed;
}

static void print_bounds(const struct ingest *ingest)
{
    static const uint32_t groups[] = {1, 32, 512, 2048};
    struct bound_book book;
    static struct bound_disk disk;
    bench_cell(BENCH_SAID_BOUND, 8);
    bench_cell_right(BENCH_SAID_GROUP, 7);
    bench_cell_right(BENCH_SAID_ACTS_A_SECOND, 13);
    bench_cell_right(BENCH_SAID_CPU_AN_ACT, 17);
    bench_cell_right(BENCH_SAID_SYNC_P50, 17);
    (void)puts("");
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (bound_disk_run(ingest->folder, groups[i], UNITS_ACT_SIZE, ingest->ms, &disk)) {
            (void)printf("%-8s %6u %12.0f %16s %16.0f\n", "B-disk", groups[i], disk.acts_a_second,
                         "", (double)histogram_at(&disk.sync, 0.5) / 1000);
        }
        if (bound_book_run(ingest->folder, &ingest->units, groups[i], groups[i] < 32 ? 1 : 32,
                           ingest->ms, &book)) {
            (void)printf("%-8s %6u %12.0f %16.2f\n", "B-book", groups[i], book.acts_a_second,
                         book.cpu * 1e6);
        }
        (void)fflush(stdout);
    }
    (void)printf("\n");
}

static int help(void)
{
    (void)puts(bench_word(BENCH_SAID_HELP_INGEST));
    return BENCH_OK;
}

static bool parse(struct ingest *ingest, int argc, char **argv)
{
    const struct option known[] = {
        {"dir",    required_argument, NULL,            'd'},
        {"rounds", required_argument, NULL,            'r'},
        {"shape",  required_argument, NULL,            's'},
        {"only",   required_argument, NULL,            'o'},
        {"seed",   required_argument, NULL,            'e'},
        {"ms",     required_argument, NULL,            'm'},
        {"storms", no_argument,       &ingest->storms, 1  },
        {"help",   no_argument,       &ingest->help,   1  },
        {NULL,     0,                 NULL,            0  }
    };
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (option) {
        case 0:
            break;
        case 'd':
            ingest->parent = optarg;
            break;
        case 'r':
            ingest->rounds = strtoul(optarg, NULL, 10);
            break;
        case 's':
            ingest->shape = optarg;
            break;
        case 'o':
            ingest->only = optarg;
            break;
        case 'e':
            ingest->seed = strtoul(optarg, NULL, 10);
            break;
        case 'm':
            ingest->ms = strtol(optarg, NULL, 10);
            break;
        default:
            return false;
        }
    }
    return optind == argc && ingest->rounds >= 1 && ingest->rounds <= RATIO_ROUNDS_MAX &&
           ingest->ms > 0;
}

static int run(struct ingest *ingest)
{
    struct report *report = report_new(shapes, SHAPES, ingest->rounds);
    if (!report || !folder_make(ingest->parent, ingest->folder)) {
        report_free(report);
        return BENCH_FAILED;
    }
    int result = BENCH_FAILED;
    tell_plan(ingest);
    if (seal(ingest)) {
        print_bounds(ingest);
        play(ingest, report);
        report_print(report);
        result = BENCH_OK;
        if (ingest->storms) {
            result = storm_run(&ingest->units, ingest->folder, ingest->rounds, ingest->seed)
                         ? BENCH_OK
                         : BENCH_FAILED;
        }
    }
    units_free(&ingest->units);
    folder_remove(ingest->folder);
    report_free(report);
    return result;
}

int bench_ingest(int argc, char **argv)
{
    struct ingest ingest = {.parent = ".", .rounds = 5, .seed = 1, .ms = USUAL_MS};
    if (!parse(&ingest, argc, argv)) {
        (void)help();
        return BENCH_USAGE;
    }
    return ingest.help ? help() : run(&ingest);
}
