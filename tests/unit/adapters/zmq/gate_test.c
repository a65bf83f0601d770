#include "adapters/zmq/gate.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/zmq/gate_line.h"
#include "base/sign.h"
#include "tests/unit/adapters/zmq/raw_tcp.h"

enum { BEGINNING = GATE_GREETING_SIZE + GATE_HELLO_SIZE, PATIENCE_MS = 20000, CALLERS = 5 };

static struct gate *gate;
static int inner; /* where libzmq would listen */
static char name[GATE_INNER_SIZE];

static int listen_inside(void)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    (void)snprintf(name, sizeof name, "trao.gate-test.%d", (int)getpid());
    memcpy(at.sun_path + 1, name, strlen(name));
    const socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&at, size), 0);
    assert_int_equal(listen(fd, 16), 0);
    return fd;
}

static void open_gate(unsigned waiting, unsigned steps, int handshake_ms)
{
    const struct gate_settings settings = {
        .endpoint = "tcp://127.0.0.1:*",
        .inner = name,
        .handshake_ms = handshake_ms,
        .limits = {.waiting = waiting, .handshakes = steps}
    };
    assert_int_equal(gate_open(&gate, &settings), STATUS_OK);
}

static int start(void **unused)
{
    (void)unused;
    gate = NULL;
    inner = listen_inside();
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    gate_close(gate);
    (void)close(inner);
    return 0;
}

static int call(void)
{
    int fd = raw_tcp_connect(raw_tcp_port(gate_endpoint(gate)));
    assert_true(fd >= 0);
    return fd;
}

static void begin_handshake(int fd)
{
    uint8_t bytes[BEGINNING] = {0};
    static const uint8_t hello[] = {4, 200, 5, 'H', 'E', 'L', 'L', 'O', 1, 0};
    raw_tcp_greeting("CURVE", bytes);
    memcpy(bytes + GATE_GREETING_SIZE, hello, sizeof hello);
    assert_true(raw_tcp_send(fd, bytes, sizeof bytes));
}

static bool readable(int fd, int ms)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};
    return poll(&one, 1, ms) > 0;
}

static void who_says_nothing_is_cut_when_its_time_is_over(void **unused)
{
    (void)unused;
    open_gate(10, 2, 300);
    int fd = call();
    assert_in_range(raw_tcp_cut_after_ms(fd, PATIENCE_MS), 200, PATIENCE_MS);
    assert_int_equal(gate_counts(gate).late, 1);
    (void)close(fd);
}

static void who_speaks_something_else_is_cut_at_once_and_never_reaches_libzmq(void **unused)
{
    (void)unused;
    open_gate(10, 2, PATIENCE_MS);
    int fd = call();
    assert_true(raw_tcp_send(fd, "GET / HTTP/1.1\r\n\r\n", 18));
    assert_in_range(raw_tcp_cut_after_ms(fd, PATIENCE_MS / 2), 0, PATIENCE_MS / 2);
    assert_int_equal(gate_counts(gate).foreign, 1);
    assert_false(readable(inner, 0));
    (void)close(fd);
}

static void when_too_many_wait_the_oldest_is_cut_and_the_newest_heard(void **unused)
{
    int fds[CALLERS];
    (void)unused;
    open_gate(CALLERS - 1, 2, PATIENCE_MS);
    for (int i = 0; i < CALLERS; i++) {
        fds[i] = call();
        assert_true(readable(fds[i], PATIENCE_MS)); /* its greeting: it was accepted */
    }
    assert_in_range(raw_tcp_cut_after_ms(fds[0], PATIENCE_MS / 2), 0, PATIENCE_MS / 2);
    assert_int_equal(gate_counts(gate).crowded, 1);
    begin_handshake(fds[CALLERS - 1]);
    assert_true(readable(inner, PATIENCE_MS));
    for (int i = 0; i < CALLERS; i++) {
        (void)close(fds[i]);
    }
}

