#include "life_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/whatif.h"

static struct province province;
static struct plan third_run, no_runs;
static void *third_memory, *none_memory;
static struct life life;
static struct life_view view;
static struct whatif whatif;

/* SEMANTICS section 7, center_misses_a_run. */
static void center_misses_a_run(void)
{
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-21T15:00,take,D-1,post,,center,,,", "2023-03-21T15:50,take,D-1,H41.04,,post,,,",
         "2023-03-24T15:30,ready,D-1,H41.04,,,,,", "2023-03-24T15:50,take,D-1,post,,H41.04,,,",
         "2023-03-27T07:40,take,D-1,center,,post,,,");
}

static bool replay(const struct plan *other, const char *now)
{
    life_view_at(&province, &life, now, &view);
    return whatif_of(&view.outlook, &view.forecast, other, &whatif);
}

static void under_its_own_plan_a_life_comes_back_when_it_did(void **unused)
{
    (void)unused;
    center_misses_a_run();
    assert_true(replay(&province.plan, "2023-03-27T08:00"));
    assert_int_equal(whatif.back.m, minute_at("2023-03-27T07:40").m);
    assert_int_equal(whatif.same.m, whatif.back.m);
    assert_int_equal(whatif.other.m, whatif.back.m);
}

static void a_third_run_takes_what_had_missed_the_first(void **unused)
{
    (void)unused;
    center_misses_a_run();
    assert_true(replay(&third_run, "2023-03-27T08:00"));
    assert_int_equal(whatif.other.m, minute_at("2023-03-24T13:40").m);
    assert_int_equal(whatif.steps, 3);
    assert_int_equal(whatif.step[1].minutes, 1420); /* the agency works as long as it did */
    assert_int_equal(whatif.step[1].other, 1420);
    assert_true(whatif.step[0].other < whatif.step[0].minutes);
}

static void a_late_result_may_be_saved_and_one_in_time_made_late(void **unused)
{
    (void)unused;
    center_misses_a_run();
    life.facts.promised = minute_at("2023-03-24T17:00");
    assert_true(replay(&third_run, "2023-03-27T08:00"));
    assert_true(whatif.late);
    assert_false(whatif.late_other);
    life.facts.promised = minute_at("2023-03-27T17:00");
    assert_true(replay(&third_run, "2023-03-27T08:00"));
    assert_false(whatif.late);
}

static void without_runs_nothing_is_said_and_nobody_is_made_late(void **unused)
{
    (void)unused;
    center_misses_a_run();
    assert_true(replay(&no_runs, "2023-03-27T08:00"));
    assert_int_equal(whatif.other.m, MINUTE_NEVER.m);
    assert_int_equal(whatif.late, whatif.late_other);
}

static void a_result_that_is_not_back_is_not_replayed(void **unused)
{
    (void)unused;
    center_misses_a_run();
    assert_false(replay(&third_run, "2023-03-27T07:30"));
}

static void a_result_that_came_at_noon_is_no_other_for_being_replayed(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-21T09:00,take,D-1,post,,center,,,", "2023-03-21T09:50,take,D-1,H41.04,,post,,,",
         "2023-03-24T09:00,ready,D-1,H41.04,,,,,", "2023-03-24T09:50,take,D-1,post,,H41.04,,,",
         "2023-03-24T12:45,take,D-1,center,,post,,,");
    life.facts.promised = minute_at("2023-03-24T12:30");
    assert_true(replay(&third_run, "2023-03-27T08:00"));
    assert_int_equal(whatif.same.m, minute_at("2023-03-24T12:45").m);
    assert_int_equal(whatif.other.m, whatif.back.m);
    assert_int_equal(whatif.late, whatif.late_other);
}

static void put_aside(struct plan *plan, void **memory)
{
    *plan = province.plan;
    *memory = province.plan_memory;
    province.plan_memory = NULL;
}

static int open_province(void **unused)
{
    (void)unused;
    static const char *const third[] = {"call,R1,3,1,TTG,,10:45,15,W,all,2020-01-01,",
                                        "call,R1,3,2,NNM,11:25,11:35,10,W,all,2020-01-01,",
                                        "call,R1,3,4,TTG,12:00,,0,W,all,2020-01-01,"};
    province_open(&province);
    province_plan_base(&province, third, 3);
    put_aside(&third_run, &third_memory);
    province_plan_begin(&province, 8);
    province_plan_row(&province, "stop,TTG,center,T,,,2020-01-01,");
    province_plan_row(&province, "budget,*,*,paper,24wh,20,10,2020-01-01,");
    province_plan_end(&province);
    put_aside(&no_runs, &none_memory);
    province_plan_base(&province, NULL, 0);
    return 0;
}

static int close_province(void **unused)
{
    (void)unused;
    province_close(&province);
    free(third_memory);
    free(none_memory);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(under_its_own_plan_a_life_comes_back_when_it_did),
        cmocka_unit_test(a_third_run_takes_what_had_missed_the_first),
        cmocka_unit_test(a_late_result_may_be_saved_and_one_in_time_made_late),
        cmocka_unit_test(without_runs_nothing_is_said_and_nobody_is_made_late),
        cmocka_unit_test(a_result_that_is_not_back_is_not_replayed),
        cmocka_unit_test(a_result_that_came_at_noon_is_no_other_for_being_replayed),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
