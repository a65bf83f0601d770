#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/said.h"

static const struct said two = {"X-01", "Túi {0} có {1} món.", "Bag {0} has {1} items, {0}."};

static void places_are_filled_in_both_languages(void **unused)
{
    (void)unused;
    const struct text values[] = {TEXT("B1"), TEXT("18")};
    char room[64];
    struct line line = line_of(room, sizeof room);
    said_line(&line, &two, LANGUAGE_VI, values, 2);
    assert_string_equal(room, "Túi B1 có 18 món.");
    line = line_of(room, sizeof room);
    said_line(&line, &two, LANGUAGE_EN, values, 2);
    assert_string_equal(room, "Bag B1 has 18 items, B1.");
}

static void a_place_without_a_value_stays_empty(void **unused)
{
    (void)unused;
    const struct text values[] = {TEXT("B1")};
    char room[64];
    struct line line = line_of(room, sizeof room);
    said_line(&line, &two, LANGUAGE_EN, values, 1);
    assert_string_equal(room, "Bag B1 has  items, B1.");
}

static void braces_that_are_no_place_are_text(void **unused)
{
    (void)unused;
    const struct said braces = {"X-02", "{a} {4} {", "{a} {4} {"};
    const struct text values[] = {TEXT("{0}")};
    char room[64];
    struct line line = line_of(room, sizeof room);
    said_line(&line, &braces, LANGUAGE_EN, values, 1);
    assert_string_equal(room, "{a} {4} {");
}

static void a_value_is_never_taken_for_a_sentence(void **unused)
{
    (void)unused;
    const struct said one = {"X-03", "{0}.", "{0}."};
    const struct text values[] = {TEXT("{1}"), TEXT("bad")};
    char room[64];
    struct line line = line_of(room, sizeof room);
    said_line(&line, &one, LANGUAGE_EN, values, 2);
    assert_string_equal(room, "{1}.");
}

static void a_row_is_whole_or_it_is_not(void **unused)
{
    (void)unused;
    assert_true(said_valid(&two));
    assert_false(said_valid(&(struct said){"", "a", "a"}));
    assert_false(said_valid(&(struct said){"X", "", "a"}));
    assert_false(said_valid(&(struct said){"X", "a", NULL}));
    assert_false(said_valid(&(struct said){"X", "{0}", "a"}));
    assert_false(said_valid(&(struct said){"X", "a\xC3", "a"}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_filled_in_both_languages),
        cmocka_unit_test(a_place_without_a_value_stays_empty),
        cmocka_unit_test(braces_that_are_no_place_are_text),
        cmocka_unit_test(a_value_is_never_taken_for_a_sentence),
        cmocka_unit_test(a_row_is_whole_or_it_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
