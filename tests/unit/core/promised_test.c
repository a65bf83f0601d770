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

static struct minute promised(const char *now)
{
    life_view_at(&province, &life, now, &view);
    return view.outlook.promise;
}

static void supplement(const char *asked, const char *brought, const char *again)
{
    struct supplement row = {.asked = minute_at(asked),
                             .brought = brought ? minute_at(brought) : MINUTE_NEVER,
                             .promised = again ? minute_at(again) : MINUTE_NEVER};
    assert_true(dossier_supplement(&life.facts, &row));
}

static void the_promise_is_the_feeds_until_something_is_paused(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    assert_int_equal(promised("2023-03-21T12:00").m, life.facts.promised.m);
    life.facts.promised = MINUTE_NEVER;
    assert_int_equal(promised("2023-03-21T12:00").m, MINUTE_NEVER.m);
}

static void a_pause_moves_it_by_its_working_minutes_so_far(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    supplement("2023-03-22T08:00", "2023-03-22T11:00", NULL);
    assert_int_equal(promised("2023-03-21T12:00").m, life.facts.promised.m); /* not asked yet */
    assert_int_equal(promised("2023-03-22T09:30").m, minute_at("2023-03-28T09:30").m);
    assert_int_equal(promised("2023-03-22T16:00").m, minute_at("2023-03-28T11:00").m);
}

static void restart_gives_the_whole_duration_again_from_the_resume(void **unused)
{
    (void)unused;
    static const char *const rule[] = {"promise,1.005555,restart,,,"};
    province_plan_base(&province, rule, 1);
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    supplement("2023-03-22T08:00", "2023-03-23T11:00", NULL);
    assert_int_equal(promised("2023-03-21T16:00").m, life.facts.promised.m);
    assert_int_equal(promised("2023-03-22T10:00").m, minute_at("2023-03-29T10:00").m); /* or now */
    assert_int_equal(promised("2023-03-24T10:00").m, minute_at("2023-03-30T11:00").m);
    province_plan_base(&province, NULL, 0);
    assert_int_equal(promised("2023-03-24T10:00").m, minute_at("2023-03-29T11:00").m); /* extend */
}

static void a_promise_keeps_the_rules_of_the_day_it_was_made(void **unused)
{
    (void)unused;
    static const char *const rules[] = {"promise,*,extend,date,,2023-03-21",
                                        "promise,*,restart,instant,2023-03-22,"};
    province_plan_base(&province, rules, 2);
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    supplement("2023-03-23T08:00", "2023-03-24T11:00", NULL);
    assert_int_equal(promised("2023-03-24T16:00").m, minute_at("2023-03-29T11:00").m);
    assert_false(view.journey.by_instant);
    life.facts.received = minute_at("2023-03-22T08:00");
    assert_int_equal(promised("2023-03-24T16:00").m, minute_at("2023-03-30T11:00").m);
    assert_true(view.journey.by_instant);
    province_plan_base(&province, NULL, 0);
}

static void a_new_promise_contains_the_pauses_before_it(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    supplement("2023-03-22T08:00", "2023-03-22T11:00", "2023-03-30T08:00");
    assert_int_equal(promised("2023-03-22T10:59").m, minute_at("2023-03-28T10:59").m);
    assert_int_equal(promised("2023-03-22T11:00").m, minute_at("2023-03-30T08:00").m);
    supplement("2023-03-23T08:00", "2023-03-23T09:00", NULL);
    assert_int_equal(promised("2023-03-24T08:00").m, minute_at("2023-03-30T09:00").m);
    supplement("2023-03-24T09:00", NULL, "2023-04-03T08:00"); /* known when it was asked for */
    assert_int_equal(promised("2023-03-24T09:00").m, minute_at("2023-04-03T08:00").m);
}

