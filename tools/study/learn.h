/* learn - a plan out of the acts, for a province that has none written down.
 *
 * Runs: the median clock time at which each run was seen to arrive at and leave each stop, by
 * season, on the weekdays on which it went. Offices: who took and gave at a stop. Processing: the
 * median working minutes an agency took. What acts cannot tell is assumed and said in a comment of
 * the text: cut-offs, hand-over and receipt. The text is a plan file like any other (SEMANTICS
 * section 5), to be read, corrected and used again. */
#ifndef STUDY_LEARN_H
#define STUDY_LEARN_H

#include <stdio.h>

#include "core/calendar.h"
#include "tools/study/past.h"

enum {
    LEARN_DAYS_MIN = 3, /* a call seen on fewer days is none */
    LEARN_CUT_OFF = 10,
    LEARN_HANDOVER = 20,
    LEARN_RECEIPT = 10,
};

/* Writes the plan to OUT; *out_runs is how many runs there are: 0, and it is no plan.
 * STATUS_FULL: no memory. */
enum status learn_plan(const struct past *past, const struct calendar *calendar, FILE *out,
                       uint32_t *out_runs) MUST_CHECK;

/* For learn.c alone: the budgets, one row for each agency and one for all others. */
enum status learn_budgets(const struct past *past, const struct calendar *calendar,
                          FILE *out) MUST_CHECK;
/* The middle one of COUNT values, which are put in order; COUNT > 0. */
int32_t learn_median(int32_t *values, size_t count);

#endif
