#include "core/plan.h"

#include "core/plan_table.h"

/* What may be asked of a resolved plan. See plan_resolve.c for the order in which things lie. */

const char *journey_kind_name(enum journey_kind kind)
{
    switch (kind) {
    case JOURNEY_PAPER:
        return "paper";
    case JOURNEY_ON_THE_SPOT:
        return "on_the_spot";
    case JOURNEY_RESULT_ONLY:
        return "result_only";
    case JOURNEY_KINDS:
        break;
    }
    return "none";
}

static bool season_holds(const struct plan *plan, uint8_t season, struct day day)
{
    if (season == SEASON_ALL) {
        return true;
    }
    bool summer = calendar_season(plan->calendar, day) == CALENDAR_SUMMER;
    return summer == (season == SEASON_SUMMER);
}

static bool days_hold(uint8_t days, struct day day)
{
    return days == PLAN_EVERY_DAY || (days >> (day_weekday(day) - 1) & 1) != 0;
}

static bool call_holds(const struct plan *plan, const struct plan_call *call, struct day day)
{
    return plan_dates_hold(call->from, call->to, day) && days_hold(call->days, day) &&
           season_holds(plan, call->season, day);
}

bool plan_call_in_force(const struct plan *plan, uint32_t call, struct day day)
{
    const struct plan_call *row = &plan->calls[call];
    if (!call_holds(plan, row, day)) {
        return false;
    }
    for (uint32_t i = call + 1; i < plan->call_count; i++) {
        const struct plan_call *newer = &plan->calls[i];
        if (newer->seq != row->seq || !name_same(newer->route, row->route) ||
            !name_same(newer->round, row->round)) {
            break;
        }
        if (call_holds(plan, newer, day)) {
            return false; /* "the newest row whose dates hold is in force" */
        }
    }
    return true;
}

bool plan_stop_in_force(const struct plan *plan, uint32_t stop, struct day day)
{
    const struct plan_stop *row = &plan->stops[stop];
    if (!plan_dates_hold(row->from, row->to, day)) {
        return false;
    }
    for (uint32_t i = stop + 1; i < plan->stop_count && name_same(plan->stops[i].code, row->code);
         i++) {
        if (plan_dates_hold(plan->stops[i].from, plan->stops[i].to, day)) {
            return false;
        }
    }
    return true;
}

/* True if the leg runs on DAY, which is worked. */
static bool leg_runs(const struct plan *plan, const struct plan_leg *leg, struct day day)
{
    if (!plan_dates_hold(leg->first, leg->last, day) || !days_hold(leg->days, day) ||
        !season_holds(plan, leg->season, day)) {
        return false;
    }
    return !leg->shadowed || (plan_call_in_force(plan, leg->call[0], day) &&
                              plan_call_in_force(plan, leg->call[1], day) &&
                              plan_stop_in_force(plan, leg->stop[0], day) &&
                              plan_stop_in_force(plan, leg->stop[1], day));
}

