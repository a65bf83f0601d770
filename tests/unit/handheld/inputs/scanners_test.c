/* Runs under umockdev-wrapper: scanners plugged in, read, pulled out in mid-code, and a stick that
 * types a thousand keys a second. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "handheld/inputs/scanners.h"
#include "tests/unit/handheld/devices/hid/hex_file.h"
#include "tests/unit/handheld/devices/usb/bed.h"

enum { SOON_MS = 3000, QUIET_MS = 60 };

static struct scanners scanners;
static uint8_t bytes[3][HEX_FILE_MAX];
static struct bed_device scanner;
static struct bed_device keyboard;

static struct instant now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (struct instant){(int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000};
}

static int make(void **state)
{
    (void)state;
    bed_open();
    scanner = (struct bed_device){.vendor = 0x0536,
                                  .product = 0x02E1,
                                  .serial = "TRAO01",
                                  .descriptor = hex_file_read("counted", bytes[0])};
    keyboard = (struct bed_device){.vendor = 0x0C2E,
                                   .product = 0x0901,
                                   .subclass = 1,
                                   .protocol = 1,
                                   .descriptor = hex_file_read("keyboard", bytes[1])};
    return 0;
}

static int drop(void **state)
{
    (void)state;
    scanners_close(&scanners);
    bed_close();
    return 0;
}

static void begin(const char *text)
{
    struct scanner_list list;
    assert_true(scanner_list_read(text_of(text), &list));
    scanners_open(&scanners, &list, "/");
}

static bool next(struct scanners_event *event, int ms)
{
    struct instant end = {now().ms + ms};
    while (instant_before(now(), end)) {
        struct pollfd fds[USB_POLL_MAX];
        scanners_turn(&scanners, now());
        if (scanners_next(&scanners, now(), event)) {
            return true;
        }
        (void)poll(fds, (nfds_t)scanners_waits(&scanners, fds, USB_POLL_MAX), 5);
    }
    return false;
}

static void expect(enum scanners_event_kind kind, const char *code_or_text)
{
    struct scanners_event event = {.kind = SCANNERS_FAULT};
    assert_true(next(&event, SOON_MS));
    assert_int_equal(event.kind, kind);
    if (kind == SCANNERS_NOTE || kind == SCANNERS_ALARM) {
        assert_non_null(event.said);
        assert_string_equal(event.said ? event.said->code : "", code_or_text);
    } else if (!text_is(event.text, code_or_text)) {
        fail_msg("%.*s instead of %s", (int)event.text.size, event.text.at, code_or_text);
    }
}

static void expect_nothing(int ms)
{
    struct scanners_event event = {.kind = SCANNERS_FAULT};
    assert_false(next(&event, ms));
}

/* In the layout of `counted`. */
static void scan(int slot, const char *aim, const char *code, bool more)
{
    size_t size = strlen(code);
    uint8_t report[64] = {2, (uint8_t)size, (uint8_t)aim[0], (uint8_t)aim[1], (uint8_t)aim[2]};
    for (size_t i = 0; i < size; i++) {
        report[5 + i] = (uint8_t)code[i];
    }
    report[63] = more;
    bed_send(slot, report, sizeof report);
}

static void stroke(int slot, uint8_t usage)
{
    const uint8_t down[8] = {0, 0, usage};
    const uint8_t up[8] = {0};
    bed_send(slot, down, sizeof down);
    bed_send(slot, up, sizeof up);
}

static void codes_of_several_scanners_come_with_their_symbology(void **unused)
{
    (void)unused;
    bed_plug(0, &scanner);
    bed_plug(1, &scanner);
    begin("usb");
    expect(SCANNERS_NOTE, "SCAN-01");
    expect(SCANNERS_NOTE, "SCAN-01");
    scan(0, "]C0", "B00100226112312345", false);
    expect(SCANNERS_CODE, "]C0B00100226112312345");
    scan(1, "]Q1", "https://x/?mahs=H41.04-", true); /* parts of two scanners do not mix */
    scan(0, "]C0", "EE473124829VN", false);
    expect(SCANNERS_CODE, "]C0EE473124829VN");
    scan(1, "]Q1", "230321-0001", false);
    expect(SCANNERS_CODE, "]Q1https://x/?mahs=H41.04-230321-0001");
}

static void row_13_what_is_pulled_out_in_mid_code_is_dropped_and_told(void **unused)
{
    (void)unused;
    begin("usb:0536:02e1:TRAO01");
    for (int round = 0; round < 2; round++) {
        bed_plug(0, &scanner);
        expect(SCANNERS_NOTE, "SCAN-01");
        scan(0, "]Q1", "half of it", true);
        expect_nothing(QUIET_MS);
        bed_unplug(0);
        expect(SCANNERS_CUT, "");
        expect(SCANNERS_NOTE, "SCAN-03");
        expect_nothing(HID_NEXT_MS_MAX + QUIET_MS);
    }
}

