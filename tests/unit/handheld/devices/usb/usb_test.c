/* Runs under umockdev-wrapper: libusb and our room as they are, the kernel played by bed.c. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "handheld/devices/usb/usb.h"
#include "tests/unit/handheld/devices/hid/hex_file.h"
#include "tests/unit/handheld/devices/usb/bed.h"

enum { SOON_MS = 3000, QUIET_MS = 60 };

static struct usb usb;
static uint8_t counted_bytes[HEX_FILE_MAX];
static uint8_t keyboard_bytes[HEX_FILE_MAX];
static struct bed_device scanner;
static struct bed_device keyboard;

static struct instant now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (struct instant){time.tv_sec * 1000 + time.tv_nsec / 1000000};
}

static const struct usb_rules any = {.count = 1, .at = {{.use = USB_AS_SCANNER, .any = true}}};

static void begin(const struct usb_rules *rules, const char *udev_control)
{
    assert_int_equal(usb_open(&usb, rules, udev_control), STATUS_OK);
}

static int make(void **state)
{
    (void)state;
    bed_open();
    scanner = (struct bed_device){
        .vendor = 0x0536, .product = 0x02E1, .descriptor = hex_file_read("counted", counted_bytes)};
    keyboard = (struct bed_device){.vendor = 0x0C2E,
                                   .product = 0x0901,
                                   .subclass = 1,
                                   .protocol = 1,
                                   .descriptor = hex_file_read("keyboard", keyboard_bytes)};
    return 0;
}

static int drop(void **state)
{
    (void)state;
    usb_close(&usb);
    bed_close();
    return 0;
}

/* The next event within MS. False: there was none. */
static bool next(struct usb_event *event, int ms)
{
    struct instant end = {now().ms + ms};
    while (instant_before(now(), end)) {
        struct pollfd fds[USB_POLL_MAX];
        usb_turn(&usb, now());
        if (usb_next(&usb, event)) {
            return true;
        }
        (void)poll(fds, (nfds_t)usb_waits(&usb, fds, USB_POLL_MAX), 5);
    }
    return false;
}

static struct usb_event expect(enum usb_event_kind kind)
{
    struct usb_event event = {.kind = USB_TOO_MANY};
    assert_true(next(&event, SOON_MS));
    assert_int_equal(event.kind, kind);
    return event;
}

static void expect_nothing(void)
{
    struct usb_event event = {.kind = USB_TOO_MANY};
    assert_false(next(&event, QUIET_MS));
}

static size_t expect_ready(struct span descriptor, size_t report_size)
{
    struct usb_event found = expect(USB_FOUND);
    size_t slot = found.slot;
    assert_true(span_equal(found.bytes, descriptor));
    usb_accept(&usb, slot, &(struct usb_start){.report_size = report_size});
    assert_int_equal(expect(USB_READY).slot, slot);
    return slot;
}

static void send_report(int at, uint8_t mark)
{
    uint8_t report[64] = {2, mark};
    bed_send(at, report, sizeof report);
}

static void expect_report(uint8_t mark)
{
    struct usb_event event = expect(USB_REPORT);
    assert_int_equal(event.bytes.size, 64);
    assert_int_equal(event.bytes.at[1], mark);
}

/* The transfer may be the first to tell, or the system. */
static void expect_gone(void)
{
    struct usb_event event = {.kind = USB_TOO_MANY};
    assert_true(next(&event, SOON_MS));
    if (event.kind == USB_BROKE) {
        assert_true(next(&event, SOON_MS));
    }
    assert_int_equal(event.kind, USB_GONE);
}

static void a_scanner_that_was_there_is_claimed_from_the_kernel_and_read(void **unused)
{
    (void)unused;
    scanner.claims_refused = 2; /* usbhid was first, and came back twice */
    bed_plug(0, &scanner);
    begin(&any, "/");
    (void)expect_ready(scanner.descriptor, 64);
    assert_true(bed_seen(0).claimed && !bed_seen(0).kernel);
    assert_int_equal(bed_seen(0).claims, 3);
    send_report(0, 1);
    send_report(0, 2);
    send_report(0, 3);
    expect_report(1);
    expect_report(2);
    expect_report(3);
    expect_nothing();
}

