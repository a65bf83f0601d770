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
    return is_settled(view, now) ? next_midnight(now) : next_working(view->outlook.calendar, now);
}

static bool is_paused(const struct journey *journey)
{
    return journey->pauses > 0 && journey->pause[journey->pauses - 1].until.m == MINUTE_NEVER.m;
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
    bool by_instant = view->outlook.plan->settings.judged == PROMISE_BY_INSTANT;
    struct minute late = promise_edge(promise, view->outlook.plan->settings.judged);
    late.m += by_instant;
    next = earlier(next, after(late, now));
    if (is_paused(&view->journey) || view->flag.level == FLAG_AT_RISK) {
        next = earlier(next, next_working(cal, now));
    }
    return next;
}
