/* No answer before the commit, and nothing believed after a failed one. */
#include "server/intake/append.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/server/intake/front.h"

static struct front *front;
static struct caller *unit;

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

static const struct place start = {0};

static void a_commit_that_fails_is_answered_busy_and_never_with_a_receipt(void **unused)
{
    (void)unused;
    front->store.next = STATUS_IO;
    const struct message answer = front_send(front, unit, start);
    assert_int_equal(answer.kind, MESSAGE_BUSY);
    assert_true(answer.busy.retry_after_ms > 0);
    assert_int_equal(front_rows(front, unit), 0);
    assert_int_equal(log_fake_count(&front->log, "the book of acts cannot be written"), 1);
}

static void while_the_book_is_down_everybody_hears_busy_and_then_it_comes_back(void **unused)
{
    (void)unused;
    front->store.next = STATUS_IO;
    (void)front_send(front, unit, start);
    assert_true(intake_wakeup(&front->intake).ms > front->now.mono.ms);
    assert_int_equal(front_send(front, unit, start).kind, MESSAGE_BUSY);
    front_pass(front, 1000);
    front_deliver(front, unit, start);
    assert_int_equal(intake_wakeup(&front->intake).ms, INSTANT_NEVER.ms);
    assert_int_equal(front_entries_in_order(front, unit), 1);
    assert_int_equal(log_fake_count(&front->log, "the book of acts is written again"), 1);
}

static void a_commit_that_landed_though_it_failed_makes_the_resend_a_double(void **unused)
{
    (void)unused;
    front->store.next = STATUS_IO;
    front->store.lands = true;
    assert_int_equal(front_send(front, unit, start).kind, MESSAGE_BUSY);
    front_pass(front, 1000);
    front_deliver(front, unit, start);
    assert_int_equal(front_rows(front, unit), 1);
    assert_int_equal(front_entries_in_order(front, unit), 1);
    assert_int_equal(front->intake.append.counters.doubles, 1);
}

static void row_77_a_full_disk_says_busy_and_acknowledges_nothing(void **unused)
{
    (void)unused;
    front->store.full = true;
    for (int second = 0; second < 5; second++) {
        assert_int_equal(front_send(front, unit, start).kind, MESSAGE_BUSY);
        front_pass(front, 1000);
    }
    assert_true(front->intake.append.full);
    assert_int_equal(front_rows(front, unit), 0);
    assert_int_equal(log_fake_count(&front->log, "cannot be written"), 1);
    front->store.full = false;
    front_deliver(front, unit, start);
    assert_false(front->intake.append.full);
    assert_int_equal(front_entries_in_order(front, unit), 1);
}

static void row_78_a_server_killed_between_commit_and_answer_meets_a_double(void **unused)
{
    (void)unused;
    door_fake_slow(&front->door, unit->peer, true); /* the receipt is lost */
    const struct message batch = caller_batch(unit, start, BATCH_ENTRIES_MAX);
    front_say(front, unit, &batch);
    front_step(front);
    assert_true(front_silent(front));
    front_restart(front);
    assert_true(front_connect(front, unit));
    front_deliver(front, unit, start);
    assert_int_equal(front_rows(front, unit), 1);
}

static void what_many_devices_send_at_once_is_one_commit(void **unused)
{
    (void)unused;
    enum { MANY = 20 };
    struct caller *many[MANY];
    struct message answer;
    for (size_t i = 0; i < MANY; i++) {
        many[i] = caller_new((uint8_t)(10 + i));
        front_enrol(front, many[i], DEVICE_HANDHELD);
    }
    const uint64_t before = front->store.commits;
    const unsigned rings = front->bell.rings;
    for (size_t i = 0; i < MANY; i++) {
        const struct message batch = caller_batch(many[i], start, BATCH_ENTRIES_MAX);
        front_say(front, many[i], &batch);
    }
    front_step(front);
    assert_int_equal(front->store.commits, before + 1);
    assert_int_equal(front->bell.rings, rings + 1);
    assert_int_equal(front->bell.position, front->store.batches.count);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(front_hear(front, many[i], &answer), MESSAGE_RECEIPT);
        caller_free(many[i]);
    }
    assert_int_equal(front->intake.append.counters.group_max, MANY);
}

