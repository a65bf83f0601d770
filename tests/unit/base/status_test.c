#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/status.h"

static void every_status_has_its_own_word(void **unused)
{
    (void)unused;
    for (int i = 0; i < STATUS_STATUSES; i++) {
        assert_string_not_equal(status_text((enum status)i), "unknown status");
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(status_text((enum status)i), status_text((enum status)j));
        }
    }
}

static void a_status_that_is_none_is_said_to_be_unknown(void **unused)
{
    (void)unused;
    assert_string_equal(status_text(STATUS_STATUSES), "unknown status");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_own_word),
        cmocka_unit_test(a_status_that_is_none_is_said_to_be_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
