#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

static void is_text(struct text found, const char *expected)
{
    char room[64];
    assert_true(text_copy(found, room, sizeof room));
    assert_string_equal(room, expected);
}

static void texts_compare_by_content(void **unused)
{
    (void)unused;
    assert_true(text_equal((struct text){0}, text_of("")));
    assert_true(text_equal(text_of(NULL), (struct text){"x", 0}));
    assert_true(text_is(TEXT("abc"), "abc"));
    assert_false(text_is(TEXT("abc"), "ab"));
    assert_true(text_starts(TEXT("abc"), "ab"));
    assert_true(text_starts(TEXT("abc"), ""));
    assert_false(text_starts(TEXT("a"), "ab"));
    assert_true(text_order(TEXT("a"), TEXT("b")) < 0);
    assert_true(text_order(TEXT("a"), TEXT("ab")) < 0);
    assert_true(text_order(TEXT("\xC3"), TEXT("z")) > 0);
    assert_int_equal(text_order(TEXT("ab"), TEXT("ab")), 0);
    assert_int_equal(text_order((struct text){0}, TEXT("")), 0);
}

static void trim_takes_blanks_at_both_ends_only(void **unused)
{
    (void)unused;
    is_text(text_trim(TEXT(" \t a b \r\n")), "a b");
    is_text(text_trim(TEXT(" \t\r\n")), "");
    is_text(text_trim((struct text){0}), "");
}

static void split_walks_over_every_field(void **unused)
{
    (void)unused;
    struct text rest = TEXT("a,,b");
    is_text(text_split(&rest, ','), "a");
    is_text(text_split(&rest, ','), "");
    assert_non_null(rest.at);
    is_text(text_split(&rest, ','), "b");
    assert_null(rest.at);
    struct text open = TEXT("a,");
    is_text(text_split(&open, ','), "a");
    assert_non_null(open.at); /* one more field, an empty one */
    assert_int_equal(open.size, 0);
}

static void a_copy_that_does_not_fit_is_empty(void **unused)
{
    (void)unused;
    char room[4] = "xyz";
    assert_false(text_copy(TEXT("abcd"), room, sizeof room));
    assert_string_equal(room, "");
    assert_true(text_copy(TEXT("abc"), room, sizeof room));
    assert_string_equal(room, "abc");
    assert_false(text_copy(TEXT(""), room, 0));
}

static void numbers_are_all_digits_and_in_range(void **unused)
{
    (void)unused;
    uint64_t value = 5;
    int64_t of_sign = 5;
    assert_true(text_unsigned(TEXT("18446744073709551615"), &value));
    assert_true(value == UINT64_MAX);
    assert_false(text_unsigned(TEXT("18446744073709551616"), &value));
    assert_false(text_unsigned(TEXT("99999999999999999999"), &value));
    assert_false(text_unsigned(TEXT(""), &value));
    assert_false(text_unsigned(TEXT("1 "), &value));
    assert_false(text_unsigned(TEXT("+1"), &value));
    assert_true(value == UINT64_MAX);
    assert_true(text_signed(TEXT("-9223372036854775807"), &of_sign));
    assert_true(of_sign == -INT64_MAX);
    assert_false(text_signed(TEXT("9223372036854775808"), &of_sign));
    assert_false(text_signed(TEXT("-"), &of_sign));
    assert_false(text_signed(TEXT("--1"), &of_sign));
    assert_false(text_signed(TEXT(""), &of_sign));
}

/* RFC 3629, and the usual ways to break it. */
static void utf8_is_well_formed_or_refused(void **unused)
{
    (void)unused;
    static const char *const good[] = {
        "", "abc", "ố", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"};
    static const char *const bad[] = {"\x80",
                                      "\xC0\xAF",
                                      "\xC1\xBF",
                                      "\xE0\x9F\xBF",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xED\xA0\x80",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xE1\xBB",
                                      "\xC3",
                                      "a\xFF",
                                      "\xC3(",
                                      "\xE1\xBB("};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(text_utf8(text_of(good[i])));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(text_utf8(text_of(bad[i])));
    }
    assert_false(text_utf8(TEXT("a\0b")));
}

