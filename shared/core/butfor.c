#include "core/butfor.h"

#include "base/check.h"

static_assert(JOURNEY_STEPS_MAX <= 32, "a set of steps is one word");

/* N working minutes on from T, or back for N < 0: the earliest instant with that count. By nothing,
 * nothing moves. */
static struct minute move(const struct calendar *cal, struct minute t, int32_t n)
{
    static const struct minute first = {CALENDAR_DAY_FIRST * MINUTES_A_DAY};
    if (n == 0 || t.m == MINUTE_NEVER.m) {
        return t;
    }
    if (n > 0) {
        return calendar_add(cal, t, n);
    }
    int32_t count = calendar_working(cal, first, t) + n;
    return count > 0 ? calendar_add(cal, first, count) : first;
}

static int32_t signed_working(const struct calendar *cal, struct minute a, struct minute b)
{
    return a.m <= b.m ? calendar_working(cal, a, b) : -calendar_working(cal, b, a);
}

/* "the run taken is the first feasible one with departure + grace >= take", of those not known to
 * be cancelled; what left before it left without the item, cancelled or not. */
static bool find_run(struct outlook *outlook, const struct step *step, const struct ahead *ahead,
                     struct minute feasible, struct behaviour *behaviour, struct run *out_run)
{
    const struct plan *plan = outlook->plan;
    struct minute taken = ahead->picked.m == MINUTE_NEVER.m ? ahead->end : ahead->picked;
    int32_t grace = step->stage == STEP_WAITING ? 0 : plan->settings.grace;
    struct run run;
    struct run left = {.cut_off = MINUTE_NEVER};
    bool found = plan_first_run(plan, step->from, step->to, feasible, &run);
    while (found) {
        bool fits = run.cut_off.m >= feasible.m;
        if (fits && run.departs.m + grace >= taken.m && !plan_cancelled(plan, &run, outlook->now)) {
            break;
        }
        left = fits ? run : left;
        found = plan_next_run(plan, step->from, step->to, &run, &run);
    }
    if (!found) {
        return false;
    }
    if (left.cut_off.m != MINUTE_NEVER.m) {
        behaviour->lag = calendar_working(outlook->calendar, ahead->fit, left.cut_off) + 1;
    }
    *out_run = run;
    return true;
}

static void measure_transfer(struct outlook *outlook, const struct step *step,
                             const struct ahead *ahead, struct behaviour *behaviour)
{
    const struct calendar *cal = outlook->calendar;
    struct budget budget;
    struct run run;
    if (!outlook_budget(outlook, step->agency, ahead->begin, &budget)) {
        return;
    }
    struct minute feasible = calendar_add(cal, ahead->fit, budget.handover);
    if (!find_run(outlook, step, ahead, feasible, behaviour, &run)) {
        return;
    }
    behaviour->by_run = true;
    struct minute planned = calendar_add(cal, run.arrives, budget.receipt);
    bool waits = step->stage == STEP_WAITING; /* its own end is the forecast's: by plan */
    behaviour->over = waits ? 0 : signed_working(cal, planned, ahead->end);
}

void butfor_measure(struct outlook *outlook, const struct forecast *forecast,
                    struct behaviour out_behaviour[JOURNEY_STEPS_MAX])
{
    const struct journey *journey = outlook->journey;
    for (int i = 0; i < journey->steps; i++) {
        const struct step *step = &journey->step[i];
        const struct ahead *ahead = &forecast->at[i];
        out_behaviour[i] = (struct behaviour){
            .begin = ahead->begin,
            .end = ahead->end,
            .worked = calendar_working(outlook->calendar, ahead->begin, ahead->end)};
        if (step_is_transfer(step) && step->stage != STEP_AHEAD) {
            struct ahead from_receipt = *ahead; /* a place where it waited twice counts once */
            from_receipt.fit = step->fit;
            measure_transfer(outlook, step, &from_receipt, &out_behaviour[i]);
        }
    }
}

/* Where a step begins in a replay, and what is known about it. */
struct turn {
    const struct step *step;
    const struct behaviour *behaviour;
    struct budget budget;
    struct minute begin;
    struct minute fit;
};

static struct minute later(struct minute a, struct minute b)
{
    return a.m > b.m ? a : b;
}

/* The planned end with the first run whose cut-off is not before READY. */
static struct minute by_run(struct outlook *outlook, const struct turn *turn, struct minute ready,
                            bool with_cancelled)
{
    struct run run;
    const struct step *step = turn->step;
    bool found = with_cancelled ? plan_first_run(outlook->plan, step->from, step->to, ready, &run)
                                : plan_first_open_run(outlook->plan, step->from, step->to, ready,
                                                      outlook->now, &run);
    return found ? calendar_add(outlook->calendar, run.arrives, turn->budget.receipt)
                 : MINUTE_NEVER;
}

