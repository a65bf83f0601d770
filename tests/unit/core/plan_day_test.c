#include "province_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/plan_day.h"

static struct province province;
static struct plan_visit visits[16];

static struct day day_at(const char *text)
{
    return minute_day(minute_at(text));
}

static void a_day_shows_its_runs_call_by_call(void **unused)
{
    (void)unused;
    assert_int_equal(plan_day_visits(&province.plan, day_at("2023-03-21"), visits, 16), 8);
    assert_int_equal(visits[0].arrives, -1);
    assert_int_equal(visits[0].departs, 9 * 60);
    assert_int_equal(visits[0].cut_off, 15);
    assert_int_equal(visits[1].arrives, 9 * 60 + 40);
    assert_int_equal(visits[1].lat_e6, 18670100);
    assert_int_equal(visits[3].departs, -1);
    assert_true(name_same(visits[0].party, province.parties.center));
    assert_true(name_same(visits[4].route, visits[0].route));
    assert_false(name_same(visits[4].round, visits[0].round));
}

static void what_is_not_in_force_that_day_is_not_shown(void **unused)
{
    (void)unused;
    assert_int_equal(plan_day_visits(&province.plan, day_at("2019-12-31"), visits, 16), 0);
}

static void a_newer_row_stands_for_the_older_one(void **unused)
{
    (void)unused;
    static const char *const later[] = {"call,R1,1,1,TTG,,08:50,15,W,all,2023-03-22,"};
    province_plan_base(&province, later, 1);
    assert_int_equal(plan_day_visits(&province.plan, day_at("2023-03-21"), visits, 16), 8);
    assert_int_equal(visits[0].departs, 9 * 60);
    assert_int_equal(plan_day_visits(&province.plan, day_at("2023-03-22"), visits, 16), 8);
    assert_int_equal(visits[0].departs, 8 * 60 + 50);
}

static void what_does_not_fit_is_counted_all_the_same(void **unused)
{
    (void)unused;
    visits[2].departs = -7;
    assert_int_equal(plan_day_visits(&province.plan, day_at("2023-03-21"), visits, 2), 8);
    assert_int_equal(visits[2].departs, -7);
}

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

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_province, close_province)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_day_shows_its_runs_call_by_call),
        CASE(what_is_not_in_force_that_day_is_not_shown),
        CASE(a_newer_row_stands_for_the_older_one),
        CASE(what_does_not_fit_is_counted_all_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
