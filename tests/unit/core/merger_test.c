#include "life_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/ledger.h"

/* H41.04 becomes part of H41.99 on Friday 24/3, whose own stop is another one of the same run. */
static const char *const rows[] = {
    "stop,MOI,H41.99,New office,18.67,105.70,2020-01-01,",
    "call,R1,1,5,MOI,11:20,11:30,0,W,all,2023-03-24,",
    "call,R1,1,6,TTG,12:00,,0,W,all,2023-03-24,",
    "merge,H41.04,H41.99,2023-03-24",
};

static struct province province;
static struct life life;
static struct life_view view;
static struct flag flag;

static struct name named(const char *text)
{
    struct name name;
    assert_int_equal(names_give(&province.names, text_of(text), &name), STATUS_OK);
    return name;
}

static struct day day_at(const char *text)
{
    return minute_day(minute_at(text));
}

static void judge(const char *now)
{
    struct flag_input input = input_of(&province, &life);
    flag_judge(&input, minute_at(now), &flag);
    life_view_at(&province, &life, now, &view);
}

static bool is(struct name name, const char *text)
{
    return text_is(names_text(&province.names, name), text);
}

static int32_t minutes_of(const char *now, const char *party, enum ledger_cause cause)
{
    static struct ledger_sum sums[LEDGER_SUMS_MAX];
    struct ledger ledger;
    life_view_at(&province, &life, now, &view);
    ledger_open(&ledger, &(struct ledger_input){.names = &province.names,
                                                .parties = &province.parties,
                                                .facts = &life.facts,
                                                .acts = life.acts,
                                                .act_count = life.act_count,
                                                .custody = &view.custody,
                                                .plan = &province.plan,
                                                .calendar = &province.calendar,
                                                .now = minute_at(now)});
    const size_t count = ledger_sums(&ledger, sums);
    for (size_t i = 0; i < count; i++) {
        if (is(sums[i].party, party) && sums[i].cause == cause) {
            return sums[i].minutes;
        }
    }
    return 0;
}

static void an_office_is_the_one_it_merged_into_from_that_day_on(void **unused)
{
    (void)unused;
    const struct merger row[] = {
        {{1}, {2}, {100}, 1},
        {{2}, {3}, {200}, 2},
        {{4}, {3}, {150}, 3}
    };
    const struct mergers mergers = {row, 3};
    struct day day = {0};
    assert_int_equal(merger_party(&mergers, (struct name){1}, (struct day){99}).id, 1);
    assert_int_equal(merger_party(&mergers, (struct name){1}, (struct day){100}).id, 2);
    assert_int_equal(merger_party(&mergers, (struct name){1}, (struct day){200}).id, 3);
    assert_int_equal(merger_party(&mergers, (struct name){5}, (struct day){200}).id, 5);
    assert_true(merger_same(&mergers, (struct name){1}, (struct name){4}, (struct day){200}));
    assert_false(merger_same(&mergers, (struct name){1}, (struct name){4}, (struct day){199}));
    assert_true(merger_since(&mergers, (struct name){4}, (struct name){1}, &day));
    assert_int_equal(day.d, 200);
    assert_false(merger_since(&mergers, (struct name){5}, (struct name){1}, &day));
    assert_true(merger_next(&mergers, (struct day){100}, &day));
    assert_int_equal(day.d, 150);
    assert_false(merger_next(&mergers, (struct day){200}, &day));
    assert_false(merger_endless(&mergers, (struct name){1}));
    const struct merger ring[] = {
        {{1}, {2}, {100}, 1},
        {{2}, {1}, {200}, 2}
    };
    const struct mergers rings = {ring, 2};
    assert_true(merger_endless(&rings, (struct name){1}));
    (void)merger_party(&rings, (struct name){1}, (struct day){300}); /* ends all the same */
}

static void its_runs_serve_both_names_from_that_day_on_and_no_sooner(void **unused)
{
    (void)unused;
    struct run run;
    assert_true(plan_first_run(&province.plan, named("center"), named("H41.99"),
                               minute_at("2023-03-21T08:00"), &run));
    assert_int_equal(run.departs.m, minute_at("2023-03-24T09:00").m);
    assert_int_equal(run.arrives.m, minute_at("2023-03-24T09:40").m); /* at the old office's stop */
    assert_true(plan_first_run(&province.plan, named("center"), named("H41.04"),
                               minute_at("2023-03-21T08:00"), &run));
    assert_int_equal(run.departs.m, minute_at("2023-03-21T09:00").m);
    assert_true(plan_first_run(&province.plan, named("H41.04"), named("center"),
                               minute_at("2023-03-24T10:00"), &run));
    assert_int_equal(run.departs.m, minute_at("2023-03-24T11:30").m); /* from the new one's stop */
    assert_true(plan_first_run(&province.plan, named("H41.04"), named("center"),
                               minute_at("2023-03-23T10:00"), &run));
    assert_int_equal(run.departs.m, minute_at("2023-03-23T15:50").m);
    assert_false(plan_steady(&province.plan, day_at("2023-03-23T00:00")));
}

