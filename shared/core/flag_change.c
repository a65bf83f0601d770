#include "core/flag_parts.h"

/* When a verdict may change though nothing new arrives. Early is allowed, late never is.
 *
 * Until then every quantity is the same: F moves only when a run's cut-off passes, when a carrier
 * or an agency is past its standard end, or when a cancellation becomes known; P moves only while
 * the clock is paused; and an extra run that leaves later arrives no earlier. */

static struct minute earlier(struct minute a, struct minute b)
{
    return a.m < b.m ? a : b;
}

/* AT if it lies after NOW, else never. */
static struct minute after(struct minute at, struct minute now)
{
    return at.m > now.m ? at : MINUTE_NEVER;
}

static struct minute next_midnight(struct minute now)
{
    return day_minute((struct day){minute_day(now).d + 1}, 0);
}

/* What moves with the clock moves with working minutes: outside working time nothing happens until
 * one has passed; but rows of the plan come into force at midnight. */
static struct minute next_working(const struct calendar *cal, struct minute now)
{
    struct minute effective = calendar_effective(cal, now);
    struct minute next =
        effective.m == MINUTE_NEVER.m ? MINUTE_NEVER : (struct minute){effective.m + 1};
    return earlier(next, next_midnight(now));
}

struct minute flag_next_given(const struct flag_input *input, struct minute now)
{
    const struct dossier_facts *facts = input->facts;
    struct minute next = MINUTE_NEVER;
    for (size_t i = 0; i < input->act_count; i++) {
        next = earlier(next, after(instant_minute(input->acts[i].at), now));
    }
    next = earlier(next, after(facts->received, now));
    next = earlier(next, after(facts->finished, now));
    next = earlier(next, after(facts->returned, now));
    for (int i = 0; i < facts->supplements; i++) {
        next = earlier(next, after(facts->supplement[i].asked, now));
        next = earlier(next, after(facts->supplement[i].brought, now));
    }
    return next;
}

/* Overdue is overdue, and its cause does not turn with the clock; that all ahead finds its run and
 * its budget is looked at once a day. */
static bool is_settled(const struct flag_view *view, struct minute now)
{
    const struct step *step = &view->journey.step[view->journey.next];
    const bool in_hand =
        step->stage == STEP_CARRIED || step->stage == STEP_OFFERED || step->stage == STEP_WORKING;
    return view->flag.level == FLAG_OVERDUE && in_hand && view->steady &&
           plan_steady(view->outlook.plan, minute_day(now));
}

/* N working minutes before T; by nothing, T itself. */
static struct minute before(const struct calendar *cal, struct minute t, int32_t n)
{
    return n > 0 ? calendar_add(cal, t, -n) : t;
}

/* Working minutes of the steps behind the one in hand up to STEP, of which a transfer is as long as
 * its hand-over. -1: another budget may hold before UNTIL. */
static int32_t minutes_between(const struct flag_view *view, int step, struct minute until)
{
    struct outlook outlook = view->outlook; /* looks up budgets */
    int32_t minutes = 0;
    for (int i = view->journey.next + 1; i <= step; i++) {
        const struct step *row = &view->journey.step[i];
        struct budget budget;
        if (!outlook_budget(&outlook, row->agency, view->forecast.at[i].begin, &budget) ||
            budget.to.d < minute_day(until).d) {
            return -1;
        }
        minutes += step_is_transfer(row) ? budget.handover : outlook_processing(&outlook, &budget);
    }
    return minutes;
}

/* In time, and the step in hand ends later and later with the clock: it is past its standard end
 * and ends now, whenever that is, or the pause lengthens it. The first run ahead stays the same,
 * and so do F and the last safe run, until what must come before it no longer ends by a cut-off.
 * NOW itself: nothing is known. */
static struct minute run_is_lost(const struct flag_view *view, struct minute now)
{
    const struct calendar *cal = view->outlook.calendar;
    const struct forecast *forecast = &view->forecast;
    const struct flag *flag = &view->flag;
    struct minute cut_off = forecast->at[forecast->wait].run.cut_off;
    if (flag->has_last_safe_run) {
        cut_off = earlier(cut_off, flag->last_safe_run.cut_off);
    }
    const int32_t minutes = minutes_between(view, forecast->wait, cut_off);
    const int32_t spare =
        calendar_working(cal, forecast->at[view->journey.next].end, cut_off) - minutes;
    return minutes > 0 && spare >= 0 ? calendar_add(cal, now, spare + 1) : now;
}

