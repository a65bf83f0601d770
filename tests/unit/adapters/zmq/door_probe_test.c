/* The self-test itself: it must see an open door as one. */
#include "adapters/zmq/door_probe.h"

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

static struct context context;
static struct curve_keypair server;
static char endpoint[64];
static void *router;
static struct zap zap;

/* A CURVE server as libzmq makes it when nobody thinks of a handler. */
static int start(void **state)
{
    static const struct socket_option patience[] = {
        {ZMQ_HANDSHAKE_IVL, 2000}
    };
    size_t size = sizeof endpoint;
    (void)state;
    if (context_open(&context) != STATUS_OK || keys_make(&server) != STATUS_OK) {
        return -1;
    }
    router = socket_open(&context, ZMQ_ROUTER, patience, 1);
    bool ready = router && socket_set_curve(router, &server, NULL) &&
                 zmq_setsockopt(router, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, strlen(ZAP_DOMAIN)) == 0 &&
                 zmq_bind(router, "tcp://127.0.0.1:*") == 0 &&
                 zmq_getsockopt(router, ZMQ_LAST_ENDPOINT, endpoint, &size) == 0;
    return ready ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    (void)zmq_close(router);
    zap_close(&zap);
    context_close(&context);
    return 0;
}

static void a_door_without_a_handler_is_open_and_the_probe_says_so(void **unused)
{
    (void)unused;
    assert_int_equal(door_probe(&context, endpoint, &server.public_key, NULL, DOOR_PROBE_MS),
                     STATUS_DENIED);
}

static void a_handler_that_was_asked_and_said_no_is_what_we_want(void **unused)
{
    (void)unused;
    assert_int_equal(zap_open(&zap, &context, 1), STATUS_OK);
    assert_int_equal(zap_admit(&zap, NULL, 0), STATUS_OK);
    assert_int_equal(door_probe(&context, endpoint, &server.public_key, &zap, DOOR_PROBE_MS),
                     STATUS_OK);
    zap_forget(&zap); /* from now on 300 */
    assert_int_equal(door_probe(&context, endpoint, &server.public_key, &zap, DOOR_PROBE_MS),
                     STATUS_OK);
}

static void to_be_turned_away_by_something_else_is_not_enough(void **unused)
{
    struct curve_keypair other;
    (void)unused;
    assert_int_equal(keys_make(&other), STATUS_OK);
    assert_int_equal(zap_open(&zap, &context, 1), STATUS_OK);
    assert_int_equal(door_probe(&context, endpoint, &other.public_key, &zap, 2000), STATUS_DENIED);
}

static void where_nobody_answers_there_is_no_verdict(void **unused)
{
    int port = 0;
    (void)unused;
    int listener = raw_tcp_listen(&port);
    struct line line = line_of(endpoint, sizeof endpoint);
    line_put(&line, "tcp://127.0.0.1:");
    line_signed(&line, port);
    assert_int_equal(door_probe(&context, endpoint, &server.public_key, NULL, 200), STATUS_IO);
    (void)close(listener);
}

int main(void)
{
#define LOOPED(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        LOOPED(a_door_without_a_handler_is_open_and_the_probe_says_so),
        LOOPED(a_handler_that_was_asked_and_said_no_is_what_we_want),
        LOOPED(to_be_turned_away_by_something_else_is_not_enough),
        LOOPED(where_nobody_answers_there_is_no_verdict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
