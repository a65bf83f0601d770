#include "life_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct province province;
static struct life life;
static struct life_view view;

static void ends(const char *now, const char *end)
{
    life_view_at(&province, &life, now, &view);
    assert_int_equal(view.forecast.gap, FORECAST_WHOLE);
    assert_int_equal(view.forecast.end.m, minute_at(end).m);
}

static void what_waits_goes_with_the_next_feasible_run(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    ends("2023-03-21T08:10", "2023-03-24T17:00");
    assert_int_equal(view.forecast.wait, 0);
    assert_int_equal(view.forecast.at[0].run.departs.m, minute_at("2023-03-21T09:00").m);
    assert_int_equal(view.forecast.at[2].run.departs.m, minute_at("2023-03-24T15:50").m);
    ends("2023-03-21T08:45", "2023-03-24T17:00"); /* the cut-off itself still holds */
    ends("2023-03-21T08:46", "2023-03-27T11:00");
}

static void what_is_carried_arrives_after_the_transit_or_now(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:00,take,D-1,post,,center,,,");
    life_view_at(&province, &life, "2023-03-21T09:10", &view);
    assert_int_equal(view.forecast.at[0].end.m, minute_at("2023-03-21T09:50").m);
    life_view_at(&province, &life, "2023-03-21T10:30", &view);
    assert_int_equal(view.forecast.at[0].end.m, minute_at("2023-03-21T10:30").m);
}

static void what_is_offered_is_taken_within_the_receipt_time_or_now(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:00,take,D-1,post,,center,,,",
         "2023-03-21T11:50,give,D-1,post,,H41.04,,,");
    ends("2023-03-21T11:55", "2023-03-24T17:00");
    assert_int_equal(view.forecast.at[0].end.m, minute_at("2023-03-21T12:00").m);
    life_view_at(&province, &life, "2023-03-21T14:00", &view);
    assert_int_equal(view.forecast.at[0].end.m, minute_at("2023-03-21T14:00").m);
}

static void what_the_center_is_offered_back_waits_there_again(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:00,take,D-1,post,,center,,,",
         "2023-03-21T09:40,refuse,D-1,H41.04,,post,,,center_wrong_agency",
         "2023-03-21T11:00,give,D-1,post,,center,,,");
    life_view_at(&province, &life, "2023-03-21T11:05", &view);
    assert_int_equal(view.journey.step[0].stage, STEP_WAITING);
    assert_int_equal(view.forecast.at[0].fit.m, minute_at("2023-03-21T11:10").m);
    assert_int_equal(view.forecast.at[0].run.departs.m, minute_at("2023-03-21T15:00").m);
}

static void processing_takes_its_budget_and_what_was_paused(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:50,take,D-1,H41.04,,,,,",
         "2023-03-22T08:00,pause,D-1,H41.04,,,,,", "2023-03-22T10:00,resume,D-1,H41.04,,,,,");
    life_view_at(&province, &life, "2023-03-22T07:00", &view);
    assert_int_equal(view.forecast.at[1].end.m, minute_at("2023-03-24T09:50").m);
    life_view_at(&province, &life, "2023-03-22T16:00", &view);
    assert_int_equal(view.forecast.at[1].end.m, minute_at("2023-03-24T11:50").m);
    life_view_at(&province, &life, "2023-03-27T10:00", &view);
    assert_int_equal(view.forecast.at[1].end.m, minute_at("2023-03-27T10:00").m); /* or now */
}

static void without_a_run_or_budget_nothing_is_said(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:50,take,D-1,H41.77,,,,,");
    life_view_at(&province, &life, "2023-03-22T16:00", &view);
    assert_int_equal(view.forecast.gap, FORECAST_NO_RUN);
    assert_int_equal(view.forecast.end.m, MINUTE_NEVER.m);
    LIFE(&province, &life, "1.005555", "2010-03-22T08:00,intake,D-1,center,,,,,");
    life.facts.received = minute_at("2010-03-22T08:00"); /* the plan begins in 2020 */
    life_view_at(&province, &life, "2010-03-22T16:00", &view);
    assert_int_equal(view.forecast.gap, FORECAST_NO_BUDGET);
}

static void the_last_safe_run_is_the_last_by_brute_force(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    for (int day = 24; day < 60; day++) {
        life.facts.promised.m = minute_at("2023-03-24T16:00").m + (day - 24) * MINUTES_A_DAY;
        life_view_at(&province, &life, "2023-03-21T08:10", &view);
        struct run last = {.departs = {0}};
        struct run run = view.forecast.at[0].run;
        for (int i = 0; i < 100; i++) {
            struct minute end = calendar_add(&province.calendar, run.arrives, 10);
            if (!outlook_late(&view.outlook, forecast_after(&view.outlook, 0, end))) {
                last = run;
            }
            assert_true(plan_next_run(&province.plan, view.journey.step[0].from,
                                      view.journey.step[0].to, &run, &run));
        }
        struct run safe = {.departs = {0}};
        bool found = forecast_last_safe_run(&view.outlook, &view.forecast, &safe);
        assert_int_equal(found, last.departs.m != 0);
        assert_int_equal(safe.departs.m, last.departs.m);
    }
}

static void an_extra_run_is_tried_on_each_leg_that_is_left(void **unused)
{
    (void)unused;
    int step = -1;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    life.facts.promised = minute_at("2023-03-28T08:00");
    life_view_at(&province, &life, "2023-03-23T08:50", &view);
    assert_true(outlook_late(&view.outlook, view.forecast.end));
    assert_true(forecast_extra_run(&view.outlook, &view.forecast, &step));
    assert_int_equal(step, 0);
    struct minute before = forecast_extra_before(&view.outlook, &view.forecast, step);
    /* 14:30 + 40 transit + 10 receipt + 24 hours = the 28th at 15:20, 20 before the cut-off */
    assert_int_equal(before.m, minute_at("2023-03-23T14:30").m);
    life_view_at(&province, &life, "2023-03-23T15:10", &view);
    assert_false(forecast_extra_run(&view.outlook, &view.forecast, &step));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_waits_goes_with_the_next_feasible_run),
        cmocka_unit_test(what_is_carried_arrives_after_the_transit_or_now),
        cmocka_unit_test(what_is_offered_is_taken_within_the_receipt_time_or_now),
        cmocka_unit_test(what_the_center_is_offered_back_waits_there_again),
        cmocka_unit_test(processing_takes_its_budget_and_what_was_paused),
        cmocka_unit_test(without_a_run_or_budget_nothing_is_said),
        cmocka_unit_test(the_last_safe_run_is_the_last_by_brute_force),
        cmocka_unit_test(an_extra_run_is_tried_on_each_leg_that_is_left),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
