/* Who may knock: two persons at an administrator's device say so, signed, and nobody else. */
#include "server/intake/enrolment.h"

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
    return 0;
}

static int drop_front(void **unused)
{
    (void)unused;
    caller_free(unit);
    front_close(front);
    return 0;
}

static void send_statements(const struct caller *sender)
{
    const struct member *member = front_member(front, sender);
    front_deliver(front, sender, member->stream.stream.high_water.place);
}

static void an_enrolled_device_may_knock_and_no_other(void **unused)
{
    (void)unused;
    assert_false(front_connect(front, unit));
    front_enrol(front, unit, DEVICE_HANDHELD);
    front_deliver(front, unit, start);
    const struct act_device *device = &front_member(front, unit)->device;
    assert_int_equal(device->kind, DEVICE_HANDHELD);
    assert_string_equal(device->label, "unit");
    assert_string_equal(device->party, "post");
    assert_int_equal(device->enrolled.ms, front->now.wall.ms);
    front_restart(front);
    assert_true(front_connect(front, unit));
}

static void one_person_alone_enrols_nobody(void **unused)
{
    (void)unused;
    front_state_enrolled(front, unit, DEVICE_HANDHELD, "an", "an");
    send_statements(&front->admin); /* the statement itself is kept, as any entry */
    assert_false(front_connect(front, unit));
    front_state_enrolled(front, unit, DEVICE_HANDHELD, "an", "");
    send_statements(&front->admin);
    assert_false(front_connect(front, unit));
    assert_int_equal(front_incidents(front, ACT_INCIDENT_ENROLMENT), 2);
}

static void only_an_administrators_device_enrols(void **unused)
{
    (void)unused;
    struct caller *other = caller_new(2);
    front_enrol(front, unit, DEVICE_DESK);
    const struct place head = front->admin.chain.head.place;
    front_state_enrolled(front, other, DEVICE_HANDHELD, "an", "binh");
    const struct chain_link *link =
        chain_find(&front->admin.chain, (struct place){1, head.seq + 1});
    struct span whole = span_of(front->admin.chain.bytes + link->at, link->size);
    struct sealed sealed;
    assert_int_equal(entry_open(&whole, &sealed), STATUS_OK);
    chain_state(&unit->chain, ENTRY_DEVICE_ENROLLED, sealed.entry.body); /* in its own journal */
    front_deliver(front, unit, start);
    assert_false(front_connect(front, other));
    assert_int_equal(front_incidents(front, ACT_INCIDENT_ENROLMENT), 1);
    caller_free(other);
}

static void an_enrolment_that_is_not_signed_by_its_device_is_refused(void **unused)
{
    (void)unused;
    front_state_enrolled(front, unit, DEVICE_HANDHELD, "an", "binh");
    struct chain *chain = &front->admin.chain;
    chain->bytes[chain->size - 1] ^= 1; /* the end of the signature; the chain still links up */
    send_statements(&front->admin);
    assert_false(front_connect(front, unit));
    assert_int_equal(front_incidents(front, ACT_INCIDENT_ENROLMENT), 1);
}

static void a_number_under_another_key_and_a_key_under_another_number_are_refused(void **unused)
{
    (void)unused;
    struct caller *other = caller_new(2);
    front_enrol(front, unit, DEVICE_HANDHELD);
    memcpy(&other->link_key, &unit->link_key, sizeof other->link_key); /* one line's key for two */
    front_state_enrolled(front, other, DEVICE_HANDHELD, "an", "binh");
    send_statements(&front->admin);
    assert_null(front_member(front, other));
    unit->link_key.byte[5] ^= 1; /* another line's key for the same device */
    front_state_enrolled(front, unit, DEVICE_HANDHELD, "an", "binh");
    send_statements(&front->admin);
    assert_false(front_connect(front, unit));
    assert_int_equal(front_incidents(front, ACT_INCIDENT_ENROLMENT), 2);
    caller_free(other);
}

static void two_of_one_batch_under_one_key_are_one(void **unused)
{
    (void)unused;
    struct caller *other = caller_new(2);
    memcpy(&other->link_key, &unit->link_key, sizeof other->link_key);
    front_state_enrolled(front, unit, DEVICE_HANDHELD, "an", "binh");
    front_state_enrolled(front, other, DEVICE_HANDHELD, "an", "binh");
    send_statements(&front->admin);
    assert_non_null(front_member(front, unit));
    assert_null(front_member(front, other));
    caller_free(other);
}

