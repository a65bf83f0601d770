/* INVARIANTS
 * 1. `state` is what the file durably holds: it is read after every open, and moves only after a
 *    commit.
 * 2. Places grow by one within an epoch; nothing is ever inserted between or changed. */
#include "adapters/sqlite/journal_rows.h"

#include <sqlite3.h>
#include <string.h>

#include "adapters/sqlite/row.h"
#include "adapters/sqlite/sqlite_status.h"
#include "base/span.h"

enum { SEQ_BITS = 40, EPOCH_BITS = 23 };

#define SEQ_END   (UINT64_C(1) << SEQ_BITS)
#define EPOCH_END (UINT64_C(1) << EPOCH_BITS)

static const char *const schema[] = {
    "CREATE TABLE entry("
    "  place INTEGER PRIMARY KEY," /* epoch * 2^40 + seq */
    "  hash BLOB NOT NULL CHECK(length(hash) = 32),"
    "  made_ms INTEGER NOT NULL,"
    "  whole BLOB NOT NULL,"
    "  sum INTEGER NOT NULL" /* of whole: its hash leaves the signature out */
    ") STRICT;"
    "CREATE TABLE receipt("
    "  one INTEGER PRIMARY KEY CHECK(one = 1),"
    "  epoch INTEGER NOT NULL, seq INTEGER NOT NULL,"
    "  hash BLOB NOT NULL CHECK(length(hash) = 32),"
    "  level_two_epoch INTEGER NOT NULL, level_two_seq INTEGER NOT NULL,"
    "  locked INTEGER NOT NULL CHECK(locked IN (0, 1)),"
    "  reason INTEGER NOT NULL"
    ") STRICT;"
    "CREATE TABLE kept(key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;",
};

static const struct database_kind journal_kind = {
    .application_id = 0x54724a31, /* "TrJ1" */
    .schema = schema,
    .version = sizeof schema / sizeof schema[0],
    .page_size = 4096,
    .checkpoint_pages = 200,
};

#define ROW "place, hash, whole, sum"

static const char *const statements[] = {
    [JOURNAL_INSERT_ENTRY] =
        "INSERT INTO entry(place, hash, made_ms, whole, sum) VALUES(?, ?, ?, ?, ?)",
    [JOURNAL_NEWEST_ENTRY] = "SELECT " ROW " FROM entry ORDER BY place DESC LIMIT 1",
    [JOURNAL_OLDEST_ENTRY] = "SELECT place FROM entry ORDER BY place LIMIT 1",
    [JOURNAL_ENTRIES_FROM] = "SELECT " ROW " FROM entry WHERE place >= ? ORDER BY place",
    [JOURNAL_ENTRY_AT] = "SELECT " ROW " FROM entry WHERE place = ?",
    [JOURNAL_NEWEST_BEFORE] = "SELECT place FROM entry WHERE place < ? ORDER BY place DESC LIMIT 1",
    [JOURNAL_GET_RECEIPT] =
        "SELECT epoch, seq, hash, level_two_epoch, level_two_seq, locked, reason FROM receipt",
    [JOURNAL_SET_RECEIPT] = "INSERT OR REPLACE INTO receipt VALUES(1, ?, ?, ?, ?, ?, ?, ?)",
    [JOURNAL_GET_KEPT] = "SELECT value FROM kept WHERE key = ?",
    [JOURNAL_SET_KEPT] = "INSERT OR REPLACE INTO kept(key, value) VALUES(?, ?)",
    [JOURNAL_DROP_KEPT] = "DELETE FROM kept WHERE key = ?",
    [JOURNAL_OLDEST_PLACES] = "SELECT place, made_ms FROM entry ORDER BY place LIMIT ?",
    [JOURNAL_DELETE_TO] = "DELETE FROM entry WHERE place <= ?",
};

_Static_assert(sizeof statements / sizeof statements[0] == JOURNAL_STATEMENTS, "one text each");

