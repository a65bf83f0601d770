#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/item_layout.h"

static void vietnamese_letters_in_a_code_come_from_an_input_method(void **unused)
{
    (void)unused;
    assert_int_equal(item_layout_of(TEXT("Ê473124829VN")), ITEM_LAYOUT_IME);
    assert_int_equal(item_layout_of(TEXT("ĐH41.04-230321-0001")), ITEM_LAYOUT_IME);
    assert_int_equal(item_layout_of(TEXT("A\xCC\x81"
                                         "12345")),
                     ITEM_LAYOUT_IME); /* decomposed */
}

static void other_foreign_letters_in_a_code_come_from_a_layout(void **unused)
{
    (void)unused;
    assert_int_equal(item_layout_of(TEXT("H41.04ß230321ß0001")), ITEM_LAYOUT_OTHER);
    assert_int_equal(item_layout_of(TEXT("EE47312ç829VN")), ITEM_LAYOUT_OTHER);
}

static void sentences_urls_and_plain_codes_are_left_alone(void **unused)
{
    (void)unused;
    assert_int_equal(item_layout_of(TEXT("Nguyễn Văn A, 040123456789")), ITEM_LAYOUT_PLAIN);
    assert_int_equal(item_layout_of(TEXT("040123456789|Nguyễn|01011990")), ITEM_LAYOUT_PLAIN);
    assert_int_equal(item_layout_of(TEXT("https://a.vn/tên/1234")), ITEM_LAYOUT_PLAIN);
    assert_int_equal(item_layout_of(TEXT("Phòng")), ITEM_LAYOUT_PLAIN);
    assert_int_equal(item_layout_of(TEXT("H41.04-230321-0001")), ITEM_LAYOUT_PLAIN);
    assert_int_equal(item_layout_of(TEXT("")), ITEM_LAYOUT_PLAIN);
}

static void french_keys_lead_back_to_the_keys_that_were_meant(void **unused)
{
    (void)unused;
    char room[64];
    char found[64];
    struct text us;
    assert_true(item_layout_from_azerty(TEXT("H'&:à')é\"à\"é&)ààà&"), room, &us));
    assert_true(text_copy(us, found, sizeof found));
    assert_string_equal(found, "H41.04-230321-0001");
    assert_true(item_layout_from_azerty(TEXT("QZW,&é\"'(-è_çà"), room, &us));
    assert_true(text_copy(us, found, sizeof found));
    assert_string_equal(found, "AWZM1234567890");
    assert_false(item_layout_from_azerty(TEXT("H41"), room, &us));
    assert_false(item_layout_from_azerty(TEXT("M"), room, &us));
}

static void a_changed_test_code_is_always_one_or_the_other(void **unused)
{
    (void)unused;
    assert_int_equal(item_layout_of_test(TEXT("THU-ÂZYWQM.Á-0123456789")), ITEM_LAYOUT_IME);
    assert_int_equal(item_layout_of_test(TEXT("THU)QQWYZA?:Q&)à&é")), ITEM_LAYOUT_OTHER);
    assert_int_equal(item_layout_of_test(TEXT("THUßAAYZWQM")), ITEM_LAYOUT_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vietnamese_letters_in_a_code_come_from_an_input_method),
        cmocka_unit_test(other_foreign_letters_in_a_code_come_from_a_layout),
        cmocka_unit_test(sentences_urls_and_plain_codes_are_left_alone),
        cmocka_unit_test(french_keys_lead_back_to_the_keys_that_were_meant),
        cmocka_unit_test(a_changed_test_code_is_always_one_or_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
