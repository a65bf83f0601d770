/* on_demand - runs that leave when enough wait: where in a past period they would have gone.
 *
 * Counted is who waits at the route's first stop for any stop behind it, ready and not yet gone by
 * plan. As the THRESHOLD-th becomes ready, the route's first run goes once more, a notice later
 * (SEMANTICS section 5, `extra_notice`), unless one by plan goes before; it must be home within the
 * plan's hours. What it carries back is whatever is there. Rows of one date, as extra runs are. */
#ifndef STUDY_ON_DEMAND_H
#define STUDY_ON_DEMAND_H

#include <stdio.h>

#include "tools/study/trials.h"

struct on_demand {
    const struct plan *plan; /* borrowed, as all of these */
    const struct names *names;
    const struct calendar *calendar;
    struct text plan_text;
    struct name route;
    uint32_t threshold;
    struct day from, to;
};

/* Writes the rows; the trials are in order, under on_demand->plan. *out_runs: how many.
 * STATUS_NOT_FOUND: the plan has no such route; STATUS_FULL: no memory. */
enum status on_demand_rows(const struct on_demand *on_demand, const struct trials *trials,
                           FILE *out, uint32_t *out_runs) MUST_CHECK;

#endif
