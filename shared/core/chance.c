#include "core/chance.h"

#include "base/check.h"

/* INVARIANTS
 * (1) No draw ends before now, nor before the step before it.
 * (2) With no habits every draw is F, the forecast by plan. */

enum { PER_BUDGET = 1000, MISSED_MAX = 60, MEDIAN = CHANCE_DRAWS / 2 };
enum { NINETIETH = (CHANCE_DRAWS * 9 + 9) / 10 - 1 };

/* Fractions of the powers of the inverse generalised golden ratio for as many dimensions, times
 * 2^32 (Roberts 2018); then they repeat: steps far apart may share a sequence. */
static const uint32_t strides[] = {0xEBEDEED9U, 0xD96EB1A9U, 0xC862B36DU, 0xB8ACD90DU,
                                   0xAA324F91U, 0x9CDA5E69U, 0x908E3D2DU, 0x8538ECB5U};

enum { DIMENSIONS = sizeof strides / sizeof strides[0] };

/* One draw under way. */
struct draw {
    struct outlook *outlook;
    const struct forecast *forecast;
    const struct habits *habits;
    uint32_t number;
    uint32_t used; /* dimensions so far */
};

static uint32_t next_u(struct draw *draw)
{
    const uint32_t stride = strides[draw->used++ % DIMENSIONS];
    return (draw->number + 1) * stride + UINT32_MAX / 2;
}

static struct minute later(struct minute a, struct minute b)
{
    return a.m > b.m ? a : b;
}

static struct habit_place work_place(const struct outlook *outlook, const struct step *step)
{
    return (struct habit_place){.from = step->from, .by = outlook->facts->procedure};
}

static struct habit_place wait_place(const struct step *step, struct minute fit)
{
    return (struct habit_place){.from = step->from,
                                .to = step->to,
                                .when =
                                    habit_time(day_weekday(minute_day(fit)), minute_of_day(fit))};
}

static struct habit_place ride_place(const struct step *step, const struct run *run)
{
    return (struct habit_place){.from = step->from,
                                .to = step->to,
                                .by = run->route,
                                .when =
                                    habit_time(day_weekday(run->day), minute_of_day(run->departs))};
}

/* A quantity not below FROM; USUAL where nothing was learnt. */
static int32_t take(struct draw *draw, enum habit habit, const struct habit_place *place,
                    int32_t from, int32_t usual)
{
    const uint32_t u = next_u(draw);
    const struct sketch *sketch = habits_of(draw->habits, habit, place, from);
    return sketch ? sketch_quantile(sketch, from, u) : (usual > from ? usual : from);
}

/* Working minutes of processing by budget; at least one, to be divided by. */
static bool budgeted(struct outlook *outlook, const struct step *step, struct minute begin,
                     int32_t *out_minutes)
{
    struct budget budget;
    if (!outlook_budget(outlook, step->agency, begin, &budget)) {
        return false;
    }
    const int32_t minutes = outlook_processing(outlook, &budget);
    *out_minutes = minutes > 0 ? minutes : 1;
    return true;
}

static struct minute draw_work(struct draw *draw, const struct step *step, struct minute begin)
{
    struct outlook *outlook = draw->outlook;
    const struct habit_place place = work_place(outlook, step);
    int32_t budget = 0;
    int32_t worked = 0;
    if (!budgeted(outlook, step, begin, &budget)) {
        return MINUTE_NEVER;
    }
    if (step->stage == STEP_WORKING) {
        worked = calendar_working(outlook->calendar, begin, outlook->now) - step->paused;
        worked = worked > 0 ? worked : 0;
    }
    const int64_t so_far = (int64_t)worked * PER_BUDGET / budget;
    const int32_t from = so_far > SKETCH_VALUE_MAX ? SKETCH_VALUE_MAX : (int32_t)so_far;
    const int64_t share = take(draw, HABIT_WORK, &place, from, PER_BUDGET);
    const int64_t minutes = share * budget / PER_BUDGET + step->paused;
    return calendar_add(outlook->calendar, begin, (int32_t)minutes);
}

/* The first feasible run not known to be cancelled behind which COUNT others were let leave, and
 * that has not left by now. */
