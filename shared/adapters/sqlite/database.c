/* INVARIANTS
 * 1. A writer's connection is in WAL mode: SQLite said so to the end of the statement, and the
 *    file's header says so too (finding 7: either alone may lie).
 * 2. synchronous is EXTRA: nothing is lost even if (1) were wrong (findings 7 and 9).
 * 3. There is one writer (finding 8); a reader never writes, never checkpoints.
 * 4. A writer begins with an empty log. After a power cut in a checkpoint the file's header may be
 *    torn while the log still has it, so (1) is proven after one. And after a cut the log may have
 *    lost the padding behind its last commit: what is appended there shares a sector with what was
 *    acknowledged, and a second cut would take both, psow=0 or not (found by the power-cut test).
 * 5. After STATUS_IO nothing is done but close and open (ATC'20: after a failed fsync the page
 *    cache lies). At once, before anybody can end us, the machine lets go of what it has cached of
 *    the log: who opens then reads what the disk has, and no commit that only the cache shows.
 * 6. The checkpoint behind a commit is ours: SQLite's own tells nobody when its sync fails, and
 *    goes on reading the log by an index that trusts what is lost then (psow=0: the padding behind
 *    the last commit), until a later checkpoint copies that into the book (found by the
 *    simulator). */
#include "adapters/sqlite/database.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/sqlite/log_cache.h"
#include "adapters/sqlite/reserve.h"
#include "adapters/sqlite/row.h"
#include "adapters/sqlite/sqlite_status.h"
#include "adapters/sqlite/writer_lock.h"

enum {
    URI_SIZE = 3 * DATABASE_PATH_MAX + 64,
    BUSY_MS = 5000,
    BUSY_STEP_MS = 10,
    HEADER_FORMAT_AT = 18, /* SQLite file format 1.3: write and read version, both 2 in WAL */
    HEADER_WAL = 2,
    SYNCHRONOUS_EXTRA = 3,
};

/* CODE as a status, logged; after STATUS_IO the database counts as failed (5). */
static enum status refuse(struct database *database, int code, const char *doing)
{
    sqlite3 *connection = database->connection;
    const int system_errno = connection == NULL ? 0 : sqlite3_system_errno(connection);
    const enum status status = sqlite_status(code, system_errno);
    if (status == STATUS_OK) {
        return STATUS_OK;
    }
    if (status == STATUS_IO) {
        database->failed = true;
        log_cache_forget(database->options.cache, database->path); /* (5) */
    }
    sqlite_log(database->options.log, database->path, doing, status, sqlite3_errstr(code));
    return status;
}

static enum status say(struct database *database, const char *doing, enum status status,
                       const char *why)
{
    sqlite_log(database->options.log, database->path, doing, status, why);
    return status;
}

static enum status execute(struct database *database, const char *sql)
{
    return refuse(database, sqlite3_exec(database->connection, sql, NULL, NULL, NULL), sql);
}

/* The one value of SQL, looked at to the end of the statement: a pragma may give its row and fail
 * after it. */
static enum status ask(struct database *database, const char *sql, int64_t *out_number,
                       char *out_text, size_t room)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(database->connection, sql, -1, &statement, NULL);
    if (code != SQLITE_OK) {
        return refuse(database, code, sql);
    }
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        *out_number = column_i64(statement, 0);
        if (room > 0 && !text_copy(column_text(statement, 0), out_text, room)) {
            out_text[0] = '\0';
        }
        while (code == SQLITE_ROW) {
            code = sqlite3_step(statement);
        }
    }
    const int end = sqlite3_finalize(statement);
    return refuse(database, code == SQLITE_DONE ? end : code, sql);
}

static enum status ask_number(struct database *database, const char *sql, int64_t *out_number)
{
    return ask(database, sql, out_number, NULL, 0);
}

/* `file:` and the path with everything escaped that a URI could take for its own. */
static bool uri_of(const struct database_options *options, bool immutable, char uri[URI_SIZE])
{
    struct line line = line_of(uri, URI_SIZE);
    line_put(&line, "file:");
    for (const char *c = options->path; *c != '\0'; c++) {
        const bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                           (*c >= '0' && *c <= '9') || *c == '.' || *c == '_' || *c == '-' ||
                           (*c == '/' && c != options->path);
        if (plain) {
            line_char(&line, *c);
        } else {
            line_char(&line, '%');
            line_hex(&line, c, 1);
        }
    }
    line_put(&line, options->flash ? "?psow=0" : "?psow=1");
    line_put(&line, immutable ? "&immutable=1" : "");
    return !line.cut;
}

/* How many pages the log has; the checkpoint itself waits for the end of the commit (6). */
static int hear_log(void *self, sqlite3 *connection, const char *name, int pages)
{
    struct database *database = self;
    (void)connection;
    (void)name;
    database->log_pages = pages;
    return SQLITE_OK;
}

