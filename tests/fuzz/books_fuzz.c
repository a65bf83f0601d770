/* books_fuzz - the three SQLite books with bytes of their files spoiled: whoever opens one says so
 * or reads on, and never takes for an entry what its device did not seal.
 *
 * Input: which book, then patches of five bytes (which file, where, what); what is cut off ends the
 * file there. */
#include <stdlib.h>
#include <string.h>

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "adapters/sqlite/flag_book_sqlite.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "tests/contract/chain.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/scratch.h"
#include "tests/unit/server/board/sample.h"

enum { ENTRIES = 6, PATCHES_MAX = 24, PAGE = 64 * 1024, BOOKS = 3, FILES = 2 };

static const char *const names[BOOKS][FILES] = {
    {"journal.db", "journal.db-wal"},
    {"acts.db",    "acts.db-wal"   },
    {"flags.db",   "flags.db-wal"  }
};
static struct scratch scratch;
static struct span images[BOOKS][FILES]; /* of good books */
static struct chain_entry entries[ENTRIES];
static struct device device;

static void make_journal(const struct database_options *options)
{
    static struct chain chain;
    struct journal_sqlite journal;
    struct journal_entry list[ENTRIES];
    enum status status = journal_sqlite_open(&journal, options);
    assert(status == STATUS_OK);
    struct journal_file file = journal_sqlite_file(&journal);
    chain_start(&chain, 9);
    device = chain.device;
    for (int i = 0; i < ENTRIES; i++) {
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

static void make_acts(const struct database_options *options)
{
    static const uint8_t message[200] = {8, 2};
    struct act_store_sqlite acts;
    enum status status = act_store_sqlite_open(&acts, options);
    assert(status == STATUS_OK);
    struct act_store store = act_store_sqlite_store(&acts);
    struct act_stream stream = {.stream.device = device};
    struct act_stream *streams[] = {&stream};
    struct act_batch batches[3];
    const struct act_device row = {.device = device, .label = "unit", .party = "post"};
    struct act_incident incident = {.kind = ACT_INCIDENT_ANCHORED, .device = device};
    for (uint64_t i = 0; i < 3; i++) {
        batches[i] = (struct act_batch){
            .device = device,
            .received = {1000      },
            .first = { 1, 1 + 2 * i},
            .count = 2,
            .message = span_of(message, sizeof message)
        };
    }
    struct act_stream *of[] = {&stream, &stream, &stream};
    stream.stream.high_water = (struct head){entries[ENTRIES - 1].entry.place, {{1}}};
    struct act_quarantine apart = {
        .device = device,
        .received = {1000},
        .reason = ACT_QUARANTINE_FORKED,
        .first = { 1,   1},
        .count = 2,
        .message = span_of(message, sizeof message)
    };
    struct act_group group = {.quarantine = &apart,
                              .quarantine_count = 1,
                              .batches = batches,
                              .batch_streams = of,
                              .batch_count = 3,
                              .streams = streams,
                              .stream_count = 1,
                              .devices = &row,
                              .device_count = 1,
                              .incidents = &incident,
                              .incident_count = 1};
    status = act_store_commit(&store, &group);
    assert(status == STATUS_OK);
    act_store_sqlite_close(&acts);
}

static void make_flags(const struct database_options *options)
{
    struct flag_book_sqlite flags;
    enum status status = flag_book_sqlite_open(&flags, options);
    assert(status == STATUS_OK);
    struct flag_book book = flag_book_sqlite_book(&flags);
    bool written = sample_write(&book, (struct minute){29924229});
    assert(written);
    flag_book_sqlite_close(&flags);
}

static void make_images(void)
{
    static void (*const make[BOOKS])(const struct database_options *) = {make_journal, make_acts,
                                                                         make_flags};
    scratch_make(&scratch);
    for (int book = 0; book < BOOKS; book++) {
        const struct database_options options = {.path = scratch_path(&scratch, names[book][0])};
        make[book](&options);
        for (int file = 0; file < FILES; file++) {
            images[book][file] = scratch_take(&scratch, names[book][file]);
        }
    }
}

static bool is_honest(enum status status)
{
    return status < STATUS_STATUSES;
}

/* Is it one of those that were sealed? */
static bool was_sealed(const struct sealed *sealed)
{
    for (int i = 0; i < ENTRIES; i++) {
        const struct span whole = entries[i].entry.whole;
        if (span_equal(sealed->whole, whole)) {
            return true;
        }
    }
    return false;
}

static void read_journal(const struct database_options *options)
{
    static uint8_t room[PAGE];
    static uint8_t kept[JOURNAL_KEPT_SIZE_MAX];
    struct journal_sqlite journal;
    struct journal_state state;
    size_t size = 0;
    enum status status = journal_sqlite_open(&journal, options);
    if (status != STATUS_OK) {
        assert(is_honest(status));
        return;
    }
    struct journal_file file = journal_sqlite_file(&journal);
    struct place from = {0};
    for (int i = 0; i < 2 * ENTRIES; i++) {
        struct journal_page page = {.at = room, .room = sizeof room, .count_max = 4};
        if (journal_file_read(&file, from, &page) != STATUS_OK || page.count == 0) {
            break;
        }
        struct span rest = span_of(room, page.size);
        for (uint32_t one = 0; one < page.count; one++) {
            struct sealed sealed;
            status = entry_open(&rest, &sealed);
            assert(status == STATUS_OK && was_sealed(&sealed));
        }
        assert(place_order(page.last, from) >= 0 && rest.size == 0);
        from = (struct place){page.last.epoch, page.last.seq + 1};
    }
    for (int i = 0; i < ENTRIES; i++) {
        struct hash hash;
        status = journal_file_hash_at(&file, entries[i].entry.place, &hash);
        assert(is_honest(status));
        assert(status != STATUS_OK || hash_equal(&hash, &entries[i].entry.hash));
    }
    assert(is_honest(journal_file_kept(&file, TEXT("duty"), kept, sizeof kept, &size)));
    if (journal_file_state(&file, &state) == STATUS_OK && !options->reading) {
        uint32_t purged = 0;
        assert(is_honest(journal_file_receive(&file, &state.receipt)));
        assert(is_honest(journal_file_purge(&file, (struct instant){INT64_MAX}, 3, &purged)));
    }
    assert(is_honest(journal_file_reopen(&file)));
    journal_sqlite_close(&journal);
}

static void read_acts(const struct database_options *options)
{
    static uint8_t room[PAGE];
    static struct act_batch rows[16];
    static struct act_device devices[8];
    static struct act_stream streams[8];
    static struct act_quarantine apart[8];
    static struct act_incident incidents[8];
    struct act_reader_sqlite acts;
    struct act_position position;
    struct act_page page = {.at = room, .room = sizeof room, .rows = rows, .rows_max = 16};
    size_t count = 0;
    enum status status = act_reader_sqlite_open(&acts, options);
    if (status == STATUS_OK) {
        struct act_reader reader = act_reader_sqlite_reader(&acts);
        assert(is_honest(act_reader_position(&reader, &position)));
        if (act_reader_read(&reader, 0, &page) == STATUS_OK) {
            for (size_t i = 1; i < page.count; i++) {
                assert(rows[i].n > rows[i - 1].n && rows[i].message.size <= MESSAGE_BYTES_MAX);
            }
        }
        assert(is_honest(act_reader_devices(&reader, 0, devices, 8, &count)));
        if (act_reader_streams(&reader, 0, streams, 8, &count) == STATUS_OK && count > 0) {
            page.count = 0;
            assert(is_honest(act_reader_find(&reader, &streams[0], (struct place){1, 4}, &page)));
        }
        assert(is_honest(act_reader_quarantine(&reader, 0, apart, 8, &count)));
        assert(is_honest(act_reader_incidents(&reader, 0, incidents, 8, &count)));
        assert(is_honest(act_reader_reopen(&reader)));
    }
    act_reader_sqlite_close(&acts);
    if (!options->reading) {
        struct act_store_sqlite writer;
        status = act_store_sqlite_open(&writer, options);
        if (status == STATUS_OK) {
            struct act_store store = act_store_sqlite_store(&writer);
            assert(is_honest(act_store_position(&store, &position)));
            assert(is_honest(act_store_devices(&store, 0, devices, 8, &count)));
        }
        act_store_sqlite_close(&writer);
    }
}

static void read_flags(const struct database_options *options)
{
    static uint8_t memory[4 * PAGE];
    static struct book_dossier dossiers[16];
    static struct book_act acts[16];
    static struct book_change changes[16];
    struct flag_reader_sqlite flags;
    struct flag_counts counts;
    struct book_position position;
    size_t count = 0;
    struct arena arena = arena_of(memory, sizeof memory);
    const struct flag_filter all = {.any_level = true, .any_cause = true};
    const struct text code = TEXT(SAMPLE_TRACED);
    if (flag_reader_sqlite_open(&flags, options) == STATUS_OK) {
        struct flag_reader reader = flag_reader_sqlite_reader(&flags);
        assert(is_honest(flag_reader_position(&reader, &position)));
        assert(is_honest(flag_reader_counts(&reader, &counts)));
        assert(is_honest(flag_reader_flags(&reader, &all, 0, &arena, dossiers, 16, &count)));
        arena_reset(&arena);
        assert(is_honest(flag_reader_dossier(&reader, code, &arena, &dossiers[0])));
        assert(is_honest(flag_reader_acts(&reader, code, &arena, acts, 16, &count)));
        assert(is_honest(flag_reader_changes(&reader, code, &arena, changes, 16, &count)));
    }
    flag_reader_sqlite_close(&flags);
    if (!options->reading) {
        struct flag_book_sqlite writer;
        if (flag_book_sqlite_open(&writer, options) == STATUS_OK) {
            struct flag_book book = flag_book_sqlite_book(&writer);
            arena_reset(&arena);
            assert(is_honest(flag_book_dossiers(&book, TEXT(""), &arena, dossiers, 16, &count)));
            assert(is_honest(flag_book_position(&book, &position)));
        }
        flag_book_sqlite_close(&writer);
    }
}

/* Copies of the images of BOOK with the patches applied stand in the folder. */
static void put_spoiled(uint32_t book, struct reader *reader)
{
    uint8_t *copy[FILES];
    size_t size[FILES];
    for (int file = 0; file < FILES; file++) {
        size[file] = images[book][file].size;
        copy[file] = malloc(size[file] + 1);
        assert(copy[file]);
        memcpy(copy[file], images[book][file].at, size[file]);
    }
    for (int i = 0; i < PATCHES_MAX && reader->left >= 5; i++) {
        uint8_t which = read_u8(reader);
        uint32_t file = which & 1;
        size_t place = read_u8(reader) | (size_t)read_u8(reader) << 8 | (size_t)(which >> 4) << 16;
        uint8_t value = read_u8(reader);
        uint8_t how = read_u8(reader);
        if (which & 2) {
            size[file] = place < size[file] ? place : size[file];
        } else if (size[file] > 0) {
            uint8_t *at = &copy[file][place % size[file]];
            *at = (uint8_t)(how & 1 ? *at ^ value : value);
        }
    }
    for (int file = 0; file < FILES; file++) {
        scratch_put(&scratch, names[book][file], span_of(copy[file], size[file]));
        free(copy[file]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    static void (*const read[BOOKS])(const struct database_options *) = {read_journal, read_acts,
                                                                         read_flags};
    struct reader reader = reader_of(span_of(at, size));
    if (!images[0][0].at) {
        make_images();
    }
    uint8_t first = read_u8(&reader);
    uint32_t book = first % BOOKS;
    scratch_clear(&scratch);
    put_spoiled(book, &reader);
    const struct database_options options = {.path = scratch_path(&scratch, names[book][0]),
                                             .reading = first & 64};
    read[book](&options);
    return 0;
}
