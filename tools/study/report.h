/* report - a study as one self-contained page that a director can read: where the minutes went, who
 * waits for which run, what other runs would have done, and what nobody knows.
 *
 * No script, no font, no picture from elsewhere; prints on A4. Says nothing that is not in the
 * files beside it. */
#ifndef STUDY_REPORT_H
#define STUDY_REPORT_H

#include "base/said.h"
#include "tools/study/replay.h"
#include "tools/study/rows.h"

/* After the pass over all dossiers. COSTS: of the plan and of the other one, with study->replay. */
void report_write(const struct study *study, const struct plan_cost costs[2],
                  enum language language, FILE *out);

#endif