static void mix_is_fnv_1a(void **unused)
{
    (void)unused;
    assert_true(text_mix(TEXT("")) == 0xcbf29ce484222325u);
    assert_true(text_mix(TEXT("a")) == 0xaf63dc4c8601ec8cu);
    assert_true(text_mix(TEXT("foobar")) == 0x85944171f73967e8u);
}

static void a_line_is_built_piece_by_piece(void **unused)
{
    (void)unused;
    char room[96];
    struct line line = line_of(room, sizeof room);
    line_put(&line, "a=");
    line_unsigned(&line, UINT64_MAX);
    line_char(&line, ' ');
    line_signed(&line, INT64_MIN);
    line_char(&line, ' ');
    line_digits(&line, 7, 3);
    line_char(&line, ' ');
    line_hex(&line, "\x0A\xFF", 2);
    assert_string_equal(room, "a=18446744073709551615 -9223372036854775808 007 0aff");
    assert_false(line.cut);
    assert_int_equal(line_done(&line).size, line.size);
}

static void a_line_that_is_full_is_cut_on_a_whole_character(void **unused)
{
    (void)unused;
    char room[5];
    struct line line = line_of(room, sizeof room);
    line_put(&line, "ab\xE1\xBB\x91");
    assert_string_equal(room, "ab");
    assert_true(line.cut);
    line_put(&line, "cd");
    assert_string_equal(room, "abcd");
    line_char(&line, 'e');
    assert_string_equal(room, "abcd");
    struct line none = line_of(room, 0);
    line_put(&none, "x");
    assert_int_equal(none.size, 0);
    assert_string_equal(room, "abcd");
}

static void what_is_escaped_is_safe_to_print(void **unused)
{
    (void)unused;
    char room[64];
    struct line line = line_of(room, sizeof room);
    line_escaped(&line, TEXT("a\x1b\0\x7f\"\\ố"));
    assert_string_equal(room, "a\\x1b\\x00\\x7f\\\"\\\\ố");
    line = line_of(room, sizeof room);
    line_escaped(&line, TEXT("\xc2\x9bm \xe1\xba \xff\xc3\xa9")); /* CSI of C1, broken UTF-8 */
    assert_string_equal(room, "\\xc2\\x9bm \\xe1\\xba \\xff\xc3\xa9");
}

static void hex_is_read_whole_or_not_at_all(void **unused)
{
    (void)unused;
    uint8_t bytes[2] = {9, 9};
    assert_true(hex_bytes(TEXT("0aFf"), bytes, 2));
    assert_int_equal(bytes[0], 0x0A);
    assert_int_equal(bytes[1], 0xFF);
    assert_false(hex_bytes(TEXT("00g0"), bytes, 2));
    assert_false(hex_bytes(TEXT("000"), bytes, 2));
    assert_false(hex_bytes(TEXT("000000"), bytes, 2));
    assert_int_equal(bytes[0], 0x0A);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_compare_by_content),
        cmocka_unit_test(trim_takes_blanks_at_both_ends_only),
        cmocka_unit_test(split_walks_over_every_field),
        cmocka_unit_test(a_copy_that_does_not_fit_is_empty),
        cmocka_unit_test(numbers_are_all_digits_and_in_range),
        cmocka_unit_test(utf8_is_well_formed_or_refused),
        cmocka_unit_test(mix_is_fnv_1a),
        cmocka_unit_test(a_line_is_built_piece_by_piece),
        cmocka_unit_test(a_line_that_is_full_is_cut_on_a_whole_character),
        cmocka_unit_test(what_is_escaped_is_safe_to_print),
        cmocka_unit_test(hex_is_read_whole_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
