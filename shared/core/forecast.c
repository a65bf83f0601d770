#include "core/forecast.h"

#include "base/check.h"

/* INVARIANTS
 * (1) F is never before now: every step that is not done ends at `max(now, ...)` or later.
 * (2) Without pauses F never moves earlier as now moves on, so slack never rises between acts. */

bool outlook_budget(struct outlook *outlook, struct name agency, struct minute begin,
                    struct budget *out_budget)
{
    struct day day = minute_day(begin);
    for (int i = 0; i < outlook->known_count; i++) {
        const struct budget *known = &outlook->known[i].budget;
        if (name_same(outlook->known[i].agency, agency) && known->from.d <= day.d &&
            day.d <= known->to.d) {
            *out_budget = *known;
            return true;
        }
    }
    struct name procedure = outlook->facts->procedure;
    struct budget budget;
    if (!plan_budget(outlook->plan, procedure, agency, day, outlook->journey->kind, &budget) &&
        !plan_budget(outlook->plan, procedure, agency, day, JOURNEY_KINDS, &budget)) {
        return false;
    }
    if (budget.share && outlook->facts->promised.m == MINUTE_NEVER.m) {
        return false; /* a share of nothing promised */
    }
    if (budget.kind == outlook->journey->kind && outlook->known_count < OUTLOOK_BUDGETS) {
        outlook->known[outlook->known_count].agency = agency;
        outlook->known[outlook->known_count++].budget = budget;
    }
    *out_budget = budget;
    return true;
}

int32_t outlook_processing(const struct outlook *outlook, const struct budget *budget)
{
    if (!budget->share) {
        return budget->processing;
    }
    int64_t promised =
        calendar_working(outlook->calendar, outlook->journey->received, outlook->facts->promised);
    return (int32_t)(promised * budget->processing / 100);
}

static struct minute later(struct minute a, struct minute b)
{
    return a.m > b.m ? a : b;
}

/* Which gap, if any, END shows. */
static enum forecast_gap close_with(struct ahead *ahead, struct minute end)
{
    ahead->end = end;
    return end.m == MINUTE_NEVER.m ? FORECAST_NO_RUN : FORECAST_WHOLE;
}

/* "first run not known cancelled with departure - cut-off >= max(now, add(fit, handover)); end =
 * add(arrival, receipt)" */
static enum forecast_gap wait_for_run(struct outlook *outlook, const struct step *step,
                                      struct minute fit, struct ahead *ahead)
{
    const struct calendar *cal = outlook->calendar;
    struct budget budget;
    if (!outlook_budget(outlook, step->agency, ahead->begin, &budget)) {
        return FORECAST_NO_BUDGET;
    }
    ahead->fit = fit;
    ahead->ready = later(outlook->now, calendar_add(cal, fit, budget.handover));
    if (!plan_first_open_run(outlook->plan, step->from, step->to, ahead->ready, outlook->now,
                             &ahead->run) ||
        ahead->run.day.d > minute_day(outlook->now).d + PLAN_SEARCH_DAYS) {
        return FORECAST_NO_RUN;
    }
    ahead->has_run = true;
    ahead->picked = ahead->run.departs;
    return close_with(ahead, calendar_add(cal, ahead->run.arrives, budget.receipt));
}

/* "Carried: max(now, add(take + transit, receipt)); offered: max(now, add(offer, receipt))" */
static enum forecast_gap bring(struct outlook *outlook, const struct step *step,
                               struct ahead *ahead)
{
    struct budget budget;
    struct minute from = step->offered;
    int32_t transit = 0;
    if (!outlook_budget(outlook, step->agency, ahead->begin, &budget)) {
        return FORECAST_NO_BUDGET;
    }
    if (step->stage == STEP_CARRIED) {
        if (!plan_transit(outlook->plan, step->from, step->to, minute_day(step->picked),
                          &transit)) {
            return FORECAST_NO_RUN;
        }
        from = (struct minute){step->picked.m + transit};
    }
    return close_with(ahead,
                      later(outlook->now, calendar_add(outlook->calendar, from, budget.receipt)));
}

