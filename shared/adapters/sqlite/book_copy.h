/* book_copy - a book as it is at one instant, page by page into a new file, while its writer goes
 * on.
 *
 * SQLite's online backup under one read transaction: the copy is a state that was committed, whole
 * groups only. The writer is not held up; but as long as the copy runs its log cannot begin anew.
 * Knows nothing of what a book holds; whether the copy is sound is the caller's to find out. */
#ifndef ADAPTERS_SQLITE_BOOK_COPY_H
#define ADAPTERS_SQLITE_BOOK_COPY_H

#include "adapters/sqlite/database.h"

struct sqlite3_backup;

/* The caller's memory; but for the two numbers all of it is this file's own. */
struct book_copy {
    struct database *from; /* borrowed */
    struct sqlite3 *to;
    struct sqlite3_backup *work;
    uint64_t done, total; /* pages */
};

/* FROM: open for reading. TO: a file that is not there yet (STATUS_DENIED otherwise). Anything but
 * STATUS_OK: nothing is open. */
enum status book_copy_begin(struct book_copy *copy, struct database *from,
                            const char *to) MUST_CHECK;
/* Some megabytes more. *out_more: there is more to come. STATUS_FULL: TO's disk is full. After
 * anything but STATUS_OK only the end is left. */
enum status book_copy_step(struct book_copy *copy, bool *out_more) MUST_CHECK;
/* STATUS_OK: the copy is whole, and on the disk. The file is the caller's to delete otherwise. */
enum status book_copy_end(struct book_copy *copy) MUST_CHECK;

#endif
