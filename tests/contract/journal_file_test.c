#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "adapters/sqlite/journal_sqlite.h"
#include "tests/contract/chain.h"
#include "tests/contract/folder.h"
#include "tests/fakes/journal_memory.h"
#include "tests/sim/storage/dice.h"

enum { PAGE_ROOM = 64 * 1024, LONG_ENTRY = 700 };

/* Where a journal comes from: the ones that keep the contract. */
struct keeper {
    void (*open)(void);
    void (*close)(void);
};

static struct journal_file file;
static struct chain chain;
static uint8_t room[PAGE_ROOM];
static struct folder folder;
static struct journal_sqlite on_disk;
static struct journal_memory in_memory;
static struct disk_dice calm; /* the simulator's disks, without faults */
static struct disk *disk;
static const struct keeper *keeper;

static void open_on_disk(void)
{
    const struct database_options options =
        journal_sqlite_options(folder_file(&folder, "journal.db"), NULL);
    assert_int_equal(journal_sqlite_open(&on_disk, &options), STATUS_OK);
    file = journal_sqlite_file(&on_disk);
}

static void close_on_disk(void)
{
    journal_sqlite_close(&on_disk);
}

static void open_in_memory(void)
{
    journal_memory_restart(&in_memory);
    file = in_memory.port;
}

static void close_in_memory(void)
{
}

static void open_on_sim(void)
{
    assert_int_equal(disk_journal(disk, &chain.device, NULL, &file), STATUS_OK);
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
    keeper = with;
    folder_make(&folder);
    journal_memory_init(&in_memory);
    chain_start(&chain, 7);
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
    journal_memory_fini(&in_memory);
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

static struct journal_state state_now(void)
{
    struct journal_state state;
    assert_int_equal(journal_file_state(&file, &state), STATUS_OK);
    return state;
}

static void append(size_t count)
{
    assert_int_equal(chain_append(&chain, &file, count), STATUS_OK);
}

static struct journal_page page_of(uint32_t count_max, size_t size)
{
    return (struct journal_page){.at = room, .room = size, .count_max = count_max};
}

static void receive(struct place received, struct place level_two)
{
    struct journal_receipt receipt = {.received.place = received, .level_two = level_two};
    memset(receipt.received.hash.byte, 9, HASH_SIZE);
    assert_int_equal(journal_file_receive(&file, &receipt), STATUS_OK);
}

static void a_new_journal_is_empty(void **unused)
{
    (void)unused;
    struct hash hash;
    struct journal_page page = page_of(10, sizeof room);
    const struct journal_state state = state_now();
    assert_int_equal(state.head.place.epoch, 0);
    assert_true(hash_is_zero(&state.head.hash));
    assert_int_equal(state.first.seq, 0);
    assert_int_equal(state.unsent, 0);
    assert_int_equal(state.receipt.received.place.epoch, 0);
    assert_int_equal(journal_file_read(&file, (struct place){1, 1}, &page), STATUS_OK);
    assert_int_equal(page.count, 0);
    assert_int_equal(journal_file_hash_at(&file, (struct place){1, 1}, &hash), STATUS_NOT_FOUND);
}

static void what_was_appended_is_read_back_byte_for_byte(void **unused)
{
    (void)unused;
    struct chain_entry made[3];
    struct journal_entry entries[3];
    struct journal_page page = page_of(10, sizeof room);
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        chain_next(&chain, 5, 20 + 200 * i, &made[i]);
        entries[i] = made[i].entry;
    }
    const struct journal_group group = {.entries = entries, .entry_count = 3};
    assert_int_equal(journal_file_append(&file, &group), STATUS_OK);
    restart();
    assert_int_equal(journal_file_read(&file, (struct place){1, 1}, &page), STATUS_OK);
    assert_int_equal(page.count, 3);
    assert_int_equal(page.first.seq, 1);
    assert_int_equal(page.last.seq, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_memory_equal(page.at + at, made[i].whole, entries[i].whole.size);
        at += entries[i].whole.size;
    }
    assert_int_equal(page.size, at);
}

static void the_head_is_there_after_a_restart(void **unused)
{
    (void)unused;
    append(5);
    const struct journal_state before = state_now();
    assert_true(hash_equal(&before.head.hash, &chain.head.hash));
    restart();
    const struct journal_state after = state_now();
    assert_int_equal(after.head.place.seq, 5);
    assert_true(hash_equal(&after.head.hash, &chain.head.hash));
    assert_int_equal(after.first.seq, 1);
    assert_int_equal(after.unsent, 5);
    append(1);
    uint64_t count = 0;
    assert_true(chain_whole(&file, &count));
    assert_int_equal(count, 6);
}

