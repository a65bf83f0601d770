/* level_two - what a verified backup changes at the door: how far each stream may be purged.
 *
 * A statement says "there is a verified copy of the rows up to n". It raises level two of every
 * stream to what those rows hold of it, never lowers it; the receipts carry it to the units, and
 * they may then delete what is older than 35 days (SEMANTICS section 2). So it counts only from an
 * administrator's device, signed, and only if this book's row n is the one that was copied: a book
 * that was restored meanwhile holds another there. Works on the entry alone; knows no file. */
#ifndef INTAKE_LEVEL_TWO_H
#define INTAKE_LEVEL_TWO_H

#include "server/intake/append.h"

enum level_two_verdict {
    LEVEL_TWO_NONE,   /* the entry states something else */
    LEVEL_TWO_RAISED, /* the streams that rose are in the group */
    LEVEL_TWO_NOT_ADMIN,
    LEVEL_TWO_UNSIGNED,
    LEVEL_TWO_MALFORMED,
    LEVEL_TWO_BEYOND,    /* the book has no such row (yet, or no more) */
    LEVEL_TWO_OTHER_ROW, /* the row holds another batch than the copy */
    LEVEL_TWO_UNREADABLE /* the book could not be asked; nothing was raised */
};

/* One entry of SENDER's that is about to be appended. */
enum level_two_verdict level_two_take(struct append *append, const struct member *sender,
                                      const struct sealed *sealed);
/* English, for the log and the incident. */
const char *level_two_verdict_text(enum level_two_verdict verdict);

#endif
