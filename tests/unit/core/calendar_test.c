#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/calendar.h"
#include "tests/unit/core/calendar_brute.h"

/* The real calendar, and one with everything a version may hold. */
static struct calendar real;
static struct calendar mixed;
static const char mixed_rows[] = "date,kind,authority,hours\n"
                                 "2023-03-20,off,a\n"
                                 "2023-03-21,short,b,07:30-11:30\n"
                                 "2023-03-22,short,b,13:30-17:00\n"
                                 "2023-03-23,short,c,08:00-08:30 09:00-09:30\n"
                                 "2023-03-24,short,c,10:00-11:00\n"
                                 "2023-03-25,work,d\n"
                                 "2023-03-26,short,d,07:30-11:30\n"
                                 "2024-12-31,short,e,07:30-11:30\n"
                                 "2025-01-01,off,e\n";

static int set_up(void **state)
{
    struct calendar_fault fault;
    (void)state;
    assert_true(
        calendar_read(&real, 1, (struct day){0}, test_file("tests/data/calendar-vn.csv"), &fault));
    assert_true(calendar_read(&mixed, 2, (struct day){0}, text_of(mixed_rows), &fault));
    return 0;
}

static struct minute at(const char *text)
{
    struct instant instant;
    assert_int_equal(instant_parse(text_of(text), &instant), STATUS_OK);
    return instant_minute(instant);
}

static struct day on(const char *text)
{
    return minute_day(at(text));
}

/* Compared as text, so that a failure reads well. */
static void is_at(struct minute found, const char *expected)
{
    char text[INSTANT_TEXT_SIZE];
    assert_string_equal(found.m == MINUTE_NEVER.m ? "never" : minute_text(found, text), expected);
}

static void a_working_day_has_eight_hours_in_both_seasons(void **unused)
{
    (void)unused;
    assert_int_equal(calendar_working(&real, at("2023-03-21"), at("2023-03-22")), 480);
    assert_int_equal(calendar_working(&real, at("2023-06-21"), at("2023-06-22")), 480);
    assert_int_equal(calendar_working(&real, at("2023-03-21T07:00"), at("2023-03-21T08:00")), 30);
    assert_int_equal(calendar_working(&real, at("2023-06-21T07:00"), at("2023-06-21T08:00")), 60);
}

static void the_season_turns_on_the_16th_of_april_and_of_october(void **unused)
{
    (void)unused;
    is_at(calendar_opening(&real, on("2024-04-15")), "2024-04-15T07:30");
    is_at(calendar_opening(&real, on("2024-04-16")), "2024-04-16T07:00");
    is_at(calendar_opening(&real, on("2024-10-15")), "2024-10-15T07:00");
    is_at(calendar_opening(&real, on("2024-10-16")), "2024-10-16T07:30");
    assert_int_equal(calendar_season(&real, on("2023-12-31")), CALENDAR_WINTER);
    assert_int_equal(calendar_season(&real, on("2023-10-15")), CALENDAR_SUMMER);
}

static void a_session_is_half_open_so_noon_sharp_is_already_lunch(void **unused)
{
    (void)unused;
    is_at(calendar_effective(&real, at("2023-03-21T11:59")), "2023-03-21T11:59");
    is_at(calendar_effective(&real, at("2023-03-21T12:00")), "2023-03-21T13:30");
    is_at(calendar_effective(&real, at("2023-03-21T16:59")), "2023-03-21T16:59");
    is_at(calendar_effective(&real, at("2023-03-21T17:00")), "2023-03-22T07:30");
    is_at(calendar_effective(&real, at("2023-03-21T00:00")), "2023-03-21T07:30");
    is_at(calendar_effective(&real, at("2023-03-24T17:00")), "2023-03-27T07:30");
}

static void an_end_on_a_closing_stays_there(void **unused)
{
    (void)unused;
    is_at(calendar_add(&real, at("2023-03-21T07:30"), 270), "2023-03-21T12:00");
    is_at(calendar_add(&real, at("2023-03-21T07:30"), 271), "2023-03-21T13:31");
    is_at(calendar_add(&real, at("2023-03-21T07:30"), 480), "2023-03-21T17:00");
    is_at(calendar_add(&real, at("2023-03-21T17:00"), 480), "2023-03-22T17:00");
    is_at(calendar_add(&real, at("2023-03-24T16:00"), 61), "2023-03-27T07:31");
    is_at(calendar_add(&real, at("2023-03-24T17:00"), 0), "2023-03-27T07:30");
}

