#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/promise.h"
#include "tests/unit/core/calendar_brute.h"

static struct calendar cal;
static const struct promise_rules three = {.slip_after = PROMISE_THREE_O_CLOCK};

static int set_up(void **state)
{
    struct calendar_fault fault;
    (void)state;
    assert_true(
        calendar_read(&cal, 1, (struct day){0}, test_file("tests/data/calendar-vn.csv"), &fault));
    return 0;
}

static struct minute at(const char *text)
{
    struct instant instant;
    assert_int_equal(instant_parse(text_of(text), &instant), STATUS_OK);
    return instant_minute(instant);
}

static struct duration lasting(const char *text)
{
    struct duration duration;
    assert_true(duration_parse(text_of(text), &duration));
    return duration;
}

static void is_at(struct minute found, const char *expected)
{
    char text[INSTANT_TEXT_SIZE];
    assert_string_equal(found.m == MINUTE_NEVER.m ? "never" : minute_text(found, text), expected);
}

static void is_due(const char *received, const char *duration, const struct promise_rules *rules,
                   const char *expected)
{
    struct promise promise;
    assert_int_equal(promise_due(&cal, at(received), lasting(duration), rules, &promise),
                     STATUS_OK);
    is_at(promise.due, expected);
}

static void the_published_due_vectors_come_out_right(void **unused)
{
    (void)unused;
    struct text rest = test_file("tests/data/due-vectors.csv");
    int cases = 0;
    (void)text_split(&rest, '\n'); /* the header */
    while (rest.size > 0) {
        char line[160];
        char received[32];
        char unit[32];
        char promised[32];
        int count = 0;
        assert_true(text_copy(text_trim(text_split(&rest, '\n')), line, sizeof line));
        assert_int_equal(
            sscanf(line, "%31[^,],%d,%31[^,],%31[^,]", received, &count, unit, promised), 4);
        char duration[16];
        bool hours = strcmp(unit, "working_hour") == 0;
        assert_true(hours || strcmp(unit, "working_day") == 0);
        snprintf(duration, sizeof duration, "%d%s", count, hours ? "wh" : "wd");
        is_due(received, duration, NULL, promised);
        cases++;
    }
    assert_int_equal(cases, 13);
}

static void durations_are_a_number_and_a_unit_and_nothing_else(void **unused)
{
    (void)unused;
    static const char *const wrong[] = {"",
                                        "wd",
                                        "10",
                                        "0wd",
                                        "-1wd",
                                        "10 wd",
                                        "10WD",
                                        "10w",
                                        "3661d",
                                        "1.5d",
                                        "10wdx",
                                        "+1d",
                                        "1dd",
                                        "1hdd",
                                        "1h",
                                        "x1d",
                                        "99999999999999999999d"};
    char text[DURATION_TEXT_SIZE];
    assert_int_equal(lasting("10wd").unit, DURATION_WORKING_DAY);
    assert_int_equal(lasting("3hd").unit, DURATION_HALF_DAY);
    assert_int_equal(lasting("4wh").unit, DURATION_WORKING_HOUR);
    assert_int_equal(lasting("3660d").count, 3660);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct duration untouched = {77, DURATION_DAY};
        assert_false(duration_parse(text_of(wrong[i]), &untouched));
        assert_int_equal(untouched.count, 77);
    }
    assert_string_equal(duration_text(lasting("10wd"), text), "10wd");
    assert_string_equal(duration_text(lasting("3hd"), text), "3hd");
    assert_string_equal(duration_text(lasting("4wh"), text), "4wh");
    assert_string_equal(duration_text(lasting("3d"), text), "3d");
}

static void half_days_are_four_working_hours_each(void **unused)
{
    (void)unused;
    is_due("2023-03-21T08:00", "1hd", NULL, "2023-03-21T12:00");
    is_due("2023-03-21T08:30", "1hd", NULL, "2023-03-21T14:00");
    is_due("2023-03-21T15:10", "2hd", NULL, "2023-03-22T15:10");
    is_due("2023-03-21T07:30", "3hd", NULL, "2023-03-22T11:30");
}

static void an_end_on_closing_stays_there(void **unused)
{
    (void)unused;
    is_due("2023-03-21T07:30", "8wh", NULL, "2023-03-21T17:00");
    is_due("2023-03-21T16:00", "1wh", NULL, "2023-03-21T17:00");
    is_due("2023-03-21T11:00", "1wh", NULL, "2023-03-21T12:00");
}

