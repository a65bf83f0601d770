/* plan_export - a plan written out again: the same plan, always in the same bytes.
 *
 * What a row means is kept, how it was typed is not: comments, blanks and the order of digits fall
 * away. Read again it is the same plan, and written again the same text. */
#ifndef CORE_PLAN_EXPORT_H
#define CORE_PLAN_EXPORT_H

#include "core/plan.h"

enum { PLAN_ROW_TEXT_MAX = 1024 };

/* The settings in force, five rows, each with its line end. */
void plan_export_settings(const struct plan *plan, struct line *line);
/* The first row that stood behind line *AFTER of the file, with its line end; *AFTER becomes its
 * number. False: there is none. */
bool plan_export_row(const struct plan *plan, const struct names *names, uint32_t *after,
                     struct line *line);
/* Working minutes as a plan writes them: `3wd`, `1hd`, `2wh`. */
void plan_export_processing(const struct budget *budget, struct line *line);

#endif