static void enrolled_and_revoked_in_one_batch_is_revoked(void **unused)
{
    (void)unused;
    front_state_enrolled(front, unit, DEVICE_HANDHELD, "an", "binh");
    front_state_revoked(front, unit, start);
    send_statements(&front->admin);
    assert_true(front_member(front, unit)->device.revoked);
    assert_true(front_connect(front, unit)); /* let in, and what it sends is kept apart */
    front_deliver(front, unit, start);
    assert_int_equal(front_entries_in_order(front, unit), 0);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_ENROLMENT), 0);
}

static void revoked_and_changed_in_one_batch_stays_revoked(void **unused)
{
    (void)unused;
    front_enrol(front, unit, DEVICE_HANDHELD);
    front_state_revoked(front, unit, start);
    front_state_enrolled(front, unit, DEVICE_DESK, "an", "binh");
    send_statements(&front->admin);
    assert_true(front_member(front, unit)->device.revoked);
    front_state_enrolled(front, unit, DEVICE_HANDHELD, "an", "binh");
    send_statements(&front->admin);
    assert_true(front_member(front, unit)->device.revoked);
}

static void nobody_is_judged_by_a_table_that_the_group_changes(void **unused)
{
    (void)unused;
    struct caller *second = caller_new(2);
    struct caller *friend = caller_new(3);
    struct message answer;
    front_enrol(front, second, DEVICE_ADMIN);
    front_deliver(front, second, start);
    front_state_revoked(front, second, (struct place){1, 1});
    front_state_enrolled(front, friend, DEVICE_HANDHELD, "an", "binh"); /* to borrow its body */
    const struct chain_link *link = chain_find(&front->admin.chain, front->admin.chain.head.place);
    struct span whole = span_of(front->admin.chain.bytes + link->at, link->size);
    struct sealed sealed;
    assert_int_equal(entry_open(&whole, &sealed), STATUS_OK);
    chain_state(&second->chain, ENTRY_DEVICE_ENROLLED, sealed.entry.body);
    chain_cut_after(&front->admin.chain, (struct place){1, front->admin.chain.head.place.seq - 1});
    /* both wait at the door when the turn begins: the revocation first */
    const struct message revocation = caller_batch(
        &front->admin, front_member(front, &front->admin)->stream.stream.high_water.place,
        BATCH_ENTRIES_MAX);
    const struct message last_word = caller_batch(second, (struct place){1, 1}, BATCH_ENTRIES_MAX);
    front_say(front, &front->admin, &revocation);
    front_say(front, second, &last_word);
    front_step(front);
    assert_int_equal(front_hear(front, &front->admin, &answer), MESSAGE_RECEIPT);
    assert_int_equal(front_hear(front, second, &answer), MESSAGE_RECEIPT);
    assert_null(front_member(front, friend));
    assert_int_equal(front_quarantine(front, ACT_QUARANTINE_REVOKED), 1);
    caller_free(second);
    caller_free(friend);
}

static void one_more_than_the_server_bears_is_refused_and_the_rest_goes_on(void **unused)
{
    (void)unused;
    struct caller *many = caller_new(1);
    for (unsigned i = 1; i <= FRONT_UNITS; i++) { /* the administrator is one already */
        many->link_key.byte[1] = (uint8_t)i;
        chain_init(&many->chain, (uint8_t)i);
        front_state_enrolled(front, many, DEVICE_HANDHELD, "an", "binh");
    }
    send_statements(&front->admin);
    assert_int_equal(front->intake.append.roster.count, FRONT_UNITS);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_ENROLMENT), 1);
    front_restart(front);
    assert_int_equal(front->intake.append.roster.count, FRONT_UNITS);
    caller_free(many);
}

static void a_revocation_of_nobody_is_told(void **unused)
{
    (void)unused;
    front_state_revoked(front, unit, start);
    send_statements(&front->admin);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_ENROLMENT), 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_front, drop_front)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_enrolled_device_may_knock_and_no_other),
        CASE(one_person_alone_enrols_nobody),
        CASE(only_an_administrators_device_enrols),
        CASE(an_enrolment_that_is_not_signed_by_its_device_is_refused),
        CASE(a_number_under_another_key_and_a_key_under_another_number_are_refused),
        CASE(two_of_one_batch_under_one_key_are_one),
        CASE(enrolled_and_revoked_in_one_batch_is_revoked),
        CASE(revoked_and_changed_in_one_batch_stays_revoked),
        CASE(nobody_is_judged_by_a_table_that_the_group_changes),
        CASE(one_more_than_the_server_bears_is_refused_and_the_rest_goes_on),
        CASE(a_revocation_of_nobody_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
