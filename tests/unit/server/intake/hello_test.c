/* The epoch table of SEMANTICS section 2, as the door keeps it. */
#include "server/intake/hello.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

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

static struct message greet(const struct message *hello)
{
    struct message answer;
    front_say(front, unit, hello);
    front_step(front);
    (void)front_hear(front, unit, &answer);
    return answer;
}

static struct message greet_as_it_is(void)
{
    const struct message hello = caller_hello(unit);
    return greet(&hello);
}

static void a_welcome_tells_the_high_water_and_the_servers_clock(void **unused)
{
    (void)unused;
    front_deliver(front, unit, start);
    front_pass(front, 5);
    const struct message answer = greet_as_it_is();
    assert_int_equal(answer.kind, MESSAGE_WELCOME);
    assert_int_equal(answer.welcome.verdict, WELCOME_CONTINUE);
    assert_int_equal(place_order(answer.welcome.high_water.place, unit->chain.head.place), 0);
    assert_int_equal(answer.welcome.server_wall_ms, front->now.wall.ms);
    assert_int_equal(answer.welcome.echo_mono_ms, 7);
}

static void a_unit_that_is_ahead_proves_our_high_water_and_goes_on(void **unused)
{
    (void)unused;
    front_deliver(front, unit, start);
    chain_append(&unit->chain, 1);
    assert_int_equal(greet_as_it_is().welcome.verdict, WELCOME_PROVE);
    struct message hello = caller_hello(unit);
    hello.hello.asked = (struct place){1, 1};
    hello.hello.proof = chain_proof(&unit->chain, hello.hello.asked);
    assert_int_equal(greet(&hello).welcome.verdict, WELCOME_CONTINUE);
    front_deliver(front, unit, (struct place){1, 1});
}

static void a_lost_tail_opens_an_epoch_and_is_told_once(void **unused)
{
    (void)unused;
    chain_append(&unit->chain, 1);
    chain_append(&unit->chain, 2);
    front_deliver(front, unit, start);
    chain_cut_after(&unit->chain, (struct place){1, 1}); /* an old image */
    for (int i = 0; i < 20; i++) {
        const struct message answer = greet_as_it_is();
        assert_int_equal(answer.welcome.verdict, WELCOME_OPEN_EPOCH);
        assert_int_equal(answer.welcome.epoch, 2);
    }
    assert_int_equal(front_incidents(front, ACT_INCIDENT_TAIL_LOST), 1);
    chain_open_epoch(&unit->chain, 2);
    chain_append(&unit->chain, 3);
    front_deliver(front, unit, (struct place){1, 3});
    assert_int_equal(front_entries_in_order(front, unit), 5); /* the tail stays ours */
}

static void a_unit_that_lost_everything_opens_an_epoch(void **unused)
{
    (void)unused;
    front_deliver(front, unit, start);
    chain_cut_after(&unit->chain, start);
    const struct message answer = greet_as_it_is();
    assert_int_equal(answer.welcome.verdict, WELCOME_OPEN_EPOCH);
    chain_open_epoch(&unit->chain, answer.welcome.epoch);
    front_deliver(front, unit, start);
}

static void a_clone_is_locked_for_ever_and_told_once(void **unused)
{
    (void)unused;
    chain_append(&unit->chain, 1);
    front_deliver(front, unit, start);
    chain_cut_after(&unit->chain, (struct place){1, 1});
    chain_append(&unit->chain, 99);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(greet_as_it_is().welcome.verdict, WELCOME_LOCKED);
    }
    assert_int_equal(front_incidents(front, ACT_INCIDENT_CLONED), 1);
    front_restart(front);
    assert_true(front_connect(front, unit));
    assert_int_equal(greet_as_it_is().welcome.verdict, WELCOME_LOCKED);
}

static void row_62_a_greeting_as_another_device_is_refused_and_told(void **unused)
{
    (void)unused;
    struct message hello = caller_hello(unit);
    hello.hello.device = front->admin.chain.device;
    const struct message answer = greet(&hello);
    assert_int_equal(answer.kind, MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_NOT_YOURS);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_NOT_YOURS), 1);
}

static void row_73_a_unit_too_new_hears_update_needed_and_one_version_apart_syncs(void **unused)
{
    (void)unused;
    struct message hello = caller_hello(unit);
    for (uint32_t version = SYNC_VERSION - 1; version <= SYNC_VERSION + 1; version++) {
        hello.hello.version = version;
        assert_int_equal(greet(&hello).kind, MESSAGE_WELCOME);
    }
    hello.hello.version = SYNC_VERSION + 2;
    const struct message answer = greet(&hello);
    assert_int_equal(answer.kind, MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_UPDATE_NEEDED);
}

static void row_79_a_restored_server_takes_what_it_has_lost_again(void **unused)
{
    (void)unused;
    front_deliver(front, unit, start);
    for (uint32_t i = 0; i < 5; i++) {
        chain_append(&unit->chain, i);
    }
    struct message hello = caller_hello(unit); /* all of it was receipted by the book that burnt */
    hello.hello.received = unit->chain.head.place;
    hello.hello.asked = (struct place){1, 1};
    hello.hello.proof = chain_proof(&unit->chain, hello.hello.asked);
    for (int i = 0; i < 3; i++) {
        const struct message answer = greet(&hello);
        assert_int_equal(answer.welcome.verdict, WELCOME_CONTINUE);
        assert_int_equal(answer.welcome.high_water.place.seq, 1);
    }
    assert_int_equal(front_incidents(front, ACT_INCIDENT_SERVER_BEHIND), 1);
    front_deliver(front, unit, (struct place){1, 1});
    assert_int_equal(front_entries_in_order(front, unit), 6);
}

static void a_greeting_is_answered_without_a_commit(void **unused)
{
    (void)unused;
    front_deliver(front, unit, start);
    const uint64_t before = front->store.commits;
    (void)greet_as_it_is();
    assert_int_equal(front->store.commits, before);
}

static void a_lookup_that_fails_is_answered_busy(void **unused)
{
    (void)unused;
    chain_append(&unit->chain, 1);
    front_deliver(front, unit, start);
    chain_cut_after(&unit->chain, (struct place){1, 1});
    front->store.failed = true; /* as after an I/O error */
    assert_int_equal(greet_as_it_is().kind, MESSAGE_BUSY);
    front_pass(front, 1000);
    assert_int_equal(greet_as_it_is().welcome.verdict, WELCOME_OPEN_EPOCH);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_front, drop_front)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_welcome_tells_the_high_water_and_the_servers_clock),
        CASE(a_unit_that_is_ahead_proves_our_high_water_and_goes_on),
        CASE(a_lost_tail_opens_an_epoch_and_is_told_once),
        CASE(a_unit_that_lost_everything_opens_an_epoch),
        CASE(a_clone_is_locked_for_ever_and_told_once),
        CASE(row_62_a_greeting_as_another_device_is_refused_and_told),
        CASE(row_73_a_unit_too_new_hears_update_needed_and_one_version_apart_syncs),
        CASE(row_79_a_restored_server_takes_what_it_has_lost_again),
        CASE(a_greeting_is_answered_without_a_commit),
        CASE(a_lookup_that_fails_is_answered_busy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
