#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/sync.h"
#include "wire/message_scan.h"

#define V     0x08, SYNC_VERSION
#define NEWER 0x08, SYNC_VERSION + 1

#define SCAN(...)                                                                                  \
    message_scan(span_of((const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__})))

static void the_smallest_messages_pass(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(V, 0x32, 0), STATUS_OK);          /* busy */
    assert_int_equal(SCAN(V, 0x32, 2, 0x08, 5), STATUS_OK); /* busy, 5 ms */
    assert_int_equal(SCAN(V, 0x32, 3, 0x08, 0x80, 1), STATUS_OK);
}

static void nothing_and_a_version_alone_are_no_message(void **unused)
{
    (void)unused;
    assert_int_equal(message_scan((struct span){0}), STATUS_MALFORMED);
    assert_int_equal(SCAN(V), STATUS_MALFORMED);
    assert_int_equal(SCAN(0x32, 0), STATUS_MALFORMED);             /* no version */
    assert_int_equal(SCAN(0x32, 0, V), STATUS_MALFORMED);          /* not in front */
    assert_int_equal(SCAN(0x08, 0, 0x32, 0), STATUS_MALFORMED);    /* version 0 */
    assert_int_equal(SCAN(V, 0x32, 0, 0x2A, 0), STATUS_MALFORMED); /* two messages */
    assert_int_equal(SCAN(V, 0x32, 0, 0x32, 0), STATUS_MALFORMED); /* one twice */
    assert_int_equal(SCAN(V, V, 0x32, 0), STATUS_MALFORMED);       /* two versions */
}

/* 500,000 empty items do not even fit a message; as many as do are refused at the second one. */
static void row_66_repeated_items_are_refused_before_unpacking(void **unused)
{
    (void)unused;
    static uint8_t raw[MESSAGE_BYTES_MAX];
    raw[0] = 0x08;
    raw[1] = SYNC_VERSION;
    for (size_t i = 2; i + 1 < sizeof raw; i += 2) {
        raw[i] = 0x2A;
    }
    assert_int_equal(message_scan(span_of(raw, sizeof raw)), STATUS_MALFORMED);
    static uint8_t large[1000002];
    memcpy(large, raw, sizeof raw);
    assert_int_equal(message_scan(span_of(large, sizeof large)), STATUS_MALFORMED);
    assert_int_equal(SCAN(V, 0x2A, 4, 0x0A, 0, 0x0A, 0), STATUS_MALFORMED); /* inside a receipt */
    assert_int_equal(SCAN(V, 0x32, 4, 0x08, 5, 0x08, 5), STATUS_MALFORMED); /* a number twice */
}

static void row_67_field_number_zero_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(V, 0x02, 0, 0x32, 0), STATUS_MALFORMED);
    assert_int_equal(SCAN(V, 0x32, 2, 0x00, 5), STATUS_MALFORMED);
    assert_int_equal(SCAN(NEWER, 0x32, 2, 0x00, 5), STATUS_MALFORMED);
    assert_int_equal(SCAN(V, 0x32, 0, 0x00, 0), STATUS_MALFORMED);
}

static void row_67_unknown_fields_are_refused_unless_a_newer_peer_added_them(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(V, 0x32, 2, 0x10, 5), STATUS_MALFORMED);       /* field 2 */
    assert_int_equal(SCAN(V, 0x32, 3, 0xA0, 0x06, 5), STATUS_MALFORMED); /* field 100 */
    assert_int_equal(SCAN(NEWER, 0x32, 3, 0xA0, 0x06, 5), STATUS_OK);
    assert_int_equal(SCAN(NEWER, 0x32, 2, 0x10, 5), STATUS_MALFORMED); /* below 100 */
    assert_int_equal(SCAN(NEWER, 0x32, 5, 0x08, 5, 0xA2, 0x06, 0), STATUS_OK);
    assert_int_equal(SCAN(NEWER, 0x32, 7, 0xA5, 0x06, 1, 2, 3, 4, 5), STATUS_MALFORMED);
    assert_int_equal(SCAN(NEWER, 0x32, 6, 0xA5, 0x06, 1, 2, 3, 4), STATUS_OK); /* fixed32 */
    assert_int_equal(SCAN(NEWER, 0x32, 3, 0xA3, 0x06, 0), STATUS_MALFORMED);   /* a group */
    assert_int_equal(SCAN(NEWER, 0x32, 0, 0xA0, 0x06, 1), STATUS_OK);          /* beside it */
    assert_int_equal(SCAN(V, 0x32, 0, 0xA0, 0x06, 1), STATUS_MALFORMED);
}

