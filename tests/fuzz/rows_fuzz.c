/* rows_fuzz - a journal and a book of acts whose files are sound for SQLite and whose rows are not:
 * columns are set to anything, rows and tables are missing. Whoever reads says so or reads on; what
 * is answered is what was asked for, and nothing counts as an entry that its device did not seal.
 *
 * Input: which book and how it is read, then patches of a row each; what is left is asked for. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/act_rows.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "tests/contract/chain.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"

enum { ENTRIES = 8, PATCHES_MAX = 12, PAGE = 64 * 1024, BOOKS = 2, TABLES = 5, COLUMNS = 14 };
enum { DEVICES = 2, BATCHES = 2 * ACT_LEAP + 40, EPOCH_TWO_FROM = BATCHES / 2, ROWS = 16 };
enum { SET, SET_LARGE, SET_BYTES, SET_TEXT, DELETE, DROP, DOINGS };

static const char *const books[BOOKS] = {"journal.db", "acts.db"};
static const char *const tables[BOOKS][TABLES] = {
    {"entry", "receipt", "entry",  "receipt",    "kept"    },
    {"batch", "stream",  "device", "quarantine", "incident"},
};
static const char *const journal_columns[COLUMNS] = {
    "place",         "hash",   "made_ms", "whole", "epoch", "seq", "level_two_epoch",
    "level_two_seq", "locked", "reason",  "value", "one",   "key", "hash"};
static const char *const acts_columns[COLUMNS] = {"device",    "epoch", "seq",     "count", "skip",
                                                  "before",    "leap",  "message", "last",  "hash",
                                                  "epoch_max", "label", "detail",  "n"};
static const char *const *const columns[BOOKS] = {journal_columns, acts_columns};
static struct scratch scratch;
static struct span images[BOOKS]; /* of good books */
static struct chain_entry entries[ENTRIES];
static struct device devices[DEVICES] = {{0}, {0x77}};

/* ---- good books ---- */

static void make_journal(const struct database_options *options)
{
    static struct chain chain;
    struct journal_sqlite journal;
    struct journal_entry list[ENTRIES];
    enum status status = journal_sqlite_open(&journal, options);
    assert(status == STATUS_OK);
    struct journal_file file = journal_sqlite_file(&journal);
    chain_start(&chain, 9);
    devices[0] = chain.device;
    for (int i = 0; i < ENTRIES; i++) {
        if (i == ENTRIES / 2) {
            chain_open_epoch(&chain, 3);
        }
        chain_next(&chain, i, 60, &entries[i]);
        list[i] = entries[i].entry;
    }
    const struct journal_kept kept = {.key = TEXT("duty"), .value = span_of("an", 2)};
    const struct journal_group group = {
        .entries = list, .entry_count = ENTRIES, .kept = &kept, .kept_count = 1};
    status = journal_file_append(&file, &group);
    assert(status == STATUS_OK);
    const struct journal_receipt receipt = {
        .received = {list[2].place, list[2].hash},
          .level_two = list[1].place
    };
    status = journal_file_receive(&file, &receipt);
    assert(status == STATUS_OK);
    journal_sqlite_close(&journal);
}

/* Row I is of the first device but for every eighth; two places each. */
static struct act_batch batch_of(uint64_t i)
{
    static const uint8_t message[24] = {8, 2};
    bool late = i >= EPOCH_TWO_FROM;
    return (struct act_batch){
        .device = devices[i % 8 == 7],
        .received = {1000 + (int64_t)i                       },
        .first = { late ? 2 : 1, 1 + 2 * (late ? i - EPOCH_TWO_FROM : i)},
        .count = 2,
        .message = span_of(message, sizeof message)
    };
}

static void make_acts(const struct database_options *options)
{
    static struct act_batch batches[BATCHES];
    static struct act_stream *of[BATCHES];
    struct act_stream streams[DEVICES] = {{.stream.device = devices[0]},
                                          {.stream.device = devices[1]}};
    struct act_stream *changed[] = {&streams[0], &streams[1]};
    const struct act_device rows[DEVICES] = {
        {.device = devices[0], .label = "unit",  .party = "post"  },
        {.device = devices[1], .label = "other", .party = "center"}
    };
    struct act_incident incident = {.kind = ACT_INCIDENT_ANCHORED, .device = devices[0]};
    for (uint64_t i = 0; i < BATCHES; i++) {
        batches[i] = batch_of(i);
        of[i] = &streams[i % 8 == 7];
    }
    struct act_quarantine apart = {
        .device = devices[0],
        .received = {1000},
        .reason = ACT_QUARANTINE_REVOKED,
        .first = { 3,   1},
        .count = 9,
        .message = batches[0].message
    };
    struct act_group group = {.quarantine = &apart,
                              .quarantine_count = 1,
                              .batches = batches,
                              .batch_streams = of,
                              .batch_count = BATCHES,
                              .streams = changed,
                              .stream_count = DEVICES,
                              .devices = rows,
                              .device_count = DEVICES,
                              .incidents = &incident,
                              .incident_count = 1};
    streams[0].stream.high_water = (struct head){
        {2, 400},
        {{1}}
    };
    streams[1].stream.high_water = (struct head){
        {2, 400},
        {{2}}
    };
    struct act_store_sqlite acts;
    enum status status = act_store_sqlite_open(&acts, options);
    assert(status == STATUS_OK);
    struct act_store store = act_store_sqlite_store(&acts);
    status = act_store_commit(&store, &group);
    assert(status == STATUS_OK);
    act_store_sqlite_close(&acts);
}

