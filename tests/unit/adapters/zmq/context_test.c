#include "adapters/zmq/context.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_opens_and_closes_and_closing_twice_does_no_harm),
        cmocka_unit_test(a_second_one_is_a_bug),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