static const struct plan_pair *pair_of(const struct plan *plan, struct name from, struct name to)
{
    uint32_t low = 0;
    uint32_t high = plan->pair_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct plan_pair *pair = &plan->pairs[middle];
        if (pair->from.id < from.id || (pair->from.id == from.id && pair->to.id < to.id)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < plan->pair_count && name_same(plan->pairs[low].from, from) &&
                 name_same(plan->pairs[low].to, to);
    return found ? &plan->pairs[low] : NULL;
}

static struct run run_of(const struct plan *plan, uint32_t leg, struct day day)
{
    const struct plan_leg *row = &plan->legs[leg];
    return (struct run){.day = day,
                        .route = row->route,
                        .round = row->round,
                        .cut_off = day_minute(day, row->departs - row->cut_off),
                        .departs = day_minute(day, row->departs),
                        .arrives = day_minute(day, row->arrives),
                        .leg = leg};
}

/* The first day from DAY on that is worked and that some leg's dates hold; false: none. */
static bool day_to_try(const struct plan *plan, const struct plan_pair *pair, struct day *day)
{
    for (;;) {
        if (day->d < pair->first_day.d) {
            *day = pair->first_day;
        }
        if (day->d > pair->last_day.d || !calendar_working_day(plan->calendar, *day, 0, day)) {
            return false;
        }
        struct day next = PLAN_OPEN_TO; /* when the gap we stand in ends */
        for (uint32_t i = pair->first; i < pair->first + pair->count; i++) {
            if (plan_dates_hold(plan->legs[i].first, plan->legs[i].last, *day)) {
                return true;
            }
            if (plan->legs[i].first.d > day->d && plan->legs[i].first.d < next.d) {
                next = plan->legs[i].first;
            }
        }
        if (next.d == PLAN_OPEN_TO.d) {
            return false;
        }
        *day = next;
    }
}

/* The first run on or after DAY whose cut-off is not before NOT_BEFORE; on the day of AFTER, one
 * that stands behind it. */
static bool search(const struct plan *plan, const struct plan_pair *pair, struct day day,
                   const struct run *after, struct minute not_before, struct run *out_run)
{
    struct day last = {day.d + PLAN_SEARCH_DAYS};
    for (; day_to_try(plan, pair, &day) && day.d <= last.d; day.d++) {
        bool same_day = after && after->day.d == day.d;
        uint32_t start = same_day ? after->leg + 1 : pair->first;
        for (uint32_t i = start; i < pair->first + pair->count; i++) {
            const struct plan_leg *row = &plan->legs[i];
            if (same_day && row->call[0] == plan->legs[after->leg].call[0]) {
                continue; /* the same departure, calling at TO once more */
            }
            if (day_minute(day, row->departs - row->cut_off).m >= not_before.m &&
                leg_runs(plan, row, day)) {
                *out_run = run_of(plan, i, day);
                return true;
            }
        }
    }
    return false;
}

bool plan_first_run(const struct plan *plan, struct name from, struct name to,
                    struct minute not_before, struct run *out_run)
{
    const struct plan_pair *pair = pair_of(plan, from, to);
    if (!pair || not_before.m == MINUTE_NEVER.m) {
        return false;
    }
    return search(plan, pair, minute_day(not_before), NULL, not_before, out_run);
}

bool plan_next_run(const struct plan *plan, struct name from, struct name to, const struct run *run,
                   struct run *out_run)
{
    const struct plan_pair *pair = pair_of(plan, from, to);
    struct minute any = {INT32_MIN};
    return pair && search(plan, pair, run->day, run, any, out_run);
}

bool plan_first_open_run(const struct plan *plan, struct name from, struct name to,
                         struct minute not_before, struct minute known_at, struct run *out_run)
{
    const struct plan_pair *pair = pair_of(plan, from, to);
    struct run run;
    bool found = pair && plan_first_run(plan, from, to, not_before, &run);
    while (found && plan_cancelled(plan, &run, known_at)) {
        struct run last = run; /* a later departure may have an earlier cut-off: ask again for it */
        found = search(plan, pair, last.day, &last, not_before, &run);
    }
    if (found) {
        *out_run = run;
    }
    return found;
}

/* The last day up to DAY that some leg's dates hold, worked or not; false: none. */
static bool day_to_try_back(const struct plan *plan, const struct plan_pair *pair, struct day *day)
{
    struct day last = PLAN_OPEN_FROM;
    for (uint32_t i = pair->first; i < pair->first + pair->count; i++) {
        const struct plan_leg *row = &plan->legs[i];
        if (row->first.d <= day->d) {
            struct day end = row->last.d < day->d ? row->last : *day;
            last = end.d > last.d ? end : last;
        }
    }
    *day = last;
    return last.d != PLAN_OPEN_FROM.d && last.d >= CALENDAR_DAY_FIRST;
}

/* Of the legs that run on DAY and are the same departure as LEG, the one that arrives first. */
static uint32_t first_arrival(const struct plan *plan, const struct plan_pair *pair, uint32_t leg,
                              struct day day)
{
    uint32_t first = leg;
    for (uint32_t i = leg; i > pair->first; i--) {
        if (plan->legs[i - 1].departs != plan->legs[leg].departs) {
            break;
        }
        bool same = plan->legs[i - 1].call[0] == plan->legs[leg].call[0];
        first = same && leg_runs(plan, &plan->legs[i - 1], day) ? i - 1 : first;
    }
    return first;
}

/* The last run on or before DAY that leaves before LEAVES_BEFORE; on the day of BEFORE, one that
 * stands in front of it. */
static bool search_back(const struct plan *plan, const struct plan_pair *pair, struct day day,
                        const struct run *before, struct minute leaves_before, struct run *out_run)
{
    for (; day_to_try_back(plan, pair, &day); day.d--) {
        if (!calendar_is_working_day(plan->calendar, day)) {
            continue;
        }
        bool same_day = before && before->day.d == day.d;
        for (uint32_t i = same_day ? before->leg : pair->first + pair->count; i > pair->first;
             i--) {
            const struct plan_leg *row = &plan->legs[i - 1];
            if (day_minute(day, row->departs).m < leaves_before.m && leg_runs(plan, row, day)) {
                *out_run = run_of(plan, first_arrival(plan, pair, i - 1, day), day);
                return true;
            }
        }
    }
    return false;
}

bool plan_last_run(const struct plan *plan, struct name from, struct name to,
                   struct minute leaves_before, struct run *out_run)
{
    const struct plan_pair *pair = pair_of(plan, from, to);
    return pair && leaves_before.m != MINUTE_NEVER.m &&
           search_back(plan, pair, minute_day(leaves_before), NULL, leaves_before, out_run);
}

bool plan_previous_run(const struct plan *plan, struct name from, struct name to,
                       const struct run *run, struct run *out_run)
{
    const struct plan_pair *pair = pair_of(plan, from, to);
    return pair && search_back(plan, pair, run->day, run, MINUTE_NEVER, out_run);
}

bool plan_cancelled(const struct plan *plan, const struct run *run, struct minute known_at)
{
    uint32_t low = 0;
    uint32_t high = plan->cancel_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (plan->cancels[middle].day.d < run->day.d) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < plan->cancel_count && plan->cancels[low].day.d == run->day.d; low++) {
        const struct plan_cancel *cancel = &plan->cancels[low];
        if (name_same(cancel->route, run->route) && name_same(cancel->round, run->round) &&
            cancel->known.m <= known_at.m) {
            return true;
        }
    }
    return false;
}

