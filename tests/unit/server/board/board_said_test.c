#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "server/board/board_said.h"

static void every_sentence_is_whole_in_both_languages(void **unused)
{
    (void)unused;
    for (int i = 0; i < BOARD_SAIDS; i++) {
        assert_true(said_valid(board_said((enum board_said)i)));
    }
}

static void no_two_sentences_share_a_code(void **unused)
{
    (void)unused;
    for (int i = 0; i < BOARD_SAIDS; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(board_said((enum board_said)i)->code,
                                    board_said((enum board_said)j)->code);
        }
    }
}

static void what_a_damaged_book_holds_is_said_to_be_unreadable(void **unused)
{
    static const int32_t damaged[] = {-1, 99, INT32_MIN, INT32_MAX};
    (void)unused;
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        enum flag_level level;
        enum flag_cause cause;
        enum flag_missing missing;
        memcpy(&level, &damaged[i], sizeof level);
        memcpy(&cause, &damaged[i], sizeof cause);
        memcpy(&missing, &damaged[i], sizeof missing);
        assert_ptr_equal(board_level_said(level), board_said(BOARD_DAMAGED));
        assert_ptr_equal(board_cause_said(cause), board_said(BOARD_DAMAGED));
        assert_ptr_equal(board_missing_said(missing), board_said(BOARD_DAMAGED));
    }
    assert_string_equal(board_level_said(FLAG_ON_TRACK)->en, "on track");
    assert_string_equal(board_cause_said(CAUSE_PLAN)->en, "plan");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_is_whole_in_both_languages),
        cmocka_unit_test(no_two_sentences_share_a_code),
        cmocka_unit_test(what_a_damaged_book_holds_is_said_to_be_unreadable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
