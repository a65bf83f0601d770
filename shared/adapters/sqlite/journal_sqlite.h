/* journal_sqlite - the journal_file port over SQLite: a device's journal.db. */
#ifndef ADAPTERS_SQLITE_JOURNAL_SQLITE_H
#define ADAPTERS_SQLITE_JOURNAL_SQLITE_H

#include "adapters/sqlite/journal_rows.h"

enum { JOURNAL_SQLITE_RESERVE = 512 * 1024 }; /* what production keeps back on the disk */

/* The caller's memory; all of it is this file's own. */
struct journal_sqlite {
    struct journal_rows rows;
    bool fallen_back; /* the disk turned read-only: reads only, until reopened */
};

/* The options of a production unit: psow=0, lock, reserve. */
struct database_options journal_sqlite_options(const char *path, const struct log *log);
/* Statuses as journal_rows_open(). */
enum status journal_sqlite_open(struct journal_sqlite *journal,
                                const struct database_options *options) MUST_CHECK;
void journal_sqlite_close(struct journal_sqlite *journal); /* NULL or zeroed: nothing */
/* For book_copy.h; none of the port's calls may run meanwhile. */
struct database *journal_sqlite_database(struct journal_sqlite *journal);
/* The port; valid as long as JOURNAL is open. */
struct journal_file journal_sqlite_file(struct journal_sqlite *journal);

#endif
