#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/core/sender_driver.h"

static void the_first_hello_goes_at_once_and_proves_what_was_receipted(void **unused)
{
    (void)unused;
    struct hello hello;
    assert_true(sync_sender_wakeup(&sender).ms <= now);
    step((struct sync_event){.kind = SYNC_TIMEOUT});
    assert_true(effect.look_up);
    assert_int_equal(effect.asked.seq, 5);
    prove();
    assert_true(effect.send_hello);
    sync_sender_hello(&sender, &hello);
    assert_int_equal(hello.version, SYNC_VERSION);
    assert_int_equal(hello.device.id, me.id);
    assert_int_equal(hello.head.place.seq, 10);
    assert_int_equal(hello.received.seq, 5);
    assert_int_equal(hello.asked.seq, 5);
    assert_int_equal(hello.proof.place.seq, 5);
    assert_int_equal(hello.first.seq, 1);
    assert_int_equal(hello.unsent, 5);
    assert_int_equal(hello.clock.mono_ms, 1000);
    assert_int_equal(hello.clock.wall_ms, 1700000001000);
}

static void after_the_welcome_the_rest_is_sent_and_receipted(void **unused)
{
    (void)unused;
    start_awaiting();
    assert_int_equal(effect.after.seq, 5);
    assert_int_equal(effect.count_max, BATCH_LIVE_MAX);
    hear_receipt(head_at(1, 10));
    assert_int_equal(sender.state, SENDER_IDLE);
    assert_true(effect.record_receipt);
    assert_int_equal(sender.received.place.seq, 10);
    assert_false(effect.send_batch);
}

static void a_new_entry_goes_at_once_when_idle_and_waits_its_turn_otherwise(void **unused)
{
    (void)unused;
    start_awaiting();
    step((struct sync_event){.kind = SYNC_WRITTEN, .head = head_at(1, 11)});
    assert_false(effect.send_batch); /* stop and wait */
    hear_receipt(head_at(1, 10));
    assert_int_equal(send_up_to(1).place.seq, 11);
    hear_receipt(head_at(1, 11));
    assert_int_equal(sender.state, SENDER_IDLE);
    step((struct sync_event){.kind = SYNC_WRITTEN, .head = head_at(1, 12)});
    assert_true(effect.send_batch);
    assert_int_equal(effect.after.seq, 11);
}

static void a_backlog_goes_in_large_batches(void **unused)
{
    (void)unused;
    struct head head = head_at(1, 2000);
    struct head received = head_at(1, 5);
    sync_sender_init(&sender, me, &head, &received, received.place, 1);
    greet();
    hear_welcome(welcome_at(1, 5));
    assert_int_equal(effect.count_max, BATCH_ENTRIES_MAX);
    (void)send_up_to(320);
    hear_receipt(head_at(1, 325));
    assert_true(effect.send_batch);
    assert_int_equal(effect.after.seq, 325);
}

static void row_50_a_lost_message_is_sent_again_later_and_later(void **unused)
{
    (void)unused;
    start_awaiting();
    int64_t waits[4];
    for (int i = 0; i < 2; i++) {
        waits[i] = sync_sender_wakeup(&sender).ms - now;
        time_out();
        assert_true(effect.send_batch);
        assert_int_equal(effect.after.seq, 5);
        assert_false(effect.renew_link);
    }
    waits[2] = sync_sender_wakeup(&sender).ms - now;
    time_out(); /* the third: perhaps the line is only half open */
    assert_true(effect.renew_link);
    assert_true(effect.look_up);
    assert_int_equal(sender.state, SENDER_GREETING);
    waits[3] = sync_sender_wakeup(&sender).ms - now;
    for (int i = 0; i < 4; i++) {
        assert_in_range(waits[i], 250 << i, 500 << i);
    }
}