static void an_arrival_before_the_device_is_configured_is_not_lost(void **unused)
{
    (void)unused;
    struct usb_event event = {.kind = USB_TOO_MANY};
    begin(&any, "/");
    expect_nothing();
    scanner.late = true;
    bed_plug(0, &scanner);
    assert_false(next(&event, 4 * USB_TRY_MS));
    bed_configure(0);
    (void)expect_ready(scanner.descriptor, 64);
}

static void row_13_unplugged_in_mid_code_and_plugged_in_again(void **unused)
{
    (void)unused;
    begin(&any, "/");
    for (int round = 0; round < 3; round++) {
        bed_plug(0, &scanner);
        (void)expect_ready(scanner.descriptor, 64);
        assert_false(usb.devices[0].at_start);
        send_report(0, 7);
        expect_report(7);
        bed_unplug(0);
        expect_gone();
        expect_nothing();
        assert_true(usb_is_settled(&usb));
    }
}

static void a_report_that_came_before_the_departure_is_still_taken(void **unused)
{
    (void)unused;
    begin(&any, "/");
    bed_plug(0, &scanner);
    (void)expect_ready(scanner.descriptor, 64);
    send_report(0, 9);
    bed_unplug(0);
    expect_report(9);
    expect_gone();
}

static void a_stall_is_not_the_end(void **unused)
{
    (void)unused;
    static const int faces[] = {EPIPE, EOVERFLOW, EPROTO, EILSEQ};
    begin(&any, "/");
    bed_plug(0, &scanner);
    size_t slot = expect_ready(scanner.descriptor, 64);
    for (int i = 0; i < 4; i++) {
        bed_fail(0, faces[i]);
        assert_int_equal(expect(USB_BROKE).slot, slot);
        assert_int_equal(expect(USB_FOUND).slot, slot);
        usb_accept(&usb, slot, &(struct usb_start){.report_size = 64});
        send_report(0, (uint8_t)i);
        expect_report((uint8_t)i);
        assert_int_equal(bed_seen(0).halts_cleared, i + 1);
    }
}

static void what_fails_again_before_it_gave_a_report_is_gone(void **unused)
{
    (void)unused;
    begin(&any, "/");
    bed_plug(0, &scanner);
    size_t slot = expect_ready(scanner.descriptor, 64);
    bed_fail(0, EPROTO);
    (void)expect(USB_BROKE);
    (void)expect(USB_FOUND);
    usb_accept(&usb, slot, &(struct usb_start){.report_size = 64});
    expect_nothing();
    bed_fail(0, EPROTO);
    (void)expect(USB_BROKE);
    (void)expect(USB_GONE);
    expect_nothing();
}

static void several_scanners_take_turns(void **unused)
{
    (void)unused;
    bed_plug(0, &scanner);
    bed_plug(1, &scanner);
    begin(&any, "/");
    int ready = 0;
    while (ready < 2) {
        struct usb_event event = {.kind = USB_TOO_MANY};
        assert_true(next(&event, SOON_MS));
        if (event.kind == USB_FOUND) {
            usb_accept(&usb, event.slot, &(struct usb_start){.report_size = 64});
        }
        ready += event.kind == USB_READY;
    }
    for (uint8_t i = 0; i < 10; i++) {
        send_report(0, i);
        send_report(1, (uint8_t)(100 + i));
    }
    uint8_t next_of[2] = {0, 100};
    for (int i = 0; i < 20; i++) {
        struct usb_event event = expect(USB_REPORT);
        int which = event.bytes.at[1] >= 100;
        assert_int_equal(event.bytes.at[1], next_of[which]++);
        int ahead = next_of[0] - (next_of[1] - 100);
        assert_true(ahead >= -2 && ahead <= 2);
    }
}

