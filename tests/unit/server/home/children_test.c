/* The parent: starts, starts again, and ends all of them. The children are shells. */
#include "server/home/children.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/posix/clock_posix.h"
#include "adapters/posix/files.h"
#include "adapters/posix/process.h"
#include "tests/fakes/log_fake.h"

static char folder[] = "/tmp/trao-children-XXXXXX";

/* Runs the parent in a process of its own, sends it SIGTERM after MS; its exit code. */
static int run_for(unsigned ms, const struct children_role *roles, size_t count)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct log_fake log_lines;
        struct clock_posix clock;
        int stop = -1;
        log_fake_init(&log_lines);
        if (chdir(folder) != 0 || clock_posix_init(&clock, NULL) != STATUS_OK ||
            process_signals_open(&stop) != STATUS_OK) {
            _exit(99);
        }
        const struct children_settings settings = {.program = "/bin/sh",
                                                   .roles = roles,
                                                   .count = count,
                                                   .stop_fd = stop,
                                                   .clock = &clock.port,
                                                   .log = &log_lines.port};
        int code = children_run(&settings);
        _exit(log_fake_count(&log_lines, "started again") > 0 ? code + 10 : code);
    }
    int how = 0;
    (void)usleep(ms * 1000);
    (void)kill(pid, SIGTERM);
    assert_int_equal(waitpid(pid, &how, 0), pid);
    assert_true(WIFEXITED(how));
    return WEXITSTATUS(how);
}

static size_t size_of(const char *name)
{
    char path[64];
    static char bytes[4096];
    size_t size = 0;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    if (files_read(path, bytes, sizeof bytes, &size) != STATUS_OK) {
        return 0;
    }
    (void)unlink(path);
    return size;
}

static void all_are_started_once_and_ended_in_order(void **unused)
{
    (void)unused;
    static const struct children_role roles[] = {
        {.name = "one",
         .words = {"sh", "-c",
                   "printf x >> one; trap 'printf y >> one; exit 0' TERM; "
                   "while :; do sleep 0.05; done"}},
        {.name = "two",
         .words = {"sh", "-c",
                   "printf x >> two; trap 'exit 0' TERM; "
                   "while :; do sleep 0.05; done"}},
    };
    assert_int_equal(run_for(600, roles, 2), 0);
    assert_int_equal(size_of("one"), 2);
    assert_int_equal(size_of("two"), 1);
}

static void one_that_ends_is_started_again_a_little_later_each_time(void **unused)
{
    (void)unused;
    static const struct children_role roles[] = {
        {.name = "weak",   .words = {"sh", "-c", "printf x >> weak; exit 3"}},
        {.name = "strong",
         .words = {"sh", "-c",
                   "printf x >> strong; trap 'exit 0' TERM; "
                   "while :; do sleep 0.05; done"}                          },
    };
    assert_int_equal(run_for(1500, roles, 2), 10);
    const size_t starts = size_of("weak"); /* at 0, 0.2, 0.6, 1.4 s */
    assert_in_range(starts, 2, 4);
    assert_int_equal(size_of("strong"), 1);
}

static void one_that_is_killed_is_started_again(void **unused)
{
    (void)unused;
    static const struct children_role roles[] = {
        {.name = "shot", .words = {"sh", "-c", "printf x >> shot; kill -9 $$"}},
    };
    assert_int_equal(run_for(1200, roles, 1), 10);
    assert_in_range(size_of("shot"), 2, 4);
}

static int make_folder(void **unused)
{
    (void)unused;
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **unused)
{
    (void)unused;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_started_once_and_ended_in_order),
        cmocka_unit_test(one_that_ends_is_started_again_a_little_later_each_time),
        cmocka_unit_test(one_that_is_killed_is_started_again),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
