#include "core/csv_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct csv_line csv;

static void fields_come_apart_at_commas_and_quotes_come_off(void **unused)
{
    (void)unused;
    assert_int_equal(csv_line_split(TEXT("a,,\"b, \"\"c\"\"\",\"\",d\r"), &csv), STATUS_OK);
    assert_int_equal(csv.count, 5);
    assert_true(text_is(csv_field(&csv, 0), "a"));
    assert_int_equal(csv_field(&csv, 1).size, 0);
    assert_true(text_is(csv_field(&csv, 2), "b, \"c\""));
    assert_int_equal(csv_field(&csv, 3).size, 0);
    assert_true(text_is(csv_field(&csv, 4), "d"));
    assert_int_equal(csv_field(&csv, 5).size, 0);
}

static void an_empty_line_is_one_empty_field_and_a_comma_two(void **unused)
{
    (void)unused;
    assert_int_equal(csv_line_split(TEXT(""), &csv), STATUS_OK);
    assert_int_equal(csv.count, 1);
    assert_int_equal(csv_line_split(TEXT(","), &csv), STATUS_OK);
    assert_int_equal(csv.count, 2);
}

static void quotes_where_none_may_stand_are_refused(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"\"open", "a\"b", "\"a\"b", "\"", "a,\"b\"\"", "\xff\xfe,a"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(csv_line_split(text_of(bad[i]), &csv), STATUS_MALFORMED);
    }
}

static void bounds_are_said(void **unused)
{
    (void)unused;
    char line[CSV_LINE_MAX + 1];
    memset(line, 'a', sizeof line);
    assert_int_equal(csv_line_split((struct text){line, sizeof line}, &csv), STATUS_FULL);
    assert_int_equal(csv_line_split((struct text){line, CSV_LINE_MAX}, &csv), STATUS_OK);
    memset(line, ',', CSV_FIELDS_MAX);
    assert_int_equal(csv_line_split((struct text){line, CSV_FIELDS_MAX - 1}, &csv), STATUS_OK);
    assert_int_equal(csv.count, CSV_FIELDS_MAX);
    assert_int_equal(csv_line_split((struct text){line, CSV_FIELDS_MAX}, &csv), STATUS_FULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_come_apart_at_commas_and_quotes_come_off),
        cmocka_unit_test(an_empty_line_is_one_empty_field_and_a_comma_two),
        cmocka_unit_test(quotes_where_none_may_stand_are_refused),
        cmocka_unit_test(bounds_are_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