static void an_entry_that_does_not_follow_is_refused_and_nothing_changes(void **unused)
{
    (void)unused;
    struct chain_entry made[2];
    append(2);
    chain_next(&chain, 5, 20, &made[0]);
    chain_next(&chain, 5, 20, &made[1]);
    const struct journal_entry gap = made[1].entry;
    const struct journal_entry doubled[] = {made[0].entry, made[0].entry};
    struct journal_entry new_epoch = made[0].entry;
    new_epoch.place = (struct place){2, 3};
    const struct journal_group groups[] = {
        {.entries = &gap,       .entry_count = 1},
        {.entries = doubled,    .entry_count = 2},
        {.entries = &new_epoch, .entry_count = 1},
    };
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(journal_file_append(&file, &groups[i]), STATUS_BROKEN);
        assert_int_equal(state_now().head.place.seq, 2);
    }
    restart();
    assert_int_equal(state_now().head.place.seq, 2);
}

static void a_place_beyond_the_bounds_is_full(void **unused)
{
    (void)unused;
    struct chain_entry made;
    append(1);
    chain_next(&chain, 5, 20, &made);
    struct journal_entry entry = made.entry;
    entry.place = (struct place){1U << 23, 1};
    const struct journal_group group = {.entries = &entry, .entry_count = 1};
    assert_int_equal(journal_file_append(&file, &group), STATUS_FULL);
    assert_int_equal(state_now().head.place.seq, 1);
}

static void a_page_ends_with_its_epoch(void **unused)
{
    (void)unused;
    struct journal_page page = page_of(100, sizeof room);
    append(3);
    chain_open_epoch(&chain, 4);
    append(2);
    assert_int_equal(journal_file_read(&file, (struct place){1, 2}, &page), STATUS_OK);
    assert_int_equal(page.count, 2);
    assert_int_equal(page.last.epoch, 1);
    assert_int_equal(journal_file_read(&file, (struct place){1, 4}, &page), STATUS_OK);
    assert_int_equal(page.count, 2);
    assert_int_equal(page.first.epoch, 4);
    assert_int_equal(page.first.seq, 1);
    assert_int_equal(journal_file_read(&file, (struct place){4, 3}, &page), STATUS_OK);
    assert_int_equal(page.count, 0);
}

static void a_page_from_before_an_epoch_begins_with_its_first_entry(void **unused)
{
    (void)unused;
    struct journal_page page = page_of(100, sizeof room);
    append(3);
    chain_open_epoch(&chain, 4);
    append(2);
    for (uint32_t epoch = 2; epoch <= 4; epoch++) {
        page.count = 0;
        assert_int_equal(journal_file_read(&file, (struct place){epoch, 0}, &page), STATUS_OK);
        assert_int_equal(page.count, 2);
        assert_int_equal(page.first.epoch, 4);
        assert_int_equal(page.first.seq, 1);
    }
}

static void a_page_takes_what_is_asked_for_and_fits(void **unused)
{
    (void)unused;
    struct journal_page page = page_of(4, sizeof room);
    append(10);
    assert_int_equal(journal_file_read(&file, (struct place){0, 0}, &page), STATUS_OK);
    assert_int_equal(page.count, 4);
    const size_t one = page.size / 4;
    page = page_of(100, 2 * one + one / 2);
    assert_int_equal(journal_file_read(&file, (struct place){1, 5}, &page), STATUS_OK);
    assert_int_equal(page.count, 2);
    assert_int_equal(page.first.seq, 5);
    page = page_of(100, one - 1);
    page.count = 77;
    assert_int_equal(journal_file_read(&file, (struct place){1, 5}, &page), STATUS_FULL);
    assert_int_equal(page.count, 77);
}