static void row_14_reports_that_cannot_be_used_are_told(void **unused)
{
    (void)unused;
    const uint8_t report[64] = {2, 57, ']', 'C', '0'};
    const uint8_t other[64] = {4, 1};
    bed_plug(0, &scanner);
    begin("usb");
    expect(SCANNERS_NOTE, "SCAN-01");
    bed_send(0, report, 20);
    expect(SCANNERS_FAULT, "length");
    bed_send(0, report, 64);
    expect(SCANNERS_FAULT, "count");
    bed_send(0, other, 64);
    expect_nothing(QUIET_MS);
}

static void
a_scanner_of_unknown_fields_is_refused_by_name_and_a_service_interface_in_silence(void **unused)
{
    (void)unused;
    scanner.descriptor = hex_file_read("stray", bytes[2]);
    begin("usb");
    bed_plug(0, &scanner);
    expect(SCANNERS_NOTE, "SCAN-10");
    scanner.descriptor = hex_file_read("decoy", bytes[2]);
    bed_plug(1, &scanner);
    expect_nothing(2 * QUIET_MS);
    assert_true(bed_seen(0).kernel && bed_seen(1).kernel);
}

static void row_15_a_strange_keyboard_is_told_and_nothing_is_taken_from_it(void **unused)
{
    (void)unused;
    bed_plug(0, &keyboard); /* there before us: whoever set this up knows it */
    begin("usb,keyboard:9999:9999");
    expect_nothing(QUIET_MS);
    bed_plug(1, &keyboard);
    expect(SCANNERS_ALARM, "SCAN-05");
    assert_int_equal(bed_seen(0).claims + bed_seen(1).claims, 0);
}

static void
row_15_a_stick_that_types_a_thousand_keys_a_second_is_shut_out_and_told_once(void **unused)
{
    (void)unused;
    struct scanners_event event = {.kind = SCANNERS_FAULT};
    int told = 0;
    bed_plug(0, &keyboard);
    bed_plug(1, &scanner);
    begin("usb,keyboard:0c2e:0901");
    assert_true(next(&event, SOON_MS) && next(&event, SOON_MS)); /* both ready */
    struct instant time = now(); /* the test's own: a busy machine is no slow typist */
    for (int i = 0; i < 200; i += 20) {
        for (int key = 0; key < 20; key++) {
            stroke(0, (uint8_t)(4 + key));
        }
        for (int turn = 0; turn < 60; turn++) {
            time.ms++;
            scanners_turn(&scanners, time);
            while (scanners_next(&scanners, time, &event)) {
                assert_int_equal(event.kind, SCANNERS_ALARM);
                assert_string_equal(event.said->code, "SCAN-04");
                assert_true(text_is(event.text, "0c2e:0901"));
                told++;
            }
        }
    }
    assert_int_equal(told, 1);
    scan(1, "]C0", "EE473124829VN", false); /* and the scanner beside it is heard */
    expect(SCANNERS_CODE, "]C0EE473124829VN");
    bed_unplug(0);
    expect(SCANNERS_NOTE, "SCAN-03");
    bed_plug(0, &keyboard); /* to pull it out does not unmute it */
    expect(SCANNERS_NOTE, "SCAN-02");
    stroke(0, 4);
    stroke(0, 0x28);
    expect_nothing(QUIET_MS);
}

static void a_keyboard_that_is_named_gives_plain_codes(void **unused)
{
    (void)unused;
    bed_plug(0, &keyboard);
    begin("keyboard:0c2e:0901");
    expect(SCANNERS_NOTE, "SCAN-02");
    stroke(0, 4);
    stroke(0, 5);
    stroke(0, 0x28);
    expect(SCANNERS_PLAIN, "ab");
    stroke(0, 4);
    stroke(0, 0x2B); /* Tab gives no character */
    stroke(0, 0x28);
    expect(SCANNERS_FAULT, "unknown key");
    stroke(0, 4);
    expect(SCANNERS_CUT, ""); /* no Enter */
}

static void what_needs_the_command_is_told_to_send(void **unused)
{
    (void)unused;
    scanner.vendor = 0x0C2E;
    bed_plug(0, &scanner);
    begin("usb");
    expect(SCANNERS_NOTE, "SCAN-01");
    struct bed_seen seen = bed_seen(0);
    assert_int_equal(seen.feature_size, 2);
    assert_int_equal(seen.feature[0], 254);
    assert_int_equal(seen.feature[1], 1);
}

static void what_is_not_permitted_or_held_is_told(void **unused)
{
    (void)unused;
    scanner.claims_refused = -1;
    begin("usb");
    bed_plug(0, &scanner);
    expect(SCANNERS_ALARM, "SCAN-07");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
    const struct CMUnitTest tests[] = {
        TEST(codes_of_several_scanners_come_with_their_symbology),
        TEST(row_13_what_is_pulled_out_in_mid_code_is_dropped_and_told),
        TEST(row_14_reports_that_cannot_be_used_are_told),
        TEST(a_scanner_of_unknown_fields_is_refused_by_name_and_a_service_interface_in_silence),
        TEST(row_15_a_strange_keyboard_is_told_and_nothing_is_taken_from_it),
        TEST(row_15_a_stick_that_types_a_thousand_keys_a_second_is_shut_out_and_told_once),
        TEST(a_keyboard_that_is_named_gives_plain_codes),
        TEST(what_needs_the_command_is_told_to_send),
        TEST(what_is_not_permitted_or_held_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
