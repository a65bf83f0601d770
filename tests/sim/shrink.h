/* shrink - from a run that breaks an invariant to a smaller one that breaks the same: kinds of
 * faults off one by one, fewer units, fewer days, then only the strikes that matter.
 *
 * The last is Zeller and Hildebrandt's ddmin (Simplifying and isolating failure-inducing input,
 * 2002) over the list of strikes; a mask says which do not happen. */
#ifndef SIM_SHRINK_H
#define SIM_SHRINK_H

#include "tests/sim/scenario.h"

/* SCENARIO breaks an invariant; it becomes a smaller one that breaks the same, *RESULT what that
 * found. At most RUNS_MAX runs. PROGRESS: told of each that is kept; NULL: silent. Returns the
 * number of runs. */
unsigned shrink(struct scenario *scenario, struct run_result *result, unsigned runs_max,
                FILE *progress);

#endif
