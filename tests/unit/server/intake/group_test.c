/* What one turn gathers. */
#include "server/intake/group.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct group *group;

static int make_group(void **unused)
{
    (void)unused;
    return group_open(&group) == STATUS_OK ? 0 : -1;
}

static int drop_group(void **unused)
{
    (void)unused;
    group_close(group);
    return 0;
}

static void a_stream_that_changes_twice_stands_in_the_group_once(void **unused)
{
    (void)unused;
    static struct member member;
    const struct act_batch row = {.count = 1};
    group_batch(group, &member, &row);
    group_batch(group, &member, &row);
    group_change(group, &member);
    assert_int_equal(group->batch_count, 2);
    assert_int_equal(group->stream_count, 1);
    assert_true(member.pending);
    group_reset(group);
    assert_true(group_is_empty(group));
    assert_false(member.pending);
    assert_false(member.changed);
}

static void a_device_stated_twice_is_one_row_and_the_last_word_counts(void **unused)
{
    (void)unused;
    struct act_device device = {.device = {7}, .link_key = {{9}}};
    const struct link_key key = {{9}};
    const struct link_key other = {{8}};
    group_device(group, &device);
    device.revoked = true;
    group_device(group, &device);
    assert_int_equal(group->device_count, 1);
    assert_true(group_device_of(group, (struct device){7})->revoked);
    assert_ptr_equal(group_key_of(group, &key), &group->devices[0]);
    assert_null(group_key_of(group, &other));
    assert_null(group_device_of(group, (struct device){8}));
}

static void a_group_with_room_takes_whatever_one_message_may_bring(void **unused)
{
    (void)unused;
    struct act_device device = {.device = {1}};
    while (group_has_room(group)) {
        for (int i = 0; i < BATCH_ENTRIES_MAX; i++) {
            group_device(group, &device);
            device.device.id++;
        }
    }
    assert_true(group->device_count <= GROUP_DEVICES_MAX);
    group_reset(group);
    group->bytes_size = GROUP_BYTES_MAX - MESSAGE_BYTES_MAX;
    assert_true(group_has_room(group));
    group->bytes_size++;
    assert_false(group_has_room(group));
}

static void incidents_beyond_the_bound_are_not_kept(void **unused)
{
    (void)unused;
    for (int i = 0; i < GROUP_INCIDENTS_MAX; i++) {
        assert_true(group_incident(group, ACT_INCIDENT_CLONED, (struct device){1},
                                   (struct place){1, 1}, (struct instant){5}, "why"));
    }
    assert_false(group_incident(group, ACT_INCIDENT_CLONED, (struct device){1},
                                (struct place){1, 1}, (struct instant){5}, "why"));
    assert_string_equal(group->incidents[0].detail, "why");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_stream_that_changes_twice_stands_in_the_group_once,
                                        make_group, drop_group),
        cmocka_unit_test_setup_teardown(a_device_stated_twice_is_one_row_and_the_last_word_counts,
                                        make_group, drop_group),
        cmocka_unit_test_setup_teardown(a_group_with_room_takes_whatever_one_message_may_bring,
                                        make_group, drop_group),
        cmocka_unit_test_setup_teardown(incidents_beyond_the_bound_are_not_kept, make_group,
                                        drop_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
