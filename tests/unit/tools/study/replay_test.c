#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/study/replay.h"

static struct calendar calendar;
static struct replay replay;
static struct names names;
static void *names_bytes, *plan_bytes;
static struct plan plan;

static struct minute minute_of(const char *at)
{
    struct instant instant;
    assert_int_equal(instant_parse(text_of(at), &instant), STATUS_OK);
    return instant_minute(instant);
}

static int set_up(void **unused)
{
    (void)unused;
    struct calendar_fault fault;
    memset(&replay, 0, sizeof replay);
    return calendar_read(&calendar, 1, (struct day){0}, TEXT(""), &fault) ? 0 : 1;
}

/* One life received on DAY of March, back at 15:00, under the other plan at OTHER. */
static void add(int day, const char *other, bool late, bool late_other)
{
    const struct whatif whatif = {.back = minute_of("2023-03-27T15:00"),
                                  .same = minute_of("2023-03-27T15:00"),
                                  .other = minute_of(other),
                                  .late = late,
                                  .late_other = late_other};
    struct minute received = minute_of("2023-03-01T09:00");
    received.m += (day - 1) * MINUTES_A_DAY;
    replay_add(&replay, &calendar, received, &whatif);
}

static void the_saved_and_the_newly_late_are_told_apart(void **unused)
{
    (void)unused;
    add(20, "2023-03-27T14:00", true, false);
    add(20, "2023-03-27T16:00", false, true);
    add(21, "2023-03-27T15:00", true, true);
    assert_int_equal(replay.saved, 1);
    assert_int_equal(replay.newly_late, 1);
    assert_int_equal(replay.late, 2);
    assert_int_equal(replay.late_other, 2);
    assert_int_equal(replay.minutes, 0); /* an hour won, an hour lost */
    assert_int_equal(replay.days, 2);
}

static void a_life_without_a_run_is_counted_and_moves_nothing(void **unused)
{
    (void)unused;
    const struct whatif whatif = {.back = minute_of("2023-03-27T15:00"),
                                  .same = minute_of("2023-03-27T14:30"),
                                  .other = MINUTE_NEVER,
                                  .late = true,
                                  .late_other = true};
    replay_add(&replay, &calendar, minute_of("2023-03-21T09:00"), &whatif);
    assert_int_equal(replay.without_runs, 1);
    assert_int_equal(replay.saved, 0);
    assert_int_equal(replay.unlike, 1);
    assert_int_equal(replay.unlike_minutes, 30);
}

static void an_interval_holds_what_happened_and_can_be_repeated(void **unused)
{
    (void)unused;
    struct replay_interval one;
    struct replay_interval again;
    for (int day = 1; day <= 28; day++) {
        for (int i = 0; i < day % 4; i++) {
            add(day, "2023-03-27T14:00", true, false);
        }
    }
    replay_interval(&replay, &one);
    replay_interval(&replay, &again);
    assert_memory_equal(&one, &again, sizeof one);
    assert_true(one.saved_low < (int32_t)replay.saved && (int32_t)replay.saved < one.saved_high);
    assert_int_equal(one.minutes_low, 60 * one.saved_low);
}

static void days_that_are_all_alike_leave_no_doubt(void **unused)
{
    (void)unused;
    struct replay_interval interval;
    for (int day = 1; day <= 10; day++) {
        add(day, "2023-03-27T14:00", true, false);
    }
    replay_interval(&replay, &interval);
    assert_int_equal(interval.saved_low, 10);
    assert_int_equal(interval.saved_high, 10);
}

static void take_plan(const char *rows)
{
    struct parties parties;
    struct plan_fault fault;
    struct text rest = text_of(rows);
    names_bytes = malloc(names_memory(256, 4096));
    plan_bytes = malloc(plan_memory(64));
    names_init(&names, names_bytes, 256, 4096);
    assert_int_equal(parties_give(&names, &parties), STATUS_OK);
    plan_begin(&plan, plan_bytes, plan_memory(64), &calendar);
    while (rest.size > 0) {
        assert_true(plan_row(&plan, &names, text_split(&rest, '\n'), &fault));
    }
    assert_true(plan_end(&plan, &names, &parties, &fault));
}

static void a_plan_costs_its_runs_their_way_and_their_hours_on_working_days(void **unused)
{
    (void)unused;
    struct plan_cost cost;
    take_plan("stop,TTG,center,T,18.0000,105.0000,,\nstop,NNM,H41.04,N,18.0000,105.1000,,\n"
              "call,R1,1,1,TTG,,09:00,15,W,all,,\ncall,R1,1,2,NNM,09:40,09:50,10,W,all,,\n"
              "call,R1,1,3,TTG,10:30,,0,W,all,,\nbudget,*,*,paper,24wh,20,10,,\n");
    plan_cost(&plan, &calendar, minute_day(minute_of("2023-03-20")),
              minute_day(minute_of("2023-03-26")), &cost);
    assert_int_equal(cost.runs, 5); /* Saturday and Sunday nobody goes */
    assert_true(cost.courier_hours > 7.49 && cost.courier_hours < 7.51);
    /* a tenth of a degree of longitude at 18 degrees north: 10.575 km */
    assert_true(cost.kilometres > 105.7 && cost.kilometres < 105.8);
    free(names_bytes);
    free(plan_bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_saved_and_the_newly_late_are_told_apart, set_up),
        cmocka_unit_test_setup(a_life_without_a_run_is_counted_and_moves_nothing, set_up),
        cmocka_unit_test_setup(an_interval_holds_what_happened_and_can_be_repeated, set_up),
        cmocka_unit_test_setup(days_that_are_all_alike_leave_no_doubt, set_up),
        cmocka_unit_test_setup(a_plan_costs_its_runs_their_way_and_their_hours_on_working_days,
                               set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
