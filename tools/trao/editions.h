/* editions - the calendars and plans that stand in the book, each as it was received, or one from a
 * file: which of them was in force at a given instant.
 *
 * By the rules of server/watch: a promise keeps the calendar that was valid on the day of receipt,
 * the newest plan replaces the one before it whole. Writes nothing. */
#ifndef TRAO_EDITIONS_H
#define TRAO_EDITIONS_H

#include "tools/trao/book_files.h"

struct edition {
    struct calendar *calendar; /* NULL: a plan, or not understood */
};

struct editions {
    const struct call *call; /* borrowed */
    struct book_files files;
    struct edition *edition; /* beside files.versions */
    struct minute clock;     /* of the book; MINUTE_NEVER: there is no book */
    struct names names;
    struct parties parties;
    struct plan plan;
    void *names_memory, *plan_memory;
};

/* PATH NULL: of the book; else the one version that stands in that file of KIND. CALL_OK, or the
 * exit code after one sentence. Free it in both cases. */
int editions_read(struct editions *editions, const struct call *call, const char *path,
                  enum file_kind kind);
void editions_free(struct editions *editions);

/* Among versions of KIND: how many were understood, and the number of AT among them, from 1. */
size_t editions_count(const struct editions *editions, enum file_kind kind);
size_t editions_number(const struct editions *editions, size_t at);
/* The calendar under which a promise was made at AT; the newest for MINUTE_NEVER. False: none. */
bool editions_calendar(const struct editions *editions, struct minute at, size_t *out_at);
/* The plan that had come by AT, the first one if none had, the newest for MINUTE_NEVER; it is
 * resolved into editions->plan, with the runs cancelled since. CALL_OK, or the exit code after one
 * sentence. */
int editions_plan(struct editions *editions, struct minute at, size_t *out_at);

#endif
