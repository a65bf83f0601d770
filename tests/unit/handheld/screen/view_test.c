#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/screen/view.h"

static void every_screen_is_found_by_its_name(void **unused)
{
    (void)unused;
    for (int i = 0; i < SCREENS; i++) {
        enum screen screen = SCREENS;
        assert_true(screen_parse(text_of(screen_name((enum screen)i)), &screen));
        assert_int_equal(screen, i);
    }
}

static void another_name_is_no_screen(void **unused)
{
    enum screen screen = SCREENS;
    (void)unused;
    assert_false(screen_parse(TEXT("Login"), &screen));
    assert_false(screen_parse(TEXT(""), &screen));
    assert_false(screen_parse((struct text){0}, &screen));
    assert_int_equal(screen, SCREENS);
}

static void a_sample_says_that_it_is_one(void **unused)
{
    struct view view;
    (void)unused;
    for (int i = 0; i < SCREENS; i++) {
        view_sample((enum screen)i, LANGUAGE_VI, &view);
        assert_int_equal(view.banner, SCREEN_SAY_SAMPLE);
        assert_int_equal(view.screen, i);
    }
}

static void what_is_due_today_comes_first_among_the_scans(void **unused)
{
    struct view view;
    (void)unused;
    view_sample(SCREEN_SCAN, LANGUAGE_EN, &view);
    assert_int_equal(view.row_count, 3);
    assert_int_equal(view.rows[0].kind, VIEW_ROW_URGENT);
    assert_string_equal(view.rows[0].note, "Promised for 16:30 today");
}

static void an_answer_on_the_whole_screen_has_no_button_but_an_alarm_has_two(void **unused)
{
    (void)unused;
    assert_int_equal(view_primary(SCREEN_RECORDED), SCREEN_SAY_NOTHING);
    assert_int_equal(view_secondary(SCREEN_DUPLICATE), SCREEN_SAY_NOTHING);
    assert_int_not_equal(view_primary(SCREEN_MISMATCH), SCREEN_SAY_NOTHING);
    assert_int_not_equal(view_secondary(SCREEN_MISMATCH), SCREEN_SAY_NOTHING);
    assert_int_equal(view_secondary(SCREEN_SCAN), SCREEN_SAY_UNDO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_is_found_by_its_name),
        cmocka_unit_test(another_name_is_no_screen),
        cmocka_unit_test(a_sample_says_that_it_is_one),
        cmocka_unit_test(what_is_due_today_comes_first_among_the_scans),
        cmocka_unit_test(an_answer_on_the_whole_screen_has_no_button_but_an_alarm_has_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