static void a_keyboard_no_rule_names_keeps_its_driver_and_is_told(void **unused)
{
    (void)unused;
    begin(&any, "/");
    bed_plug(0, &keyboard);
    struct usb_event event = expect(USB_NOT_USED);
    assert_int_equal(event.reason, USB_NOT_LISTED);
    assert_int_equal(event.device->kind, USB_KIND_KEYBOARD);
    assert_int_equal(event.device->vendor, 0x0C2E);
    assert_false(event.device->at_start);
    assert_true(bed_seen(0).kernel && bed_seen(0).claims == 0);
}

static void a_keyboard_that_is_named_is_claimed_and_put_into_boot_protocol(void **unused)
{
    (void)unused;
    struct usb_rules rules = {
        .count = 1, .at = {{.use = USB_AS_KEYBOARD, .vendor = 0x0C2E, .product = 0x0901}}};
    bed_plug(0, &keyboard);
    bed_plug(1, &scanner);
    begin(&rules, "/");
    int ready = 0;
    int refused = 0;
    while (ready + refused < 2) {
        struct usb_event event = {.kind = USB_TOO_MANY};
        assert_true(next(&event, SOON_MS));
        if (event.kind == USB_FOUND) {
            assert_int_equal(event.device->use, USB_AS_KEYBOARD);
            usb_accept(&usb, event.slot, &(struct usb_start){.report_size = 8});
        }
        ready += event.kind == USB_READY;
        refused += event.kind == USB_NOT_USED; /* the list has no scanner */
    }
    assert_int_equal(ready, 1);
    assert_int_equal(bed_seen(0).protocol, 0);
    assert_false(bed_seen(0).kernel);
    const uint8_t key[8] = {0, 0, 4};
    bed_send(0, key, sizeof key);
    assert_int_equal(expect(USB_REPORT).bytes.size, 8);
    usb_close(&usb); /* it does not type into the console afterwards */
    assert_false(bed_seen(0).kernel);
}

static void a_rule_may_ask_for_the_serial_number(void **unused)
{
    (void)unused;
    struct usb_rules rules = {
        .count = 1,
        .at = {{.use = USB_AS_SCANNER, .vendor = 0x0536, .product = 0x02E1, .serial = "TRAO01"}}};
    struct bed_device other = scanner;
    scanner.serial = "TRAO01";
    other.serial = "TRAO02";
    begin(&rules, "/");
    bed_plug(0, &other);
    struct usb_event event = expect(USB_NOT_USED);
    assert_int_equal(event.reason, USB_NOT_LISTED);
    assert_string_equal(event.device->serial, "TRAO02");
    assert_int_equal(bed_seen(0).claims, 0);
    bed_plug(1, &scanner);
    size_t slot = expect_ready(scanner.descriptor, 64);
    assert_string_equal(usb.devices[slot].serial, "TRAO01");
}

static void what_its_owner_refuses_goes_back_to_the_kernel(void **unused)
{
    (void)unused;
    begin(&any, "/");
    bed_plug(0, &scanner);
    usb_refuse(&usb, expect(USB_FOUND).slot);
    assert_int_equal(expect(USB_NOT_USED).reason, USB_UNFIT);
    assert_true(bed_seen(0).kernel && !bed_seen(0).claimed);
    expect_nothing();
}

static void the_command_that_enables_it_is_sent_first(void **unused)
{
    (void)unused;
    static const uint8_t enable[] = {254, 1};
    begin(&any, "/");
    bed_plug(0, &scanner);
    usb_accept(&usb, expect(USB_FOUND).slot,
               &(struct usb_start){.report_size = 64, .feature = span_of(enable, 2)});
    (void)expect(USB_READY);
    struct bed_seen seen = bed_seen(0);
    assert_int_equal(seen.feature_size, 2);
    assert_memory_equal(seen.feature, enable, 2);
}

