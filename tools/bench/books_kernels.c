#include "tools/bench/books_kernels.h"

#include <stdlib.h>

#include "tools/bench/measure.h"

enum { TIMES = 1000000, WEEK = 7 * 24 * 60, LEGS = 8, DAYS = 4000, WHEEL = 1 << 16, FIRING = 1000 };

struct bare_dossier {
    uint32_t due, forecast, next, fields[13];
};

struct bare_timer {
    uint32_t next, prev, due;
};

struct bare {
    uint32_t count;
    uint64_t dice;
    uint64_t *slots;
    uint32_t slot_count;
    struct bare_dossier *dossiers;
    struct bare_timer *timers;
    uint32_t *wheel;
    uint16_t *next_run;  /* minutes to wait, by minute of the week */
    uint32_t *work_from; /* working minutes before a day */
    uint32_t *day_of;    /* the day on which working minute 60 * i lies */
};

static volatile uint64_t kept; /* what is computed is not thrown away by the compiler */

/* splitmix64, S. Vigna */
static uint64_t throw_dice(uint64_t *dice)
{
    uint64_t z = *dice += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static uint32_t below(uint64_t *dice, uint32_t bound)
{
    return (uint32_t)((throw_dice(dice) >> 32) * bound >> 32);
}

static uint64_t key_of(uint32_t number)
{
    uint64_t dice = number;
    return throw_dice(&dice) | 1;
}

/* Processor time: what else the machine does is not the step's. */
static double each(int64_t began, double times)
{
    return (double)(measure_cpu_ns(0) - began) / times;
}

static void fill(struct bare *bare)
{
    for (uint32_t i = 0; i < bare->count; i++) {
        uint64_t at = key_of(i) % bare->slot_count;
        while (bare->slots[at] != 0) {
            at = (at + 1) % bare->slot_count;
        }
        bare->slots[at] = key_of(i);
    }
    for (uint32_t i = 0; i < WEEK; i++) {
        bare->next_run[i] = (uint16_t)(360 - i % 360);
    }
    for (uint32_t i = 0; i < DAYS; i++) {
        bare->work_from[i] = i * 480;
        for (uint32_t hour = 0; hour < 8; hour++) {
            bare->day_of[i * 8 + hour] = i;
        }
    }
    for (uint32_t i = 0; i < WHEEL; i++) {
        bare->wheel[i] = UINT32_MAX;
    }
    for (uint32_t i = 0; i < bare->count; i++) {
        bare->timers[i] = (struct bare_timer){.next = UINT32_MAX, .prev = UINT32_MAX};
    }
}

static double hash_ns(struct bare *bare)
{
    const int64_t began = measure_cpu_ns(0);
    for (uint32_t i = 0; i < TIMES; i++) {
        const uint64_t key = key_of(below(&bare->dice, bare->count));
        uint64_t at = key % bare->slot_count;
        while (bare->slots[at] != key) {
            at = (at + 1) % bare->slot_count;
        }
        kept += at;
    }
    return each(began, TIMES);
}

static double dossier_ns(struct bare *bare)
{
    const int64_t began = measure_cpu_ns(0);
    for (uint32_t i = 0; i < TIMES; i++) {
        struct bare_dossier *dossier = &bare->dossiers[below(&bare->dice, bare->count)];
        dossier->due += i;
        dossier->fields[12] ^= dossier->due;
    }
    kept += bare->dossiers[0].due;
    return each(began, TIMES);
}

static uint32_t add_work(const struct bare *bare, uint32_t day, uint32_t minutes)
{
    const uint32_t want = bare->work_from[day % (DAYS / 2)] + minutes % 4800;
    return bare->day_of[want / 60];
}

static double due_ns(struct bare *bare)
{
    uint32_t day = 1;
    const int64_t began = measure_cpu_ns(0);
    for (uint32_t i = 0; i < TIMES; i++) {
        day = add_work(bare, day + i, i);
    }
    kept += day;
    return each(began, TIMES);
}

static double chain_ns(struct bare *bare)
{
    uint32_t t = 0;
    const int64_t began = measure_cpu_ns(0);
    for (uint32_t i = 0; i < TIMES; i++) {
        for (uint32_t leg = 0; leg < LEGS; leg++) {
            t += bare->next_run[t % WEEK] + 40u;
            t += add_work(bare, t / 1440, 480) & 1u;
        }
        t = (t + i) % (DAYS * 200u);
    }
    kept += t;
    return each(began, TIMES);
}

static void take_off(struct bare *bare, uint32_t number)
{
    struct bare_timer *timer = &bare->timers[number];
    if (timer->prev != UINT32_MAX) {
        bare->timers[timer->prev].next = timer->next;
    } else if (bare->wheel[timer->due] == number) {
        bare->wheel[timer->due] = timer->next;
    }
    if (timer->next != UINT32_MAX) {
        bare->timers[timer->next].prev = timer->prev;
    }
}

static void put_in(struct bare *bare, uint32_t number, uint32_t due)
{
    struct bare_timer *timer = &bare->timers[number];
    *timer = (struct bare_timer){.next = bare->wheel[due], .prev = UINT32_MAX, .due = due};
    if (timer->next != UINT32_MAX) {
        bare->timers[timer->next].prev = number;
    }
    bare->wheel[due] = number;
}

static double timer_ns(struct bare *bare)
{
    const int64_t began = measure_cpu_ns(0);
    for (uint32_t i = 0; i < TIMES; i++) {
        const uint32_t number = below(&bare->dice, bare->count);
        take_off(bare, number);
        put_in(bare, number, 1 + below(&bare->dice, WHEEL - 1));
    }
    return each(began, TIMES);
}

static double fire_ns(struct bare *bare)
{
    for (uint32_t i = 0; i < FIRING; i++) {
        const uint32_t number = below(&bare->dice, bare->count);
        take_off(bare, number);
        put_in(bare, number, 0);
    }
    const int64_t began = measure_cpu_ns(0);
    while (bare->wheel[0] != UINT32_MAX) {
        const uint32_t number = bare->wheel[0];
        take_off(bare, number);
        kept += number;
    }
    return each(began, 1);
}

int kernels_run(uint32_t count, struct kernels *out_kernels)
{
    struct bare bare = {.count = count, .dice = 1, .slot_count = 2 * count + 1};
    bare.slots = calloc(bare.slot_count, sizeof *bare.slots);
    bare.dossiers = calloc(count, sizeof *bare.dossiers);
    bare.timers = calloc(count, sizeof *bare.timers);
    bare.wheel = calloc(WHEEL, sizeof *bare.wheel);
    bare.next_run = calloc(WEEK, sizeof *bare.next_run);
    bare.work_from = calloc(DAYS, sizeof *bare.work_from);
    bare.day_of = calloc((size_t)DAYS * 8, sizeof *bare.day_of);
    const int missing = !bare.slots || !bare.dossiers || !bare.timers || !bare.wheel ||
                        !bare.next_run || !bare.work_from || !bare.day_of;
    if (!missing) {
        fill(&bare);
        *out_kernels = (struct kernels){.hash = hash_ns(&bare),
                                        .dossier = dossier_ns(&bare),
                                        .due = due_ns(&bare),
                                        .chain = chain_ns(&bare),
                                        .timer = timer_ns(&bare),
                                        .fire = fire_ns(&bare)};
    }
    free(bare.slots);
    free(bare.dossiers);
    free(bare.timers);
    free(bare.wheel);
    free(bare.next_run);
    free(bare.work_from);
    free(bare.day_of);
    return missing;
}
