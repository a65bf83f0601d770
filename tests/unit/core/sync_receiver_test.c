#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/sync_receiver.h"
#include "tests/unit/core/chain_maker.h"

static struct chain unit;   /* the device's journal */
static struct chain server; /* what the server has of it */
static struct stream stream;

static void write_acts(struct chain *chain, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        chain_append(chain, (uint32_t)chain->count);
    }
}

/* Both have (1,1) .. (1,seq). */
static int start(void **unused)
{
    (void)unused;
    if (sign_start() != STATUS_OK) {
        return -1;
    }
    chain_init(&unit, 1);
    chain_open_epoch(&unit, 1);
    write_acts(&unit, 9);
    server = unit;
    stream_init(&stream, unit.device, &server.head, 0, false);
    return 0;
}

static struct hello hello_of(const struct chain *chain, struct place asked)
{
    return (struct hello){.version = SYNC_VERSION,
                          .device = chain->device,
                          .head = chain->head,
                          .first = chain_first(chain),
                          .received = asked,
                          .asked = asked,
                          .proof = chain_proof(chain, asked),
                          .clock = {.mono_ms = 777}};
}

/* As intake does it: look up and ask again. */
static struct hello_outcome say_hello(const struct hello *hello)
{
    struct hello_outcome outcome = stream_hello(&stream, hello, NULL);
    if (outcome.kind == HELLO_LOOK_UP) {
        const struct chain_link *link = chain_find(&server, outcome.look_up);
        struct hash stored = link ? link->head.hash : (struct hash){0};
        outcome = stream_hello(&stream, hello, &stored);
        assert_int_not_equal(outcome.kind, HELLO_LOOK_UP);
    }
    return outcome;
}

static struct batch_outcome say_batch(const struct batch *batch)
{
    struct batch_outcome outcome;
    stream_batch(&stream, batch, NULL, &outcome);
    if (outcome.kind == BATCH_LOOK_UP) {
        const struct chain_link *link = chain_find(&server, outcome.look_up);
        struct hash stored = link ? link->head.hash : (struct hash){0};
        stream_batch(&stream, batch, &stored, &outcome);
        assert_int_not_equal(outcome.kind, BATCH_LOOK_UP);
    }
    return outcome;
}

static void assert_high_water(uint32_t epoch, uint64_t seq)
{
    assert_int_equal(stream.high_water.place.epoch, epoch);
    assert_int_equal(stream.high_water.place.seq, seq);
}

static void a_unit_level_with_the_server_continues(void **unused)
{
    (void)unused;
    struct hello hello = hello_of(&unit, server.head.place);
    struct hello_outcome outcome = say_hello(&hello);
    struct welcome welcome;
    assert_int_equal(outcome.kind, HELLO_CONTINUE);
    assert_false(outcome.server_behind);
    assert_true(stream_welcome(&stream, &hello, &outcome, &welcome));
    assert_int_equal(welcome.verdict, WELCOME_CONTINUE);
    assert_int_equal(welcome.high_water.place.seq, 10);
    assert_int_equal(welcome.echo_mono_ms, 777);
}

static void a_new_unit_continues_from_nothing(void **unused)
{
    (void)unused;
    const struct head none = {0};
    stream_init(&stream, unit.device, &none, 0, false);
    struct hello hello = hello_of(&unit, none.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_CONTINUE);
    struct batch batch = chain_batch(&unit, none.place, BATCH_LIVE_MAX);
    struct batch_outcome outcome = say_batch(&batch);
    assert_int_equal(outcome.kind, BATCH_ACCEPTED);
    assert_int_equal(outcome.fresh_count, 10);
    assert_false(outcome.hole || outcome.for_the_door);
    assert_high_water(1, 10);
}

static void a_unit_ahead_proves_that_it_has_the_high_water(void **unused)
{
    (void)unused;
    write_acts(&unit, 5);
    struct hello hello = hello_of(&unit, (struct place){1, 3});
    assert_int_equal(say_hello(&hello).kind, HELLO_PROVE);
    hello = hello_of(&unit, server.head.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_CONTINUE);
    assert_int_equal(stream.state, STREAM_FOLLOWING);
    hello.proof.hash.byte[0] ^= 1;
    assert_int_equal(say_hello(&hello).kind, HELLO_LOCKED); /* other content at our place */
}

