#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/calendar.h"
#include "tests/unit/core/calendar_brute.h"

static struct calendar cal;
static struct calendar other;

/* The fault of one row in an otherwise empty calendar. */
static struct calendar_fault fault_of(const char *row)
{
    struct calendar_fault fault = {0};
    calendar_begin(&cal, 1, (struct day){0}, NULL);
    bool taken = calendar_row(&cal, text_of(row), &fault);
    assert_int_equal(taken, fault.kind == CALENDAR_FAULT_NONE);
    assert_int_equal(fault.line, 0);
    assert_true(taken || cal.rows == 0);
    calendar_end(&cal);
    return fault;
}

static void is_refused(const char *row, enum calendar_fault_kind kind, const char *found)
{
    struct calendar_fault fault = fault_of(row);
    char text[128];
    assert_int_equal(fault.kind, kind);
    assert_true(text_copy(fault.found, text, sizeof text));
    assert_string_equal(text, found);
}

static void a_row_names_what_is_wrong_with_it(void **unused)
{
    (void)unused;
    is_refused("2023-13-01,off,x", CALENDAR_FAULT_DATE, "2023-13-01");
    is_refused("2023-02-29,off,x", CALENDAR_FAULT_DATE, "2023-02-29");
    is_refused("2206-01-01,off,x", CALENDAR_FAULT_DATE, "2206-01-01");
    is_refused("2009-12-31,off,x", CALENDAR_FAULT_RANGE, "2009-12-31");
    is_refused("2040-01-01,off,x", CALENDAR_FAULT_RANGE, "2040-01-01");
    is_refused("2023-01-02,holiday,x", CALENDAR_FAULT_KIND, "holiday");
    is_refused("2023-01-02,OFF,x", CALENDAR_FAULT_KIND, "OFF");
    is_refused("2023-01-02,short,x", CALENDAR_FAULT_NO_HOURS, "short");
    is_refused("2023-01-02,short,x,", CALENDAR_FAULT_NO_HOURS, "short");
    is_refused("2023-01-02,off,x,07:30-11:30", CALENDAR_FAULT_HOURS, "07:30-11:30");
    is_refused("2023-01-02", CALENDAR_FAULT_FIELDS, "2023-01-02");
    is_refused("2023-01-02,off", CALENDAR_FAULT_FIELDS, "2023-01-02,off");
    is_refused("2023-01-02,off,x,,y", CALENDAR_FAULT_FIELDS, "2023-01-02,off,x,,y");
    is_refused("2023-01-02,off,\"x", CALENDAR_FAULT_FIELDS, "2023-01-02,off,\"x");
    is_refused("2023-01-02,off,\xC3", CALENDAR_FAULT_UTF8, "");
}

static void hours_of_a_short_day_are_read_strictly(void **unused)
{
    (void)unused;
    static const char *const wrong[] = {"7:30-11:30",
                                        "07:30",
                                        "07:30-",
                                        "07:30-11:60",
                                        "07:30-24:00",
                                        "11:30-07:30",
                                        "07:30-07:30",
                                        "07:30-11:30x",
                                        "07:30-11:30,13:30-17:00",
                                        "07:00-08:00 09:00-10:00 11:00-12:00",
                                        "07:30 11:30"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char row[96];
        snprintf(row, sizeof row, "2023-01-03,short,x,%s", wrong[i]);
        enum calendar_fault_kind kind = fault_of(row).kind;
        assert_true(kind == CALENDAR_FAULT_HOURS || kind == CALENDAR_FAULT_FIELDS);
    }
    is_refused("2023-01-03,short,x,07:30-11:30 11:00-12:00", CALENDAR_FAULT_OVERLAP,
               "07:30-11:30 11:00-12:00");
    is_refused("2023-01-03,short,x,13:30-17:00 07:30-11:30", CALENDAR_FAULT_OVERLAP,
               "13:30-17:00 07:30-11:30");
    is_refused("2023-01-03,short,x,07:30-08:29", CALENDAR_FAULT_LENGTH, "07:30-08:29");
    is_refused("2023-01-03,short,x,07:00-19:01", CALENDAR_FAULT_LENGTH, "07:00-19:01");
    assert_int_equal(fault_of("2023-01-03,short,x,07:30-08:30").kind, CALENDAR_FAULT_NONE);
    assert_int_equal(fault_of("2023-01-03,short,x,07:00-19:00").kind, CALENDAR_FAULT_NONE);
    assert_int_equal(fault_of("2023-01-03,short,x, 07:30-11:30  13:30-15:00 ").kind,
                     CALENDAR_FAULT_NONE);
}

