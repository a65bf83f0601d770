/* The devices that may knock, found by the key that was proven. */
#include "server/intake/roster.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fakes/act_store_memory.h"

enum { ROOM = 100 };

static struct act_device device_number(uint64_t number)
{
    struct act_device device = {
        .device = {number * 0x9E3779B97F4A7C15ULL}, .kind = DEVICE_HANDHELD, .label = "unit"};
    memcpy(device.link_key.byte, &number, sizeof number);
    return device;
}

static void everybody_is_found_by_key_and_by_number_and_nobody_else(void **unused)
{
    (void)unused;
    struct roster roster;
    assert_int_equal(roster_open(&roster, ROOM), STATUS_OK);
    for (uint64_t i = 1; i <= ROOM; i++) {
        const struct act_device device = device_number(i);
        assert_int_equal(roster_put(&roster, &device, (struct instant){0}), STATUS_OK);
    }
    for (uint64_t i = 1; i <= 2 * ROOM; i++) {
        const struct act_device device = device_number(i);
        const struct member *by_key = roster_by_key(&roster, &device.link_key);
        assert_ptr_equal(by_key, roster_by_device(&roster, device.device));
        assert_true((by_key != NULL) == (i <= ROOM));
        assert_true(!by_key || by_key->device.device.id == device.device.id);
    }
    roster_close(&roster);
}

static void one_more_than_there_is_room_for_is_refused(void **unused)
{
    (void)unused;
    struct roster roster;
    assert_int_equal(roster_open(&roster, 2), STATUS_OK);
    for (uint64_t i = 1; i <= 3; i++) {
        const struct act_device device = device_number(i);
        assert_int_equal(roster_put(&roster, &device, (struct instant){0}),
                         i <= 2 ? STATUS_OK : STATUS_FULL);
    }
    const struct act_device known = device_number(1); /* particulars need no room */
    assert_int_equal(roster_put(&roster, &known, (struct instant){0}), STATUS_OK);
    assert_int_equal(roster.count, 2);
    roster_close(&roster);
}

static void a_revocation_reaches_the_stream(void **unused)
{
    (void)unused;
    struct roster roster;
    struct act_device device = device_number(1);
    assert_int_equal(roster_open(&roster, ROOM), STATUS_OK);
    assert_int_equal(roster_put(&roster, &device, (struct instant){0}), STATUS_OK);
    device.revoked = true;
    device.trusted_to = (struct place){1, 9};
    assert_int_equal(roster_put(&roster, &device, (struct instant){0}), STATUS_OK);
    const struct member *member = roster_by_device(&roster, device.device);
    assert_true(member->stream.stream.revoked);
    assert_int_equal(member->stream.stream.trusted_to.seq, 9);
    roster_close(&roster);
}

static void what_the_book_says_replaces_what_was_believed(void **unused)
{
    (void)unused;
    struct roster roster;
    struct act_store_memory store;
    struct act_device devices[70]; /* more than one page */
    struct act_stream stream = {0};
    const struct head head = {
        .place = {2, 7},
          .hash = {{1}}
    };
    for (uint64_t i = 0; i < 70; i++) {
        devices[i] = device_number(i + 1);
    }
    act_store_memory_init(&store);
    stream_init(&stream.stream, devices[3].device, &head, 2, false);
    struct act_stream *streams[] = {&stream};
    struct act_group group = {
        .devices = devices, .device_count = 70, .streams = streams, .stream_count = 1};
    assert_int_equal(act_store_commit(&store.port, &group), STATUS_OK);
    assert_int_equal(roster_open(&roster, ROOM), STATUS_OK);
    const struct act_device gone = device_number(500);
    assert_int_equal(roster_put(&roster, &gone, (struct instant){0}), STATUS_OK);
    assert_int_equal(roster_load(&roster, &store.port, (struct instant){0}), STATUS_OK);
    assert_int_equal(roster.count, 70);
    assert_null(roster_by_key(&roster, &gone.link_key));
    const struct member *member = roster_by_device(&roster, devices[3].device);
    assert_int_equal(place_order(member->stream.stream.high_water.place, head.place), 0);
    const struct link_key *keys = roster_keys(&roster);
    for (uint32_t i = 0; i < roster.count; i++) {
        assert_non_null(roster_by_key(&roster, &keys[i]));
    }
    roster_close(&roster);
    act_store_memory_fini(&store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_found_by_key_and_by_number_and_nobody_else),
        cmocka_unit_test(one_more_than_there_is_room_for_is_refused),
        cmocka_unit_test(a_revocation_reaches_the_stream),
        cmocka_unit_test(what_the_book_says_replaces_what_was_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
