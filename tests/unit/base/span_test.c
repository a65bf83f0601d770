#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/span.h"

static void numbers_are_written_little_endian(void **unused)
{
    (void)unused;
    uint8_t bytes[64];
    const uint8_t expected[] = {0x01, 0x03, 0x02, 0x07, 0x06, 0x05, 0x04, 0x0F, 0x0E, 0x0D,
                                0x0C, 0x0B, 0x0A, 0x09, 0x08, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF,
                                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 'a',  'b'};
    struct writer writer = writer_of(bytes, sizeof bytes);
    write_u8(&writer, 0x01);
    write_u16(&writer, 0x0203);
    write_u32(&writer, 0x04050607);
    write_u64(&writer, 0x08090A0B0C0D0E0F);
    write_i32(&writer, -2);
    write_i64(&writer, -1);
    write_bytes(&writer, "ab", 2);
    assert_true(span_equal(writer_span(&writer), span_of(expected, sizeof expected)));
    assert_false(writer.short_of);
}

static void what_was_written_is_read_back(void **unused)
{
    (void)unused;
    uint8_t bytes[64];
    char two[2];
    struct writer writer = writer_of(bytes, sizeof bytes);
    write_u8(&writer, 200);
    write_u16(&writer, UINT16_MAX);
    write_u32(&writer, UINT32_MAX);
    write_u64(&writer, UINT64_MAX);
    write_i32(&writer, INT32_MIN);
    write_i64(&writer, INT64_MIN);
    write_bytes(&writer, "ab", 2);
    struct reader reader = reader_of(writer_span(&writer));
    assert_int_equal(read_u8(&reader), 200);
    assert_int_equal(read_u16(&reader), UINT16_MAX);
    assert_int_equal(read_u32(&reader), UINT32_MAX);
    assert_true(read_u64(&reader) == UINT64_MAX);
    assert_int_equal(read_i32(&reader), INT32_MIN);
    assert_true(read_i64(&reader) == INT64_MIN);
    read_bytes(&reader, two, 2);
    assert_memory_equal(two, "ab", 2);
    assert_int_equal(reader.left, 0);
    assert_false(reader.short_of);
}

static void a_reader_that_ran_short_gives_zeros_from_then_on(void **unused)
{
    (void)unused;
    const uint8_t bytes[] = {1, 2, 3};
    uint8_t out[2] = {9, 9};
    struct reader reader = reader_of(span_of(bytes, sizeof bytes));
    assert_int_equal(read_u32(&reader), 0);
    assert_true(reader.short_of);
    assert_int_equal(read_u8(&reader), 0);
    read_bytes(&reader, out, 2);
    assert_int_equal(out[0] + out[1], 0);
    assert_int_equal(read_span(&reader, 1).size, 0);
    struct reader huge = reader_of(span_of(bytes, sizeof bytes));
    assert_int_equal(read_span(&huge, SIZE_MAX).size, 0);
    assert_true(huge.short_of);
}

static void a_writer_that_ran_short_stays_where_it_was(void **unused)
{
    (void)unused;
    uint8_t bytes[4] = {0};
    struct writer writer = writer_of(bytes, 3);
    write_u16(&writer, 1);
    write_u16(&writer, 0xFFFF);
    assert_true(writer.short_of);
    assert_int_equal(writer.size, 2);
    write_u8(&writer, 7);
    assert_int_equal(writer.size, 2);
    assert_int_equal(bytes[2] + bytes[3], 0);
}

static void empty_spans_are_equal_wherever_they_point(void **unused)
{
    (void)unused;
    assert_true(span_equal(span_of(NULL, 0), span_of("a", 0)));
    assert_false(span_equal(span_of("a", 1), span_of("b", 1)));
    assert_false(span_equal(span_of("a", 1), span_of("aa", 2)));
    struct reader reader = reader_of(span_of(NULL, 0));
    assert_int_equal(read_span(&reader, 0).size, 0);
    assert_false(reader.short_of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_little_endian),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(a_reader_that_ran_short_gives_zeros_from_then_on),
        cmocka_unit_test(a_writer_that_ran_short_stays_where_it_was),
        cmocka_unit_test(empty_spans_are_equal_wherever_they_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