static void row_57_a_server_gone_for_a_month_costs_nothing(void **unused)
{
    (void)unused;
    int64_t month = now + 30LL * 24 * 3600 * 1000;
    uint64_t seq = 10;
    unsigned renewed = 0;
    while (now < month) {
        time_out();
        renewed += effect.renew_link;
        prove();
        int64_t wait = sync_sender_wakeup(&sender).ms - now;
        assert_in_range(wait, SYNC_RETRY_MS_MIN / 2, SYNC_RETRY_MS_MAX);
        step((struct sync_event){.kind = SYNC_WRITTEN, .head = head_at(1, ++seq)});
        now += 600000; /* the simulated app sleeps longer than it may, to be quick */
    }
    assert_true(renewed > 0);
    greet();
    hear_welcome(welcome_at(1, 5));
    assert_true(effect.send_batch);
    assert_int_equal(effect.after.seq, 5); /* all kept */
}

static void row_58_units_that_start_together_do_not_stay_together(void **unused)
{
    (void)unused;
    enum { UNITS = 3000, SLOTS = 10 };
    unsigned slots[SLOTS] = {0};
    for (uint64_t unit = 0; unit < UNITS; unit++) {
        struct head none = {0};
        sync_sender_init(&sender, me, &none, &none, none.place, (unit + 1) * 0x9E3779B97F4A7C15u);
        now = 0;
        greet();
        time_out();
        prove();
        int64_t wait = sync_sender_wakeup(&sender).ms - now;
        slots[(wait - 500) * SLOTS / 501]++;
    }
    for (size_t i = 0; i < SLOTS; i++) {
        assert_in_range(slots[i], UNITS / SLOTS / 2, UNITS / SLOTS * 2);
    }
}

static void row_53_a_receipt_twice_moves_once(void **unused)
{
    (void)unused;
    start_awaiting();
    hear_receipt(head_at(1, 10));
    hear_receipt(head_at(1, 10));
    assert_int_equal(effect.incident, SYNC_NO_INCIDENT);
    assert_false(effect.record_receipt);
    hear_receipt(head_at(1, 7)); /* an older one, late */
    assert_int_equal(effect.incident, SYNC_NO_INCIDENT);
    assert_int_equal(sender.received.place.seq, 10);
}

static void row_54_a_stale_receipt_of_an_earlier_epoch_is_ignored(void **unused)
{
    (void)unused;
    struct head head = head_at(3, 4);
    struct head received = head_at(2, 9);
    sync_sender_init(&sender, me, &head, &received, received.place, 1);
    greet();
    hear_welcome(welcome_at(2, 9));
    struct head sent = head_at(3, 4);
    sync_sender_sent(&sender, &sent);
    hear_receipt(head_at(1, 999));
    assert_int_equal(effect.incident, SYNC_STALE_RECEIPT);
    hear_receipt(head_at(2, 999)); /* later than what is received, and of no batch of ours */
    assert_int_equal(effect.incident, SYNC_STALE_RECEIPT);
    assert_int_equal(sender.state, SENDER_AWAITING);
    assert_int_equal(sender.received.place.seq, 9);
    assert_false(effect.record_receipt);
}

static void row_55_a_receipt_for_more_than_was_sent_is_refused(void **unused)
{
    (void)unused;
    start_awaiting();
    step((struct sync_event){.kind = SYNC_WRITTEN, .head = head_at(1, 20)});
    hear_receipt(head_at(1, 11)); /* in the journal, but never sent */
    assert_int_equal(effect.incident, SYNC_RECEIPT_BEYOND);
    hear_receipt(head_at(2, 1));
    assert_int_equal(effect.incident, SYNC_RECEIPT_BEYOND);
    assert_int_equal(sender.received.place.seq, 5);
    assert_int_equal(sender.state, SENDER_AWAITING);
    assert_false(effect.record_receipt);
}

static void a_receipt_with_another_hash_makes_us_greet(void **unused)
{
    (void)unused;
    start_awaiting();
    struct head other = head_at(1, 10);
    other.hash.byte[0] ^= 1;
    hear_receipt(other);
    assert_int_equal(effect.incident, SYNC_CLONED);
    assert_true(effect.look_up);
    assert_int_equal(sender.received.place.seq, 5);
}

static void a_receipt_for_a_part_sends_the_rest(void **unused)
{
    (void)unused;
    start_awaiting();
    hear_receipt(head_at(1, 8));
    assert_int_equal(sender.state, SENDER_AWAITING);
    assert_true(effect.send_batch);
    assert_int_equal(effect.after.seq, 8);
}

