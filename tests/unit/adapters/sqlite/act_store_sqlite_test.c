#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "adapters/sqlite/act_store_sqlite.h"
#include "tests/contract/folder.h"
#include "tests/fakes/log_fake.h"
#include "tests/unit/adapters/sqlite/fault_vfs.h"
#include "tests/unit/adapters/sqlite/small_disk.h"

enum { KILLS = 30, CUTS = 150, DISK = 8 * 1024 * 1024, RESERVE = 1024 * 1024, GROUP = 8 };

static struct folder folder;
static struct log_fake told;
static struct act_store_sqlite on_disk;
static struct act_store store;
static struct act_stream streams[2];
static char path[FOLDER_PATH_SIZE + 64];
static uint8_t room[MESSAGE_BYTES_MAX];
static uint8_t message[6000];

static int start(void **unused)
{
    (void)unused;
    folder_make(&folder);
    log_fake_init(&told);
    fault_vfs_start(1);
    memset(&on_disk, 0, sizeof on_disk);
    memset(streams, 0, sizeof streams);
    snprintf(path, sizeof path, "%s", folder_file(&folder, "acts.db"));
    store = act_store_sqlite_store(&on_disk);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    act_store_sqlite_close(&on_disk);
    fault_vfs_start(1);
    folder_remove(&folder);
    return 0;
}

/* As intake does: after every opening the streams are loaded from the book. */
static bool load_streams(void)
{
    static const struct head nothing;
    struct act_stream loaded[2];
    size_t count = 0;
    for (uint64_t i = 0; i < 2; i++) {
        memset(&streams[i], 0, sizeof streams[i]);
        stream_init(&streams[i].stream, (struct device){i + 1}, &nothing, 1, false);
    }
    if (act_store_streams(&store, 0, loaded, 2, &count) != STATUS_OK) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        streams[loaded[i].stream.device.id - 1] = loaded[i];
    }
    return true;
}

static bool open_with(const char *vfs)
{
    const struct database_options options = {.path = path, .log = &told.port, .vfs = vfs};
    return act_store_sqlite_open(&on_disk, &options) == STATUS_OK && load_streams();
}

/* COUNT batches of ten entries, by turns of the two devices. */
static enum status commit(size_t count)
{
    struct act_stream *of[GROUP];
    struct act_stream *both[] = {&streams[0], &streams[1]};
    struct act_batch batches[GROUP];
    struct act_position position;
    if (act_store_position(&store, &position) != STATUS_OK) {
        return STATUS_IO;
    }
    for (size_t i = 0; i < count; i++) {
        of[i] = both[(position.n + i) % 2];
        struct place *high_water = &of[i]->stream.high_water.place;
        batches[i] = (struct act_batch){
            .device = of[i]->stream.device,
            .received.ms = position.received.ms + 1,
            .first = {1, high_water->seq + 1},
            .count = 10,
            .message = span_of(message, 100 + 37 * (position.n % 100))
        };
        *high_water = (struct place){1, high_water->seq + 10};
    }
    struct act_group group = {.batches = batches,
                              .batch_streams = of,
                              .batch_count = count,
                              .streams = both,
                              .stream_count = 2};
    return act_store_commit(&store, &group);
}

/* High waters, rows and threads tell one story. */
static void the_book_agrees_with_itself(void)
{
    struct act_batch row;
    struct act_page page = {.at = room, .room = sizeof room, .rows = &row, .rows_max = 1};
    struct act_position position;
    assert_int_equal(act_store_position(&store, &position), STATUS_OK);
    uint64_t entries = 0;
    for (size_t i = 0; i < 2; i++) {
        const uint64_t newest = streams[i].stream.high_water.place.seq;
        entries += newest;
        for (uint64_t seq = 1; seq <= newest; seq += 1 + newest / 7) {
            assert_int_equal(act_store_find(&store, &streams[i], (struct place){1, seq}, &page),
                             STATUS_OK);
            assert_int_equal(row.device.id, streams[i].stream.device.id);
            assert_in_range(seq, row.first.seq, row.first.seq + row.count - 1);
        }
    }
    assert_int_equal(entries, 10 * position.n);
}

static void commit_for_ever(int out)
{
    struct act_position position;
    if (!open_with(NULL)) {
        _exit(1);
    }
    for (size_t i = 0;; i++) {
        if (commit(1 + i % GROUP) != STATUS_OK ||
            act_store_position(&store, &position) != STATUS_OK ||
            write(out, &position.n, sizeof position.n) != sizeof position.n) {
            _exit(1);
        }
    }
}