/* All of it in the one file: the WAL is emptied into it. */
static void make_images(void)
{
    static void (*const make[BOOKS])(const struct database_options *) = {make_journal, make_acts};
    scratch_make(&scratch);
    for (int book = 0; book < BOOKS; book++) {
        const char *path = scratch_path(&scratch, books[book]);
        struct sqlite3 *connection = NULL;
        make[book](&(struct database_options){.path = path});
        int code = sqlite3_open(path, &connection);
        assert(code == SQLITE_OK);
        code = sqlite3_exec(connection, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
        assert(code == SQLITE_OK);
        code = sqlite3_close(connection);
        assert(code == SQLITE_OK);
        images[book] = scratch_take(&scratch, books[book]);
    }
}

/* ---- spoiling ---- */

/* What SQLite itself refuses (a type, a key twice) stays as it was. */
static void change(struct sqlite3 *connection, uint32_t book, struct reader *reader)
{
    char sql[256];
    struct line line = line_of(sql, sizeof sql);
    uint32_t doing = fuzz_choose(reader, DOINGS);
    const char *table = tables[book][fuzz_choose(reader, TABLES)];
    const char *column = columns[book][fuzz_choose(reader, COLUMNS)];
    struct sqlite3_stmt *statement = NULL;
    line_put(&line, doing == DROP ? "DROP TABLE " : doing == DELETE ? "DELETE FROM " : "UPDATE ");
    line_put(&line, table);
    if (doing < DELETE) {
        line_put(&line, " SET ");
        line_put(&line, column);
        line_put(&line, " = ?2");
    }
    if (doing != DROP) {
        line_put(&line, " WHERE rowid = (SELECT rowid FROM ");
        line_put(&line, table);
        line_put(&line, " ORDER BY rowid LIMIT 1 OFFSET ?1)");
    }
    if (sqlite3_prepare_v2(connection, sql, -1, &statement, NULL) != SQLITE_OK) {
        return;
    }
    (void)sqlite3_bind_int64(statement, 1, read_u16(reader) % (BATCHES + 1));
    size_t size = doing == SET_BYTES || doing == SET_TEXT ? read_u8(reader) : 0;
    struct span bytes = read_span(reader, size < reader->left ? size : reader->left);
    if (doing == SET) {
        (void)sqlite3_bind_int64(statement, 2, read_u8(reader));
    } else if (doing == SET_LARGE) {
        (void)sqlite3_bind_int64(statement, 2, read_i64(reader));
    } else if (doing == SET_BYTES) {
        (void)sqlite3_bind_blob64(statement, 2, bytes.at, bytes.size, SQLITE_STATIC);
    } else if (doing == SET_TEXT) {
        (void)sqlite3_bind_text(statement, 2, (const char *)bytes.at, (int)bytes.size,
                                SQLITE_STATIC);
    }
    (void)sqlite3_step(statement);
    (void)sqlite3_finalize(statement);
}

static void put_spoiled(uint32_t book, struct reader *reader)
{
    struct sqlite3 *connection = NULL;
    scratch_put(&scratch, books[book], images[book]);
    int code = sqlite3_open(scratch_path(&scratch, books[book]), &connection);
    assert(code == SQLITE_OK);
    code = sqlite3_exec(connection, "PRAGMA synchronous=OFF; PRAGMA ignore_check_constraints=ON",
                        NULL, NULL, NULL);
    assert(code == SQLITE_OK);
    for (uint32_t left = fuzz_choose(reader, PATCHES_MAX); left > 0; left--) {
        change(connection, book, reader);
    }
    code = sqlite3_close(connection);
    assert(code == SQLITE_OK);
}

/* ---- reading ---- */

static bool is_honest(enum status status)
{
    return status < STATUS_STATUSES;
}

static bool was_sealed(const struct sealed *sealed)
{
    for (int i = 0; i < ENTRIES; i++) {
        if (span_equal(sealed->whole, entries[i].entry.whole) &&
            place_order(sealed->entry.place, entries[i].entry.place) == 0) {
            return true;
        }
    }
    return false;
}

static void read_entries(struct journal_file *file, struct reader *reader)
{
    static uint8_t room[PAGE];
    struct place from = {read_u8(reader) % 5, read_u8(reader) % 8};
    for (int i = 0; i < 2 * ENTRIES; i++) {
        struct journal_page page = {
            .at = room, .room = read_u8(reader) % 2 ? PAGE : 500, .count_max = 3};
        enum status status = journal_file_read(file, from, &page);
        assert(is_honest(status));
        if (status != STATUS_OK || page.count == 0) {
            return;
        }
        struct span rest = span_of(room, page.size);
        assert(place_order(page.first, from) >= 0 && page.first.epoch == page.last.epoch);
        for (uint32_t one = 0; one < page.count; one++) {
            struct sealed sealed;
            status = entry_open(&rest, &sealed);
            assert(status == STATUS_OK && was_sealed(&sealed));
            assert(sealed.entry.place.seq == page.first.seq + one);
        }
        assert(rest.size == 0);
        from = (struct place){page.last.epoch, page.last.seq + 1};
    }
}

static void read_journal(const struct database_options *options, struct reader *reader)
{
    static uint8_t kept[JOURNAL_KEPT_SIZE_MAX];
    struct journal_sqlite journal;
    struct journal_state state;
    struct journal_page page = {.at = kept, .room = sizeof kept, .count_max = 1};
    struct hash hash;
    size_t size = 0;
    enum status status = journal_sqlite_open(&journal, options);
    if (status != STATUS_OK) {
        assert(is_honest(status));
        return;
    }
    struct journal_file file = journal_sqlite_file(&journal);
    read_entries(&file, reader);
    for (int i = 0; i < ENTRIES; i++) {
        status = journal_file_hash_at(&file, entries[i].entry.place, &hash);
        assert(is_honest(status));
        assert(status != STATUS_OK || hash_equal(&hash, &entries[i].entry.hash));
    }
    assert(is_honest(journal_file_kept(&file, TEXT("duty"), kept, sizeof kept, &size)));
    if (journal_file_state(&file, &state) == STATUS_OK && !options->reading) {
        uint32_t purged = 0;
        assert(is_honest(journal_file_purge(&file, (struct instant){INT64_MAX}, 3, &purged)));
        assert(is_honest(journal_file_receive(&file, &state.receipt)));
        read_entries(&file, reader);
    }
    scratch_put(&scratch, books[0], span_of("no book", 7)); /* and is one no more */
    status = journal_file_reopen(&file);
    assert(status != STATUS_OK);
    assert(journal_file_read(&file, (struct place){0}, &page) == STATUS_IO);
    assert(journal_file_hash_at(&file, entries[0].entry.place, &hash) == STATUS_IO);
    journal_sqlite_close(&journal);
}

/* A row in which PLACE counts, as the row itself says; or one kept apart. */
static void check_found(const struct act_page *page, const struct act_stream *stream,
                        struct place place)
{
    const struct act_batch *row = &page->rows[0];
    assert(page->count == 1 && row->device.id == stream->stream.device.id);
    assert(row->first.epoch == place.epoch);
    assert(row->n == 0 ||
           (place.seq >= row->first.seq + row->skip && place.seq < row->first.seq + row->count));
}

static void find_places(struct act_store *store, const struct act_stream *stream,
                        struct act_page *page, struct reader *reader)
{
    const struct place places[] = {
        {1,                    1                     },
        {2,                    9                     },
        {3,                    4                     },
        {read_u8(reader) % 5U, 2 * read_u8(reader)   },
        {read_u8(reader) % 5U, read_u16(reader) % 600}
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        enum status status = act_store_find(store, stream, places[i], page);
        assert(is_honest(status));
        if (status == STATUS_OK) {
            check_found(page, stream, places[i]);
        }
        struct place reached = {0};
        uint64_t n = read_u16(reader) % (BATCHES + 1);
        assert(is_honest(act_store_reached(store, stream, n, &reached)));
        status = act_store_row(store, n, page);
        assert(is_honest(status) && (status != STATUS_OK || page->rows[0].n == n));
    }
}

static void read_store(const struct database_options *options, struct reader *reader)
{
    static uint8_t room[PAGE];
    struct act_batch rows[ROWS];
    struct act_stream streams[ROWS];
    struct act_device known[ROWS];
    struct act_position position;
    struct act_page page = {.at = room, .room = sizeof room, .rows = rows, .rows_max = ROWS};
    struct act_store_sqlite acts;
    size_t count = 0;
    enum status status = act_store_sqlite_open(&acts, options);
    if (status == STATUS_OK) {
        struct act_store store = act_store_sqlite_store(&acts);
        assert(is_honest(act_store_position(&store, &position)));
        assert(is_honest(act_store_devices(&store, 0, known, ROWS, &count)));
        status = act_store_streams(&store, 0, streams, ROWS, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            struct head high_water = streams[i].stream.high_water;
            assert((high_water.place.epoch == 0) == (high_water.place.seq == 0));
            find_places(&store, &streams[i], &page, reader);
        }
    }
    act_store_sqlite_close(&acts);
}

static void read_batches(struct act_reader *acts, struct reader *reader)
{
    static uint8_t room[PAGE];
    struct act_batch rows[ROWS];
    uint64_t after = read_u8(reader);
    struct act_page page = {
        .at = room, .room = 8 * (size_t)read_u8(reader), .rows = rows, .rows_max = ROWS};
    enum status status = act_reader_read(acts, after, &page);
    assert(is_honest(status));
    const uint8_t *next = room;
    for (size_t i = 0; status == STATUS_OK && i < page.count; i++) {
        assert(rows[i].n == after + 1 + i && rows[i].message.at == next);
        next += rows[i].message.size;
    }
    assert(next <= room + page.room);
}

static void read_tables(struct act_reader *acts, struct reader *reader)
{
    struct act_device known[ROWS];
    struct act_quarantine apart[ROWS];
    struct act_incident incidents[ROWS];
    size_t count = 0;
    uint64_t after = read_u8(reader) % 3;
    enum status status = act_reader_devices(acts, after, known, ROWS, &count);
    assert(is_honest(status));
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        assert(memchr(known[i].label, '\0', sizeof known[i].label) != NULL);
        assert(memchr(known[i].party, '\0', sizeof known[i].party) != NULL);
    }
    assert(is_honest(act_reader_quarantine(acts, after, apart, ROWS, &count)));
    status = act_reader_incidents(acts, after, incidents, ROWS, &count);
    assert(is_honest(status));
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        assert(memchr(incidents[i].detail, '\0', sizeof incidents[i].detail) != NULL);
    }
}