static void busy_is_obeyed_and_then_the_batch_goes_again(void **unused)
{
    (void)unused;
    start_awaiting();
    hear((struct message){.kind = MESSAGE_BUSY, .busy = {.retry_after_ms = 10000}});
    assert_int_equal(sender.state, SENDER_HELD);
    assert_in_range(sync_sender_wakeup(&sender).ms - now, 10000, 20000);
    step((struct sync_event){.kind = SYNC_WRITTEN, .head = head_at(1, 11)});
    assert_false(effect.send_batch);
    time_out();
    assert_true(effect.send_batch);
    hear((struct message){.kind = MESSAGE_BUSY, .busy = {.retry_after_ms = UINT32_MAX}});
    assert_in_range(sync_sender_wakeup(&sender).ms - now, SYNC_BUSY_MS_MAX, 2 * SYNC_BUSY_MS_MAX);
    hear_receipt(head_at(1, 10)); /* the first copy had arrived after all */
    assert_int_equal(sender.state, SENDER_HELD);
    assert_int_equal(sender.received.place.seq, 10);
}

static void a_prove_welcome_asks_at_the_servers_place(void **unused)
{
    (void)unused;
    greet();
    struct welcome welcome = welcome_at(1, 3);
    welcome.verdict = WELCOME_PROVE;
    hear_welcome(welcome);
    assert_true(effect.look_up);
    assert_int_equal(effect.asked.seq, 3);
    prove();
    assert_true(effect.send_hello);
    hear_welcome(welcome_at(1, 3)); /* restored from a backup: resend from what it has */
    assert_true(effect.send_batch);
    assert_int_equal(effect.after.seq, 3);
    assert_true(effect.record_receipt);
    assert_int_equal(sender.level_two.seq, 0);
}

static void a_server_that_never_believes_the_proof_is_not_asked_every_moment(void **unused)
{
    (void)unused;
    greet();
    struct welcome welcome = welcome_at(1, 5);
    welcome.verdict = WELCOME_PROVE;
    hear_welcome(welcome);
    assert_false(effect.look_up);
    assert_true(sync_sender_wakeup(&sender).ms - now >= SYNC_REFUSED_MS);
    time_out();
    prove();
    assert_true(effect.send_hello);
}

static void a_lost_tail_opens_an_epoch_and_greets_from_it(void **unused)
{
    (void)unused;
    greet();
    struct welcome welcome = welcome_at(1, 20);
    welcome.verdict = WELCOME_OPEN_EPOCH;
    welcome.epoch = 2;
    hear_welcome(welcome);
    assert_true(effect.open_epoch);
    assert_int_equal(effect.epoch, 2);
    assert_int_equal(effect.incident, SYNC_TAIL_LOST);
    step((struct sync_event){.kind = SYNC_RENEWED, .head = head_at(2, 1)});
    assert_true(effect.look_up);
    assert_int_equal(effect.asked.seq, 20);
    step((struct sync_event){
        .kind = SYNC_PROVEN, .head = head_at(1, 10), .first = {1, 1}
    });
    assert_true(effect.send_hello);
    hear_welcome(welcome_at(1, 20));
    assert_true(effect.send_batch);
    assert_int_equal(effect.after.seq, 20);
    struct head sent = head_at(2, 1);
    sync_sender_sent(&sender, &sent);
    hear_receipt(head_at(2, 1));
    assert_int_equal(sender.state, SENDER_IDLE);
}

static void an_epoch_that_could_not_be_opened_is_asked_for_again(void **unused)
{
    (void)unused;
    greet();
    struct welcome welcome = welcome_at(1, 20);
    welcome.verdict = WELCOME_OPEN_EPOCH;
    welcome.epoch = 2;
    hear_welcome(welcome); /* and the disk is full: no SYNC_RENEWED comes */
    time_out();
    assert_true(effect.look_up);
    welcome.epoch = 1; /* not a later epoch */
    prove();
    welcome.echo_mono_ms = sender.greeted_mono_ms;
    hear_welcome(welcome);
    assert_false(effect.open_epoch);
    assert_int_equal(effect.incident, SYNC_REFUSED);
}

