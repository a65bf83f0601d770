#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/item_code.h"

static void is_shown_as(struct text raw, const char *expected)
{
    char room[256];
    struct line line = line_of(room, sizeof room);
    item_code_shown(raw, &line);
    assert_string_equal(room, expected);
}

static void every_kind_has_its_own_name(void **unused)
{
    (void)unused;
    for (int i = 0; i < ITEM_KINDS; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(item_kind_name((enum item_kind)i),
                                    item_kind_name((enum item_kind)j));
        }
    }
    assert_string_equal(item_kind_name(ITEM_DOSSIER), "dossier");
    assert_string_equal(item_kind_name(ITEM_BAD), "bad");
}

static void every_refusal_has_its_sentence_in_both_languages(void **unused)
{
    (void)unused;
    assert_null(item_bad_said(ITEM_GOOD));
    for (int i = ITEM_GOOD + 1; i < ITEM_BADS; i++) {
        const struct said *said = item_bad_said((enum item_bad)i);
        assert_non_null(said);
        assert_true(said_valid(said));
        for (int j = ITEM_GOOD + 1; j < i; j++) {
            assert_string_not_equal(said->code, item_bad_said((enum item_bad)j)->code);
        }
    }
}

static void a_password_is_masked_wherever_a_slip_is_shown(void **unused)
{
    (void)unused;
    is_shown_as(TEXT("D-geheim-12345-2"), "D-***-12345-2");
    is_shown_as(TEXT("D-ge-heim-12345-2"), "D-***-12345-2");
    is_shown_as(TEXT("d-geheim-12345-2\r\n"), "D-***-12345-2");
    is_shown_as(TEXT("]Q3\x1d"
                     "D\x01-geheim-12345-2"),
                "D-***-12345-2");
    is_shown_as(TEXT("D-geheim"), "D-***");
    is_shown_as(TEXT("D-geheim-12345"), "D-***");
    is_shown_as(TEXT("D-geheim\xFF-1-2"), "D-***-1-2");
    is_shown_as(TEXT("https://a.example/?mahs=D-geheim-1-2"), "D-***-1-2");
    is_shown_as(TEXT("https://a.example/?mahs=D%2Dgeheim"), "D-***");
}

static void row_05_what_is_shown_is_escaped(void **unused)
{
    (void)unused;
    is_shown_as(TEXT("]C1H41\x1b[2J\0"), "]C1H41\\x1b[2J\\x00");
    is_shown_as(TEXT("Mã lạ"), "Mã lạ");
}

static void row_04_what_is_too_long_is_shown_cut(void **unused)
{
    (void)unused;
    static char wide[1000];
    char room[1200];
    struct line line = line_of(room, sizeof room);
    memset(wide, 'A', sizeof wide);
    item_code_shown((struct text){wide, sizeof wide}, &line);
    assert_int_equal(line.size, ITEM_RAW_MAX + strlen("…"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_its_own_name),
        cmocka_unit_test(every_refusal_has_its_sentence_in_both_languages),
        cmocka_unit_test(a_password_is_masked_wherever_a_slip_is_shown),
        cmocka_unit_test(row_05_what_is_shown_is_escaped),
        cmocka_unit_test(row_04_what_is_too_long_is_shown_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
