#include "adapters/zmq/gate_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/adapters/zmq/raw_tcp.h"

enum { BEGINNING = GATE_GREETING_SIZE + GATE_HELLO_SIZE, LONG = 1 << 20 };

static struct gate_line *line;
static int caller; /* the other end of the line's outer socket */
static int server; /* ... and of its inner one */

static int start(void **unused)
{
    int outer[2];
    int inner[2];
    (void)unused;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, outer), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, inner), 0);
    line = gate_line_new(outer[0]);
    assert_non_null(line);
    line->fd[GATE_INNER] = inner[0];
    caller = outer[1];
    server = inner[1];
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    gate_line_free(line);
    (void)close(caller);
    (void)close(server);
    return 0;
}

static void beginning(uint8_t out[BEGINNING])
{
    static const uint8_t hello[] = {4, 200, 5, 'H', 'E', 'L', 'L', 'O', 1, 0};
    memset(out, 7, BEGINNING);
    raw_tcp_greeting("CURVE", out);
    memcpy(out + GATE_GREETING_SIZE, hello, sizeof hello);
}

static void it_greets_as_libzmq_does(void **unused)
{
    uint8_t expected[GATE_GREETING_SIZE];
    uint8_t said[GATE_GREETING_SIZE + 1];
    (void)unused;
    raw_tcp_greeting("CURVE", expected);
    assert_int_equal(recv(caller, said, sizeof said, MSG_DONTWAIT), GATE_GREETING_SIZE);
    assert_memory_equal(said, expected, sizeof expected);
}

static void a_beginning_is_whole_with_its_last_byte_and_not_before(void **unused)
{
    uint8_t bytes[BEGINNING];
    (void)unused;
    beginning(bytes);
    for (size_t i = 0; i < BEGINNING; i++) {
        assert_int_equal(send(caller, bytes + i, 1, 0), 1);
        assert_int_equal(gate_line_read(line, GATE_OUTER),
                         i + 1 < BEGINNING ? GATE_NOTHING : GATE_WHOLE);
    }
    assert_true(gate_line_pass(line, "nobody"));
    uint8_t passed[BEGINNING + 1];
    assert_int_equal(recv(server, passed, sizeof passed, MSG_DONTWAIT), BEGINNING);
    assert_memory_equal(passed, bytes, BEGINNING);
}

static void any_other_byte_of_a_beginning_is_foreign(void **unused)
{
    static const size_t wrong[] = {0, 9, 10, 12, 31, 64, 65, 66, 71, 73};
    (void)unused;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        uint8_t bytes[BEGINNING];
        beginning(bytes);
        bytes[wrong[i]] ^= 0x40;
        assert_int_equal(send(caller, bytes, BEGINNING, 0), BEGINNING);
        assert_int_equal(gate_line_read(line, GATE_OUTER), GATE_FOREIGN);
        line->said_size = 0;
    }
}

static void the_second_step_is_one_command_and_no_longer_than_ours(void **unused)
{
    const uint8_t initiate[] = {4, 9, 8, 'I', 'N', 'I', 'T', 'I', 'A', 'T', 'E'};
    const uint8_t gibibyte[] = {6, 0, 0, 0, 0, 0x40, 0, 0, 0};
    const uint8_t message[] = {0, 9, 8, 'I', 'N', 'I', 'T', 'I', 'A'};
    const uint8_t too_long[] = {6, 0, 0, 0, 0, 0, 0, 5, 0};
    (void)unused;
    line->answers = 1;
    assert_int_equal(send(caller, initiate, sizeof initiate, 0), sizeof initiate);
    assert_int_equal(gate_line_read(line, GATE_OUTER), GATE_NOTHING); /* its length is known */
    assert_int_equal(gate_line_read(line, GATE_OUTER), GATE_WHOLE);
    const struct {
        const uint8_t *at;
        size_t size;
    } bad[] = {
        {gibibyte, sizeof gibibyte},
        {message,  sizeof message },
        {too_long, sizeof too_long},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        line->said_size = 0;
        assert_int_equal(send(caller, bad[i].at, bad[i].size, 0), bad[i].size);
        assert_int_equal(gate_line_read(line, GATE_OUTER), GATE_FOREIGN);
    }
}