static void row_45_a_clone_stops_for_good(void **unused)
{
    (void)unused;
    greet();
    struct welcome welcome = welcome_at(1, 5);
    welcome.verdict = WELCOME_LOCKED;
    hear_welcome(welcome);
    assert_int_equal(sender.state, SENDER_LOCKED);
    assert_int_equal(effect.incident, SYNC_CLONED);
    step((struct sync_event){.kind = SYNC_WRITTEN, .head = head_at(1, 11)});
    assert_false(effect.send_batch || effect.look_up);
    step((struct sync_event){.kind = SYNC_LINK_UP});
    assert_false(effect.send_batch);
    step((struct sync_event){.kind = SYNC_NOT_ADMITTED});
    assert_int_equal(sender.state, SENDER_LOCKED);
    (void)start_sender(NULL);
    start_awaiting();
    hear_refusal(REFUSAL_FORKED, head_at(1, 5));
    assert_int_equal(sender.state, SENDER_LOCKED);
}

static void a_locked_unit_greets_every_hour_and_no_answer_unlocks_it(void **unused)
{
    (void)unused;
    const struct place received = sender.received.place;
    sync_sender_lock(&sender); /* as its journal says after a restart */
    time_out();
    for (int verdict = WELCOME_CONTINUE; verdict <= WELCOME_LOCKED; verdict++) {
        prove();
        assert_true(effect.send_hello);
        struct welcome welcome = welcome_at(1, 5);
        welcome.verdict = (enum welcome_verdict)verdict;
        welcome.epoch = 2;
        hear_welcome(welcome); /* a server that was restored may say anything */
        if (effect.look_up) {  /* it asks for a proof at its place: that is how it learns */
            assert_int_equal(verdict, WELCOME_PROVE);
            assert_int_equal(effect.asked.seq, 5);
            prove();
            assert_true(effect.send_hello);
            hear_welcome(welcome);
        }
        assert_false(effect.send_batch || effect.open_epoch || effect.record_receipt);
        assert_int_equal(place_order(sender.received.place, received), 0);
        assert_int_equal(sender.state, SENDER_LOCKED);
        assert_in_range(sync_sender_wakeup(&sender).ms - now, SYNC_OUTDATED_MS / 2,
                        2 * SYNC_OUTDATED_MS);
        time_out();
        sender.asked = (struct place){1, 9}; /* as it was before that server was put back */
    }
    prove();
    hear_refusal(REFUSAL_UPDATE_NEEDED, (struct head){0});
    assert_int_equal(sender.state, SENDER_LOCKED);
}

static void row_73_update_needed_keeps_the_data_and_asks_once_an_hour(void **unused)
{
    (void)unused;
    greet();
    hear_refusal(REFUSAL_UPDATE_NEEDED, (struct head){0});
    assert_int_equal(sender.state, SENDER_OUTDATED);
    assert_int_equal(effect.refusal, REFUSAL_UPDATE_NEEDED);
    assert_true(sync_sender_wakeup(&sender).ms - now >= SYNC_OUTDATED_MS);
    step((struct sync_event){.kind = SYNC_WRITTEN, .head = head_at(1, 11)});
    assert_int_equal(sender.head.place.seq, 11);
    time_out();
    prove();
    hear_welcome(welcome_at(1, 5)); /* updated meanwhile */
    assert_true(effect.send_batch);
    assert_int_equal(effect.after.seq, 5);
}

static void rows_71_and_72_a_gap_or_a_broken_chain_is_asked_from_the_last_good(void **unused)
{
    (void)unused;
    start_awaiting();
    hear_refusal(REFUSAL_GAP, head_at(1, 3));
    assert_int_equal(effect.incident, SYNC_NO_INCIDENT);
    assert_true(effect.look_up);
    assert_int_equal(effect.asked.seq, 3);
    prove();
    hear_welcome(welcome_at(1, 3));
    assert_int_equal(effect.after.seq, 3);
    (void)send_up_to(7);
    hear_refusal(REFUSAL_CHAIN_BROKEN, head_at(1, 3));
    assert_int_equal(effect.incident, SYNC_REFUSED);
    assert_true(effect.look_up);
    prove();
    hear_welcome(welcome_at(1, 3));
    (void)send_up_to(7);
    hear_refusal(REFUSAL_CHAIN_BROKEN, head_at(1, 3)); /* it does not mend: not every moment */
    assert_false(effect.look_up);
    assert_true(sync_sender_wakeup(&sender).ms - now >= SYNC_REFUSED_MS);
}

