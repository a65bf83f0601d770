#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/devices/hid/hid_layout.h"
#include "tests/unit/handheld/devices/hid/hex_file.h"

static uint8_t bytes[HEX_FILE_MAX];
static struct hid_layout layout;

static enum hid_layout_fault read_file(const char *name)
{
    return hid_layout_read(hex_file_read(name, bytes), &layout);
}

static bool is_at(struct hid_field field, unsigned at, unsigned size)
{
    return field.at == 8 * at && field.bits == 8 * size;
}

/* Takes a descriptor in place of a file. */
#define READ(...)                                                                                  \
    hid_layout_read(                                                                               \
        span_of((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})), &layout)

/* Usage page and application of a scanner; bytes of eight bits each. */
#define SCANNER 0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x75, 0x08

static void the_counted_layout_is_the_common_one(void **unused)
{
    (void)unused;
    const struct hid_layout common = hid_layout_common();
    assert_int_equal(read_file("counted"), HID_LAYOUT_GOOD);
    assert_true(layout.has_id && layout.id == 2);
    assert_int_equal(layout.size, 64);
    assert_int_equal(layout.longest, 64);
    assert_true(is_at(layout.count, 1, 1) && is_at(layout.data, 5, 56));
    assert_true(is_at(layout.aim[0], 2, 1) && is_at(layout.aim[2], 4, 1));
    assert_true(is_at(layout.more, 63, 1));
    assert_memory_equal(&common.data, &layout.data, sizeof layout.data);
    assert_memory_equal(&common.count, &layout.count, sizeof layout.count);
    assert_memory_equal(common.aim, layout.aim, sizeof layout.aim);
    assert_memory_equal(&common.more, &layout.more, sizeof layout.more);
    assert_true(common.has_id && common.id == 2 && common.size == 64 && common.longest == 64);
}

static void a_flag_may_be_one_bit_and_a_count_may_be_missing(void **unused)
{
    (void)unused;
    assert_int_equal(read_file("uncounted"), HID_LAYOUT_GOOD);
    assert_int_equal(layout.size, 61);
    assert_int_equal(layout.count.bits, 0);
    assert_true(is_at(layout.data, 4, 56) && is_at(layout.aim[0], 1, 1));
    assert_int_equal(layout.more.at, 8 * 60);
    assert_int_equal(layout.more.bits, 1);
}

static void a_plain_scanner_has_data_and_nothing_else(void **unused)
{
    (void)unused;
    assert_int_equal(read_file("plain"), HID_LAYOUT_GOOD);
    assert_int_equal(layout.id, 5);
    assert_int_equal(layout.size, 65);
    assert_true(is_at(layout.data, 1, 64));
    assert_int_equal(layout.aim[0].bits + layout.count.bits + layout.more.bits, 0);
}

static void another_device_is_refused_whatever_stands_inside_it(void **unused)
{
    (void)unused;
    assert_int_equal(read_file("decoy"), HID_LAYOUT_NO_SCANNER);
    assert_int_equal(read_file("keyboard"), HID_LAYOUT_NO_SCANNER);
    assert_int_equal(hid_layout_read((struct span){0}, &layout), HID_LAYOUT_NO_SCANNER);
}

static void a_scanner_of_unknown_fields_is_refused_as_such(void **unused)
{
    (void)unused;
    assert_int_equal(read_file("stray"), HID_LAYOUT_NO_DATA);
}

static void each_cut_of_a_descriptor_is_refused(void **unused)
{
    (void)unused;
    static const char *const names[] = {"counted", "uncounted", "plain"};
    for (size_t i = 0; i < 3; i++) {
        struct span whole = hex_file_read(names[i], bytes);
        for (size_t size = 0; size < whole.size; size++) {
            struct hid_layout untouched = {.size = 7};
            assert_int_not_equal(hid_layout_read(span_of(bytes, size), &untouched),
                                 HID_LAYOUT_GOOD);
            assert_int_equal(untouched.size, 7);
        }
    }
}

