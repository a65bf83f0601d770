#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/statement_bytes.h"

static uint8_t bytes[64];

static void the_first_thing_out_of_form_decides(void **unused)
{
    (void)unused;
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct body_writer out = body_writer_of(&writer);
    body_write_text(&out, TEXT("abc"), 2); /* too long */
    body_write_requires(&out, false);
    assert_int_equal(body_written(&out), STATUS_FULL);
    out = body_writer_of(&writer);
    body_write_requires(&out, false);
    body_write_text(&out, TEXT("abc"), 2);
    assert_int_equal(body_written(&out), STATUS_MALFORMED);
    assert_int_equal(writer.size, 0);
}

static void a_list_is_a_count_and_its_texts(void **unused)
{
    (void)unused;
    const struct text texts[] = {TEXT("a"), TEXT(""), TEXT("xyz")};
    const uint8_t expected[] = {3, 1, 'a', 0, 3, 'x', 'y', 'z'};
    struct text back[3];
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct body_writer out = body_writer_of(&writer);
    body_write_texts(&out, texts, 3, 3);
    assert_int_equal(body_written(&out), STATUS_OK);
    assert_int_equal(writer.size, sizeof expected);
    assert_memory_equal(bytes, expected, sizeof expected);
    struct body_reader in = body_reader_of(writer_span(&writer));
    assert_int_equal(body_read_texts(&in, back, 3), 3);
    assert_true(text_is(back[2], "xyz"));
    assert_int_equal(body_read(&in), STATUS_OK);
}

static void a_list_longer_than_its_room_is_not_read_at_all(void **unused)
{
    (void)unused;
    const uint8_t list[] = {3, 0, 0, 0};
    struct text back[3] = {{.size = 9}, {.size = 9}, {.size = 9}};
    struct body_reader in = body_reader_of(span_of(list, sizeof list));
    assert_int_equal(body_read_texts(&in, back, 2), 0);
    assert_int_equal(back[0].size, 9);
    assert_int_equal(body_read(&in), STATUS_MALFORMED);
}

static void what_is_left_over_makes_a_body_malformed(void **unused)
{
    (void)unused;
    const uint8_t body[] = {1, 'a', 0};
    struct body_reader in = body_reader_of(span_of(body, sizeof body));
    assert_true(text_is(body_read_text(&in, 63), "a"));
    assert_int_equal(body_read(&in), STATUS_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_thing_out_of_form_decides),
        cmocka_unit_test(a_list_is_a_count_and_its_texts),
        cmocka_unit_test(a_list_longer_than_its_room_is_not_read_at_all),
        cmocka_unit_test(what_is_left_over_makes_a_body_malformed),
    };
    return cmocka_run_group_tests_name("statement_bytes", tests, NULL, NULL);
}
