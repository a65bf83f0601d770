/* The line to the server over real sockets: lost, half-open, refused, and back again. The numbers
 * are those of the rows of bad inputs for the door "sync". */
#include "adapters/zmq/link_zmq.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/adapters/zmq/loopback.h"
#include "tests/unit/adapters/zmq/raw_tcp.h"
#include "tests/unit/adapters/zmq/tcp_relay.h"

static struct loopback l;
static struct tcp_relay relay; /* not on the stack: its thread outlives a test that fails */

static int start(void **unused)
{
    (void)unused;
    loopback_start(&l);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    loopback_stop(&l);
    return 0;
}

static void open_all(void)
{
    assert_int_equal(loopback_door(&l), STATUS_OK);
    loopback_admit(&l, LOOPBACK_UNITS);
}

static void a_message_and_its_answer_arrive_whole(void **unused)
{
    (void)unused;
    open_all();
    loopback_link(&l, 0, NULL);
    assert_true(loopback_talks(&l, 0));
    assert_true(link_came_up(&l.links[0].port));
    assert_false(link_came_up(&l.links[0].port));
    assert_false(link_refused(&l.links[0].port));
}

static void nothing_is_taken_while_there_is_no_server(void **unused)
{
    int port = 0;
    char endpoint[] = "tcp://127.0.0.1:00000";
    (void)unused;
    int listener = raw_tcp_listen(&port); /* a port that is free as soon as we leave it */
    (void)close(listener);
    struct line line = line_of(endpoint, sizeof endpoint);
    line_put(&line, "tcp://127.0.0.1:");
    line_signed(&line, port);
    loopback_link(&l, 0, endpoint);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(link_send(&l.links[0].port, span_of("x", 1)), STATUS_FULL);
    }
    l.door_settings.endpoint = endpoint;
    open_all();
    assert_true(loopback_talks(&l, 0)); /* the server came later */
}

static void row_50_a_message_lost_on_the_way_is_no_error_and_is_sent_again(void **unused)
{
    (void)unused;
    open_all();
    assert_true(tcp_relay_open(&relay, door_zmq_endpoint(&l.door)));
    loopback_link(&l, 0, relay.endpoint);
    assert_true(loopback_talks(&l, 0));
    tcp_relay_freeze(&relay);
    assert_int_equal(link_send(&l.links[0].port, span_of("lost", 4)), STATUS_OK);
    tcp_relay_cut(&relay);
    assert_int_equal(link_receive(&l.links[0].port, l.answer, sizeof l.answer, &l.answer_size),
                     STATUS_NOT_FOUND);
    /* Also "again" may go into the line before its end is noticed, and be lost: only an answer
     * tells. */
    assert_true(loopback_gets_through(&l, 0, "again"));
    assert_int_equal(l.strays, 0); /* "lost" was */
    assert_false(link_refused(&l.links[0].port));
    tcp_relay_close(&relay);
}

static void row_56_the_heartbeat_ends_a_half_open_line_on_both_sides(void **unused)
{
    (void)unused;
    l.link_timing.heartbeat_ms = l.door_settings.timing.heartbeat_ms = 200;
    l.link_timing.heartbeat_timeout_ms = l.door_settings.timing.heartbeat_timeout_ms = 600;
    l.link_timing.heartbeat_ttl_ms = l.door_settings.timing.heartbeat_ttl_ms = 1000;
    open_all();
    assert_true(tcp_relay_open(&relay, door_zmq_endpoint(&l.door)));
    loopback_link(&l, 0, relay.endpoint);
    assert_true(loopback_talks(&l, 0));
    assert_true(link_came_up(&l.links[0].port));
    struct door_peer old = l.message.peer;
    int before = atomic_load(&relay.accepted);
    tcp_relay_freeze(&relay);
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    bool up = false;
    enum status to_old = STATUS_OK;
    while ((!up || to_old != STATUS_NOT_FOUND) && loopback_now_ms() < end) {
        loopback_idle(&l, 20);
        up = up || atomic_load(&relay.accepted) > before;
        to_old = door_reply(&l.door.port, &old, span_of("anybody?", 8));
    }
    assert_true(up);
    assert_int_equal(to_old, STATUS_NOT_FOUND);
    assert_true(loopback_talks(&l, 0));
    tcp_relay_close(&relay);
}

static void row_56_the_usual_heartbeat_ends_it_within_fifteen_seconds(void **unused)
{
    struct link_timing link = link_timing_usual();
    struct door_timing door = door_timing_usual();
    (void)unused;
    assert_in_range(link.heartbeat_ms + link.heartbeat_timeout_ms, 1, 15000);
    assert_in_range(door.heartbeat_ms + door.heartbeat_timeout_ms, 1, 15000);
}

static void row_59_a_server_with_another_key_is_noticed_and_never_talked_to(void **unused)
{
    (void)unused;
    l.link_timing.unproven_ms = 300;
    open_all();
    struct link_key true_server = l.server.public_key;
    struct curve_keypair other;
    assert_int_equal(keys_make(&other), STATUS_OK);
    l.server.public_key = other.public_key; /* what the unit has pinned; the door keeps its own */
    loopback_link(&l, 0, NULL);
    l.server.public_key = true_server;
    assert_true(loopback_refused(&l, 0));
    assert_int_equal(link_zmq_refusal(&l.links[0]), LINK_SERVER_UNPROVEN);
    assert_int_equal(log_fake_count(&l.log, "did not prove the pinned key"), 1);
    assert_int_equal(link_send(&l.links[0].port, span_of("secret", 6)), STATUS_FULL);
    assert_int_equal(door_zmq_counts(&l.door).received, 0);
}