/* "behaving as they did; a step not begun goes by plan" */
static struct minute own_end(struct outlook *outlook, const struct turn *turn, bool replanned)
{
    const struct calendar *cal = outlook->calendar;
    bool ahead = turn->step->stage == STEP_AHEAD;
    if (turn->begin.m == turn->behaviour->begin.m && !(replanned && turn->behaviour->by_run)) {
        return turn->behaviour->end; /* nothing before it changed */
    }
    if (!step_is_transfer(turn->step)) {
        return ahead ? calendar_add(cal, turn->begin, outlook_processing(outlook, &turn->budget))
                     : move(cal, turn->begin, turn->behaviour->worked);
    }
    if (!ahead && !turn->behaviour->by_run) {
        return move(cal, turn->begin, turn->behaviour->worked);
    }
    struct minute ready = calendar_add(cal, turn->fit, turn->budget.handover);
    if (turn->behaviour->lag > 0) {
        ready = later(ready, calendar_add(cal, turn->fit, turn->behaviour->lag));
    }
    return move(cal, by_run(outlook, turn, ready, false), turn->behaviour->over);
}

/* "Standard end of a transfer begun at f: its first feasible run, planned transit, receipt; of
 * processing: add(f, budget + paused)" */
static struct minute standard_end(struct outlook *outlook, const struct turn *turn)
{
    const struct calendar *cal = outlook->calendar;
    if (!step_is_transfer(turn->step)) {
        return calendar_add(cal, turn->begin,
                            outlook_processing(outlook, &turn->budget) + turn->step->paused);
    }
    return by_run(outlook, turn, calendar_add(cal, turn->fit, turn->budget.handover), true);
}

/* One replay, to its end or only until it is certain to be late. STEADY becomes false when the
 * outcome may be another at a later minute though nothing becomes known: see steady(). */
struct replay {
    const struct behaviour *behaviour;
    uint32_t steps;
    bool to_the_end;
    bool steady;
};

/* The step in hand, past its standard end, ends now, whenever now is: its own end moves with the
 * clock, never back, and whatever follows begins no earlier. So the outcome stays if that end is
 * late already, or if the standard end counts and does not move. OWN is its own end in this replay;
 * END the one that counts. */
static bool steady(struct outlook *outlook, const struct turn *turn, struct minute own,
                   struct minute end)
{
    const bool moved = turn->begin.m != turn->behaviour->begin.m;
    if (turn->behaviour->end.m > outlook->now.m) {
        return true; /* it does not end now: flag_change.c knows when it will */
    }
    if (moved && turn->behaviour->by_run && turn->step->picked.m == MINUTE_NEVER.m) {
        return false; /* which run it took is not settled */
    }
    return end.m < own.m || outlook_late(outlook, own);
}

static struct minute play(struct outlook *outlook, struct replay *replay)
{
    const struct journey *journey = outlook->journey;
    struct minute end = journey->received;
    replay->steady = true;
    for (int i = 0; i < journey->steps; i++) {
        struct turn turn = {
            .step = &journey->step[i], .behaviour = &replay->behaviour[i], .begin = end};
        turn.fit = i == 0 ? turn.step->fit : end; /* pass_on_after moves the first only */
        if (!outlook_budget(outlook, turn.step->agency, turn.begin, &turn.budget)) {
            return MINUTE_NEVER;
        }
        const struct minute own = own_end(outlook, &turn, false);
        end = own;
        if ((replay->steps >> i & 1u) != 0) {
            struct minute standard = standard_end(outlook, &turn);
            end = standard.m < end.m ? standard : end;
        }
        replay->steady = replay->steady && (i != journey->next || steady(outlook, &turn, own, end));
        if (end.m == MINUTE_NEVER.m) {
            return MINUTE_NEVER;
        }
        if (i >= journey->next && !replay->to_the_end && outlook_late(outlook, end)) {
            return end; /* what is ahead ends no earlier than it begins */
        }
    }
    return end;
}

struct minute butfor_replay(struct outlook *outlook, const struct behaviour *behaviour,
                            uint32_t steps)
{
    struct replay replay = {.behaviour = behaviour, .steps = steps, .to_the_end = true};
    return play(outlook, &replay);
}

/* The same, S empty, each step by the runs of outlook->plan, which is another plan than the one the
 * behaviour was measured by. */
