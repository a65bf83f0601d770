#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/devices/hid/hid_keys.h"

enum { SHIFT = 0x02, ENTER = 0x28 };

static struct hid_keys keys;
static struct instant now;
static struct text code;

static int clear(void **state)
{
    (void)state;
    hid_keys_init(&keys, &hid_keymap_us);
    now.ms = 1000;
    return 0;
}

static enum hid_keys_result report(uint8_t modifiers, uint8_t usage)
{
    const uint8_t bytes[HID_KEYS_REPORT_SIZE] = {modifiers, 0, usage};
    return hid_keys_report(&keys, span_of(bytes, sizeof bytes), now, &code);
}

static enum hid_keys_result stroke(uint8_t modifiers, uint8_t usage)
{
    enum hid_keys_result result = report(modifiers, usage);
    enum hid_keys_result up = report(0, 0);
    assert_int_equal(up, HID_KEYS_NOTHING);
    now.ms++;
    return result;
}

/* Types TEXT by the keymap; nothing comes before its Enter. */
static void type(const char *text)
{
    for (; *text; text++) {
        const char *plain = memchr(hid_keymap_us.plain + 1, *text, HID_KEYMAP_SIZE - 1);
        const char *shifted = memchr(hid_keymap_us.shifted + 1, *text, HID_KEYMAP_SIZE - 1);
        assert_true(plain || shifted);
        uint8_t usage =
            (uint8_t)(plain ? plain - hid_keymap_us.plain : shifted - hid_keymap_us.shifted);
        assert_int_equal(stroke(plain ? 0 : SHIFT, usage), HID_KEYS_NOTHING);
    }
}

static bool enters(const char *expected)
{
    return stroke(0, ENTER) == HID_KEYS_CODE && text_is(code, expected);
}

static void keys_come_out_as_a_code_at_enter(void **unused)
{
    (void)unused;
    type("H41.04-230321-0001");
    assert_true(enters("H41.04-230321-0001"));
    type("B00100226112312345");
    assert_int_equal(stroke(0, 0x58), HID_KEYS_CODE); /* the keypad's Enter */
    assert_true(text_is(code, "B00100226112312345"));
    type("https://x/?a=1&b=\"2\"~{}|");
    assert_true(enters("https://x/?a=1&b=\"2\"~{}|"));
}

static void enter_alone_is_nothing(void **unused)
{
    (void)unused;
    assert_int_equal(stroke(0, ENTER), HID_KEYS_NOTHING);
}

static void a_key_that_stays_down_counts_once(void **unused)
{
    (void)unused;
    const uint8_t a_then_b[][HID_KEYS_REPORT_SIZE] = {
        {0,  0, 4},
        {0, 0, 4, 5},
        {0,  0, 5},
        {0}
    };
    for (size_t i = 0; i < 4; i++) {
        struct span bytes = span_of(a_then_b[i], HID_KEYS_REPORT_SIZE);
        assert_int_equal(hid_keys_report(&keys, bytes, now, &code), HID_KEYS_NOTHING);
    }
    assert_true(enters("ab"));
}

static void a_roll_over_keeps_what_was_down(void **unused)
{
    (void)unused;
    const uint8_t roll_over[HID_KEYS_REPORT_SIZE] = {0, 0, 1, 1, 1, 1, 1, 1};
    assert_int_equal(report(0, 4), HID_KEYS_NOTHING);
    struct span bytes = span_of(roll_over, sizeof roll_over);
    assert_int_equal(hid_keys_report(&keys, bytes, now, &code), HID_KEYS_NOTHING);
    assert_int_equal(report(0, 4), HID_KEYS_NOTHING); /* still the same press */
    assert_int_equal(report(0, 0), HID_KEYS_NOTHING);
    assert_true(enters("a"));
}

static void an_unknown_key_refuses_its_line_and_no_other(void **unused)
{
    (void)unused;
    static const uint8_t unknown[] = {0x2A, 0x2B, 0x39, 0x4F, 0x68, 0xFF}; /* Backspace, Tab, … */
    for (size_t i = 0; i < sizeof unknown; i++) {
        clear(NULL);
        type("AB");
        assert_int_equal(stroke(0, unknown[i]), HID_KEYS_NOTHING);
        type("CD");
        assert_int_equal(stroke(0, ENTER), HID_KEYS_REFUSED);
        type("EF");
        assert_true(enters("EF"));
    }
    for (int bit = 0; bit < 8; bit++) { /* Control, Alt and their kin give no character */
        clear(NULL);
        bool shift = bit == 1 || bit == 5;
        assert_int_equal(stroke((uint8_t)(1 << bit), 4), HID_KEYS_NOTHING);
        assert_int_equal(stroke(0, ENTER), shift ? HID_KEYS_CODE : HID_KEYS_REFUSED);
    }
}

