#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "server/board/intake_sign.h"

static struct clock_reading at(int64_t seconds)
{
    return (struct clock_reading){.wall = {1000000 + seconds * 1000}, .mono = {seconds * 1000}};
}

static void intake_is_down_when_its_text_stands_still(void **unused)
{
    struct intake_sign sign;
    const struct clock_reading start = at(0);
    const struct clock_reading first = at(2);
    const struct clock_reading later = at(4);
    (void)unused;
    intake_sign_init(&sign, 5000, &start);
    assert_false(sign.known);
    intake_sign_take(&sign, TEXT("trao-intake 1\nwall_ms 7\n"), &first);
    intake_sign_take(&sign, TEXT("trao-intake 1\nwall_ms 7\n"), &later); /* the same: no sign */
    assert_true(sign.known);
    assert_false(intake_sign_down(&sign, (struct instant){7000}));
    assert_true(intake_sign_down(&sign, (struct instant){7001}));
    assert_int_equal(sign.well.ms, first.wall.ms);
}

static void intake_that_never_came_is_down_since_the_board_opened(void **unused)
{
    struct intake_sign sign;
    const struct clock_reading start = at(10);
    (void)unused;
    intake_sign_init(&sign, 5000, &start);
    assert_false(intake_sign_down(&sign, (struct instant){15000}));
    assert_true(intake_sign_down(&sign, (struct instant){15001}));
    assert_int_equal(sign.well.ms, start.wall.ms);
}

static void intake_that_cannot_write_is_down_though_it_lives(void **unused)
{
    struct intake_sign sign;
    const struct clock_reading start = at(0);
    const struct clock_reading sick = at(3);
    const struct clock_reading well = at(4);
    (void)unused;
    intake_sign_init(&sign, 5000, &start);
    intake_sign_take(&sign, TEXT("down 1\n"), &sick);
    assert_true(intake_sign_down(&sign, sick.mono));
    assert_int_equal(sign.well.ms, start.wall.ms);
    intake_sign_take(&sign, TEXT("down 0\n"), &well);
    assert_false(intake_sign_down(&sign, well.mono));
    assert_int_equal(sign.well.ms, well.wall.ms);
}

static void odd_texts_say_nothing(void **unused)
{
    static char huge[INTAKE_SIGN_TEXT_MAX + 1];
    struct intake_sign sign;
    const struct clock_reading now = at(0);
    (void)unused;
    memset(huge, 'x', sizeof huge);
    intake_sign_init(&sign, 5000, &now);
    intake_sign_take(&sign, (struct text){0}, &now);
    intake_sign_take(&sign, (struct text){.at = huge, .size = sizeof huge}, &now);
    assert_false(sign.known);
    intake_sign_take(&sign, TEXT("down\nbatches minus\nposition 12 \n\n x"), &now);
    assert_int_equal(intake_sign_value(&sign, "down"), 0);
    assert_int_equal(intake_sign_value(&sign, "batches"), 0);
    assert_int_equal(intake_sign_value(&sign, "position"), 12);
    assert_int_equal(intake_sign_value(&sign, "nothing"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intake_is_down_when_its_text_stands_still),
        cmocka_unit_test(intake_that_never_came_is_down_since_the_board_opened),
        cmocka_unit_test(intake_that_cannot_write_is_down_though_it_lives),
        cmocka_unit_test(odd_texts_say_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
