#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/operation.h"

static struct operation operation;

static int clear(void **state)
{
    (void)state;
    memset(&operation, 0, sizeof operation);
    return 0;
}

static void add(unsigned number, bool container)
{
    struct operation_item item = {
        .container = container, .place = {1, number + 1}
    };
    (void)snprintf(item.code, sizeof item.code, "code-%u", number);
    operation_add(&operation, &item);
}

static void items_stand_once_each_in_the_order_they_came(void **unused)
{
    (void)unused;
    add(1, false);
    add(2, false);
    add(1, false);
    assert_int_equal(operation.item_count, 2);
    assert_int_equal(operation.total, 2);
    assert_string_equal(operation.items[1].code, "code-1");
    assert_non_null(operation_find(&operation, TEXT("code-2")));
    operation_remove(&operation, TEXT("code-2"));
    operation_remove(&operation, TEXT("code-2"));
    assert_null(operation_find(&operation, TEXT("code-2")));
    assert_int_equal(operation.total, 1);
}

static void an_act_may_have_more_codes_than_are_listed(void **unused)
{
    (void)unused;
    for (unsigned i = 0; i < OPERATION_ITEMS_MAX + 10; i++) {
        add(i, false);
    }
    assert_int_equal(operation.item_count, OPERATION_ITEMS_MAX);
    assert_int_equal(operation.total, OPERATION_ITEMS_MAX + 10);
    assert_string_equal(operation.items[0].code, "code-10");
}

static void items_and_containers_fill_up_apart(void **unused)
{
    (void)unused;
    for (unsigned i = 0; i < HANDOFF_ITEMS_MAX; i++) {
        assert_false(operation_is_full(&operation, false));
        add(i, false);
    }
    assert_true(operation_is_full(&operation, false));
    for (unsigned i = 0; i < HANDOFF_BUNDLES_MAX; i++) {
        assert_false(operation_is_full(&operation, true));
        add(1000 + i, true);
    }
    assert_true(operation_is_full(&operation, true));
}

static void bundles_bags_and_postal_items_are_containers(void **unused)
{
    (void)unused;
    assert_true(operation_is_container(TEXT("BTTG0042303211007I")));
    assert_true(operation_is_container(TEXT("EE473124829VN")));
    assert_true(operation_is_container(TEXT("ABCDEFGHIJKLMNO00000000000001")));
    assert_false(operation_is_container(TEXT("H41.04-230321-0001")));
}

static struct operation a_long_one(void)
{
    struct operation full = {
        .state = OPERATION_OPEN,
        .kind = ACT_GIVE,
        .from = {3, 1234567890123},
        .earlier_count = OPERATION_EARLIER_MAX
    };
    char *const texts[] = {full.party, full.counterpart, full.parent, full.reason, full.stop};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        memset(texts[i], 'a' + (int)i, STATEMENT_TEXT_MAX);
    }
    memset(full.handoff_id, 0x11, sizeof full.handoff_id);
    for (unsigned i = 0; i < OPERATION_EARLIER_MAX; i++) {
        memset(&full.earlier[i].digest, 0x20 + (int)i, sizeof full.earlier[i].digest);
        memset(&full.earlier[i].entry.hash, 0x40 + (int)i, sizeof full.earlier[i].entry.hash);
        full.earlier[i].entry.place = (struct place){3, i + 1};
    }
    return full;
}

static void what_is_kept_comes_back(void **unused)
{
    (void)unused;
    uint8_t bytes[1024];
    struct operation full = a_long_one();
    struct operation back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    operation_write(&full, &writer);
    assert_false(writer.short_of);
    struct reader reader = reader_of(writer_span(&writer));
    assert_int_equal(operation_read(&reader, &back), STATUS_OK);
    assert_int_equal(reader.left, 0);
    assert_memory_equal(&back, &full, sizeof back);
}

static void bytes_that_are_none_of_it_are_refused(void **unused)
{
    (void)unused;
    uint8_t bytes[1024];
    struct operation full = a_long_one();
    struct operation back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    operation_write(&full, &writer);
    for (size_t size = 0; size < writer.size; size++) {
        struct reader reader = reader_of(span_of(bytes, size));
        assert_int_equal(operation_read(&reader, &back), STATUS_MALFORMED);
    }
    bytes[0] = OPERATION_ENDED + 1;
    struct reader reader = reader_of(writer_span(&writer));
    assert_int_equal(operation_read(&reader, &back), STATUS_MALFORMED);
    bytes[0] = OPERATION_OPEN;
    bytes[2] ^= 1; /* no such act */
    reader = reader_of(writer_span(&writer));
    assert_int_equal(operation_read(&reader, &back), STATUS_MALFORMED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(items_stand_once_each_in_the_order_they_came, clear),
        cmocka_unit_test_setup(an_act_may_have_more_codes_than_are_listed, clear),
        cmocka_unit_test_setup(items_and_containers_fill_up_apart, clear),
        cmocka_unit_test(bundles_bags_and_postal_items_are_containers),
        cmocka_unit_test(what_is_kept_comes_back),
        cmocka_unit_test(bytes_that_are_none_of_it_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