static bool place_fits(struct place place)
{
    return place.epoch < EPOCH_END && place.seq < SEQ_END;
}

/* A place beyond all bounds stands behind everything. */
int64_t journal_rows_key(struct place place)
{
    return place_fits(place) ? (int64_t)((uint64_t)place.epoch << SEQ_BITS | place.seq) : INT64_MAX;
}

struct place journal_rows_place(int64_t key)
{
    return (struct place){.epoch = (uint32_t)((uint64_t)key >> SEQ_BITS),
                          .seq = (uint64_t)key & (SEQ_END - 1)};
}

int64_t journal_rows_sum(struct span whole)
{
    const struct hash hash = hash_of(whole);
    struct reader reader = reader_of(span_of(hash.byte, sizeof hash.byte));
    return read_i64(&reader);
}

/* The row's bytes are an entry, at this place, with this hash, and signed as they were. */
static bool row_whole(struct sqlite3_stmt *row, struct hash *out_hash, struct span *out_whole)
{
    struct span bytes = column_span(row, 2);
    struct sealed sealed;
    struct hash hash;
    *out_whole = bytes;
    if (!column_hash(row, 1, &hash) || entry_open(&bytes, &sealed) != STATUS_OK ||
        bytes.size != 0) {
        return false;
    }
    *out_hash = hash;
    return hash_equal(&sealed.hash, &hash) &&
           journal_rows_key(sealed.entry.place) == column_i64(row, 0) &&
           journal_rows_sum(*out_whole) == column_i64(row, 3);
}

static void say_damaged(struct journal_rows *rows, struct place place)
{
    char why[64];
    struct line line = line_of(why, sizeof why);
    line_put(&line, "the entry at epoch ");
    line_unsigned(&line, place.epoch);
    line_put(&line, ", seq ");
    line_unsigned(&line, place.seq);
    line_put(&line, " is damaged or missing");
    sqlite_log(rows->database.options.log, rows->database.path, "read", STATUS_BROKEN, why);
}

/* A damaged newest entry is one more hole: the chain goes on from the hash beside it, which was
 * taken when it was sealed. */
static enum status load_newest(struct journal_rows *rows, struct journal_state *state)
{
    struct sqlite3_stmt *row = rows->statement[JOURNAL_NEWEST_ENTRY];
    bool there = false;
    enum status status = database_step(&rows->database, row, &there);
    if (status != STATUS_OK || !there) {
        return status;
    }
    struct span whole;
    state->head.place = journal_rows_place(column_i64(row, 0));
    const bool sound = row_whole(row, &state->head.hash, &whole);
    if (!sound) {
        say_damaged(rows, state->head.place);
        const bool hash = column_hash(row, 1, &state->head.hash);
        status = hash || rows->database.options.reading ? STATUS_OK : STATUS_BROKEN;
    }
    database_reset(row);
    return status;
}

/* The place in the first row of ROW; 0 when there is none. */
static enum status one_place(struct journal_rows *rows, struct sqlite3_stmt *row, int64_t *out_key)
{
    bool there = false;
    const enum status status = database_step(&rows->database, row, &there);
    if (status == STATUS_OK) {
        *out_key = there ? column_i64(row, 0) : 0;
        database_reset(row);
    }
    return status;
}

enum status journal_rows_first(struct journal_rows *rows, struct place *out_first)
{
    int64_t first = 0;
    const enum status status = one_place(rows, rows->statement[JOURNAL_OLDEST_ENTRY], &first);
    if (status == STATUS_OK) {
        *out_first = journal_rows_place(first);
    }
    return status;
}

