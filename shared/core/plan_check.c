#include "core/plan_table.h"

/* What a plan may not say as a whole, though each of its lines is in order. */

/* True if the two rows are both in force on the first day they share. */
static bool both_in_force(const struct plan *plan, uint32_t a, uint32_t b)
{
    enum { SEARCH_DAYS = 400 }; /* more than a year: every season and weekday comes by */
    struct day day = plan_later(plan->calls[a].from, plan->calls[b].from);
    struct day last = plan_earlier(plan->calls[a].to, plan->calls[b].to);
    if (day.d < CALENDAR_DAY_FIRST) {
        day.d = CALENDAR_DAY_FIRST;
    }
    for (int i = 0; i < SEARCH_DAYS && day.d <= last.d; i++, day.d++) {
        if (plan_call_in_force(plan, a, day) && plan_call_in_force(plan, b, day)) {
            return true;
        }
    }
    return false;
}

static struct name party_of(const struct plan *plan, const struct plan_call *call)
{
    return plan->stops[plan_stop_rows(plan, call->stop)].party;
}

/* What two calls of one run, A before B, may not do. */
static enum plan_fault_kind calls_fault(const struct plan *plan, const struct parties *parties,
                                        uint32_t a, uint32_t b)
{
    const struct plan_call *first = &plan->calls[a];
    const struct plan_call *second = &plan->calls[b];
    if (first->seq == second->seq || !plan_calls_meet(first, second)) {
        return PLAN_FAULT_NONE;
    }
    int left = first->departs == PLAN_NO_TIME ? first->arrives : first->departs;
    if (plan_arrival(second) < left && both_in_force(plan, a, b)) {
        return PLAN_FAULT_BACKWARDS;
    }
    if (name_same(first->stop, second->stop) && party_is_agency(parties, party_of(plan, first)) &&
        both_in_force(plan, a, b)) {
        return PLAN_FAULT_CIRCLE;
    }
    return PLAN_FAULT_NONE;
}

static bool stop_is_joined(const struct plan *plan, struct name code)
{
    for (uint32_t i = 0; i < plan->leg_count; i++) {
        for (int end = 0; end < 2; end++) {
            if (name_same(plan->stops[plan->legs[i].stop[end]].code, code)) {
                return true;
            }
        }
    }
    return false;
}

static bool fault_at(struct plan_fault *out_fault, enum plan_fault_kind kind, uint32_t line,
                     struct text found)
{
    *out_fault = (struct plan_fault){kind, line, found};
    return false;
}

static bool check_calls(const struct plan *plan, const struct names *names,
                        const struct parties *parties, struct plan_fault *out_fault)
{
    for (uint32_t i = 0; i < plan->call_count; i++) {
        const struct plan_call *call = &plan->calls[i];
        bool alone = (i == 0 || !plan_same_run(&plan->calls[i - 1], call));
        for (uint32_t j = i + 1; j < plan->call_count && plan_same_run(call, &plan->calls[j]);
             j++) {
            alone = alone && plan->calls[j].seq == call->seq;
            enum plan_fault_kind kind = calls_fault(plan, parties, i, j);
            if (kind != PLAN_FAULT_NONE) {
                return fault_at(out_fault, kind, plan->calls[j].line,
                                names_text(names, plan->calls[j].stop));
            }
        }
        if (alone) {
            return fault_at(out_fault, PLAN_FAULT_ALONE, call->line,
                            names_text(names, call->route));
        }
    }
    return true;
}

static bool check_joined(const struct plan *plan, const struct names *names,
                         const struct parties *parties, struct plan_fault *out_fault)
{
    for (uint32_t i = 0; i < plan->call_count; i++) {
        const struct plan_call *call = &plan->calls[i];
        if (party_is_agency(parties, party_of(plan, call)) && !stop_is_joined(plan, call->stop)) {
            return fault_at(out_fault, PLAN_FAULT_UNREACHABLE, call->line,
                            names_text(names, call->stop));
        }
    }
    return true;
}

static bool check_cancels(const struct plan *plan, const struct names *names,
                          struct plan_fault *out_fault)
{
    for (uint32_t i = 0; i < plan->cancel_count; i++) {
        const struct plan_cancel *cancel = &plan->cancels[i];
        bool known = false;
        for (uint32_t j = 0; j < plan->call_count && !known; j++) {
            known = name_same(plan->calls[j].route, cancel->route) &&
                    name_same(plan->calls[j].round, cancel->round);
        }
        if (!known) {
            return fault_at(out_fault, PLAN_FAULT_NO_RUN, cancel->line,
                            names_text(names, cancel->route));
        }
    }
    return true;
}

bool plan_check_stops(const struct plan *plan, const struct names *names,
                      struct plan_fault *out_fault)
{
    for (uint32_t i = 0; i < plan->call_count; i++) {
        if (plan_stop_rows(plan, plan->calls[i].stop) == plan->stop_count) {
            return fault_at(out_fault, PLAN_FAULT_STOP, plan->calls[i].line,
                            names_text(names, plan->calls[i].stop));
        }
    }
    return true;
}

bool plan_check_mergers(const struct plan *plan, const struct names *names,
                        const struct parties *parties, struct plan_fault *out_fault)
{
    const struct mergers mergers = plan_mergers(plan);
    for (uint32_t i = 0; i < plan->merger_count; i++) {
        const struct merger *merger = &plan->mergers[i];
        bool wrong = merger_endless(&mergers, merger->old_party) ||
                     !party_is_agency(parties, merger->old_party) ||
                     !party_is_agency(parties, merger->new_party);
        for (uint32_t j = 0; j < i && !wrong; j++) {
            wrong = name_same(plan->mergers[j].old_party, merger->old_party);
        }
        if (wrong) {
            return fault_at(out_fault, PLAN_FAULT_MERGED, merger->line,
                            names_text(names, merger->old_party));
        }
    }
    return true;
}

bool plan_check(const struct plan *plan, const struct names *names, const struct parties *parties,
                struct plan_fault *out_fault)
{
    return check_calls(plan, names, parties, out_fault) &&
           check_joined(plan, names, parties, out_fault) && check_cancels(plan, names, out_fault);
}
