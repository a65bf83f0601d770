#include "adapters/zmq/socket_options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

#include <cmocka.h>

static struct context context;

static int open_context(void **state)
{
    (void)state;
    return context_open(&context) == STATUS_OK ? 0 : -1;
}

static int close_context(void **state)
{
    (void)state;
    context_close(&context);
    return 0;
}

static int get(void *socket, int option)
{
    int value = -999;
    size_t size = sizeof value;
    assert_int_equal(zmq_getsockopt(socket, option, &value, &size), 0);
    return value;
}

static void every_socket_bounds_its_messages_and_lingers_for_none(void **unused)
{
    static const struct socket_option options[] = {
        {ZMQ_SNDHWM, 7}
    };
    int64_t size_max = 0;
    size_t size = sizeof size_max;
    (void)unused;
    void *socket = socket_open(&context, ZMQ_DEALER, options, 1);
    assert_non_null(socket);
    assert_int_equal(get(socket, ZMQ_LINGER), 0);
    assert_int_equal(get(socket, ZMQ_SNDHWM), 7);
    assert_int_equal(zmq_getsockopt(socket, ZMQ_MAXMSGSIZE, &size_max, &size), 0);
    assert_int_equal(size_max, 65536);
    (void)zmq_close(socket);
}

static void one_option_that_is_not_taken_means_no_socket(void **unused)
{
    static const struct socket_option options[] = {
        {ZMQ_SNDHWM,        7 },
        {ZMQ_HANDSHAKE_IVL, -5},
    };
    (void)unused;
    assert_null(socket_open(&context, ZMQ_DEALER, options, 2));
}

static void with_a_server_s_key_it_is_a_client_and_without_a_server(void **unused)
{
    struct curve_keypair keys;
    (void)unused;
    assert_int_equal(keys_make(&keys), STATUS_OK);
    void *socket = socket_open(&context, ZMQ_DEALER, NULL, 0);
    assert_true(socket_set_curve(socket, &keys, &keys.public_key));
    assert_int_equal(get(socket, ZMQ_CURVE_SERVER), 0);
    assert_int_equal(get(socket, ZMQ_MECHANISM), ZMQ_CURVE);
    (void)zmq_close(socket);
    socket = socket_open(&context, ZMQ_ROUTER, NULL, 0);
    assert_true(socket_set_curve(socket, &keys, NULL));
    assert_int_equal(get(socket, ZMQ_CURVE_SERVER), 1);
    (void)zmq_close(socket);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_socket_bounds_its_messages_and_lingers_for_none),
        cmocka_unit_test(one_option_that_is_not_taken_means_no_socket),
        cmocka_unit_test(with_a_server_s_key_it_is_a_client_and_without_a_server),
    };
    return cmocka_run_group_tests(tests, open_context, close_context);
}