static void calendar_days_are_moved_on_to_a_working_day_and_clamped(void **unused)
{
    (void)unused;
    is_due("2023-03-21T09:00", "3d", NULL, "2023-03-24T09:00");
    is_due("2023-03-21T09:00", "4d", NULL, "2023-03-27T09:00");
    is_due("2026-02-12T08:00", "2d", NULL, "2026-02-23T08:00");
    is_due("2024-05-01T08:00", "2d", NULL, "2024-05-04T07:00"); /* a holiday, a worked Saturday */
    is_due("2023-10-13T07:10", "3d", NULL, "2023-10-16T07:30");
    is_due("2023-04-14T11:45", "3d", NULL, "2023-04-17T11:30"); /* into lunch: end of morning */
}

static void a_working_day_on_the_last_of_december_crosses_the_year(void **unused)
{
    (void)unused;
    is_due("2024-12-31T09:00", "1wd", NULL, "2025-01-02T09:00");
    is_due("2024-12-30T09:00", "1wd", NULL, "2024-12-31T09:00");
    is_due("2024-12-31T16:30", "1wh", NULL, "2025-01-02T08:00");
    is_due("2024-12-31T09:00", "1d", NULL, "2025-01-02T09:00");
}

static void same_day_procedures_received_after_three_slip_to_the_next_day(void **unused)
{
    (void)unused;
    struct promise promise;
    is_due("2023-03-21T15:00", "4wh", &three, "2023-03-22T09:30"); /* 15:00 is not after 15:00 */
    is_due("2023-03-21T15:01", "4wh", &three, "2023-03-22T11:30");
    is_due("2023-03-21T15:00:59", "4wh", &three, "2023-03-22T09:30"); /* floored to its minute */
    is_due("2023-03-24T16:00", "1hd", &three, "2023-03-27T11:30");
    is_due("2023-03-21T15:01", "10wd", &three, "2023-04-04T15:01"); /* not a same-day one */
    is_due("2023-03-21T15:01", "9wh", &three, "2023-03-22T16:01");
    assert_int_equal(promise_due(&cal, at("2023-03-21T15:01"), lasting("8wh"), &three, &promise),
                     STATUS_OK);
    assert_true(promise.slipped);
    is_at(promise.effective, "2023-03-22T07:30");
}

static void a_receipt_after_closing_slips_once_and_not_twice(void **unused)
{
    (void)unused;
    struct promise promise;
    assert_int_equal(promise_due(&cal, at("2023-03-21T17:20"), lasting("4wh"), &three, &promise),
                     STATUS_OK);
    assert_false(promise.slipped);
    is_at(promise.due, "2023-03-22T11:30");
    is_due("2023-03-25T16:00", "4wh", &three, "2023-03-27T11:30"); /* a Saturday afternoon */
}

static void the_rule_switched_off_moves_nothing(void **unused)
{
    (void)unused;
    const struct promise_rules off = {.slip_after = PROMISE_RULE_OFF};
    is_due("2023-03-21T16:00", "4wh", &off, "2023-03-22T10:30");
}

static void a_dossier_received_after_three_is_passed_on_the_next_morning(void **unused)
{
    (void)unused;
    is_at(promise_pass_on(&cal, at("2023-03-21T15:00"), PROMISE_THREE_O_CLOCK), "2023-03-21T15:00");
    is_at(promise_pass_on(&cal, at("2023-03-21T15:01"), PROMISE_THREE_O_CLOCK), "2023-03-22T07:30");
    is_at(promise_pass_on(&cal, at("2023-03-24T16:30"), PROMISE_THREE_O_CLOCK), "2023-03-27T07:30");
    is_at(promise_pass_on(&cal, at("2023-03-21T12:10"), PROMISE_THREE_O_CLOCK), "2023-03-21T13:30");
    is_at(promise_pass_on(&cal, at("2023-03-21T18:00"), PROMISE_THREE_O_CLOCK), "2023-03-22T07:30");
    is_at(promise_pass_on(&cal, at("2023-03-21T16:30"), PROMISE_RULE_OFF), "2023-03-21T16:30");
}

static void pauses_extend_by_the_working_time_they_took(void **unused)
{
    (void)unused;
    struct minute due = at("2023-03-24T17:00");
    int32_t paused = calendar_working(&cal, at("2023-03-21T16:00"), at("2023-03-22T08:30"));
    assert_int_equal(paused, 120);
    is_at(promise_extend(&cal, due, paused), "2023-03-27T09:30");
    is_at(promise_extend(&cal, due, 0), "2023-03-24T17:00"); /* closing stays closing */
}

