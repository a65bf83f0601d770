#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/sqlite/writer_lock.h"
#include "tests/contract/folder.h"
#include "tests/fakes/log_fake.h"

static struct folder folder;
static struct log_fake told;

static int start(void **unused)
{
    (void)unused;
    folder_make(&folder);
    log_fake_init(&told);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    folder_remove(&folder);
    return 0;
}

/* A child that holds the lock until it is killed. */
static pid_t holder(const char *path)
{
    int ends[2];
    char byte = 0;
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        int lock = -1;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        byte = writer_lock_take(path, NULL, &lock) == STATUS_OK ? 'y' : 'n';
        (void)!write(ends[1], &byte, 1);
        pause();
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    assert_int_equal(byte, 'y');
    return child;
}

static void a_second_writer_is_told_who_the_first_is(void **unused)
{
    (void)unused;
    char pid[32];
    int lock = -1;
    const char *path = folder_file(&folder, "acts.db");
    const pid_t child = holder(path);
    snprintf(pid, sizeof pid, "pid %d", (int)child);
    assert_int_equal(writer_lock_take(path, &told.port, &lock), STATUS_DENIED);
    assert_int_equal(lock, -1);
    assert_int_equal(log_fake_count(&told, pid), 1);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void the_lock_dies_with_its_holder(void **unused)
{
    (void)unused;
    int lock = -1;
    const char *path = folder_file(&folder, "acts.db");
    const pid_t child = holder(path);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_int_equal(writer_lock_take(path, &told.port, &lock), STATUS_OK);
    writer_lock_give(&lock);
    assert_int_equal(lock, -1);
    writer_lock_give(&lock);
    assert_int_equal(writer_lock_take(path, &told.port, &lock), STATUS_OK);
    writer_lock_give(&lock);
}

static void one_process_cannot_take_it_twice(void **unused)
{
    (void)unused;
    int first = -1;
    int second = -1;
    const char *path = folder_file(&folder, "acts.db");
    assert_int_equal(writer_lock_take(path, &told.port, &first), STATUS_OK);
    assert_int_equal(writer_lock_take(path, &told.port, &second), STATUS_DENIED);
    writer_lock_give(&first);
}

static void a_folder_that_is_not_there_is_not_found(void **unused)
{
    (void)unused;
    int lock = -1;
    assert_int_equal(writer_lock_take(folder_file(&folder, "no/acts.db"), &told.port, &lock),
                     STATUS_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_second_writer_is_told_who_the_first_is, start, stop),
        cmocka_unit_test_setup_teardown(the_lock_dies_with_its_holder, start, stop),
        cmocka_unit_test_setup_teardown(one_process_cannot_take_it_twice, start, stop),
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_is_not_found, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