static void what_is_held_or_never_configured_or_does_not_answer_is_told_once(void **unused)
{
    (void)unused;
    struct bed_device held = scanner;
    struct bed_device late = scanner;
    held.claims_refused = -1;
    late.late = true;
    late.vendor = 0x1111;
    scanner.mute = true;
    scanner.vendor = 0x2222;
    begin(&any, "/");
    bed_plug(0, &held);
    bed_plug(1, &late);
    bed_plug(2, &scanner);
    for (int i = 0; i < 3; i++) {
        struct usb_event event = expect(USB_NOT_USED);
        bool is_held = event.device->vendor == held.vendor;
        assert_int_equal(event.reason, is_held ? USB_BUSY : USB_SILENT);
    }
    expect_nothing();
}

static void what_is_no_scanner_at_all_is_said_to_be_none(void **unused)
{
    (void)unused;
    struct bed_device mouse = keyboard;
    struct bed_device modem = {.vendor = 0x1234, .product = 0x5678, .cdc = true};
    mouse.protocol = 2;
    begin(&any, "/");
    bed_plug(0, &mouse);
    struct usb_event event = expect(USB_NOT_USED);
    assert_int_equal(event.reason, USB_NO_INTERFACE);
    assert_int_equal(event.device->kind, USB_KIND_MOUSE);
    bed_plug(1, &modem);
    event = expect(USB_NOT_USED);
    assert_int_equal(event.reason, USB_NO_INTERFACE);
    assert_int_equal(event.device->kind, USB_KIND_SERIAL);
}

static void a_departure_while_it_is_being_claimed_is_heard(void **unused)
{
    (void)unused;
    struct usb_event event = {.kind = USB_TOO_MANY};
    begin(&any, "/");
    scanner.claims_refused = -1;
    bed_plug(0, &scanner);
    assert_false(next(&event, 3 * USB_TRY_MS));
    bed_unplug(0);
    assert_false(next(&event, 3 * USB_TRY_MS));
    assert_true(usb_is_settled(&usb));
}

static void without_a_device_manager_it_looks_by_itself(void **unused)
{
    (void)unused;
    struct usb_event event = {.kind = USB_TOO_MANY};
    bed_plug(0, &scanner);
    begin(&any, "/nowhere");
    assert_false(usb.hears);
    size_t slot = expect_ready(scanner.descriptor, 64);
    assert_true(usb.devices[slot].at_start);
    struct bed_device second = scanner;
    second.vendor = 0x1111;
    bed_plug(1, &second);
    int ready = 0; /* both: what ran is opened anew */
    while (ready < 2) {
        assert_true(next(&event, USB_LOOK_MS + SOON_MS));
        if (event.kind == USB_FOUND) {
            assert_true(event.device->at_start == (event.device->vendor == 0x0536));
            usb_accept(&usb, event.slot, &(struct usb_start){.report_size = 64});
        }
        ready += event.kind == USB_READY;
    }
    send_report(0, 5);
    expect_report(5);
    send_report(1, 6);
    expect_report(6);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
    const struct CMUnitTest tests[] = {
        TEST(a_scanner_that_was_there_is_claimed_from_the_kernel_and_read),
        TEST(an_arrival_before_the_device_is_configured_is_not_lost),
        TEST(row_13_unplugged_in_mid_code_and_plugged_in_again),
        TEST(a_report_that_came_before_the_departure_is_still_taken),
        TEST(a_stall_is_not_the_end),
        TEST(what_fails_again_before_it_gave_a_report_is_gone),
        TEST(several_scanners_take_turns),
        TEST(a_keyboard_no_rule_names_keeps_its_driver_and_is_told),
        TEST(a_keyboard_that_is_named_is_claimed_and_put_into_boot_protocol),
        TEST(a_rule_may_ask_for_the_serial_number),
        TEST(what_its_owner_refuses_goes_back_to_the_kernel),
        TEST(the_command_that_enables_it_is_sent_first),
        TEST(what_is_held_or_never_configured_or_does_not_answer_is_told_once),
        TEST(what_is_no_scanner_at_all_is_said_to_be_none),
        TEST(a_departure_while_it_is_being_claimed_is_heard),
        TEST(without_a_device_manager_it_looks_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
