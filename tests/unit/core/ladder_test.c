#include "core/ladder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "life_maker.h"

/* 2023-03-21 is a Tuesday; the winter's hours are 07:30-12:00 and 13:30-17:00. */

static struct province province;
static struct ladder_settings usual;

enum { FACTS = 20000 };

static struct ladder_fact late_since(const char *raised)
{
    return (struct ladder_fact){.late = true, .raised = minute_at(raised), .leaves = MINUTE_NEVER};
}

static struct ladder_fact soon_since(const char *raised, const char *leaves)
{
    return (struct ladder_fact){
        .soon = true, .raised = minute_at(raised), .leaves = minute_at(leaves)};
}

static struct minute next(const struct ladder_fact *fact, enum ladder_rung told)
{
    return ladder_next(&usual, &province.calendar, fact, told);
}

static struct minute told(const struct ladder_fact *fact, enum ladder_rung rung, const char *at)
{
    return ladder_told(&usual, &province.calendar, fact, rung, minute_at(at));
}

static void a_late_fact_climbs_by_working_minutes(void **unused)
{
    (void)unused;
    const struct ladder_fact fact = late_since("2023-03-21T11:00");
    assert_int_equal(next(&fact, RUNG_NONE).m, fact.raised.m);
    assert_int_equal(next(&fact, RUNG_HOLDER).m, minute_at("2023-03-21T14:30").m);
    assert_int_equal(next(&fact, RUNG_OFFICER).m, minute_at("2023-03-22T11:00").m);
    assert_int_equal(next(&fact, RUNG_MANAGER).m, MINUTE_NEVER.m);
}

static void a_word_on_the_flag_ends_the_climb(void **unused)
{
    (void)unused;
    struct ladder_fact fact = late_since("2023-03-21T11:00");
    fact.answered = true;
    for (int rung = RUNG_NONE; rung < LADDER_RUNGS; rung++) {
        assert_int_equal(next(&fact, (enum ladder_rung)rung).m, MINUTE_NEVER.m);
    }
}

static void the_holder_is_warned_before_the_last_safe_run_and_nobody_else(void **unused)
{
    (void)unused;
    struct ladder_fact fact = soon_since("2023-03-21T08:00", "2023-03-21T15:00");
    assert_int_equal(next(&fact, RUNG_NONE).m, minute_at("2023-03-21T14:00").m);
    assert_int_equal(next(&fact, RUNG_HOLDER).m, MINUTE_NEVER.m);
    fact = soon_since("2023-03-21T14:40", "2023-03-21T15:00");
    assert_int_equal(next(&fact, RUNG_NONE).m, fact.raised.m); /* known too late: at once */
}

static void what_is_on_track_concerns_nobody(void **unused)
{
    (void)unused;
    const struct ladder_fact fact = {.raised = minute_at("2023-03-21T08:00")};
    assert_int_equal(next(&fact, RUNG_NONE).m, MINUTE_NEVER.m);
}

static void quiet_hours_wait_for_the_next_working_morning(void **unused)
{
    (void)unused;
    const struct ladder_fact fact = late_since("2023-03-24T19:00"); /* a Friday */
    assert_int_equal(told(&fact, RUNG_HOLDER, "2023-03-24T19:00").m,
                     minute_at("2023-03-27T07:00").m);
    assert_int_equal(told(&fact, RUNG_HOLDER, "2023-03-24T17:59").m,
                     minute_at("2023-03-24T17:59").m);
}

static void a_run_before_the_end_of_quiet_hours_is_told_in_them(void **unused)
{
    (void)unused;
    const struct ladder_fact fact = soon_since("2023-03-22T05:40", "2023-03-22T06:40");
    assert_int_equal(told(&fact, RUNG_HOLDER, "2023-03-22T05:40").m, fact.raised.m);
}

