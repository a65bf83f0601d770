#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/app/proof.h"
#include "tests/contract/chain.h"
#include "tests/fakes/journal_memory.h"

static struct journal_memory journal;
static struct chain chain;
static uint8_t room[4 * SEALED_SIZE_MAX];
static const struct journal_page page = {.at = room, .room = sizeof room};

static void append(int count)
{
    for (int i = 0; i < count; i++) {
        struct chain_entry made;
        chain_next(&chain, i, 60, &made);
        const struct journal_group group = {.entries = &made.entry, .entry_count = 1};
        assert_int_equal(journal_file_append(&journal.port, &group), STATUS_OK);
    }
}

/* Epoch 1 with five entries, epoch 2 with four. */
static int start(void **unused)
{
    (void)unused;
    journal_memory_init(&journal);
    chain_start(&chain, 3);
    append(5);
    chain_open_epoch(&chain, 2);
    append(4);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    journal_memory_fini(&journal);
    return 0;
}

static void damage(uint32_t epoch, uint64_t seq)
{
    journal_memory_damage(&journal, (struct place){epoch, seq});
}

static struct proof ask(uint32_t epoch, uint64_t seq)
{
    struct journal_state state;
    struct proof proof;
    assert_int_equal(journal_file_state(&journal.port, &state), STATUS_OK);
    assert_int_equal(proof_find(&journal.port, &state, (struct place){epoch, seq}, &page, &proof),
                     STATUS_OK);
    return proof;
}

static void assert_place(struct place place, uint32_t epoch, uint64_t seq)
{
    assert_int_equal(place.epoch, epoch);
    assert_int_equal(place.seq, seq);
}

static void what_the_server_has_is_shown_at_its_place(void **unused)
{
    (void)unused;
    const struct proof proof = ask(1, 3);
    struct hash hash;
    assert_place(proof.head.place, 1, 3);
    assert_int_equal(journal_file_hash_at(&journal.port, proof.head.place, &hash), STATUS_OK);
    assert_true(hash_equal(&hash, &proof.head.hash));
    assert_place(proof.first, 1, 1);
    assert_place(proof.damaged, 0, 0);
}

static void what_we_never_had_is_answered_with_the_newest_before_it(void **unused)
{
    (void)unused;
    assert_place(ask(1, 9).head.place, 1, 5);
    assert_place(ask(2, 9).head.place, 2, 4);
    assert_place(ask(7, 1).head.place, 2, 4);
    assert_place(ask(0, 0).head.place, 0, 0);
}

static void damage_that_the_server_need_not_see_changes_nothing(void **unused)
{
    (void)unused;
    damage(1, 2);
    damage(2, 3);
    assert_place(ask(1, 4).head.place, 1, 4);
    assert_place(ask(1, 4).first, 1, 1);
    assert_place(ask(1, 4).damaged, 0, 0);
}

static void a_damaged_entry_that_comes_next_is_as_good_as_purged(void **unused)
{
    (void)unused;
    damage(1, 3);
    const struct proof proof = ask(1, 2);
    assert_place(proof.head.place, 0, 0);
    assert_place(proof.first, 1, 4);
    assert_place(proof.damaged, 1, 3);
}

static void a_row_of_damaged_entries_is_one_hole_also_over_an_epochs_end(void **unused)
{
    (void)unused;
    damage(1, 4);
    damage(1, 5);
    damage(2, 1);
    const struct proof proof = ask(1, 3);
    assert_place(proof.head.place, 0, 0);
    assert_place(proof.first, 2, 2);
    assert_place(proof.damaged, 1, 4);
}

static void a_server_that_has_nothing_hears_where_we_can_begin(void **unused)
{
    (void)unused;
    damage(1, 1);
    const struct proof proof = ask(0, 0);
    assert_place(proof.head.place, 0, 0);
    assert_place(proof.first, 1, 2);
}

/* To show an older one would say: another branch. */
static void a_damaged_entry_that_the_server_has_is_not_shown_and_no_older_one(void **unused)
{
    (void)unused;
    damage(1, 3);
    const struct proof proof = ask(1, 3);
    assert_place(proof.head.place, 0, 0);
    assert_place(proof.first, 1, 4);
    assert_place(proof.damaged, 1, 3);
}

static void when_nothing_behind_can_be_read_there_is_nothing_to_send(void **unused)
{
    (void)unused;
    struct place place;
    damage(2, 3);
    damage(2, 4);
    assert_place(ask(2, 2).head.place, 2, 2);
    assert_place(ask(2, 2).damaged, 2, 3);
    assert_int_equal(proof_readable(&journal.port, (struct place){2, 3}, &page, &place),
                     STATUS_NOT_FOUND);
}

static void a_journal_that_does_not_serve_is_said_to(void **unused)
{
    (void)unused;
    struct journal_state state;
    struct proof proof;
    assert_int_equal(journal_file_state(&journal.port, &state), STATUS_OK);
    journal.failed = true;
    assert_int_equal(proof_find(&journal.port, &state, (struct place){1, 3}, &page, &proof),
                     STATUS_IO);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        TEST(what_the_server_has_is_shown_at_its_place),
        TEST(what_we_never_had_is_answered_with_the_newest_before_it),
        TEST(damage_that_the_server_need_not_see_changes_nothing),
        TEST(a_damaged_entry_that_comes_next_is_as_good_as_purged),
        TEST(a_row_of_damaged_entries_is_one_hole_also_over_an_epochs_end),
        TEST(a_server_that_has_nothing_hears_where_we_can_begin),
        TEST(a_damaged_entry_that_the_server_has_is_not_shown_and_no_older_one),
        TEST(when_nothing_behind_can_be_read_there_is_nothing_to_send),
        TEST(a_journal_that_does_not_serve_is_said_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