/* The same where no run is ahead: the minutes left by the promise melt until they are few, and then
 * until there are none. */
static struct minute time_is_up(const struct flag_view *view, struct minute now)
{
    const struct plan_settings *settings = &view->outlook.plan->settings;
    const struct minute edge = promise_edge(view->outlook.promise, journey_judged(&view->journey));
    const int32_t minutes = minutes_between(view, view->journey.steps - 1, edge);
    const int32_t few = view->flag.level == FLAG_ON_TRACK ? settings->due_soon : 0;
    return minutes < 0 ? now
                       : (struct minute){before(view->outlook.calendar, edge, minutes + few).m + 1};
}

/* The step in hand is past its standard end. */
static struct minute moves_with_the_clock(const struct flag_view *view, struct minute now)
{
    if (is_settled(view, now)) {
        return next_midnight(now);
    }
    const bool in_time = view->flag.level == FLAG_ON_TRACK || view->flag.level == FLAG_DUE_SOON;
    const struct minute turns = !in_time                                    ? now
                                : view->forecast.wait < view->journey.steps ? run_is_lost(view, now)
                                                                            : time_is_up(view, now);
    return turns.m > now.m ? earlier(turns, next_midnight(now))
                           : next_working(view->outlook.calendar, now);
}

/* When the step in hand stops ending as forecast. */
static struct minute step_moves(const struct flag_view *view, struct minute now)
{
    const struct journey *journey = &view->journey;
    const struct ahead *ahead = &view->forecast.at[journey->next];
    if (journey->next == journey->steps) {
        return MINUTE_NEVER;
    }
    if (view->forecast.gap != FORECAST_WHOLE && ahead->end.m == MINUTE_NEVER.m) {
        return MINUTE_NEVER; /* this very step finds no run or budget */
    }
    if (ahead->has_run) {
        /* fit is now only where the Center is late in taking back what is offered to it */
        struct minute runs_out = {ahead->run.cut_off.m + 1};
        return ahead->fit.m == now.m
                   ? earlier(runs_out, next_working(view->outlook.calendar, now))
                   : earlier(runs_out, after((struct minute){ahead->fit.m + 1}, now));
    }
    if (ahead->end.m > now.m) {
        return (struct minute){ahead->end.m + 1};
    }
    return moves_with_the_clock(view, now);
}

static bool is_paused(const struct journey *journey)
{
    return journey->pauses > 0 && journey->pause[journey->pauses - 1].until.m == MINUTE_NEVER.m;
}

/* The clock is stopped: P moves on, and with it the end of the work in hand. On track stays so as
 * long as F does; anything worse may turn better with every minute. */
static struct minute pause_moves(const struct flag_view *view, struct minute now)
{
    const struct journey *journey = &view->journey;
    const struct minute each = next_working(view->outlook.calendar, now);
    if (view->flag.level != FLAG_ON_TRACK || journey->next == journey->steps) {
        return each;
    }
    if (journey->step[journey->next].stage != STEP_WORKING) {
        return next_midnight(now);
    }
    const struct minute lost = view->forecast.wait < journey->steps ? run_is_lost(view, now) : now;
    return lost.m > now.m ? earlier(lost, next_midnight(now)) : each;
}

struct minute flag_view_next(const struct flag_view *view, struct minute now)
{
    if (!view->forecast_made) {
        return MINUTE_NEVER;
    }
    const struct calendar *cal = view->outlook.calendar;
    struct minute promise = view->outlook.promise;
    struct minute next = step_moves(view, now);
    if (view->forecast.gap != FORECAST_WHOLE) {
        next = earlier(next, next_midnight(now)); /* perhaps from another day on */
    }
    bool by_instant = view->journey.by_instant;
    struct minute late = promise_edge(promise, journey_judged(&view->journey));
    late.m += by_instant;
    next = earlier(next, after(late, now));
    if (view->flag.level == FLAG_AT_RISK) {
        next = earlier(next, next_working(cal, now));
    }
    return is_paused(&view->journey) ? earlier(next, pause_moves(view, now)) : next;
}
