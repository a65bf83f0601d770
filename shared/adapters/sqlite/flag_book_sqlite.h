/* flag_book_sqlite - the flag_book port over SQLite: watch's own book, flags.db.
 *
 * A derived book: losing it costs a rebuild, never a fact. */
#ifndef ADAPTERS_SQLITE_FLAG_BOOK_SQLITE_H
#define ADAPTERS_SQLITE_FLAG_BOOK_SQLITE_H

#include "adapters/sqlite/flag_tables.h"

enum flag_write {
    WRITE_CONFLICTS_OFF = FLAG_TABLES, /* behind one insert for each table */
    WRITE_INCIDENT_OFF,
    WRITE_TAKE_BACK_ACTS,
    WRITE_TAKE_BACK_READINGS,
    FLAG_WRITES
};

enum flag_ask { ASK_POSITION, ASK_CHANGES, ASK_DOSSIERS, ASK_APARTS, FLAG_ASKS };

/* The caller's memory; all of it is this file's own. */
struct flag_book_sqlite {
    struct database database;
    struct sqlite3_stmt *statement[FLAG_WRITES];
    struct sqlite3_stmt *ask[FLAG_ASKS];
    struct book_position position; /* as the file has it */
    bool begun;
    bool dirty; /* something was put in this turn */
};

/* Opens, or makes, the book; statuses as database_open(). One writer: `lock` should be set but for
 * a book that is being made beside the one in use. */
enum status flag_book_sqlite_open(struct flag_book_sqlite *book,
                                  const struct database_options *options) MUST_CHECK;
void flag_book_sqlite_close(struct flag_book_sqlite *book); /* NULL or zeroed: nothing */
/* The port. */
struct flag_book flag_book_sqlite_book(struct flag_book_sqlite *book);
/* Closes FRESH, a finished book, and puts its file at PATH in place of what stands there. Readers
 * go on with the old one until they look again. A power cut in between leaves the old one, the new
 * one or none, never a mixture. FRESH is closed whatever is answered. */
enum status flag_book_sqlite_replace(struct flag_book_sqlite *fresh, const char *path) MUST_CHECK;
/* Removes the book at PATH with all that SQLite keeps beside it; not being there is success. */
enum status flag_book_sqlite_remove(const char *path) MUST_CHECK;

#endif
