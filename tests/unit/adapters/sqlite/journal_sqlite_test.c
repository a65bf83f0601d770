#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "adapters/sqlite/journal_sqlite.h"
#include "tests/contract/chain.h"
#include "tests/contract/folder.h"
#include "tests/fakes/log_fake.h"
#include "tests/unit/adapters/sqlite/fault_vfs.h"
#include "tests/unit/adapters/sqlite/small_disk.h"

enum { KILLS = 50, CUTS = 400, DISK = 4 * 1024 * 1024, RESERVE = 256 * 1024 };

static struct folder folder;
static struct log_fake told;
static struct chain chain;
static struct journal_sqlite journal;
static struct journal_file file;
static char path[FOLDER_PATH_SIZE + 64];

static int start(void **unused)
{
    (void)unused;
    folder_make(&folder);
    log_fake_init(&told);
    chain_start(&chain, 3);
    fault_vfs_start(1);
    snprintf(path, sizeof path, "%s", folder_file(&folder, "journal.db"));
    memset(&journal, 0, sizeof journal);
    file = journal_sqlite_file(&journal);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    journal_sqlite_close(&journal);
    fault_vfs_start(1);
    folder_remove(&folder);
    return 0;
}

static enum status open_with(const char *vfs)
{
    const struct database_options options = {
        .path = path, .log = &told.port, .flash = true, .vfs = vfs};
    return journal_sqlite_open(&journal, &options);
}

static struct journal_state state_now(void)
{
    struct journal_state state = {0};
    assert_int_equal(journal_file_state(&file, &state), STATUS_OK);
    return state;
}

/* The chain goes on from what is really there. */
static void follow_head(void)
{
    chain.head = state_now().head;
    chain.head.place.epoch = chain.head.place.epoch == 0 ? 1 : chain.head.place.epoch;
}

/* --- row 37 --- */

/* A child that appends and tells each entry that was acknowledged, until it is killed. */
static void append_for_ever(int out)
{
    if (open_with(NULL) != STATUS_OK) {
        _exit(1);
    }
    struct journal_state state;
    if (journal_file_state(&file, &state) != STATUS_OK) {
        _exit(1);
    }
    chain.head = state.head;
    chain.head.place.epoch = 1;
    for (;;) {
        if (chain_append(&chain, &file, 1 + chain.head.place.seq % 3) != STATUS_OK ||
            write(out, &chain.head, sizeof chain.head) != sizeof chain.head) {
            _exit(1);
        }
    }
}

static struct head kill_one(long after_us)
{
    int ends[2];
    struct head acknowledged = {0};
    struct head read_head;
    const struct timespec pause_for = {0, after_us * 1000};
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        append_for_ever(ends[1]);
    }
    close(ends[1]);
    /* The clock runs from the first acknowledgement: the kill falls into the appending. */
    if (read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
        nanosleep(&pause_for, NULL);
    }
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    while (read(ends[0], &read_head, sizeof read_head) == sizeof read_head) {
        acknowledged = read_head;
    }
    close(ends[0]);
    return acknowledged;
}

static void row_37_nothing_acknowledged_is_lost_by_a_kill(void **unused)
{
    (void)unused;
    for (long i = 0; i < KILLS; i++) {
        uint64_t count = 0;
        struct hash hash;
        const struct head acknowledged = kill_one(i * 37 % 5000);
        assert_true(acknowledged.place.seq > 0);
        assert_int_equal(open_with(NULL), STATUS_OK);
        assert_true(place_order(state_now().head.place, acknowledged.place) >= 0);
        assert_int_equal(journal_file_hash_at(&file, acknowledged.place, &hash), STATUS_OK);
        assert_true(hash_equal(&hash, &acknowledged.hash));
        if (i % 10 == 9) {
            assert_true(chain_whole(&file, &count));
            assert_int_equal(count, state_now().head.place.seq);
        }
        journal_sqlite_close(&journal);
    }
}

/* One life between two cuts, on a disk that keeps of the unsynced bytes what it likes. */
static struct head live_until_the_cut(struct head acknowledged)
{
    if (open_with(FAULT_VFS) != STATUS_OK) {
        return acknowledged;
    }
    follow_head();
    for (;;) {
        struct journal_receipt receipt = {.received = chain.head};
        if (chain_append(&chain, &file, 1 + chain.head.place.seq % 4) != STATUS_OK) {
            return acknowledged;
        }
        acknowledged = chain.head;
        if (chain.head.place.seq % 5 == 0 && journal_file_receive(&file, &receipt) != STATUS_OK) {
            return acknowledged;
        }
    }
}

