#include "adapters/sqlite/flag_book_sqlite.h"

#include <sqlite3.h>
#include <string.h>

#include "adapters/sqlite/row.h"

/* INVARIANTS
 * 1. A put happens between begin and commit.
 * 2. After anything but STATUS_OK the transaction is rolled back; nothing is half-written. */

static enum status prepare(struct flag_book_sqlite *book)
{
    char sql[FLAG_WRITES][FLAG_SQL_SIZE];
    const char *texts[FLAG_WRITES];
    for (int i = 0; i < FLAG_TABLES; i++) {
        flag_table_insert((enum flag_table)i, sql[i]);
        texts[i] = sql[i];
    }
    texts[WRITE_CONFLICTS_OFF] = "DELETE FROM conflict WHERE code = ?";
    texts[WRITE_TAKE_BACK] =
        "DELETE FROM act WHERE device = ? AND (epoch > ? OR (epoch = ? AND seq > ?))";
    enum status status = database_prepare(&book->database, texts, book->statement, FLAG_WRITES);
    if (status != STATUS_OK) {
        return status;
    }
    flag_table_select(TABLE_BOOK, "", sql[0]);
    texts[0] = sql[0];
    return database_prepare(&book->database, texts, &book->select_position, 1);
}

static enum status read_position(struct flag_book_sqlite *book)
{
    struct arena none = arena_of(NULL, 0);
    bool row = false;
    enum status status = database_step(&book->database, book->select_position, &row);
    book->position = (struct book_position){0};
    if (status == STATUS_OK && row) {
        status = flag_table_read(TABLE_BOOK, book->select_position, &none, &book->position);
        database_reset(book->select_position);
    }
    return status;
}

static void finalize(struct flag_book_sqlite *book)
{
    database_finalize(book->statement, FLAG_WRITES);
    database_finalize(&book->select_position, 1);
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
    writing.lock = true;
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

static enum status take_back(void *self, struct device device, struct place place)
{
    struct flag_book_sqlite *book = self;
    struct sqlite3_stmt *statement = book->statement[WRITE_TAKE_BACK];
    bind_u64(statement, 1, device.id);
    bind_i64(statement, 2, place.epoch);
    bind_i64(statement, 3, place.epoch);
    bind_u64(statement, 4, place.seq);
    return run(book, statement);
}

static bool same_position(const struct book_position *a, const struct book_position *b)
{
    return a->n == b->n && a->received.ms == b->received.ms && a->clock.m == b->clock.m &&
           a->written.ms == b->written.ms && a->fold == b->fold && a->incident == b->incident &&
           a->acts == b->acts;
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
        .take_back = take_back,
        .commit = commit,
        .position = position,
        .reopen = reopen,
    };
    return (struct flag_book){.ops = &ops, .self = book};
}
