/* flag_reader_sqlite - the flag_reader port over SQLite: how board and tools see flags.db.
 *
 * mode=ro and query_only; no call holds a snapshot when it returns, none but the canonical export
 * takes longer than two seconds; a book that a rebuild has put in the old one's place is found by
 * itself. */
#ifndef ADAPTERS_SQLITE_FLAG_READER_SQLITE_H
#define ADAPTERS_SQLITE_FLAG_READER_SQLITE_H

#include "adapters/sqlite/flag_tables.h"

enum flag_read {
    READ_POSITION,
    READ_COUNTS,
    READ_FLAGS,
    READ_DOSSIER,
    READ_ACTS,
    READ_CHANGES,
    READ_CONFLICTS,
    READ_INCIDENTS,
    READ_READINGS,
    READ_OFFICES,
    READ_NOTICES,
    FLAG_READS
};

/* The caller's memory; all of it is this file's own. Not to be moved while it is open. */
struct flag_reader_sqlite {
    struct database database;
    struct sqlite3_stmt *statement[FLAG_READS];
    bool open;
    int64_t call_ms_max; /* two seconds */
    int64_t deadline_ms; /* of the call under way, on the monotonic clock; 0: none */
};

/* STATUS_NOT_FOUND: watch has not made the book yet; then, too, the port may be asked later: each
 * call tries again. Other statuses as database_open(). */
enum status flag_reader_sqlite_open(struct flag_reader_sqlite *reader,
                                    const struct database_options *options) MUST_CHECK;
void flag_reader_sqlite_close(struct flag_reader_sqlite *reader); /* NULL or zeroed: nothing */
/* The port. */
struct flag_reader flag_reader_sqlite_reader(struct flag_reader_sqlite *reader);

#endif
