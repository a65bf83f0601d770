#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/flag.h"
#include "core/ledger.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/books.h"
#include "tools/bench/books_maker.h"
#include "tools/bench/verbs.h"

/* The ledger of a province's year: whose each minute of every dossier was. Facts and acts are in
 * memory; each life is folded and walked to its end. */

enum { YEAR = 210267, SIZES = 3, ROUNDS = 5, ACTS_EACH = 10, AGENCIES = 16, ROUTES = 4 };
enum { NAMES = 1 << 19, TEXTS = 1 << 24, PLAN_ROWS = 256, DAYS = 365, LINE_SIZE = 160 };
enum { LEDGER, FOLD, KERNEL, KINDS };

static const enum bench_sentence kind_names[KINDS] = {BENCH_SAID_LEDGER_ALL, BENCH_SAID_LEDGER_FOLD,
                                                      BENCH_SAID_LEDGER_KERNEL};

/* Everything the measured loops read. */
struct province {
    struct names names;
    struct parties parties;
    struct calendar calendar;
    struct plan plan;
    struct name agencies[AGENCIES];
    struct dossier_facts *facts;
    struct act *acts;
    uint8_t *act_counts;
    struct minute now;
    void *names_memory, *plan_memory;
};

static volatile int64_t kept;

static struct name name_of(struct province *province, const char *text)
{
    struct name name = {0};
    return names_give(&province->names, text_of(text), &name) == STATUS_OK ? name : NAME_NONE;
}

static bool add_row(struct province *province, const char *row)
{
    struct plan_fault fault;
    return plan_row(&province->plan, &province->names, text_of(row), &fault);
}

/* Four routes, each twice a day past four agencies. */
static bool add_routes(struct province *province)
{
    char row[LINE_SIZE];
    bool fits = add_row(province, "stop,TTG,center,Center,18.67,105.69,2020-01-01,");
    for (int i = 0; fits && i < AGENCIES; i++) {
        (void)snprintf(row, sizeof row, "stop,S%02d,H41.%02d,Agency,18.6,105.6,2020-01-01,", i, i);
        fits = add_row(province, row);
    }
    for (int run = 0; fits && run < ROUTES * 2; run++) {
        const int route = run / 2;
        const int hour = run % 2 ? 15 : 9;
        (void)snprintf(row, sizeof row, "call,R%d,%d,1,TTG,,%02d:00,15,W,all,2020-01-01,", route,
                       run % 2 + 1, hour);
        fits = add_row(province, row);
        for (int stop = 0; fits && stop < AGENCIES / ROUTES; stop++) {
            (void)snprintf(row, sizeof row,
                           "call,R%d,%d,%d,S%02d,%02d:%02d,%02d:%02d,10,W,all,2020-01-01,", route,
                           run % 2 + 1, stop + 2, route * (AGENCIES / ROUTES) + stop, hour,
                           20 + 8 * stop, hour, 24 + 8 * stop);
            fits = add_row(province, row);
        }
        (void)snprintf(row, sizeof row, "call,R%d,%d,9,TTG,%02d:55,,0,W,all,2020-01-01,", route,
                       run % 2 + 1, hour);
        fits = fits && add_row(province, row);
    }
    return fits && add_row(province, "budget,*,*,paper,24wh,20,10,2020-01-01,");
}

static struct act *say(struct province *province, uint32_t life, enum act_kind kind,
                       struct minute at, struct name party, struct name counterpart)
{
    const size_t number = (size_t)life * ACTS_EACH + province->act_counts[life]++;
    struct act *act = &province->acts[number];
    *act = (struct act){.at = minute_instant(at),
                        .subject = province->facts[life].dossier,
                        .party = party,
                        .counterpart = counterpart,
                        .kind = (uint8_t)kind};
    return act;
}

/* Nearest to what the province of tools/province does: most by the book, one in seven misses a
 * run, one in twenty has no scan in between, one in ten is under way. */