static void row_13_a_part_whose_rest_never_comes_is_dropped(void **unused)
{
    (void)unused;
    type("AB");
    assert_int_equal(hid_keys_wakeup(&keys).ms, now.ms - 1 + HID_KEYS_NEXT_MS_MAX);
    now.ms += HID_KEYS_NEXT_MS_MAX - 2;
    assert_int_equal(hid_keys_expire(&keys, now), HID_KEYS_NOTHING);
    now.ms++;
    assert_int_equal(hid_keys_expire(&keys, now), HID_KEYS_CUT);
    assert_int_equal(hid_keys_wakeup(&keys).ms, INSTANT_NEVER.ms);
    type("CD");
    assert_true(enters("CD"));
    type("EF");
    assert_int_equal(hid_keys_unplug(&keys), HID_KEYS_CUT);
    assert_int_equal(hid_keys_unplug(&keys), HID_KEYS_NOTHING);
    type("GH");
    now.ms += HID_KEYS_NEXT_MS_MAX; /* nobody looked: the late key does not join */
    type("IJ");
    assert_true(enters("IJ"));
    assert_int_equal(keys.counts[HID_KEYS_CUT], 3);
}

static void row_15_a_stick_that_types_a_thousand_keys_a_second_is_told_once(void **unused)
{
    (void)unused;
    int told = 0;
    int codes = 0;
    for (int64_t start = now.ms; now.ms < start + 30000;) {
        enum hid_keys_result result = stroke(0, (uint8_t)(4 + now.ms % 26)); /* never an Enter */
        told += result == HID_KEYS_MUTED;
        codes += result == HID_KEYS_CODE;
    }
    assert_int_equal(told, 1);
    assert_int_equal(codes, 0);
    assert_int_equal(hid_keys_wakeup(&keys).ms, INSTANT_NEVER.ms);
}

static void row_15_codes_that_come_too_fast_are_told_once(void **unused)
{
    (void)unused;
    int told = 0;
    int codes = 0;
    for (int64_t start = now.ms; now.ms < start + 30000;) {
        enum hid_keys_result result = stroke(0, now.ms % 10 ? 4 : ENTER);
        told += result == HID_KEYS_MUTED;
        codes += result == HID_KEYS_CODE;
    }
    assert_int_equal(told, 1);
    assert_int_equal(codes, HID_RATE_KEYBOARD);
    now.ms += HID_MUTE_MS; /* and afterwards it is heard again */
    type("AB");
    assert_true(enters("AB"));
}

static void eighty_characters_are_a_code_and_one_more_is_not(void **unused)
{
    (void)unused;
    char text[HID_KEYS_CODE_MAX + 1] = {0};
    memset(text, 'a', HID_KEYS_CODE_MAX);
    type(text);
    assert_true(enters(text));
    type(text);
    assert_int_equal(stroke(0, 4), HID_KEYS_MUTED);
}

/* Found by tests/fuzz/hid_keys_fuzz.c: the second Enter overwrote the code of the first. */
static void what_stands_behind_an_enter_in_one_report_is_refused(void **unused)
{
    (void)unused;
    const uint8_t both[HID_KEYS_REPORT_SIZE] = {0, 0, ENTER, 5, 0x58};
    type("AB");
    assert_int_equal(hid_keys_report(&keys, span_of(both, 8), now, &code), HID_KEYS_CODE);
    assert_true(text_is(code, "AB"));
    assert_int_equal(report(0, 0), HID_KEYS_NOTHING);
    assert_int_equal(stroke(0, ENTER), HID_KEYS_REFUSED);
}

static void what_is_no_boot_report_is_counted(void **unused)
{
    (void)unused;
    const uint8_t bytes[9] = {0, 0, 4};
    assert_int_equal(hid_keys_report(&keys, span_of(bytes, 9), now, &code), HID_KEYS_ODD);
    assert_int_equal(hid_keys_report(&keys, span_of(bytes, 0), now, &code), HID_KEYS_ODD);
    assert_int_equal(keys.counts[HID_KEYS_ODD], 2);
}

static void every_result_has_its_word(void **unused)
{
    (void)unused;
    for (int i = 0; i < HID_KEYS_RESULTS; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(hid_keys_text((enum hid_keys_result)i),
                                    hid_keys_text((enum hid_keys_result)j));
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, clear)
    const struct CMUnitTest tests[] = {
        TEST(keys_come_out_as_a_code_at_enter),
        TEST(enter_alone_is_nothing),
        TEST(a_key_that_stays_down_counts_once),
        TEST(a_roll_over_keeps_what_was_down),
        TEST(an_unknown_key_refuses_its_line_and_no_other),
        TEST(row_13_a_part_whose_rest_never_comes_is_dropped),
        TEST(row_15_a_stick_that_types_a_thousand_keys_a_second_is_told_once),
        TEST(row_15_codes_that_come_too_fast_are_told_once),
        TEST(eighty_characters_are_a_code_and_one_more_is_not),
        TEST(what_stands_behind_an_enter_in_one_report_is_refused),
        TEST(what_is_no_boot_report_is_counted),
        TEST(every_result_has_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