static enum status load_receipt(struct journal_rows *rows, struct journal_receipt *receipt)
{
    struct sqlite3_stmt *row = rows->statement[JOURNAL_GET_RECEIPT];
    bool there = false;
    const enum status status = database_step(&rows->database, row, &there);
    if (status != STATUS_OK || !there) {
        return status;
    }
    receipt->received.place = (struct place){column_u32(row, 0), column_u64(row, 1)};
    const bool sound = column_hash(row, 2, &receipt->received.hash);
    receipt->level_two = (struct place){column_u32(row, 3), column_u64(row, 4)};
    receipt->locked = column_i64(row, 5) != 0;
    receipt->reason = column_u32(row, 6);
    database_reset(row);
    return sound ? STATUS_OK : STATUS_BROKEN;
}

/* Entries behind the receipt, without looking at each: an epoch's places have no holes (2). */
enum status journal_rows_unsent(struct journal_rows *rows, struct place received,
                                uint64_t *out_unsent)
{
    uint64_t unsent = 0;
    int64_t from = journal_rows_key(received);
    enum status status = STATUS_OK;
    while (status == STATUS_OK && from < INT64_MAX) {
        int64_t first = 0;
        int64_t last = 0;
        bind_i64(rows->statement[JOURNAL_ENTRIES_FROM], 1, from + 1);
        status = one_place(rows, rows->statement[JOURNAL_ENTRIES_FROM], &first);
        if (status != STATUS_OK || first == 0) {
            break;
        }
        const struct place epoch_end = {journal_rows_place(first).epoch + 1, 0};
        bind_i64(rows->statement[JOURNAL_NEWEST_BEFORE], 1, journal_rows_key(epoch_end));
        status = one_place(rows, rows->statement[JOURNAL_NEWEST_BEFORE], &last);
        unsent += (uint64_t)(last - first) + 1;
        from = journal_rows_key(epoch_end);
    }
    if (status == STATUS_OK) {
        *out_unsent = unsent;
    }
    return status;
}

enum status journal_rows_load(struct journal_rows *rows)
{
    struct journal_state state = {0};
    enum status status = load_newest(rows, &state);
    if (status == STATUS_OK) {
        status = journal_rows_first(rows, &state.first);
    }
    if (status == STATUS_OK) {
        status = load_receipt(rows, &state.receipt);
    }
    if (status == STATUS_OK) {
        status = journal_rows_unsent(rows, state.receipt.received.place, &state.unsent);
    }
    if (status == STATUS_OK) {
        rows->state = state;
    }
    return status;
}

/* The database is open: everything that stands on it. */
static enum status begin_use(struct journal_rows *rows)
{
    enum status status =
        database_prepare(&rows->database, statements, rows->statement, JOURNAL_STATEMENTS);
    if (status == STATUS_OK) {
        status = journal_rows_load(rows);
    }
    if (status != STATUS_OK) {
        journal_rows_close(rows);
    }
    return status;
}

enum status journal_rows_open(struct journal_rows *rows, const struct database_options *options)
{
    memset(rows, 0, sizeof *rows);
    const enum status status = database_open(&rows->database, &journal_kind, options);
    return status == STATUS_OK ? begin_use(rows) : status;
}

enum status journal_rows_reopen(struct journal_rows *rows)
{
    database_finalize(rows->statement, JOURNAL_STATEMENTS);
    const enum status status = database_reopen(&rows->database);
    return status == STATUS_OK ? begin_use(rows) : status;
}

void journal_rows_close(struct journal_rows *rows)
{
    if (rows != NULL) {
        database_finalize(rows->statement, JOURNAL_STATEMENTS);
        database_close(&rows->database);
    }
}

/* What a page from FROM has to begin with, if nothing is missing. FROM need not be an entry's: it
 * may lie before an epoch's first (epoch, 0) or behind its last. */
static bool begins_well(const struct journal_state *state, struct place from, struct place found)
{
    if (place_order(from, state->first) <= 0) {
        return place_order(found, state->first) == 0;
    }
    return place_order(found, from) == 0 || found.seq == 1;
}

