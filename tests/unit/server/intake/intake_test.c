/* The one door: who speaks, what is no message, when it was, and that nobody holds it up. */
#include "server/intake/intake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/server/intake/front.h"

static struct front *front;
static struct caller *unit;
static const struct place start = {0};

static int make_front(void **unused)
{
    (void)unused;
    front = front_open();
    unit = caller_new(1);
    front_enrol(front, unit, DEVICE_HANDHELD);
    return 0;
}

static int drop_front(void **unused)
{
    (void)unused;
    caller_free(unit);
    front_close(front);
    return 0;
}

/* --- who may enrol whom --- */

static struct act_device device_of_caller(const struct caller *caller)
{
    return (struct act_device){.device = caller->chain.device,
                               .link_key = caller->link_key,
                               .sign_key = caller->chain.key,
                               .label = "administrator"};
}

static void the_first_administrator_is_in_the_book_and_told(void **unused)
{
    (void)unused;
    const struct act_device admin = device_of_caller(&front->admin);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_ANCHORED), 1);
    assert_int_equal(front_member(front, &front->admin)->device.kind, DEVICE_ADMIN);
    front_restart(front);
    assert_int_equal(intake_anchor(&front->intake, &admin), STATUS_OK); /* once is enough */
    assert_int_equal(front_incidents(front, ACT_INCIDENT_ANCHORED), 1);
}

static void a_second_administrator_does_not_come_in_by_the_state_folder(void **unused)
{
    (void)unused;
    struct caller *other = caller_new(9);
    const struct act_device stranger = device_of_caller(other);
    const struct act_device handheld = device_of_caller(unit);
    assert_int_equal(intake_anchor(&front->intake, &stranger), STATUS_DENIED);
    assert_int_equal(intake_anchor(&front->intake, &handheld), STATUS_DENIED);
    assert_null(front_member(front, other));
    assert_int_equal(front_member(front, unit)->device.kind, DEVICE_HANDHELD);
    caller_free(other);
}

/* --- what is no message --- */

static void refused_as_malformed(const void *bytes, size_t size)
{
    struct message answer;
    const uint64_t rows = front->store.batches.count;
    front_say_bytes(front, unit, span_of(bytes, size));
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_MALFORMED);
    assert_int_equal(front->store.batches.count, rows);
}

static void row_66_repeated_items_are_refused_at_the_door(void **unused)
{
    (void)unused;
    static uint8_t bytes[60000] = {0x08, SYNC_VERSION};
    for (size_t i = 2; i + 1 < sizeof bytes; i += 2) {
        bytes[i] = 0x2A;
    }
    refused_as_malformed(bytes, sizeof bytes);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_MALFORMED), 1);
    front_deliver(front, unit, start);
}

static void row_67_field_zero_and_unknown_fields_are_refused_at_the_door(void **unused)
{
    (void)unused;
    static const uint8_t zero[] = {0x08, SYNC_VERSION, 0x02, 0, 0x12, 0};
    static const uint8_t unknown[] = {0x08, SYNC_VERSION, 0x12, 0, 0x4A, 0};
    static const uint8_t wrong_type[] = {0x08, SYNC_VERSION, 0x10, 5};
    refused_as_malformed(zero, sizeof zero);
    refused_as_malformed(unknown, sizeof unknown);
    refused_as_malformed(wrong_type, sizeof wrong_type);
}

static void row_68_overlong_numbers_and_lengths_are_refused_at_the_door(void **unused)
{
    (void)unused;
    static const uint8_t overlong[] = {0x88, 0x00, SYNC_VERSION, 0x12, 0};
    static const uint8_t negative[] = {0x08, SYNC_VERSION, 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F};
    refused_as_malformed(overlong, sizeof overlong);
    refused_as_malformed(negative, sizeof negative);
    refused_as_malformed("GET / HTTP/1.1\r\n\r\n", 18);
    refused_as_malformed("", 0);
}

static void row_69_a_message_with_a_bad_string_is_kept_raw_in_quarantine(void **unused)
{
    (void)unused;
    static const uint8_t bytes[] = {0x08, SYNC_VERSION, 0x12, 4, 0x42, 2, 0xC3, 0x28};
    refused_as_malformed(bytes, sizeof bytes);
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_MALFORMED), 1);
    const struct act_quarantine *row = (const void *)front->store.quarantine.at;
    assert_int_equal(row->message.size, sizeof bytes);
    assert_memory_equal(row->message.at, bytes, sizeof bytes);
    refused_as_malformed(bytes, sizeof bytes); /* the same again is kept once */
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_MALFORMED), 1);
}

static void a_servers_word_from_a_device_is_no_message(void **unused)
{
    (void)unused;
    struct message answer;
    const struct message word = {.kind = MESSAGE_BUSY, .busy = {.retry_after_ms = 5}};
    front_say(front, unit, &word);
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_MALFORMED);
}

