#include "tools/study/trials.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) `end` of every step and `late_now` are what a replay under the timetable kept says.
 * (2) A run is taken by its cut-off between the begin of the wait and the departure of the run
 * taken until now, which lies before the end of the step unless it came earlier than planned. (3)
 * Plans that are tried differ in their calls alone: budgets are what they were. */

enum { FIRST_STEPS = 1 << 16, EARLY_DAYS = 4 };

struct trial_step {
    struct step step;
    struct behaviour behaviour;
    struct minute end; /* (1) */
};

struct trial_life {
    const struct dossier_facts *facts; /* borrowed */
    struct minute received, back, promise;
    struct minute same;      /* replayed under its own plan */
    struct minute end;       /* under the one kept */
    struct minute end_first; /* under the one in force */
    uint32_t first;          /* of its steps */
    uint8_t steps, kind, known_count;
    bool late_now, late_first, by_instant;
    struct known_budget known[OUTLOOK_BUDGETS]; /* (3) */
};

struct trial_pair {
    struct name from, to;
    uint32_t first, count; /* in of_pair */
};

enum status trials_open(struct trials *trials, uint32_t lives_max)
{
    trials->lives = malloc((size_t)lives_max * sizeof *trials->lives + 1);
    trials->lives_max = lives_max;
    trials->steps_max = FIRST_STEPS;
    trials->steps = malloc(trials->steps_max * sizeof *trials->steps);
    trials->seen = calloc((size_t)lives_max + 1, sizeof *trials->seen);
    return trials->lives && trials->steps && trials->seen ? STATUS_OK : STATUS_FULL;
}

void trials_close(struct trials *trials)
{
    if (trials) {
        free(trials->lives);
        free(trials->steps);
        free(trials->pairs);
        free(trials->of_pair);
        free(trials->seen);
        *trials = (struct trials){0};
    }
}

static enum status make_room(struct trials *trials)
{
    if (trials->step_count + JOURNEY_STEPS_MAX <= trials->steps_max) {
        return STATUS_OK;
    }
    struct trial_step *more =
        realloc(trials->steps, (size_t)trials->steps_max * 2 * sizeof *trials->steps);
    if (!more) {
        return STATUS_FULL;
    }
    trials->steps = more;
    trials->steps_max *= 2;
    return STATUS_OK;
}

/* The life's journey, as far as a replay asks for it. */
static void lay_out(const struct trials *trials, const struct trial_life *life,
                    const struct plan *plan, struct journey *journey, struct outlook *outlook,
                    struct behaviour behaviour[JOURNEY_STEPS_MAX])
{
    journey->kind = (enum journey_kind)life->kind;
    journey->received = life->received;
    journey->back = life->back;
    journey->steps = life->steps;
    journey->next = life->steps;
    journey->pauses = 0;
    for (int i = 0; i < life->steps; i++) {
        journey->step[i] = trials->steps[life->first + (uint32_t)i].step;
        behaviour[i] = trials->steps[life->first + (uint32_t)i].behaviour;
    }
    *outlook = (struct outlook){.journey = journey,
                                .facts = life->facts,
                                .plan = plan,
                                .calendar = trials->calendar,
                                .now = life->back,
                                .promise = life->promise,
                                .known_count = life->known_count};
    memcpy(outlook->known, life->known, sizeof life->known);
}

/* By the terms of its promise, whatever timetable is tried. */
static bool late(const struct trial_life *life, struct minute end)
{
    return life->promise.m != MINUTE_NEVER.m &&
           promise_late(life->promise, end,
                        life->by_instant ? PROMISE_BY_INSTANT : PROMISE_BY_DATE);
}

