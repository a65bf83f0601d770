/* plan_edits - what the command line asks to be different in a plan: runs moved, copied, dropped,
 * passing a stop, or called when enough wait.
 *
 * Words only; the editing is tools/study/timetable.c's and on_demand.c's. */
#ifndef TRAO_PLAN_EDITS_H
#define TRAO_PLAN_EDITS_H

#include "tools/study/study.h"
#include "tools/trao/study_files.h"

/* As given; NULL: not. Each may be several, with commas between. */
struct plan_edits {
    const char *shift;     /* ROUTE/ROUND:+MINUTES */
    const char *copy;      /* the same; the copy gets a name of its own */
    const char *drop;      /* ROUTE/ROUND */
    const char *skip;      /* ROUTE/ROUND/STOP */
    const char *on_demand; /* ROUTE:THRESHOLD; one */
};

bool plan_edits_any(const struct plan_edits *edits);
/* The plan of FILES after all of them, in *out_text, which is allocated; STUDY has its period.
 * CALL_OK, or the exit code after one sentence. */
int plan_edits_apply(const struct plan_edits *edits, struct study_files *files, struct study *study,
                     char **out_text, size_t *out_size);

#endif
