#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "adapters/sqlite/journal_sqlite.h"
#include "tests/contract/chain.h"
#include "tests/contract/folder.h"
#include "tests/fakes/log_fake.h"

enum { ENTRIES = 12, DAMAGED = 5 };

static struct folder folder;
static struct log_fake told;
static struct chain chain;
static struct journal_rows rows;
static char path[FOLDER_PATH_SIZE + 64];
static struct chain_entry made[ENTRIES + 1]; /* by seq */
static uint8_t room[64 * 1024];

/* A book of ENTRIES, all of them in the file, nothing in the WAL. */
static int start(void **unused)
{
    (void)unused;
    struct journal_sqlite journal;
    folder_make(&folder);
    log_fake_init(&told);
    chain_start(&chain, 3);
    snprintf(path, sizeof path, "%s", folder_file(&folder, "journal.db"));
    const struct database_options options = {.path = path};
    assert_int_equal(journal_sqlite_open(&journal, &options), STATUS_OK);
    struct journal_file file = journal_sqlite_file(&journal);
    for (size_t i = 1; i <= ENTRIES; i++) {
        chain_next(&chain, (int64_t)i, 60, &made[i]);
        const struct journal_group group = {.entries = &made[i].entry, .entry_count = 1};
        assert_int_equal(journal_file_append(&file, &group), STATUS_OK);
    }
    journal_sqlite_close(&journal);
    unlink(folder_file(&folder, "journal.db-wal"));
    memset(&rows, 0, sizeof rows);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    journal_rows_close(&rows);
    folder_remove(&folder);
    return 0;
}

static enum status open_rows(bool reading)
{
    const struct database_options options = {.path = path, .log = &told.port, .reading = reading};
    return journal_rows_open(&rows, &options);
}

/* Past the book's own functions: what a bad disk or a bad hand does. */
static void change_book(const char *sql)
{
    sqlite3 *connection = NULL;
    assert_int_equal(sqlite3_open(path, &connection), SQLITE_OK);
    assert_int_equal(sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(connection), SQLITE_OK);
}

static void flip_bit_of_entry(size_t seq)
{
    const struct span whole = made[seq].entry.whole;
    const int64_t at = file_find(path, 0, whole.at, whole.size);
    assert_true(at > 0);
    const uint8_t flipped = whole.at[80] ^ 0x10;
    file_poke(path, (uint64_t)at + 80, &flipped, 1);
}

static enum status read_from(uint64_t seq, struct journal_page *page)
{
    *page = (struct journal_page){.at = room, .room = sizeof room, .count_max = 100};
    return journal_rows_page(&rows, (struct place){1, seq}, page);
}

/* The page before it is good, its own says BROKEN, the one behind it is good again. */
static void one_bad_entry_is_named_and_the_others_are_read(void)
{
    struct journal_page page;
    struct hash hash;
    assert_int_equal(read_from(1, &page), STATUS_OK);
    assert_int_equal(page.count, DAMAGED - 1);
    assert_int_equal(log_fake_count(&told, "is damaged or missing"), 0);
    assert_int_equal(read_from(page.last.seq + 1, &page), STATUS_BROKEN);
    assert_int_equal(log_fake_count(&told, "epoch 1, seq 5 is damaged or missing"), 1);
    assert_int_not_equal(journal_rows_hash_at(&rows, (struct place){1, DAMAGED}, &hash), STATUS_OK);
    assert_int_equal(read_from(DAMAGED + 1, &page), STATUS_OK);
    assert_int_equal(page.count, ENTRIES - DAMAGED);
}

static void row_43_a_flipped_bit_is_found_and_named(void **unused)
{
    (void)unused;
    struct hash hash;
    flip_bit_of_entry(DAMAGED);
    assert_int_equal(open_rows(false), STATUS_OK);
    assert_int_equal(database_check(&rows.database), STATUS_OK); /* SQLite sees nothing */
    assert_int_equal(journal_rows_hash_at(&rows, (struct place){1, DAMAGED}, &hash), STATUS_BROKEN);
    log_fake_init(&told);
    one_bad_entry_is_named_and_the_others_are_read();
}