static void row_73_a_message_of_a_later_version_hears_update_needed(void **unused)
{
    (void)unused;
    static const uint8_t bytes[] = {0x08, SYNC_VERSION + 2, 0x12, 0};
    static const uint8_t newer_kind[] = {0x08, SYNC_VERSION + 1, 0xA2, 0x06, 0};
    struct message answer;
    front_say_bytes(front, unit, span_of(bytes, sizeof bytes));
    front_step(front);
    assert_int_equal(front_hear(front, unit, &answer), MESSAGE_REFUSAL);
    assert_int_equal(answer.refusal.code, REFUSAL_UPDATE_NEEDED);
    front_say_bytes(front, unit, span_of(newer_kind, sizeof newer_kind));
    front_step(front);
    assert_true(front_silent(front)); /* of a neighbour's version: passed over */
    assert_int_equal(front->intake.append.counters.unknown_kind, 1);
    assert_int_equal(front->store.quarantine.count, 0);
}

static void a_device_that_talks_nonsense_fills_neither_book_nor_log(void **unused)
{
    (void)unused;
    uint8_t bytes[1000] = {0x08, SYNC_VERSION, 0x02};
    struct message answer;
    const size_t lines = front->log.count;
    for (uint32_t i = 0; i < 3000; i++) {
        memcpy(bytes + 100, &i, sizeof i);
        front_say_bytes(front, unit, span_of(bytes, sizeof bytes));
        front_step(front);
        (void)front_hear(front, unit, &answer);
        front_pass(front, 20);
    }
    assert_true(front->store.incidents.count <= 1 + TOLD_AN_HOUR);
    assert_true(front->log.count - lines <= TOLD_AN_HOUR);
    assert_true(front->store.quarantine.count * sizeof bytes <= APART_BYTES_MAX);
    front_deliver(front, unit, start); /* and is itself not shut out */
}

/* --- who speaks --- */

static void a_device_that_floods_hears_busy_and_never_silence(void **unused)
{
    (void)unused;
    struct caller *other = caller_new(2);
    struct message answer;
    unsigned busy = 0;
    front_enrol(front, other, DEVICE_HANDHELD);
    const struct message hello = caller_hello(unit);
    for (int i = 0; i < 1000; i++) {
        front_say(front, unit, &hello);
        front_step(front);
        busy += front_hear(front, unit, &answer) == MESSAGE_BUSY;
    }
    assert_int_equal(busy, 1000 - bucket_rate_of(DEVICE_HANDHELD).burst);
    assert_true(answer.busy.retry_after_ms > 0);
    front_deliver(front, other, start); /* others do not notice */
    front_pass(front, 1000);
    front_deliver(front, unit, start);
    caller_free(other);
}

static void a_key_that_left_the_table_is_not_heard(void **unused)
{
    (void)unused;
    struct roster *roster = &front->intake.append.roster;
    const uint32_t count = roster->count;
    const struct message batch = caller_batch(unit, start, BATCH_ENTRIES_MAX);
    front_say(front, unit, &batch);
    memset(roster->by_key, 0, roster->slots * sizeof *roster->by_key);
    front_step(front);
    assert_int_equal(front->intake.append.counters.strangers, 1);
    assert_int_equal(front_rows(front, unit), 0);
    assert_int_equal(roster->count, count);
}

static void row_60_a_key_that_is_not_in_the_roster_is_turned_away(void **unused)
{
    (void)unused;
    struct caller *stranger = caller_new(9);
    size_t peer = 0;
    assert_int_equal(door_fake_connect(&front->door, &stranger->link_key, &peer),
                     DOOR_FAKE_UNKNOWN_KEY);
    assert_int_equal(door_fake_connect(&front->door, &unit->link_key, &peer), DOOR_FAKE_OK);
    caller_free(stranger);
}

static void row_61_until_the_roster_is_read_the_door_is_not_ready(void **unused)
{
    (void)unused;
    struct intake second;
    struct door_fake door;
    size_t peer = 0;
    struct append_ports ports = front->intake.append.ports;
    door_fake_init(&door);
    ports.door = &door.port;
    front->store.failed = true; /* the book cannot be read */
    assert_int_equal(intake_open(&second, &ports, FRONT_UNITS, &front->now), STATUS_IO);
    assert_int_equal(door_fake_connect(&door, &unit->link_key, &peer), DOOR_FAKE_NOT_READY);
    act_store_memory_restart(&front->store);
    assert_int_equal(intake_open(&second, &ports, FRONT_UNITS, &front->now), STATUS_OK);
    assert_int_equal(door_fake_connect(&door, &unit->link_key, &peer), DOOR_FAKE_OK);
    intake_close(&second);
    door_fake_fini(&door);
}

