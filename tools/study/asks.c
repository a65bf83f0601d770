#include "tools/study/asks.h"

#include <stdlib.h>

#include "base/check.h"
#include "core/glance.h"

/* INVARIANT
 * (1) an answer has learnt only what was known before its minute, or before its month. */

/* A whole life that has ended: how long, and since when that is known. */
struct ended {
    struct name procedure;
    int32_t minutes;
    struct minute known;
};

enum { FIRST_ROOM = 4096 };

enum status asks_open(struct asks *asks, uint32_t dossiers)
{
    const struct asks_rule rule = asks->rule;
    *asks = (struct asks){.rule = rule, .count_max = dossiers};
    asks->list = malloc((size_t)dossiers * sizeof *asks->list + 1);
    asks->settled = malloc((size_t)dossiers * sizeof *asks->settled + 1);
    asks->ended = malloc((size_t)dossiers * sizeof *asks->ended + 1);
    asks->fact_max = FIRST_ROOM;
    asks->facts = malloc(asks->fact_max * sizeof *asks->facts);
    asks->habits_memory = malloc(habits_memory(ASKS_GROUPS));
    asks->lives_memory = malloc(habits_memory(ASKS_GROUPS));
    if (!asks->list || !asks->settled || !asks->ended || !asks->facts || !asks->habits_memory ||
        !asks->lives_memory) {
        asks_close(asks);
        return STATUS_FULL;
    }
    habits_init(&asks->habits, asks->habits_memory, ASKS_GROUPS);
    habits_init(&asks->lives, asks->lives_memory, ASKS_GROUPS);
    track_init(&asks->track);
    return STATUS_OK;
}

void asks_close(struct asks *asks)
{
    if (asks) {
        free(asks->list);
        free(asks->settled);
        free(asks->ended);
        free(asks->facts);
        free(asks->habits_memory);
        free(asks->lives_memory);
        *asks = (struct asks){.rule = asks->rule};
    }
}

/* A hash of the code and the seed, so that a dossier is asked at the same minute whatever else is
 * in the files (FNV-1a, then splitmix64's finish). */