static void a_refused_batch_is_tried_again_after_a_minute(void **unused)
{
    (void)unused;
    static const enum refusal_code codes[] = {REFUSAL_NOT_YOURS, REFUSAL_MALFORMED, REFUSAL_REVOKED,
                                              REFUSAL_BAD_SIGNATURE, REFUSAL_TOO_LARGE};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        (void)start_sender(NULL);
        start_awaiting();
        hear_refusal(codes[i], head_at(1, 5));
        assert_int_equal(sender.state, SENDER_GREETING);
        assert_int_equal(effect.incident, SYNC_REFUSED);
        assert_int_equal(effect.refusal, codes[i]);
        assert_true(sync_sender_wakeup(&sender).ms - now >= SYNC_REFUSED_MS);
        assert_int_equal(sender.received.place.seq, 5);
    }
}

static void row_60_a_door_that_refuses_our_key_gets_a_new_line_in_a_minute(void **unused)
{
    (void)unused;
    greet();
    step((struct sync_event){.kind = SYNC_NOT_ADMITTED});
    assert_true(effect.renew_link);
    assert_int_equal(sender.state, SENDER_GREETING);
    assert_true(sync_sender_wakeup(&sender).ms - now >= SYNC_REFUSED_MS);
    time_out();
    assert_true(effect.look_up);
}

static void a_welcome_to_an_earlier_hello_is_passed_over(void **unused)
{
    (void)unused;
    greet();
    struct welcome old = welcome_at(1, 2);
    time_out();
    prove();
    hear_welcome(old);
    assert_int_equal(sender.state, SENDER_GREETING);
    assert_int_equal(sender.received.place.seq, 5);
    hear_welcome(welcome_at(1, 5));
    assert_int_equal(sender.state, SENDER_AWAITING);
    hear_welcome(welcome_at(1, 5)); /* the same once more */
    assert_int_equal(sender.state, SENDER_AWAITING);
    assert_false(effect.send_batch);
}

static void a_welcome_beyond_our_journal_is_refused(void **unused)
{
    (void)unused;
    greet();
    hear_welcome(welcome_at(1, 11));
    assert_int_equal(effect.incident, SYNC_RECEIPT_BEYOND);
    assert_int_equal(sender.received.place.seq, 5);
    assert_int_equal(sender.state, SENDER_GREETING);
}

static void the_offset_is_measured_at_each_welcome(void **unused)
{
    (void)unused;
    struct batch batch;
    greet();
    struct welcome welcome = welcome_at(1, 5);
    now += 300; /* round trip; the server read its clock in the middle of it, an hour ahead */
    welcome.server_wall_ms = 1700000000000 + now - 150 + 3600000;
    hear_welcome(welcome);
    sync_sender_batch(&sender, &batch);
    assert_true(batch.has_offset);
    assert_int_equal(batch.offset_ms, 3600000);
    assert_int_equal(batch.rtt_ms, 300);
    assert_int_equal(batch.device.id, me.id);
}

static void level_two_is_the_servers_word_but_never_beyond_level_one(void **unused)
{
    (void)unused;
    start_awaiting();
    hear((struct message){
        .kind = MESSAGE_RECEIPT, .receipt = {.head = head_at(1, 8), .level_two = {1, 4}}
    });
    assert_int_equal(sender.level_two.seq, 4);
    (void)send_up_to(2);
    hear((struct message){
        .kind = MESSAGE_RECEIPT, .receipt = {.head = head_at(1, 10), .level_two = {9, 9}}
    });
    assert_int_equal(sender.level_two.epoch, 1);
    assert_int_equal(sender.level_two.seq, 10);
}

