/* What the door does with entries. */
#include "server/intake/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/server/intake/front.h"

static struct front *front;
static struct caller *unit;
static const struct place start = {0};

static int make_front(void **unused)
{
    (void)unused;
    front = front_open();
    unit = caller_new(1);
    front_enrol(front, unit, DEVICE_HANDHELD);
    return 0;
}

static int drop_front(void **unused)
{
    (void)unused;
    caller_free(unit);
    front_close(front);
    return 0;
}

static void row_50_a_message_that_was_lost_is_sent_again(void **unused)
{
    (void)unused;
    chain_append(&unit->chain, 1); /* the batch that brought it was lost; the next brings both */
    chain_append(&unit->chain, 2);
    front_deliver(front, unit, start);
    assert_int_equal(front_entries_in_order(front, unit), 3);
}

static void row_51_a_batch_that_comes_twice_is_stored_once(void **unused)
{
    (void)unused;
    chain_append(&unit->chain, 1);
    front_deliver(front, unit, start);
    front_deliver(front, unit, start);
    assert_int_equal(front_rows(front, unit), 1);
    assert_int_equal(front_entries_in_order(front, unit), 2);
}

static void row_52_a_batch_ahead_of_its_turn_waits_for_the_one_before(void **unused)
{
    (void)unused;
    struct message answer;
    for (uint32_t i = 0; i < 9; i++) {
        chain_append(&unit->chain, i);
    }
    const struct message first = caller_batch(unit, start, 5);
    const struct message second = caller_batch(unit, (struct place){1, 5}, 5);
    front_say(front, unit, &second);
    front_say(front, unit, &first);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_GAP);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_RECEIPT);
    assert_int_equal(answer.receipt.head.place.seq, 5);
    front_deliver(front, unit, (struct place){1, 5});
    assert_int_equal(front_entries_in_order(front, unit), 10);
}

static void row_53_a_lost_receipt_is_given_again(void **unused)
{
    (void)unused;
    const struct message once = front_send(front, unit, start);
    const struct message again = front_send(front, unit, start);
    assert_int_equal(once.kind, MESSAGE_RECEIPT);
    assert_int_equal(again.kind, MESSAGE_RECEIPT);
    assert_int_equal(place_order(once.receipt.head.place, again.receipt.head.place), 0);
    assert_true(hash_equal(&once.receipt.head.hash, &again.receipt.head.hash));
}

static void a_batch_whose_front_is_known_counts_from_where_it_is_new(void **unused)
{
    (void)unused;
    chain_append(&unit->chain, 1);
    front_deliver(front, unit, start);
    chain_append(&unit->chain, 2);
    chain_append(&unit->chain, 3);
    front_deliver(front, unit, start); /* all four */
    const struct act_batch *row = act_store_memory_batch(&front->store, front->store.batches.count);
    assert_int_equal(row->count, 4);
    assert_int_equal(row->skip, 2);
    assert_int_equal(front_entries_in_order(front, unit), 4);
}

static void row_62_the_entries_of_another_device_are_refused_and_told(void **unused)
{
    (void)unused;
    struct caller *other = caller_new(2);
    struct message answer;
    front_enrol(front, other, DEVICE_HANDHELD);
    const struct message stolen = caller_batch(other, start, BATCH_ENTRIES_MAX);
    front_say(front, unit, &stolen); /* with the key of UNIT */
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_NOT_YOURS);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_NOT_YOURS), 1);
    /* also inside a batch that names the right device */
    struct message inside = stolen;
    inside.batch.device = unit->chain.device;
    front_say(front, unit, &inside);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_NOT_YOURS);
    assert_int_equal(front_rows(front, unit), 0);
    assert_int_equal(front_rows(front, other), 0);
    front_deliver(front, other, start); /* whose stream nobody has touched */
    caller_free(other);
}

static void row_63_what_a_revoked_device_sends_is_kept_apart_and_receipted(void **unused)
{
    (void)unused;
    front_deliver(front, unit, start);
    front_revoke(front, unit, (struct place){1, 1});
    chain_append(&unit->chain, 1);
    chain_append(&unit->chain, 2);
    front_deliver(front, unit, (struct place){1, 1}); /* it stops sending */
    assert_int_equal(front_entries_in_order(front, unit), 1);
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_REVOKED), 1);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_REVOKED_SENDS), 1);
    front_deliver(front, unit, (struct place){1, 1});
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_REVOKED), 1);
    front_restart(front);
    assert_true(front_connect(front, unit));
    chain_append(&unit->chain, 3);
    front_deliver(front, unit, (struct place){1, 3});
    assert_int_equal(front_entries_in_order(front, unit), 1);
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_REVOKED), 2);
}

