/* A role that ends is started again, ever more slowly; signals come by a descriptor. */
#include "adapters/posix/process.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static int signals;

static int open_signals(void **state)
{
    (void)state;
    return process_signals_open(&signals) == STATUS_OK ? 0 : -1;
}

static int close_signals(void **state)
{
    (void)state;
    return close(signals);
}

static struct instant at(int64_t ms)
{
    return (struct instant){ms};
}

static struct process shell(const char *script)
{
    static const char *words[4] = {"sh", "-c", NULL, NULL};
    struct process process;
    words[2] = script;
    process_init(&process, "/bin/sh", words);
    return process;
}

/* Waits up to ten seconds for the child to end. */
static struct process_end reaped(struct process *process, int64_t now)
{
    struct process_end end = {0};
    for (int i = 0; i < 100; i++) {
        struct pollfd one = {.fd = signals, .events = POLLIN};
        if (process_reap(process, 1, at(now), &end)) {
            return end;
        }
        (void)poll(&one, 1, 100);
        (void)process_signals_read(signals);
    }
    fail_msg("the child did not end");
    return end;
}

static void an_exit_code_and_a_signal_are_told_apart(void **unused)
{
    struct process process = shell("exit 3");
    (void)unused;
    assert_int_equal(process_step(&process, at(0)), STATUS_OK);
    struct process_end end = reaped(&process, 10);
    assert_ptr_equal(end.process, &process);
    assert_int_equal(end.code, 3);
    assert_int_equal(end.signal, 0);
    process = shell("kill -9 $$");
    assert_int_equal(process_step(&process, at(0)), STATUS_OK);
    end = reaped(&process, 10);
    assert_int_equal(end.code, -1);
    assert_int_equal(end.signal, SIGKILL);
}

static void it_is_started_again_after_twice_as_long_each_time_and_ten_seconds_at_most(void **unused)
{
    static const int64_t waits[] = {200, 400, 800, 1600, 3200, 6400, 10000, 10000};
    struct process process = shell("exit 1");
    int64_t now = 1000;
    (void)unused;
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        assert_int_equal(process_step(&process, at(now)), STATUS_OK);
        assert_int_not_equal(process.pid, 0);
        assert_true(process.wakeup.ms == INSTANT_NEVER.ms);
        (void)reaped(&process, now);
        assert_int_equal(process.pid, 0);
        assert_int_equal(process.wakeup.ms - now, waits[i]);
        assert_int_equal(process_step(&process, at(process.wakeup.ms - 1)), STATUS_OK);
        assert_int_equal(process.pid, 0); /* not yet */
        now = process.wakeup.ms;
    }
}

static void after_a_calm_half_minute_the_count_begins_anew(void **unused)
{
    struct process process = shell("exit 1");
    (void)unused;
    process.failures = 6;
    assert_int_equal(process_step(&process, at(0)), STATUS_OK);
    (void)reaped(&process, PROCESS_CALM_MS);
    assert_int_equal(process.wakeup.ms, PROCESS_CALM_MS + PROCESS_WAIT_MS_MIN);
}

static void a_stopped_child_stays_away(void **unused)
{
    struct process process = shell("exec sleep 60");
    (void)unused;
    assert_int_equal(process_step(&process, at(0)), STATUS_OK);
    process_stop(&process, SIGTERM);
    struct process_end end = reaped(&process, 10);
    assert_int_equal(end.signal, SIGTERM); /* so the child does not inherit our blocked signals */
    assert_true(process.wakeup.ms == INSTANT_NEVER.ms);
    assert_int_equal(process_step(&process, at(100000)), STATUS_OK);
    assert_int_equal(process.pid, 0);
}

static void a_program_that_is_not_there_ends_with_127(void **unused)
{
    static const char *const words[] = {"none", NULL};
    struct process process;
    (void)unused;
    process_init(&process, "/nowhere/none", words);
    assert_int_equal(process_step(&process, at(0)), STATUS_OK);
    assert_int_equal(reaped(&process, 0).code, 127);
}

/* A parent that dies by kill -9 must not leave its roles behind, with the port and the book. */
static void a_child_ends_when_its_parent_is_killed(void **unused)
{
    int ends[2];
    char byte = 0;
    (void)unused;
    assert_int_equal(pipe(ends), 0);
    pid_t parent = fork();
    if (parent == 0) {
        struct process process = shell("echo; exec sleep 60"); /* holds the pipe's writing end */
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)close(ends[1]);
        while (process_step(&process, at(0)) == STATUS_OK) {
            (void)pause();
        }
        _exit(1);
    }
    (void)close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1); /* the child runs */
    assert_int_equal(kill(parent, SIGKILL), 0);
    struct pollfd one = {.fd = ends[0], .events = POLLIN};
    assert_int_equal(poll(&one, 1, 10000), 1);
    assert_int_equal(read(ends[0], &byte, 1), 0); /* and nobody holds the pipe any more */
    (void)waitpid(parent, NULL, 0);
    (void)close(ends[0]);
}

static void each_signal_has_its_word(void **unused)
{
    (void)unused;
    while (process_signals_read(signals) != PROCESS_NO_SIGNAL) {
    }
    (void)raise(SIGHUP);
    assert_int_equal(process_signals_read(signals), PROCESS_RELOAD);
    (void)raise(SIGINT);
    assert_int_equal(process_signals_read(signals), PROCESS_STOP);
    (void)raise(SIGTERM);
    assert_int_equal(process_signals_read(signals), PROCESS_STOP);
    (void)raise(SIGCHLD);
    assert_int_equal(process_signals_read(signals), PROCESS_CHILD_ENDED);
    (void)raise(SIGPIPE); /* ignored: we live */
    assert_int_equal(process_signals_read(signals), PROCESS_NO_SIGNAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exit_code_and_a_signal_are_told_apart),
        cmocka_unit_test(it_is_started_again_after_twice_as_long_each_time_and_ten_seconds_at_most),
        cmocka_unit_test(after_a_calm_half_minute_the_count_begins_anew),
        cmocka_unit_test(a_stopped_child_stays_away),
        cmocka_unit_test(a_program_that_is_not_there_ends_with_127),
        cmocka_unit_test(a_child_ends_when_its_parent_is_killed),
        cmocka_unit_test(each_signal_has_its_word),
    };
    return cmocka_run_group_tests(tests, open_signals, close_signals);
}
