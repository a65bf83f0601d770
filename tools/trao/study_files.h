/* study_files - the files of a study, read and judged: feed, supplements, acts, calendar, plan.
 *
 * As `trao import` judges them, but a bad line is named, counted and left out: a register of a year
 * has some, and nothing is written to a book. A plan is taken whole or not at all; without one the
 * runs are learnt from the acts. */
#ifndef TRAO_STUDY_FILES_H
#define TRAO_STUDY_FILES_H

#include "core/plan.h"
#include "tools/study/study.h"
#include "tools/trao/config.h"
#include "tools/trao/import_file.h"

/* The files a study reads. */
enum given { GIVEN_FEED, GIVEN_SUPPLEMENTS, GIVEN_ACTS, GIVENS };

struct study_files {
    const struct call *call; /* borrowed */
    const char *path[GIVENS];
    const char *log_path, *map_path; /* an event log instead of feed and acts; NULL: none */
    const char *calendar_path;
    const char *plan_path; /* NULL: learnt */
    const char *folder;    /* where a learnt plan is kept; NULL: nowhere */
    struct faults faults;
    struct import_file file[GIVENS];
    const struct calendar *calendar;
    const struct calendar **versions; /* of the book, as they came; owned, and what they point to */
    size_t version_count;
    struct past past;
    struct plan plan;
    void *plan_memory;
    char *plan_text; /* as it was given or learnt; owned */
    size_t plan_size;
    char learnt[CONFIG_PATH_MAX]; /* the plan that was learnt */
};

/* By the paths that the caller has set. CALL_OK, or the exit code after one sentence. */
int study_files_read(struct study_files *files);
/* The plan of the path that is set, or what is learnt from the past. CALL_OK, or the exit code. */
int study_files_own_plan(struct study_files *files);
/* What STUDY borrows of them: past, calendars, plan; its present is the latest fact. */
void study_files_lend(const struct study_files *files, struct study *study);
/* Another plan for the same facts, into PLAN; *out_memory is owned by the caller. A file without
 * stops is an addition: its rows go behind those of the first plan. */
int study_files_other(struct study_files *files, const char *path, struct plan *plan,
                      void **out_memory);
/* The same from a text, which is called PATH where it is at fault. */
int study_files_plan(struct study_files *files, const char *path, struct text text,
                     struct plan *plan, void **out_memory);
void study_files_free(struct study_files *files);
/* The sentence that there is not enough memory: CALL_FAILED. */
int study_no_memory(const struct call *call);
/* NAME in the folder of the answers. */
int study_path(const struct study_files *files, const char *name, char out[CONFIG_PATH_MAX]);
/* VALUE as digits in OUT. */
struct text study_number(uint64_t value, char out[24]);

#endif
