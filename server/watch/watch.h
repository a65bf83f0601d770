/* watch - tails the book of acts, folds custody, raises and clears flags.
 *
 * One step reads what is new, judges what it touches at the minute it was committed, lets the
 * book's clock pass, and commits its own book: all of it a function of the acts in append order
 * (decision 0003). Time comes in with the step; the world through ports. */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H

#include "server/watch/memory.h"

struct watch_event {
    struct instant wall; /* now; read before the step reads the book */
    int64_t margin_ms;   /* how far behind it the book's clock stays: a commit may take so long */
};

struct watch_effects {
    bool again;            /* there may be more to do: step again at once */
    bool rebuild;          /* a batch came from before the clock: the book must be made anew */
    bool advanced;         /* the book says something new: tell who listens */
    struct instant wakeup; /* wall; the next minute the clock can pass */
};

/* Memory, then everything the books hold. STATUS_BROKEN or STATUS_TOO_NEW: the flag book does not
 * follow from the acts or was made by other rules; rebuild it. STATUS_FULL: no memory, or the
 * books hold more than LIMITS. Close with watch_close(). */
enum status watch_open(struct watch *watch, const struct watch_ports *ports,
                       const struct model_limits *limits) MUST_CHECK;
void watch_close(struct watch *watch);
/* Anything but STATUS_OK: what is in memory is worthless; close, reopen the books, open again. */
enum status watch_step(struct watch *watch, const struct watch_event *event,
                       struct watch_effects *out_effects) MUST_CHECK;
/* After STATUS_FULL: was it a table of ours? Then open again with greater limits. */
bool watch_full(const struct watch *watch);

#endif