static void going_back_an_end_on_an_opening_stays_there(void **unused)
{
    (void)unused;
    is_at(calendar_add(&real, at("2023-03-22T08:00"), -30), "2023-03-22T07:30");
    is_at(calendar_add(&real, at("2023-03-22T08:00"), -31), "2023-03-21T16:59");
    is_at(calendar_add(&real, at("2023-03-21T14:00"), -30), "2023-03-21T13:30");
    is_at(calendar_add(&real, at("2023-03-27T00:00"), -480), "2023-03-24T07:30");
}

static void a_worked_saturday_counts_and_a_holiday_does_not(void **unused)
{
    (void)unused;
    assert_true(calendar_is_working_day(&real, on("2024-05-04")));
    assert_false(calendar_is_working_day(&real, on("2024-05-11")));
    assert_false(calendar_is_working_day(&real, on("2026-11-24")));
    assert_int_equal(calendar_working(&real, at("2024-04-27"), at("2024-05-05")), 3 * 480);
    assert_int_equal(calendar_working(&real, at("2026-02-14"), at("2026-02-23")), 0);
}

static void short_days_have_the_hours_their_row_says(void **unused)
{
    (void)unused;
    struct session session[CALENDAR_SESSIONS_MAX];
    is_at(calendar_closing(&mixed, on("2023-03-21")), "2023-03-21T11:30");
    is_at(calendar_opening(&mixed, on("2023-03-22")), "2023-03-22T13:30");
    is_at(calendar_closing(&mixed, on("2023-03-23")), "2023-03-23T09:30");
    assert_int_equal(calendar_sessions(&mixed, on("2023-03-23"), session), 2);
    assert_int_equal(session[1].from, 9 * 60);
    assert_int_equal(calendar_sessions(&mixed, on("2023-03-24"), session), 1);
    assert_int_equal(calendar_sessions(&mixed, on("2023-03-20"), session), 0);
    assert_int_equal(calendar_working(&mixed, at("2023-03-18"), at("2023-03-27")),
                     240 + 210 + 60 + 60 + 480 + 240);
    is_at(calendar_add(&mixed, at("2023-03-21T11:00"), 30 + 210), "2023-03-22T17:00");
    is_at(calendar_add(&mixed, at("2023-03-22T16:59"), 2), "2023-03-23T08:01");
    is_at(calendar_add(&mixed, at("2023-03-23T08:29"), 61), "2023-03-24T10:30");
    is_at(calendar_opening(&mixed, on("2023-03-20")), "never");
    is_at(calendar_closing(&mixed, on("2023-03-20")), "never");
}

static void a_clock_time_is_held_to_the_hours_of_its_day(void **unused)
{
    (void)unused;
    is_at(calendar_clamp(&real, on("2023-03-21"), 7 * 60), "2023-03-21T07:30");
    is_at(calendar_clamp(&real, on("2023-03-21"), 12 * 60), "2023-03-21T12:00");
    is_at(calendar_clamp(&real, on("2023-03-21"), 12 * 60 + 45), "2023-03-21T12:00");
    is_at(calendar_clamp(&real, on("2023-03-21"), 13 * 60 + 30), "2023-03-21T13:30");
    is_at(calendar_clamp(&real, on("2023-03-21"), 18 * 60), "2023-03-21T17:00");
    is_at(calendar_clamp(&mixed, on("2023-03-21"), 15 * 60), "2023-03-21T11:30");
    is_at(calendar_clamp(&mixed, on("2023-03-22"), 8 * 60), "2023-03-22T13:30");
    is_at(calendar_clamp(&mixed, on("2023-03-20"), 8 * 60), "never");
}

static void work_runs_over_the_end_of_the_year(void **unused)
{
    (void)unused;
    is_at(calendar_add(&mixed, at("2024-12-31T11:00"), 31), "2025-01-02T07:31");
    is_at(calendar_add(&real, at("2024-12-31T16:59"), 1), "2024-12-31T17:00");
    is_at(calendar_effective(&real, at("2024-12-31T17:00")), "2025-01-02T07:30");
    is_at(calendar_next_opening(&real, at("2024-12-31T08:00")), "2025-01-02T07:30");
}