static void when_one_commit_fails_every_device_in_it_hears_busy(void **unused)
{
    (void)unused;
    struct caller *other = caller_new(2);
    struct message answer;
    front_enrol(front, other, DEVICE_HANDHELD);
    const struct message first = caller_batch(unit, start, BATCH_ENTRIES_MAX);
    const struct message second = caller_batch(other, start, BATCH_ENTRIES_MAX);
    front->store.next = STATUS_IO;
    front_say(front, unit, &first);
    front_say(front, other, &second);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_BUSY);
    assert_int_equal(front_hear(front, other, &answer), MESSAGE_BUSY);
    caller_free(other);
}

static void a_lookup_behind_rows_under_way_commits_them_first(void **unused)
{
    (void)unused;
    struct message answer;
    chain_append(&unit->chain, 1);
    chain_append(&unit->chain, 2);
    const struct message all = caller_batch(unit, start, 3);
    const struct message front_part = caller_batch(unit, start, 2);
    const uint64_t before = front->store.commits;
    front_say(front, unit, &all);
    front_say(front, unit, &front_part); /* its last entry is to be looked up */
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_RECEIPT);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_RECEIPT);
    assert_int_equal(answer.receipt.head.place.seq, 3);
    assert_int_equal(front->store.commits, before + 1);
    assert_int_equal(front_entries_in_order(front, unit), 3);
}

static void a_lookup_whose_commit_fails_promises_nothing(void **unused)
{
    (void)unused;
    struct message answer;
    chain_append(&unit->chain, 1);
    const struct message all = caller_batch(unit, start, 2);
    const struct message front_part = caller_batch(unit, start, 1);
    front->store.next = STATUS_IO;
    front_say(front, unit, &all);
    front_say(front, unit, &front_part);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_BUSY);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_BUSY);
    assert_true(front_silent(front));
    front_pass(front, 1000);
    front_deliver(front, unit, start);
    assert_int_equal(front_entries_in_order(front, unit), 2);
}

static void row_76_an_answer_to_a_slow_reader_is_dropped(void **unused)
{
    (void)unused;
    door_fake_slow(&front->door, unit->peer, true);
    for (int i = 0; i < 50; i++) {
        const struct message batch = caller_batch(unit, start, BATCH_ENTRIES_MAX);
        front_say(front, unit, &batch);
        front_step(front);
    }
    assert_true(front_silent(front));
    assert_int_equal(front->intake.append.counters.unanswered, 50);
    door_fake_slow(&front->door, unit->peer, false);
    front_deliver(front, unit, start);
    assert_int_equal(front_rows(front, unit), 1);
}

static void a_book_with_more_devices_than_there_is_room_for_is_not_opened(void **unused)
{
    (void)unused;
    struct append append;
    const struct append_ports ports = front->intake.append.ports;
    assert_int_equal(append_open(&append, &ports, 1, &front->now), STATUS_FULL);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_front, drop_front)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_commit_that_fails_is_answered_busy_and_never_with_a_receipt),
        CASE(while_the_book_is_down_everybody_hears_busy_and_then_it_comes_back),
        CASE(a_commit_that_landed_though_it_failed_makes_the_resend_a_double),
        CASE(row_77_a_full_disk_says_busy_and_acknowledges_nothing),
        CASE(row_78_a_server_killed_between_commit_and_answer_meets_a_double),
        CASE(what_many_devices_send_at_once_is_one_commit),
        CASE(when_one_commit_fails_every_device_in_it_hears_busy),
        CASE(a_lookup_behind_rows_under_way_commits_them_first),
        CASE(a_lookup_whose_commit_fails_promises_nothing),
        CASE(row_76_an_answer_to_a_slow_reader_is_dropped),
        CASE(a_book_with_more_devices_than_there_is_room_for_is_not_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