/* --- when it was --- */

static void commit_times_never_run_backwards(void **unused)
{
    (void)unused;
    for (uint32_t i = 0; i < 5; i++) {
        chain_append(&unit->chain, i);
        front_deliver(front, unit, (struct place){i > 0, i > 0 ? i + 1 : 0});
        front->now.wall.ms -= 3600000; /* set back by hand */
        front->now.mono.ms += 1000;
    }
    assert_int_equal(front_entries_in_order(front, unit), 6); /* which looks at the times too */
    struct intake_stat stat;
    intake_stat(&front->intake, &front->now, &stat);
    assert_int_equal(stat.clock_behind_ms, 5 * 3600000);
    front_restart(front); /* nor after a restart */
    assert_true(front_connect(front, unit));
    chain_append(&unit->chain, 9);
    front_deliver(front, unit, (struct place){1, 6});
    assert_int_equal(front_entries_in_order(front, unit), 7);
}

static void a_clock_that_was_never_set_stores_nothing_and_says_busy(void **unused)
{
    (void)unused;
    front->now.wall_set = false;
    assert_int_equal(front_send(front, unit, start).kind, MESSAGE_BUSY);
    assert_int_equal(front_send(front, unit, start).kind, MESSAGE_BUSY);
    assert_int_equal(log_fake_count(&front->log, "clock was never set"), 1);
    assert_int_equal(front_rows(front, unit), 0);
    front->now.wall_set = true;
    front_deliver(front, unit, start);
}

/* --- the turn --- */

static void a_long_queue_is_taken_in_several_turns_and_nobody_is_forgotten(void **unused)
{
    (void)unused;
    struct message answer;
    const struct message hello = caller_hello(unit);
    for (int i = 0; i < 200; i++) {
        front_say(front, unit, &hello);
    }
    const struct intake_event event = {.now = front->now};
    struct intake_effects effects;
    intake_step(&front->intake, &event, &effects);
    assert_false(effects.again);
    for (int i = 0; i < 200; i++) {
        assert_int_equal(front_hear(front, unit, &answer), MESSAGE_WELCOME);
    }
    assert_true(front_silent(front));
}

static void the_stat_says_what_happened(void **unused)
{
    (void)unused;
    struct intake_stat stat;
    chain_append(&unit->chain, 1);
    front_deliver(front, unit, start);
    front_deliver(front, unit, start);
    front_revoke(front, unit, start);
    intake_stat(&front->intake, &front->now, &stat);
    assert_int_equal(stat.position, front->store.batches.count);
    assert_int_equal(stat.received_ms, front->now.wall.ms);
    assert_int_equal(stat.devices, 2);
    assert_int_equal(stat.devices_seen, 2);
    assert_int_equal(stat.devices_revoked, 1);
    assert_int_equal(stat.devices_locked, 0);
    assert_int_equal(stat.doubles, 1);
    assert_int_equal(stat.batches, front->store.batches.count);
    assert_int_equal(stat.entries, 1 + 1 + 2 + 1); /* opened, enrolled, two of the unit, revoked */
    assert_int_equal(stat.enrolled, 1 + 1 + 1);    /* the anchor, and two statements */
    assert_int_equal(stat.down, 0);
    front_pass(front, 16 * 60 * 1000);
    intake_stat(&front->intake, &front->now, &stat);
    assert_int_equal(stat.devices_seen, 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_front, drop_front)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_first_administrator_is_in_the_book_and_told),
        CASE(a_second_administrator_does_not_come_in_by_the_state_folder),
        CASE(row_66_repeated_items_are_refused_at_the_door),
        CASE(row_67_field_zero_and_unknown_fields_are_refused_at_the_door),
        CASE(row_68_overlong_numbers_and_lengths_are_refused_at_the_door),
        CASE(row_69_a_message_with_a_bad_string_is_kept_raw_in_quarantine),
        CASE(a_servers_word_from_a_device_is_no_message),
        CASE(row_73_a_message_of_a_later_version_hears_update_needed),
        CASE(a_device_that_talks_nonsense_fills_neither_book_nor_log),
        CASE(a_device_that_floods_hears_busy_and_never_silence),
        CASE(a_key_that_left_the_table_is_not_heard),
        CASE(row_60_a_key_that_is_not_in_the_roster_is_turned_away),
        CASE(row_61_until_the_roster_is_read_the_door_is_not_ready),
        CASE(commit_times_never_run_backwards),
        CASE(a_clock_that_was_never_set_stores_nothing_and_says_busy),
        CASE(a_long_queue_is_taken_in_several_turns_and_nobody_is_forgotten),
        CASE(the_stat_says_what_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
