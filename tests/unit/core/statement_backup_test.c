#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/statement.h"
#include "core/statement_backup.h"

static uint8_t bytes[ENTRY_BODY_MAX];

static struct backup_body a_backup(void)
{
    struct backup_body backup = {.row = 0x1122334455};
    memset(backup.row_hash.byte, 0x5A, sizeof backup.row_hash.byte);
    memset(backup.manifest.byte, 0xA5, sizeof backup.manifest.byte);
    return backup;
}

static void a_backup_comes_back_as_it_was(void **unused)
{
    (void)unused;
    struct backup_body backup = a_backup();
    struct backup_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(backup_encode(&backup, &writer), STATUS_OK);
    assert_int_equal(backup_decode(writer_span(&writer), &back), STATUS_OK);
    assert_int_equal(back.row, backup.row);
    assert_true(hash_equal(&back.row_hash, &backup.row_hash));
    assert_true(hash_equal(&back.manifest, &backup.manifest));
}

static void every_byte_has_its_place(void **unused)
{
    (void)unused;
    uint8_t expected[72] = {0x55, 0x44, 0x33, 0x22, 0x11};
    memset(expected + 8, 0x5A, 32);
    memset(expected + 40, 0xA5, 32);
    struct backup_body backup = a_backup();
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(backup_encode(&backup, &writer), STATUS_OK);
    assert_int_equal(writer.size, sizeof expected);
    assert_memory_equal(bytes, expected, sizeof expected);
}

static void what_is_not_exactly_a_backup_is_refused(void **unused)
{
    (void)unused;
    struct backup_body backup = a_backup();
    struct backup_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(backup_encode(&backup, &writer), STATUS_OK);
    struct entry entry = {.kind = ENTRY_BACKUP, .body = writer_span(&writer)};
    assert_int_equal(statement_check(&entry), STATUS_OK);
    for (size_t size = 0; size < writer.size; size++) {
        entry.body.size = size;
        assert_int_equal(statement_check(&entry), STATUS_MALFORMED);
    }
    bytes[writer.size] = 0;
    assert_int_equal(backup_decode(span_of(bytes, writer.size + 1), &back), STATUS_MALFORMED);
    bytes[7] = 0x80; /* no book has so many rows */
    assert_int_equal(backup_decode(span_of(bytes, writer.size), &back), STATUS_MALFORMED);
    memset(bytes, 0, 8); /* no row at all */
    assert_int_equal(backup_decode(span_of(bytes, writer.size), &back), STATUS_MALFORMED);
}

static void what_would_not_be_read_is_not_written(void **unused)
{
    (void)unused;
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct backup_body backup = a_backup();
    backup.row = 0;
    assert_int_equal(backup_encode(&backup, &writer), STATUS_MALFORMED);
    backup = a_backup();
    backup.row_hash = (struct hash){0};
    assert_int_equal(backup_encode(&backup, &writer), STATUS_MALFORMED);
    backup = a_backup();
    backup.manifest = (struct hash){0};
    assert_int_equal(backup_encode(&backup, &writer), STATUS_MALFORMED);
    assert_int_equal(writer.size, 0);
}

static void a_row_is_known_by_its_message(void **unused)
{
    (void)unused;
    const struct hash one = backup_row_hash(span_of("abc", 3));
    const struct hash same = hash_of(span_of("trao/row/1abc", 13));
    const struct hash other = backup_row_hash(span_of("abd", 3));
    assert_true(hash_equal(&one, &same));
    assert_false(hash_equal(&one, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_backup_comes_back_as_it_was),
        cmocka_unit_test(every_byte_has_its_place),
        cmocka_unit_test(what_is_not_exactly_a_backup_is_refused),
        cmocka_unit_test(what_would_not_be_read_is_not_written),
        cmocka_unit_test(a_row_is_known_by_its_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