static uint64_t kill_one(long after_us)
{
    int ends[2];
    uint64_t acknowledged = 0;
    uint64_t n = 0;
    const struct timespec pause_for = {0, after_us * 1000};
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        commit_for_ever(ends[1]);
    }
    close(ends[1]);
    if (read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
        nanosleep(&pause_for, NULL);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    while (read(ends[0], &n, sizeof n) == sizeof n) {
        acknowledged = n;
    }
    close(ends[0]);
    return acknowledged;
}

static void no_receipted_batch_is_lost_by_a_kill(void **unused)
{
    (void)unused;
    for (long i = 0; i < KILLS; i++) {
        struct act_position position;
        const uint64_t acknowledged = kill_one(i * 113 % 9000);
        assert_true(acknowledged > 0);
        assert_true(open_with(NULL));
        assert_int_equal(act_store_position(&store, &position), STATUS_OK);
        assert_true(position.n >= acknowledged);
        the_book_agrees_with_itself();
        act_store_sqlite_close(&on_disk);
    }
}

static void no_receipted_batch_is_lost_when_the_power_goes_at_any_write(void **unused)
{
    (void)unused;
    uint64_t acknowledged = 0;
    struct act_position position;
    for (uint64_t i = 1; i <= CUTS; i++) {
        fault_vfs_start(i);
        fault.cut_at = 1 + (long)(i * 7919 % 89) * (i % 5 == 0 ? 12 : 1);
        if (open_with(FAULT_VFS)) {
            for (size_t k = 0; commit(1 + k % GROUP) == STATUS_OK; k++) {
                acknowledged = on_disk.position.n;
            }
        }
        act_store_sqlite_close(&on_disk);
        assert_true(fault.dead);
        fault_vfs_settle();
        assert_true(open_with(FAULT_VFS));
        assert_int_equal(act_store_position(&store, &position), STATUS_OK);
        assert_true(position.n >= acknowledged);
        if (i % 10 == 0) {
            the_book_agrees_with_itself();
        }
        act_store_sqlite_close(&on_disk);
    }
    assert_true(acknowledged > CUTS);
}

static void after_a_failed_fsync_the_book_is_read_again(void **unused)
{
    (void)unused;
    struct act_position before;
    struct act_position after;
    assert_true(open_with(FAULT_VFS));
    for (int i = 0; i < 20; i++) {
        assert_int_equal(commit(3), STATUS_OK);
        assert_int_equal(act_store_position(&store, &before), STATUS_OK);
        fault.sync_at = 1;
        assert_int_equal(commit(4), STATUS_IO);
        assert_int_equal(act_store_position(&store, &after), STATUS_IO);
        assert_int_equal(commit(1), STATUS_IO);
        assert_int_equal(act_store_reopen(&store), STATUS_OK);
        assert_true(load_streams());
        assert_int_equal(act_store_position(&store, &after), STATUS_OK);
        assert_true(after.n == before.n || after.n == before.n + 4);
        the_book_agrees_with_itself();
    }
}

static void fill_the_disk(void)
{
    const struct database_options options = {
        .path = path, .log = &told.port, .lock = true, .reserve_bytes = RESERVE};
    struct act_position before;
    struct act_position after;
    struct act_device device = {.device.id = 1, .kind = DEVICE_HANDHELD, .revoked = true};
    struct act_group revocation = {.devices = &device, .device_count = 1};
    size_t count = 0;
    EXPECT(act_store_sqlite_open(&on_disk, &options) == STATUS_OK);
    EXPECT(load_streams());
    EXPECT(commit(4) == STATUS_OK);
    EXPECT(act_store_position(&store, &before) == STATUS_OK);
    small_disk_fill(folder_file(&folder, "filler"), 0);
    EXPECT(commit(1) == STATUS_FULL); /* row 77: answered busy, no receipt */
    EXPECT(act_store_position(&store, &after) == STATUS_OK && after.n == before.n);
    EXPECT(act_store_commit(&store, &revocation) == STATUS_OK);
    EXPECT(act_store_devices(&store, 0, &device, 1, &count) == STATUS_OK && count == 1);
    EXPECT(load_streams() && streams[0].stream.revoked);
    EXPECT(commit(1) == STATUS_FULL);
    EXPECT(unlink(folder_file(&folder, "filler")) == 0);
    EXPECT(load_streams());
    EXPECT(commit(1) == STATUS_OK);
    act_store_sqlite_close(&on_disk);
}

static void row_77_a_full_disk_takes_no_batch_but_a_revocation(void **unused)
{
    (void)unused;
    const enum small_disk_outcome outcome = small_disk_run(folder.path, DISK, fill_the_disk);
    if (outcome == SMALL_DISK_IMPOSSIBLE) {
        skip();
    }
    assert_int_equal(outcome, SMALL_DISK_PASSED);
}