static void budgets_of_the_new_office_count_before_the_old_ones(void **unused)
{
    (void)unused;
    static const char *const budgets[] = {"merge,H41.04,H41.99,2023-03-24",
                                          "budget,*,H41.04,paper,1wd,20,10,,",
                                          "budget,*,H41.99,paper,2wd,20,10,,"};
    struct budget budget;
    province_plan_base(&province, budgets, 3);
    assert_true(plan_budget(&province.plan, NAME_NONE, named("H41.04"), day_at("2023-03-23T00:00"),
                            JOURNEY_PAPER, &budget));
    assert_int_equal(budget.processing, 480);
    assert_int_equal(budget.to.d, day_at("2023-03-23T00:00").d);
    assert_true(plan_budget(&province.plan, NAME_NONE, named("H41.04"), day_at("2023-03-24T00:00"),
                            JOURNEY_PAPER, &budget));
    assert_int_equal(budget.processing, 960);
    province_plan_base(&province, rows, sizeof rows / sizeof rows[0]);
}

#define OUT                                                                                        \
    "2023-03-21T08:00,intake,D-1,center,,,,,", "2023-03-21T09:00,take,D-1,post,,center,,,",        \
        "2023-03-21T09:50,take,D-1,H41.04,,post,,,"

static void a_dossier_under_way_in_the_old_office_is_the_new_ones_without_a_conflict(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", OUT, "2023-03-27T08:30,ready,D-1,H41.99,,,,,",
         "2023-03-27T09:50,take,D-1,post,,H41.99,,,", "2023-03-27T10:50,take,D-1,center,,post,,,");
    judge("2023-03-23T16:00");
    assert_true(is(flag.holder, "H41.04"));
    assert_int_equal(flag.level, FLAG_ON_TRACK);
    judge("2023-03-24T08:00");
    assert_true(is(flag.holder, "H41.99"));
    assert_true(is(flag.from, "H41.99"));
    judge("2023-03-27T11:00");
    assert_int_equal(view.custody.conflicts, 0);
    assert_int_equal(view.custody.gaps, 0);
    assert_int_equal(view.journey.steps, 3);
    assert_int_equal(view.journey.back.m, minute_at("2023-03-27T10:50").m);
    /* 21/3 09:50 to 24/3 00:00 the old office, then to 27/3 08:30 the new one */
    assert_int_equal(minutes_of("2023-03-27T11:00", "H41.04", LEDGER_PROCESSING), 1300);
    assert_int_equal(minutes_of("2023-03-27T11:00", "H41.99", LEDGER_PROCESSING), 540);
    assert_int_equal(minutes_of("2023-03-27T11:00", "timetable", LEDGER_WAITING_FOR_RUN), 140);
}

static void one_that_waits_for_the_old_office_goes_to_the_new_one(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-24T11:00,give,D-1,post,,H41.99,,,", "2023-03-24T09:00,take,D-1,post,,center,,,",
         "2023-03-24T11:20,take,D-1,H41.99,,post,,,");
    judge("2023-03-23T16:00");
    assert_true(is(flag.to, "H41.04"));
    assert_int_equal(view.forecast.at[0].run.departs.m, minute_at("2023-03-24T09:00").m);
    judge("2023-03-24T08:30");
    assert_true(is(flag.to, "H41.99"));
    judge("2023-03-24T12:00");
    assert_int_equal(view.custody.conflicts, 0);
    /* the runs to the old office that it missed before the merger are the Center's still */
    assert_int_equal(minutes_of("2023-03-24T12:00", "center", LEDGER_MISSED_RUN), 1440);
    assert_int_equal(minutes_of("2023-03-24T12:00", "timetable", LEDGER_WAITING_FOR_RUN), 60);
}

static void old_stamps_and_new_ones_mean_one_office_after_the_merger(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-24T09:00,take,D-1,post,,center,,,", "2023-03-24T09:40,give,D-1,post,,H41.99,,,",
         "2023-03-24T09:50,take,D-1,H41.04,,post,,,", "2023-03-24T10:00,take,D-1,H41.99,,H41.04,,,",
         "2023-03-24T10:30,give,D-1,H41.04,,post,,,", "2023-03-24T11:30,take,D-1,post,,H41.99,,,");
    judge("2023-03-24T11:40");
    assert_int_equal(view.custody.conflicts, 0);
    assert_int_equal(view.custody.tenures, 4);
    assert_int_equal(view.journey.steps, 3);
}

static void before_the_merger_they_are_two_offices(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", OUT, "2023-03-22T08:30,ready,D-1,H41.99,,,,,");
    judge("2023-03-22T09:00");
    assert_int_equal(view.custody.conflicts, 1);
}

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    province_plan_base(&province, rows, sizeof rows / sizeof rows[0]);
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
        cmocka_unit_test(an_office_is_the_one_it_merged_into_from_that_day_on),
        cmocka_unit_test(its_runs_serve_both_names_from_that_day_on_and_no_sooner),
        cmocka_unit_test(budgets_of_the_new_office_count_before_the_old_ones),
        cmocka_unit_test(a_dossier_under_way_in_the_old_office_is_the_new_ones_without_a_conflict),
        cmocka_unit_test(one_that_waits_for_the_old_office_goes_to_the_new_one),
        cmocka_unit_test(old_stamps_and_new_ones_mean_one_office_after_the_merger),
        cmocka_unit_test(before_the_merger_they_are_two_offices),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