static void an_idle_sender_greets_again_every_few_minutes(void **unused)
{
    (void)unused;
    start_awaiting();
    hear_receipt(head_at(1, 10));
    assert_in_range(sync_sender_wakeup(&sender).ms - now, SYNC_GREET_AGAIN_MS / 2,
                    SYNC_GREET_AGAIN_MS);
    time_out();
    assert_true(effect.look_up);
    assert_int_equal(sender.state, SENDER_GREETING);
}

static void a_line_that_comes_up_is_greeted_at_once(void **unused)
{
    (void)unused;
    start_awaiting();
    step((struct sync_event){.kind = SYNC_LINK_UP});
    assert_int_equal(sender.state, SENDER_GREETING);
    prove();
    assert_true(effect.send_hello);
}

static void an_early_time_out_does_nothing(void **unused)
{
    (void)unused;
    start_awaiting();
    struct sync_sender before = sender;
    step((struct sync_event){.kind = SYNC_TIMEOUT});
    assert_memory_equal(&before, &sender, sizeof before);
}

static void every_state_has_a_way_out_but_the_lock(void **unused)
{
    (void)unused;
    size_t count = 0;
    const struct sender_move *moves = sender_moves(&count);
    bool leaves[SENDER_STATES] = {false};
    bool reached[SENDER_STATES] = {[SENDER_GREETING] = true};
    for (size_t i = 0; i < count; i++) {
        leaves[moves[i].from] |= moves[i].to != moves[i].from;
        reached[moves[i].to] = true;
        for (size_t j = 0; j < i; j++) {
            assert_false(moves[i].from == moves[j].from && moves[i].on == moves[j].on);
        }
    }
    for (int state = 0; state < SENDER_STATES; state++) {
        assert_int_equal(leaves[state], state != SENDER_LOCKED);
        assert_true(reached[state]);
    }
}

#define TEST(name) cmocka_unit_test_setup(name, start_sender)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_hello_goes_at_once_and_proves_what_was_receipted),
        TEST(after_the_welcome_the_rest_is_sent_and_receipted),
        TEST(a_new_entry_goes_at_once_when_idle_and_waits_its_turn_otherwise),
        TEST(a_backlog_goes_in_large_batches),
        TEST(row_50_a_lost_message_is_sent_again_later_and_later),
        TEST(row_57_a_server_gone_for_a_month_costs_nothing),
        TEST(row_58_units_that_start_together_do_not_stay_together),
        TEST(row_53_a_receipt_twice_moves_once),
        TEST(row_54_a_stale_receipt_of_an_earlier_epoch_is_ignored),
        TEST(row_55_a_receipt_for_more_than_was_sent_is_refused),
        TEST(a_receipt_with_another_hash_makes_us_greet),
        TEST(a_receipt_for_a_part_sends_the_rest),
        TEST(busy_is_obeyed_and_then_the_batch_goes_again),
        TEST(a_prove_welcome_asks_at_the_servers_place),
        TEST(a_server_that_never_believes_the_proof_is_not_asked_every_moment),
        TEST(a_lost_tail_opens_an_epoch_and_greets_from_it),
        TEST(an_epoch_that_could_not_be_opened_is_asked_for_again),
        TEST(row_45_a_clone_stops_for_good),
        TEST(a_locked_unit_greets_every_hour_and_no_answer_unlocks_it),
        TEST(row_73_update_needed_keeps_the_data_and_asks_once_an_hour),
        TEST(rows_71_and_72_a_gap_or_a_broken_chain_is_asked_from_the_last_good),
        TEST(a_refused_batch_is_tried_again_after_a_minute),
        TEST(row_60_a_door_that_refuses_our_key_gets_a_new_line_in_a_minute),
        TEST(a_welcome_to_an_earlier_hello_is_passed_over),
        TEST(a_welcome_beyond_our_journal_is_refused),
        TEST(the_offset_is_measured_at_each_welcome),
        TEST(level_two_is_the_servers_word_but_never_beyond_level_one),
        TEST(an_idle_sender_greets_again_every_few_minutes),
        TEST(a_line_that_comes_up_is_greeted_at_once),
        TEST(an_early_time_out_does_nothing),
        TEST(every_state_has_a_way_out_but_the_lock),
    };
    return cmocka_run_group_tests_name("sync_sender", tests, NULL, NULL);
}
