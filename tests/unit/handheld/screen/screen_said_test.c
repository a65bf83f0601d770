#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/screen/screen_said.h"

static void every_word_stands_in_both_languages_under_its_own_code(void **unused)
{
    (void)unused;
    for (int i = 0; i < SCREEN_SAYINGS; i++) {
        const struct said *said = screen_said((enum screen_saying)i);
        assert_true(said_valid(said));
        assert_null(strchr(said->vi, '\n'));
        assert_null(strchr(said->en, '\n'));
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(said->code, screen_said((enum screen_saying)j)->code);
        }
    }
}

/* A key without a glyph in the one font would be a box. */
static void no_word_holds_a_mark_that_is_drawn(void **unused)
{
    static const char *const marks[] = {"✓", "✕", "→", "●", "○", "↑"};
    (void)unused;
    for (int i = 0; i < SCREEN_SAYINGS; i++) {
        for (size_t j = 0; j < sizeof marks / sizeof marks[0]; j++) {
            assert_null(strstr(screen_said((enum screen_saying)i)->vi, marks[j]));
            assert_null(strstr(screen_said((enum screen_saying)i)->en, marks[j]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_stands_in_both_languages_under_its_own_code),
        cmocka_unit_test(no_word_holds_a_mark_that_is_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