static void the_servers_own_greeting_is_swallowed_and_its_answer_passed_on(void **unused)
{
    uint8_t bytes[GATE_GREETING_SIZE + 3];
    uint8_t heard[2 * GATE_GREETING_SIZE];
    (void)unused;
    memset(bytes, 9, sizeof bytes);
    line->state = GATE_LINE_SERVED;
    line->swallow = GATE_GREETING_SIZE;
    assert_int_equal(recv(caller, heard, sizeof heard, 0), GATE_GREETING_SIZE); /* the gate's */
    assert_int_equal(send(server, bytes, 10, 0), 10);
    assert_int_equal(gate_line_read(line, GATE_INNER), GATE_NOTHING);
    assert_int_equal(send(server, bytes + 10, sizeof bytes - 10, 0), sizeof bytes - 10);
    assert_int_equal(gate_line_read(line, GATE_INNER), GATE_ANSWERED);
    assert_int_equal(recv(caller, heard, sizeof heard, MSG_DONTWAIT), 3);
}

/* Nothing is lost or out of order when one side reads slowly, and it is not read from meanwhile. */
static void what_the_other_side_does_not_take_is_kept_for_it(void **unused)
{
    uint8_t *sent = malloc(LONG);
    uint8_t *heard = malloc(LONG);
    size_t in = 0;
    size_t out = 0;
    unsigned held = 0;
    (void)unused;
    assert_non_null(sent);
    assert_non_null(heard);
    line->state = GATE_LINE_OPEN;
    for (size_t i = 0; i < LONG; i++) {
        sent[i] = (uint8_t)(i * 31 >> 3);
    }
    while (out < LONG) {
        ssize_t n = in < LONG ? send(caller, sent + in, LONG - in, MSG_DONTWAIT) : 0;
        in += n > 0 ? (size_t)n : 0;
        if (gate_line_interest(line, GATE_OUTER) & EPOLLIN) {
            assert_int_equal(gate_line_read(line, GATE_OUTER), GATE_NOTHING);
        } else {
            held++;
            n = recv(server, heard + out, LONG - out, MSG_DONTWAIT);
            out += n > 0 ? (size_t)n : 0;
            assert_true(gate_line_interest(line, GATE_INNER) & EPOLLOUT);
            assert_int_equal(gate_line_write(line, GATE_INNER), GATE_NOTHING);
        }
        if (in == LONG) {
            n = recv(server, heard + out, LONG - out, MSG_DONTWAIT);
            out += n > 0 ? (size_t)n : 0;
        }
    }
    assert_true(held > 0);
    assert_memory_equal(heard, sent, LONG);
    free(sent);
    free(heard);
}

static void when_one_side_leaves_the_line_ends(void **unused)
{
    (void)unused;
    line->state = GATE_LINE_OPEN;
    assert_int_equal(shutdown(server, SHUT_WR), 0);
    assert_int_equal(gate_line_read(line, GATE_INNER), GATE_ENDED);
}

#define ON_A_LINE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_LINE(it_greets_as_libzmq_does),
        ON_A_LINE(a_beginning_is_whole_with_its_last_byte_and_not_before),
        ON_A_LINE(any_other_byte_of_a_beginning_is_foreign),
        ON_A_LINE(the_second_step_is_one_command_and_no_longer_than_ours),
        ON_A_LINE(the_servers_own_greeting_is_swallowed_and_its_answer_passed_on),
        ON_A_LINE(what_the_other_side_does_not_take_is_kept_for_it),
        ON_A_LINE(when_one_side_leaves_the_line_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