static bool run_behind(struct outlook *outlook, const struct step *step, struct minute ready,
                       int32_t count, struct run *out_run)
{
    bool found = plan_first_run(outlook->plan, step->from, step->to, ready, out_run);
    while (found && (count > 0 || out_run->departs.m < outlook->now.m ||
                     plan_cancelled(outlook->plan, out_run, outlook->now))) {
        count--;
        found = plan_next_run(outlook->plan, step->from, step->to, out_run, out_run);
    }
    return found;
}

/* How many feasible runs have left it behind already. */
static int32_t missed_by(const struct outlook *outlook, const struct step *step,
                         struct minute ready, struct minute by)
{
    struct run run;
    int32_t missed = 0;
    bool found = plan_first_run(outlook->plan, step->from, step->to, ready, &run);
    while (found && missed < MISSED_MAX && run.departs.m + outlook->plan->settings.grace < by.m) {
        missed++;
        found = plan_next_run(outlook->plan, step->from, step->to, &run, &run);
    }
    return missed;
}

/* A transfer that waits, from FIT on. PLANNED_NOW, the end by plan, is for one of which
 * nothing was learnt. */
static struct minute draw_wait(struct draw *draw, const struct step *step, struct minute begin,
                               struct minute fit, struct minute planned_now)
{
    struct outlook *outlook = draw->outlook;
    const struct calendar *cal = outlook->calendar;
    const struct habit_place place = wait_place(step, fit);
    struct budget budget;
    struct run run;
    if (!outlook_budget(outlook, step->agency, begin, &budget)) {
        return MINUTE_NEVER;
    }
    const struct minute ready = calendar_add(cal, fit, budget.handover);
    const bool waits = step->stage == STEP_WAITING;
    const int32_t so_far = waits ? missed_by(outlook, step, ready, outlook->now) : 0;
    if (waits && !habits_of(draw->habits, HABIT_MISSED, &place, so_far)) {
        draw->used += 2;
        return planned_now;
    }
    const int32_t missed = take(draw, HABIT_MISSED, &place, so_far, so_far);
    if (!run_behind(outlook, step, ready, missed, &run)) {
        return MINUTE_NEVER;
    }
    const struct habit_place ride = ride_place(step, &run);
    const struct minute planned = calendar_add(cal, run.arrives, budget.receipt);
    const int32_t usual = calendar_working(cal, run.departs, planned);
    const int32_t minutes = take(draw, HABIT_RIDE, &ride, 0, usual);
    return minutes == usual ? planned : calendar_add(cal, run.departs, minutes);
}

/* The run a carrier took it with: the first one that had not left for good by then. */
static bool run_taken(const struct outlook *outlook, const struct step *step, struct minute ready,
                      struct run *out_run)
{
    bool found = plan_first_run(outlook->plan, step->from, step->to, ready, out_run);
    while (found && out_run->departs.m + outlook->plan->settings.grace < step->picked.m) {
        found = plan_next_run(outlook->plan, step->from, step->to, out_run, out_run);
    }
    return found;
}

static struct minute draw_ride(struct draw *draw, const struct step *step, int number)
{
    struct outlook *outlook = draw->outlook;
    const struct minute planned = draw->forecast->at[number].end;
    struct budget budget;
    struct run run;
    if (step->picked.m == MINUTE_NEVER.m ||
        !outlook_budget(outlook, step->agency, step->begin, &budget) ||
        !run_taken(outlook, step, calendar_add(outlook->calendar, step->fit, budget.handover),
                   &run)) {
        (void)next_u(draw);
        return planned;
    }
    const struct habit_place ride = ride_place(step, &run);
    const int32_t so_far = calendar_working(outlook->calendar, run.departs, outlook->now);
    const int32_t usual = calendar_working(outlook->calendar, run.departs, planned);
    const int32_t minutes = take(draw, HABIT_RIDE, &ride, so_far, usual);
    return minutes == usual ? planned : calendar_add(outlook->calendar, run.departs, minutes);
}

static struct minute draw_step(struct draw *draw, int number, struct minute end)
{
    const struct step *step = &draw->outlook->journey->step[number];
    switch ((enum step_stage)step->stage) {
    case STEP_DONE:
        return step->end;
    case STEP_WORKING:
        return draw_work(draw, step, step->begin);
    case STEP_CARRIED:
    case STEP_OFFERED:
        return draw_ride(draw, step, number);
    case STEP_WAITING:
        return draw_wait(draw, step, step->begin, draw->forecast->at[number].fit,
                         draw->forecast->at[number].end);
    case STEP_AHEAD:
        break;
    }
    return step_is_transfer(step) ? draw_wait(draw, step, end, end, MINUTE_NEVER)
                                  : draw_work(draw, step, end);
}

