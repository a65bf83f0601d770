#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/item_check.h"

static void s10_gives_the_check_digits_of_upu_examples(void **unused)
{
    (void)unused;
    assert_int_equal(item_check_s10(TEXT("47312482")), '9');
    assert_int_equal(item_check_s10(TEXT("00000000")), '5'); /* remainder 0: 11 becomes 5 */
    assert_int_equal(item_check_s10(TEXT("12345678")), '5');
    assert_int_equal(item_check_s10(TEXT("00000600")), '3');
}

static void s10_turns_ten_into_zero(void **unused)
{
    (void)unused;
    assert_int_equal(item_check_s10(TEXT("00010003")), '0'); /* 2 + 21 = 23, 11 - 1 = 10 */
}

static void mod_37_36_gives_the_check_characters_of_known_numbers(void **unused)
{
    (void)unused;
    /* ISO/IEC 7064 itself and the GRid standard (IFPI, version 2.1), whose check is the same. */
    assert_int_equal(item_check_37_36(TEXT("A12425GABC1234002")), 'M');
    assert_int_equal(item_check_37_36(TEXT("BTTG0042303211007")), 'I');
    assert_int_equal(item_check_37_36(TEXT("B004TTG2303212001")), 'W');
}

static void mod_37_36_finds_every_single_error_and_every_swap_of_neighbours(void **unused)
{
    (void)unused;
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    char code[] = "BTTG0042303211007";
    const struct text text = {code, sizeof code - 1};
    char right = item_check_37_36(text);
    for (size_t i = 0; i < text.size; i++) {
        char kept = code[i];
        for (const char *c = alphabet; *c; c++) {
            code[i] = *c;
            assert_int_equal(item_check_37_36(text) == right, *c == kept);
        }
        code[i] = kept;
    }
    for (size_t i = 0; i + 1 < text.size; i++) {
        char kept = code[i];
        code[i] = code[i + 1];
        code[i + 1] = kept;
        assert_int_equal(item_check_37_36(text) == right, code[i] == code[i + 1]);
        code[i + 1] = code[i];
        code[i] = kept;
    }
}

static void only_letters_no_input_method_rewrites_are_printed(void **unused)
{
    (void)unused;
    const char *yes = "BCGHKLMNPQTV0123456789";
    const char *no = "ADEFIJORSUWXYZ.-abc";
    for (; *yes; yes++) {
        assert_true(item_check_is_printed(*yes));
    }
    for (; *no; no++) {
        assert_false(item_check_is_printed(*no));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(s10_gives_the_check_digits_of_upu_examples),
        cmocka_unit_test(s10_turns_ten_into_zero),
        cmocka_unit_test(mod_37_36_gives_the_check_characters_of_known_numbers),
        cmocka_unit_test(mod_37_36_finds_every_single_error_and_every_swap_of_neighbours),
        cmocka_unit_test(only_letters_no_input_method_rewrites_are_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
