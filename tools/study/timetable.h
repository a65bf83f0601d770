/* timetable - a plan's text with some of its runs moved, copied, dropped, or no longer calling
 * somewhere: what is tried against what was.
 *
 * Works on the rows `call` and `cancel` of SEMANTICS section 5 and leaves every other line as it
 * is; whether the outcome is a plan, core's parser says. Knows no life. */
#ifndef STUDY_TIMETABLE_H
#define STUDY_TIMETABLE_H

#include <stdio.h>

#include "core/csv_line.h"
#include "core/plan.h"

enum timetable_edit_kind { EDIT_SHIFT, EDIT_COPY, EDIT_DROP, EDIT_SKIP };

struct timetable_edit {
    enum timetable_edit_kind kind;
    struct text route, round;
    struct text name; /* EDIT_COPY: the new round; EDIT_SKIP: the stop */
    int32_t minutes;  /* EDIT_SHIFT, EDIT_COPY: later by so many, or earlier */
};

/* A row `call`, as far as an edit asks. */
struct timetable_call {
    struct text route, round, stop, days, season, from, to;
    int32_t arrives, departs; /* minute of the day; -1: none */
    int32_t cut_off;
    int32_t number;
};

/* LINE is a row `call`; SPLIT holds what it is borrowed from. */
bool timetable_call_of(struct text line, struct csv_line *split, struct timetable_call *out_call);

/* The earliest departure and the latest arrival of all calls, or of ROUTE's ROUND alone when that
 * is not empty: what is moved stays between. False: there is no call. */
bool timetable_hours(struct text plan, struct text route, struct text round, int32_t *out_first,
                     int32_t *out_last);

/* PLAN after EDIT, into OUT. False, with something written: a time would fall outside FIRST to
 * LAST, or no row is concerned. */
bool timetable_edit(struct text plan, const struct timetable_edit *edit, int32_t first,
                    int32_t last, FILE *out);

#endif
