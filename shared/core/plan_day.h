/* plan_day - the plan of one day as tables: its runs call by call, as a timetable on the wall would
 * show them, and the standard durations.
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

/* One row of budgets, as it is in force. */
struct plan_standard {
    struct name procedure; /* NAME_NONE: any */
    struct name agency;    /* NAME_NONE: any */
    struct budget budget;  /* from and to are the row's own dates; INT32_MIN and INT32_MAX: open */
};

/* The budgets in force on DAY, by procedure and agency; at most ROOM are written. Returns how many
 * there are. */
size_t plan_day_standards(const struct plan *plan, struct day day, struct plan_standard *out,
                          size_t room);

#endif