static enum status connect(struct database *database, bool immutable)
{
    char uri[URI_SIZE];
    if (!uri_of(&database->options, immutable, uri)) {
        return say(database, "open", STATUS_FULL, "the path is too long");
    }
    const int writes = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (database->options.reading ? SQLITE_OPEN_READONLY : writes);
    sqlite3 *connection = NULL;
    const int code = sqlite3_open_v2(uri, &connection, flags, database->options.vfs);
    database->connection = connection; /* SQLite gives one with most errors too: to be closed */
    const enum status status = refuse(database, code, "open");
    if (status != STATUS_OK) {
        return status;
    }
    int keep_wal = 1;
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_PERSIST_WAL, &keep_wal);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_busy_timeout(connection, BUSY_MS);
    sqlite3_wal_autocheckpoint(connection, 0);
    sqlite3_wal_hook(connection, hear_log, database); /* in this order: there is one hook */
    database->log_pages = 0;
    return STATUS_OK;
}

/* Whose file, and of which version? Nothing is written before this is known. */
static enum status judge(struct database *database, int *out_version)
{
    int64_t application = 0;
    int64_t version = 0;
    int64_t pages = 0;
    enum status status = ask_number(database, "PRAGMA application_id", &application);
    if (status == STATUS_OK) {
        status = ask_number(database, "PRAGMA user_version", &version);
    }
    if (status == STATUS_OK) {
        status = ask_number(database, "SELECT count(*) FROM sqlite_schema", &pages);
    }
    if (status != STATUS_OK) {
        return status;
    }
    const bool fresh = application == 0 && version == 0 && pages == 0;
    if (!fresh && application != database->kind->application_id) {
        return say(database, "open", STATUS_MALFORMED, "the file is another program's");
    }
    if (version > database->kind->version) {
        return say(database, "open", STATUS_TOO_NEW, "a newer program wrote this book");
    }
    if (!fresh && version < 1) {
        return say(database, "open", STATUS_MALFORMED, "the book says no version");
    }
    *out_version = (int)version;
    return STATUS_OK;
}

