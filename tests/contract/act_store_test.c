#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "tests/contract/folder.h"
#include "tests/fakes/act_store_memory.h"
#include "tests/sim/storage/dice.h"

enum { PAGE_ROOM = 2 * MESSAGE_BYTES_MAX, ROWS_MAX = 512, MESSAGE_SIZE = 64 };

struct keeper {
    void (*open)(void);
    void (*close)(void);
};

static struct act_store store;
static struct act_reader reader;
static struct act_stream streams[3];
static uint8_t room[PAGE_ROOM];
static struct act_batch rows[ROWS_MAX];
static struct folder folder;
static struct act_store_sqlite written_on_disk;
static struct act_reader_sqlite read_on_disk;
static struct act_store_memory in_memory;
static struct disk_dice calm; /* the simulator's disks, without faults */
static struct disk *disk;
static const struct keeper *keeper;

static void open_on_disk(void)
{
    struct database_options options =
        act_store_sqlite_options(folder_file(&folder, "acts.db"), NULL);
    options.reserve_bytes = 0;
    assert_int_equal(act_store_sqlite_open(&written_on_disk, &options), STATUS_OK);
    assert_int_equal(act_reader_sqlite_open(&read_on_disk, &options), STATUS_OK);
    store = act_store_sqlite_store(&written_on_disk);
    reader = act_reader_sqlite_reader(&read_on_disk);
}

static void close_on_disk(void)
{
    act_reader_sqlite_close(&read_on_disk);
    act_store_sqlite_close(&written_on_disk);
}

static void open_in_memory(void)
{
    act_store_memory_restart(&in_memory);
    store = in_memory.port;
    reader = in_memory.reader;
}

static void close_in_memory(void)
{
}

static void open_on_sim(void)
{
    assert_int_equal(disk_acts(disk, NULL, &store), STATUS_OK);
    assert_int_equal(disk_act_reader(disk, NULL, &reader), STATUS_OK);
}

static void close_on_sim(void)
{
    disk_stop(disk);
}

static const struct keeper sim = {open_on_sim, close_on_sim};
static const struct keeper sqlite = {open_on_disk, close_on_disk};
static const struct keeper memory = {open_in_memory, close_in_memory};

static int start_with(const struct keeper *with)
{
    static const struct head nothing;
    keeper = with;
    folder_make(&folder);
    act_store_memory_init(&in_memory);
    for (size_t i = 0; i < 3; i++) {
        /* The middle one's number has its highest bit set, as half of all devices' have. */
        const struct device device = {(i == 1 ? UINT64_C(1) << 63 : 0) + 100 + i};
        memset(&streams[i], 0, sizeof streams[i]);
        stream_init(&streams[i].stream, device, &nothing, 1, false);
    }
    keeper->open();
    return 0;
}

static int start_sqlite(void **unused)
{
    (void)unused;
    return start_with(&sqlite);
}

static int start_memory(void **unused)
{
    (void)unused;
    return start_with(&memory);
}

static int start_sim(enum disk_kind kind)
{
    disk_dice_start(&calm, 1);
    const struct disk_chance chance = disk_dice_chance(&calm);
    disk = disk_new(kind, "disk", 4096, &chance);
    return start_with(&sim);
}

static int start_abstract(void **unused)
{
    (void)unused;
    return start_sim(DISK_ABSTRACT);
}

static int start_crash(void **unused)
{
    (void)unused;
    return start_sim(DISK_SQLITE);
}

static int stop(void **unused)
{
    (void)unused;
    keeper->close();
    act_store_memory_fini(&in_memory);
    folder_remove(&folder);
    disk_free(disk);
    disk = NULL;
    return 0;
}

static void restart(void)
{
    keeper->close();
    keeper->open();
}

static struct act_page page_of(size_t size, size_t rows_max)
{
    return (struct act_page){.at = room, .room = size, .rows = rows, .rows_max = rows_max};
}

static struct act_position position(void)
{
    struct act_position written;
    struct act_position read;
    assert_int_equal(act_store_position(&store, &written), STATUS_OK);
    assert_int_equal(act_reader_position(&reader, &read), STATUS_OK);
    assert_int_equal(written.n, read.n);
    assert_int_equal(written.received.ms, read.received.ms);
    assert_int_equal(written.quarantine, read.quarantine);
    assert_int_equal(written.incident, read.incident);
    return read;
}

