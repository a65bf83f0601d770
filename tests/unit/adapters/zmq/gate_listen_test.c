#include "adapters/zmq/gate_listen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/adapters/zmq/raw_tcp.h"

static void a_star_takes_a_free_port_and_tells_it(void **unused)
{
    char endpoint[GATE_ENDPOINT_SIZE];
    int listener = -1;
    (void)unused;
    assert_int_equal(gate_listen("tcp://127.0.0.1:*", &listener, endpoint), STATUS_OK);
    assert_int_equal(strncmp(endpoint, "tcp://127.0.0.1:", 16), 0);
    int caller = raw_tcp_connect(raw_tcp_port(endpoint));
    assert_true(caller >= 0);
    (void)close(caller);
    (void)close(listener);
}

static void a_taken_address_is_denied(void **unused)
{
    char endpoint[GATE_ENDPOINT_SIZE];
    char other[GATE_ENDPOINT_SIZE];
    int first = -1;
    int second = -1;
    (void)unused;
    assert_int_equal(gate_listen("tcp://127.0.0.1:*", &first, endpoint), STATUS_OK);
    assert_int_equal(gate_listen(endpoint, &second, other), STATUS_DENIED);
    (void)close(first);
    (void)close(second);
}

static void what_is_no_address_is_malformed(void **unused)
{
    static const char *const none[] = {"tcp://127.0.0.1", "ipc://somewhere:1", "tcp://:1", "tcp:/",
                                       "tcp://[]:1"};
    char endpoint[GATE_ENDPOINT_SIZE];
    (void)unused;
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        int listener = 0;
        assert_int_equal(gate_listen(none[i], &listener, endpoint), STATUS_MALFORMED);
        assert_int_equal(listener, -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_star_takes_a_free_port_and_tells_it),
        cmocka_unit_test(a_taken_address_is_denied),
        cmocka_unit_test(what_is_no_address_is_malformed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