/* The second in the queue is served when the first has been, however many came after it. */
static void when_most_wait_for_us_those_who_came_first_keep_their_place(void **unused)
{
    int fds[CALLERS];
    uint8_t answer[GATE_GREETING_SIZE + 4] = {0};
    (void)unused;
    open_gate(CALLERS - 1, 1, PATIENCE_MS);
    for (int i = 0; i < CALLERS; i++) {
        fds[i] = call();
        begin_handshake(fds[i]);
        assert_true(readable(fds[i], PATIENCE_MS));
        (void)poll(NULL, 0, 50); /* it stands in the queue before the next one comes */
    }
    assert_int_equal(gate_counts(gate).crowded, 1);
    assert_true(readable(inner, PATIENCE_MS));
    int served = accept(inner, NULL, NULL);
    assert_int_equal(write(served, answer, sizeof answer), sizeof answer);
    assert_true(readable(inner, PATIENCE_MS));
    assert_in_range(raw_tcp_cut_after_ms(fds[CALLERS - 2], PATIENCE_MS / 2), 0, PATIENCE_MS / 2);
    for (int i = 0; i < CALLERS; i++) {
        (void)close(fds[i]);
    }
    (void)close(served);
}

static void who_waits_for_us_is_never_late(void **unused)
{
    (void)unused;
    open_gate(CALLERS, 1, 200);
    int first = call();
    int second = call();
    begin_handshake(first);
    assert_true(readable(inner, PATIENCE_MS)); /* and libzmq takes its time */
    begin_handshake(second);
    (void)poll(NULL, 0, 600);
    assert_int_equal(gate_counts(gate).late, 0);
    (void)close(first);
    int served = accept(inner, NULL, NULL);
    (void)close(served);
    assert_true(readable(inner, PATIENCE_MS)); /* the second's turn, long after its own 200 ms */
    (void)close(second);
}

static void libzmq_has_few_steps_to_do_at_once_and_then_the_next(void **unused)
{
    int fds[CALLERS];
    int served[CALLERS];
    uint8_t answer[GATE_GREETING_SIZE + 4] = {0};
    (void)unused;
    open_gate(CALLERS, 2, PATIENCE_MS);
    for (int i = 0; i < CALLERS; i++) {
        fds[i] = call();
        begin_handshake(fds[i]);
    }
    for (int i = 0; i < CALLERS; i++) {
        assert_true(readable(inner, PATIENCE_MS));
        served[i] = accept(inner, NULL, NULL);
        assert_true(served[i] >= 0);
        if (i >= 1) {
            assert_false(readable(inner, 100)); /* two are with it: nobody else */
            assert_int_equal(write(served[i - 1], answer, sizeof answer), sizeof answer);
        }
    }
    assert_int_equal(gate_counts(gate).passed, CALLERS);
    assert_int_equal(gate_counts(gate).opened, 0); /* two answers make a handshake */
    for (int i = 0; i < CALLERS; i++) {
        (void)close(fds[i]);
        (void)close(served[i]);
    }
}

/* Plays libzmq for one caller: a WELCOME, then LAST. */
static void shake_hands(int fd, const uint8_t *last, size_t size)
{
    static const uint8_t initiate[] = {4, 9, 8, 'I', 'N', 'I', 'T', 'I', 'A', 'T', 'E'};
    uint8_t welcome[GATE_GREETING_SIZE + 4] = {0};
    uint8_t heard[BEGINNING];
    begin_handshake(fd);
    assert_true(readable(inner, PATIENCE_MS));
    int served = accept(inner, NULL, NULL);
    assert_int_equal(recv(served, heard, sizeof heard, MSG_WAITALL), sizeof heard);
    assert_int_equal(write(served, welcome, sizeof welcome), sizeof welcome);
    assert_int_equal(recv(fd, heard, GATE_GREETING_SIZE + 4, MSG_WAITALL), GATE_GREETING_SIZE + 4);
    assert_true(raw_tcp_send(fd, initiate, sizeof initiate));
    assert_int_equal(recv(served, heard, sizeof initiate, MSG_WAITALL), sizeof initiate);
    assert_int_equal(write(served, last, size), size);
    assert_int_equal(recv(fd, heard, size, MSG_WAITALL), size); /* the caller is told */
    assert_memory_equal(heard, last, size);
    (void)close(served);
}