static enum status configure(struct database *database)
{
    enum status status = execute(database, "PRAGMA synchronous=EXTRA; PRAGMA foreign_keys=ON;"
                                           "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                                           "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
    if (status == STATUS_OK && database->options.reading) {
        status = execute(database, "PRAGMA query_only=ON");
    }
    return status;
}

/* (1), the first half, and (2). */
static enum status set_wal(struct database *database)
{
    char mode[16] = "";
    int64_t number = 0;
    enum status status = ask(database, "PRAGMA journal_mode=WAL", &number, mode, sizeof mode);
    if (status == STATUS_OK && !text_is(text_of(mode), "wal")) {
        status = say(database, "open", STATUS_IO, "this disk cannot keep a write-ahead log");
    }
    if (status != STATUS_OK) {
        return status;
    }
    status = ask_number(database, "PRAGMA synchronous", &number);
    if (status == STATUS_OK && number != SYNCHRONOUS_EXTRA) {
        status = say(database, "open", STATUS_IO, "synchronous is not EXTRA");
    }
    return status;
}

/* (4). Passive: readers are not waited for; those that hold the log back only delay its reuse. But
 * a reader that comes up beside us and rebuilds the log's index, as after a kill, holds the
 * checkpoint's lock for a moment, and a passive checkpoint knows no busy timeout. */
static enum status empty_log(struct database *database)
{
    int code = SQLITE_BUSY;
    for (int waited_ms = 0; code == SQLITE_BUSY && waited_ms <= BUSY_MS;) {
        code = sqlite3_wal_checkpoint_v2(database->connection, "main", SQLITE_CHECKPOINT_PASSIVE,
                                         NULL, NULL);
        waited_ms += code == SQLITE_BUSY ? sqlite3_sleep(BUSY_STEP_MS) : 0;
    }
    return refuse(database, code, "checkpoint");
}

/* (1), the second half: what the file itself says, past every cache of SQLite's. */
static enum status prove_wal(struct database *database)
{
    sqlite3_file *file = NULL;
    unsigned char format[2] = {0, 0};
    int code = sqlite3_file_control(database->connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK && (file == NULL || file->pMethods == NULL)) {
        code = SQLITE_CANTOPEN;
    }
    if (code == SQLITE_OK) {
        code = file->pMethods->xRead(file, format, sizeof format, HEADER_FORMAT_AT);
    }
    const enum status status = refuse(database, code, "read the header");
    if (status != STATUS_OK) {
        return status;
    }
    if (format[0] != HEADER_WAL || format[1] != HEADER_WAL) {
        return say(database, "open", STATUS_IO, "the file's header does not say WAL");
    }
    return STATUS_OK;
}

static enum status number_pragma(struct database *database, const char *pragma, int64_t number)
{
    char sql[64];
    struct line line = line_of(sql, sizeof sql);
    line_put(&line, pragma);
    line_signed(&line, number);
    assert(!line.cut);
    return execute(database, sql);
}

/* All steps or none: after a crash the book is old or new, never between. */
static enum status lift(struct database *database, int version)
{
    const struct database_kind *kind = database->kind;
    if (version == kind->version) {
        return STATUS_OK;
    }
    enum status status = database_begin(database);
    if (status != STATUS_OK) {
        return status;
    }
    for (int step = version; status == STATUS_OK && step < kind->version; step++) {
        status = execute(database, kind->schema[step]);
    }
    if (status == STATUS_OK) {
        status = number_pragma(database, "PRAGMA application_id=", kind->application_id);
    }
    if (status == STATUS_OK) {
        status = number_pragma(database, "PRAGMA user_version=", kind->version);
    }
    return database_end(database, status);
}

static enum status prepare_transactions(struct database *database)
{
    static const char *const sql[] = {"BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"};
    struct sqlite3_stmt *statements[3];
    const enum status status = database_prepare(database, sql, statements, 3);
    if (status == STATUS_OK) {
        database->begin = statements[0];
        database->commit = statements[1];
        database->rollback = statements[2];
    }
    return status;
}

static enum status open_for_writing(struct database *database)
{
    int version = 0;
    enum status status = connect(database, false);
    if (status == STATUS_OK && sqlite3_db_readonly(database->connection, "main") == 1) {
        status = say(database, "open", STATUS_DENIED, "the file can only be read");
    }
    if (status == STATUS_OK) {
        status = judge(database, &version);
    }
    if (status == STATUS_OK && version == 0) {
        status = number_pragma(database, "PRAGMA page_size=", database->kind->page_size);
    }
    if (status == STATUS_OK) {
        status = configure(database);
    }
    if (status == STATUS_OK) {
        status = set_wal(database);
    }
    if (status == STATUS_OK) {
        status = empty_log(database);
    }
    if (status == STATUS_OK) {
        status = prepare_transactions(database);
    }
    if (status == STATUS_OK) {
        status = lift(database, version);
    }
    if (status == STATUS_OK) {
        status = prove_wal(database);
    }
    if (status == STATUS_OK) {
        sqlite3_db_config(database->connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    }
    return status;
}

/* A disk that can only be read has no room for a WAL index; but with no WAL either, the file alone
 * is the whole book, and nobody can change it under us. */
static bool lies_still(const struct database *database)
{
    char name[DATABASE_PATH_MAX + 8];
    struct stat wal;
    struct line line = line_of(name, sizeof name);
    line_put(&line, database->path);
    line_put(&line, "-wal");
    const bool empty = stat(name, &wal) != 0 || wal.st_size == 0;
    return empty && access(database->path, W_OK) != 0 && errno == EROFS;
}

static enum status open_for_reading(struct database *database)
{
    int version = 0;
    enum status status = connect(database, database->options.still || lies_still(database));
    if (status == STATUS_OK) {
        status = judge(database, &version);
    }
    if (status == STATUS_OK && version < database->kind->version) {
        status = say(database, "open", STATUS_NOT_FOUND, "its writer has not made this version");
    }
    return status == STATUS_OK ? configure(database) : status;
}

enum status database_open(struct database *database, const struct database_kind *kind,
                          const struct database_options *options)
{
    assert(options->path != NULL && kind->version > 0);
    memset(database, 0, sizeof *database);
    database->kind = kind;
    database->options = *options;
    database->lock = -1;
    if (!text_copy(text_of(options->path), database->path, sizeof database->path)) {
        database->failed = true;
        return STATUS_FULL;
    }
    database->options.path = database->path;

    enum status status = STATUS_OK;
    if (options->lock && !options->reading) {
        status = writer_lock_take(database->path, options->log, &database->lock);
    }
    if (status == STATUS_OK) {
        status = options->reading ? open_for_reading(database) : open_for_writing(database);
    }
    if (status != STATUS_OK) {
        database_close(database);
        return status;
    }
    database->failed = false;
    if (options->reserve_bytes > 0 && !options->reading) {
        database->reserve_gone = !reserve_make(database->path, options->reserve_bytes);
    }
    return STATUS_OK;
}

void database_close(struct database *database)
{
    if (database == NULL || database->kind == NULL) {
        return;
    }
    database_finalize(&database->begin, 1);
    database_finalize(&database->commit, 1);
    database_finalize(&database->rollback, 1);
    if (database->failed && database->connection != NULL) {
        /* (5): what is in the cache is not to be copied into the file. */
        sqlite3_db_config(database->connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    }
    const int code = sqlite3_close(database->connection);
    assert(code != SQLITE_BUSY); /* somebody did not finalize */
    database->connection = NULL;
    database->failed = true;
    writer_lock_give(&database->lock);
}

enum status database_reopen(struct database *database)
{
    const struct database before = *database;
    struct database_options options = before.options;
    options.path = before.path;
    database_close(database);
    return database_open(database, before.kind, &options);
}

void database_finalize(struct sqlite3_stmt **statements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sqlite3_finalize(statements[i]);
        statements[i] = NULL;
    }
}

enum status database_prepare(struct database *database, const char *const *sql,
                             struct sqlite3_stmt **out_statements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const int code = sqlite3_prepare_v3(database->connection, sql[i], -1,
                                            SQLITE_PREPARE_PERSISTENT, &out_statements[i], NULL);
        if (code != SQLITE_OK) {
            database_finalize(out_statements, i);
            return refuse(database, code, sql[i]);
        }
    }
    return STATUS_OK;
}

enum status database_step(struct database *database, struct sqlite3_stmt *statement, bool *out_row)
{
    *out_row = false;
    if (database->failed) {
        return STATUS_IO;
    }
    const int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        *out_row = true;
        return STATUS_OK;
    }
    const enum status status = refuse(database, code, sqlite3_sql(statement));
    sqlite3_reset(statement);
    return status;
}

