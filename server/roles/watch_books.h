/* watch_books - the two books of watch on the disk, and watch between them: opened, opened again
 * after trouble, and the flag book made anew beside the old one.
 *
 * Belongs to watch_role.c, which turns the loop. */
#ifndef ROLES_WATCH_BOOKS_H
#define ROLES_WATCH_BOOKS_H

#include "adapters/posix/clock_posix.h"
#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/flag_book_sqlite.h"
#include "server/home/places.h"
#include "server/watch/watch.h"

/* Not to be moved while it is open. */
struct watch_books {
    const struct log *log;           /* borrowed */
    const struct clock_posix *clock; /* borrowed */
    int64_t margin_ms;
    bool (*stopped)(void *context); /* asked between the steps of a long rebuild */
    void *context;
    char acts_path[PLACES_PATH_MAX];
    char flags_path[PLACES_PATH_MAX];
    char fresh_path[PLACES_PATH_MAX]; /* of a book that is being made */
    struct act_reader_sqlite acts;
    struct act_reader reader;
    struct flag_book_sqlite flags; /* the book in use; its lock is held */
    struct flag_book_sqlite fresh;
    struct flag_book book; /* of whichever watch writes */
    struct model_limits limits;
    struct watch watch;
    bool watching;
    unsigned rebuilds;
};

/* Where the books are, in the folder STATE; opens nothing. STATUS_FULL: too long a path. */
enum status watch_books_init(struct watch_books *books, const char *state) MUST_CHECK;
void watch_books_close(struct watch_books *books);
/* STATUS_NOT_FOUND: intake has not made the acts yet. */
enum status watch_books_find_acts(struct watch_books *books) MUST_CHECK;
/* True when another process writes the flag book. */
bool watch_books_busy(const struct watch_books *books);
/* Opens the flag book, made new or anew where it does not fit the acts, and watch. STATUS_DENIED:
 * another process writes it. */
enum status watch_books_begin(struct watch_books *books) MUST_CHECK;
/* After anything but STATUS_OK from watch_step(): WHY. */
enum status watch_books_again(struct watch_books *books, enum status why) MUST_CHECK;
/* A fresh flag book beside the old one, up to the end of the acts and its clock up to UNTIL
 * (INSTANT_NEVER: as late as may be), then in its place. STATUS_NOT_FOUND: stopped; the old one
 * stays, and so it does when the fresh one cannot be made. Watch goes on with what there is. */
enum status watch_books_rebuild(struct watch_books *books, struct instant until) MUST_CHECK;
/* What the clock of the book in use says, as an instant for UNTIL. */
struct instant watch_books_clock(const struct watch_books *books);

#endif