static void a_hash_is_found_at_its_place(void **unused)
{
    (void)unused;
    struct chain_entry made;
    struct hash hash;
    append(3);
    chain_next(&chain, 5, LONG_ENTRY, &made);
    const struct journal_group group = {.entries = &made.entry, .entry_count = 1};
    assert_int_equal(journal_file_append(&file, &group), STATUS_OK);
    append(3);
    assert_int_equal(journal_file_hash_at(&file, (struct place){1, 4}, &hash), STATUS_OK);
    assert_true(hash_equal(&hash, &made.entry.hash));
    assert_int_equal(journal_file_hash_at(&file, (struct place){1, 8}, &hash), STATUS_NOT_FOUND);
    assert_int_equal(journal_file_hash_at(&file, (struct place){2, 4}, &hash), STATUS_NOT_FOUND);
    assert_int_equal(journal_file_hash_at(&file, (struct place){UINT32_MAX, 1}, &hash),
                     STATUS_NOT_FOUND);
}

static void a_receipt_is_kept_over_a_restart(void **unused)
{
    (void)unused;
    append(5);
    struct journal_receipt receipt = {
        .received = chain.head, .level_two = {1, 2},
             .locked = true, .reason = 9
    };
    receipt.received.place.seq = 3;
    assert_int_equal(journal_file_receive(&file, &receipt), STATUS_OK);
    assert_int_equal(state_now().unsent, 2);
    restart();
    const struct journal_state state = state_now();
    assert_int_equal(state.unsent, 2);
    assert_int_equal(state.receipt.received.place.seq, 3);
    assert_true(hash_equal(&state.receipt.received.hash, &chain.head.hash));
    assert_int_equal(state.receipt.level_two.seq, 2);
    assert_true(state.receipt.locked);
    assert_int_equal(state.receipt.reason, 9);
}

static void unsent_counts_over_epochs(void **unused)
{
    (void)unused;
    append(5);
    chain_open_epoch(&chain, 3);
    append(4);
    chain_open_epoch(&chain, 9);
    append(2);
    assert_int_equal(state_now().unsent, 11);
    receive((struct place){1, 4}, (struct place){0, 0});
    assert_int_equal(state_now().unsent, 7);
    receive((struct place){3, 1}, (struct place){0, 0});
    assert_int_equal(state_now().unsent, 5);
    append(1);
    assert_int_equal(state_now().unsent, 6);
    receive((struct place){9, 3}, (struct place){0, 0});
    assert_int_equal(state_now().unsent, 0);
}

static void what_is_kept_comes_with_its_entry(void **unused)
{
    (void)unused;
    struct chain_entry made;
    uint8_t out[32];
    size_t size = 0;
    chain_next(&chain, 5, 20, &made);
    const struct journal_kept kept[] = {
        {TEXT("person"),    span_of("vt-007", 6)},
        {TEXT("operation"), span_of("give",   4)},
    };
    const struct journal_group group = {
        .entries = &made.entry, .entry_count = 1, .kept = kept, .kept_count = 2};
    assert_int_equal(journal_file_append(&file, &group), STATUS_OK);
    restart();
    assert_int_equal(journal_file_kept(&file, TEXT("person"), out, sizeof out, &size), STATUS_OK);
    assert_int_equal(size, 6);
    assert_memory_equal(out, "vt-007", 6);
    assert_int_equal(journal_file_kept(&file, TEXT("person"), out, 5, &size), STATUS_FULL);
    assert_int_equal(journal_file_kept(&file, TEXT("nobody"), out, sizeof out, &size),
                     STATUS_NOT_FOUND);
}

static void what_is_kept_can_be_replaced_and_forgotten(void **unused)
{
    (void)unused;
    uint8_t out[32];
    size_t size = 0;
    struct journal_kept kept = {TEXT("person"), span_of("vt-007", 6)};
    const struct journal_group group = {.kept = &kept, .kept_count = 1};
    assert_int_equal(journal_file_append(&file, &group), STATUS_OK);
    kept.value = span_of("vt-08", 5);
    assert_int_equal(journal_file_append(&file, &group), STATUS_OK);
    assert_int_equal(journal_file_kept(&file, TEXT("person"), out, sizeof out, &size), STATUS_OK);
    assert_int_equal(size, 5);
    kept.value = span_of(NULL, 0);
    assert_int_equal(journal_file_append(&file, &group), STATUS_OK);
    assert_int_equal(journal_file_kept(&file, TEXT("person"), out, sizeof out, &size),
                     STATUS_NOT_FOUND);
    assert_int_equal(state_now().head.place.epoch, 0);
}