static void a_unit_that_lost_its_tail_opens_an_epoch(void **unused)
{
    (void)unused;
    chain_cut_after(&unit, (struct place){1, 6});
    struct hello hello = hello_of(&unit, (struct place){1, 6});
    struct hello_outcome outcome = say_hello(&hello);
    assert_int_equal(outcome.kind, HELLO_OPEN_EPOCH);
    assert_int_equal(outcome.epoch, 2);
    chain_open_epoch(&unit, outcome.epoch);
    write_acts(&unit, 3);
    struct batch batch = chain_batch(&unit, server.head.place, BATCH_LIVE_MAX);
    assert_int_equal(say_batch(&batch).kind, BATCH_ACCEPTED); /* the server keeps the tail */
    assert_high_water(2, 4);
    assert_int_equal(stream.state, STREAM_FOLLOWING);
}

static void a_server_started_anew_asks_for_the_proof_of_a_branch(void **unused)
{
    (void)unused;
    chain_cut_after(&unit, (struct place){1, 6});
    chain_open_epoch(&unit, 2);
    struct batch batch = chain_batch(&unit, server.head.place, BATCH_LIVE_MAX);
    assert_int_equal(say_batch(&batch).kind, BATCH_GAP); /* nobody has proven (1,6) */
    struct hello hello = hello_of(&unit, server.head.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_CONTINUE);
    assert_int_equal(stream.state, STREAM_BRANCHING);
    assert_int_equal(say_batch(&batch).kind, BATCH_ACCEPTED);
}

static void a_branch_from_content_we_never_had_is_a_clone(void **unused)
{
    (void)unused;
    chain_cut_after(&unit, (struct place){1, 6});
    chain_append(&unit, 999);
    chain_open_epoch(&unit, 2);
    struct hello hello = hello_of(&unit, server.head.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_LOCKED);
    assert_int_equal(stream.state, STREAM_LOCKED);
}

/* Row 44 of bad-inputs.csv: the journal is gone, the key is not. */
static void row_44_a_deleted_journal_opens_an_epoch_that_names_nothing(void **unused)
{
    (void)unused;
    chain_init(&unit, 1);
    struct hello hello = hello_of(&unit, (struct place){0});
    struct hello_outcome outcome = say_hello(&hello);
    assert_int_equal(outcome.kind, HELLO_OPEN_EPOCH);
    chain_open_epoch(&unit, outcome.epoch);
    hello = hello_of(&unit, server.head.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_CONTINUE);
    struct batch batch = chain_batch(&unit, server.head.place, 1);
    struct batch_outcome accepted = say_batch(&batch);
    assert_int_equal(accepted.kind, BATCH_ACCEPTED);
    assert_false(accepted.hole);
}

/* Row 45: the same place with other content. */
static void row_45_a_clone_is_locked_and_stays_locked(void **unused)
{
    (void)unused;
    chain_cut_after(&unit, (struct place){1, 6});
    write_acts(&unit, 4); /* the mono evidence is the same, so make it another act */
    chain_cut_after(&unit, (struct place){1, 9});
    chain_append(&unit, 4711);
    struct hello hello = hello_of(&unit, server.head.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_LOCKED);
    hello = hello_of(&server, server.head.place); /* the honest half is locked with it */
    assert_int_equal(say_hello(&hello).kind, HELLO_LOCKED);
    chain_append(&server, 1);
    struct batch batch = chain_batch(&server, (struct place){1, 10}, 1);
    assert_int_equal(say_batch(&batch).kind, BATCH_FORKED);
    assert_int_equal(batch_refusal_code(BATCH_FORKED), REFUSAL_FORKED);
    assert_high_water(1, 10);
}

static void row_45_a_clone_that_sends_without_a_hello_is_found_by_its_batch(void **unused)
{
    (void)unused;
    struct chain clone = unit;
    write_acts(&server, 2);
    stream.high_water = server.head;
    chain_append(&clone, 4711);
    struct batch batch = chain_batch(&clone, (struct place){1, 10}, 1);
    struct batch_outcome outcome;
    stream_batch(&stream, &batch, NULL, &outcome);
    assert_int_equal(outcome.kind, BATCH_LOOK_UP); /* (1,11) is not the newest */
    assert_int_equal(say_batch(&batch).kind, BATCH_FORKED);
    assert_int_equal(stream.state, STREAM_LOCKED);
}

static void a_unit_in_an_older_epoch_that_we_never_saw_is_locked(void **unused)
{
    (void)unused;
    write_acts(&unit, 5); /* (1,11) .. (1,15) never came here */
    chain_open_epoch(&server, 2);
    stream.high_water = server.head;
    stream.epoch_max = 2;
    struct hello hello = hello_of(&unit, (struct place){1, 10});
    assert_int_equal(say_hello(&hello).kind, HELLO_LOCKED);
}

