#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/inputs/scanner_list.h"

static void a_list_names_kinds_devices_and_paths(void **unused)
{
    (void)unused;
    struct scanner_list list;
    assert_true(scanner_list_read(
        TEXT("usb,usb:0536:02e1:TRAO01,keyboard:0C2E:0901,serial:/dev/ttyACM0"), &list));
    assert_int_equal(list.usb.count, 3);
    assert_true(list.usb.at[0].any && list.usb.at[0].use == USB_AS_SCANNER);
    assert_false(list.usb.at[1].any);
    assert_int_equal(list.usb.at[1].vendor, 0x0536);
    assert_int_equal(list.usb.at[1].product, 0x02E1);
    assert_string_equal(list.usb.at[1].serial, "TRAO01");
    assert_int_equal(list.usb.at[2].use, USB_AS_KEYBOARD);
    assert_int_equal(list.usb.at[2].vendor, 0x0C2E);
    assert_string_equal(list.usb.at[2].serial, "");
    assert_int_equal(list.serial_count, 1);
    assert_string_equal(list.serial_paths[0], "/dev/ttyACM0");
}

static void what_is_no_list_is_refused_and_writes_nothing(void **unused)
{
    (void)unused;
    static const char *const bad[] = {
        "",
        "USB",
        ",",
        "usb,",
        "usb:",
        "usb:0536",
        "usb:536:1",
        "usb:0536:02e",
        "usb:0536:02eg",
        "keyboard",
        "keyboard:",
        "keyboard:0c2e",
        "serial",
        "serial:",
        "usb:0536:02e1:",
        "mouse:1:2",
        "usb 0536:02e1",
        "usb;serial:/dev/ttyACM0",
        "usb:0536:02e1:0123456789012345678901234567890123456789012345678901234567890123",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct scanner_list list = {.serial_count = 7};
        if (scanner_list_read(text_of(bad[i]), &list)) {
            fail_msg("accepted: %s", bad[i]);
        }
        assert_int_equal(list.serial_count, 7);
    }
}

static void a_list_has_its_bounds(void **unused)
{
    (void)unused;
    char text[4 * (USB_RULES_MAX + 1)];
    struct scanner_list list;
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = "usb,"[i % 4];
    }
    struct text most = {.at = text, .size = 4 * USB_RULES_MAX - 1};
    assert_true(scanner_list_read(most, &list));
    most.size += 4;
    assert_false(scanner_list_read(most, &list));
    assert_true(scanner_list_read(TEXT("serial:a,serial:b,serial:c,serial:d"), &list));
    assert_false(scanner_list_read(TEXT("serial:a,serial:b,serial:c,serial:d,serial:e"), &list));
}

static void a_device_is_written_as_the_list_wants_it(void **unused)
{
    (void)unused;
    char room[64];
    struct line line = line_of(room, sizeof room);
    scanner_list_device(0x0C2E, 0x0901, "", &line);
    assert_string_equal(room, "0c2e:0901");
    line = line_of(room, sizeof room);
    scanner_list_device(0x0C2E, 0x0901, "AB12", &line);
    assert_string_equal(room, "0c2e:0901 AB12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_names_kinds_devices_and_paths),
        cmocka_unit_test(what_is_no_list_is_refused_and_writes_nothing),
        cmocka_unit_test(a_list_has_its_bounds),
        cmocka_unit_test(a_device_is_written_as_the_list_wants_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