enum status trials_note(struct trials *trials, struct outlook *outlook,
                        const struct forecast *forecast)
{
    struct behaviour behaviour[JOURNEY_STEPS_MAX];
    struct whatif whatif;
    struct minute ends[JOURNEY_STEPS_MAX];
    const struct journey *journey = outlook->journey;
    assert(trials->life_count < trials->lives_max);
    if (make_room(trials) != STATUS_OK) {
        return STATUS_FULL;
    }
    if (!whatif_measure(outlook, forecast, behaviour, ends, &whatif)) {
        return STATUS_OK;
    }
    struct trial_life *life = &trials->lives[trials->life_count++];
    *life = (struct trial_life){.facts = outlook->facts,
                                .received = journey->received,
                                .back = journey->back,
                                .promise = outlook->promise,
                                .same = whatif.same,
                                .end = whatif_settled(outlook, &whatif, whatif.same),
                                .first = trials->step_count,
                                .steps = journey->steps,
                                .kind = (uint8_t)journey->kind,
                                .known_count = outlook->known_count};
    memcpy(life->known, outlook->known, sizeof life->known);
    life->by_instant = journey->by_instant;
    life->end_first = life->end;
    life->late_now = late(life, life->end);
    life->late_first = life->late_now;
    for (int i = 0; i < journey->steps; i++) {
        trials->steps[trials->step_count++] = (struct trial_step){
            .step = journey->step[i], .behaviour = behaviour[i], .end = ends[i]};
    }
    trials->late_before += late(life, life->back);
    trials->kept.late += life->late_now;
    return STATUS_OK;
}

/* One transfer of one life, while they are put in order. */
struct transfer {
    struct name from, to;
    uint32_t life;
};

static int order_transfers(const void *a, const void *b)
{
    const struct transfer *one = a;
    const struct transfer *other = b;
    const uint32_t x[] = {one->from.id, one->to.id, one->life};
    const uint32_t y[] = {other->from.id, other->to.id, other->life};
    for (int i = 0; i < 3; i++) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return 0;
}

static uint32_t list_transfers(const struct trials *trials, struct transfer *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < trials->life_count; i++) {
        const struct trial_life *life = &trials->lives[i];
        for (uint32_t j = life->first; j < life->first + life->steps; j++) {
            const struct step *step = &trials->steps[j].step;
            if (step_is_transfer(step)) {
                out[count++] = (struct transfer){.from = step->from, .to = step->to, .life = i};
            }
        }
    }
    qsort(out, count, sizeof *out, order_transfers);
    return count;
}

enum status trials_order(struct trials *trials)
{
    struct transfer *transfers = malloc((size_t)trials->step_count * sizeof *transfers + 1);
    trials->of_pair = malloc((size_t)trials->step_count * sizeof *trials->of_pair + 1);
    if (!transfers || !trials->of_pair) {
        free(transfers);
        return STATUS_FULL;
    }
    const uint32_t count = list_transfers(trials, transfers);
    trials->pairs = malloc((size_t)count * sizeof *trials->pairs + 1);
    if (!trials->pairs) {
        free(transfers);
        return STATUS_FULL;
    }
    struct trial_pair *pair = trials->pairs;
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || !name_same(transfers[i].from, transfers[i - 1].from) ||
            !name_same(transfers[i].to, transfers[i - 1].to)) {
            pair = &trials->pairs[trials->pair_count++];
            *pair =
                (struct trial_pair){.from = transfers[i].from, .to = transfers[i].to, .first = i};
        }
        trials->of_pair[i] = transfers[i].life;
        pair->count++;
    }
    free(transfers);
    return STATUS_OK;
}

/* True if a run with that cut-off goes, on any day, between FROM and UNTIL. */
static bool spans(struct minute from, struct minute until, int cut_off)
{
    struct day day = minute_day(from);
    day.d += minute_of_day(from) > cut_off;
    return day_minute(day, cut_off).m <= until.m;
}