/* Row 79: restored from a backup, the server has less than it acknowledged. */
static void row_79_units_resend_from_what_a_restored_server_has(void **unused)
{
    (void)unused;
    struct place receipted = unit.head.place;
    chain_cut_after(&server, (struct place){1, 4});
    stream_init(&stream, unit.device, &server.head, 0, false);
    struct hello hello = hello_of(&unit, receipted);
    struct hello_outcome outcome = say_hello(&hello);
    assert_int_equal(outcome.kind, HELLO_PROVE);
    assert_true(outcome.server_behind);
    hello = hello_of(&unit, server.head.place);
    hello.received = receipted;
    outcome = say_hello(&hello);
    assert_int_equal(outcome.kind, HELLO_CONTINUE);
    assert_true(outcome.server_behind);
    struct batch batch = chain_batch(&unit, server.head.place, BATCH_LIVE_MAX);
    assert_int_equal(say_batch(&batch).fresh_count, 6);
    assert_high_water(1, 10);
}

static void row_79_a_purged_hole_is_a_recorded_gap(void **unused)
{
    (void)unused;
    chain_cut_after(&server, (struct place){1, 4});
    chain_purge_to(&unit, (struct place){1, 7});
    stream_init(&stream, unit.device, &server.head, 0, false);
    struct batch batch = chain_batch(&unit, server.head.place, BATCH_LIVE_MAX);
    assert_int_equal(say_batch(&batch).kind, BATCH_GAP); /* not before the unit has said so */
    struct hello hello = hello_of(&unit, server.head.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_HOLE);
    struct batch_outcome outcome = say_batch(&batch);
    assert_int_equal(outcome.kind, BATCH_ACCEPTED);
    assert_true(outcome.hole);
    assert_int_equal(outcome.hole_after.seq, 4);
    assert_int_equal(outcome.from.seq, 8);
    assert_high_water(1, 10);
}

static void what_begins_right_behind_us_needs_no_gap(void **unused)
{
    (void)unused;
    chain_cut_after(&server, (struct place){1, 4});
    chain_purge_to(&unit, (struct place){1, 4});
    stream_init(&stream, unit.device, &server.head, 0, false);
    struct hello hello = hello_of(&unit, server.head.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_CONTINUE);
    struct batch batch = chain_batch(&unit, server.head.place, BATCH_LIVE_MAX);
    struct batch_outcome outcome = say_batch(&batch);
    assert_int_equal(outcome.kind, BATCH_ACCEPTED);
    assert_false(outcome.hole);
}

static void what_begins_right_behind_us_on_another_branch_is_a_clone(void **unused)
{
    (void)unused;
    chain_cut_after(&server, (struct place){1, 3});
    chain_append(&server, 4711);
    chain_purge_to(&unit, (struct place){1, 4});
    stream_init(&stream, unit.device, &server.head, 0, false);
    struct hello hello = hello_of(&unit, server.head.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_CONTINUE);
    struct batch batch = chain_batch(&unit, server.head.place, BATCH_LIVE_MAX);
    assert_int_equal(say_batch(&batch).kind, BATCH_FORKED);
}

static void a_purged_epoch_is_a_gap_too(void **unused)
{
    (void)unused;
    const struct head none = {0};
    chain_open_epoch(&unit, 2);
    write_acts(&unit, 2);
    chain_purge_to(&unit, (struct place){1, 10});
    stream_init(&stream, unit.device, &none, 0, false);
    struct hello hello = hello_of(&unit, none.place);
    assert_int_equal(say_hello(&hello).kind, HELLO_CONTINUE); /* (2,1) may name nothing */
    struct batch batch = chain_batch(&unit, none.place, BATCH_LIVE_MAX);
    struct batch_outcome outcome = say_batch(&batch);
    assert_int_equal(outcome.kind, BATCH_ACCEPTED);
    assert_true(outcome.hole); /* it names (1,10) */
    assert_high_water(2, 3);
}

/* Rows 51 and 53: what came twice, or whose receipt was lost, is one event. */
static void row_51_a_batch_twice_is_one_event(void **unused)
{
    (void)unused;
    write_acts(&unit, 6);
    struct batch batch = chain_batch(&unit, server.head.place, 4);
    assert_int_equal(say_batch(&batch).kind, BATCH_ACCEPTED);
    struct batch_outcome again = say_batch(&batch);
    assert_int_equal(again.kind, BATCH_DOUBLE);
    assert_int_equal(again.fresh_count, 0);
    assert_int_equal(again.head.place.seq, 14);
    assert_high_water(1, 14);
}

