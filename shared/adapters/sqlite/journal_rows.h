/* journal_rows - the rows of a journal.db: the schema, what is known after opening, and reading.
 *
 * Writes nothing but the schema; journal_sqlite.c does that. One row an entry under its place
 * (epoch * 2^40 + seq): a million entries stay as fast as one. Whatever is read is hashed. */
#ifndef ADAPTERS_SQLITE_JOURNAL_ROWS_H
#define ADAPTERS_SQLITE_JOURNAL_ROWS_H

#include "adapters/sqlite/database.h"
#include "ports/journal_file.h"

enum journal_statement {
    JOURNAL_INSERT_ENTRY,
    JOURNAL_NEWEST_ENTRY,
    JOURNAL_OLDEST_ENTRY,
    JOURNAL_ENTRIES_FROM,
    JOURNAL_ENTRY_AT,
    JOURNAL_NEWEST_BEFORE,
    JOURNAL_GET_RECEIPT,
    JOURNAL_SET_RECEIPT,
    JOURNAL_GET_KEPT,
    JOURNAL_SET_KEPT,
    JOURNAL_DROP_KEPT,
    JOURNAL_OLDEST_PLACES,
    JOURNAL_DELETE_TO,
    JOURNAL_STATEMENTS
};

struct journal_rows {
    struct database database;
    struct sqlite3_stmt *statement[JOURNAL_STATEMENTS];
    struct journal_state state; /* as durable; its `full` is not kept here */
};

/* Statuses as database_open(). STATUS_BROKEN also when a writer's newest entry has lost its hash:
 * nothing can follow it. Anything but STATUS_OK leaves ROWS closed. */
enum status journal_rows_open(struct journal_rows *rows,
                              const struct database_options *options) MUST_CHECK;
enum status journal_rows_reopen(struct journal_rows *rows) MUST_CHECK;
void journal_rows_close(struct journal_rows *rows); /* NULL or zeroed: nothing */

/* Reads `state` from the file. */
enum status journal_rows_load(struct journal_rows *rows) MUST_CHECK;
/* Reads one part of it: the oldest place, or the entries behind RECEIVED. */
enum status journal_rows_first(struct journal_rows *rows, struct place *out_first) MUST_CHECK;
enum status journal_rows_unsent(struct journal_rows *rows, struct place received,
                                uint64_t *out_unsent) MUST_CHECK;

/* As journal_file_read(), journal_file_next() and journal_file_hash_at(). */
enum status journal_rows_page(struct journal_rows *rows, struct place from,
                              struct journal_page *page) MUST_CHECK;
enum status journal_rows_next(struct journal_rows *rows, struct place from,
                              struct place *out_place) MUST_CHECK;
enum status journal_rows_hash_at(struct journal_rows *rows, struct place place,
                                 struct hash *out_hash) MUST_CHECK;

/* The row number of a place; one beyond all bounds stands behind everything, at INT64_MAX. */
int64_t journal_rows_key(struct place place);
/* Stands beside an entry's bytes: a spoiled signature is seen before it is sent as a forgery. */
int64_t journal_rows_sum(struct span whole);
struct place journal_rows_place(int64_t key);

#endif