struct name plan_run_stop(const struct plan *plan, const struct run *run)
{
    return plan->calls[plan->legs[run->leg].call[0]].stop;
}

struct minute plan_next_known(const struct plan *plan, struct minute now)
{
    uint32_t low = 0;
    uint32_t high = plan->cancel_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (plan->known[middle].m <= now.m) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < plan->cancel_count ? plan->known[low] : MINUTE_NEVER;
}

/* In force by its dates and season, whatever the weekday: what a way takes does not depend on
 * whether a run is due today. */
static bool call_in_force_any_day(const struct plan *plan, uint32_t call, struct day day)
{
    const struct plan_call *row = &plan->calls[call];
    if (!plan_dates_hold(row->from, row->to, day) || !season_holds(plan, row->season, day)) {
        return false;
    }
    for (uint32_t i = call + 1; i < plan->call_count; i++) {
        const struct plan_call *newer = &plan->calls[i];
        if (newer->seq != row->seq || !name_same(newer->route, row->route) ||
            !name_same(newer->round, row->round)) {
            break;
        }
        if ((newer->days & row->days) != 0 && plan_dates_hold(newer->from, newer->to, day) &&
            season_holds(plan, newer->season, day)) {
            return false;
        }
    }
    return true;
}

static bool leg_in_force(const struct plan *plan, const struct plan_leg *leg, struct day day)
{
    if (!plan_dates_hold(leg->first, leg->last, day) || !season_holds(plan, leg->season, day)) {
        return false;
    }
    return !leg->shadowed || (call_in_force_any_day(plan, leg->call[0], day) &&
                              call_in_force_any_day(plan, leg->call[1], day) &&
                              plan_stop_in_force(plan, leg->stop[0], day) &&
                              plan_stop_in_force(plan, leg->stop[1], day));
}

bool plan_transit(const struct plan *plan, struct name from, struct name to, struct day day,
                  int32_t *out_minutes)
{
    const struct plan_pair *pair = pair_of(plan, from, to);
    bool found = false;
    for (uint32_t i = pair ? pair->first : 0; pair && i < pair->first + pair->count; i++) {
        const struct plan_leg *leg = &plan->legs[i];
        int32_t minutes = leg->arrives - leg->departs;
        if (leg_in_force(plan, leg, day) && (!found || minutes < *out_minutes)) {
            *out_minutes = minutes;
            found = true;
        }
    }
    return found;
}

const struct plan_stop *plan_stop(const struct plan *plan, struct name code, struct day day)
{
    const struct plan_stop *newest = NULL;
    for (uint32_t i = 0; i < plan->stop_count; i++) {
        if (name_same(plan->stops[i].code, code) &&
            plan_dates_hold(plan->stops[i].from, plan->stops[i].to, day)) {
            newest = &plan->stops[i];
        }
    }
    return newest;
}