static void a_restart_gives_the_whole_duration_again(void **unused)
{
    (void)unused;
    is_due("2023-03-27T12:30", "3wd", NULL, "2023-03-30T13:30");
}

static struct calendar late_holiday;

/* The published calendar with ROWS behind it. */
static void announce(const char *rows)
{
    static char bytes[1 << 16];
    static struct text published; /* read once */
    struct calendar_fault fault;
    struct line line = line_of(bytes, sizeof bytes);
    published = published.at ? published : test_file("tests/data/calendar-vn.csv");
    line_text(&line, published);
    line_put(&line, rows);
    assert_false(line.cut);
    assert_true(calendar_read(&late_holiday, 2, (struct day){0}, line_done(&line), &fault));
}

static struct minute moved(const char *made, const char *promised)
{
    return promise_moved(&cal, &late_holiday, at(made), at(promised));
}

static void a_holiday_announced_late_moves_what_was_promised_over_it(void **unused)
{
    (void)unused;
    announce("2023-03-23,off,late\n");                                        /* a Thursday */
    is_at(moved("2023-03-21T15:10", "2023-04-04T15:10"), "2023-04-05T15:10"); /* 10wd stay 10wd */
    is_at(moved("2023-03-21T08:00", "2023-03-23T08:00"), "2023-03-24T08:00"); /* due on that day */
    is_at(moved("2023-03-22T16:00", "2023-03-23T10:30"), "2023-03-24T10:30"); /* 4wh stay 4wh */
    is_at(moved("2023-03-21T08:00", "2023-03-24T17:00"), "2023-03-27T17:00"); /* till closing */
    is_at(moved("2023-03-21T08:00", "2023-03-22T08:00"), "2023-03-22T08:00"); /* over before it */
    is_at(moved("2023-03-24T08:00", "2023-03-31T08:00"), "2023-03-31T08:00"); /* begun behind it */
    is_at(moved("2023-04-12T09:00", "2023-04-19T09:00"), "2023-04-19T09:00"); /* other season */
}

static void a_holiday_that_is_worked_after_all_moves_it_back(void **unused)
{
    (void)unused;
    announce("2023-03-25,work,a Saturday\n");
    is_at(moved("2023-03-21T15:10", "2023-04-04T15:10"), "2023-04-03T15:10");
    announce("2023-03-23,off,x\n2023-03-25,work,swapped\n"); /* as many days as before */
    is_at(moved("2023-03-21T15:10", "2023-04-04T15:10"), "2023-04-04T15:10");
    is_at(moved("2023-03-21T15:10", "2023-03-24T15:10"), "2023-03-25T15:10");
}

static void what_was_promised_over_a_change_of_seasons_keeps_its_clock_time(void **unused)
{
    (void)unused;
    announce("2023-04-13,off,late\n");
    is_at(moved("2023-04-12T08:00", "2023-04-19T08:00"), "2023-04-20T08:00");
}

static void judged_by_date_the_whole_day_is_still_in_time(void **unused)
{
    (void)unused;
    struct minute promise = at("2023-03-24T15:00");
    assert_false(promise_late(promise, at("2023-03-24T23:59"), PROMISE_BY_DATE));
    assert_true(promise_late(promise, at("2023-03-25T00:00"), PROMISE_BY_DATE));
    assert_false(promise_late(promise, at("2023-03-24T15:00"), PROMISE_BY_INSTANT));
    assert_true(promise_late(promise, at("2023-03-24T15:01"), PROMISE_BY_INSTANT));
    is_at(promise_edge(promise, PROMISE_BY_DATE), "2023-03-25T00:00");
    is_at(promise_edge(promise, PROMISE_BY_INSTANT), "2023-03-24T15:00");
}

