/* statements - what each kind of entry means: acts, handoffs, files, rulings, revocations.
 *
 * Called for each entry that counts, in append order. A statement that makes no sense opens an
 * incident and counts for nothing; it is never an error. */
#ifndef WATCH_STATEMENTS_H
#define WATCH_STATEMENTS_H

#include "server/watch/fold.h"

/* Anything but STATUS_OK: the book or a table has failed, and the turn is lost. */
enum status statements_entry(struct fold *fold, const struct sealed *sealed,
                             const struct event_time *time) MUST_CHECK;

#endif