static void officers_and_managers_get_it_in_their_next_list(void **unused)
{
    (void)unused;
    const struct ladder_fact fact = late_since("2023-03-21T11:00");
    assert_int_equal(told(&fact, RUNG_OFFICER, "2023-03-21T11:00").m,
                     minute_at("2023-03-21T13:30").m);
    assert_int_equal(told(&fact, RUNG_OFFICER, "2023-03-24T13:31").m,
                     minute_at("2023-03-27T07:30").m);
    assert_int_equal(told(&fact, RUNG_MANAGER, "2023-03-21T07:30").m,
                     minute_at("2023-03-21T07:30").m);
    assert_int_equal(told(&fact, RUNG_MANAGER, "2023-03-21T07:31").m,
                     minute_at("2023-03-22T07:30").m);
}

static struct minute some_minute(struct dice *dice)
{
    return (struct minute){minute_at("2023-01-01T00:00").m +
                           (int32_t)dice_throw(dice, 365 * MINUTES_A_DAY)};
}

static void nobody_is_told_early_twice_or_in_quiet_hours_whatever_the_settings(void **unused)
{
    (void)unused;
    struct dice dice = {7};
    const struct calendar *cal = &province.calendar;
    for (int i = 0; i < FACTS; i++) {
        const struct ladder_settings settings = {
            .load_first = (int32_t)dice_throw(&dice, 300),
            .officer_after = (int32_t)dice_throw(&dice, 600),
            .manager_after = (int32_t)dice_throw(&dice, 600),
            .quiet_from = (int32_t)dice_throw(&dice, MINUTES_A_DAY),
            .quiet_to = (int32_t)dice_throw(&dice, MINUTES_A_DAY),
            .digest_morning = (int32_t)dice_throw(&dice, MINUTES_A_DAY),
            .digest_noon = (int32_t)dice_throw(&dice, MINUTES_A_DAY)};
        const struct ladder_fact fact = {
            .late = true, .raised = some_minute(&dice), .leaves = MINUTE_NEVER};
        struct minute before = fact.raised;
        for (int rung = RUNG_HOLDER; rung < LADDER_RUNGS; rung++) {
            const struct minute at =
                ladder_next(&settings, cal, &fact, (enum ladder_rung)(rung - 1));
            const struct minute to = ladder_told(&settings, cal, &fact, (enum ladder_rung)rung, at);
            assert_true(at.m >= before.m);
            assert_true(to.m >= at.m && to.m < at.m + 30 * MINUTES_A_DAY);
            assert_true(calendar_is_working_day(cal, minute_day(to)));
            assert_true(rung != RUNG_HOLDER || !ladder_quiet(&settings, cal, to));
            before = at;
        }
    }
}

static void every_rung_has_its_words(void **unused)
{
    (void)unused;
    for (int rung = 0; rung < LADDER_RUNGS; rung++) {
        enum ladder_rung read = RUNG_NONE;
        assert_true(said_valid(ladder_rung_said((enum ladder_rung)rung)));
        assert_int_equal(
            ladder_rung_parse(text_of(ladder_rung_name((enum ladder_rung)rung)), &read),
            rung != RUNG_NONE);
        assert_int_equal(read, rung);
    }
    assert_ptr_equal(ladder_rung_said((enum ladder_rung)99), ladder_rung_said(RUNG_NONE));
}

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    usual = ladder_usual();
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
        cmocka_unit_test(a_late_fact_climbs_by_working_minutes),
        cmocka_unit_test(a_word_on_the_flag_ends_the_climb),
        cmocka_unit_test(the_holder_is_warned_before_the_last_safe_run_and_nobody_else),
        cmocka_unit_test(what_is_on_track_concerns_nobody),
        cmocka_unit_test(quiet_hours_wait_for_the_next_working_morning),
        cmocka_unit_test(a_run_before_the_end_of_quiet_hours_is_told_in_them),
        cmocka_unit_test(officers_and_managers_get_it_in_their_next_list),
        cmocka_unit_test(nobody_is_told_early_twice_or_in_quiet_hours_whatever_the_settings),
        cmocka_unit_test(every_rung_has_its_words),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
