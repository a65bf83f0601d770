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
