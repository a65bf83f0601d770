/* progress - how far long work is, on standard error.
 *
 * On a terminal one line that is redrawn, from the second second on; elsewhere a line for every
 * tenth. Nothing when --quiet. Knows no work. */
#ifndef TRAO_PROGRESS_H
#define TRAO_PROGRESS_H

#include "tools/trao/call.h"

struct progress {
    const struct call *call;
    const struct said *what; /* {0} so many, {1} of so many, {2} percent */
    uint64_t total;
    int64_t began_ms;
    int64_t shown_ms;
    unsigned tenths; /* said so far */
    bool terminal;
    bool shown;
};

void progress_begin(struct progress *progress, const struct call *call, const struct said *what,
                    uint64_t total);
void progress_at(struct progress *progress, uint64_t done);
void progress_end(struct progress *progress); /* the line is wiped */

#endif