/* One batch of COUNT entries behind STREAM's high water, SKIP of them known; its message tells
 * which. Returns its n. */
static uint64_t commit_batch(struct act_stream *stream, uint32_t count, uint32_t skip, int64_t ms)
{
    uint8_t message[MESSAGE_SIZE];
    struct place *high_water = &stream->stream.high_water.place;
    memset(message, (int)(high_water->seq & 0xff), sizeof message);
    struct act_batch batch = {
        .device = stream->stream.device,
        .received.ms = ms,
        .first.epoch = stream->stream.epoch_max,
        .first.seq = high_water->seq + 1 - skip,
        .count = count,
        .skip = skip,
        .message = span_of(message, sizeof message),
    };
    *high_water = (struct place){stream->stream.epoch_max, high_water->seq + count - skip};
    struct act_group group = {.batches = &batch,
                              .batch_streams = &stream,
                              .batch_count = 1,
                              .streams = &stream,
                              .stream_count = 1};
    assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
    return batch.n;
}

static struct act_device some_device(uint64_t id)
{
    struct act_device device = {
        .device.id = id,
        .kind = DEVICE_DESK,
        .label = "quầy 3",
        .party = "H41.04",
        .enrolled.ms = 17,
    };
    memset(device.link_key.byte, 3, sizeof device.link_key.byte);
    memset(device.sign_key.byte, 4, sizeof device.sign_key.byte);
    return device;
}

static void a_new_book_is_empty(void **unused)
{
    (void)unused;
    struct act_page page = page_of(sizeof room, ROWS_MAX);
    struct act_device device;
    size_t count = 9;
    assert_int_equal(position().n, 0);
    assert_int_equal(act_reader_read(&reader, 0, &page), STATUS_OK);
    assert_int_equal(page.count, 0);
    assert_int_equal(act_store_devices(&store, 0, &device, 1, &count), STATUS_OK);
    assert_int_equal(count, 0);
}

static void batches_are_read_in_the_order_they_came_byte_for_byte(void **unused)
{
    (void)unused;
    uint8_t expected[MESSAGE_SIZE];
    struct act_page page = page_of(sizeof room, ROWS_MAX);
    assert_int_equal(commit_batch(&streams[1], 5, 0, 1000), 1);
    assert_int_equal(commit_batch(&streams[0], 2, 0, 1000), 2);
    assert_int_equal(commit_batch(&streams[1], 4, 1, 1500), 3);
    restart();
    assert_int_equal(position().n, 3);
    assert_int_equal(position().received.ms, 1500);
    assert_int_equal(act_reader_read(&reader, 0, &page), STATUS_OK);
    assert_int_equal(page.count, 3);
    assert_int_equal(page.rows[0].n, 1);
    assert_int_equal(page.rows[0].device.id, streams[1].stream.device.id);
    const struct act_batch *third = &page.rows[2];
    assert_int_equal(third->n, 3);
    assert_int_equal(third->received.ms, 1500);
    assert_int_equal(third->first.epoch, 1);
    assert_int_equal(third->first.seq, 5);
    assert_int_equal(third->count, 4);
    assert_int_equal(third->skip, 1);
    memset(expected, 5, sizeof expected);
    assert_int_equal(third->message.size, sizeof expected);
    assert_memory_equal(third->message.at, expected, sizeof expected);
}

static void a_page_takes_as_many_rows_as_fit(void **unused)
{
    (void)unused;
    for (int i = 0; i < 5; i++) {
        commit_batch(&streams[0], 1, 0, 1000 + i);
    }
    struct act_page page = page_of(sizeof room, 2);
    assert_int_equal(act_reader_read(&reader, 1, &page), STATUS_OK);
    assert_int_equal(page.count, 2);
    assert_int_equal(page.rows[0].n, 2);
    page = page_of(3 * MESSAGE_SIZE + 1, ROWS_MAX);
    assert_int_equal(act_reader_read(&reader, 0, &page), STATUS_OK);
    assert_int_equal(page.count, 3);
    page = page_of(MESSAGE_SIZE - 1, ROWS_MAX);
    assert_int_equal(act_reader_read(&reader, 0, &page), STATUS_FULL);
    page = page_of(sizeof room, ROWS_MAX);
    assert_int_equal(act_reader_read(&reader, 5, &page), STATUS_OK);
    assert_int_equal(page.count, 0);
}

