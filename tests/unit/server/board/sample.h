/* sample - a small book as watch would have made it: a dossier of each level, one of them with
 * acts, a bundle, a history and a conflict; offices, one of them with a hostile name. */
#ifndef TESTS_BOARD_SAMPLE_H
#define TESTS_BOARD_SAMPLE_H

#include "ports/flag_book.h"

#define SAMPLE_TRACED  "000.00.19.H41-261123-0001" /* due soon; acts, bundle, history, conflict */
#define SAMPLE_HOSTILE "<script>alert('x&y')</script>\"" /* an office's name */

enum {
    SAMPLE_OVERDUE = 1,
    SAMPLE_AT_RISK = 1,
    SAMPLE_WILL_MISS = 1,
    SAMPLE_DUE_SOON = 3, /* two of them by the same run */
    SAMPLE_UNKNOWN = 2,
    SAMPLE_ON_TRACK = 1,
    SAMPLE_DONE = 1,
    SAMPLE_FLAGGED =
        SAMPLE_OVERDUE + SAMPLE_AT_RISK + SAMPLE_WILL_MISS + SAMPLE_DUE_SOON + SAMPLE_UNKNOWN,
};

/* One turn, committed; its clock is NOW. False: the book refused. */
bool sample_write(struct flag_book *book, struct minute now);

#endif
