/* flag_book_sqlite - the flag_book port over SQLite: watch's own book, flags.db.
 *
 * A derived book: losing it costs a rebuild, never a fact. */
#ifndef ADAPTERS_SQLITE_FLAG_BOOK_SQLITE_H
#define ADAPTERS_SQLITE_FLAG_BOOK_SQLITE_H

#include "adapters/sqlite/flag_tables.h"

enum flag_write {
    WRITE_CONFLICTS_OFF = FLAG_TABLES, /* behind one insert for each table */
    WRITE_TAKE_BACK,
    FLAG_WRITES
};

/* The caller's memory; all of it is this file's own. */
struct flag_book_sqlite {
    struct database database;
    struct sqlite3_stmt *statement[FLAG_WRITES];
    struct sqlite3_stmt *select_position;
    struct book_position position; /* as the file has it */
    bool begun;
    bool dirty; /* something was put in this turn */
};

/* Opens, or makes, the book; statuses as database_open(). One writer: a lock is held. */
enum status flag_book_sqlite_open(struct flag_book_sqlite *book,
                                  const struct database_options *options) MUST_CHECK;
void flag_book_sqlite_close(struct flag_book_sqlite *book); /* NULL or zeroed: nothing */
/* The port. */
struct flag_book flag_book_sqlite_book(struct flag_book_sqlite *book);

#endif
