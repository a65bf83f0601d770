#include "core/plan_table.h"

/* When all rows of a plan are in: they are put in order, checked as a whole, and every way from one
 * party to another becomes a leg, so that a question costs a few comparisons.
 *
 * INVARIANTS, once plan_end() has said true:
 * (1) Rows of one key lie together, older before newer: the last that holds is in force.
 * (2) Legs of one pair of parties lie together, in the order of departure, then of arrival.
 * (3) A leg never arrives before it departs. */

struct day plan_later(struct day a, struct day b)
{
    return a.d > b.d ? a : b;
}

struct day plan_earlier(struct day a, struct day b)
{
    return a.d < b.d ? a : b;
}

bool plan_same_run(const struct plan_call *a, const struct plan_call *b)
{
    return name_same(a->route, b->route) && name_same(a->round, b->round);
}

bool plan_calls_meet(const struct plan_call *a, const struct plan_call *b)
{
    return plan_later(a->from, b->from).d <= plan_earlier(a->to, b->to).d &&
           (a->days & b->days) != 0 &&
           (a->season == b->season || a->season == SEASON_ALL || b->season == SEASON_ALL);
}

/* True if a newer row of the same key may stand before CALL on some day. */
static bool call_shadowed(const struct plan *plan, uint32_t call)
{
    const struct plan_call *row = &plan->calls[call];
    for (uint32_t i = call + 1; i < plan->call_count; i++) {
        const struct plan_call *newer = &plan->calls[i];
        if (!plan_same_run(row, newer) || row->seq != newer->seq) {
            return false;
        }
        if (plan_calls_meet(row, newer)) {
            return true;
        }
    }
    return false;
}

static bool stop_shadowed(const struct plan *plan, uint32_t stop)
{
    const struct plan_stop *row = &plan->stops[stop];
    for (uint32_t i = stop + 1; i < plan->stop_count && name_same(plan->stops[i].code, row->code);
         i++) {
        if (plan_later(row->from, plan->stops[i].from).d <=
            plan_earlier(row->to, plan->stops[i].to).d) {
            return true;
        }
    }
    return false;
}