static void the_nth_working_day_skips_what_is_off(void **unused)
{
    (void)unused;
    struct day day;
    assert_true(calendar_working_day(&real, on("2024-04-26"), 1, &day));
    assert_int_equal(day.d, on("2024-05-02").d);
    assert_true(calendar_working_day(&real, on("2024-04-26"), 3, &day));
    assert_int_equal(day.d, on("2024-05-04").d);
    assert_true(calendar_working_day(&real, on("2024-04-27"), 0, &day));
    assert_int_equal(day.d, on("2024-05-02").d);
    assert_true(calendar_working_day(&real, on("2024-05-02"), 0, &day));
    assert_int_equal(day.d, on("2024-05-02").d);
    assert_false(calendar_working_day(&real, on("2039-12-30"), 400, &day));
    assert_false(calendar_working_day(&real, on("2051-01-01"), 1, &day));
    is_at(calendar_next_opening(&real, at("2023-03-25T09:00")), "2023-03-27T07:30");
    is_at(calendar_next_opening(&real, at("2039-12-31T09:00")), "never");
}

static void outside_the_tables_nothing_is_counted_and_nothing_crashes(void **unused)
{
    (void)unused;
    const struct minute far[] = {{INT32_MIN}, {-1}, {0}, {INT32_MAX - 1}, MINUTE_NEVER};
    assert_int_equal(calendar_working(&real, at("1990-01-01"), at("2009-12-31")), 0);
    assert_int_equal(calendar_working(&real, at("2040-01-01"), at("2050-01-01")), 0);
    for (size_t i = 0; i < sizeof far / sizeof far[0]; i++) {
        (void)calendar_add(&real, far[i], INT32_MAX);
        (void)calendar_add(&real, far[i], INT32_MIN);
        (void)calendar_effective(&real, far[i]);
        (void)calendar_clamp(&real, minute_day(far[i]), 0);
        assert_false(calendar_covers(&real, far[i]));
        assert_true(calendar_beyond(&real, far[i]));
        assert_true(calendar_working(&real, far[i], at("2023-03-21")) >= 0);
    }
    is_at(calendar_add(&real, at("2039-12-30T16:00"), 61), "never");
    is_at(calendar_add(&real, MINUTE_NEVER, 1), "never");
    is_at(calendar_add(&real, MINUTE_NEVER, -1), "never");
    is_at(calendar_effective(&real, at("1999-01-01")), "2010-01-01T07:30");
    is_at(calendar_add(&real, at("2010-01-04T07:40"), -5000), "2010-01-01T07:30");
}

static void a_year_without_rows_carries_a_warning(void **unused)
{
    (void)unused;
    assert_false(calendar_beyond(&real, at("2021-01-01")));
    assert_false(calendar_beyond(&real, at("2027-12-31T23:59")));
    assert_true(calendar_beyond(&real, at("2028-01-01")));
    assert_true(calendar_beyond(&real, at("2020-12-31")));
    assert_true(calendar_covers(&real, at("2028-01-01")));
    assert_true(calendar_covers(&real, at("2039-12-31T23:59")));
    assert_false(calendar_covers(&real, at("2040-01-01")));
}

static void every_day_has_the_year_and_the_season_of_its_date(void **unused)
{
    (void)unused;
    for (int32_t i = 0; i < CALENDAR_DAYS; i++) {
        const struct day day = {CALENDAR_DAY_FIRST + i};
        const struct civil civil = day_civil(day);
        const int at = civil.month * 100 + civil.day;
        const bool loaded = (real.years >> (civil.year - CALENDAR_YEAR_MIN) & 1u) != 0;
        assert_int_equal(calendar_beyond(&real, day_minute(day, 0)), !loaded);
        assert_int_equal(calendar_season(&real, day),
                         at >= 416 && at < 1016 ? CALENDAR_SUMMER : CALENDAR_WINTER);
    }
}

/* Against a calendar that counts minute by minute and shares no code with this one. */
static void agrees_with_brute(const struct calendar *cal, struct text rows, int years, int cases)
{
    uint64_t seed = 20230321;
    brute_load(rows);
    int64_t first = brute_first();
    int64_t end = brute_of(BRUTE_YEAR_FIRST + years, 1, 1, 0, 0);
    for (int i = 0; i < cases; i++) {
        int64_t a = test_between(&seed, first, end);
        int64_t b = test_between(&seed, a, a + 60000);
        int32_t n = (int32_t)test_between(&seed, 0, 3000);
        struct minute from = {(int32_t)a};
        struct minute to = {(int32_t)b};
        if (b >= brute_end()) {
            continue;
        }
        assert_int_equal(calendar_working(cal, from, to), brute_working(a, b));
        assert_int_equal(calendar_effective(cal, from).m, brute_add(a, 0));
        assert_int_equal(calendar_add(cal, from, n).m, brute_add(a, n));
    }
}