static void cut_again_and_again(bool neighbours)
{
    struct head acknowledged = {0};
    uint64_t count = 0;
    for (uint64_t i = 1; i <= CUTS; i++) {
        const long cut_at = 1 + (long)(i * 7919 % 97) * (i % 8 == 0 ? 10 : 1);
        fault_vfs_start(i);
        fault.neighbours = neighbours;
        fault.cut_at = cut_at;
        acknowledged = live_until_the_cut(acknowledged);
        assert_true(fault.dead);
        journal_sqlite_close(&journal);
        fault_vfs_settle();

        struct hash hash;
        assert_int_equal(open_with(FAULT_VFS), STATUS_OK);
        assert_true(place_order(state_now().head.place, acknowledged.place) >= 0);
        if (acknowledged.place.seq > 0) {
            assert_int_equal(journal_file_hash_at(&file, acknowledged.place, &hash), STATUS_OK);
            assert_true(hash_equal(&hash, &acknowledged.hash));
        }
        if (i % 50 == 0) {
            assert_true(chain_whole(&file, &count));
            assert_int_equal(count, state_now().head.place.seq);
            assert_int_equal(database_check(&journal.rows.database), STATUS_OK);
        }
        journal_sqlite_close(&journal);
    }
    assert_true(count > CUTS); /* it really got on between the cuts */
}

static void row_37_nothing_acknowledged_is_lost_when_the_power_goes_at_any_write(void **unused)
{
    (void)unused;
    cut_again_and_again(false);
}

static void row_37_nor_on_flash_that_damages_what_lies_beside(void **unused)
{
    (void)unused;
    cut_again_and_again(true);
}

/* --- row 38 --- */

static void row_38_a_torn_page_costs_only_what_was_not_acknowledged(void **unused)
{
    (void)unused;
    int lost = 0;
    for (long cut = 1; cut <= 60; cut++) {
        uint64_t count = 0;
        fault_vfs_start((uint64_t)cut);
        assert_int_equal(open_with(FAULT_VFS), STATUS_OK);
        follow_head();
        assert_int_equal(chain_append(&chain, &file, 3), STATUS_OK);
        const struct head acknowledged = chain.head;
        fault.tear = true;
        fault.cut_at = 1 + cut % 12;
        assert_int_equal(chain_append(&chain, &file, 20), STATUS_IO);
        journal_sqlite_close(&journal);
        fault_vfs_settle();

        assert_int_equal(open_with(FAULT_VFS), STATUS_OK);
        const struct head found = state_now().head;
        assert_true(found.place.seq == acknowledged.place.seq ||
                    found.place.seq == acknowledged.place.seq + 20);
        lost += found.place.seq == acknowledged.place.seq;
        assert_true(chain_whole(&file, &count));
        assert_int_equal(count, found.place.seq);
        journal_sqlite_close(&journal);
    }
    assert_true(lost > 30); /* the tear was a tear */
}

/* --- row 39 --- */

static void row_39_after_a_failed_fsync_there_is_no_ok_until_the_book_was_read_again(void **unused)
{
    (void)unused;
    struct journal_state state;
    struct hash hash;
    int landed = 0;
    assert_int_equal(open_with(FAULT_VFS), STATUS_OK);
    assert_int_equal(chain_append(&chain, &file, 3), STATUS_OK);
    for (uint64_t i = 0; i < 40; i++) {
        const struct head before = chain.head;
        fault.sync_at = 1;
        assert_int_equal(chain_append(&chain, &file, 2), STATUS_IO);
        assert_int_equal(chain_append(&chain, &file, 2), STATUS_IO);
        assert_int_equal(journal_file_state(&file, &state), STATUS_IO);
        assert_int_equal(journal_file_hash_at(&file, before.place, &hash), STATUS_IO);
        assert_int_equal(journal_file_reopen(&file), STATUS_OK);
        /* Both or none of the two are there; what is there is what counts. */
        const uint64_t more = state_now().head.place.seq - before.place.seq;
        assert_true(more == 0 || more == 2);
        landed += more == 2;
        follow_head();
        assert_int_equal(chain_append(&chain, &file, 1), STATUS_OK);
    }
    uint64_t count = 0;
    assert_true(chain_whole(&file, &count));
    assert_int_equal(count, 43 + 2 * landed);
    assert_true(landed > 0 && landed < 40); /* the model does both */
}

/* --- row 40 --- */