static void a_server_that_speaks_no_curve_is_refused_and_a_renewal_tries_again(void **unused)
{
    uint8_t greeting[64];
    int port = 0;
    char endpoint[64];
    (void)unused;
    raw_tcp_greeting("NULL", greeting);
    int listener = raw_tcp_listen(&port);
    struct line line = line_of(endpoint, sizeof endpoint);
    line_put(&line, "tcp://127.0.0.1:");
    line_signed(&line, port);
    loopback_link(&l, 0, endpoint);
    for (int i = 0; i < 2; i++) {
        int fd = raw_tcp_accept(listener, LOOPBACK_MS);
        assert_true(fd >= 0);
        assert_true(raw_tcp_send(fd, greeting, sizeof greeting));
        assert_true(loopback_refused(&l, 0));
        assert_int_equal(link_zmq_refusal(&l.links[0]), LINK_SERVER_UNPROVEN);
        assert_int_equal(link_renew(&l.links[0].port), STATUS_OK);
        (void)close(fd);
    }
    assert_int_equal(log_fake_count(&l.log, "did not prove"), 1); /* said once, not each time */
    (void)close(listener);
}

static void row_60_a_unit_nobody_enrolled_is_told_and_gets_in_once_it_is(void **unused)
{
    (void)unused;
    assert_int_equal(loopback_door(&l), STATUS_OK);
    loopback_admit(&l, 1);
    loopback_link(&l, 1, NULL);
    assert_true(loopback_refused(&l, 1));
    assert_int_equal(link_zmq_refusal(&l.links[1]), LINK_KEY_REFUSED);
    assert_int_equal(link_send(&l.links[1].port, span_of("x", 1)), STATUS_FULL);
    assert_false(link_refused(&l.links[1].port)); /* said once */
    loopback_admit(&l, 2);
    assert_int_equal(link_renew(&l.links[1].port), STATUS_OK);
    assert_true(loopback_talks(&l, 1));
    assert_int_equal(link_zmq_refusal(&l.links[1]), LINK_NOT_REFUSED);
}

static void row_61_a_door_without_its_table_yet_is_waited_for_without_a_renewal(void **unused)
{
    (void)unused;
    l.door_settings.timing.handshake_ms = 500; /* a 300 is heard when this is over */
    assert_int_equal(loopback_door(&l), STATUS_OK);
    assert_int_equal(door_zmq_counts(&l.door).not_ready, 0);
    loopback_link(&l, 0, NULL);
    int64_t end = loopback_now_ms() + LOOPBACK_MS;
    while (door_zmq_counts(&l.door).not_ready < 2 && loopback_now_ms() < end) {
        loopback_idle(&l, 10);
    }
    assert_true(door_zmq_counts(&l.door).not_ready >= 2); /* knocked, and knocked again */
    assert_int_equal(link_send(&l.links[0].port, span_of("x", 1)), STATUS_FULL);
    assert_false(link_refused(&l.links[0].port));
    loopback_admit(&l, 1);
    assert_true(loopback_talks(&l, 0));
}

static void a_renewed_line_has_forgotten_what_was_on_the_way(void **unused)
{
    (void)unused;
    open_all();
    loopback_link(&l, 0, NULL);
    assert_true(loopback_talks(&l, 0));
    assert_true(loopback_sends(&l, 0, "question"));
    assert_true(loopback_arrives(&l, "question"));
    assert_true(loopback_replies(&l, "late"));
    assert_int_equal(link_renew(&l.links[0].port), STATUS_OK);
    assert_int_equal(link_receive(&l.links[0].port, l.answer, sizeof l.answer, &l.answer_size),
                     STATUS_NOT_FOUND);
    assert_true(loopback_talks(&l, 0));
}

static void only_a_tcp_endpoint_is_taken(void **unused)
{
    static const char *const bad[] = {
        "ipc:///tmp/x",  "pgm://eth0;239.1.1.1:5", "tcp://", "tcp://h", "inproc://x", "",
        "127.0.0.1:5570"};
    struct link_settings settings = {
        .keys = l.units[0],
        .server = l.server.public_key,
        .log = &l.log.port,
        .chance = &l.chance.port,
        .timing = link_timing_usual(),
    };
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct link_zmq link = {0};
        settings.endpoint = bad[i];
        assert_int_equal(link_zmq_open(&link, &l.context, &settings), STATUS_MALFORMED);
        link_zmq_close(&link);
    }
}

int main(void)
{
#define LOOPED(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        LOOPED(a_message_and_its_answer_arrive_whole),
        LOOPED(nothing_is_taken_while_there_is_no_server),
        LOOPED(row_50_a_message_lost_on_the_way_is_no_error_and_is_sent_again),
        LOOPED(row_56_the_heartbeat_ends_a_half_open_line_on_both_sides),
        LOOPED(row_56_the_usual_heartbeat_ends_it_within_fifteen_seconds),
        LOOPED(row_59_a_server_with_another_key_is_noticed_and_never_talked_to),
        LOOPED(a_server_that_speaks_no_curve_is_refused_and_a_renewal_tries_again),
        LOOPED(row_60_a_unit_nobody_enrolled_is_told_and_gets_in_once_it_is),
        LOOPED(row_61_a_door_without_its_table_yet_is_waited_for_without_a_renewal),
        LOOPED(a_renewed_line_has_forgotten_what_was_on_the_way),
        LOOPED(only_a_tcp_endpoint_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