/* (2) */
static bool waits_over(const struct trials *trials, const struct trial_life *life,
                       const struct trial_pair *pair, int cut_off)
{
    struct minute begin = life->received;
    for (uint32_t i = life->first; i < life->first + life->steps; i++) {
        const struct trial_step *step = &trials->steps[i];
        struct minute end = step->end;
        end.m += step->behaviour.over < 0 ? EARLY_DAYS * MINUTES_A_DAY : 0;
        if (name_same(step->step.from, pair->from) && name_same(step->step.to, pair->to) &&
            spans(begin, end, cut_off)) {
            return true;
        }
        begin = step->end;
    }
    return false;
}

/* The outcome of one life under PLAN. */
static struct minute play(const struct trials *trials, const struct trial_life *life,
                          const struct plan *plan, struct minute ends[JOURNEY_STEPS_MAX])
{
    static struct journey journey; /* too large for a stack */
    struct behaviour behaviour[JOURNEY_STEPS_MAX];
    struct outlook outlook;
    lay_out(trials, life, plan, &journey, &outlook, behaviour);
    const struct minute end = butfor_replan(&outlook, behaviour, ends);
    const struct whatif whatif = {.back = life->back, .same = life->same};
    return end.m == MINUTE_NEVER.m ? end : whatif_settled(&outlook, &whatif, end);
}

static int32_t gained(const struct calendar *calendar, struct minute was, struct minute is)
{
    return is.m <= was.m ? calendar_working(calendar, is, was)
                         : -calendar_working(calendar, was, is);
}

struct attempt {
    struct trials *trials;
    const struct plan *plan;
    struct trial_score score;
    bool keep;
};

/* What finds no run stays as it is, as `trao whatif` has it. */
static void replay_life(struct attempt *attempt, uint32_t number)
{
    struct trials *trials = attempt->trials;
    struct trial_life *life = &trials->lives[number];
    struct minute ends[JOURNEY_STEPS_MAX];
    if (trials->seen[number] == trials->trial) {
        return;
    }
    trials->seen[number] = trials->trial;
    attempt->score.touched++;
    const struct minute end = play(trials, life, attempt->plan, ends);
    const bool is_late = late(life, end.m == MINUTE_NEVER.m ? life->back : end);
    attempt->score.late += is_late;
    attempt->score.late -= life->late_now;
    if (end.m == MINUTE_NEVER.m) {
        attempt->score.minutes -= gained(trials->calendar, life->back, life->end);
    } else if (end.m != life->end.m) {
        attempt->score.minutes += gained(trials->calendar, life->end, end);
    }
    if (attempt->keep) {
        life->late_now = is_late;
        life->end = end.m == MINUTE_NEVER.m ? life->back : end;
        for (uint32_t i = 0; i < life->steps && end.m != MINUTE_NEVER.m; i++) {
            trials->steps[life->first + i].end = ends[i];
        }
    }
}

/* The lives of PAIR that wait over a stop of RUN at which it can be boarded for there. */
static void replay_pair(struct attempt *attempt, const struct trial_pair *pair,
                        const struct trial_run *run)
{
    const struct trials *trials = attempt->trials;
    for (int i = 0; i < run->stops; i++) {
        bool calls_later = false;
        for (int j = i + 1; j < run->stops; j++) {
            calls_later = calls_later || name_same(run->party[j], pair->to);
        }
        if (!calls_later || !name_same(run->party[i], pair->from) || run->cut_off[i] < 0) {
            continue;
        }
        for (uint32_t k = pair->first; k < pair->first + pair->count; k++) {
            const uint32_t life = trials->of_pair[k];
            if (waits_over(trials, &trials->lives[life], pair, run->cut_off[i])) {
                replay_life(attempt, life);
            }
        }
    }
}

static void attempt_all(struct attempt *attempt, const struct trial_change *change)
{
    struct trials *trials = attempt->trials;
    trials->trial++;
    attempt->score = trials->kept;
    attempt->score.touched = 0;
    for (uint32_t i = 0; !change && i < trials->life_count; i++) {
        replay_life(attempt, i);
    }
    for (int i = 0; change && i < change->runs; i++) {
        for (uint32_t p = 0; p < trials->pair_count; p++) {
            replay_pair(attempt, &trials->pairs[p], &change->run[i]);
        }
    }
}