/* What is apart was receipted: that it comes again, late, is the line's doing and no clone's. */
static void a_revoked_device_that_is_heard_twice_is_no_clone(void **unused)
{
    (void)unused;
    struct message answer;
    front_deliver(front, unit, start);
    front_revoke(front, unit, (struct place){1, 1});
    chain_append(&unit->chain, 1);
    const struct message hello = caller_hello(unit);
    const struct message early = caller_batch(unit, (struct place){1, 1}, 1);
    front_say(front, unit, &early);
    chain_append(&unit->chain, 2);
    const struct message late = caller_batch(unit, (struct place){1, 2}, 1);
    front_say(front, unit, &late);
    front_say(front, unit, &early); /* within one group */
    front_step(front);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(front_hear(front, unit, &answer), MESSAGE_RECEIPT);
    }
    assert_int_equal(answer.receipt.head.place.seq, 3);
    front_restart(front);
    assert_true(front_connect(front, unit));
    front_say(front, unit, &early); /* and from the book */
    front_say(front, unit, &hello);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_RECEIPT);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_WELCOME);
    assert_int_not_equal(answer.welcome.verdict, WELCOME_LOCKED);
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_REVOKED), 2);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_CLONED), 0);
}

static void another_content_under_a_place_kept_apart_locks_the_stream(void **unused)
{
    (void)unused;
    struct caller *clone = caller_new(1); /* the same keys */
    front_deliver(front, unit, start);
    front_revoke(front, unit, (struct place){1, 1});
    chain_append(&unit->chain, 1);
    chain_append(&unit->chain, 2);
    chain_append(&clone->chain, 99);
    front_deliver(front, unit, (struct place){1, 1});
    clone->peer = unit->peer;
    const struct message answer = front_send(front, clone, (struct place){1, 1});
    assert_int_equal(answer.kind, MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_FORKED);
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_FORKED), 1);
    caller_free(clone);
}

static void of_a_revoked_device_what_was_made_before_the_cut_counts(void **unused)
{
    (void)unused;
    for (uint32_t i = 0; i < 5; i++) {
        chain_append(&unit->chain, i);
    }
    front_revoke(front, unit, (struct place){1, 4});
    front_deliver(front, unit, start); /* six entries, four trusted */
    const struct act_batch *row = act_store_memory_batch(&front->store, front->store.batches.count);
    const struct act_quarantine *apart = (const void *)front->store.quarantine.at;
    assert_int_equal(row->count, 4);
    assert_int_equal(apart->first.seq, 5);
    assert_int_equal(apart->count, 2);
    assert_int_equal(front_entries_in_order(front, unit), 4);
}

static void a_revoked_device_that_sends_without_end_is_refused_and_fills_no_disk(void **unused)
{
    (void)unused;
    struct message answer = {.kind = MESSAGE_RECEIPT};
    front_revoke(front, unit, start);
    for (uint32_t i = 0; i < 400; i++) {
        chain_append(&unit->chain, i);
    }
    front_member(front, unit)->apart.bytes = APART_BYTES_MAX - 70000;
    front_member(front, unit)->apart.from = front->now.mono;
    struct place after = start;
    while (answer.kind == MESSAGE_RECEIPT && place_order(after, unit->chain.head.place) < 0) {
        answer = front_send(front, unit, after);
        after = answer.kind == MESSAGE_RECEIPT ? answer.receipt.head.place : after;
    }
    assert_int_equal(answer.kind, MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_REVOKED);
    /* what was refused was not receipted, and is taken another day */
    assert_int_equal(place_order(answer.refusal.high_water.place, after), 0);
    front_pass(front, APART_SPAN_MS);
    front_deliver(front, unit, after);
}

static void damage(struct caller *caller, uint64_t seq)
{
    const struct chain_link *link = chain_find(&caller->chain, (struct place){1, seq});
    caller->chain.bytes[link->at + link->size - 80] ^= 1; /* in the body, before the signature */
}

static void row_71_a_broken_chain_stops_the_stream_at_the_last_good_entry(void **unused)
{
    (void)unused;
    front_deliver(front, unit, start);
    chain_append(&unit->chain, 1);
    chain_append(&unit->chain, 2);
    damage(unit, 2);
    const struct message answer = front_send(front, unit, (struct place){1, 1});
    assert_int_equal(answer.kind, MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_CHAIN_BROKEN);
    assert_int_equal(answer.refusal.high_water.place.seq, 1);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_CHAIN_BROKEN), 1);
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_BROKEN), 1);
    damage(unit, 2); /* mended */
    front_deliver(front, unit, (struct place){1, 1});
    assert_int_equal(front_entries_in_order(front, unit), 3);
}

static void row_72_a_gap_is_answered_with_where_to_go_on(void **unused)
{
    (void)unused;
    front_deliver(front, unit, start);
    chain_append(&unit->chain, 1);
    chain_append(&unit->chain, 2);
    const struct message answer = front_send(front, unit, (struct place){1, 2});
    assert_int_equal(answer.kind, MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_GAP);
    assert_int_equal(answer.refusal.high_water.place.seq, 1);
    assert_int_equal(front_rows(front, unit), 1);
    assert_int_equal(front->store.incidents.count, 1); /* a gap is no incident: the anchor's only */
}

