#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/statement.h"

static uint8_t bytes[ENTRY_BODY_MAX];
static uint8_t content[FILE_PART_MAX + 1];

static void the_largest_part_just_fits_an_entry(void **unused)
{
    (void)unused;
    memset(content, 'x', sizeof content);
    struct file_part_body part = {.kind = FILE_FEED,
                                  .file = hash_of(span_of("f", 1)),
                                  .number = 41,
                                  .bytes = span_of(content, FILE_PART_MAX)};
    struct file_part_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(file_part_encode(&part, &writer), STATUS_OK);
    assert_int_equal(writer.size, ENTRY_BODY_MAX);
    assert_int_equal(file_part_decode(writer_span(&writer), &back), STATUS_OK);
    assert_int_equal(back.number, 41);
    assert_true(span_equal(back.bytes, part.bytes));
    assert_true(hash_equal(&back.file, &part.file));
    part.bytes.size++;
    assert_int_equal(file_part_encode(&part, &writer), STATUS_FULL);
    part.bytes.size = 0;
    writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(file_part_encode(&part, &writer), STATUS_MALFORMED);
}

static void a_close_comes_back(void **unused)
{
    (void)unused;
    struct file_close_body close = {.kind = FILE_CALENDAR,
                                    .file = hash_of(span_of("f", 1)),
                                    .parts = 3,
                                    .size = 3 * FILE_PART_MAX,
                                    .name = TEXT("lịch-2026.csv"),
                                    .valid_from = {20454}};
    struct file_close_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(file_close_encode(&close, &writer), STATUS_OK);
    assert_int_equal(file_close_decode(writer_span(&writer), &back), STATUS_OK);
    assert_int_equal(back.kind, FILE_CALENDAR);
    assert_int_equal(back.parts, 3);
    assert_int_equal(back.size, close.size);
    assert_int_equal(back.valid_from.d, 20454);
    assert_true(text_equal(back.name, close.name));
    for (size_t size = 0; size < writer.size; size++) {
        assert_int_equal(file_close_decode(span_of(bytes, size), &back), STATUS_MALFORMED);
    }
    bytes[0] = 0;
    assert_int_equal(file_close_decode(writer_span(&writer), &back), STATUS_MALFORMED);
    bytes[0] = FILE_OFFICES + 1;
    assert_int_equal(file_close_decode(writer_span(&writer), &back), STATUS_MALFORMED);
}

static void parts_and_size_of_a_close_must_go_together(void **unused)
{
    (void)unused;
    struct file_close_body close = {.kind = FILE_PLAN};
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(file_close_encode(&close, &writer), STATUS_OK); /* an empty file */
    close.size = 1;
    assert_int_equal(file_close_encode(&close, &writer), STATUS_MALFORMED);
    close.parts = 2;
    assert_int_equal(file_close_encode(&close, &writer), STATUS_MALFORMED);
    close.size = 2 * FILE_PART_MAX + 1;
    assert_int_equal(file_close_encode(&close, &writer), STATUS_MALFORMED);
    close.size = 2 * FILE_PART_MAX;
    assert_int_equal(file_close_encode(&close, &writer), STATUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_part_just_fits_an_entry),
        cmocka_unit_test(a_close_comes_back),
        cmocka_unit_test(parts_and_size_of_a_close_must_go_together),
    };
    return cmocka_run_group_tests_name("statement_file", tests, NULL, NULL);
}
