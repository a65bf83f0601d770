#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/promise.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/books.h"
#include "tools/bench/books_maker.h"
#include "tools/bench/verbs.h"

enum { ROUNDS = 7, TIMES = 1000000, SLOW_TIMES = 20000, SLOWEST_TIMES = 400, BENDS = 7 };
enum { DUE, ADD, ELAPSED, PREFIX, DAY_LOOP, MINUTE_LOOP, KINDS };

static const enum bench_sentence names[KINDS] = {BENCH_SAID_DUE_PROMISE, BENCH_SAID_DUE_ADD,
                                                 BENCH_SAID_DUE_BETWEEN, BENCH_SAID_DUE_PREFIX,
                                                 BENCH_SAID_DUE_DAYS,    BENCH_SAID_DUE_MINUTES};

static struct calendar calendar;
static volatile int64_t kept;

static struct minute start_of(uint32_t i)
{
    return day_minute((struct day){CALENDAR_DAY_FIRST + 4000 + (int32_t)(i % 2000)},
                      (int)(i * 37 % 1440));
}

static int32_t length_of(uint32_t i)
{
    return (int32_t)(1 + i * 61 % 9600);
}

static void due(uint32_t i)
{
    static const enum duration_unit units[] = {DURATION_WORKING_DAY, DURATION_HALF_DAY,
                                               DURATION_WORKING_HOUR, DURATION_DAY};
    struct promise promise = {0};
    const struct duration duration = {.count = (int32_t)(1 + i % 20), .unit = units[i % 4]};
    if (promise_due(&calendar, start_of(i), duration, NULL, &promise) == STATUS_OK) {
        kept += promise.due.m;
    }
}

static void add(uint32_t i)
{
    kept += calendar_add(&calendar, start_of(i), length_of(i)).m;
}

static void elapsed(uint32_t i)
{
    const struct minute from = start_of(i);
    kept += calendar_working(&calendar, from, (struct minute){from.m + length_of(i) * 3});
}

/* Two look-ups and a subtraction: what W cannot be had for less. */
static void prefix(uint32_t i)
{
    const struct minute from = start_of(i);
    const int32_t day = minute_day(from).d - CALENDAR_DAY_FIRST;
    kept += calendar.before[day + length_of(i) / 480] - calendar.before[day];
}

static void day_loop(uint32_t i)
{
    struct session sessions[CALENDAR_SESSIONS_MAX];
    struct day day = minute_day(start_of(i));
    int32_t left = length_of(i);
    while (left > 0) {
        const int count = calendar_sessions(&calendar, day, sessions);
        for (int k = 0; k < count; k++) {
            left -= sessions[k].to - sessions[k].from;
        }
        day.d++;
    }
    kept += day.d;
}

static void minute_loop(uint32_t i)
{
    struct minute t = start_of(i);
    for (int32_t left = length_of(i); left > 0; t.m++) {
        left -= calendar_working(&calendar, t, (struct minute){t.m + 1});
    }
    kept += t.m;
}

static const struct kind {
    void (*once)(uint32_t i);
    uint32_t times;
} kinds[KINDS] = {
    {due,         TIMES        },
    {add,         TIMES        },
    {elapsed,     TIMES        },
    {prefix,      TIMES        },
    {day_loop,    SLOW_TIMES   },
    {minute_loop, SLOWEST_TIMES},
};

static double run_once(const struct kind *kind, uint32_t round)
{
    const int64_t began = measure_cpu_ns(0);
    for (uint32_t i = 0; i < kind->times; i++) {
        kind->once(i + round * BENDS);
    }
    return (double)(measure_cpu_ns(0) - began) / kind->times;
}

int bench_due(int argc, char **argv)
{
    static double ns[KINDS][ROUNDS];
    size_t order[KINDS];
    (void)argv;
    if (argc > 1) {
        (void)puts(bench_word(BENCH_SAID_HELP_DUE));
        return strcmp(argv[1], "--help") == 0 ? BENCH_OK : BENCH_USAGE;
    }
    if (!book_calendar(&calendar)) {
        return BENCH_FAILED;
    }
    for (uint32_t round = 0; round < ROUNDS; round++) {
        shuffle(order, KINDS, round + 1);
        for (size_t i = 0; i < KINDS; i++) {
            ns[order[i]][round] = run_once(&kinds[order[i]], round);
        }
    }
    bench_cell(BENCH_SAID_DUE_HEAD, 44);
    bench_cell_right(BENCH_SAID_DUE_NS, 28);
    bench_cell_right(BENCH_SAID_DUE_TIMES, 28);
    (void)puts("");
    for (size_t i = 0; i < KINDS; i++) {
        char figure[RATIO_TEXT_SIZE];
        char times[RATIO_TEXT_SIZE];
        const struct ratio own = ratio_of(ns[i], ROUNDS);
        const struct ratio bound = ratio_between(ns[i], ns[PREFIX], ROUNDS);
        bench_cell(names[i], 44);
        (void)printf("%28s%28s\n", ratio_text(&own, figure), ratio_text(&bound, times));
    }
    return BENCH_OK;
}