struct minute butfor_replan(struct outlook *outlook, const struct behaviour *behaviour,
                            struct minute out_ends[JOURNEY_STEPS_MAX])
{
    const struct journey *journey = outlook->journey;
    struct minute end = journey->received;
    for (int i = 0; i < journey->steps; i++) {
        struct turn turn = {.step = &journey->step[i], .behaviour = &behaviour[i], .begin = end};
        turn.fit = i == 0 ? turn.step->fit : end;
        if (!outlook_budget(outlook, turn.step->agency, turn.begin, &turn.budget)) {
            return MINUTE_NEVER;
        }
        end = own_end(outlook, &turn, true);
        if (end.m == MINUTE_NEVER.m) {
            return MINUTE_NEVER;
        }
        out_ends[i] = end;
    }
    return end;
}

struct trial {
    struct outlook *outlook;
    bool steady;
    struct behaviour behaviour[JOURNEY_STEPS_MAX];
};

/* True, with *out_butfor written, if F_S is not late. */
static bool saves(struct trial *trial, uint32_t steps, enum butfor_cause cause,
                  struct butfor *out_butfor)
{
    struct replay replay = {.behaviour = trial->behaviour, .steps = steps};
    struct minute end = play(trial->outlook, &replay);
    trial->steady = trial->steady && replay.steady;
    if (end.m == MINUTE_NEVER.m || outlook_late(trial->outlook, end)) {
        return false;
    }
    *out_butfor = (struct butfor){.cause = cause, .step = -1, .steps = steps, .end = end};
    return true;
}

/* "the one with the earliest F_{t}" */
static bool one_transfer_saves(struct trial *trial, uint32_t transfers, struct butfor *out_butfor)
{
    bool found = false;
    for (int i = 0; i < trial->outlook->journey->steps; i++) {
        struct butfor one;
        if ((transfers >> i & 1u) == 0 || !saves(trial, 1u << i, BUTFOR_TRANSFER, &one)) {
            continue;
        }
        if (!found || one.end.m < out_butfor->end.m) {
            *out_butfor = one;
            out_butfor->step = i;
            found = true;
        }
    }
    return found;
}

static bool find_cause(struct trial *trial, struct butfor *out_butfor)
{
    uint32_t transfers = 0;
    uint32_t processing = 0;
    for (int i = 0; i < trial->outlook->journey->steps; i++) {
        uint32_t bit = 1u << i;
        *(step_is_transfer(&trial->outlook->journey->step[i]) ? &transfers : &processing) |= bit;
    }
    return one_transfer_saves(trial, transfers, out_butfor) ||
           (transfers != 0 && saves(trial, transfers, BUTFOR_TRANSFERS, out_butfor)) ||
           (processing != 0 && saves(trial, processing, BUTFOR_PROCESSING, out_butfor)) ||
           saves(trial, transfers | processing, BUTFOR_BOTH, out_butfor);
}

/* What S took in the life itself. A step not begun goes by plan: it took nothing yet. */
static void add_minutes(struct outlook *outlook, const struct forecast *forecast,
                        struct butfor *butfor)
{
    const struct calendar *cal = outlook->calendar;
    const struct journey *journey = outlook->journey;
    for (int i = 0; i < journey->steps; i++) {
        const struct ahead *ahead = &forecast->at[i];
        struct turn turn = {.step = &journey->step[i], .begin = ahead->begin};
        turn.fit = i == 0 ? turn.step->fit : ahead->begin;
        if ((butfor->steps >> i & 1u) == 0 || turn.step->stage == STEP_AHEAD ||
            !outlook_budget(outlook, turn.step->agency, turn.begin, &turn.budget)) {
            continue;
        }
        const struct minute standard = standard_end(outlook, &turn);
        const struct minute end = standard.m < ahead->end.m ? standard : ahead->end;
        butfor->taken += calendar_working(cal, ahead->begin, ahead->end);
        butfor->standard += calendar_working(cal, ahead->begin, end);
    }
}

void butfor_of(struct outlook *outlook, const struct forecast *forecast, struct butfor *out_butfor)
{
    const uint32_t all = (uint32_t)((UINT64_C(1) << outlook->journey->steps) - 1);
    struct trial trial;
    assert(forecast->gap == FORECAST_WHOLE);
    trial.outlook = outlook;
    trial.steady = true;
    butfor_measure(outlook, forecast, trial.behaviour);
    if (!find_cause(&trial, out_butfor)) {
        *out_butfor = (struct butfor){
            .cause = BUTFOR_PLAN, .step = -1, .end = butfor_replay(outlook, trial.behaviour, all)};
    }
    add_minutes(outlook, forecast, out_butfor);
    out_butfor->steady = trial.steady;
}
