/* What both kinds of disk promise to the simulator. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/contract/chain.h"
#include "tests/sim/storage/dice.h"

enum { DEVICE = 9 };

static struct disk_dice dice;
static struct disk *disk;

static void make(enum disk_kind kind)
{
    disk_dice_start(&dice, 5);
    const struct disk_chance chance = disk_dice_chance(&dice);
    disk = disk_new(kind, "tested", 512, &chance);
}

static int stop(void **unused)
{
    (void)unused;
    disk_free(disk);
    disk = NULL;
    return 0;
}

static void append(struct chain *chain, struct journal_file *journal)
{
    struct chain_entry entry;
    chain_next(chain, 1000, 60, &entry);
    const struct journal_group group = {.entries = &entry.entry, .entry_count = 1};
    assert_int_equal(journal_file_append(journal, &group), STATUS_OK);
}

/* Found by the simulator: the unit stayed dark for ever (tests/scenario/dark-at-night). */
static void the_power_may_fail_while_a_book_is_closed_and_comes_back(void **unused)
{
    (void)unused;
    struct chain chain;
    struct journal_file journal;
    struct journal_state state;
    uint64_t before = 0;
    chain_start(&chain, 3);
    make(DISK_SQLITE);
    for (uint64_t changes = 1; changes <= 2; changes++) {
        assert_int_equal(disk_journal(disk, &chain.device, NULL, &journal), STATUS_OK);
        append(&chain, &journal);
        disk_cut_within(disk, changes);
        before = disk_changes(disk);
        disk_stop(disk);
        assert_true(disk_changes(disk) > before); /* closing does write */
        assert_false(disk_is_dark(disk));
        assert_int_equal(disk_journal(disk, &chain.device, NULL, &journal), STATUS_OK);
        assert_int_equal(journal_file_state(&journal, &state), STATUS_OK);
        assert_int_equal(state.head.place.seq, changes);
        disk_stop(disk);
    }
}

static struct act_stream *stream_at(uint64_t seq)
{
    static const struct head nothing;
    static struct act_stream stream;
    if (seq == 1) {
        memset(&stream, 0, sizeof stream);
        stream_init(&stream.stream, (struct device){DEVICE}, &nothing, 1, false);
    }
    stream.stream.high_water = (struct head){
        .place = {1, seq},
          .hash.byte[0] = 1
    };
    return &stream;
}

static enum status commit(struct act_store *store, uint64_t seq)
{
    static uint8_t message[30];
    struct act_stream *stream = stream_at(seq);
    struct act_batch batch = {
        .device.id = DEVICE,
        .first = {1, seq},
        .count = 1,
        .message = span_of(message, sizeof message)
    };
    struct act_group group = {.batches = &batch,
                              .batch_streams = &stream,
                              .batch_count = 1,
                              .streams = &stream,
                              .stream_count = 1};
    return act_store_commit(store, &group);
}

static bool holds(uint64_t seq)
{
    const struct device device = {DEVICE};
    return disk_holds(disk, &device, (struct place){1, seq});
}

static void what_a_cut_would_leave_is_known_without_one(void **unused)
{
    (void)unused;
    const struct expected {
        const char *synchronous;
        bool durable;
    } cases[] = {
        {NULL,  true },
        {"OFF", false}
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct act_store store;
        make(DISK_SQLITE);
        disk_weaken(disk, cases[i].synchronous, false);
        assert_int_equal(disk_acts(disk, NULL, &store), STATUS_OK);
        assert_false(holds(1));
        assert_int_equal(commit(&store, 1), STATUS_OK);
        assert_int_equal(holds(1), cases[i].durable);
        assert_false(holds(2));
        disk_kill(disk); /* nobody has it open: it is looked at elsewhere */
        assert_int_equal(holds(1), cases[i].durable);
        disk_free(disk);
    }
    disk = NULL;
}

/* Found by the simulator: such a book was never closed again (tests/scenario/lock-left-behind). */
static void a_book_reopened_by_its_port_is_closed_with_the_others(void **unused)
{
    (void)unused;
    struct flag_book book;
    struct flag_book other;
    make(DISK_SQLITE);
    assert_int_equal(disk_flags(disk, NULL, &book), STATUS_OK);
    disk_kill(disk);
    dice.per_million[DISK_READ_EIO] = 1000000;
    assert_int_not_equal(disk_flags(disk, NULL, &other), STATUS_OK);
    dice.per_million[DISK_READ_EIO] = 0;
    assert_int_equal(flag_book_reopen(&book), STATUS_OK);
    disk_wreck(disk);
    assert_int_equal(disk_flags(disk, NULL, &other), STATUS_OK);
}

#define CASE(test) cmocka_unit_test_teardown(test, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_power_may_fail_while_a_book_is_closed_and_comes_back),
        CASE(what_a_cut_would_leave_is_known_without_one),
        CASE(a_book_reopened_by_its_port_is_closed_with_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