static void fill_the_disk(void)
{
    const struct database_options options = {
        .path = path, .log = &told.port, .lock = true, .reserve_bytes = RESERVE};
    struct journal_state state;
    struct chain_entry made;
    uint64_t count = 0;
    uint32_t purged = 0;
    EXPECT(journal_sqlite_open(&journal, &options) == STATUS_OK);
    EXPECT(chain_append(&chain, &file, 8) == STATUS_OK);
    EXPECT(file_size(folder_file(&folder, "journal.db-reserve")) == RESERVE);

    small_disk_fill(folder_file(&folder, "filler"), RESERVE / 2);
    EXPECT(chain_append(&chain, &file, 1) == STATUS_FULL);
    EXPECT(journal_file_state(&file, &state) == STATUS_OK && state.full);
    EXPECT(state.head.place.seq == 8);
    EXPECT(file_size(folder_file(&folder, "journal.db-reserve")) == RESERVE); /* not touched */

    /* Now not a page is left; sync goes on all the same. */
    small_disk_fill(folder_file(&folder, "more filler"), 0);
    for (uint64_t seq = 1; seq <= 8; seq++) {
        const struct journal_receipt receipt = {
            .received.place = {1, seq},
              .level_two = {1, seq}
        };
        EXPECT(journal_file_receive(&file, &receipt) == STATUS_OK);
    }
    EXPECT(file_size(folder_file(&folder, "journal.db-reserve")) == 0);
    EXPECT(chain_append(&chain, &file, 1) == STATUS_FULL);
    EXPECT(journal_file_purge(&file, (struct instant){INT64_MAX}, 3, &purged) == STATUS_OK);
    EXPECT(purged == 3);

    /* After a restart on the full disk the book still opens and still refuses. */
    journal_sqlite_close(&journal);
    EXPECT(journal_sqlite_open(&journal, &options) == STATUS_OK);
    EXPECT(journal_file_state(&file, &state) == STATUS_OK && state.full && state.unsent == 0);
    chain_next(&chain, 1, 40, &made);
    const struct journal_group group = {.entries = &made.entry, .entry_count = 1};
    EXPECT(journal_file_append(&file, &group) == STATUS_FULL);

    EXPECT(unlink(folder_file(&folder, "more filler")) == 0);
    EXPECT(unlink(folder_file(&folder, "filler")) == 0);
    EXPECT(journal_file_append(&file, &group) == STATUS_OK);
    EXPECT(file_size(folder_file(&folder, "journal.db-reserve")) == RESERVE);
    EXPECT(chain_whole(&file, &count) && count == 6);
}

static void row_40_a_full_disk_refuses_scans_before_the_reserve_and_still_syncs(void **unused)
{
    (void)unused;
    const enum small_disk_outcome outcome = small_disk_run(folder.path, DISK, fill_the_disk);
    if (outcome == SMALL_DISK_IMPOSSIBLE) {
        skip();
    }
    assert_int_equal(outcome, SMALL_DISK_PASSED);
}

/* Without warning: SQLite itself hits the end. Works without any right to mount. */
static void row_40_a_disk_that_fills_in_mid_append_loses_nothing(void **unused)
{
    (void)unused;
    assert_int_equal(open_with(FAULT_VFS), STATUS_OK);
    assert_int_equal(chain_append(&chain, &file, 3), STATUS_OK);
    for (long n = 1; n <= 12; n++) {
        fault.write_at = n;
        fault.write_code = SQLITE_FULL;
        fault.for_good = true;
        enum status status = chain_append(&chain, &file, 20);
        assert_true(status == STATUS_FULL || (n > 4 && status == STATUS_OK));
        fault.write_at = 0;
        const struct journal_state state = state_now();
        assert_true(hash_equal(&state.head.hash, &chain.head.hash));
        assert_int_equal(chain_append(&chain, &file, 1), STATUS_OK);
    }
    uint64_t count = 0;
    assert_true(chain_whole(&file, &count));
}

/* --- row 41 --- */

static void turn_the_disk(void)
{
    const struct database_options options = {
        .path = path, .log = &told.port, .lock = true, .vfs = FAULT_VFS};
    struct journal_state state;
    uint64_t count = 0;
    EXPECT(journal_sqlite_open(&journal, &options) == STATUS_OK);
    EXPECT(chain_append(&chain, &file, 8) == STATUS_OK);
    fault.write_at = 1;
    fault.write_code = SQLITE_IOERR_WRITE; /* as EROFS comes out of a write */
    EXPECT(chain_append(&chain, &file, 1) == STATUS_IO);
    EXPECT(small_disk_read_only(folder.path, true));
    EXPECT(journal_file_reopen(&file) == STATUS_DENIED);
    EXPECT(journal_file_state(&file, &state) == STATUS_OK);
    EXPECT(state.head.place.seq == 8);
    EXPECT(chain_whole(&file, &count) && count == 8);
    EXPECT(chain_append(&chain, &file, 1) == STATUS_DENIED);
    EXPECT(log_fake_count(&told, "it can only be read") == 1);
    EXPECT(small_disk_read_only(folder.path, false));
    EXPECT(journal_file_reopen(&file) == STATUS_OK);
    EXPECT(chain_append(&chain, &file, 1) == STATUS_OK);
    journal_sqlite_close(&journal);
}