static void slack_is_working_minutes_to_the_edge_and_never_zero_when_late(void **unused)
{
    (void)unused;
    struct minute promise = at("2023-03-24T15:00");
    assert_int_equal(promise_slack(&cal, promise, at("2023-03-24T14:00"), PROMISE_BY_INSTANT), 60);
    assert_int_equal(promise_slack(&cal, promise, at("2023-03-24T14:00"), PROMISE_BY_DATE), 180);
    assert_int_equal(promise_slack(&cal, promise, at("2023-03-24T17:00"), PROMISE_BY_DATE), 0);
    assert_int_equal(promise_slack(&cal, promise, at("2023-03-25T10:00"), PROMISE_BY_DATE), -1);
    assert_int_equal(promise_slack(&cal, promise, at("2023-03-27T08:30"), PROMISE_BY_DATE), -60);
    assert_int_equal(promise_slack(&cal, promise, at("2023-03-24T15:30"), PROMISE_BY_INSTANT), -30);
    /* SEMANTICS section 7: one_transfer_holds_up and jointly, by date. */
    assert_int_equal(
        promise_slack(&cal, at("2023-03-24T17:00"), at("2023-03-24T16:30"), PROMISE_BY_DATE), 30);
    assert_int_equal(
        promise_slack(&cal, at("2023-03-24T17:00"), at("2023-03-27T10:30"), PROMISE_BY_DATE), -180);
}

static void slack_falls_as_time_passes_and_changes_sign_with_late(void **unused)
{
    (void)unused;
    uint64_t seed = 7;
    for (int i = 0; i < 20000; i++) {
        enum promise_judged judged = i % 2 ? PROMISE_BY_DATE : PROMISE_BY_INSTANT;
        struct minute promise = {(int32_t)test_between(&seed, 27000000, 30000000)};
        struct minute t = {promise.m + (int32_t)test_between(&seed, -9000, 9000)};
        struct minute later = {t.m + (int32_t)test_between(&seed, 0, 3000)};
        int32_t slack = promise_slack(&cal, promise, t, judged);
        assert_int_equal(slack < 0, promise_late(promise, t, judged));
        assert_true(promise_slack(&cal, promise, later, judged) <= slack);
    }
}

static void what_lies_outside_the_calendar_is_refused_and_nothing_written(void **unused)
{
    (void)unused;
    struct promise promise = {.due = {1}};
    const struct duration ten = lasting("10wd");
    const struct duration wrong[] = {
        {0,    DURATION_DAY},
        {-5,   DURATION_DAY},
        {4000, DURATION_DAY}
    };
    assert_int_equal(promise_due(&cal, at("2009-12-31"), ten, NULL, &promise), STATUS_NOT_FOUND);
    assert_int_equal(promise_due(&cal, at("2039-12-29T10:00"), ten, NULL, &promise),
                     STATUS_NOT_FOUND);
    assert_int_equal(promise_due(&cal, at("2205-12-29T10:00"), ten, NULL, &promise),
                     STATUS_NOT_FOUND);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(promise_due(&cal, at("2023-03-21"), wrong[i], NULL, &promise),
                         STATUS_MALFORMED);
    }
    assert_int_equal(promise.due.m, 1);
}

static void beyond_the_last_loaded_year_a_due_date_carries_a_warning(void **unused)
{
    (void)unused;
    struct promise promise;
    assert_int_equal(promise_due(&cal, at("2027-12-30T10:00"), lasting("1wd"), NULL, &promise),
                     STATUS_OK);
    assert_false(promise.beyond);
    assert_int_equal(promise_due(&cal, at("2027-12-30T10:00"), lasting("5wd"), NULL, &promise),
                     STATUS_OK);
    assert_true(promise.beyond);
    is_at(promise.due, "2028-01-06T10:00");
}

static void row_23_a_promised_date_in_the_past_on_a_holiday_or_in_2206(void **unused)
{
    (void)unused;
    struct day first;
    struct day last;
    struct minute received = at("2023-03-24T17:30");
    char text[INSTANT_TEXT_SIZE];
    struct instant never;
    assert_int_equal(promise_admit(&cal, received, at("2023-03-23T10:00"), &first, &last),
                     PROMISE_PAST);
    assert_string_equal(day_text(first, text), "2023-03-27");
    assert_string_equal(day_text(last, text), "2039-12-31");
    assert_int_equal(promise_admit(&cal, received, at("2023-05-01T10:00"), &first, &last),
                     PROMISE_HOLIDAY);
    assert_int_equal(promise_admit(&cal, received, at("2040-01-02T10:00"), &first, &last),
                     PROMISE_OUTSIDE);
    assert_int_equal(promise_admit(&cal, received, at("2023-03-28T10:00"), &first, &last),
                     PROMISE_ADMITTED);
    /* There is no such instant at all, so that it is refused where it is read. */
    assert_int_equal(instant_parse(TEXT("2206-01-02T10:00"), &never), STATUS_MALFORMED);
}

