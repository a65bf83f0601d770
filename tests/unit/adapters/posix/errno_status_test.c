#include "adapters/posix/errno_status.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void each_errno_has_the_word_that_tells_a_person_what_to_do(void **unused)
{
    (void)unused;
    assert_int_equal(errno_status(ENOENT), STATUS_NOT_FOUND);
    assert_int_equal(errno_status(EACCES), STATUS_DENIED);
    assert_int_equal(errno_status(EROFS), STATUS_DENIED);
    assert_int_equal(errno_status(ENOSPC), STATUS_FULL);
    assert_int_equal(errno_status(EISDIR), STATUS_MALFORMED);
    assert_int_equal(errno_status(EIO), STATUS_IO);
}

static void no_errno_is_success(void **unused)
{
    (void)unused;
    for (int error = 0; error < 200; error++) {
        assert_int_not_equal(errno_status(error), STATUS_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_errno_has_the_word_that_tells_a_person_what_to_do),
        cmocka_unit_test(no_errno_is_success),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