static void a_stream_comes_back_with_its_high_water(void **unused)
{
    (void)unused;
    struct act_stream loaded[4];
    size_t count = 0;
    memset(streams[1].stream.high_water.hash.byte, 0xab, HASH_SIZE);
    streams[1].level_two = (struct place){1, 3};
    streams[1].stream.state = STREAM_LOCKED;
    commit_batch(&streams[1], 5, 0, 1000);
    commit_batch(&streams[2], 1, 0, 1000);
    commit_batch(&streams[2], 1, 0, 1000);
    restart();
    assert_int_equal(act_store_streams(&store, 0, loaded, 4, &count), STATUS_OK);
    assert_int_equal(count, 2);
    const size_t at = loaded[0].stream.device.id == streams[1].stream.device.id ? 0 : 1;
    assert_int_equal(loaded[at].stream.device.id, streams[1].stream.device.id);
    assert_int_equal(loaded[at].stream.high_water.place.seq, 5);
    assert_memory_equal(&loaded[at].stream.high_water.hash, &streams[1].stream.high_water.hash,
                        HASH_SIZE);
    assert_int_equal(loaded[at].stream.epoch_max, 1);
    assert_int_equal(loaded[at].stream.state, STREAM_LOCKED);
    assert_int_equal(loaded[at].level_two.seq, 3);
    assert_int_equal(loaded[1 - at].stream.high_water.place.seq, 2);
    assert_int_equal(loaded[1 - at].stream.state, STREAM_FOLLOWING);
    assert_int_equal(act_reader_streams(&reader, 1, loaded, 4, &count), STATUS_OK);
    assert_int_equal(count, 1);
}

