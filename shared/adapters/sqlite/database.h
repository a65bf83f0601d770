/* database - the one way in which a book is opened, written and read with SQLite.
 *
 * Knows nothing of what a book holds. One connection writes and checkpoints (SQLite 3.40.1 has the
 * WAL-reset bug, RELIABILITY finding 8), and a lock file sees to it; all others only read.
 * <sqlite3.h> is for the .c files of this room: programs see only its forward declarations. */
#ifndef ADAPTERS_SQLITE_DATABASE_H
#define ADAPTERS_SQLITE_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "ports/log.h"

struct log_cache;
struct sqlite3;
struct sqlite3_stmt;

enum { DATABASE_PATH_MAX = 480 };

/* A kind of book. SCHEMA[v] is the SQL that lifts version v to v + 1; SCHEMA[0] makes it. */
struct database_kind {
    int32_t application_id; /* written into the file: nobody else's file is taken for ours */
    const char *const *schema;
    int version;          /* steps in SCHEMA: the version this program writes */
    int page_size;        /* of a new file */
    int checkpoint_pages; /* PERFORMANCE section 7, row 8 */
};

struct database_options {
    const char *path;
    const char *vfs;               /* NULL: the system's; the simulator gives its own */
    const struct log_cache *cache; /* NULL: the machine's, likewise; borrowed */
    const struct log *log;         /* NULL: silent */
    bool reading;                  /* no writes, no lock, no schema; the file must be there */
    bool still;           /* reading a copy that nobody writes: the file alone, nothing beside it */
    bool lock;            /* writers: hold PATH-lock, so that nobody else opens it for writing */
    bool flash;           /* psow=0: a cut may damage a sector's neighbours (finding 10) */
    size_t reserve_bytes; /* writers: keep a PATH-reserve of this size; 0: none */
};

struct database {
    const struct database_kind *kind; /* borrowed */
    struct database_options options;  /* log borrowed; path points to the copy below */
    char path[DATABASE_PATH_MAX];
    struct sqlite3 *connection; /* NULL: closed */
    struct sqlite3_stmt *begin, *commit, *rollback;
    int lock;          /* of the lock file; -1 */
    int log_pages;     /* in the log after the newest commit */
    bool failed;       /* after STATUS_IO: nothing is done until reopened */
    bool reserve_gone; /* given up, or never made: no room for new things */
};

/* Opens, or makes, the book: WAL proven on the disk, synchronous=EXTRA, the schema lifted in one
 * transaction. STATUS_NOT_FOUND: no such file or folder. STATUS_DENIED: no rights, a read-only
 * disk, or another process writes it (the log says which). STATUS_TOO_NEW: a newer program's; not
 * one byte of it was changed. STATUS_MALFORMED: not such a book. STATUS_BROKEN: damaged.
 * STATUS_IO, STATUS_FULL: the disk; also when it cannot keep a WAL. Anything but STATUS_OK leaves
 * DATABASE closed. */
enum status database_open(struct database *database, const struct database_kind *kind,
                          const struct database_options *options) MUST_CHECK;
/* Finalize your own statements first. Keeps the WAL file, so that readers without rights to the
 * folder go on. NULL or zeroed: nothing. */
void database_close(struct database *database);
/* Close, and open as before. */
enum status database_reopen(struct database *database) MUST_CHECK;

/* SQL to statements, finalized by the caller with database_finalize(). All COUNT or none. */
enum status database_prepare(struct database *database, const char *const *sql,
                             struct sqlite3_stmt **out_statements, size_t count) MUST_CHECK;
void database_finalize(struct sqlite3_stmt **statements, size_t count); /* leaves NULL */

/* One step of a SELECT. *out_row: there is a row to look at; otherwise, and after an error, the
 * statement has been reset. */
enum status database_step(struct database *database, struct sqlite3_stmt *statement,
                          bool *out_row) MUST_CHECK;
/* Enough rows seen. */
void database_reset(struct sqlite3_stmt *statement);
/* A statement that gives no rows, to its end; resets it. */
enum status database_run(struct database *database, struct sqlite3_stmt *statement) MUST_CHECK;

/* STATUS_IO: the file was deleted, moved or replaced under us; to be reopened. */
enum status database_in_place(struct database *database) MUST_CHECK;

/* A transaction: begin; if that was STATUS_OK, the work; then end with the work's status, which
 * commits STATUS_OK and rolls anything else back. Durable when end says STATUS_OK, also when the
 * checkpoint behind it failed and the next call answers STATUS_IO. */
enum status database_begin(struct database *database) MUST_CHECK;
enum status database_end(struct database *database, enum status work) MUST_CHECK;

/* May new things be written? STATUS_FULL while the disk has less free than the reserve, or the
 * reserve has been given up and cannot be made again. */
enum status database_room(struct database *database) MUST_CHECK;
/* Give the reserve up, so that what ends the trouble (receipts, a purge) can still be written.
 * False: there was none left to give. */
bool database_spend_reserve(struct database *database);

/* The WAL file's size. */
uint64_t database_wal_bytes(struct database *database);
/* PRAGMA integrity_check: finds a third of all flipped bits (finding 11); the chains find the
 * rest. STATUS_BROKEN: damaged, and logged. */
enum status database_check(struct database *database) MUST_CHECK;

#endif