static void comments_headers_and_empty_lines_say_nothing(void **unused)
{
    (void)unused;
    struct calendar_fault fault;
    calendar_begin(&cal, 7, (struct day){19000}, NULL);
    assert_true(calendar_row(&cal, TEXT("# off = weekday off"), &fault));
    assert_true(calendar_row(&cal, TEXT("date,kind,authority,hours"), &fault));
    assert_true(calendar_row(&cal, TEXT("  \r"), &fault));
    assert_int_equal(cal.rows, 0);
    assert_true(calendar_row(&cal, TEXT("2023-01-02,off,\"a, \"\"b\"\"\"\r"), &fault));
    assert_int_equal(cal.rows, 1);
    calendar_end(&cal);
    assert_int_equal(cal.version, 7);
    assert_int_equal(cal.valid_from.d, 19000);
}

static void a_date_that_comes_twice_is_refused(void **unused)
{
    (void)unused;
    struct calendar_fault fault;
    calendar_begin(&cal, 1, (struct day){0}, NULL);
    assert_true(calendar_row(&cal, TEXT("2023-01-02,off,x"), &fault));
    assert_false(calendar_row(&cal, TEXT("2023-01-02,work,x"), &fault));
    assert_int_equal(fault.kind, CALENDAR_FAULT_TWICE);
    assert_int_equal(cal.rows, 1);
    calendar_end(&cal);
}

static void a_file_is_read_whole_or_its_first_bad_line_is_named(void **unused)
{
    (void)unused;
    struct calendar_fault fault;
    const struct text good = TEXT("\xEF\xBB\xBF# c\r\ndate,kind,authority\r\n2023-01-02,off,x\r\n");
    const struct text bad = TEXT("# c\n\n2023-01-02,off,x\n2023-01-02,off,x\n2023-99-99,off,x\n");
    assert_true(calendar_read(&cal, 1, (struct day){0}, good, &fault));
    assert_int_equal(cal.rows, 1);
    assert_false(calendar_read(&cal, 1, (struct day){0}, bad, &fault));
    assert_int_equal(fault.line, 4);
    assert_int_equal(fault.kind, CALENDAR_FAULT_TWICE);
    assert_true(calendar_read(&cal, 1, (struct day){0}, (struct text){0}, &fault));
    assert_int_equal(cal.rows, 0);
}

static void the_published_calendar_has_all_its_rows_and_seven_years(void **unused)
{
    (void)unused;
    struct calendar_fault fault;
    struct text file = test_file("tests/data/calendar-vn.csv");
    uint32_t rows = 0;
    for (size_t i = 0; i + 1 < file.size; i++) {
        rows += file.at[i] == '\n' && file.at[i + 1] == '2';
    }
    assert_true(calendar_read(&cal, 1, (struct day){0}, file, &fault));
    assert_int_equal(cal.rows, rows);
    assert_int_equal(cal.years, 0x7Fu << (2021 - CALENDAR_YEAR_MIN));
}

static void the_hash_is_of_what_is_said_and_not_of_how(void **unused)
{
    (void)unused;
    struct calendar_fault fault;
    const struct day from = {19000};
    const struct text a = TEXT("# x\n2023-01-02,off,a\n2023-01-03,short,a,07:30-11:30\n");
    const struct text b = TEXT("2023-01-03,short,b,07:30-11:30\n2023-01-02,off,c");
    const struct text c = TEXT("2023-01-03,short,b,07:30-11:31\n2023-01-02,off,c");
    assert_true(calendar_read(&cal, 1, from, a, &fault));
    assert_true(calendar_read(&other, 2, from, b, &fault));
    assert_true(hash_equal(&cal.hash, &other.hash));
    assert_true(calendar_read(&other, 2, from, c, &fault));
    assert_false(hash_equal(&cal.hash, &other.hash));
    assert_true(calendar_read(&other, 2, (struct day){19001}, a, &fault));
    assert_false(hash_equal(&cal.hash, &other.hash));
}

