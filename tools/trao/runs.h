/* runs - the runs to come by the plan in force, stop by stop, and what will leave with each.
 *
 * Which dossier waits for which run is asked of its life, as a flag does; which run is the last
 * safe one stands in flags.db. Prints nothing. */
#ifndef TRAO_RUNS_H
#define TRAO_RUNS_H

#include "core/plan_day.h"
#include "tools/trao/book_past.h"

enum { RUNS_MAX = 4096 };

/* A run leaves a stop. */
struct run_row {
    struct day day;
    struct plan_visit visit;
    bool cancelled;
    uint32_t waiting;   /* dossiers that stand ready, and go with it by plan */
    uint32_t coming;    /* those that will be ready by then, if all goes by plan */
    uint32_t must;      /* due soon: late unless they leave with it */
    uint32_t last_safe; /* whose last safe run it is, those included that may leave earlier */
};

struct run_dossier {
    uint32_t row;
    struct text code; /* in the arena */
};

struct runs {
    struct book_past book;
    struct run_row *rows; /* in the order of departure */
    size_t count;
    struct run_dossier *must;
    size_t must_count;
    struct arena arena;
    void *memory;
};

static inline struct minute run_row_departs(const struct run_row *row)
{
    return day_minute(row->day, row->visit.departs);
}

/* Of DAY, from the book's clock on; without one of today and of the next day that has any. CALL_OK,
 * or the exit code after one sentence. Free it in both cases. */
int runs_read(struct runs *runs, const struct call *call, const struct config *config,
              const struct day *day);
void runs_free(struct runs *runs);
/* How many will miss their date unless they leave with the earliest run that any of them must
 * take; 0: there is none. */
uint32_t runs_next(const struct runs *runs, struct minute *out_departs);

#endif
