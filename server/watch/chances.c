#include "server/watch/chances.h"

#include <stdlib.h>

#include "base/check.h"

/* INVARIANTS
 *
 * (1) A life is learnt once, and never before the full hour after it was known to be over.
 * (2) What is learnt at a full hour was stated before it: the rows behind it are folded later.
 * (3) Between two full hours nothing is learnt, so asking twice at one minute says the same. */

enum { HOUR = 60 };

static const struct told_chance nothing = {
    .asked = MINUTE_NEVER, .f50 = MINUTE_NEVER, .f90 = MINUTE_NEVER, .late = -1};

enum status chances_open(struct chances *chances, uint32_t lives)
{
    *chances = (struct chances){
        .hour = {INT32_MIN},
        .touched = malloc((size_t)lives * sizeof *chances->touched),
        .told = calloc(lives, sizeof *chances->told), /* asked at 1970: by nobody */
        .acts = malloc(LOOK_ACTS_MAX * sizeof *chances->acts),
        .glance = malloc(sizeof *chances->glance),
        .habits_memory = calloc(1, habits_memory(CHANCES_GROUPS)),
    };
    if (!chances->touched || !chances->told || !chances->acts || !chances->glance ||
        !chances->habits_memory) {
        chances_close(chances);
        return STATUS_FULL;
    }
    habits_init(&chances->habits, chances->habits_memory, CHANCES_GROUPS);
    track_init(&chances->track);
    return STATUS_OK;
}

void chances_close(struct chances *chances)
{
    if (chances) {
        free(chances->touched);
        free(chances->told);
        free(chances->acts);
        free(chances->glance);
        free(chances->habits_memory);
        *chances = (struct chances){0};
    }
}

void chances_touched(struct chances *chances, struct life *life, struct minute minute)
{
    const uint32_t number = model_number(chances->model, life);
    life->asked = minute;
    chances->told[number].asked = (struct minute){0}; /* a second statement in one minute */
    if (!life->learnt && !life->to_learn) {
        life->to_learn = true;
        chances->touched[chances->touched_count++] = number;
    }
}

static struct flag_input input_of(const struct chances *chances, const struct life *life)
{
    struct flag_input input = {.names = &chances->model->names,
                               .parties = &chances->model->parties,
                               .facts = &life->facts,
                               .plan = &chances->almanac->plan,
                               .calendar = almanac_newest(chances->almanac),
                               .promised_by =
                                   almanac_promised_by(chances->almanac, life->facts.received),
                               .acts = chances->acts};
    bool left_off = false; /* said by the count: one more than the fold takes */
    input.act_count =
        model_gather(chances->model, life->facts.dossier, chances->acts, LOOK_ACTS_MAX, &left_off);
    return input;
}

/* The working minute of a life that is over at which it might have been asked: by its code, so
 * that it is the same one in every book. */
static struct minute minute_to_ask(const struct text code, const struct calendar *calendar,
                                   struct minute from, struct minute until)
{
    const int32_t worked = calendar_working(calendar, from, until);
    const uint64_t drawn = (text_mix(code) * 0x9E3779B97F4A7C15U) >> 32;
    const int32_t n = (int32_t)((drawn * (uint64_t)(worked > 0 ? worked : 0)) >> 32);
    return calendar_effective(calendar, calendar_add(calendar, from, n));
}

/* What would have been stated of a life that is over, and whether that came true. */
static void keep_track(struct chances *chances, const struct flag_input *input,
                       const struct text code)
{
    struct glance *glance = chances->glance;
    const struct minute back = glance->journey.back;
    const struct minute promise = glance->outlook.promise;
    const bool late = promise.m != MINUTE_NEVER.m &&
                      promise_late(promise, back, journey_judged(&glance->journey));
    const struct minute from = glance->journey.received;
    const struct minute at = minute_to_ask(code, input->calendar, from, back);
    struct chance chance;
    if (promise.m == MINUTE_NEVER.m || at.m >= back.m) {
        return;
    }
    glance_at(input, at, glance);
    if (glance->forecast_made && glance->outlook.promise.m != MINUTE_NEVER.m &&
        chance_of(&glance->outlook, &glance->forecast, &chances->habits, &chance)) {
        track_add(&chances->track, chance.late, late);
        chances->came_out++;
    }
}

/* (1) A life that ended without a result tells nothing of how long results take. */
static void learn(struct chances *chances, struct life *life, struct minute hour)
{
    struct chance_fact facts[CHANCE_FACTS_MAX];
    struct glance *glance = chances->glance;
    const struct flag_input input = input_of(chances, life);
    glance_at(&input, hour, glance);
    if (!glance->over || glance->custody.overflow) {
        return;
    }
    life->learnt = true;
    const size_t count = chance_facts(&glance->outlook, facts);
    const struct text code = names_text(&chances->model->names, life->facts.dossier);
    if (glance->journey.back.m != MINUTE_NEVER.m && text_mix(code) % CHANCES_ASKED_OF == 0) {
        keep_track(chances, &input, code);
    }
    for (size_t i = 0; i < count; i++) {
        habits_learn(&chances->habits, facts[i].habit, &facts[i].place, facts[i].value);
    }
}

static struct minute hour_of(struct minute minute)
{
    return (struct minute){minute.m - minute_of_day(minute) % HOUR};
}

void chances_pass(struct chances *chances, struct minute minute)
{
    const struct minute hour = hour_of(minute);
    if (hour.m <= chances->hour.m) {
        return;
    }
    for (uint32_t i = 0; i < chances->touched_count; i++) {
        struct life *life = &chances->model->lives[chances->touched[i]];
        life->to_learn = false;
        if (almanac_ready(chances->almanac)) {
            learn(chances, life, (struct minute){chances->hour.m + HOUR}); /* (2) */
        }
    }
    chances->touched_count = 0;
    chances->hour = hour;
}

static bool is_flagged(enum flag_level level)
{
    return level == FLAG_OVERDUE || level == FLAG_WILL_MISS || level == FLAG_AT_RISK ||
           level == FLAG_DUE_SOON;
}

struct told_chance chances_of(struct chances *chances, const struct life *life,
                              enum flag_level level, struct minute clock)
{
    const struct minute hour = hour_of(clock);
    const struct minute asked = life->asked.m > hour.m ? life->asked : hour;
    struct told_chance *told = &chances->told[model_number(chances->model, life)];
    struct glance *glance = chances->glance;
    struct chance chance;
    if (!is_flagged(level) || !almanac_ready(chances->almanac)) {
        return nothing;
    }
    if (told->asked.m == asked.m) {
        return *told; /* (3) */
    }
    *told = nothing;
    told->asked = asked; /* there may be something to say an hour later */
    if (chances->came_out < CHANCES_ENOUGH) {
        return *told;
    }
    const struct flag_input input = input_of(chances, life);
    glance_at(&input, asked, glance);
    if (glance->forecast_made &&
        chance_of(&glance->outlook, &glance->forecast, &chances->habits, &chance)) {
        told->f50 = chance.f50;
        told->f90 = chance.f90;
        if (level == FLAG_OVERDUE) {
            told->late = CHANCE_CERTAIN;
        } else if (glance->outlook.promise.m != MINUTE_NEVER.m) {
            told->late = track_corrected(&chances->track, chance.late);
        }
    }
    return *told;
}

struct minute chances_again(const struct told_chance *chance, struct minute clock)
{
    return chance->asked.m == MINUTE_NEVER.m
               ? MINUTE_NEVER
               : (struct minute){clock.m + HOUR - minute_of_day(clock) % HOUR};
}
