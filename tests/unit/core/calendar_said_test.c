#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/calendar.h"

static void every_fault_has_its_sentence_in_both_languages(void **unused)
{
    (void)unused;
    for (int i = 0; i < CALENDAR_FAULTS; i++) {
        const struct said *said = calendar_fault_said((enum calendar_fault_kind)i);
        assert_true(said_valid(said));
        assert_int_equal(strncmp(said->code, "CAL-", 4), 0);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(said->code,
                                    calendar_fault_said((enum calendar_fault_kind)j)->code);
        }
    }
}

static void a_kind_that_is_none_still_has_a_sentence(void **unused)
{
    (void)unused;
    assert_non_null(calendar_fault_said(CALENDAR_FAULTS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_has_its_sentence_in_both_languages),
        cmocka_unit_test(a_kind_that_is_none_still_has_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
