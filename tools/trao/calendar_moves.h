/* calendar_moves - which promises another calendar would move, dossier by dossier.
 *
 * A promise keeps the calendar it was made under (SEMANTICS section 1); nothing here moves one.
 * What is done or under way is asked of core, from the books. */
#ifndef TRAO_CALENDAR_MOVES_H
#define TRAO_CALENDAR_MOVES_H

#include "tools/trao/book_past.h"
#include "tools/trao/editions.h"

struct promise_move {
    uint32_t at; /* the dossier, in the order of codes */
    struct minute from;
    struct minute to;
    int32_t minutes; /* working, by the calendar the promise was made under; below 0: sooner */
};

struct moves {
    struct promise_move *rows; /* in the order of codes; owned */
    size_t count;
    size_t open;   /* promises of dossiers under way */
    size_t paused; /* of those: their date moves on until the clock runs again */
    size_t again;  /* of those: re-appointed once already, or no room for another date */
    size_t beyond; /* of those: in a year the calendar has no row of */
};

/* Under CALENDAR instead of the one each was made under. STATUS_FULL: no memory. */
enum status moves_read(struct moves *moves, struct book_past *book, const struct editions *editions,
                       const struct calendar *calendar) MUST_CHECK;
void moves_free(struct moves *moves);

#endif
