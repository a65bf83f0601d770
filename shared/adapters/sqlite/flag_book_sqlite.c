#include "adapters/sqlite/flag_book_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "adapters/sqlite/row.h"
#include "adapters/sqlite/sqlite_status.h"

/* INVARIANTS
 * 1. A put happens between begin and commit.
 * 2. After anything but STATUS_OK the transaction is rolled back; nothing is half-written. */

static enum status prepare_writes(struct flag_book_sqlite *book)
{
    char sql[FLAG_TABLES][FLAG_SQL_SIZE];
    const char *texts[FLAG_WRITES];
    for (int i = 0; i < FLAG_TABLES; i++) {
        flag_table_insert((enum flag_table)i, sql[i]);
        texts[i] = sql[i];
    }
    texts[WRITE_CONFLICTS_OFF] = "DELETE FROM conflict WHERE code = ?";
    texts[WRITE_INCIDENT_OFF] = "DELETE FROM incident WHERE device = ? AND epoch = ? AND seq = ?"
                                " AND line = ? AND kind = ? AND detail = ?";
    texts[WRITE_TAKE_BACK_ACTS] = "DELETE FROM act WHERE device = ?1 AND (epoch, seq) > (?2, ?3)";
    texts[WRITE_TAKE_BACK_READINGS] =
        "DELETE FROM reading WHERE device = ?1 AND (epoch, seq) > (?2, ?3)";
    return database_prepare(&book->database, texts, book->statement, FLAG_WRITES);
}

static enum status prepare_asks(struct flag_book_sqlite *book)
{
    static const struct {
        enum flag_table table;
        const char *rest;
    } selects[] = {
        [ASK_POSITION] = {TABLE_BOOK,    ""                                        },
        [ASK_CHANGES] = {TABLE_CHANGE,  " WHERE code = ? ORDER BY at DESC LIMIT ?"},
        [ASK_DOSSIERS] = {TABLE_DOSSIER, " WHERE code > ? ORDER BY code LIMIT ?"   },
        [ASK_APARTS] = {TABLE_APART,   " WHERE n > ? ORDER BY n LIMIT ?"         },
    };
    char sql[FLAG_ASKS][FLAG_SQL_SIZE];
    const char *texts[FLAG_ASKS];
    for (int i = 0; i < FLAG_ASKS; i++) {
        flag_table_select(selects[i].table, selects[i].rest, sql[i]);
        texts[i] = sql[i];
    }
    return database_prepare(&book->database, texts, book->ask, FLAG_ASKS);
}

static enum status prepare(struct flag_book_sqlite *book)
{
    const enum status status = prepare_writes(book);
    return status == STATUS_OK ? prepare_asks(book) : status;
}

static enum status read_position(struct flag_book_sqlite *book)
{
    struct arena none = arena_of(NULL, 0);
    size_t count = 0;
    book->position = (struct book_position){0};
    return flag_table_rows(&book->database, TABLE_BOOK, book->ask[ASK_POSITION], &none,
                           &book->position, 1, &count);
}

static void finalize(struct flag_book_sqlite *book)
{
    database_finalize(book->statement, FLAG_WRITES);
    database_finalize(book->ask, FLAG_ASKS);
}

static enum status begin_use(struct flag_book_sqlite *book)
{
    enum status status = prepare(book);
    if (status == STATUS_OK) {
        status = read_position(book);
    }
    if (status != STATUS_OK) {
        flag_book_sqlite_close(book);
    }
    return status;
}

enum status flag_book_sqlite_open(struct flag_book_sqlite *book,
                                  const struct database_options *options)
{
    struct database_options writing = *options;
    memset(book, 0, sizeof *book);
    writing.reading = false;
    const enum status status = database_open(&book->database, &flags_kind, &writing);
    return status == STATUS_OK ? begin_use(book) : status;
}

void flag_book_sqlite_close(struct flag_book_sqlite *book)
{
    if (book != NULL) {
        finalize(book);
        database_close(&book->database);
        book->begun = false;
    }
}

static enum status begin(void *self)
{
    struct flag_book_sqlite *book = self;
    assert(!book->begun);
    const enum status status = database_begin(&book->database);
    book->begun = status == STATUS_OK;
    book->dirty = false;
    return status;
}

/* (2) */
static enum status give_up(struct flag_book_sqlite *book, enum status why)
{
    book->begun = false;
    return database_end(&book->database, why);
}

static enum status run(struct flag_book_sqlite *book, struct sqlite3_stmt *statement)
{
    assert(book->begun); /* (1) */
    book->dirty = true;
    const enum status status = database_run(&book->database, statement);
    return status == STATUS_OK ? STATUS_OK : give_up(book, status);
}

