/* libzmq's events in the house's words. What a refused key looks like is in link_zmq_test.c. */
#include "adapters/zmq/monitor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

#include <cmocka.h>

#include "adapters/zmq/socket_options.h"
#include "tests/unit/adapters/zmq/raw_tcp.h"

enum { LIMIT_MS = 20000 };

static struct context context;
static void *dealer;
static void *monitor;
static int listener;

static int start(void **state)
{
    static const struct socket_option options[] = {
        {ZMQ_HANDSHAKE_IVL, 200}
    };
    char endpoint[64];
    int port = 0;
    (void)state;
    listener = raw_tcp_listen(&port);
    struct line line = line_of(endpoint, sizeof endpoint);
    line_put(&line, "tcp://127.0.0.1:");
    line_signed(&line, port);
    if (context_open(&context) != STATUS_OK) {
        return -1;
    }
    dealer = socket_open(&context, ZMQ_DEALER, options, 1);
    monitor = monitor_open(&context, dealer);
    return monitor ? zmq_connect(dealer, endpoint) : -1;
}

static int stop(void **state)
{
    (void)state;
    monitor_close(monitor, dealer);
    (void)zmq_close(dealer);
    context_close(&context);
    return close(listener);
}

static enum monitor_event next(void)
{
    zmq_pollitem_t item = {.socket = monitor, .events = ZMQ_POLLIN};
    (void)zmq_poll(&item, 1, LIMIT_MS);
    return monitor_next(monitor);
}

static int accepted(void)
{
    int fd = raw_tcp_accept(listener, LIMIT_MS);
    assert_true(fd >= 0);
    return fd;
}

static void one_who_hangs_up_in_the_handshake_cut_it_short(void **unused)
{
    (void)unused;
    (void)close(accepted());
    assert_int_equal(next(), MONITOR_CONNECTED);
    assert_int_equal(next(), MONITOR_CUT_SHORT);
    assert_int_equal(next(), MONITOR_DOWN);
}

static void one_who_says_nothing_cut_it_short_too(void **unused)
{
    (void)unused;
    int fd = accepted();
    assert_int_equal(next(), MONITOR_CONNECTED);
    assert_int_equal(next(), MONITOR_CUT_SHORT);
    (void)close(fd);
}

static void one_who_speaks_another_mechanism_is_not_our_peer(void **unused)
{
    uint8_t greeting[64];
    (void)unused;
    raw_tcp_greeting("CURVE", greeting); /* our dealer speaks NULL here */
    int fd = accepted();
    assert_true(raw_tcp_send(fd, greeting, sizeof greeting));
    assert_int_equal(next(), MONITOR_CONNECTED);
    assert_int_equal(next(), MONITOR_NOT_OUR_PEER);
    (void)close(fd);
}

static void one_who_shakes_hands_is_up_and_then_down(void **unused)
{
    static const uint8_t ready[] = "\x04\x29\x05READY\x0bSocket-Type\x00\x00\x00\x06ROUTER"
                                   "\x08Identity\x00\x00\x00\x00";
    uint8_t greeting[64];
    (void)unused;
    raw_tcp_greeting("NULL", greeting);
    int fd = accepted();
    assert_true(raw_tcp_send(fd, greeting, sizeof greeting));
    assert_true(raw_tcp_send(fd, ready, sizeof ready - 1));
    assert_int_equal(next(), MONITOR_CONNECTED);
    assert_int_equal(next(), MONITOR_UP);
    assert_int_equal(monitor_next(monitor), MONITOR_NOTHING);
    (void)close(fd);
    assert_int_equal(next(), MONITOR_DOWN);
}

int main(void)
{
#define LOOPED(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        LOOPED(one_who_hangs_up_in_the_handshake_cut_it_short),
        LOOPED(one_who_says_nothing_cut_it_short_too),
        LOOPED(one_who_speaks_another_mechanism_is_not_our_peer),
        LOOPED(one_who_shakes_hands_is_up_and_then_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