static void row_43_a_flipped_bit_in_a_hash_is_found_and_named(void **unused)
{
    (void)unused;
    change_book("UPDATE entry SET hash = zeroblob(32) WHERE place & 255 = 5");
    assert_int_equal(open_rows(false), STATUS_OK);
    one_bad_entry_is_named_and_the_others_are_read();
}

static void row_43_an_entry_taken_out_is_missed(void **unused)
{
    (void)unused;
    change_book("DELETE FROM entry WHERE place & 255 = 5");
    assert_int_equal(open_rows(false), STATUS_OK);
    one_bad_entry_is_named_and_the_others_are_read();
}

static void row_43_an_entry_under_anothers_place_is_found(void **unused)
{
    (void)unused;
    change_book("UPDATE entry SET (hash, whole) = (SELECT hash, whole FROM entry"
                " WHERE place & 255 = 7) WHERE place & 255 = 5");
    assert_int_equal(open_rows(false), STATUS_OK);
    one_bad_entry_is_named_and_the_others_are_read();
}

static void row_43_a_spoiled_signature_is_found_and_named(void **unused)
{
    (void)unused;
    change_book("UPDATE entry SET whole ="
                " CAST(substr(whole, 1, length(whole) - 2) || x'0102' AS BLOB)"
                " WHERE place & 255 = 5");
    assert_int_equal(open_rows(false), STATUS_OK);
    one_bad_entry_is_named_and_the_others_are_read();
}

static void what_follows_a_damaged_head_goes_on_from_its_hash(void **unused)
{
    (void)unused;
    struct journal_page page;
    flip_bit_of_entry(ENTRIES);
    assert_int_equal(open_rows(false), STATUS_OK);
    assert_int_equal(log_fake_count(&told, "epoch 1, seq 12 is damaged or missing"), 1);
    assert_int_equal(rows.state.head.place.seq, ENTRIES);
    assert_true(hash_equal(&rows.state.head.hash, &made[ENTRIES].entry.hash));
    assert_int_equal(read_from(1, &page), STATUS_OK);
    assert_int_equal(page.count, ENTRIES - 1);
    assert_int_equal(read_from(ENTRIES, &page), STATUS_BROKEN);
}

static void a_head_without_entry_or_hash_is_only_looked_at(void **unused)
{
    (void)unused;
    change_book("PRAGMA ignore_check_constraints = 1;"
                "UPDATE entry SET hash = x'00' WHERE place & 255 = 12");
    assert_int_equal(open_rows(false), STATUS_BROKEN);
    assert_int_equal(open_rows(true), STATUS_OK);
}

static void a_lost_tail_of_the_table_is_missed(void **unused)
{
    (void)unused;
    struct journal_page page;
    assert_int_equal(open_rows(false), STATUS_OK);
    change_book("DELETE FROM entry WHERE place & 255 > 8"); /* under an open book */
    assert_int_equal(read_from(1, &page), STATUS_OK);
    assert_int_equal(page.last.seq, 8);
    assert_int_equal(read_from(9, &page), STATUS_BROKEN);
}

static void places_and_keys_are_two_ways_to_say_one_thing(void **unused)
{
    (void)unused;
    static const struct place places[] = {
        {0,              0                      },
        {1,              1                      },
        {3,              (UINT64_C(1) << 40) - 1},
        {(1U << 23) - 1, (UINT64_C(1) << 40) - 1},
    };
    int64_t before = -1;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const int64_t key = journal_rows_key(places[i]);
        assert_true(key > before);
        assert_int_equal(place_order(journal_rows_place(key), places[i]), 0);
        before = key;
    }
    assert_true(journal_rows_key((struct place){1U << 23, 0}) == INT64_MAX);
    assert_true(journal_rows_key((struct place){1, UINT64_C(1) << 40}) == INT64_MAX);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(row_43_a_flipped_bit_is_found_and_named),
        CASE(row_43_a_flipped_bit_in_a_hash_is_found_and_named),
        CASE(row_43_an_entry_taken_out_is_missed),
        CASE(row_43_an_entry_under_anothers_place_is_found),
        CASE(row_43_a_spoiled_signature_is_found_and_named),
        CASE(what_follows_a_damaged_head_goes_on_from_its_hash),
        CASE(a_head_without_entry_or_hash_is_only_looked_at),
        CASE(a_lost_tail_of_the_table_is_missed),
        CASE(places_and_keys_are_two_ways_to_say_one_thing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