/* A book that was there and is none any more: nothing is read from it. */
static void lose_book(struct act_reader *acts)
{
    static uint8_t room[8];
    struct act_batch rows[1];
    struct act_device known[1];
    struct act_quarantine apart[1];
    struct act_incident incidents[1];
    struct act_stream stream = {.stream.device = devices[0], .trail.last = 1};
    struct act_page page = {.at = room, .room = sizeof room, .rows = rows, .rows_max = 1};
    size_t count = 0;
    scratch_clear(&scratch);
    enum status status = act_reader_reopen(acts);
    assert(status == STATUS_NOT_FOUND);
    assert(act_reader_read(acts, 0, &page) == STATUS_IO);
    assert(act_reader_devices(acts, 0, known, 1, &count) == STATUS_IO);
    assert(act_reader_quarantine(acts, 0, apart, 1, &count) == STATUS_IO);
    assert(act_reader_incidents(acts, 0, incidents, 1, &count) == STATUS_IO);
    assert(act_reader_find(acts, &stream, (struct place){1, 1}, &page) == STATUS_IO);
    stream.trail.last = 0;
    assert(act_reader_find(acts, &stream, (struct place){1, 1}, &page) == STATUS_IO);
    assert(act_reader_streams(acts, 0, &stream, 1, &count) == STATUS_IO);
}

static void read_acts(const struct database_options *options, struct reader *reader)
{
    struct act_reader_sqlite book;
    struct act_position position;
    if (!options->reading) {
        read_store(options, reader);
    }
    if (act_reader_sqlite_open(&book, options) == STATUS_OK) {
        struct act_reader acts = act_reader_sqlite_reader(&book);
        assert(is_honest(act_reader_position(&acts, &position)));
        read_batches(&acts, reader);
        read_tables(&acts, reader);
        lose_book(&acts);
    }
    act_reader_sqlite_close(&book);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct reader reader = reader_of(span_of(at, size));
    if (!images[0].at) {
        make_images();
    }
    uint8_t first = read_u8(&reader);
    uint32_t book = first % BOOKS;
    scratch_clear(&scratch);
    put_spoiled(book, &reader);
    const struct database_options options = {.path = scratch_path(&scratch, books[book]),
                                             .reading = first & 64};
    if (book == 0) {
        read_journal(&options, &reader);
    } else {
        read_acts(&options, &reader);
    }
    return 0;
}
