#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/instant.h"

static struct instant at(const char *text)
{
    struct instant instant;
    assert_int_equal(instant_parse(text_of(text), &instant), STATUS_OK);
    return instant;
}

static void local_time_is_seven_hours_ahead_of_utc(void **unused)
{
    (void)unused;
    /* date -u -d '2023-03-21 08:10' +%s */
    assert_true(at("2023-03-21T15:10").ms == 1679386200000);
    assert_true(at("2023-03-21T08:10:00Z").ms == 1679386200000);
    assert_true(at("2023-03-21T15:10:00+07:00").ms == 1679386200000);
    assert_true(at("1970-01-01").ms == -7 * 3600 * 1000);
    assert_int_equal(instant_minute(at("1970-01-01")).m, 0);
}

static void what_was_written_is_read_back(void **unused)
{
    (void)unused;
    char text[INSTANT_TEXT_SIZE];
    assert_string_equal(instant_text(at("2023-03-21T15:10"), text), "2023-03-21T15:10:00");
    assert_string_equal(instant_text(at("2023-03-21T15:10:05"), text), "2023-03-21T15:10:05");
    assert_string_equal(instant_text(at("2023-03-21T15:10:05.012"), text),
                        "2023-03-21T15:10:05.012");
    assert_string_equal(minute_text(instant_minute(at("2023-03-21T15:10:59")), text),
                        "2023-03-21T15:10");
    assert_string_equal(day_text(minute_day(instant_minute(at("2023-03-21T23:59"))), text),
                        "2023-03-21");
}

static void the_portals_compact_form_is_read(void **unused)
{
    (void)unused;
    struct instant instant = {7};
    assert_int_equal(instant_parse_compact(TEXT("20230321151005"), &instant), STATUS_OK);
    assert_true(instant.ms == at("2023-03-21T15:10:05").ms);
    static const char *const wrong[] = {"",
                                        "2023032115100",
                                        "202303211510050",
                                        "20231321151005",
                                        "20230321251005",
                                        "2023032115100x",
                                        "20230229000000",
                                        "20230321156005"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(instant_parse_compact(text_of(wrong[i]), &instant), STATUS_MALFORMED);
    }
    assert_true(instant.ms == at("2023-03-21T15:10:05").ms);
}

static void times_that_are_none_are_refused_and_nothing_written(void **unused)
{
    (void)unused;
    static const char *const wrong[] = {"",
                                        "2023",
                                        "2023-02-29",
                                        "2023-13-01",
                                        "2023-00-01",
                                        "2023-01-00",
                                        "1969-12-31",
                                        "2206-01-01",
                                        "2023-03-21T",
                                        "2023-03-21T15",
                                        "2023-03-21T24:00",
                                        "2023-03-21T15:60",
                                        "2023-03-21T15:10:61",
                                        "2023-03-21T15:10:05.1",
                                        "2023-03-21x15:10",
                                        "2023-03-21T15:10+08:00",
                                        "2023/03/21",
                                        " 2023-03-21",
                                        "2023-03-21 ",
                                        "2023-3-21T15:10",
                                        "-023-03-21"};
    struct instant instant = {77};
    struct day day = {77};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        if (instant_parse(text_of(wrong[i]), &instant) != STATUS_MALFORMED) {
            fail_msg("'%s' was taken", wrong[i]);
        }
        assert_int_equal(day_parse(text_of(wrong[i]), &day), STATUS_MALFORMED);
    }
    assert_true(instant.ms == 77);
    assert_int_equal(day.d, 77);
}

static void a_leap_second_is_the_next_second(void **unused)
{
    (void)unused;
    assert_true(at("2017-01-01T06:59:60").ms == at("2017-01-01T07:00:00").ms);
}

static void what_a_zone_or_a_leap_second_leads_beyond_2205_is_refused(void **unused)
{
    (void)unused;
    static const char *const beyond[] = {"2205-12-31T17:00Z", "2205-12-31T23:59:60",
                                         "2205-12-31T16:59:60Z"};
    char out[INSTANT_TEXT_SIZE];
    struct instant instant = {77};
    for (size_t i = 0; i < sizeof beyond / sizeof beyond[0]; i++) {
        if (instant_parse(text_of(beyond[i]), &instant) != STATUS_MALFORMED) {
            fail_msg("'%s' was taken", beyond[i]);
        }
    }
    assert_int_equal(instant_parse_compact(TEXT("22051231235960"), &instant), STATUS_MALFORMED);
    assert_true(instant.ms == 77);
    assert_string_equal(instant_text(at("2205-12-31T16:59:59.999Z"), out),
                        "2205-12-31T23:59:59.999");
    assert_int_equal(instant_parse_compact(TEXT("22051231235959"), &instant), STATUS_OK);
}

static void every_day_from_1970_to_2205_goes_there_and_back(void **unused)
{
    (void)unused;
    struct day day;
    int32_t next = 0;
    int weekday = 4; /* a Thursday */
    for (int year = 1970; year <= 2205; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int date = 1; date <= 31; date++) {
                if (!civil_day(year, month, date, &day)) {
                    continue;
                }
                struct civil civil = day_civil(day);
                assert_int_equal(day.d, next++);
                assert_true(civil.year == year && civil.month == month && civil.day == date);
                assert_int_equal(day_weekday(day), weekday);
                weekday = weekday % 7 + 1;
            }
        }
    }
    assert_int_equal(next, 236 * 365 + 57); /* 57 leap days: 2100 and 2200 have none, 2000 has */
}

static void minutes_are_floored_also_before_1970(void **unused)
{
    (void)unused;
    assert_int_equal(instant_minute((struct instant){-7 * 3600000}).m, 0);
    assert_int_equal(instant_minute((struct instant){-7 * 3600000 - 1}).m, -1);
    assert_int_equal(minute_day((struct minute){-1}).d, -1);
    assert_int_equal(minute_of_day((struct minute){-1}), 1439);
    assert_int_equal(minute_of_day((struct minute){1439}), 1439);
    assert_int_equal(day_minute((struct day){2}, 30).m, 2910);
    assert_int_equal(day_weekday((struct day){-1}), 3);
}

static void never_stays_never_and_far_instants_do_not_wrap(void **unused)
{
    (void)unused;
    assert_int_equal(instant_minute(INSTANT_NEVER).m, MINUTE_NEVER.m);
    assert_true(minute_instant(MINUTE_NEVER).ms == INT64_MAX);
    assert_int_equal(instant_minute((struct instant){INT64_MIN}).m, INT32_MIN);
    assert_true(instant_before((struct instant){1}, (struct instant){2}));
    assert_false(instant_before((struct instant){2}, (struct instant){2}));
    assert_true(instant_min((struct instant){3}, (struct instant){2}).ms == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(local_time_is_seven_hours_ahead_of_utc),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(the_portals_compact_form_is_read),
        cmocka_unit_test(times_that_are_none_are_refused_and_nothing_written),
        cmocka_unit_test(a_leap_second_is_the_next_second),
        cmocka_unit_test(what_a_zone_or_a_leap_second_leads_beyond_2205_is_refused),
        cmocka_unit_test(every_day_from_1970_to_2205_goes_there_and_back),
        cmocka_unit_test(minutes_are_floored_also_before_1970),
        cmocka_unit_test(never_stays_never_and_far_instants_do_not_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
