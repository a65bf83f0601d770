/* study_pass - the passes over a period, with the progress that a person sees.
 *
 * One home for every verb that goes through all dossiers. Judges nothing. */
#ifndef TRAO_STUDY_PASS_H
#define TRAO_STUDY_PASS_H

#include "tools/study/study.h"
#include "tools/trao/call.h"

/* Opens STUDY and takes up every dossier once. STATUS_IO: a file could not be written;
 * STATUS_FULL: no memory. */
enum status study_pass(const struct call *call, struct study *study) MUST_CHECK;
/* Then, with study->asks: puts the asks in order and answers them. */
enum status study_pass_asks(const struct call *call, struct study *study) MUST_CHECK;

#endif
