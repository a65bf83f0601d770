#include "tools/bench/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void a_folder_goes_with_all_that_is_in_it(void **unused)
{
    (void)unused;
    char path[FOLDER_PATH_MAX];
    char inner[FOLDER_PATH_MAX + 16];
    assert_true(folder_make(".", path));
    assert_int_equal(path[0], '/'); /* whole: servers start elsewhere */
    (void)snprintf(inner, sizeof inner, "%s/inner", path);
    assert_int_equal(mkdir(inner, 0700), 0);
    folder_remove(path);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void a_folder_in_memory_is_refused(void **unused)
{
    (void)unused;
    char path[FOLDER_PATH_MAX];
    if (access("/dev/shm", W_OK) != 0) {
        skip();
    }
    assert_false(folder_make("/dev/shm", path));
}

static void a_folder_that_is_not_there_is_refused(void **unused)
{
    (void)unused;
    char path[FOLDER_PATH_MAX];
    assert_false(folder_make("./no/such/folder", path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_goes_with_all_that_is_in_it),
        cmocka_unit_test(a_folder_in_memory_is_refused),
        cmocka_unit_test(a_folder_that_is_not_there_is_refused),
    };
    return cmocka_run_group_tests_name("folder", tests, NULL, NULL);
}