/* Where it waits, or will wait once the Center has taken back what is offered to it. */
static enum forecast_gap wait_here(struct outlook *outlook, const struct step *step,
                                   struct ahead *ahead)
{
    struct minute fit = step->waits;
    if (step->offered.m != MINUTE_NEVER.m) {
        enum forecast_gap gap = bring(outlook, step, ahead);
        if (gap != FORECAST_WHOLE) {
            return gap;
        }
        fit = ahead->end;
    }
    return wait_for_run(outlook, step, fit, ahead);
}

/* "Processing: max(now, add(take, budget + paused))" */
static enum forecast_gap work(struct outlook *outlook, const struct step *step, struct ahead *ahead)
{
    struct budget budget;
    if (!outlook_budget(outlook, step->agency, ahead->begin, &budget)) {
        return FORECAST_NO_BUDGET;
    }
    int32_t minutes = outlook_processing(outlook, &budget) + step->paused;
    return close_with(ahead,
                      later(outlook->now, calendar_add(outlook->calendar, ahead->begin, minutes)));
}

/* Step STEP, which begins at BEGIN if it has not begun. */
static enum forecast_gap foresee(struct outlook *outlook, int number, struct minute begin,
                                 struct ahead *ahead)
{
    const struct step *step = &outlook->journey->step[number];
    bool begun = step->stage != STEP_AHEAD;
    *ahead = (struct ahead){.begin = begun ? step->begin : begin,
                            .fit = begun ? step->fit : begin,
                            .picked = step->picked,
                            .end = MINUTE_NEVER};
    switch ((enum step_stage)step->stage) {
    case STEP_DONE:
        ahead->end = step->end;
        return FORECAST_WHOLE;
    case STEP_WORKING:
        return work(outlook, step, ahead);
    case STEP_CARRIED:
    case STEP_OFFERED:
        return bring(outlook, step, ahead);
    case STEP_WAITING:
        return wait_here(outlook, step, ahead);
    case STEP_AHEAD:
        break;
    }
    return step_is_transfer(step) ? wait_for_run(outlook, step, begin, ahead)
                                  : work(outlook, step, ahead);
}

void forecast_of(struct outlook *outlook, struct forecast *out_forecast)
{
    const struct journey *journey = outlook->journey;
    struct minute end = journey->received;
    out_forecast->gap = FORECAST_WHOLE;
    out_forecast->end = MINUTE_NEVER;
    out_forecast->wait = journey->steps;
    for (int i = 0; i < journey->steps; i++) {
        out_forecast->gap = foresee(outlook, i, end, &out_forecast->at[i]);
        if (out_forecast->gap != FORECAST_WHOLE) {
            return;
        }
        end = out_forecast->at[i].end;
        if (out_forecast->at[i].has_run && out_forecast->wait == journey->steps) {
            out_forecast->wait = (uint8_t)i;
        }
    }
    out_forecast->end = end;
    assert(journey->next == journey->steps || end.m >= outlook->now.m); /* (1) */
}

struct minute forecast_after(struct outlook *outlook, int step, struct minute end)
{
    for (int i = step + 1; i < outlook->journey->steps && end.m != MINUTE_NEVER.m; i++) {
        struct ahead ahead;
        enum forecast_gap gap = foresee(outlook, i, end, &ahead);
        end = gap == FORECAST_WHOLE ? ahead.end : MINUTE_NEVER;
    }
    return end;
}

/* F if step STEP went with a run that arrives at ARRIVES. */
static struct minute forecast_by_run(struct outlook *outlook, const struct forecast *forecast,
                                     int step, struct minute arrives)
{
    struct budget budget;
    if (!outlook_budget(outlook, outlook->journey->step[step].agency, forecast->at[step].begin,
                        &budget)) {
        return MINUTE_NEVER;
    }
    return forecast_after(outlook, step, calendar_add(outlook->calendar, arrives, budget.receipt));
}

/* Working minutes that lie between the arrival of STEP's run and F at the least, as long as the
 * budgets known now stay in force until EDGE; else no bound: 0. */