static void a_newer_peers_new_message_is_passed_over(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(NEWER, 0xA2, 0x06, 0), STATUS_NOT_FOUND);
    assert_int_equal(SCAN(NEWER, 0x4A, 0), STATUS_MALFORMED); /* 9: added ones are 100 and up */
    assert_int_equal(SCAN(V, 0xA2, 0x06, 0), STATUS_MALFORMED);
}

static void skipped_fields_are_few(void **unused)
{
    (void)unused;
    uint8_t raw[4 + 3 * (MESSAGE_UNKNOWN_MAX + 1)] = {NEWER, 0x32, 3 * MESSAGE_UNKNOWN_MAX};
    for (size_t i = 0; i <= MESSAGE_UNKNOWN_MAX; i++) {
        raw[4 + 3 * i] = 0xA0;
        raw[5 + 3 * i] = 0x06;
    }
    assert_int_equal(message_scan(span_of(raw, sizeof raw - 3)), STATUS_OK);
    raw[3] = (uint8_t)(raw[3] + 3);
    assert_int_equal(message_scan(span_of(raw, sizeof raw)), STATUS_MALFORMED);
}

static void row_67_a_wrong_wire_type_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(V, 0x30, 0), STATUS_MALFORMED);          /* a message as a number */
    assert_int_equal(SCAN(V, 0x32, 2, 0x0A, 0), STATUS_MALFORMED); /* a number as bytes */
    assert_int_equal(SCAN(V, 0x22, 2, 0x08, 1), STATUS_MALFORMED); /* fixed64 as varint */
    assert_int_equal(SCAN(V, 0x2A, 2, 0x08, 1), STATUS_MALFORMED); /* a head as a number */
    assert_int_equal(SCAN(0x0A, 1, 2, 0x32, 0), STATUS_MALFORMED); /* the version as bytes */
    assert_int_equal(SCAN(V, 0x33, 0x34), STATUS_MALFORMED);       /* a group */
    assert_int_equal(SCAN(V, 0x36, 0), STATUS_MALFORMED);          /* type 6 never was */
}

static void row_68_an_overlong_varint_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(V, 0x32, 3, 0x08, 0x85, 0), STATUS_MALFORMED); /* 5 in two bytes */
    assert_int_equal(SCAN(V, 0x32, 0x80, 0), STATUS_MALFORMED);          /* a length */
    assert_int_equal(SCAN(V, 0xB2, 0, 0), STATUS_MALFORMED);             /* a tag */
    assert_int_equal(SCAN(0x08, 0x82, 0, 0x32, 0), STATUS_MALFORMED);    /* the version */
    assert_int_equal(
        SCAN(V, 0x22, 11, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1),
        STATUS_OK); /* first_seq = 2^64 - 1: ten bytes */
    assert_int_equal(
        SCAN(V, 0x22, 11, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2),
        STATUS_MALFORMED); /* more than 64 bits */
    assert_int_equal(
        SCAN(V, 0x22, 12, 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 0),
        STATUS_MALFORMED); /* eleven bytes */
}

