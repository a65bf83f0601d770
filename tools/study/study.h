/* study - the one pass over a period: each dossier is taken up once, and every file gets its rows.
 *
 * The caller opens the files, says how many dossiers a turn may take, and shows the progress. The
 * judging is core's own. What lies behind the study's present is not known. */
#ifndef STUDY_STUDY_H
#define STUDY_STUDY_H

#include "tools/study/rows.h"

const char *study_file_name(enum study_file file); /* `flags.csv` … */

/* Writes the headers. The borrowed ones and `now` are set by the caller before.
 * STATUS_FULL: no memory. */
enum status study_open(struct study *study) MUST_CHECK;
void study_close(struct study *study);
/* The next COUNT dossiers, or those that are left. STATUS_IO: a file could not be written;
 * STATUS_FULL: no memory. */
enum status study_step(struct study *study, uint32_t count) MUST_CHECK;
/* Once all are done: puts the asks in order. STATUS_FULL: no memory. */
enum status study_order(struct study *study) MUST_CHECK;
/* Answers the next COUNT asks in the order of time; *out_left says whether there are more.
 * STATUS_IO: a file could not be written. */
enum status study_answer(struct study *study, uint32_t count, bool *out_left) MUST_CHECK;
static inline bool study_done(const struct study *study)
{
    return study->next == study->past->dossier_count;
}

#endif