static void a_report_that_is_not_whole_bytes_is_refused(void **unused)
{
    (void)unused;
    /* Found by fuzzing a first walker: three bits behind the data, read past the report's end. */
    assert_int_equal(READ(SCANNER, 0x95, 0x04, 0x09, 0xFE, 0x81, 0x02, 0x75, 0x03, 0x95, 0x01, 0x09,
                          0xFF, 0x81, 0x02, 0xC0),
                     HID_LAYOUT_UNEVEN);
    /* And beside it: the symbology's first character at the very end, the other two nowhere. */
    assert_int_equal(
        READ(SCANNER, 0x95, 0x04, 0x09, 0xFE, 0x81, 0x02, 0x95, 0x01, 0x09, 0xFB, 0x81, 0x02, 0xC0),
        HID_LAYOUT_UNEVEN);
    /* Data of sixteen bits each, and a count of sixteen. */
    assert_int_equal(READ(SCANNER, 0x75, 0x10, 0x95, 0x04, 0x09, 0xFE, 0x81, 0x02, 0xC0),
                     HID_LAYOUT_UNEVEN);
    assert_int_equal(READ(SCANNER, 0x95, 0x04, 0x09, 0xFE, 0x81, 0x02, 0x75, 0x10, 0x95, 0x01, 0x0B,
                          0x3B, 0x00, 0x01, 0x00, 0x81, 0x02, 0xC0),
                     HID_LAYOUT_UNEVEN);
}

static void what_no_scanner_has_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(READ(0x85, 0x00), HID_LAYOUT_BOUNDS); /* report id 0 */
    assert_int_equal(READ(0x77, 0xFF, 0xFF, 0xFF, 0xFF), HID_LAYOUT_BOUNDS);
    assert_int_equal(READ(0x96, 0xFF, 0xFF), HID_LAYOUT_BOUNDS); /* 65,535 fields */
    assert_int_equal(READ(SCANNER, 0x96, 0x00, 0x10, 0x09, 0xFE, 0x81, 0x02, 0x81, 0x02, 0xC0),
                     HID_LAYOUT_BOUNDS); /* 8,192 bytes in all */
    assert_int_equal(READ(0xC0), HID_LAYOUT_CUT);
    assert_int_equal(READ(0xB4), HID_LAYOUT_CUT); /* Pop of nothing */
    assert_int_equal(READ(0xA4, 0xA4, 0xA4, 0xA4, 0xA4), HID_LAYOUT_BOUNDS);
    assert_int_equal(READ(0xFE, 0x09, 0x00), HID_LAYOUT_CUT); /* a long item, cut */
}

static void usages_are_local_and_a_range_of_them_is_one_field_each(void **unused)
{
    (void)unused;
    /* Usage minimum FB, maximum FD, three bytes; then four of data, no usage on the last two. */
    assert_int_equal(READ(SCANNER, 0x95, 0x03, 0x19, 0xFB, 0x29, 0xFD, 0x81, 0x02, 0x95, 0x04, 0x09,
                          0xFE, 0x81, 0x02, 0x95, 0x02, 0x81, 0x02, 0xC0),
                     HID_LAYOUT_GOOD);
    assert_true(is_at(layout.aim[0], 0, 1) && is_at(layout.aim[1], 1, 1));
    assert_true(is_at(layout.aim[2], 2, 1) && is_at(layout.data, 3, 4));
    assert_false(layout.has_id);
    assert_int_equal(layout.size, 9);
}

static void another_reports_count_is_not_this_ones(void **unused)
{
    (void)unused;
    /* Report 1 holds a byte count and nothing else, report 2 the data; report 3 is the longest. */
    assert_int_equal(READ(SCANNER, 0x85, 0x01, 0x95, 0x01, 0x0B, 0x3B, 0x00, 0x01, 0x00, 0x81, 0x02,
                          0x85, 0x02, 0x95, 0x04, 0x09, 0xFE, 0x81, 0x02, 0x85, 0x03, 0x95, 0x20,
                          0x09, 0x01, 0x81, 0x02, 0xC0),
                     HID_LAYOUT_GOOD);
    assert_int_equal(layout.count.bits, 0);
    assert_int_equal(layout.id, 2);
    assert_int_equal(layout.size, 5);
    assert_int_equal(layout.longest, 33);
}