static struct minute draw_life(struct draw *draw)
{
    const struct journey *journey = draw->outlook->journey;
    struct minute end = journey->received;
    for (int i = 0; i < journey->steps && end.m != MINUTE_NEVER.m; i++) {
        const struct minute drawn = draw_step(draw, i, end);
        const bool done = journey->step[i].stage == STEP_DONE;
        end = done ? drawn : later(drawn, later(end, draw->outlook->now)); /* (1) */
    }
    return end;
}

/* Insertion: half of the draws come in order as they are. */
static void put(struct minute ends[CHANCE_DRAWS], uint32_t count, struct minute end)
{
    while (count > 0 && ends[count - 1].m > end.m) {
        ends[count] = ends[count - 1];
        count--;
    }
    ends[count] = end;
}

bool chance_of(struct outlook *outlook, const struct forecast *forecast,
               const struct habits *habits, struct chance *out_chance)
{
    struct minute ends[CHANCE_DRAWS];
    int32_t late = 0;
    if (forecast->gap != FORECAST_WHOLE) {
        return false;
    }
    for (uint32_t i = 0; i < CHANCE_DRAWS; i++) {
        struct draw draw = {
            .outlook = outlook, .forecast = forecast, .habits = habits, .number = i};
        put(ends, i, draw_life(&draw));
    }
    for (uint32_t i = 0; i < CHANCE_DRAWS && outlook->promise.m != MINUTE_NEVER.m; i++) {
        late += outlook_late(outlook, ends[i]);
    }
    *out_chance = (struct chance){
        .f50 = ends[MEDIAN], .f90 = ends[NINETIETH], .late = late * CHANCE_CERTAIN / CHANCE_DRAWS};
    return true;
}

static size_t work_fact(struct outlook *outlook, const struct step *step,
                        struct chance_fact out_facts[1])
{
    int32_t budget = 0;
    if (!budgeted(outlook, step, step->begin, &budget)) {
        return 0;
    }
    int64_t worked = calendar_working(outlook->calendar, step->begin, step->end) - step->paused;
    worked = worked > 0 ? worked * PER_BUDGET / budget : 0;
    out_facts[0] = (struct chance_fact){.habit = HABIT_WORK,
                                        .place = work_place(outlook, step),
                                        .value = worked > SKETCH_VALUE_MAX ? SKETCH_VALUE_MAX
                                                                           : (int32_t)worked,
                                        .known = step->end};
    return 1;
}

static size_t transfer_facts(struct outlook *outlook, const struct step *step,
                             struct chance_fact out_facts[2])
{
    struct budget budget;
    struct run run;
    if (step->picked.m == MINUTE_NEVER.m ||
        !outlook_budget(outlook, step->agency, step->begin, &budget)) {
        return 0;
    }
    const struct minute ready = calendar_add(outlook->calendar, step->fit, budget.handover);
    if (!run_taken(outlook, step, ready, &run)) {
        return 0;
    }
    out_facts[0] = (struct chance_fact){.habit = HABIT_MISSED,
                                        .place = wait_place(step, step->fit),
                                        .value = missed_by(outlook, step, ready, step->picked),
                                        .known = step->end};
    out_facts[1] =
        (struct chance_fact){.habit = HABIT_RIDE,
                             .place = ride_place(step, &run),
                             .value = calendar_working(outlook->calendar, run.departs, step->end),
                             .known = step->end};
    return 2;
}

size_t chance_facts(struct outlook *outlook, struct chance_fact out_facts[CHANCE_FACTS_MAX])
{
    size_t count = 0;
    for (int i = 0; i < outlook->journey->steps; i++) {
        const struct step *step = &outlook->journey->step[i];
        if (step->stage == STEP_DONE) {
            count += step_is_transfer(step) ? transfer_facts(outlook, step, out_facts + count)
                                            : work_fact(outlook, step, out_facts + count);
        }
    }
    return count;
}
