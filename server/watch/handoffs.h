/* handoffs - receipts whose record never came: a take names the digest of the giver's record.
 *
 * What is noted is a function of the set of statements and the clock, never of who synced first: a
 * take stands as an incident from a day after it was received until the give with its digest is in
 * the book. Knows digests only, and no custody. */
#ifndef WATCH_HANDOFFS_H
#define WATCH_HANDOFFS_H

#include <stdbool.h>

#include "base/hash.h"
#include "ports/flag_book.h"

/* A unit may be away for a shift and its way home; a day is more than that. */
enum { HANDOFFS_WAIT_MINUTES = 24 * 60 };

struct handoff_seen {
    struct hash digest;
    struct book_source take; /* the first take that names it */
    struct instant taken_at; /* event time of that take */
    struct minute since;     /* when the first statement that names it was received */
    bool given, noted;
};

struct handoffs {
    struct handoff_seen *seen; /* in the order in which they came */
    uint32_t count, count_max;
    uint32_t *slots; /* open addressing by digest: 0 free, else index + 1 */
    uint32_t slot_count;
    uint32_t next; /* the first whose day is not over */
};

/* STATUS_FULL: no memory. */
enum status handoffs_open(struct handoffs *handoffs, uint32_t count_max) MUST_CHECK;
void handoffs_close(struct handoffs *handoffs);
static inline bool handoffs_full(const struct handoffs *handoffs)
{
    return handoffs->count == handoffs->count_max;
}

/* BOOK may be NULL in all of these: then the book has it already. NOW is the clock, which never
 * runs backwards. STATUS_FULL: the table is full; else the book's. */
enum status handoffs_given(struct handoffs *handoffs, struct flag_book *book,
                           const struct hash *digest, struct minute now) MUST_CHECK;
enum status handoffs_taken(struct handoffs *handoffs, const struct hash *digest,
                           const struct book_source *take, struct instant taken_at,
                           struct minute now) MUST_CHECK;
/* The day of some is over. */
enum status handoffs_pass(struct handoffs *handoffs, struct flag_book *book,
                          struct minute now) MUST_CHECK;

#endif
