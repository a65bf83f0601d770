#include "adapters/zmq/context.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

enum { NAME_SIZE = 5, PATIENCE_MS = 20000 };

static void one_opens_and_closes_and_closing_twice_does_no_harm(void **unused)
{
    struct context context = {0};
    (void)unused;
    context_close(NULL);
    context_close(&context);
    assert_int_equal(context_open(&context), STATUS_OK);
    assert_non_null(context.zmq);
    context_close(&context);
    assert_null(context.zmq);
    context_close(&context);
}

static void a_second_one_is_a_bug(void **unused)
{
    (void)unused;
    pid_t child = fork();
    if (child == 0) {
        struct context first;
        struct context second;
        struct rlimit no_core = {0};
        (void)setrlimit(RLIMIT_CORE, &no_core);
        (void)close(STDERR_FILENO); /* assert(3) would write there */
        bool both = context_open(&first) == STATUS_OK && context_open(&second) == STATUS_OK;
        _exit(both ? 0 : 1);
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how));
}

/* In a process of its own: what a ROUTER calls the first who comes. */
static void write_first_name(int fd)
{
    struct context context;
    char endpoint[64];
    char name[NAME_SIZE];
    const int patience = PATIENCE_MS;
    size_t size = sizeof endpoint;
    if (context_open(&context) != STATUS_OK) {
        return;
    }
    void *router = zmq_socket(context.zmq, ZMQ_ROUTER);
    void *dealer = zmq_socket(context.zmq, ZMQ_DEALER);
    (void)zmq_setsockopt(router, ZMQ_RCVTIMEO, &patience, sizeof patience);
    if (zmq_bind(router, "tcp://127.0.0.1:*") == 0 &&
        zmq_getsockopt(router, ZMQ_LAST_ENDPOINT, endpoint, &size) == 0 &&
        zmq_connect(dealer, endpoint) == 0 && zmq_send(dealer, "x", 1, 0) == 1 &&
        zmq_recv(router, name, sizeof name, 0) == NAME_SIZE) {
        (void)!write(fd, name, sizeof name);
    }
    (void)zmq_close(router);
    (void)zmq_close(dealer);
    context_close(&context);
}

/* An insider who knows the name of the next line can take it, and 4.3.4 then aborts the server. */
static void row_62_no_two_processes_name_their_lines_alike(void **unused)
{
    char names[2][NAME_SIZE] = {{0}};
    (void)unused;
    for (int i = 0; i < 2; i++) {
        int ends[2] = {-1, -1};
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            write_first_name(ends[1]);
            _exit(0);
        }
        (void)close(ends[1]);
        assert_int_equal(read(ends[0], names[i], NAME_SIZE), NAME_SIZE);
        (void)close(ends[0]);
        assert_int_equal(waitpid(child, NULL, 0), child);
    }
    assert_memory_not_equal(names[0], names[1], NAME_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_opens_and_closes_and_closing_twice_does_no_harm),
        cmocka_unit_test(a_second_one_is_a_bug),
        cmocka_unit_test(row_62_no_two_processes_name_their_lines_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
