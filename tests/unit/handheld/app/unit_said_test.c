#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/unit_said.h"

static void every_sentence_stands_in_both_languages_under_its_own_code(void **unused)
{
    (void)unused;
    for (int i = 0; i < UNIT_SAYINGS; i++) {
        const struct said *said = unit_said((enum unit_saying)i);
        assert_true(said_valid(said));
        assert_null(strchr(said->vi, '\n')); /* one line each */
        assert_null(strchr(said->en, '\n'));
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(said->code, unit_said((enum unit_saying)j)->code);
        }
    }
}

static void every_act_has_its_word(void **unused)
{
    (void)unused;
    for (int i = 0; i < ACT_KINDS; i++) {
        const struct said *said = unit_act_said((enum act_kind)i, (struct text){0});
        assert_true(said_valid(said));
        for (int j = 0; j < i; j++) {
            const struct said *other = unit_act_said((enum act_kind)j, (struct text){0});
            assert_string_not_equal(said->vi, other->vi);
            assert_string_not_equal(said->code, other->code);
        }
    }
    assert_string_equal(unit_act_said(ACT_EXCEPTION, TEXT("lost"))->en, "lost");
    assert_string_equal(unit_act_said(ACT_EXCEPTION, TEXT("found"))->en, "found");
    assert_string_equal(unit_act_said(ACT_EXCEPTION, TEXT("damaged"))->en, "exception");
}

static void the_parties_everybody_knows_have_words(void **unused)
{
    (void)unused;
    assert_true(said_valid(unit_party_said(TEXT("center"))));
    assert_true(said_valid(unit_party_said(TEXT("post"))));
    assert_true(said_valid(unit_party_said(TEXT("citizen"))));
    assert_null(unit_party_said(TEXT("H41.04")));
}

/* Codes are for ever: manuals and other programs name them. */
static void codes_that_others_rely_on_do_not_change(void **unused)
{
    (void)unused;
    assert_string_equal(unit_said(SAY_RECORDED)->code, "UNIT-01");
    assert_string_equal(unit_said(SAY_BOUNCE)->code, "UNIT-20");
    assert_string_equal(unit_said(SAY_ALREADY)->code, "UNIT-21");
    assert_string_equal(unit_said(SAY_UNKNOWN_KEPT)->code, "UNIT-30");
    assert_string_equal(unit_said(SAY_DISK_FULL)->code, "UNIT-57");
    assert_string_equal(unit_said(SAY_NOT_WRITTEN)->code, "UNIT-58");
    assert_string_equal(unit_said(SAY_LOCKED)->code, "UNIT-60");
    assert_string_equal(unit_said(SAY_STILL_OPEN)->code, "UNIT-70");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_stands_in_both_languages_under_its_own_code),
        cmocka_unit_test(every_act_has_its_word),
        cmocka_unit_test(the_parties_everybody_knows_have_words),
        cmocka_unit_test(codes_that_others_rely_on_do_not_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