uint32_t plan_stop_rows(const struct plan *plan, struct name code)
{
    uint32_t low = 0;
    uint32_t high = plan->stop_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (plan->stops[middle].code.id < code.id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < plan->stop_count && name_same(plan->stops[low].code, code) ? low
                                                                            : plan->stop_count;
}

int16_t plan_arrival(const struct plan_call *call)
{
    if (call->arrives == PLAN_NO_TIME) {
        return call->departs;
    }
    return call->arrives;
}

struct ends {
    uint32_t call[2];
    uint32_t stop[2];
};

/* The leg between the two ends as it is for the parties that run the stops themselves. */
static struct plan_leg leg_of(const struct plan *plan, const struct ends *ends)
{
    const struct plan_call *a = &plan->calls[ends->call[0]];
    const struct plan_call *b = &plan->calls[ends->call[1]];
    const struct plan_stop *from = &plan->stops[ends->stop[0]];
    const struct plan_stop *to = &plan->stops[ends->stop[1]];
    return (struct plan_leg){
        .from = from->party,
        .to = to->party,
        .route = a->route,
        .round = a->round,
        .call = {ends->call[0], ends->call[1]},
        .stop = {ends->stop[0], ends->stop[1]},
        .first = plan_later(plan_later(a->from, b->from), plan_later(from->from, to->from)),
        .last = plan_earlier(plan_earlier(a->to, b->to), plan_earlier(from->to, to->to)),
        .departs = a->departs,
        .cut_off = a->cut_off,
        .arrives = plan_arrival(b),
        .days = a->days & b->days,
        .season = a->season == SEASON_ALL ? b->season : a->season,
        .shadowed = call_shadowed(plan, ends->call[0]) || call_shadowed(plan, ends->call[1]) ||
                    stop_shadowed(plan, ends->stop[0]) || stop_shadowed(plan, ends->stop[1]),
    };
}

/* Adds LEG, if it ever holds. False: no room. */
static bool add_leg(struct plan *plan, const struct plan_leg *leg)
{
    if (leg->first.d > leg->last.d || name_same(leg->from, leg->to)) {
        return true;
    }
    if (plan->leg_count == plan->legs_max) {
        return false;
    }
    plan->legs[plan->leg_count++] = *leg;
    return true;
}

/* The parties whose stop it is: number 0 the one that its row names, the others those that are one
 * office with it, from *OUT_SINCE on. False: there is none of that number. */
static bool stop_party(const struct plan *plan, struct name party, uint32_t number,
                       struct name *out_party, struct day *out_since)
{
    const struct mergers mergers = plan_mergers(plan);
    *out_since = PLAN_OPEN_FROM;
    *out_party = party;
    for (uint32_t i = 0; number > 0 && i < 2 * plan->merger_count; i++) {
        const struct merger *merger = &plan->mergers[i / 2];
        const struct name other = i % 2 == 0 ? merger->old_party : merger->new_party;
        bool before = name_same(other, party);
        for (uint32_t j = 0; j < i && !before; j++) {
            const struct merger *row = &plan->mergers[j / 2];
            before = name_same(j % 2 == 0 ? row->old_party : row->new_party, other);
        }
        if (!before && merger_since(&mergers, party, other, out_since) && --number == 0) {
            *out_party = other;
        }
    }
    return number == 0;
}

/* LEG for every name that its two offices have. False: no room. */
static bool add_named(struct plan *plan, const struct plan_leg *leg)
{
    struct plan_leg named = *leg;
    struct day since[2];
    for (uint32_t i = 0; stop_party(plan, leg->from, i, &named.from, &since[0]); i++) {
        for (uint32_t j = 0; stop_party(plan, leg->to, j, &named.to, &since[1]); j++) {
            named.first = plan_later(leg->first, plan_later(since[0], since[1]));
            if (!add_leg(plan, &named)) {
                return false;
            }
        }
    }
    return true;
}

/* All legs between two calls of one run. False: no room. */
static bool add_legs(struct plan *plan, uint32_t from, uint32_t to)
{
    const struct plan_call *a = &plan->calls[from];
    const struct plan_call *b = &plan->calls[to];
    if (a->seq >= b->seq || a->departs == PLAN_NO_TIME || plan_arrival(b) < a->departs ||
        !plan_calls_meet(a, b)) {
        return true; /* (3) */
    }
    struct ends ends = {
        .call = {from, to}
    };
    for (ends.stop[0] = plan_stop_rows(plan, a->stop);
         ends.stop[0] < plan->stop_count && name_same(plan->stops[ends.stop[0]].code, a->stop);
         ends.stop[0]++) {
        for (ends.stop[1] = plan_stop_rows(plan, b->stop);
             ends.stop[1] < plan->stop_count && name_same(plan->stops[ends.stop[1]].code, b->stop);
             ends.stop[1]++) {
            const struct plan_leg leg = leg_of(plan, &ends);
            if (!add_named(plan, &leg)) {
                return false;
            }
        }
    }
    return true;
}

static bool add_pair(struct plan *plan, uint32_t first)
{
    if (plan->pair_count == plan->pairs_max) {
        return false;
    }
    struct plan_pair pair = {.from = plan->legs[first].from,
                             .to = plan->legs[first].to,
                             .first = first,
                             .first_day = plan->legs[first].first,
                             .last_day = plan->legs[first].last};
    while (first + pair.count < plan->leg_count &&
           name_same(plan->legs[first + pair.count].from, pair.from) &&
           name_same(plan->legs[first + pair.count].to, pair.to)) {
        pair.first_day = plan_earlier(pair.first_day, plan->legs[first + pair.count].first);
        pair.last_day = plan_later(pair.last_day, plan->legs[first + pair.count].last);
        pair.count++;
    }
    plan->pairs[plan->pair_count++] = pair;
    return true;
}

static bool resolve(struct plan *plan, const struct names *names)
{
    for (uint32_t from = 0; from < plan->call_count; from++) {
        for (uint32_t to = from + 1;
             to < plan->call_count && plan_same_run(&plan->calls[from], &plan->calls[to]); to++) {
            if (!add_legs(plan, from, to)) {
                return false;
            }
        }
    }
    plan_order_legs(plan, names);
    for (uint32_t leg = 0; leg < plan->leg_count;) {
        if (!add_pair(plan, leg)) {
            return false;
        }
        leg += plan->pairs[plan->pair_count - 1].count;
    }
    return true;
}

/* Open ends are none. */
static void note_change(struct plan *plan, struct day from, struct day to)
{
    if (from.d != PLAN_OPEN_FROM.d) {
        plan->last_change = plan_later(plan->last_change, from);
    }
    if (to.d != PLAN_OPEN_TO.d) {
        plan->last_change = plan_later(plan->last_change, to);
    }
}

static void find_last_change(struct plan *plan)
{
    plan->last_change = PLAN_OPEN_FROM;
    for (uint32_t i = 0; i < plan->stop_count; i++) {
        note_change(plan, plan->stops[i].from, plan->stops[i].to);
    }
    for (uint32_t i = 0; i < plan->call_count; i++) {
        note_change(plan, plan->calls[i].from, plan->calls[i].to);
    }
    for (uint32_t i = 0; i < plan->budget_count; i++) {
        note_change(plan, plan->budgets[i].from, plan->budgets[i].to);
    }
    for (uint32_t i = 0; i < plan->merger_count; i++) {
        note_change(plan, plan->mergers[i].from, PLAN_OPEN_TO);
    }
}

bool plan_end(struct plan *plan, const struct names *names, const struct parties *parties,
              struct plan_fault *out_fault)
{
    plan_order_rows(plan, names);
    plan->leg_count = 0;
    plan->pair_count = 0;
    if (!plan_check_stops(plan, names, out_fault) ||
        !plan_check_mergers(plan, names, parties, out_fault)) {
        return false;
    }
    if (!resolve(plan, names)) {
        *out_fault = (struct plan_fault){.kind = PLAN_FAULT_FULL, .line = plan->line};
        return false;
    }
    find_last_change(plan);
    return plan_check(plan, names, parties, out_fault);
}