static void working_hours_agree_with_counting_minute_by_minute(void **unused)
{
    (void)unused;
    uint64_t seed = 99;
    brute_load(test_file("tests/data/calendar-vn.csv"));
    for (int i = 0; i < 300; i++) {
        int64_t t = test_between(&seed, brute_first(), brute_of(2026, 12, 1, 0, 0));
        int32_t count = (int32_t)test_between(&seed, 1, 60);
        struct promise promise;
        assert_int_equal(promise_due(&cal, (struct minute){(int32_t)t},
                                     (struct duration){count, DURATION_WORKING_HOUR}, NULL,
                                     &promise),
                         STATUS_OK);
        assert_int_equal(promise.due.m, brute_add(brute_add(t, 0), count * 60));
    }
}

static void working_days_agree_with_counting_days(void **unused)
{
    (void)unused;
    uint64_t seed = 100;
    brute_load(test_file("tests/data/calendar-vn.csv"));
    for (int i = 0; i < 500; i++) {
        int64_t t = test_between(&seed, brute_first(), brute_of(2027, 6, 1, 0, 0));
        int32_t count = (int32_t)test_between(&seed, 1, 40);
        int64_t effective = brute_add(t, 0);
        int64_t day = effective / 1440;
        for (int32_t left = count; left > 0;) {
            day++;
            left -= brute_working(day * 1440, day * 1440 + 1440) > 0;
        }
        /* Back from the wanted clock time to the last minute worked, unless it opens later. */
        int64_t due = day * 1440 + effective % 1440;
        while (due > day * 1440 && !brute_is_worked(due) && !brute_is_worked(due - 1)) {
            due--;
        }
        due = due == day * 1440 ? brute_add(due, 0) : due;
        struct promise promise;
        assert_int_equal(promise_due(&cal, (struct minute){(int32_t)t},
                                     (struct duration){count, DURATION_WORKING_DAY}, NULL,
                                     &promise),
                         STATUS_OK);
        assert_int_equal(promise.due.m, due);
    }
}

static void every_refusal_has_its_sentence_in_both_languages(void **unused)
{
    (void)unused;
    assert_null(promise_said(PROMISE_ADMITTED));
    assert_true(said_valid(promise_said(PROMISE_PAST)));
    assert_true(said_valid(promise_said(PROMISE_HOLIDAY)));
    assert_true(said_valid(promise_said(PROMISE_OUTSIDE)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_due_vectors_come_out_right),
        cmocka_unit_test(durations_are_a_number_and_a_unit_and_nothing_else),
        cmocka_unit_test(half_days_are_four_working_hours_each),
        cmocka_unit_test(an_end_on_closing_stays_there),
        cmocka_unit_test(calendar_days_are_moved_on_to_a_working_day_and_clamped),
        cmocka_unit_test(a_working_day_on_the_last_of_december_crosses_the_year),
        cmocka_unit_test(same_day_procedures_received_after_three_slip_to_the_next_day),
        cmocka_unit_test(a_receipt_after_closing_slips_once_and_not_twice),
        cmocka_unit_test(the_rule_switched_off_moves_nothing),
        cmocka_unit_test(a_dossier_received_after_three_is_passed_on_the_next_morning),
        cmocka_unit_test(pauses_extend_by_the_working_time_they_took),
        cmocka_unit_test(a_restart_gives_the_whole_duration_again),
        cmocka_unit_test(a_holiday_announced_late_moves_what_was_promised_over_it),
        cmocka_unit_test(a_holiday_that_is_worked_after_all_moves_it_back),
        cmocka_unit_test(what_was_promised_over_a_change_of_seasons_keeps_its_clock_time),
        cmocka_unit_test(judged_by_date_the_whole_day_is_still_in_time),
        cmocka_unit_test(slack_is_working_minutes_to_the_edge_and_never_zero_when_late),
        cmocka_unit_test(slack_falls_as_time_passes_and_changes_sign_with_late),
        cmocka_unit_test(what_lies_outside_the_calendar_is_refused_and_nothing_written),
        cmocka_unit_test(beyond_the_last_loaded_year_a_due_date_carries_a_warning),
        cmocka_unit_test(row_23_a_promised_date_in_the_past_on_a_holiday_or_in_2206),
        cmocka_unit_test(working_hours_agree_with_counting_minute_by_minute),
        cmocka_unit_test(working_days_agree_with_counting_days),
        cmocka_unit_test(every_refusal_has_its_sentence_in_both_languages),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
