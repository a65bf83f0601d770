#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/item_clean.h"

static void cleans_to(struct text raw, const char *expected)
{
    char room[256];
    char found[256];
    struct text cleaned;
    assert_true(item_clean(raw, room, &cleaned));
    assert_true(text_copy(cleaned, found, sizeof found));
    assert_string_equal(found, expected);
}

static void control_bytes_blanks_and_one_aim_identifier_go(void **unused)
{
    (void)unused;
    cleans_to(TEXT("  A B\t\r\n"), "A B");
    cleans_to(TEXT("\x02"
                   "A\x1d"
                   "B\0C\x7f"),
              "ABC");
    cleans_to(TEXT("]C1ABC"), "ABC");
    cleans_to(TEXT("\x1b]Q3 ABC"), "ABC");
    cleans_to(TEXT("]C1]C1ABC"), "]C1ABC");
    cleans_to(TEXT("]11ABC"), "]11ABC");
    cleans_to(TEXT("]C1"), "");
    cleans_to(TEXT("]C"), "]C");
    cleans_to(TEXT(""), "");
}

static void a_checked_check_character_of_code_39_goes(void **unused)
{
    (void)unused;
    /* The sum of CODE39 is 12 24 13 14 3 9 = 75, 75 mod 43 = 32: W. */
    cleans_to(TEXT("]A1CODE39W"), "CODE39");
    cleans_to(TEXT("]A0CODE39W"), "CODE39W"); /* nobody checked it: it is data */
    cleans_to(TEXT("]A1CODE39X"), "CODE39X");
    cleans_to(TEXT("]A1code39W"), "code39W");
    cleans_to(TEXT("]A1"), "");
    cleans_to(TEXT("]A10"), "0");
}

static void the_channels_of_qr_and_datamatrix_go(void **unused)
{
    (void)unused;
    cleans_to(TEXT("]Q2\\000026H41.04-230321-0001"), "H41.04-230321-0001");
    cleans_to(TEXT("]d4\\000026A\\\\B\\000003C"), "A\\BC");
    cleans_to(TEXT("]Q6\\000026"), "");
    cleans_to(TEXT("]Q2\\00002A"), "\\00002A"); /* no six digits */
    cleans_to(TEXT("]Q2\\00002"), "\\00002");
    cleans_to(TEXT("]Q1\\000026A"), "\\000026A"); /* this reader tells no channels: data */
    cleans_to(TEXT("]C2\\000026A"), "\\000026A");
}

static void c1_controls_go_and_other_characters_stay(void **unused)
{
    (void)unused;
    cleans_to(TEXT("a\xC2\x9B"
                   "31mb"),
              "a31mb");
    cleans_to(TEXT("Ngh\xE1\xBB\x87 An \xC2\xA9"), "Ngh\xE1\xBB\x87 An \xC2\xA9");
}

static void what_is_no_utf8_is_said_so(void **unused)
{
    (void)unused;
    char room[16];
    struct text cleaned;
    assert_false(item_clean(TEXT("A\xFF"), room, &cleaned));
    assert_int_equal(cleaned.size, 2);
    assert_false(item_clean(TEXT("\xC3"), room, &cleaned));
    assert_false(item_clean(TEXT("\xED\xA0\x80"), room, &cleaned)); /* a lone surrogate */
}

static void yields(const char *url, const char *expected)
{
    char room[256];
    char found[256];
    struct text value;
    bool there = item_clean_url(text_of(url), room, &value);
    assert_int_equal(there, expected != NULL);
    if (expected) {
        assert_true(text_copy(value, found, sizeof found));
        assert_string_equal(found, expected);
    }
}

static void a_url_yields_its_code_under_any_of_three_names(void **unused)
{
    (void)unused;
    yields("https://a.vn/t?mahs=H41-230321-0001", "H41-230321-0001");
    yields("https://a.vn/t?x=1&maHoSo=H41-230321-0001&y=2", "H41-230321-0001");
    yields("HTTPS://A.VN/T?MA_HO_SO=H41-230321-0001#top", "H41-230321-0001");
    yields("https://a.vn/#/tra-cuu?mahs=7", "7");
    yields("https://a.vn/?next=/x?mahs=7", "7");
    yields("https://a.vn/?mahs=a%2Db+c%20%c3%AA", "a-b c \xC3\xAA");
}

static void a_url_without_one_yields_nothing(void **unused)
{
    (void)unused;
    yields("https://a.vn/t", NULL);
    yields("https://a.vn/t?mahs=", NULL);
    yields("https://a.vn/t?xmahs=1", NULL);
    yields("https://a.vn/t?mahsx=1", NULL);
    yields("https://a.vn/mahs=1", NULL);
    yields("mahs=1", NULL);
    yields("", NULL);
}

static void a_broken_percent_stands_for_itself(void **unused)
{
    (void)unused;
    yields("?mahs=%zz", "%zz");
    yields("?mahs=1%2", "1%2");
    yields("?mahs=1%", "1%");
}

static void what_is_shown_cannot_steer_a_terminal(void **unused)
{
    (void)unused;
    char room[96];
    struct line line = line_of(room, sizeof room);
    item_clean_escaped(TEXT("\x1b[31m\xC2\x9B\xFF\xE1\xBB\x87\"\\\0"), &line);
    assert_string_equal(room, "\\x1b[31m\\xc2\\x9b\\xff\xE1\xBB\x87\\\"\\\\\\x00");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_bytes_blanks_and_one_aim_identifier_go),
        cmocka_unit_test(a_checked_check_character_of_code_39_goes),
        cmocka_unit_test(the_channels_of_qr_and_datamatrix_go),
        cmocka_unit_test(c1_controls_go_and_other_characters_stay),
        cmocka_unit_test(what_is_no_utf8_is_said_so),
        cmocka_unit_test(a_url_yields_its_code_under_any_of_three_names),
        cmocka_unit_test(a_url_without_one_yields_nothing),
        cmocka_unit_test(a_broken_percent_stands_for_itself),
        cmocka_unit_test(what_is_shown_cannot_steer_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
