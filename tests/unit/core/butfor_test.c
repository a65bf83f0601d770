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
static struct behaviour behaviour[JOURNEY_STEPS_MAX];

static struct butfor cause_at(const char *now)
{
    struct butfor butfor;
    life_view_at(&province, &life, now, &view);
    assert_int_equal(view.forecast.gap, FORECAST_WHOLE);
    assert_true(outlook_late(&view.outlook, view.forecast.end));
    butfor_of(&view.outlook, &view.forecast, &butfor);
    return butfor;
}

static void behave(const char *now)
{
    life_view_at(&province, &life, now, &view);
    butfor_measure(&view.outlook, &view.forecast, behaviour);
}

static void a_transfer_keeps_the_runs_it_missed_and_how_late_it_came(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T15:05,take,D-1,post,,center,,,",
         "2023-03-21T16:30,take,D-1,H41.04,,post,,,");
    behave("2023-03-22T08:00");
    assert_true(behaviour[0].by_run);
    assert_int_equal(behaviour[0].lag, 46);  /* W(08:00, 08:45) + 1: the 09:00 left without it */
    assert_int_equal(behaviour[0].over, 40); /* due 15:50, there 16:30; 15:05 is within grace */
    LIFE(&province, &life, "1.005555", "2023-03-21T08:55,take,D-1,post,,center,,,",
         "2023-03-21T09:30,take,D-1,H41.04,,post,,,");
    behave("2023-03-22T08:00");
    assert_int_equal(behaviour[0].lag, 0);
    assert_int_equal(behaviour[0].over, -20);
}

static void nothing_changed_gives_the_same_end(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T15:05,take,D-1,post,,center,,,",
         "2023-03-21T17:30,take,D-1,H41.04,,post,,,", "2023-03-24T18:10,ready,D-1,H41.04,,,,,",
         "2023-03-27T09:45,take,D-1,post,,H41.04,,,", "2023-03-27T12:10,take,D-1,center,,post,,,");
    behave("2023-03-27T12:10");
    assert_int_equal(butfor_replay(&view.outlook, behaviour, 0).m, minute_at("2023-03-27T12:10").m);
}

static void a_step_in_the_set_ends_at_the_earlier_of_own_and_standard(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T15:00,take,D-1,post,,center,,,",
         "2023-03-21T15:50,take,D-1,H41.04,,post,,,");
    behave("2023-03-21T16:00");
    assert_int_equal(butfor_replay(&view.outlook, behaviour, 0).m, view.forecast.end.m);
    /* out by the 09:00: ready on the 24th at 09:50, back at 17:00 */
    assert_int_equal(butfor_replay(&view.outlook, behaviour, 1).m, minute_at("2023-03-24T17:00").m);
    LIFE(&province, &life, "1.005555", "2023-03-21T08:10,take,D-1,post,,center,,,",
         "2023-03-21T08:20,take,D-1,H41.04,,post,,,"); /* faster than the plan: kept */
    behave("2023-03-21T16:00");
    assert_int_equal(butfor_replay(&view.outlook, behaviour, 1).m, view.forecast.end.m);
}

static void the_transfer_that_alone_would_have_saved_it_is_the_cause(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    struct butfor butfor = cause_at("2023-03-29T08:00");
    assert_int_equal(butfor.cause, BUTFOR_TRANSFER);
    assert_int_equal(butfor.step, 0);
    assert_int_equal(butfor.steps, 1);
    assert_int_equal(butfor.end.m, minute_at("2023-03-24T17:00").m);
}

static void processing_is_the_cause_when_no_transfer_is(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:00,take,D-1,post,,center,,,",
         "2023-03-21T09:50,take,D-1,H41.04,,post,,,");
    struct butfor butfor = cause_at("2023-03-29T08:00");
    assert_int_equal(butfor.cause, BUTFOR_PROCESSING);
    assert_int_equal(butfor.step, -1);
    assert_int_equal(butfor.steps, 2);
}

static void a_plan_too_tight_is_nobodys_delay(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    life.facts.promised = minute_at("2023-03-22T08:00");
    struct butfor butfor = cause_at("2023-03-21T08:10");
    assert_int_equal(butfor.cause, BUTFOR_PLAN);
    assert_int_equal(butfor.steps, 0);
    assert_int_equal(butfor.taken, 0);
    assert_int_equal(butfor.end.m, view.forecast.end.m); /* by plan already, and late */
}

static void a_past_way_without_any_run_in_the_plan_keeps_its_minutes(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:00,take,D-1,H41.77,,center,,,",
         "2023-03-21T10:00,take,D-1,H41.04,,H41.77,,,");
    behave("2023-03-21T16:00");
    assert_false(behaviour[0].by_run);
    assert_int_equal(behaviour[0].worked, 60);
}

static void what_should_have_come_by_closing_is_late_at_midnight_by_its_transfer(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:00,take,D-1,post,,center,,,",
         "2023-03-21T09:50,take,D-1,H41.04,,post,,,", "2023-03-24T14:00,ready,D-1,H41.04,,,,,",
         "2023-03-24T15:50,take,D-1,post,,H41.04,,,");
    life.facts.promised = minute_at("2023-03-24T08:00");
    /* Due back on Friday at 17:00; from Saturday on it is late by date, and nobody has worked. */
    struct butfor butfor = cause_at("2023-03-25T00:00");
    assert_int_equal(butfor.cause, BUTFOR_TRANSFER);
    assert_int_equal(butfor.step, 2);
    assert_int_equal(butfor.end.m, minute_at("2023-03-24T17:00").m);
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
        cmocka_unit_test(a_transfer_keeps_the_runs_it_missed_and_how_late_it_came),
        cmocka_unit_test(nothing_changed_gives_the_same_end),
        cmocka_unit_test(a_step_in_the_set_ends_at_the_earlier_of_own_and_standard),
        cmocka_unit_test(the_transfer_that_alone_would_have_saved_it_is_the_cause),
        cmocka_unit_test(processing_is_the_cause_when_no_transfer_is),
        cmocka_unit_test(a_plan_too_tight_is_nobodys_delay),
        cmocka_unit_test(a_past_way_without_any_run_in_the_plan_keeps_its_minutes),
        cmocka_unit_test(what_should_have_come_by_closing_is_late_at_midnight_by_its_transfer),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
