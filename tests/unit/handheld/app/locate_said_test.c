#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/locate_said.h"

static void every_sentence_stands_in_both_languages_under_its_own_code(void **unused)
{
    const struct said *all[LOCATE_SAYINGS + FIX_CLASSES + FIX_DOUBT_FROZEN];
    size_t count = 0;
    (void)unused;
    for (int i = 0; i < LOCATE_SAYINGS; i++) {
        all[count++] = locate_said((enum locate_saying)i);
    }
    for (int i = 0; i < FIX_CLASSES; i++) {
        all[count++] = locate_class_said((enum fix_class)i);
    }
    for (int i = FIX_DOUBT_NONE + 1; i <= FIX_DOUBT_FROZEN; i++) {
        all[count++] = locate_doubt_said((enum fix_doubt)i);
    }
    for (size_t i = 0; i < count; i++) {
        assert_true(said_valid(all[i]));
        assert_null(strchr(all[i]->vi, '\n'));
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(all[i]->code, all[j]->code);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_stands_in_both_languages_under_its_own_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