static void rows_may_come_in_any_order(void **unused)
{
    (void)unused;
    static const char *const rows[] = {"2023-03-21,off,x", "2023-03-22,short,x,07:30-11:30",
                                       "2023-03-23,short,x,13:30-17:00", "2023-03-25,work,x",
                                       "2023-03-26,short,x,07:30-11:30"};
    static const int orders[][5] = {
        {0, 1, 2, 3, 4},
        {4, 3, 2, 1, 0},
        {2, 0, 4, 1, 3}
    };
    for (size_t i = 0; i < 3; i++) {
        struct calendar_fault fault;
        calendar_begin(&other, 1, (struct day){0}, NULL);
        for (size_t j = 0; j < 5; j++) {
            assert_true(calendar_row(&other, text_of(rows[orders[i][j]]), &fault));
        }
        calendar_end(&other);
        assert_int_equal(other.shorts, 2);
        if (i == 0) {
            cal = other;
        }
        assert_true(hash_equal(&cal.hash, &other.hash));
        assert_memory_equal(cal.before, other.before, sizeof cal.before);
        assert_memory_equal(cal.day_at, other.day_at, sizeof cal.day_at);
    }
}

static void sixty_different_short_hours_fit_and_one_more_is_refused(void **unused)
{
    (void)unused;
    struct calendar_fault fault;
    calendar_begin(&cal, 1, (struct day){0}, NULL);
    for (int i = 0; i <= CALENDAR_SHORTS_MAX; i++) {
        char row[64];
        snprintf(row, sizeof row, "2023-%02d-%02d,short,x,%02d:%02d-16:30", 1 + i / 28, 1 + i % 28,
                 7 + i / 60, i % 60);
        bool taken = calendar_row(&cal, text_of(row), &fault);
        assert_int_equal(taken, i < CALENDAR_SHORTS_MAX);
    }
    assert_int_equal(fault.kind, CALENDAR_FAULT_SHORTS);
    assert_int_equal(cal.rows, CALENDAR_SHORTS_MAX);
    calendar_end(&cal);
}

static void another_province_may_have_other_hours(void **unused)
{
    (void)unused;
    struct calendar_hours hours = calendar_hours_nghe_an;
    hours.season[CALENDAR_WINTER].hours = (struct day_hours){
        {{8 * 60, 20 * 60}, {0, 0}}
    };
    assert_true(calendar_hours_valid(&hours));
    calendar_begin(&cal, 1, (struct day){0}, &hours);
    calendar_end(&cal);
    struct day winter;
    assert_true(civil_day(2023, 12, 5, &winter));
    struct minute from = day_minute(winter, 0);
    struct minute to = day_minute(winter, 1439);
    assert_int_equal(calendar_working(&cal, from, to), 720);
    assert_int_equal(calendar_add(&cal, from, 700).m, day_minute(winter, 8 * 60 + 700).m);
    hours.season[CALENDAR_SUMMER].hours.session[1].from = 8 * 60;
    assert_false(calendar_hours_valid(&hours));
    hours = calendar_hours_nghe_an;
    hours.season[CALENDAR_SUMMER].month = 13;
    assert_false(calendar_hours_valid(&hours));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_names_what_is_wrong_with_it),
        cmocka_unit_test(hours_of_a_short_day_are_read_strictly),
        cmocka_unit_test(comments_headers_and_empty_lines_say_nothing),
        cmocka_unit_test(a_date_that_comes_twice_is_refused),
        cmocka_unit_test(a_file_is_read_whole_or_its_first_bad_line_is_named),
        cmocka_unit_test(the_published_calendar_has_all_its_rows_and_seven_years),
        cmocka_unit_test(the_hash_is_of_what_is_said_and_not_of_how),
        cmocka_unit_test(rows_may_come_in_any_order),
        cmocka_unit_test(sixty_different_short_hours_fit_and_one_more_is_refused),
        cmocka_unit_test(another_province_may_have_other_hours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