void database_reset(struct sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
}

enum status database_run(struct database *database, struct sqlite3_stmt *statement)
{
    bool row = false;
    const enum status status = database_step(database, statement, &row);
    assert(!row);
    return status;
}

enum status database_in_place(struct database *database)
{
    int moved = 0;
    if (database->failed) {
        return STATUS_IO;
    }
    sqlite3_file_control(database->connection, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (moved != 0) {
        database->failed = true;
        return say(database, "look", STATUS_IO, "the file is no longer at its place");
    }
    return STATUS_OK;
}

enum status database_begin(struct database *database)
{
    assert(!database->options.reading);
    /* A file that was deleted would take our rows and lose them with its last close. */
    const enum status status = database_in_place(database);
    return status == STATUS_OK ? database_run(database, database->begin) : status;
}

/* (6). Busy is an everyday: a reader is in the way, and the next commit tries again. What has been
 * committed is durable whatever becomes of this; after a failed sync the next call says so. */
static void checkpoint(struct database *database)
{
    if (database->log_pages < database->kind->checkpoint_pages) {
        return;
    }
    const int code = sqlite3_wal_checkpoint_v2(database->connection, "main",
                                               SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    if ((code & 0xff) != SQLITE_BUSY) {
        (void)refuse(database, code, "checkpoint");
    }
}

enum status database_end(struct database *database, enum status work)
{
    enum status status = work;
    if (status == STATUS_OK) {
        status = database_run(database, database->commit);
    }
    if (status == STATUS_OK) {
        checkpoint(database);
        return STATUS_OK;
    }
    if (status != STATUS_OK && sqlite3_get_autocommit(database->connection) == 0) {
        const int code = sqlite3_step(database->rollback);
        sqlite3_reset(database->rollback);
        database->failed = database->failed || code != SQLITE_DONE;
    }
    return database->failed ? STATUS_IO : status;
}

enum status database_room(struct database *database)
{
    const size_t size = database->options.reserve_bytes;
    if (size == 0) {
        return STATUS_OK;
    }
    if (database->reserve_gone) {
        database->reserve_gone = !reserve_make(database->path, size);
    }
    const bool room = !database->reserve_gone && reserve_room(database->path, size);
    return room ? STATUS_OK : STATUS_FULL;
}

bool database_spend_reserve(struct database *database)
{
    if (database->options.reserve_bytes == 0 || database->reserve_gone) {
        return false;
    }
    database->reserve_gone = true;
    const bool spent = reserve_spend(database->path);
    (void)say(database, "write", STATUS_FULL, "the reserve was given up");
    return spent;
}

uint64_t database_wal_bytes(struct database *database)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    const int code =
        sqlite3_file_control(database->connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    const bool there = code == SQLITE_OK && file != NULL && file->pMethods != NULL;
    if (!there || file->pMethods->xFileSize(file, &size) != SQLITE_OK || size < 0) {
        return 0;
    }
    return (uint64_t)size;
}

enum status database_check(struct database *database)
{
    char verdict[128] = "";
    int64_t number = 0;
    const enum status status =
        ask(database, "PRAGMA integrity_check(1)", &number, verdict, sizeof verdict);
    if (status == STATUS_OK && !text_is(text_of(verdict), "ok")) {
        return say(database, "check", STATUS_BROKEN, verdict);
    }
    return status;
}
