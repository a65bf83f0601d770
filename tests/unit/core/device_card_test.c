/* What a device hands over to be enrolled is read back, and nothing else is. */
#include "core/device_card.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct device_card a_card(void)
{
    const uint8_t seed[SIGN_SEED_SIZE] = {7};
    const uint8_t link[DEVICE_CARD_LINK_SIZE] = {1, 2, 3};
    struct sign_public key;
    struct sign_secret secret;
    sign_keys(seed, &key, &secret);
    return device_card_of(&key, link);
}

static void a_card_is_read_back_as_it_was_written(void **unused)
{
    (void)unused;
    char text[DEVICE_CARD_SIZE];
    const struct device_card card = a_card();
    struct device_card read;
    assert_int_equal(device_card_parse(text_of(device_card_text(&card, text)), &read), STATUS_OK);
    assert_true(read.device.id == card.device.id);
    assert_memory_equal(&read.sign_key, &card.sign_key, sizeof read.sign_key);
    assert_memory_equal(read.link_key, card.link_key, sizeof read.link_key);
}

static void any_character_changed_makes_it_another_card_or_none(void **unused)
{
    (void)unused;
    char text[DEVICE_CARD_SIZE];
    const struct device_card card = a_card();
    struct device_card read;
    const size_t size = strlen(device_card_text(&card, text));
    const size_t link = size - 1 - 2 * (size_t)DEVICE_CARD_LINK_SIZE;
    for (size_t i = 0; i + 1 < size; i++) {
        const char before = text[i];
        text[i] = before == '0' ? '1' : '0';
        const enum status status = device_card_parse((struct text){text, size}, &read);
        if (i < link) { /* the link key stands for itself; the number stands for the signing key */
            assert_int_not_equal(status, STATUS_OK);
        } else if (status == STATUS_OK) {
            assert_memory_not_equal(read.link_key, card.link_key, sizeof read.link_key);
        }
        text[i] = before;
    }
}

static void a_later_form_says_so(void **unused)
{
    (void)unused;
    struct device_card read;
    assert_int_equal(device_card_parse(TEXT("trao-device 2\nother\n"), &read), STATUS_TOO_NEW);
    assert_int_equal(device_card_parse(TEXT("trao-device x\n"), &read), STATUS_MALFORMED);
    assert_int_equal(device_card_parse(TEXT(""), &read), STATUS_MALFORMED);
    assert_int_equal(device_card_parse(TEXT("trao-device 1\n"), &read), STATUS_MALFORMED);
}

static void what_stands_behind_a_card_is_refused(void **unused)
{
    (void)unused;
    char text[DEVICE_CARD_SIZE + 8];
    const struct device_card card = a_card();
    struct device_card read;
    const size_t size = strlen(device_card_text(&card, text));
    memcpy(text + size, "\n more", sizeof "\n more");
    assert_int_equal(device_card_parse(text_of(text), &read), STATUS_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_card_is_read_back_as_it_was_written),
        cmocka_unit_test(any_character_changed_makes_it_another_card_or_none),
        cmocka_unit_test(a_later_form_says_so),
        cmocka_unit_test(what_stands_behind_a_card_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