static void an_overlap_is_taken_from_where_it_is_new(void **unused)
{
    (void)unused;
    write_acts(&unit, 6);
    struct batch batch = chain_batch(&unit, (struct place){1, 7}, BATCH_LIVE_MAX);
    struct batch_outcome outcome = say_batch(&batch);
    assert_int_equal(outcome.kind, BATCH_ACCEPTED);
    assert_int_equal(outcome.known, 3);
    assert_int_equal(outcome.fresh_count, 6);
    assert_int_equal(outcome.from.seq, 11);
    const struct chain_link *first = chain_find(&unit, outcome.from);
    assert_true(outcome.fresh.at == unit.bytes + first->at);
    assert_true(outcome.fresh.at + outcome.fresh.size == unit.bytes + unit.size);
}

/* Row 52: a batch that comes before its predecessor. */
static void row_52_a_batch_too_early_is_a_gap(void **unused)
{
    (void)unused;
    write_acts(&unit, 6);
    struct batch early = chain_batch(&unit, (struct place){1, 13}, 3);
    assert_int_equal(say_batch(&early).kind, BATCH_GAP);
    assert_int_equal(batch_refusal_code(BATCH_GAP), REFUSAL_GAP);
    assert_high_water(1, 10);
    struct batch batch = chain_batch(&unit, server.head.place, 3);
    assert_int_equal(say_batch(&batch).kind, BATCH_ACCEPTED);
    assert_int_equal(say_batch(&early).kind, BATCH_ACCEPTED);
    assert_high_water(1, 16);
}

static void row_62_another_units_entries_are_refused(void **unused)
{
    (void)unused;
    struct chain other;
    chain_init(&other, 2);
    chain_open_epoch(&other, 1);
    struct hello hello = hello_of(&other, (struct place){0});
    assert_int_equal(say_hello(&hello).kind, HELLO_NOT_YOURS);
    assert_int_equal(hello_refusal_code(HELLO_NOT_YOURS), REFUSAL_NOT_YOURS);
    struct batch batch = chain_batch(&other, (struct place){0}, 1);
    assert_int_equal(say_batch(&batch).kind, BATCH_NOT_YOURS);
    batch.device = unit.device; /* the envelope lies, the entries do not */
    assert_int_equal(say_batch(&batch).kind, BATCH_NOT_YOURS);
}

static void row_63_a_revoked_units_entries_are_receipted_and_kept_apart(void **unused)
{
    (void)unused;
    write_acts(&unit, 6);
    stream.revoked = true;
    stream.trusted_to = (struct place){1, 12};
    struct batch batch = chain_batch(&unit, server.head.place, BATCH_LIVE_MAX);
    struct batch_outcome outcome = say_batch(&batch);
    assert_int_equal(outcome.kind, BATCH_QUARANTINE);
    assert_int_equal(outcome.fresh_count, 6);
    assert_int_equal(outcome.trusted_count, 2);
    assert_high_water(1, 16);
    assert_int_equal(batch_refusal_code(BATCH_QUARANTINE), 0);
    write_acts(&unit, 1);
    batch = chain_batch(&unit, (struct place){1, 16}, 1);
    assert_int_equal(say_batch(&batch).trusted_count, 0);
    stream.trusted_to = (struct place){1, 99};
    write_acts(&unit, 1);
    batch = chain_batch(&unit, (struct place){1, 17}, 1);
    assert_int_equal(say_batch(&batch).kind, BATCH_ACCEPTED);
}

static void row_71_a_broken_chain_stops_the_stream(void **unused)
{
    (void)unused;
    struct chain broken = unit;
    broken.head.hash.byte[0] ^= 1;
    write_acts(&broken, 2);
    struct batch batch = chain_batch(&broken, server.head.place, 2);
    assert_int_equal(say_batch(&batch).kind, BATCH_CHAIN_BROKEN); /* at its front */
    assert_int_equal(batch_refusal_code(BATCH_CHAIN_BROKEN), REFUSAL_CHAIN_BROKEN);
    chain_append(&unit, 1);
    broken = unit;
    broken.head.hash.byte[0] ^= 1;
    chain_append(&broken, 2);
    batch = chain_batch(&broken, server.head.place, 2);
    assert_int_equal(say_batch(&batch).kind, BATCH_CHAIN_BROKEN); /* inside it */
    assert_high_water(1, 10);
    assert_int_equal(stream.state, STREAM_FOLLOWING);
    batch = chain_batch(&unit, server.head.place, 2);
    assert_int_equal(say_batch(&batch).kind, BATCH_ACCEPTED); /* from the last good one */
}