static void too_much_to_keep_is_full_and_nothing_is_written(void **unused)
{
    (void)unused;
    static uint8_t much[JOURNAL_KEPT_SIZE_MAX + 1];
    uint8_t out[8];
    size_t size = 0;
    struct chain_entry made;
    chain_next(&chain, 5, 20, &made);
    const struct journal_kept long_key[] = {
        {TEXT("small"),                              span_of("x", 1)},
        {TEXT("a key of two and thirty characters"), span_of("x", 1)},
    };
    const struct journal_kept long_value = {TEXT("much"), span_of(much, sizeof much)};
    struct journal_group group = {
        .entries = &made.entry, .entry_count = 1, .kept = long_key, .kept_count = 2};
    assert_int_equal(journal_file_append(&file, &group), STATUS_FULL);
    group.kept = &long_value;
    group.kept_count = 1;
    assert_int_equal(journal_file_append(&file, &group), STATUS_FULL);
    assert_int_equal(state_now().head.place.epoch, 0);
    assert_int_equal(journal_file_kept(&file, TEXT("small"), out, sizeof out, &size),
                     STATUS_NOT_FOUND);
}

static uint32_t purge(int64_t cut, uint32_t count_max)
{
    uint32_t count = 99;
    assert_int_equal(journal_file_purge(&file, (struct instant){cut}, count_max, &count),
                     STATUS_OK);
    return count;
}

static void only_old_entries_of_level_two_are_purged(void **unused)
{
    (void)unused;
    append(10); /* made at 1000, 2000, … 10000 */
    assert_int_equal(purge(INT64_MAX, 100), 0);
    receive((struct place){1, 8}, (struct place){1, 6});
    assert_int_equal(purge(4000, 100), 3);
    assert_int_equal(state_now().first.seq, 4);
    assert_int_equal(purge(INT64_MAX, 2), 2);
    assert_int_equal(purge(INT64_MAX, 100), 1);
    assert_int_equal(purge(INT64_MAX, 100), 0);
    restart();
    const struct journal_state state = state_now();
    assert_int_equal(state.first.seq, 7);
    assert_int_equal(state.head.place.seq, 10);
    assert_int_equal(state.unsent, 2);
    struct journal_page page = page_of(100, sizeof room);
    assert_int_equal(journal_file_read(&file, (struct place){1, 2}, &page), STATUS_OK);
    assert_int_equal(page.first.seq, 7);
    assert_int_equal(page.count, 4);
}

static void the_head_is_never_purged(void **unused)
{
    (void)unused;
    append(3);
    receive((struct place){1, 3}, (struct place){1, 3});
    assert_int_equal(purge(INT64_MAX, 100), 2);
    assert_int_equal(state_now().first.seq, 3);
    restart();
    append(1);
    assert_int_equal(state_now().head.place.seq, 4);
}

/* A clock that ran wild once keeps what stands behind it, rather than leave a hole. */
static void nothing_is_purged_from_behind_an_entry_that_stays(void **unused)
{
    (void)unused;
    const int64_t made[] = {1000, 900000, 2000, 3000};
    struct chain_entry entry;
    for (size_t i = 0; i < 4; i++) {
        chain_next(&chain, made[i], 20, &entry);
        const struct journal_group group = {.entries = &entry.entry, .entry_count = 1};
        assert_int_equal(journal_file_append(&file, &group), STATUS_OK);
    }
    receive((struct place){1, 4}, (struct place){1, 4});
    assert_int_equal(purge(5000, 100), 1);
    assert_int_equal(state_now().first.seq, 2);
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
        EACH(a_new_journal_is_empty),
        EACH(what_was_appended_is_read_back_byte_for_byte),
        EACH(the_head_is_there_after_a_restart),
        EACH(an_entry_that_does_not_follow_is_refused_and_nothing_changes),
        EACH(a_place_beyond_the_bounds_is_full),
        EACH(a_page_ends_with_its_epoch),
        EACH(a_page_from_before_an_epoch_begins_with_its_first_entry),
        EACH(a_page_takes_what_is_asked_for_and_fits),
        EACH(a_hash_is_found_at_its_place),
        EACH(a_receipt_is_kept_over_a_restart),
        EACH(unsent_counts_over_epochs),
        EACH(what_is_kept_comes_with_its_entry),
        EACH(what_is_kept_can_be_replaced_and_forgotten),
        EACH(too_much_to_keep_is_full_and_nothing_is_written),
        EACH(only_old_entries_of_level_two_are_purged),
        EACH(the_head_is_never_purged),
        EACH(nothing_is_purged_from_behind_an_entry_that_stays),
    };
    return cmocka_run_group_tests_name("journal_file", tests, NULL, NULL);
}
