/* runs - which dossiers must leave with which run, for programs: those for whom it is the last safe
 * one, run by run.
 *
 * Of the flag book alone: what else waits for a run, and runs that nobody must take, are not in it;
 * `trao runs` knows the plan. */
#ifndef BOARD_RUNS_H
#define BOARD_RUNS_H

#include "server/board/request.h"
#include "server/board/source.h"

enum { RUNS_DOSSIERS_MAX = 2000, RUNS_LOOKED_AT_MAX = 10000 };

/* A dossier that is due soon, and the run it must leave with. */
struct run_due {
    struct book_run run;
    struct text from; /* who hands it over */
    struct text code;
};

/* In the order of departure, those of one run together. All in the request's arena. */
struct runs_due {
    struct book_position position;
    const struct run_due *rows;
    size_t count;
    bool left_off; /* there are more dossiers than are given */
};

/* PARTY: of that one alone; empty: all. */
enum status runs_read(struct source *source, struct text party,
                      struct runs_due *out_runs) MUST_CHECK;
static inline bool runs_same(const struct run_due *a, const struct run_due *b)
{
    return a->run.departs.m == b->run.departs.m && text_equal(a->run.route, b->run.route) &&
           text_equal(a->run.round, b->run.round) && text_equal(a->from, b->from);
}

#endif