static enum status put(struct flag_book_sqlite *book, enum flag_table table, const void *row)
{
    flag_table_bind(table, book->statement[table], row);
    return run(book, book->statement[table]);
}

static enum status put_dossier(void *self, const struct book_dossier *dossier)
{
    return put(self, TABLE_DOSSIER, dossier);
}

static enum status put_act(void *self, const struct book_act *act)
{
    return put(self, TABLE_ACT, act);
}

static enum status put_change(void *self, const struct book_change *change)
{
    return put(self, TABLE_CHANGE, change);
}

static enum status put_conflicts(void *self, struct text code,
                                 const struct book_conflict *conflicts, size_t count)
{
    struct flag_book_sqlite *book = self;
    bind_text(book->statement[WRITE_CONFLICTS_OFF], 1, code);
    enum status status = run(book, book->statement[WRITE_CONFLICTS_OFF]);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        status = put(book, TABLE_CONFLICT, &conflicts[i]);
    }
    return status;
}

static enum status put_incident(void *self, const struct book_incident *incident)
{
    return put(self, TABLE_INCIDENT, incident);
}

static enum status put_reading(void *self, const struct book_reading *reading)
{
    return put(self, TABLE_READING, reading);
}

static enum status put_office(void *self, const struct book_office *office)
{
    return put(self, TABLE_OFFICE, office);
}

static enum status put_notice(void *self, const struct book_notice *notice)
{
    return put(self, TABLE_NOTICE, notice);
}

static enum status end_incident(void *self, const struct book_incident *incident)
{
    struct flag_book_sqlite *book = self;
    struct sqlite3_stmt *statement = book->statement[WRITE_INCIDENT_OFF];
    bind_u64(statement, 1, incident->source.device.id);
    bind_i64(statement, 2, incident->source.place.epoch);
    bind_u64(statement, 3, incident->source.place.seq);
    bind_i64(statement, 4, incident->source.line);
    bind_text(statement, 5, incident->kind);
    bind_text(statement, 6, incident->detail);
    return run(book, statement);
}

static enum status put_apart(void *self, const struct book_apart *apart)
{
    return put(self, TABLE_APART, apart);
}

static enum status take_back(void *self, struct device device, struct place place)
{
    struct flag_book_sqlite *book = self;
    enum status status = STATUS_OK;
    for (int i = WRITE_TAKE_BACK_ACTS; status == STATUS_OK && i <= WRITE_TAKE_BACK_READINGS; i++) {
        bind_u64(book->statement[i], 1, device.id);
        bind_i64(book->statement[i], 2, place.epoch);
        bind_u64(book->statement[i], 3, place.seq);
        status = run(book, book->statement[i]);
    }
    return status;
}

/* (2): a question that fails within a turn ends it. */
static enum status asked(struct flag_book_sqlite *book, enum status status)
{
    const bool hurts = status != STATUS_OK && status != STATUS_FULL;
    return hurts && book->begun ? give_up(book, status) : status;
}

static enum status changes(void *self, struct text code, struct arena *arena,
                           struct book_change *out, size_t room, size_t *out_count)
{
    struct flag_book_sqlite *book = self;
    if (book->database.failed) {
        return asked(book, STATUS_IO); /* after a reopening that failed there are no statements */
    }
    bind_text(book->ask[ASK_CHANGES], 1, code);
    bind_u64(book->ask[ASK_CHANGES], 2, room);
    return asked(book, flag_table_rows(&book->database, TABLE_CHANGE, book->ask[ASK_CHANGES], arena,
                                       out, room, out_count));
}

static enum status dossiers(void *self, struct text after, struct arena *arena,
                            struct book_dossier *out, size_t room, size_t *out_count)
{
    struct flag_book_sqlite *book = self;
    if (book->database.failed) {
        return asked(book, STATUS_IO); /* after a reopening that failed there are no statements */
    }
    bind_text(book->ask[ASK_DOSSIERS], 1, after);
    bind_u64(book->ask[ASK_DOSSIERS], 2, room);
    return asked(book, flag_table_rows(&book->database, TABLE_DOSSIER, book->ask[ASK_DOSSIERS],
                                       arena, out, room, out_count));
}

static enum status aparts(void *self, uint64_t after, struct arena *arena, struct book_apart *out,
                          size_t room, size_t *out_count)
{
    struct flag_book_sqlite *book = self;
    if (book->database.failed) {
        return asked(book, STATUS_IO); /* after a reopening that failed there are no statements */
    }
    bind_u64(book->ask[ASK_APARTS], 1, after);
    bind_u64(book->ask[ASK_APARTS], 2, room);
    return asked(book, flag_table_rows(&book->database, TABLE_APART, book->ask[ASK_APARTS], arena,
                                       out, room, out_count));
}