static void a_promise_made_anew_without_asking_anything_is_a_re_appointment(void **unused)
{
    (void)unused;
    struct minute since;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    supplement("2023-03-22T08:00", "2023-03-22T11:00", "2023-03-29T08:00"); /* was asked for */
    assert_int_equal(promised_again(&life.facts, minute_at("2023-03-24T08:00")), 0);
    supplement("2023-03-23T09:00", "2023-03-23T09:00", "2023-03-30T08:00"); /* holds no clock */
    assert_int_equal(promised("2023-03-24T08:00").m, minute_at("2023-03-30T08:00").m);
    assert_int_equal(promised_again(&life.facts, minute_at("2023-03-24T08:00")), 1);
    assert_int_equal(promised_again(&life.facts, minute_at("2023-03-23T08:59")), 0);
    assert_int_equal(promised_stated(&life.facts, minute_at("2023-03-24T08:00"), &since).m,
                     minute_at("2023-03-30T08:00").m);
    assert_int_equal(since.m, minute_at("2023-03-23T09:00").m);
    supplement("2023-03-24T09:00", "2023-03-24T09:00", "2023-03-31T08:00");
    assert_int_equal(promised_again(&life.facts, minute_at("2023-03-24T10:00")), 2);
}

static void
a_new_promise_for_a_time_before_the_receipt_is_none_and_ends_the_one_before(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    assert_int_equal(life.facts.received.m, minute_at("2023-03-21T08:00").m);
    supplement("2023-03-22T08:00", "2023-03-22T11:00", "2023-03-20T08:00");
    assert_true(dossier_impossible(&life.facts));
    assert_int_equal(promised("2023-03-22T10:59").m, minute_at("2023-03-28T10:59").m);
    assert_int_equal(promised("2023-03-22T11:00").m, MINUTE_NEVER.m);
    supplement("2023-03-23T08:00", "2023-03-23T09:00", "2023-03-30T08:00"); /* put right */
    assert_int_equal(promised("2023-03-23T09:00").m, minute_at("2023-03-30T08:00").m);
}

static void a_new_promise_counts_without_a_first_one(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    life.facts.promised = MINUTE_NEVER;
    supplement("2023-03-22T08:00", "2023-03-22T11:00", "2023-03-30T08:00");
    assert_int_equal(promised("2023-03-22T11:00").m, minute_at("2023-03-30T08:00").m);
}

static void without_a_first_promise_nobody_knows_what_a_restart_gives(void **unused)
{
    (void)unused;
    static const char *const rule[] = {"promise,*,restart,,,"};
    province_plan_base(&province, rule, 1);
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    life.facts.promised = MINUTE_NEVER;
    supplement("2023-03-22T08:00", NULL, "2023-03-30T08:00");
    assert_int_equal(promised("2023-03-22T09:00").m, MINUTE_NEVER.m); /* its clock stands */
    life.facts.supplements = 0;
    supplement("2023-03-22T08:00", "2023-03-22T11:00", "2023-03-30T08:00");
    assert_int_equal(promised("2023-03-24T09:00").m, minute_at("2023-03-30T08:00").m);
    province_plan_base(&province, NULL, 0);
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
        cmocka_unit_test(the_promise_is_the_feeds_until_something_is_paused),
        cmocka_unit_test(a_pause_moves_it_by_its_working_minutes_so_far),
        cmocka_unit_test(restart_gives_the_whole_duration_again_from_the_resume),
        cmocka_unit_test(a_promise_keeps_the_rules_of_the_day_it_was_made),
        cmocka_unit_test(a_new_promise_contains_the_pauses_before_it),
        cmocka_unit_test(a_promise_made_anew_without_asking_anything_is_a_re_appointment),
        cmocka_unit_test(
            a_new_promise_for_a_time_before_the_receipt_is_none_and_ends_the_one_before),
        cmocka_unit_test(a_new_promise_counts_without_a_first_one),
        cmocka_unit_test(without_a_first_promise_nobody_knows_what_a_restart_gives),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
