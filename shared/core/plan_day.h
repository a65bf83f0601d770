/* plan_day - the runs of one day as a table of calls: what a timetable on the wall would show.
 *
 * Cancelled runs are in it; plan_cancelled() says which. */
#ifndef CORE_PLAN_DAY_H
#define CORE_PLAN_DAY_H

#include "core/plan.h"

struct plan_visit {
    struct name route;
    struct name round;
    struct name stop;
    struct name party;
    int32_t lat_e6, lon_e6; /* 0, 0: nobody said where it is */
    int32_t arrives;        /* minute of the day; -1: it begins here */
    int32_t departs;        /* -1: it ends here */
    int32_t cut_off;        /* minutes before departure */
};

/* The calls in force on DAY, run by run, in the order of each run; at most ROOM are written.
 * Returns how many there are. */
size_t plan_day_visits(const struct plan *plan, struct day day, struct plan_visit *out,
                       size_t room);

#endif