static void globals_are_pushed_and_popped_and_long_items_passed_over(void **unused)
{
    (void)unused;
    assert_int_equal(READ(SCANNER, 0x95, 0x04, 0xA4, 0x05, 0x01, 0x75, 0x10, 0xB4, 0xFE, 0x02, 0x00,
                          0xC0, 0xC0, 0x09, 0xFE, 0x81, 0x02, 0xC0),
                     HID_LAYOUT_GOOD);
    assert_true(is_at(layout.data, 0, 4));
}

static void a_scanner_may_stand_behind_a_keyboard_in_one_interface(void **unused)
{
    (void)unused;
    uint8_t both[2 * HEX_FILE_MAX] = {0x85, 0x01};
    size_t keyboard = hex_file_read("keyboard", bytes).size;
    memcpy(both + 2, bytes, keyboard);
    struct span counted = hex_file_read("counted", bytes);
    memcpy(both + 2 + keyboard, counted.at, counted.size);
    assert_int_equal(hid_layout_read(span_of(both, 2 + keyboard + counted.size), &layout),
                     HID_LAYOUT_GOOD);
    assert_int_equal(layout.id, 2);
    assert_int_equal(layout.size, 64);
}

static void descriptors_of_chance_never_give_a_field_outside_their_report(void **unused)
{
    (void)unused;
    uint8_t files[2][HEX_FILE_MAX];
    const size_t sizes[2] = {hex_file_read("counted", files[0]).size,
                             hex_file_read("uncounted", files[1]).size};
    unsigned random = 11;
    int good = 0;
    for (int i = 0; i < 200000; i++) {
        struct span whole = span_of(bytes, sizes[i % 2]);
        memcpy(bytes, files[i % 2], whole.size);
        for (int change = 0; change < 3; change++) {
            random = random * 1103515245u + 12345u;
            bytes[(random >> 8) % whole.size] = (uint8_t)(random >> 20);
        }
        if (hid_layout_read(whole, &layout) == HID_LAYOUT_GOOD) {
            good++; /* it asserts what it gives */
            assert_true(layout.data.at + layout.data.bits <= 8 * layout.size);
        }
    }
    assert_true(good > 1000 && good < 190000);
}

static void every_fault_has_its_word(void **unused)
{
    (void)unused;
    for (int i = 0; i < HID_LAYOUT_FAULTS; i++) {
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(hid_layout_fault_text((enum hid_layout_fault)i),
                                    hid_layout_fault_text((enum hid_layout_fault)j));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_counted_layout_is_the_common_one),
        cmocka_unit_test(a_flag_may_be_one_bit_and_a_count_may_be_missing),
        cmocka_unit_test(a_plain_scanner_has_data_and_nothing_else),
        cmocka_unit_test(another_device_is_refused_whatever_stands_inside_it),
        cmocka_unit_test(a_scanner_of_unknown_fields_is_refused_as_such),
        cmocka_unit_test(each_cut_of_a_descriptor_is_refused),
        cmocka_unit_test(a_report_that_is_not_whole_bytes_is_refused),
        cmocka_unit_test(what_no_scanner_has_is_refused),
        cmocka_unit_test(usages_are_local_and_a_range_of_them_is_one_field_each),
        cmocka_unit_test(another_reports_count_is_not_this_ones),
        cmocka_unit_test(globals_are_pushed_and_popped_and_long_items_passed_over),
        cmocka_unit_test(a_scanner_may_stand_behind_a_keyboard_in_one_interface),
        cmocka_unit_test(descriptors_of_chance_never_give_a_field_outside_their_report),
        cmocka_unit_test(every_fault_has_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