static void row_41_a_disk_turned_read_only_still_shows_its_evidence(void **unused)
{
    (void)unused;
    const enum small_disk_outcome outcome = small_disk_run(folder.path, DISK, turn_the_disk);
    if (outcome == SMALL_DISK_IMPOSSIBLE) {
        skip();
    }
    assert_int_equal(outcome, SMALL_DISK_PASSED);
}

/* --- rows 44, 48 --- */

static void row_44_a_deleted_book_takes_nothing_more_and_a_new_one_begins_empty(void **unused)
{
    (void)unused;
    assert_int_equal(open_with(NULL), STATUS_OK);
    assert_int_equal(chain_append(&chain, &file, 3), STATUS_OK);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(chain_append(&chain, &file, 1), STATUS_IO);
    assert_int_equal(log_fake_count(&told, "no longer at its place"), 1);
    assert_int_equal(journal_file_reopen(&file), STATUS_OK);
    assert_int_equal(state_now().head.place.epoch, 0); /* the server will ask for a new epoch */
    chain_open_epoch(&chain, 2);
    assert_int_equal(chain_append(&chain, &file, 1), STATUS_OK);
    assert_int_equal(state_now().first.epoch, 2);
}

static long changes_of_one_append(void)
{
    const long before = fault.changes;
    assert_int_equal(chain_append(&chain, &file, 1), STATUS_OK);
    return fault.changes - before;
}

/* No clock here: what an append writes does not grow with the book. TRAO_ROW_48 asks for the whole
 * million (a minute), and then says how long an append took. */
static void row_48_a_scan_costs_the_same_with_very_many_unsent(void **unused)
{
    (void)unused;
    const char *asked = getenv("TRAO_ROW_48");
    const uint64_t many = asked == NULL ? 20000 : (uint64_t)strtoull(asked, NULL, 10);
    struct journal_page page;
    static uint8_t room[60 * 1024];
    assert_int_equal(open_with(FAULT_VFS), STATUS_OK);
    assert_int_equal(chain_append(&chain, &file, 3), STATUS_OK);
    long few_changes = 0;
    for (int i = 0; i < 20; i++) {
        few_changes += changes_of_one_append();
    }
    while (chain.head.place.seq < many) {
        assert_int_equal(chain_append(&chain, &file, 64), STATUS_OK);
    }
    journal_sqlite_close(&journal);
    assert_int_equal(open_with(FAULT_VFS), STATUS_OK);
    assert_int_equal(state_now().unsent, chain.head.place.seq);
    long many_changes = 0;
    const clock_t begin = clock();
    for (int i = 0; i < 20; i++) {
        many_changes += changes_of_one_append();
    }
    page = (struct journal_page){.at = room, .room = sizeof room, .count_max = 80};
    assert_int_equal(journal_file_read(&file, (struct place){1, many / 2}, &page), STATUS_OK);
    assert_int_equal(page.count, 80);
    assert_true(many_changes <= 3 * few_changes);
    if (asked != NULL) {
        print_message("%llu entries: 20 appends and a page in %ld ms of CPU\n",
                      (unsigned long long)many, (long)((clock() - begin) * 1000 / CLOCKS_PER_SEC));
    }
}

static void production_options_are_those_of_the_findings(void **unused)
{
    (void)unused;
    const struct database_options options = journal_sqlite_options(path, &told.port);
    assert_true(options.flash);
    assert_true(options.lock);
    assert_false(options.reading);
    assert_int_equal(options.reserve_bytes, 512 * 1024);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(row_37_nothing_acknowledged_is_lost_by_a_kill),
        CASE(row_37_nothing_acknowledged_is_lost_when_the_power_goes_at_any_write),
        CASE(row_37_nor_on_flash_that_damages_what_lies_beside),
        CASE(row_38_a_torn_page_costs_only_what_was_not_acknowledged),
        CASE(row_39_after_a_failed_fsync_there_is_no_ok_until_the_book_was_read_again),
        CASE(row_40_a_full_disk_refuses_scans_before_the_reserve_and_still_syncs),
        CASE(row_40_a_disk_that_fills_in_mid_append_loses_nothing),
        CASE(row_41_a_disk_turned_read_only_still_shows_its_evidence),
        CASE(row_44_a_deleted_book_takes_nothing_more_and_a_new_one_begins_empty),
        CASE(row_48_a_scan_costs_the_same_with_very_many_unsent),
        CASE(production_options_are_those_of_the_findings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
