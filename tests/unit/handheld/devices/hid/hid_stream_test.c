#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "handheld/devices/hid/hid_stream.h"

static struct hid_stream stream;
static int ends[2]; /* of a pipe */
static struct instant now = {5000};

static int open_pipe(void **state)
{
    (void)state;
    if (pipe(ends) != 0) {
        return -1;
    }
    hid_stream_init(&stream, ends[0]);
    return 0;
}

static int close_pipe(void **state)
{
    (void)state;
    (void)close(ends[0]);
    return ends[1] < 0 ? 0 : close(ends[1]);
}

static void put(char c, size_t size)
{
    char bytes[256];
    memset(bytes, c, sizeof bytes);
    assert_int_equal(write(ends[1], bytes, size), size);
}

static void comes(char c, size_t size)
{
    struct span report;
    assert_int_equal(hid_stream_next(&stream, now, &report), STATUS_OK);
    assert_int_equal(report.size, size);
    assert_int_equal(report.at[0], c);
    assert_int_equal(report.at[size - 1], c);
}

static void nothing_comes(void)
{
    struct span report;
    assert_int_equal(hid_stream_next(&stream, now, &report), STATUS_NOT_FOUND);
}

static void reports_back_to_back_come_one_by_one(void **unused)
{
    (void)unused;
    nothing_comes();
    put('a', 64);
    put('b', 30);
    comes('a', 64);
    nothing_comes();
    put('b', 34);
    comes('b', 64);
    nothing_comes();
    assert_false(stream.ended);
}

static void a_piece_whose_rest_does_not_come_is_a_short_report(void **unused)
{
    (void)unused;
    put('a', 20);
    nothing_comes();
    assert_int_equal(hid_stream_wakeup(&stream).ms, now.ms + HID_NEXT_MS_MAX);
    now.ms += HID_NEXT_MS_MAX;
    comes('a', 20);
    assert_int_equal(hid_stream_wakeup(&stream).ms, INSTANT_NEVER.ms);
    put('b', 64); /* in step again */
    comes('b', 64);
}

static void the_last_piece_of_a_file_is_given_and_then_it_has_ended(void **unused)
{
    (void)unused;
    put('a', 64);
    put('b', 3);
    assert_int_equal(close(ends[1]), 0);
    ends[1] = -1;
    comes('a', 64);
    comes('b', 3);
    nothing_comes();
    assert_true(stream.ended);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_pipe, close_pipe)
    const struct CMUnitTest tests[] = {
        TEST(reports_back_to_back_come_one_by_one),
        TEST(a_piece_whose_rest_does_not_come_is_a_short_report),
        TEST(the_last_piece_of_a_file_is_given_and_then_it_has_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