static const uint8_t error[] = {4, 10, 5, 'E', 'R', 'R', 'O', 'R', 3, '4', '0', '0'};
static const uint8_t ready[] = {4, 8, 5, 'R', 'E', 'A', 'D', 'Y', 0, 0};

static void who_is_refused_hears_it_and_is_cut_and_who_is_not_stays(void **unused)
{
    (void)unused;
    open_gate(10, 2, PATIENCE_MS);
    int bad = call();
    shake_hands(bad, error, sizeof error);
    assert_in_range(raw_tcp_cut_after_ms(bad, PATIENCE_MS / 2), 0, PATIENCE_MS / 2);
    assert_int_equal(gate_counts(gate).failed, 1);
    assert_int_equal(gate_counts(gate).opened, 0);
    int good = call();
    shake_hands(good, ready, sizeof ready);
    assert_in_range(raw_tcp_cut_after_ms(good, PATIENCE_MS / 2), 0, PATIENCE_MS / 2); /* by it */
    assert_int_equal(gate_counts(gate).failed, 1);
    assert_int_equal(gate_counts(gate).opened, 1);
    (void)close(bad);
    (void)close(good);
}

static void an_address_that_failed_too_often_is_hardly_heard_until_that_is_forgiven(void **unused)
{
    struct gate_settings settings = {
        .endpoint = "tcp://127.0.0.1:*",
        .inner = name,
        .handshake_ms = PATIENCE_MS,
        .limits = {.waiting = 10,
                   .handshakes = 2,
                   .failures = 2,
                   .forgiven = 2,
                   .distrusted_percent = 50,
                   .distrusted_waiting = 1}
    };
    (void)unused;
    assert_int_equal(gate_open(&gate, &settings), STATUS_OK);
    for (int i = 0; i < 4; i++) {
        int bad = call();
        shake_hands(bad, error, sizeof error);
        (void)close(bad);
    }
    int one = call();
    assert_true(readable(one, PATIENCE_MS)); /* the one line it may have */
    int other = call();
    assert_in_range(raw_tcp_cut_after_ms(other, PATIENCE_MS / 2), 0, PATIENCE_MS / 2);
    assert_int_equal(gate_counts(gate).turned_away, 1);
    shake_hands(one, ready, sizeof ready); /* late or soon, it is heard */
    (void)poll(NULL, 0, 3000);
    int later[2] = {call(), call()};
    assert_true(readable(later[0], PATIENCE_MS) && readable(later[1], PATIENCE_MS));
    assert_int_equal(gate_counts(gate).turned_away, 1);
    (void)close(later[0]);
    (void)close(later[1]);
    (void)close(one);
    (void)close(other);
}

static void an_address_that_is_none_is_refused_and_a_taken_one_said_to_be(void **unused)
{
    (void)unused;
    struct gate *other = NULL;
    struct gate_settings settings = {.endpoint = "tcp://127.0.0.1", .inner = name};
    assert_int_equal(gate_open(&other, &settings), STATUS_MALFORMED);
    settings.endpoint = "ipc://somewhere:1";
    assert_int_equal(gate_open(&other, &settings), STATUS_MALFORMED);
    open_gate(1, 1, 1000);
    settings.endpoint = gate_endpoint(gate);
    assert_int_equal(gate_open(&other, &settings), STATUS_DENIED);
    assert_null(other);
}

#define AT_A_GATE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        AT_A_GATE(who_says_nothing_is_cut_when_its_time_is_over),
        AT_A_GATE(who_speaks_something_else_is_cut_at_once_and_never_reaches_libzmq),
        AT_A_GATE(when_too_many_wait_the_oldest_is_cut_and_the_newest_heard),
        AT_A_GATE(when_most_wait_for_us_those_who_came_first_keep_their_place),
        AT_A_GATE(who_waits_for_us_is_never_late),
        AT_A_GATE(libzmq_has_few_steps_to_do_at_once_and_then_the_next),
        AT_A_GATE(who_is_refused_hears_it_and_is_cut_and_who_is_not_stays),
        AT_A_GATE(an_address_that_failed_too_often_is_hardly_heard_until_that_is_forgiven),
        AT_A_GATE(an_address_that_is_none_is_refused_and_a_taken_one_said_to_be),
    };
    return sign_start() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
