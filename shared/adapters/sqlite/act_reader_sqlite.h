/* act_reader_sqlite - the act_reader port over SQLite: how watch, board and tools see acts.db.
 *
 * mode=ro and query_only; lives on when intake stops, also under another user's rights. */
#ifndef ADAPTERS_SQLITE_ACT_READER_SQLITE_H
#define ADAPTERS_SQLITE_ACT_READER_SQLITE_H

#include "adapters/sqlite/act_rows.h"

/* The caller's memory; all of it is this file's own. */
struct act_reader_sqlite {
    struct act_rows rows;
};

/* `reading` is set here, and lock and reserve are none of a reader's. Statuses as database_open();
 * STATUS_NOT_FOUND: intake has not made the book yet. Also then act_reader_reopen() may be called
 * later. */
enum status act_reader_sqlite_open(struct act_reader_sqlite *reader,
                                   const struct database_options *options) MUST_CHECK;
void act_reader_sqlite_close(struct act_reader_sqlite *reader); /* NULL or zeroed: nothing */
/* For book_copy.h and database_check(); none of the reader's calls may run meanwhile. */
struct database *act_reader_sqlite_database(struct act_reader_sqlite *reader);
/* The port. */
struct act_reader act_reader_sqlite_reader(struct act_reader_sqlite *reader);

#endif