/* Takes the row into the page; false: it belongs to the next page, or to nobody. */
static bool take_row(struct sqlite3_stmt *row, struct journal_page *page, enum status *status)
{
    const struct place place = journal_rows_place(column_i64(row, 0));
    struct hash hash;
    struct span whole;
    if (page->count > 0 && place.epoch != page->last.epoch) {
        return false;
    }
    if ((page->count > 0 && place.seq != page->last.seq + 1) || !row_whole(row, &hash, &whole)) {
        *status = STATUS_BROKEN;
        return false;
    }
    if (whole.size > page->room - page->size) {
        *status = STATUS_FULL;
        return false;
    }
    memcpy(page->at + page->size, whole.at, whole.size);
    page->size += whole.size;
    page->last = place;
    page->first = page->count == 0 ? place : page->first;
    page->count++;
    return true;
}

static enum status fill_page(struct journal_rows *rows, struct place from,
                             struct journal_page *page)
{
    struct sqlite3_stmt *row = rows->statement[JOURNAL_ENTRIES_FROM];
    bool there = false;
    bind_i64(row, 1, journal_rows_key(from));
    enum status status = database_step(&rows->database, row, &there);
    if (status != STATUS_OK) {
        return status;
    }
    if (!there) {
        const bool lost =
            place_order(from, rows->state.head.place) <= 0 && rows->state.head.place.epoch > 0;
        return lost ? STATUS_BROKEN : STATUS_OK;
    }
    if (!begins_well(&rows->state, from, journal_rows_place(column_i64(row, 0)))) {
        status = STATUS_BROKEN;
    }
    while (status == STATUS_OK && there && page->count < page->count_max &&
           take_row(row, page, &status)) {
        status = database_step(&rows->database, row, &there);
    }
    database_reset(row);
    /* What came before the trouble is good, and the trouble is the next page's. */
    const bool later = page->count > 0 && (status == STATUS_BROKEN || status == STATUS_FULL);
    return later ? STATUS_OK : status;
}

enum status journal_rows_page(struct journal_rows *rows, struct place from,
                              struct journal_page *page)
{
    struct journal_page filled = {.at = page->at, .room = page->room, .count_max = page->count_max};
    if (rows->database.failed) {
        return STATUS_IO;
    }
    enum status status = STATUS_OK;
    if (rows->database.options.reading) {
        status = journal_rows_load(rows); /* its writer may have purged */
    }
    if (status == STATUS_OK) {
        status = fill_page(rows, from, &filled);
    }
    if (status == STATUS_OK) {
        *page = filled;
    } else if (status == STATUS_BROKEN) {
        say_damaged(rows, from);
    }
    return status;
}

enum status journal_rows_next(struct journal_rows *rows, struct place from, struct place *out_place)
{
    int64_t key = 0;
    if (rows->database.failed) {
        return STATUS_IO;
    }
    bind_i64(rows->statement[JOURNAL_ENTRIES_FROM], 1, journal_rows_key(from));
    const enum status status = one_place(rows, rows->statement[JOURNAL_ENTRIES_FROM], &key);
    if (status == STATUS_OK && key > 0) {
        *out_place = journal_rows_place(key);
    }
    return status == STATUS_OK && key == 0 ? STATUS_NOT_FOUND : status;
}

enum status journal_rows_hash_at(struct journal_rows *rows, struct place place,
                                 struct hash *out_hash)
{
    struct sqlite3_stmt *row = rows->statement[JOURNAL_ENTRY_AT];
    bool there = false;
    if (rows->database.failed) {
        return STATUS_IO;
    }
    bind_i64(row, 1, journal_rows_key(place));
    const enum status status = database_step(&rows->database, row, &there);
    if (status != STATUS_OK) {
        return status;
    }
    if (!there) {
        return STATUS_NOT_FOUND;
    }
    struct hash hash;
    struct span whole;
    const bool sound = row_whole(row, &hash, &whole);
    database_reset(row);
    if (!sound) {
        say_damaged(rows, place);
        return STATUS_BROKEN;
    }
    *out_hash = hash;
    return STATUS_OK;
}
