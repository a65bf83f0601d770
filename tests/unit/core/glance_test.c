#include "core/glance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "life_maker.h"

enum { LIVES = 1500, ASKED = 6, DAY = MINUTES_A_DAY };

static struct province province;
static struct life life;
static struct glance glance;

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    province_plan_base(&province, NULL, 0);
    return 0;
}

static int close_province(void **unused)
{
    (void)unused;
    province_close(&province);
    return 0;
}

static void a_glance_stands_on_what_the_flag_stands_on_in_any_life(void **unused)
{
    (void)unused;
    static const struct making making = {.pauses = true, .runs = true};
    struct dice dice = {2027};
    int made = 0;
    int over = 0;
    for (unsigned i = 0; i < LIVES; i++) {
        life_make(&province, &dice, &making, i, &life);
        const struct flag_input input = input_of(&province, &life);
        for (int k = 0; k < ASKED; k++) {
            struct flag flag;
            const struct minute now = {life.now.m + (int32_t)dice_throw(&dice, 12 * DAY)};
            flag_judge(&input, now, &flag);
            glance_at(&input, now, &glance);
            if (flag.level == FLAG_DONE || flag.level == FLAG_UNKNOWN) {
                over += glance.over;
                continue;
            }
            assert_false(glance.over);
            assert_true(glance.forecast_made);
            assert_int_equal(glance.forecast.end.m, flag.forecast.m);
            assert_int_equal(glance.outlook.promise.m, flag.promised.m);
            made++;
        }
    }
    assert_true(made > 500);
    assert_true(over > 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_glance_stands_on_what_the_flag_stands_on_in_any_life),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
