#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/calendar.h"
#include "tests/unit/core/calendar_brute.h"

static struct calendar cal;

static enum calendar_note_kind note_of(const char *row)
{
    struct calendar_entry entry;
    assert_true(calendar_entry_read(text_of(row), &entry));
    return calendar_entry_note(&entry);
}

static void read_rows(const char *rows)
{
    struct calendar_fault fault;
    assert_true(calendar_read(&cal, 1, (struct day){0}, text_of(rows), &fault));
}

static void a_row_that_changes_nothing_is_worth_a_look(void **unused)
{
    (void)unused;
    assert_int_equal(note_of("2023-01-01,off,x"), CALENDAR_NOTE_IDLE); /* a Sunday */
    assert_int_equal(note_of("2023-01-02,off,x"), CALENDAR_NOTE_NONE);
    assert_int_equal(note_of("2023-01-03,work,x"), CALENDAR_NOTE_IDLE); /* a Tuesday */
    assert_int_equal(note_of("2023-01-07,work,x"), CALENDAR_NOTE_NONE);
    assert_int_equal(note_of("2023-01-07,short,x,07:30-11:30"), CALENDAR_NOTE_NONE);
    assert_int_equal(note_of("2023-01-03,off,"), CALENDAR_NOTE_NO_AUTHORITY);
}

static void a_row_is_shown_by_its_four_fields(void **unused)
{
    (void)unused;
    struct calendar_entry entry;
    assert_true(calendar_entry_read(TEXT("2023-01-07,short,\"a, b\",07:30-11:30\r"), &entry));
    assert_true(text_is(entry.kind, "short"));
    assert_true(text_is(entry.authority, "a, b"));
    assert_true(text_is(entry.hours, "07:30-11:30"));
    assert_false(calendar_entry_read(TEXT("date,kind,authority"), &entry));
    assert_false(calendar_entry_read(TEXT("# 2023-01-07,off,x"), &entry));
    assert_false(calendar_entry_read(TEXT("2023-01-07"), &entry));
}

static void a_year_without_rows_between_years_that_have_some_is_a_gap(void **unused)
{
    (void)unused;
    int year = 0;
    read_rows("2021-01-01,off,x\n2023-01-02,off,x\n2026-01-01,off,x\n");
    assert_true(calendar_gap(&cal, 0, &year));
    assert_int_equal(year, 2022);
    assert_true(calendar_gap(&cal, year, &year));
    assert_int_equal(year, 2024);
    assert_true(calendar_gap(&cal, year, &year));
    assert_int_equal(year, 2025);
    assert_false(calendar_gap(&cal, year, &year));
    read_rows("2021-01-01,off,x\n2022-01-03,off,x\n");
    assert_false(calendar_gap(&cal, 0, &year));
    read_rows("");
    assert_false(calendar_gap(&cal, 0, &year));
}

static void the_published_calendar_has_nothing_to_remark(void **unused)
{
    (void)unused;
    struct text file = test_file("tests/data/calendar-vn.csv");
    struct calendar_entry entry;
    int year = 0;
    int rows = 0;
    while (file.size > 0) {
        if (calendar_entry_read(text_split(&file, '\n'), &entry)) {
            assert_int_equal(calendar_entry_note(&entry), CALENDAR_NOTE_NONE);
            rows++;
        }
    }
    assert_true(rows > 80);
    struct calendar_fault fault;
    assert_true(
        calendar_read(&cal, 1, (struct day){0}, test_file("tests/data/calendar-vn.csv"), &fault));
    assert_false(calendar_gap(&cal, 0, &year));
}

static void every_remark_has_its_sentence_in_both_languages(void **unused)
{
    (void)unused;
    for (int i = 0; i <= CALENDAR_NOTES; i++) {
        assert_true(said_valid(calendar_note_said((enum calendar_note_kind)i)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_that_changes_nothing_is_worth_a_look),
        cmocka_unit_test(a_row_is_shown_by_its_four_fields),
        cmocka_unit_test(a_year_without_rows_between_years_that_have_some_is_a_gap),
        cmocka_unit_test(the_published_calendar_has_nothing_to_remark),
        cmocka_unit_test(every_remark_has_its_sentence_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
