#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/home/home_said.h"

static void every_sentence_stands_in_both_languages_under_its_own_code(void **unused)
{
    (void)unused;
    for (int i = 0; i < HOME_SAYINGS; i++) {
        const struct said *said = home_said((enum home_saying)i);
        assert_true(said_valid(said));
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(said->code, home_said((enum home_saying)j)->code);
        }
    }
}

static void a_sentence_is_written_behind_its_code(void **unused)
{
    (void)unused;
    char room[256];
    struct line line = line_of(room, sizeof room);
    home_line(&line, HOME_BAD_INPUT, LANGUAGE_EN, "in.txt", "not found");
    assert_string_equal(room, "HOME-08 in.txt cannot be opened (not found).");
}

static void a_journal_that_does_not_open_says_why(void **unused)
{
    (void)unused;
    assert_int_equal(home_journal_saying(STATUS_TOO_NEW), HOME_JOURNAL_TOO_NEW); /* row 46 */
    assert_int_equal(home_journal_saying(STATUS_DENIED), HOME_JOURNAL_BUSY);
    assert_int_equal(home_journal_saying(STATUS_BROKEN), HOME_JOURNAL_BROKEN);
    assert_int_equal(home_journal_saying(STATUS_MALFORMED), HOME_JOURNAL_OTHERS);
    assert_int_equal(home_journal_saying(STATUS_NOT_FOUND), HOME_NO_JOURNAL);
    assert_int_equal(home_journal_saying(STATUS_IO), HOME_JOURNAL_FAILED); /* row 42 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_stands_in_both_languages_under_its_own_code),
        cmocka_unit_test(a_sentence_is_written_behind_its_code),
        cmocka_unit_test(a_journal_that_does_not_open_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