static void row_73_a_version_further_off_than_one_gets_no_welcome(void **unused)
{
    (void)unused;
    struct hello hello = hello_of(&unit, server.head.place);
    static const struct {
        uint32_t version;
        enum hello_outcome_kind kind;
    } rows[] = {
        {SYNC_VERSION - 2, HELLO_TOO_OLD      },
        {SYNC_VERSION - 1, HELLO_CONTINUE     },
        {SYNC_VERSION,     HELLO_CONTINUE     },
        {SYNC_VERSION + 1, HELLO_CONTINUE     },
        {SYNC_VERSION + 2, HELLO_UPDATE_NEEDED},
        {UINT32_MAX,       HELLO_UPDATE_NEEDED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        hello.version = rows[i].version;
        assert_int_equal(say_hello(&hello).kind, rows[i].kind);
    }
    struct welcome welcome;
    struct hello_outcome outcome = {.kind = HELLO_UPDATE_NEEDED};
    assert_false(stream_welcome(&stream, &hello, &outcome, &welcome));
    assert_int_equal(hello_refusal_code(HELLO_UPDATE_NEEDED), REFUSAL_UPDATE_NEEDED);
}

static void row_74_a_batch_beyond_the_bounds_is_refused_whole(void **unused)
{
    (void)unused;
    write_acts(&unit, BATCH_ENTRIES_MAX + 10);
    struct batch batch = chain_batch(&unit, server.head.place, BATCH_ENTRIES_MAX + 1);
    assert_true(batch.entries.size <= BATCH_BYTES_MAX);
    uint32_t fits = batch.count;
    batch.count = 10000;
    assert_int_equal(say_batch(&batch).kind, BATCH_TOO_LARGE);
    batch.count = fits;
    batch.entries.size = BATCH_BYTES_MAX + 1;
    assert_int_equal(say_batch(&batch).kind, BATCH_TOO_LARGE);
    assert_high_water(1, 10);
}

static void what_a_batch_says_of_itself_must_be_true(void **unused)
{
    (void)unused;
    write_acts(&unit, 4);
    const struct batch good = chain_batch(&unit, server.head.place, 4);
    struct batch bad = good;
    bad.count--;
    assert_int_equal(say_batch(&bad).kind, BATCH_MALFORMED);
    bad = good;
    bad.count++;
    assert_int_equal(say_batch(&bad).kind, BATCH_MALFORMED);
    bad = good;
    bad.first_seq++;
    assert_int_equal(say_batch(&bad).kind, BATCH_MALFORMED);
    bad = good;
    bad.epoch++;
    assert_int_equal(say_batch(&bad).kind, BATCH_MALFORMED);
    bad = good;
    bad.first_seq = UINT64_MAX;
    assert_int_equal(say_batch(&bad).kind, BATCH_MALFORMED);
    bad = good;
    bad.count = 0;
    assert_int_equal(say_batch(&bad).kind, BATCH_MALFORMED);
    bad = good;
    bad.entries.size--;
    assert_int_equal(say_batch(&bad).kind, BATCH_MALFORMED);
    unit.bytes[chain_find(&unit, (struct place){1, 12})->at] = 2; /* a later format */
    assert_int_equal(say_batch(&good).kind, BATCH_TOO_NEW);
    assert_high_water(1, 10);
}

static void an_act_cannot_begin_an_epoch(void **unused)
{
    (void)unused;
    struct chain odd = unit;
    odd.head.place = (struct place){2, 0};
    write_acts(&odd, 1);
    struct batch batch = chain_batch(&odd, server.head.place, 1);
    assert_int_equal(say_batch(&batch).kind, BATCH_CHAIN_BROKEN);
}

static void an_epoch_number_is_never_used_again(void **unused)
{
    (void)unused;
    chain_cut_after(&unit, (struct place){1, 6});
    struct hello hello = hello_of(&unit, (struct place){0});
    hello.received = (struct place){7, 3}; /* it was in epoch 7 before it was set back */
    assert_int_equal(say_hello(&hello).epoch, 8);
}

static void clones_that_take_turns_are_locked_in_the_end(void **unused)
{
    (void)unused;
    struct chain other = unit;
    struct chain *turns[2] = {&unit, &other};
    enum hello_outcome_kind kind = HELLO_CONTINUE;
    uint32_t epochs = 0;
    for (int i = 0; i < 4 * STREAM_EPOCHS_MAX && kind != HELLO_LOCKED; i++) {
        struct chain *chain = turns[i % 2];
        struct hello hello = hello_of(chain, server.head.place);
        struct hello_outcome outcome = say_hello(&hello);
        kind = outcome.kind;
        if (kind == HELLO_OPEN_EPOCH) {
            chain_open_epoch(chain, outcome.epoch);
            struct batch batch = chain_batch(chain, server.head.place, 1);
            assert_int_equal(say_batch(&batch).kind, BATCH_ACCEPTED);
            server.links[server.count++] = chain->links[chain->count - 1];
            server.head = chain->head;
            epochs++;
        } else {
            write_acts(chain, 1);
            struct batch batch = chain_batch(chain, server.head.place, 1);
            (void)say_batch(&batch);
            server.links[server.count++] = chain->links[chain->count - 1];
            server.head = chain->head;
        }
    }
    assert_int_equal(kind, HELLO_LOCKED);
    assert_in_range(epochs, 1, STREAM_EPOCHS_MAX);
}

static void a_refused_batch_moves_nothing(void **unused)
{
    (void)unused;
    struct stream before = stream;
    write_acts(&unit, 6);
    struct batch early = chain_batch(&unit, (struct place){1, 13}, 3);
    (void)say_batch(&early);
    assert_memory_equal(&before, &stream, sizeof before);
}

static void nothing_leaves_the_lock(void **unused)
{
    (void)unused;
    size_t count = 0;
    const struct stream_move *moves = stream_moves(&count);
    assert_true(count > 10);
    for (size_t i = 0; i < count; i++) {
        if (moves[i].from == STREAM_LOCKED) {
            assert_int_equal(moves[i].to, STREAM_LOCKED);
        }
        assert_string_not_equal(stream_on_name(moves[i].on), stream_on_name(STREAM_ONS));
        assert_string_not_equal(stream_state_name(moves[i].to), stream_state_name(STREAM_STATES));
    }
}

#define TEST(name) cmocka_unit_test_setup(name, start)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_unit_level_with_the_server_continues),
        TEST(a_new_unit_continues_from_nothing),
        TEST(a_unit_ahead_proves_that_it_has_the_high_water),
        TEST(a_unit_that_lost_its_tail_opens_an_epoch),
        TEST(a_server_started_anew_asks_for_the_proof_of_a_branch),
        TEST(a_branch_from_content_we_never_had_is_a_clone),
        TEST(row_44_a_deleted_journal_opens_an_epoch_that_names_nothing),
        TEST(row_45_a_clone_is_locked_and_stays_locked),
        TEST(row_45_a_clone_that_sends_without_a_hello_is_found_by_its_batch),
        TEST(a_unit_in_an_older_epoch_that_we_never_saw_is_locked),
        TEST(row_79_units_resend_from_what_a_restored_server_has),
        TEST(row_79_a_purged_hole_is_a_recorded_gap),
        TEST(what_begins_right_behind_us_needs_no_gap),
        TEST(what_begins_right_behind_us_on_another_branch_is_a_clone),
        TEST(a_purged_epoch_is_a_gap_too),
        TEST(row_51_a_batch_twice_is_one_event),
        TEST(an_overlap_is_taken_from_where_it_is_new),
        TEST(row_52_a_batch_too_early_is_a_gap),
        TEST(row_62_another_units_entries_are_refused),
        TEST(row_63_a_revoked_units_entries_are_receipted_and_kept_apart),
        TEST(row_71_a_broken_chain_stops_the_stream),
        TEST(row_73_a_version_further_off_than_one_gets_no_welcome),
        TEST(row_74_a_batch_beyond_the_bounds_is_refused_whole),
        TEST(what_a_batch_says_of_itself_must_be_true),
        TEST(an_act_cannot_begin_an_epoch),
        TEST(an_epoch_number_is_never_used_again),
        TEST(clones_that_take_turns_are_locked_in_the_end),
        TEST(a_refused_batch_moves_nothing),
        TEST(nothing_leaves_the_lock),
    };
    return cmocka_run_group_tests_name("sync_receiver", tests, NULL, NULL);
}