static void row_68_a_length_beyond_the_end_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(V, 0x32, 1), STATUS_MALFORMED);
    assert_int_equal(SCAN(V, 0x32, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1),
                     STATUS_MALFORMED); /* -1, as an int32 writer would have it */
    assert_int_equal(SCAN(V, 0x2A, 2, 0x0A, 1), STATUS_MALFORMED); /* inside, past its parent */
}

static void a_number_out_of_range_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(V, 0x32, 6, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F), STATUS_OK);
    assert_int_equal(SCAN(V, 0x32, 6, 0x08, 0x80, 0x80, 0x80, 0x80, 0x10), STATUS_MALFORMED);
    assert_int_equal(SCAN(V, 0x3A, 2, 0x08, 10), STATUS_OK);        /* refusal: too large */
    assert_int_equal(SCAN(V, 0x3A, 2, 0x08, 11), STATUS_MALFORMED); /* no such code */
    assert_int_equal(SCAN(V, 0x1A, 2, 0x08, 5), STATUS_MALFORMED);  /* no such verdict */
    assert_int_equal(
        SCAN(V, 0x3A, 11, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1),
        STATUS_MALFORMED); /* a negative code */
}

static void row_69_a_string_that_is_no_text_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(V, 0x3A, 4, 0x1A, 2, 0xC3, 0xA9), STATUS_OK);
    assert_int_equal(SCAN(V, 0x3A, 3, 0x1A, 1, 0xC3), STATUS_MALFORMED);
    assert_int_equal(SCAN(V, 0x3A, 5, 0x1A, 3, 'a', 0, 'b'), STATUS_MALFORMED);
    assert_int_equal(SCAN(V, 0x3A, 4, 0x1A, 2, 0xC0, 0x80), STATUS_MALFORMED);
}

static void row_73_a_later_version_is_too_new_whatever_it_says(void **unused)
{
    (void)unused;
    assert_int_equal(SCAN(0x08, SYNC_VERSION + 2), STATUS_TOO_NEW);
    assert_int_equal(SCAN(0x08, SYNC_VERSION + 2, 0xFF, 0xFF), STATUS_TOO_NEW);
    assert_int_equal(SCAN(0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x32, 0), STATUS_TOO_NEW);
    assert_int_equal(SCAN(0x08, 0x80, 0x80, 0x80, 0x80, 0x10, 0x32, 0), STATUS_MALFORMED);
}

static void other_protocols_are_malformed(void **unused)
{
    (void)unused;
    static const char *const greetings[] = {"GET / HTTP/1.1\r\n", "\x16\x03\x01\x02",
                                            "SSH-2.0-OpenSSH\r\n", "{\"device\":1}"};
    for (size_t i = 0; i < sizeof greetings / sizeof greetings[0]; i++) {
        assert_int_equal(message_scan(span_of(greetings[i], strlen(greetings[i]))),
                         STATUS_MALFORMED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smallest_messages_pass),
        cmocka_unit_test(nothing_and_a_version_alone_are_no_message),
        cmocka_unit_test(row_66_repeated_items_are_refused_before_unpacking),
        cmocka_unit_test(row_67_field_number_zero_is_refused),
        cmocka_unit_test(row_67_unknown_fields_are_refused_unless_a_newer_peer_added_them),
        cmocka_unit_test(a_newer_peers_new_message_is_passed_over),
        cmocka_unit_test(skipped_fields_are_few),
        cmocka_unit_test(row_67_a_wrong_wire_type_is_refused),
        cmocka_unit_test(row_68_an_overlong_varint_is_refused),
        cmocka_unit_test(row_68_a_length_beyond_the_end_is_refused),
        cmocka_unit_test(a_number_out_of_range_is_refused),
        cmocka_unit_test(row_69_a_string_that_is_no_text_is_refused),
        cmocka_unit_test(row_73_a_later_version_is_too_new_whatever_it_says),
        cmocka_unit_test(other_protocols_are_malformed),
    };
    return cmocka_run_group_tests_name("message_scan", tests, NULL, NULL);
}
