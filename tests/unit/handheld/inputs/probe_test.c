/* Runs under umockdev-wrapper: a bed full of devices, told in words. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "handheld/inputs/probe.h"
#include "tests/unit/handheld/devices/hid/hex_file.h"
#include "tests/unit/handheld/devices/usb/bed.h"

static struct probe probe;
static uint8_t bytes[3][HEX_FILE_MAX];

static int make(void **state)
{
    (void)state;
    bed_open();
    return 0;
}

static int drop(void **state)
{
    (void)state;
    bed_close();
    return 0;
}

static void run(const char *list_text, enum language language)
{
    struct scanner_list list;
    assert_true(scanner_list_read(text_of(list_text), &list));
    probe_run(&probe, &list, language, "/", "/nowhere/ttyACM*");
    for (size_t i = 0; i < probe.count; i++) {
        (void)printf("%s\n", probe.lines[i]); /* to be read by people */
    }
}

static bool says(const char *line)
{
    for (size_t i = 0; i < probe.count; i++) {
        if (strcmp(probe.lines[i], line) == 0) {
            return true;
        }
    }
    return false;
}

static void plug_all(void)
{
    const struct bed_device scanner = {.vendor = 0x0536,
                                       .product = 0x02E1,
                                       .serial = "TRAO01",
                                       .descriptor = hex_file_read("counted", bytes[0])};
    const struct bed_device keyboard = {.vendor = 0x0C2E,
                                        .product = 0x0901,
                                        .subclass = 1,
                                        .protocol = 1,
                                        .descriptor = hex_file_read("keyboard", bytes[1])};
    const struct bed_device stray = {
        .vendor = 0x1111, .product = 0x0001, .descriptor = hex_file_read("stray", bytes[2])};
    const struct bed_device modem = {.vendor = 0x2222, .product = 0x0002, .cdc = true};
    bed_plug(0, &scanner);
    bed_plug(1, &keyboard);
    bed_plug(2, &stray);
    bed_plug(3, &modem);
}

static void each_device_is_told_what_it_is_and_why_it_would_not_be_used(void **unused)
{
    (void)unused;
    plug_all();
    run("usb", LANGUAGE_EN);
    assert_int_equal(probe.count, 4);
    assert_true(says("SCAN-21 0536:02e1 TRAO01: a HID POS scanner. It would be used."));
    assert_true(says("SCAN-24 0c2e:0901: a keyboard. Not used, it is not on the list; if it is a "
                     "scanner: --scanner keyboard:0c2e:0901"));
    assert_true(says("SCAN-10 1111:0001: a scanner of an unknown format. Not used, not guessed "
                     "at; switch it to HID POS."));
    assert_true(says("SCAN-26 2222:0002: a USB serial device. It can be used through its port, "
                     "see the line with /dev/ttyACM."));
    for (int slot = 0; slot < 3; slot++) { /* nobody notices that we looked */
        assert_true(bed_seen(slot).kernel && !bed_seen(slot).claimed);
    }
    assert_int_equal(bed_seen(1).claims, 0);
}

static void the_list_decides_and_the_words_follow_it(void **unused)
{
    (void)unused;
    plug_all();
    run("keyboard:0c2e:0901", LANGUAGE_VI);
    assert_int_equal(probe.count, 4);
    assert_true(says("SCAN-23 0c2e:0901: bàn phím có trong danh sách, coi là máy quét. Sẽ được "
                     "dùng."));
    assert_true(says("SCAN-22 0536:02e1: thiết bị HID. Không dùng vì không có trong danh "
                     "sách; nếu là máy quét: --scanner usb:0536:02e1"));
}

static void nothing_plugged_in_is_said(void **unused)
{
    (void)unused;
    run("usb", LANGUAGE_EN);
    assert_int_equal(probe.count, 1);
    assert_true(says("SCAN-20 Nothing is plugged in that could be a scanner."));
}

static void ports_are_told_whether_they_are_on_the_list(void **unused)
{
    (void)unused;
    char list[96];
    char path[64];
    char expected[128];
    int scanner = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    assert_true(scanner >= 0 && grantpt(scanner) == 0 && unlockpt(scanner) == 0);
    assert_int_equal(ptsname_r(scanner, path, sizeof path), 0);
    (void)snprintf(list, sizeof list, "serial:%s,serial:/dev/nowhere", path);
    run(list, LANGUAGE_EN);
    (void)snprintf(expected, sizeof expected,
                   "SCAN-28 %s: a serial port that is on the list. It would be used.", path);
    assert_true(says(expected));
    assert_true(says("SCAN-30 /dev/nowhere: it is on the list and cannot be opened. It is waited "
                     "for."));
    assert_int_equal(probe.count, 2);
    (void)close(scanner);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
    const struct CMUnitTest tests[] = {
        TEST(each_device_is_told_what_it_is_and_why_it_would_not_be_used),
        TEST(the_list_decides_and_the_words_follow_it),
        TEST(nothing_plugged_in_is_said),
        TEST(ports_are_told_whether_they_are_on_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