static void make_life(struct province *province, uint32_t life)
{
    const struct parties *parties = &province->parties;
    struct dossier_facts *facts = &province->facts[life];
    const struct name agency = province->agencies[life % AGENCIES];
    char code[32];
    struct day day = {CALENDAR_DAY_FIRST + 4700 + (int32_t)(life % DAYS)};
    (void)calendar_working_day(&province->calendar, day, 0, &day);
    (void)snprintf(code, sizeof code, "H41.%02u-230321-%06u", life % AGENCIES, life);
    dossier_facts_init(facts, name_of(province, code));
    facts->agency = agency;
    facts->status = DOSSIER_PROCESSING;
    facts->received = day_minute(day, 450 + (int)(life * 7 % 80));
    struct minute at = day_minute(day, life % 7 == 0 ? 900 : 540);
    say(province, life, ACT_INTAKE, facts->received, parties->center, NAME_NONE);
    if (life % 20 != 3) {
        say(province, life, ACT_GIVE, at, parties->center, parties->post);
        say(province, life, ACT_TAKE, at, parties->post, parties->center);
    }
    say(province, life, ACT_GIVE, (struct minute){at.m + 24}, parties->post, agency);
    say(province, life, ACT_TAKE, (struct minute){at.m + 30}, agency, parties->post);
    if (life % 10 == 9) {
        return;
    }
    at = calendar_add(&province->calendar, at, 400 + (int32_t)(life % 5) * 300);
    say(province, life, ACT_READY, at, agency, NAME_NONE);
    (void)calendar_working_day(&province->calendar, minute_day(at), 1, &day);
    at = day_minute(day, 9 * 60 + 30);
    say(province, life, ACT_TAKE, at, parties->post, agency);
    say(province, life, ACT_TAKE, (struct minute){at.m + 25}, parties->center, parties->post);
    at = calendar_add(&province->calendar, at, 60 + (int32_t)(life % 11) * 60);
    say(province, life, ACT_RETURN, at, parties->center, NAME_NONE);
}

static bool open_province(struct province *province)
{
    struct plan_fault fault;
    char code[16];
    province->names_memory = malloc(names_memory(NAMES, TEXTS));
    province->plan_memory = malloc(plan_memory(PLAN_ROWS));
    province->facts = calloc(YEAR, sizeof *province->facts);
    province->acts = calloc((size_t)YEAR * ACTS_EACH, sizeof *province->acts);
    province->act_counts = calloc(YEAR, 1);
    if (!province->names_memory || !province->plan_memory || !province->facts || !province->acts ||
        !province->act_counts || !book_calendar(&province->calendar)) {
        return false;
    }
    names_init(&province->names, province->names_memory, NAMES, TEXTS);
    if (parties_give(&province->names, &province->parties) != STATUS_OK) {
        return false;
    }
    for (int i = 0; i < AGENCIES; i++) {
        (void)snprintf(code, sizeof code, "H41.%02d", i);
        province->agencies[i] = name_of(province, code);
    }
    plan_begin(&province->plan, province->plan_memory, plan_memory(PLAN_ROWS), &province->calendar);
    if (!add_routes(province) ||
        !plan_end(&province->plan, &province->names, &province->parties, &fault)) {
        bench_refuse(BENCH_SAID_NO_PLAN, NULL, NULL);
        return false;
    }
    for (uint32_t life = 0; life < YEAR; life++) {
        make_life(province, life);
    }
    province->now = day_minute((struct day){CALENDAR_DAY_FIRST + 4700 + DAYS + 10}, 600);
    return true;
}

static void close_province(struct province *province)
{
    free(province->names_memory);
    free(province->plan_memory);
    free(province->facts);
    free(province->acts);
    free(province->act_counts);
}