static bool same_position(const struct book_position *a, const struct book_position *b)
{
    return a->n == b->n && a->received.ms == b->received.ms && a->clock.m == b->clock.m &&
           a->fold == b->fold && a->incident == b->incident && a->acts == b->acts &&
           a->trail == b->trail && a->checked == b->checked && a->written.ms == b->written.ms;
}

static enum status commit(void *self, const struct book_position *position)
{
    struct flag_book_sqlite *book = self;
    assert(book->begun);
    if (book->dirty || !same_position(&book->position, position)) {
        const enum status status = put(book, TABLE_BOOK, position);
        if (status != STATUS_OK) {
            return status;
        }
    }
    book->begun = false;
    const enum status status = database_end(&book->database, STATUS_OK);
    if (status == STATUS_OK) {
        book->position = *position;
    }
    return status;
}

static enum status position(void *self, struct book_position *out_position)
{
    const struct flag_book_sqlite *book = self;
    *out_position = book->position;
    return STATUS_OK;
}

static enum status reopen(void *self)
{
    struct flag_book_sqlite *book = self;
    finalize(book);
    book->begun = false;
    const enum status status = database_reopen(&book->database);
    return status == STATUS_OK ? begin_use(book) : status;
}

struct flag_book flag_book_sqlite_book(struct flag_book_sqlite *book)
{
    static const struct flag_book_ops ops = {
        .begin = begin,
        .put_dossier = put_dossier,
        .put_act = put_act,
        .put_change = put_change,
        .put_conflicts = put_conflicts,
        .put_incident = put_incident,
        .put_reading = put_reading,
        .put_office = put_office,
        .put_notice = put_notice,
        .end_incident = end_incident,
        .put_apart = put_apart,
        .take_back = take_back,
        .changes = changes,
        .dossiers = dossiers,
        .aparts = aparts,
        .commit = commit,
        .position = position,
        .reopen = reopen,
    };
    return (struct flag_book){.ops = &ops, .self = book};
}

/* --- one book in place of another --- */

static const char *const beside[] = {"", "-wal", "-shm"};

enum status flag_book_sqlite_remove(const char *path)
{
    char name[DATABASE_PATH_MAX + 8];
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
        struct line line = line_of(name, sizeof name);
        line_put(&line, path);
        line_put(&line, beside[i]);
        if (line.cut) {
            return STATUS_FULL;
        }
        if (unlink(name) != 0 && errno != ENOENT) {
            return sqlite_status_errno(errno);
        }
    }
    return STATUS_OK;
}

static enum status sync_folder(const char *path)
{
    char folder[DATABASE_PATH_MAX];
    if (!text_copy(text_of(path), folder, sizeof folder)) {
        return STATUS_FULL;
    }
    char *slash = strrchr(folder, '/');
    if (slash != NULL) {
        *(slash == folder ? slash + 1 : slash) = '\0';
    }
    const int fd = open(slash != NULL ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return sqlite_status_errno(errno);
    }
    const enum status status = fsync(fd) == 0 ? STATUS_OK : sqlite_status_errno(errno);
    close(fd);
    return status;
}

/* All that was written is in the file itself, and the log beside it is empty. */
static enum status empty_log(struct flag_book_sqlite *book)
{
    const int code = sqlite3_wal_checkpoint_v2(book->database.connection, "main",
                                               SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return sqlite_status(code, 0);
}

/* The old book's log must never stand beside the new book: SQLite would take the one's pages for
 * the other's. So the old one goes first, whole, and a cut in between leaves none: watch makes a
 * book that is not there. */
enum status flag_book_sqlite_replace(struct flag_book_sqlite *fresh, const char *path)
{
    char from[DATABASE_PATH_MAX];
    char name[DATABASE_PATH_MAX + 8];
    (void)text_copy(text_of(fresh->database.path), from, sizeof from);
    enum status status = empty_log(fresh);
    flag_book_sqlite_close(fresh);
    for (size_t i = 1; status == STATUS_OK && i < sizeof beside / sizeof beside[0]; i++) {
        struct line line = line_of(name, sizeof name);
        line_put(&line, from);
        line_put(&line, beside[i]);
        status = unlink(name) == 0 || errno == ENOENT ? STATUS_OK : sqlite_status_errno(errno);
    }
    if (status == STATUS_OK) {
        status = flag_book_sqlite_remove(path);
    }
    if (status == STATUS_OK && rename(from, path) != 0) {
        status = sqlite_status_errno(errno);
    }
    return status == STATUS_OK ? sync_folder(path) : status;
}
