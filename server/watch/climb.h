/* climb - who is told of a life's flag: core/ladder's rungs, kept in the book.
 *
 * Called at each verdict; what is told is a function of the fact and the minute. Of one fact nobody
 * is told twice: the highest rung stands in the dossier's row and in the history. */
#ifndef WATCH_CLIMB_H
#define WATCH_CLIMB_H

#include "server/watch/look.h"

/* When the next rung is reached if nothing changes; MINUTE_NEVER: it is not. It may lie in the
 * past: then climb() reaches it now. */
struct minute climb_next(const struct look *look, const struct life *life, const struct flag *flag);
/* Every rung that LIFE's fact reaches up to NOW is written as a notice; FLAG is the flag at NOW. */
enum status climb(struct flag_book *book, const struct model *model, const struct look *look,
                  struct life *life, const struct flag *flag, struct minute now) MUST_CHECK;
/* FLAG's last safe run as texts. */
struct book_run climb_run(const struct names *names, const struct flag *flag);

#endif
