#include "core/plan_day.h"

#include "core/plan_table.h"

size_t plan_day_visits(const struct plan *plan, struct day day, struct plan_visit *out, size_t room)
{
    size_t count = 0;
    for (uint32_t i = 0; i < plan->call_count; i++) {
        const struct plan_call *call = &plan->calls[i];
        if (!plan_call_in_force(plan, i, day)) {
            continue;
        }
        const struct plan_stop *stop = plan_stop(plan, call->stop, day);
        if (count < room && stop) {
            out[count] = (struct plan_visit){.route = call->route,
                                             .round = call->round,
                                             .stop = call->stop,
                                             .party = stop->party,
                                             .lat_e6 = stop->lat_e6,
                                             .lon_e6 = stop->lon_e6,
                                             .arrives = call->arrives,
                                             .departs = call->departs,
                                             .cut_off = call->cut_off};
        }
        count += stop != NULL;
    }
    return count;
}

/* True if a newer row of the same key holds on DAY as well. */
static bool is_replaced(const struct plan *plan, uint32_t at, struct day day)
{
    const struct plan_budget_row *row = &plan->budgets[at];
    for (uint32_t i = at + 1; i < plan->budget_count; i++) {
        const struct plan_budget_row *newer = &plan->budgets[i];
        if (!name_same(newer->procedure, row->procedure) ||
            !name_same(newer->agency, row->agency)) {
            return false;
        }
        if (newer->budget.kind == row->budget.kind &&
            plan_dates_hold(newer->from, newer->to, day)) {
            return true;
        }
    }
    return false;
}

size_t plan_day_standards(const struct plan *plan, struct day day, struct plan_standard *out,
                          size_t room)
{
    size_t count = 0;
    for (uint32_t i = 0; i < plan->budget_count; i++) {
        const struct plan_budget_row *row = &plan->budgets[i];
        if (!plan_dates_hold(row->from, row->to, day) || is_replaced(plan, i, day)) {
            continue;
        }
        if (count < room) {
            out[count] = (struct plan_standard){row->procedure, row->agency, row->budget};
            out[count].budget.from = row->from;
            out[count].budget.to = row->to;
        }
        count++;
    }
    return count;
}