static void a_device_is_enrolled_and_revoked(void **unused)
{
    (void)unused;
    struct act_device loaded[4];
    struct act_stream stream;
    size_t count = 0;
    struct act_device device = some_device(streams[1].stream.device.id);
    struct act_group group = {.devices = &device, .device_count = 1};
    assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
    commit_batch(&streams[1], 5, 0, 1000);
    assert_int_equal(act_reader_devices(&reader, 0, loaded, 4, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_false(loaded[0].revoked);
    device.revoked = true;
    device.revoked_at.ms = 99;
    device.trusted_to = (struct place){1, 2};
    assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
    restart();
    assert_int_equal(act_store_devices(&store, 0, loaded, 4, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(loaded[0].device.id, device.device.id);
    assert_memory_equal(&loaded[0].link_key, &device.link_key, sizeof device.link_key);
    assert_memory_equal(&loaded[0].sign_key, &device.sign_key, sizeof device.sign_key);
    assert_int_equal(loaded[0].kind, DEVICE_DESK);
    assert_string_equal(loaded[0].label, "quầy 3");
    assert_string_equal(loaded[0].party, "H41.04");
    assert_int_equal(loaded[0].enrolled.ms, 17);
    assert_true(loaded[0].revoked);
    assert_int_equal(loaded[0].revoked_at.ms, 99);
    assert_int_equal(loaded[0].trusted_to.seq, 2);
    assert_int_equal(act_store_streams(&store, 0, &stream, 1, &count), STATUS_OK);
    assert_true(stream.stream.revoked);
    assert_int_equal(stream.stream.trusted_to.seq, 2);
}

static void tables_are_read_in_pieces(void **unused)
{
    (void)unused;
    struct act_device devices[7];
    struct act_device loaded[3];
    uint64_t seen = 0;
    size_t count = 0;
    for (size_t i = 0; i < 7; i++) {
        devices[i] = some_device(UINT64_C(3000000000000000000) * i + (UINT64_C(1) << i));
    }
    struct act_group group = {.devices = devices, .device_count = 7};
    assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
    for (uint64_t skip = 0; skip < 9; skip += 3) {
        assert_int_equal(act_reader_devices(&reader, skip, loaded, 3, &count), STATUS_OK);
        assert_int_equal(count, skip < 6 ? 3 : 1);
        for (size_t i = 0; i < count; i++) {
            seen += loaded[i].device.id % 1000;
        }
    }
    assert_int_equal(seen, 1 + 2 + 4 + 8 + 16 + 32 + 64); /* each of the seven once */
}

static void an_entry_is_found_in_the_row_where_it_counts(void **unused)
{
    (void)unused;
    uint64_t n_of[1000] = {0}; /* of stream 0's seqs, by hand */
    struct act_page page = page_of(MESSAGE_BYTES_MAX, 1);
    uint64_t seq = 0;
    for (int i = 0; i < 300; i++) {
        const uint32_t count = 1 + (uint32_t)(i * 7 % 3);
        const uint32_t skip = i % 5 == 4 ? 1 : 0;
        const uint64_t n = commit_batch(&streams[0], count + skip, skip, 1000);
        for (uint32_t k = 0; k < count; k++) {
            n_of[++seq] = n;
        }
        if (i % 2 == 0) {
            commit_batch(&streams[1], 2, 0, 1000);
        }
        if (i == 150) {
            restart();
        }
    }
    for (uint64_t at = 1; at <= seq; at++) {
        const struct place place = {1, at};
        assert_int_equal(act_store_find(&store, &streams[0], place, &page), STATUS_OK);
        assert_int_equal(page.count, 1);
        assert_int_equal(page.rows[0].n, n_of[at]);
        assert_int_equal(page.rows[0].message.size, MESSAGE_SIZE);
    }
    assert_int_equal(act_store_find(&store, &streams[0], (struct place){1, seq + 1}, &page),
                     STATUS_NOT_FOUND);
    assert_int_equal(act_store_find(&store, &streams[0], (struct place){1, 0}, &page),
                     STATUS_NOT_FOUND);
    assert_int_equal(act_store_find(&store, &streams[0], (struct place){2, 1}, &page),
                     STATUS_NOT_FOUND);
    assert_int_equal(act_store_find(&store, &streams[2], (struct place){1, 1}, &page),
                     STATUS_NOT_FOUND);
    page = page_of(MESSAGE_SIZE - 1, 1);
    assert_int_equal(act_store_find(&store, &streams[0], (struct place){1, 1}, &page), STATUS_FULL);
}

static void an_entry_is_found_across_epochs_and_holes(void **unused)
{
    (void)unused;
    struct act_page page = page_of(MESSAGE_BYTES_MAX, 1);
    struct act_stream *stream = &streams[1];
    commit_batch(stream, 3, 0, 1000);
    stream->stream.high_water.place.seq = 10; /* a hole: 4 .. 10 were purged */
    commit_batch(stream, 3, 0, 1000);
    stream->stream.epoch_max = 4;
    stream->stream.high_water.place.seq = 0;
    commit_batch(stream, 2, 0, 1000);
    assert_int_equal(act_store_find(&store, stream, (struct place){1, 2}, &page), STATUS_OK);
    assert_int_equal(page.rows[0].n, 1);
    assert_int_equal(act_store_find(&store, stream, (struct place){1, 12}, &page), STATUS_OK);
    assert_int_equal(page.rows[0].n, 2);
    assert_int_equal(act_reader_find(&reader, stream, (struct place){4, 2}, &page), STATUS_OK);
    assert_int_equal(page.rows[0].n, 3);
    assert_int_equal(act_store_find(&store, stream, (struct place){1, 7}, &page), STATUS_NOT_FOUND);
    assert_int_equal(act_store_find(&store, stream, (struct place){3, 1}, &page), STATUS_NOT_FOUND);
}

static struct place reached(const struct act_stream *stream, uint64_t n)
{
    struct place place = {9, 9};
    assert_int_equal(act_store_reached(&store, stream, n, &place), STATUS_OK);
    return place;
}

static void the_book_knows_how_far_a_stream_was_at_any_row(void **unused)
{
    (void)unused;
    struct place at[1000] = {{0}}; /* of stream 0 at each row, by hand */
    uint64_t n = 0;
    uint64_t seq = 0;
    for (int i = 0; i < 350; i++) {
        const uint32_t count = 1 + (uint32_t)(i * 7 % 3);
        const uint32_t skip = i % 5 == 4 ? 1 : 0;
        const bool mine = i % 9 != 0;
        n = commit_batch(&streams[mine ? 0 : 1], count + skip, skip, 1000);
        seq += mine ? count : 0;
        at[n] = seq > 0 ? (struct place){1, seq} : (struct place){0};
        if (i == 120) {
            restart();
        }
    }
    for (uint64_t row = 0; row <= n; row++) {
        assert_int_equal(place_order(reached(&streams[0], row), at[row]), 0);
    }
    assert_int_equal(place_order(reached(&streams[0], n + 100), at[n]), 0);
    assert_int_equal(reached(&streams[2], n).seq, 0); /* never sent anything */
    streams[0].stream.epoch_max = 3;
    streams[0].stream.high_water.place.seq = 0;
    commit_batch(&streams[0], 2, 0, 1000);
    assert_int_equal(reached(&streams[0], n + 1).epoch, 3);
    assert_int_equal(reached(&streams[0], n + 1).seq, 2);
    assert_int_equal(reached(&streams[0], n).epoch, 1);
}

static void a_row_is_read_by_its_number(void **unused)
{
    (void)unused;
    struct act_page page = page_of(MESSAGE_BYTES_MAX, 1);
    commit_batch(&streams[0], 2, 0, 1000);
    commit_batch(&streams[1], 3, 0, 1000);
    assert_int_equal(act_store_row(&store, 2, &page), STATUS_OK);
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].n, 2);
    assert_int_equal(page.rows[0].count, 3);
    assert_int_equal(page.rows[0].message.size, MESSAGE_SIZE);
    assert_int_equal(act_store_row(&store, 3, &page), STATUS_NOT_FOUND);
    assert_int_equal(act_store_row(&store, 0, &page), STATUS_NOT_FOUND);
    page = page_of(MESSAGE_SIZE - 1, 1);
    assert_int_equal(act_store_row(&store, 1, &page), STATUS_FULL);
}

static void quarantine_and_incidents_have_numbers_of_their_own(void **unused)
{
    (void)unused;
    struct act_quarantine kept[2] = {
        {.device.id = 5,
         .received.ms = 70,
         .reason = ACT_QUARANTINE_REVOKED,
         .first = {1, 4},
         .count = 3,
         .message = span_of("bytes", 5)},
        {.device.id = 6, .reason = ACT_QUARANTINE_MALFORMED       },
    };
    struct act_incident incident = {
        .kind = ACT_INCIDENT_CLONED,
        .device.id = 5,
        .at.ms = 71,
        .place = {1, 4},
        .detail = "two contents"
    };
    struct act_group group = {
        .quarantine = kept, .quarantine_count = 2, .incidents = &incident, .incident_count = 1};
    assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
    assert_int_equal(kept[1].n, 2);
    restart();
    assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
    assert_int_equal(incident.n, 2);
    assert_int_equal(position().quarantine, 4);
    assert_int_equal(position().incident, 2);
    assert_int_equal(position().n, 0);

    struct act_quarantine read[8];
    struct act_incident said[8];
    size_t count = 0;
    assert_int_equal(act_reader_quarantine(&reader, 2, read, 8, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(read[0].n, 3);
    assert_int_equal(read[0].device.id, 5);
    assert_int_equal(read[0].reason, ACT_QUARANTINE_REVOKED);
    assert_int_equal(read[0].first.seq, 4);
    assert_int_equal(read[0].count, 3);
    assert_int_equal(read[0].message.size, 0);
    assert_int_equal(act_reader_incidents(&reader, 0, said, 1, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(said[0].kind, ACT_INCIDENT_CLONED);
    assert_int_equal(said[0].at.ms, 71);
    assert_int_equal(said[0].place.epoch, 1);
    assert_string_equal(said[0].detail, "two contents");
}

static void what_a_revoked_device_made_is_found_where_it_is_kept_apart(void **unused)
{
    (void)unused;
    struct act_page page = page_of(MESSAGE_BYTES_MAX, 1);
    struct act_stream *stream = &streams[1];
    commit_batch(stream, 3, 0, 1000);
    struct act_quarantine kept[3] = {
        {.device = stream->stream.device, .reason = ACT_QUARANTINE_REVOKED},
        {.device = stream->stream.device, .reason = ACT_QUARANTINE_FORKED },
        {.device = {7},                   .reason = ACT_QUARANTINE_REVOKED},
    };
    for (size_t i = 0; i < 3; i++) {
        kept[i].first = (struct place){1, 4 + 2 * i};
        kept[i].count = 2;
        kept[i].message = span_of(&"abc"[i], 1);
    }
    struct act_group group = {.quarantine = kept, .quarantine_count = 3};
    assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
    restart();
    for (uint64_t seq = 4; seq < 6; seq++) {
        assert_int_equal(act_store_find(&store, stream, (struct place){1, seq}, &page), STATUS_OK);
        assert_int_equal(page.rows[0].n, 0);
        assert_memory_equal(page.rows[0].message.at, "a", 1);
    }
    assert_int_equal(act_store_find(&store, stream, (struct place){1, 6}, &page), STATUS_NOT_FOUND);
    assert_int_equal(act_store_find(&store, stream, (struct place){1, 8}, &page), STATUS_NOT_FOUND);
}

static void a_group_of_all_kinds_is_one(void **unused)
{
    (void)unused;
    struct act_stream *both[] = {&streams[0], &streams[0], &streams[1]};
    struct act_stream *changed[] = {&streams[0], &streams[1]};
    struct act_batch batches[3];
    struct act_device device = some_device(streams[0].stream.device.id);
    struct act_incident incident = {.kind = ACT_INCIDENT_HOLE, .detail = "4 to 10"};
    for (size_t i = 0; i < 3; i++) {
        batches[i] = (struct act_batch){
            .device = both[i]->stream.device,
            .received.ms = 1000,
            .first = {1, i == 1 ? 3 : 1},
            .count = 2,
            .message = span_of("message", 7)
        };
    }
    struct act_group group = {.batches = batches,
                              .batch_streams = both,
                              .batch_count = 3,
                              .streams = changed,
                              .stream_count = 2,
                              .devices = &device,
                              .device_count = 1,
                              .incidents = &incident,
                              .incident_count = 1};
    assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
    assert_int_equal(batches[0].n, 1);
    assert_int_equal(batches[2].n, 3);
    assert_int_equal(position().n, 3);
    struct act_page page = page_of(MESSAGE_BYTES_MAX, 1);
    assert_int_equal(act_store_find(&store, &streams[0], (struct place){1, 1}, &page), STATUS_OK);
    assert_int_equal(page.rows[0].n, 1);
    assert_int_equal(act_store_find(&store, &streams[0], (struct place){1, 4}, &page), STATUS_OK);
    assert_int_equal(page.rows[0].n, 2);
}

/* clang-format off */
#define EACH(test)                                                                                 \
    {#test " [memory]", test, start_memory, stop, NULL},                                           \
    {#test " [sqlite]", test, start_sqlite, stop, NULL},                                           \
    {#test " [abstract disk]", test, start_abstract, stop, NULL},                                  \
    {#test " [crash disk]", test, start_crash, stop, NULL}
/* clang-format on */

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_new_book_is_empty),
        EACH(batches_are_read_in_the_order_they_came_byte_for_byte),
        EACH(a_page_takes_as_many_rows_as_fit),
        EACH(a_stream_comes_back_with_its_high_water),
        EACH(a_device_is_enrolled_and_revoked),
        EACH(tables_are_read_in_pieces),
        EACH(an_entry_is_found_in_the_row_where_it_counts),
        EACH(an_entry_is_found_across_epochs_and_holes),
        EACH(the_book_knows_how_far_a_stream_was_at_any_row),
        EACH(a_row_is_read_by_its_number),
        EACH(quarantine_and_incidents_have_numbers_of_their_own),
        EACH(what_a_revoked_device_made_is_found_where_it_is_kept_apart),
        EACH(a_group_of_all_kinds_is_one),
    };
    return cmocka_run_group_tests_name("act_store", tests, NULL, NULL);
}