static void w_and_add_agree_with_counting_minute_by_minute(void **unused)
{
    (void)unused;
    agrees_with_brute(&real, test_file("tests/data/calendar-vn.csv"), 6, 500);
}

static void w_and_add_agree_with_counting_on_short_days_too(void **unused)
{
    (void)unused;
    brute_load(text_of(mixed_rows));
    for (int64_t a = brute_of(2023, 3, 17, 16, 0); a < brute_of(2023, 3, 28, 0, 0); a += 37) {
        struct minute from = {(int32_t)a};
        for (int32_t n = 0; n < 1500; n += 97) {
            assert_int_equal(calendar_add(&mixed, from, n).m, brute_add(a, n));
        }
        for (int64_t b = a; b < a + 8000; b += 611) {
            assert_int_equal(calendar_working(&mixed, from, (struct minute){(int32_t)b}),
                             brute_working(a, b));
        }
    }
}

static void every_minute_of_a_long_holiday_starts_where_counting_says(void **unused)
{
    (void)unused;
    brute_load(test_file("tests/data/calendar-vn.csv"));
    for (int64_t t = brute_of(2026, 4, 24, 0, 0); t < brute_of(2026, 5, 5, 0, 0); t++) {
        assert_int_equal(calendar_effective(&real, (struct minute){(int32_t)t}).m, brute_add(t, 0));
    }
}

static void minutes_telescope_and_add_is_the_inverse_of_w(void **unused)
{
    (void)unused;
    uint64_t seed = 42;
    const struct calendar *cals[] = {&real, &mixed};
    for (int i = 0; i < 50000; i++) {
        const struct calendar *cal = cals[i % 2];
        struct minute a = {(int32_t)test_between(&seed, 26000000, 30000000)};
        struct minute b = {a.m + (int32_t)test_between(&seed, 0, 200000)};
        struct minute c = {b.m + (int32_t)test_between(&seed, 0, 200000)};
        int32_t ab = calendar_working(cal, a, b);
        assert_int_equal(ab + calendar_working(cal, b, c), calendar_working(cal, a, c));
        assert_int_equal(calendar_working(cal, b, a), 0);
        struct minute there = calendar_add(cal, a, ab);
        assert_int_equal(calendar_working(cal, a, there), ab);
        assert_true(ab == 0 || there.m <= b.m);
        struct minute back = calendar_add(cal, b, -ab);
        assert_int_equal(calendar_working(cal, back, b), ab);
        assert_true(ab == 0 || back.m >= a.m);
        int32_t n = (int32_t)test_between(&seed, 0, 5000);
        int32_t m = (int32_t)test_between(&seed, 1, 5000);
        assert_int_equal(calendar_add(cal, calendar_add(cal, a, n), m).m,
                         calendar_add(cal, a, n + m).m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_working_day_has_eight_hours_in_both_seasons),
        cmocka_unit_test(the_season_turns_on_the_16th_of_april_and_of_october),
        cmocka_unit_test(a_session_is_half_open_so_noon_sharp_is_already_lunch),
        cmocka_unit_test(an_end_on_a_closing_stays_there),
        cmocka_unit_test(going_back_an_end_on_an_opening_stays_there),
        cmocka_unit_test(a_worked_saturday_counts_and_a_holiday_does_not),
        cmocka_unit_test(short_days_have_the_hours_their_row_says),
        cmocka_unit_test(a_clock_time_is_held_to_the_hours_of_its_day),
        cmocka_unit_test(work_runs_over_the_end_of_the_year),
        cmocka_unit_test(the_nth_working_day_skips_what_is_off),
        cmocka_unit_test(outside_the_tables_nothing_is_counted_and_nothing_crashes),
        cmocka_unit_test(a_year_without_rows_carries_a_warning),
        cmocka_unit_test(every_day_has_the_year_and_the_season_of_its_date),
        cmocka_unit_test(w_and_add_agree_with_counting_minute_by_minute),
        cmocka_unit_test(w_and_add_agree_with_counting_on_short_days_too),
        cmocka_unit_test(every_minute_of_a_long_holiday_starts_where_counting_says),
        cmocka_unit_test(minutes_telescope_and_add_is_the_inverse_of_w),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