static void row_74_more_entries_than_a_batch_may_hold_are_refused(void **unused)
{
    (void)unused;
    struct message answer;
    for (uint32_t i = 0; i < BATCH_ENTRIES_MAX; i++) {
        chain_append(&unit->chain, i);
    }
    struct message batch = caller_batch(unit, start, BATCH_ENTRIES_MAX);
    batch.batch.count = 10000;
    front_say(front, unit, &batch);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_TOO_LARGE);
    assert_int_equal(front_rows(front, unit), 0);
    struct place after = start; /* split, all of it is taken */
    for (int i = 0; i < 3 && place_order(after, unit->chain.head.place) < 0; i++) {
        after = front_send(front, unit, after).receipt.head.place;
    }
    assert_int_equal(front_entries_in_order(front, unit), BATCH_ENTRIES_MAX + 1);
}

static void a_batch_that_ends_in_half_an_entry_is_kept_raw(void **unused)
{
    (void)unused;
    struct message answer;
    chain_append(&unit->chain, 1);
    struct message batch = caller_batch(unit, start, BATCH_ENTRIES_MAX);
    batch.batch.entries.size--;
    front_say(front, unit, &batch);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_MALFORMED);
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_MALFORMED), 1);
    front_deliver(front, unit, start);
}

static void another_content_under_a_known_place_locks_the_stream(void **unused)
{
    (void)unused;
    struct caller *clone = caller_new(1); /* the same keys */
    struct message answer;
    chain_append(&unit->chain, 1);
    chain_append(&clone->chain, 99);
    front_deliver(front, unit, start);
    clone->peer = unit->peer;
    answer = front_send(front, clone, (struct place){1, 1});
    assert_int_equal(answer.kind, MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_FORKED);
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_FORKED), 1);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_CLONED), 1);
    front_restart(front); /* the lock is kept */
    assert_true(front_connect(front, unit));
    chain_append(&unit->chain, 2);
    answer = front_send(front, unit, (struct place){1, 2});
    assert_int_equal(answer.refusal.code, REFUSAL_FORKED);
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_LOCKED), 1);
    assert_int_equal(front_entries_in_order(front, unit), 2);
    for (int i = 0; i < 30; i++) { /* whoever goes on is kept once */
        (void)front_send(front, unit, (struct place){1, 2});
    }
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_LOCKED), 1);
    caller_free(clone);
}

static void a_hole_is_recorded_with_its_ends(void **unused)
{
    (void)unused;
    struct message answer;
    front_deliver(front, unit, start);
    for (uint32_t i = 0; i < 9; i++) {
        chain_append(&unit->chain, i);
    }
    chain_purge_to(&unit->chain, (struct place){1, 5}); /* receipted by a book that is no more */
    struct message hello = caller_hello(unit);
    hello.hello.asked = (struct place){1, 1};
    hello.hello.received = (struct place){1, 10};
    front_say(front, unit, &hello);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_WELCOME);
    assert_int_equal(answer.welcome.verdict, WELCOME_CONTINUE);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_SERVER_BEHIND), 1);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_HOLE), 0);
    front_deliver(front, unit, (struct place){1, 5});
    const struct act_incident *rows = (const void *)front->store.incidents.at;
    const struct act_incident *last = &rows[front->store.incidents.count - 1];
    assert_int_equal(last->kind, ACT_INCIDENT_HOLE);
    assert_string_equal(last->detail, "gone for ever: what the device made between 1/1 and 1/6");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_front, drop_front)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(row_50_a_message_that_was_lost_is_sent_again),
        CASE(row_51_a_batch_that_comes_twice_is_stored_once),
        CASE(row_52_a_batch_ahead_of_its_turn_waits_for_the_one_before),
        CASE(row_53_a_lost_receipt_is_given_again),
        CASE(a_batch_whose_front_is_known_counts_from_where_it_is_new),
        CASE(row_62_the_entries_of_another_device_are_refused_and_told),
        CASE(row_63_what_a_revoked_device_sends_is_kept_apart_and_receipted),
        CASE(a_revoked_device_that_is_heard_twice_is_no_clone),
        CASE(another_content_under_a_place_kept_apart_locks_the_stream),
        CASE(of_a_revoked_device_what_was_made_before_the_cut_counts),
        CASE(a_revoked_device_that_sends_without_end_is_refused_and_fills_no_disk),
        CASE(row_71_a_broken_chain_stops_the_stream_at_the_last_good_entry),
        CASE(row_72_a_gap_is_answered_with_where_to_go_on),
        CASE(row_74_more_entries_than_a_batch_may_hold_are_refused),
        CASE(a_batch_that_ends_in_half_an_entry_is_kept_raw),
        CASE(another_content_under_a_known_place_locks_the_stream),
        CASE(a_hole_is_recorded_with_its_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