void trials_try(struct trials *trials, const struct plan *plan, const struct trial_change *change,
                struct trial_score *out_score)
{
    struct attempt attempt = {.trials = trials, .plan = plan};
    attempt_all(&attempt, change);
    *out_score = attempt.score;
}

void trials_keep(struct trials *trials, const struct plan *plan, const struct trial_change *change)
{
    struct attempt attempt = {.trials = trials, .plan = plan, .keep = true};
    attempt_all(&attempt, change);
    trials->kept = attempt.score;
}

void trials_days(const struct trials *trials, struct replay *out_days)
{
    static struct replay_day days[REPLAY_DAYS_MAX]; /* by their distance from the first */
    static uint32_t order[REPLAY_DAYS_MAX];         /* in which they come, as replay_add() has it */
    struct day first = {INT32_MAX};
    uint32_t count = 0;
    for (uint32_t i = 0; i < trials->life_count; i++) {
        const struct day day = minute_day(trials->lives[i].received);
        first = day.d < first.d ? day : first;
    }
    memset(days, 0, sizeof days);
    for (uint32_t i = 0; i < trials->life_count; i++) {
        const struct trial_life *life = &trials->lives[i];
        const struct day day = minute_day(life->received);
        struct replay_day *sum = day.d - first.d < REPLAY_DAYS_MAX ? &days[day.d - first.d] : NULL;
        if (!sum) {
            continue;
        }
        if (sum->day.d == 0) {
            order[count++] = (uint32_t)(day.d - first.d);
            sum->day = day;
        }
        sum->saved += (int32_t)life->late_first - (int32_t)life->late_now;
        sum->minutes += gained(trials->calendar, life->end_first, life->end);
    }
    *out_days = (struct replay){0};
    for (uint32_t i = 0; i < count; i++) {
        (void)replay_add_day(out_days, &days[order[i]]);
    }
}

/* How step NUMBER, a transfer that goes by runs, waits. */
static struct trial_wait wait_of(struct outlook *outlook, const struct behaviour *behaviour,
                                 const struct step *step, struct minute begin, int number)
{
    const struct calendar *cal = outlook->calendar;
    struct trial_wait wait = {.ready = MINUTE_NEVER, .departs = MINUTE_NEVER};
    const struct minute fit = number == 0 ? step->fit : begin; /* as core/butfor.c has it */
    struct budget budget;
    struct run run;
    if (!outlook_budget(outlook, step->agency, begin, &budget)) {
        return wait;
    }
    const int32_t hold = behaviour->lag > budget.handover ? behaviour->lag : budget.handover;
    wait.ready = calendar_add(cal, fit, hold);
    if (plan_first_open_run(outlook->plan, step->from, step->to, wait.ready, outlook->now, &run)) {
        wait.departs = run.departs;
    }
    return wait;
}

size_t trials_waits(const struct trials *trials, const struct plan *plan, struct name from,
                    struct name to, struct trial_wait *out_waits, size_t room)
{
    static struct journey journey; /* too large for a stack */
    struct behaviour behaviour[JOURNEY_STEPS_MAX];
    struct outlook outlook;
    size_t count = 0;
    for (uint32_t i = 0; i < trials->life_count; i++) {
        const struct trial_life *life = &trials->lives[i];
        struct minute begin = life->received;
        lay_out(trials, life, plan, &journey, &outlook, behaviour);
        for (int j = 0; j < life->steps && count < room; j++) {
            const struct step *step = &journey.step[j];
            if (behaviour[j].by_run && name_same(step->from, from) && name_same(step->to, to)) {
                out_waits[count++] = wait_of(&outlook, &behaviour[j], step, begin, j);
            }
            begin = trials->steps[life->first + (uint32_t)j].end;
        }
    }
    return count;
}