static int32_t minutes_after(struct outlook *outlook, const struct forecast *forecast, int step,
                             struct minute edge)
{
    struct budget budget;
    int32_t minutes = 0;
    for (int i = step; i < outlook->journey->steps; i++) {
        const struct step *row = &outlook->journey->step[i];
        if (!outlook_budget(outlook, row->agency, forecast->at[i].begin, &budget) ||
            budget.to.d < minute_day(edge).d) {
            return 0;
        }
        minutes += step_is_transfer(row) ? budget.receipt : outlook_processing(outlook, &budget);
    }
    return minutes;
}

bool forecast_last_safe_run(struct outlook *outlook, const struct forecast *forecast,
                            struct run *out_run)
{
    int step = forecast->wait;
    if (step == outlook->journey->steps || outlook_late(outlook, forecast->end)) {
        return false;
    }
    const struct step *row = &outlook->journey->step[step];
    const struct run *first = &forecast->at[step].run;
    struct minute edge = promise_edge(outlook->promise, journey_judged(outlook->journey));
    /* a run that arrives later than this cannot be in time: `need` minutes must follow */
    int32_t need = minutes_after(outlook, forecast, step, edge);
    struct minute bound = calendar_add(outlook->calendar, edge, -need);
    struct run run;
    bool found =
        plan_last_run(outlook->plan, row->from, row->to,
                      (struct minute){bound.m == MINUTE_NEVER.m ? bound.m : bound.m + 1}, &run);
    while (found && plan_run_before(first, &run)) {
        if (run.cut_off.m >= forecast->at[step].ready.m &&
            !plan_cancelled(outlook->plan, &run, outlook->now) &&
            !outlook_late(outlook, forecast_by_run(outlook, forecast, step, run.arrives))) {
            *out_run = run;
            return true;
        }
        found = plan_previous_run(outlook->plan, row->from, row->to, &run, &run);
    }
    *out_run = *first;
    return true;
}

/* F if an extra run took step STEP and left at LEAVES. */
static struct minute forecast_by_extra(struct outlook *outlook, const struct forecast *forecast,
                                       int step, struct minute leaves)
{
    const struct step *row = &outlook->journey->step[step];
    int32_t transit = 0;
    if (leaves.m == MINUTE_NEVER.m ||
        !plan_transit(outlook->plan, row->from, row->to, minute_day(leaves), &transit)) {
        return MINUTE_NEVER;
    }
    return forecast_by_run(outlook, forecast, step, (struct minute){leaves.m + transit});
}

/* "leaves add(max(now, fit+handover), extra_notice)" */
static struct minute extra_leaves(struct outlook *outlook, const struct forecast *forecast,
                                  int step)
{
    const struct step *row = &outlook->journey->step[step];
    struct budget budget;
    if (!outlook_budget(outlook, row->agency, forecast->at[step].begin, &budget)) {
        return MINUTE_NEVER;
    }
    struct minute ready = calendar_add(outlook->calendar, forecast->at[step].fit, budget.handover);
    return calendar_add(outlook->calendar, later(outlook->now, ready),
                        outlook->plan->settings.extra_notice);
}

bool forecast_extra_run(struct outlook *outlook, const struct forecast *forecast, int *out_step)
{
    for (int i = forecast->wait; i < outlook->journey->steps; i++) {
        if (!forecast->at[i].has_run) {
            continue;
        }
        struct minute leaves = extra_leaves(outlook, forecast, i);
        struct minute end = forecast_by_extra(outlook, forecast, i, leaves);
        if (end.m != MINUTE_NEVER.m && !outlook_late(outlook, end)) {
            *out_step = i;
            return true;
        }
    }
    return false;
}

struct minute forecast_extra_before(struct outlook *outlook, const struct forecast *forecast,
                                    int step)
{
    struct minute in_time = extra_leaves(outlook, forecast, step);
    struct minute late = promise_edge(outlook->promise, journey_judged(outlook->journey));
    late.m++; /* what leaves behind the edge is late */
    while (late.m - in_time.m > 1) {
        struct minute middle = {in_time.m + (late.m - in_time.m) / 2};
        struct minute end = forecast_by_extra(outlook, forecast, step, middle);
        if (end.m != MINUTE_NEVER.m && !outlook_late(outlook, end)) {
            in_time = middle;
        } else {
            late = middle;
        }
    }
    return in_time;
}