static uint64_t drawn(uint64_t seed, struct text code)
{
    uint64_t x = 0xCBF29CE484222325U ^ seed;
    for (size_t i = 0; i < code.size; i++) {
        x = (x ^ (uint8_t)code.at[i]) * 0x100000001B3U;
    }
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

static struct minute minute_to_ask(const struct asks_rule *rule, const struct study *study,
                                   const struct study_life *life, struct minute from,
                                   struct minute until)
{
    if (!rule->random) {
        return rule->at;
    }
    const int32_t worked = calendar_working(study->calendar, from, until);
    if (worked <= 0) {
        return from;
    }
    const uint64_t x = drawn(rule->seed, life->code) >> 32;
    const int32_t n = (int32_t)((x * (uint64_t)worked) >> 32);
    return calendar_effective(study->calendar, calendar_add(study->calendar, from, n));
}

static enum status note_facts(struct asks *asks, struct glance *glance)
{
    if (asks->fact_count + CHANCE_FACTS_MAX > asks->fact_max) {
        struct chance_fact *more = realloc(asks->facts, asks->fact_max * 2 * sizeof *asks->facts);
        if (!more) {
            return STATUS_FULL;
        }
        asks->facts = more;
        asks->fact_max *= 2;
    }
    asks->fact_count += chance_facts(&glance->outlook, asks->facts + asks->fact_count);
    return STATUS_OK;
}

/* When it is known whether ASK is late: once the result is back, or the promise has passed. */
static void settle(struct ask *ask, const struct study *study, const struct glance *glance)
{
    const struct minute promise = glance->outlook.promise;
    const enum promise_judged judged = journey_judged(&glance->journey);
    if (promise.m == MINUTE_NEVER.m) {
        return;
    }
    const struct minute edge = promise_edge(promise, judged);
    if (ask->back.m != MINUTE_NEVER.m) {
        ask->late = promise_late(promise, ask->back, judged);
        ask->settled = ask->late ? edge : ask->back;
    } else if (!glance->over && promise_late(promise, study->now, judged)) {
        ask->late = true;
        ask->settled = edge;
    }
}

enum status asks_note(struct asks *asks, const struct study *study, const struct study_life *life,
                      uint32_t place)
{
    static struct glance glance; /* too large for a stack */
    glance_at(&life->input, study->now, &glance);
    const struct journey *journey = &glance.journey;
    const struct minute from = journey->received;
    const struct minute until = journey->back.m != MINUTE_NEVER.m    ? journey->back
                                : journey->ended.m != MINUTE_NEVER.m ? journey->ended
                                                                     : study->now;
    if (from.m == MINUTE_NEVER.m || from.m > study->now.m || glance.custody.overflow) {
        return STATUS_OK;
    }
    const struct minute at = minute_to_ask(&asks->rule, study, life, from, until);
    if (at.m >= from.m && at.m < until.m) {
        assert(asks->count < asks->count_max);
        struct ask *ask = &asks->list[asks->count++];
        *ask = (struct ask){.at = at,
                            .dossier = place,
                            .back = journey->back,
                            .settled = MINUTE_NEVER,
                            .stated = -1,
                            .chance = -1};
        settle(ask, study, &glance);
    }
    if (journey->back.m != MINUTE_NEVER.m) {
        asks->ended[asks->ended_count++] =
            (struct ended){.procedure = life->input.facts->procedure,
                           .minutes = calendar_working(study->calendar, from, journey->back),
                           .known = journey->back};
    }
    return note_facts(asks, &glance);
}

static int order(int64_t one, int64_t other)
{
    return (one > other) - (one < other);
}

static int order_asks(const void *a, const void *b)
{
    const struct ask *one = a;
    const struct ask *other = b;
    const int by = order(one->at.m, other->at.m);
    return by != 0 ? by : order(one->dossier, other->dossier);
}

static int order_facts(const void *a, const void *b)
{
    return order(((const struct chance_fact *)a)->known.m,
                 ((const struct chance_fact *)b)->known.m);
}

static int order_ended(const void *a, const void *b)
{
    return order(((const struct ended *)a)->known.m, ((const struct ended *)b)->known.m);
}

static const struct ask *settling; /* qsort() hands nothing through */

static int order_settled(const void *a, const void *b)
{
    const struct ask *one = &settling[*(const uint32_t *)a];
    const struct ask *other = &settling[*(const uint32_t *)b];
    const int by = order(one->settled.m, other->settled.m);
    return by != 0 ? by : order_asks(one, other);
}

enum status asks_order(struct asks *asks)
{
    qsort(asks->list, asks->count, sizeof *asks->list, order_asks);
    qsort(asks->facts, asks->fact_count, sizeof *asks->facts, order_facts);
    qsort(asks->ended, asks->ended_count, sizeof *asks->ended, order_ended);
    for (uint32_t i = 0; i < asks->count; i++) {
        if (asks->list[i].settled.m != MINUTE_NEVER.m) {
            asks->settled[asks->settled_count++] = i;
        }
    }
    settling = asks->list;
    qsort(asks->settled, asks->settled_count, sizeof *asks->settled, order_settled);
    settling = NULL;
    return STATUS_OK;
}

bool asks_next(const struct asks *asks, uint32_t *out_place)
{
    if (asks->next < asks->count) {
        *out_place = asks->list[asks->next].dossier;
    }
    return asks->next < asks->count;
}

/* Before which minute a fact must have been known to be learnt for an answer at AT. (1) */
static struct minute learnt_before(const struct asks *asks, struct minute at)
{
    struct civil civil = day_civil(minute_day(at));
    struct day first = minute_day(at);
    first.d -= civil.day - 1;
    return asks->rule.by_month ? day_minute(first, 0) : at;
}

static void learn(struct asks *asks, struct minute before)
{
    while (asks->fact_next < asks->fact_count && asks->facts[asks->fact_next].known.m < before.m) {
        const struct chance_fact *fact = &asks->facts[asks->fact_next++];
        habits_learn(&asks->habits, fact->habit, &fact->place, fact->value);
    }
    while (asks->ended_next < asks->ended_count &&
           asks->ended[asks->ended_next].known.m < before.m) {
        const struct ended *ended = &asks->ended[asks->ended_next++];
        const struct habit_place place = {.by = ended->procedure};
        habits_learn(&asks->lives, HABIT_WORK, &place, ended->minutes);
    }
    while (asks->settled_next < asks->settled_count) {
        const struct ask *ask = &asks->list[asks->settled[asks->settled_next]];
        if (ask->settled.m >= before.m) {
            break;
        }
        asks->settled_next++;
        if (ask->stated >= 0) {
            track_add(&asks->track, ask->stated, ask->late);
            asks->known++;
            asks->came += ask->late;
        }
    }
}

/* The plain model to be beaten: as long as the middle one of its procedure. */
static bool late_by_median(const struct asks *asks, struct glance *glance)
{
    const struct habit_place place = {.by = glance->outlook.facts->procedure};
    const struct sketch *lives = habits_of(&asks->lives, HABIT_WORK, &place, 0);
    const struct minute end = lives
                                  ? calendar_add(glance->outlook.calendar, glance->journey.received,
                                                 sketch_quantile(lives, 0, UINT32_MAX / 2))
                                  : glance->forecast.end;
    return outlook_late(&glance->outlook, end);
}

void asks_answer(struct asks *asks, const struct study_life *life)
{
    static struct glance glance; /* too large for a stack */
    struct chance chance;
    struct ask *ask = &asks->list[asks->next++];
    learn(asks, learnt_before(asks, ask->at));
    glance_at(&life->input, ask->at, &glance);
    ask->promise = glance.outlook.promise;
    if (!glance.forecast_made ||
        !chance_of(&glance.outlook, &glance.forecast, &asks->habits, &chance)) {
        return;
    }
    ask->answered = true;
    ask->f = glance.forecast.end;
    ask->f50 = chance.f50;
    ask->f90 = chance.f90;
    if (ask->promise.m == MINUTE_NEVER.m) {
        return;
    }
    ask->stated = outlook_late(&glance.outlook, ask->at) ? CHANCE_CERTAIN : chance.late;
    ask->chance = ask->stated == CHANCE_CERTAIN && outlook_late(&glance.outlook, ask->at)
                      ? CHANCE_CERTAIN
                      : track_corrected(&asks->track, ask->stated);
    ask->base =
        asks->known > 0 ? (int32_t)(asks->came * CHANCE_CERTAIN / asks->known) : CHANCE_CERTAIN / 2;
    ask->median = late_by_median(asks, &glance);
}

void asks_out(const struct study *study, const struct ask *ask, FILE *out)
{
    const struct past_dossier *dossier = past_at(study->past, ask->dossier);
    study_minute(out, ask->at);
    (void)fputc(',', out);
    study_field(out, names_text(&study->past->names, dossier->facts.dossier));
    (void)fputc(',', out);
    study_minute(out, ask->promise);
    if (!ask->answered) {
        (void)fputs(",,,\n", out);
        return;
    }
    (void)fputc(',', out);
    study_minute(out, ask->f50);
    (void)fputc(',', out);
    study_minute(out, ask->f90);
    if (ask->chance < 0) {
        (void)fputs(",\n", out);
        return;
    }
    (void)fprintf(out, ",%d.%03d\n", (int)(ask->chance / CHANCE_CERTAIN),
                  (int)(ask->chance % CHANCE_CERTAIN));
}