static void a_group_that_fails_leaves_nothing_of_itself(void **unused)
{
    (void)unused;
    struct act_position position;
    assert_true(open_with(FAULT_VFS));
    assert_int_equal(commit(2), STATUS_OK);
    for (long n = 1; n <= 3; n++) {
        fault.write_at = n;
        fault.write_code = SQLITE_FULL;
        fault.for_good = true;
        assert_int_equal(commit(GROUP), STATUS_FULL);
        fault.write_at = 0;
        assert_int_equal(act_store_position(&store, &position), STATUS_OK);
        assert_int_equal(position.n, 2 + 2 * (n - 1));
        assert_int_equal(act_store_reopen(&store), STATUS_OK);
        assert_true(load_streams());
        the_book_agrees_with_itself();
        assert_int_equal(commit(2), STATUS_OK);
    }
}

static void the_wal_does_not_grow_with_the_book(void **unused)
{
    (void)unused;
    struct act_position position;
    assert_true(open_with(NULL));
    for (int i = 0; i < 200; i++) {
        assert_int_equal(commit(GROUP), STATUS_OK);
    }
    assert_int_equal(act_store_position(&store, &position), STATUS_OK);
    assert_int_equal(position.n, 200 * GROUP);
    assert_true(position.wal_bytes > 0 && position.wal_bytes < UINT64_C(260) * 16384);
    assert_true(file_size(path) > UINT64_C(100) * 16384);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

/* Found by the simulator's disk campaign: it bound to a statement that was not there. */
static void a_book_that_does_not_open_again_says_io_to_every_question(void **unused)
{
    (void)unused;
    const struct database_options options = {.path = path};
    struct act_device devices[1];
    struct act_batch row;
    struct act_page page = {.at = room, .room = sizeof room, .rows = &row, .rows_max = 1};
    const struct act_stream stream = {.trail.last = 1};
    struct act_position position;
    struct place place;
    size_t count = 0;
    assert_int_equal(act_store_sqlite_open(&on_disk, &options), STATUS_OK);
    on_disk.rows.database.options.vfs = "no such disk";
    assert_int_not_equal(act_store_reopen(&store), STATUS_OK);
    assert_int_equal(act_store_position(&store, &position), STATUS_IO);
    assert_int_equal(act_store_row(&store, 1, &page), STATUS_IO);
    assert_int_equal(act_store_find(&store, &stream, (struct place){1, 1}, &page), STATUS_IO);
    assert_int_equal(act_store_reached(&store, &stream, 1, &place), STATUS_IO);
    assert_int_equal(act_store_devices(&store, 0, devices, 1, &count), STATUS_IO);
    assert_int_equal(act_store_streams(&store, 0, &streams[0], 1, &count), STATUS_IO);
    on_disk.rows.database.options.vfs = NULL;
    assert_int_equal(act_store_reopen(&store), STATUS_OK);
    assert_int_equal(act_store_position(&store, &position), STATUS_OK);
}

/* Found by the disk campaign: core asserts what a stream must be. */
static void a_damaged_stream_is_broken_and_not_an_assert(void **unused)
{
    (void)unused;
    static const char *const damages[] = {
        "INSERT INTO stream VALUES(5, 0, 7, zeroblob(32), 1, 0, 0, 0, 0, 0, 0)",
        "INSERT OR REPLACE INTO stream VALUES(5, 1, 0, zeroblob(32), 1, 0, 0, 0, 0, 0, 0)",
        "INSERT OR REPLACE INTO stream VALUES(5, 0, 0, randomblob(32), 1, 0, 0, 0, 0, 0, 0)",
    };
    const struct database_options options = {.path = path};
    struct act_stream found[2];
    size_t count = 0;
    assert_int_equal(act_store_sqlite_open(&on_disk, &options), STATUS_OK);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        assert_int_equal(
            sqlite3_exec(on_disk.rows.database.connection, damages[i], NULL, NULL, NULL),
            SQLITE_OK);
        assert_int_equal(act_store_streams(&store, 0, found, 2, &count), STATUS_BROKEN);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(no_receipted_batch_is_lost_by_a_kill),
        CASE(no_receipted_batch_is_lost_when_the_power_goes_at_any_write),
        CASE(after_a_failed_fsync_the_book_is_read_again),
        CASE(row_77_a_full_disk_takes_no_batch_but_a_revocation),
        CASE(a_group_that_fails_leaves_nothing_of_itself),
        CASE(the_wal_does_not_grow_with_the_book),
        cmocka_unit_test_setup_teardown(a_book_that_does_not_open_again_says_io_to_every_question,
                                        start, stop),
        CASE(a_damaged_stream_is_broken_and_not_an_assert),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