static void fold(const struct province *province, uint32_t life, struct custody *custody)
{
    const struct flag_input input = {.names = &province->names,
                                     .parties = &province->parties,
                                     .facts = &province->facts[life],
                                     .acts = &province->acts[(size_t)life * ACTS_EACH],
                                     .act_count = province->act_counts[life],
                                     .plan = &province->plan,
                                     .calendar = &province->calendar,
                                     .promised_by = &province->calendar};
    flag_custody(&input, province->now, custody);
}

static void walk(const struct province *province, uint32_t life, const struct custody *custody)
{
    static struct ledger ledger;
    static struct ledger_sum sums[LEDGER_SUMS_MAX];
    ledger_open(&ledger, &(struct ledger_input){.names = &province->names,
                                                .parties = &province->parties,
                                                .facts = &province->facts[life],
                                                .acts = &province->acts[(size_t)life * ACTS_EACH],
                                                .act_count = province->act_counts[life],
                                                .custody = custody,
                                                .plan = &province->plan,
                                                .calendar = &province->calendar,
                                                .now = province->now});
    const size_t count = ledger_sums(&ledger, sums);
    for (size_t i = 0; i < count; i++) {
        kept += sums[i].minutes;
    }
}

/* What cannot be had for less: every act is read, and the time since the one before it told. */
static void read_once(const struct province *province, uint32_t life)
{
    const struct act *acts = &province->acts[(size_t)life * ACTS_EACH];
    struct minute before = province->facts[life].received;
    for (int i = 0; i < province->act_counts[life]; i++) {
        const struct minute at = instant_minute(acts[i].at);
        kept += calendar_working(&province->calendar, before, at);
        before = at;
    }
}

static double run_once(const struct province *province, int kind, uint32_t lives)
{
    static struct custody custody;
    const int64_t began = measure_cpu_ns(0);
    for (uint32_t life = 0; life < lives; life++) {
        if (kind == KERNEL) {
            read_once(province, life);
            continue;
        }
        fold(province, life, &custody);
        kept += custody.tenures;
        if (kind == LEDGER) {
            walk(province, life, &custody);
        }
    }
    return (double)(measure_cpu_ns(0) - began) / 1e6;
}

static void measure(const struct province *province)
{
    static const uint32_t sizes[SIZES] = {YEAR / 100, YEAR / 10, YEAR};
    static double ms[KINDS][ROUNDS];
    size_t order[KINDS];
    bench_cell(BENCH_SAID_LEDGER_DOSSIERS, 11);
    bench_cell(BENCH_SAID_LEDGER_HEAD, 41);
    bench_cell_right(BENCH_SAID_LEDGER_MS, 20);
    bench_cell_right(BENCH_SAID_LEDGER_TIMES, 25);
    (void)puts("");
    for (int size = 0; size < SIZES; size++) {
        for (uint32_t round = 0; round < ROUNDS; round++) {
            shuffle(order, KINDS, round + 1);
            for (size_t i = 0; i < KINDS; i++) {
                ms[order[i]][round] = run_once(province, (int)order[i], sizes[size]);
            }
        }
        for (int kind = 0; kind < KINDS; kind++) {
            char figure[RATIO_TEXT_SIZE];
            char times[RATIO_TEXT_SIZE];
            const struct ratio own = ratio_of(ms[kind], ROUNDS);
            const struct ratio bound = ratio_between(ms[kind], ms[KERNEL], ROUNDS);
            (void)printf("%-11u", sizes[size]);
            bench_cell(kind_names[kind], 41);
            (void)printf("%20s %24s\n", ratio_text(&own, figure), ratio_text(&bound, times));
        }
    }
}

int bench_ledger(int argc, char **argv)
{
    static struct province province;
    if (argc > 1) {
        (void)puts(bench_word(BENCH_SAID_HELP_LEDGER));
        return strcmp(argv[1], "--help") == 0 ? BENCH_OK : BENCH_USAGE;
    }
    const bool ready = open_province(&province);
    if (ready) {
        measure(&province);
    }
    close_province(&province);
    return ready ? BENCH_OK : BENCH_FAILED;
}
