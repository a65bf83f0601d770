/* Level two: an administrator's word that there is a verified copy, and what it may raise. */
#include "server/intake/level_two.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "core/statement_backup.h"
#include "tests/unit/server/intake/front.h"

static struct front *front;
static struct caller *unit;
static struct caller *other;
static const struct place start = {0};

static int make_front(void **unused)
{
    (void)unused;
    front = front_open();
    unit = caller_new(1);
    other = caller_new(2);
    front_enrol(front, unit, DEVICE_HANDHELD);
    front_enrol(front, other, DEVICE_HANDHELD);
    chain_append(&unit->chain, 1);
    front_deliver(front, unit, start);
    front_deliver(front, other, start);
    return 0;
}

static int drop_front(void **unused)
{
    (void)unused;
    caller_free(unit);
    caller_free(other);
    front_close(front);
    return 0;
}

static struct place sent(const struct caller *caller)
{
    return front_member(front, caller)->stream.stream.high_water.place;
}

static struct place level_two(const struct caller *caller)
{
    return front_member(front, caller)->stream.level_two;
}

static uint64_t newest_row(void)
{
    return front->store.batches.count;
}

static void state_backup(struct caller *caller, uint64_t row, uint8_t spoil)
{
    uint8_t bytes[128];
    struct writer writer = writer_of(bytes, sizeof bytes);
    const struct act_batch *stored = act_store_memory_batch(&front->store, row);
    struct backup_body body = {
        .row = row,
        .row_hash = backup_row_hash(stored ? stored->message : span_of("nothing", 7)),
        .manifest = hash_of(span_of("a manifest", 10))};
    body.row_hash.byte[0] ^= spoil;
    assert_int_equal(backup_encode(&body, &writer), STATUS_OK);
    chain_state(&caller->chain, ENTRY_BACKUP, writer_span(&writer));
}

static void say_backup(uint64_t row)
{
    state_backup(&front->admin, row, 0);
    front_deliver(front, &front->admin, sent(&front->admin));
}

static void assert_place(struct place place, uint32_t epoch, uint64_t seq)
{
    assert_int_equal(place.epoch, epoch);
    assert_int_equal(place.seq, seq);
}

static void a_backup_raises_every_stream_to_what_it_holds(void **unused)
{
    (void)unused;
    const uint64_t row = newest_row();
    chain_append(&unit->chain, 2); /* came after the copy was made */
    front_deliver(front, unit, sent(unit));
    say_backup(row);
    assert_place(level_two(unit), 1, 2);
    assert_place(level_two(other), 1, 1);
    assert_true(place_order(level_two(&front->admin), start) > 0);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_BACKUP), 0);
    front_restart(front);
    assert_place(level_two(unit), 1, 2); /* durable with the entry */
}

static void the_next_receipt_and_welcome_carry_it(void **unused)
{
    (void)unused;
    struct message answer;
    say_backup(newest_row());
    chain_append(&unit->chain, 2);
    answer = front_send(front, unit, sent(unit));
    assert_int_equal(answer.kind, MESSAGE_RECEIPT);
    assert_place(answer.receipt.level_two, 1, 2);
    const struct message hello = caller_hello(other);
    front_say(front, other, &hello);
    front_step(front);
    assert_int_equal(front_hear(front, other, &answer), MESSAGE_WELCOME);
    assert_place(answer.welcome.level_two, 1, 1);
}

static void an_older_backup_lowers_nothing(void **unused)
{
    (void)unused;
    const uint64_t row = newest_row();
    chain_append(&unit->chain, 2);
    front_deliver(front, unit, sent(unit));
    say_backup(newest_row());
    assert_place(level_two(unit), 1, 3);
    say_backup(row);
    say_backup(1);
    assert_place(level_two(unit), 1, 3);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_BACKUP), 0);
}

static void a_row_that_the_book_does_not_have_raises_nothing(void **unused)
{
    (void)unused;
    say_backup(newest_row() + 2);
    assert_place(level_two(unit), 0, 0);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_BACKUP), 1);
}

static void a_row_that_holds_something_else_raises_nothing(void **unused)
{
    (void)unused;
    state_backup(&front->admin, newest_row(), 1);
    front_deliver(front, &front->admin, sent(&front->admin));
    assert_place(level_two(unit), 0, 0);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_BACKUP), 1);
}

static void only_an_administrators_device_says_so(void **unused)
{
    (void)unused;
    state_backup(unit, newest_row(), 0);
    front_deliver(front, unit, sent(unit));
    assert_place(level_two(unit), 0, 0);
    assert_place(level_two(other), 0, 0);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_BACKUP), 1);
}

static void and_only_signed(void **unused)
{
    (void)unused;
    state_backup(&front->admin, newest_row(), 0);
    struct chain *chain = &front->admin.chain;
    chain->bytes[chain->size - 1] ^= 1; /* the end of the signature; the chain still links up */
    front_deliver(front, &front->admin, sent(&front->admin));
    assert_place(level_two(unit), 0, 0);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_BACKUP), 1);
}

static void a_body_out_of_form_raises_nothing(void **unused)
{
    (void)unused;
    chain_state(&front->admin.chain, ENTRY_BACKUP, span_of("too short", 9));
    front_deliver(front, &front->admin, sent(&front->admin));
    assert_place(level_two(unit), 0, 0);
    assert_int_equal(front_incidents(front, ACT_INCIDENT_BACKUP), 1);
}

static void what_could_not_be_committed_was_not_raised(void **unused)
{
    (void)unused;
    front->store.next = STATUS_IO; /* the commit that would hold it */
    state_backup(&front->admin, newest_row(), 0);
    const struct message answer = front_send(front, &front->admin, sent(&front->admin));
    assert_int_equal(answer.kind, MESSAGE_BUSY);
    front_pass(front, 5000);
    front_step(front);
    assert_place(level_two(unit), 0, 0);
    front_deliver(front, &front->admin, sent(&front->admin)); /* the same again */
    assert_place(level_two(unit), 1, 2);
}

static void every_verdict_has_words(void **unused)
{
    (void)unused;
    for (int verdict = LEVEL_TWO_NONE; verdict <= LEVEL_TWO_UNREADABLE; verdict++) {
        assert_true(strlen(level_two_verdict_text((enum level_two_verdict)verdict)) > 10);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, make_front, drop_front)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_backup_raises_every_stream_to_what_it_holds),
        TEST(the_next_receipt_and_welcome_carry_it),
        TEST(an_older_backup_lowers_nothing),
        TEST(a_row_that_the_book_does_not_have_raises_nothing),
        TEST(a_row_that_holds_something_else_raises_nothing),
        TEST(only_an_administrators_device_says_so),
        TEST(and_only_signed),
        TEST(a_body_out_of_form_raises_nothing),
        TEST(what_could_not_be_committed_was_not_raised),
        cmocka_unit_test(every_verdict_has_words),
    };
    return sign_start() == STATUS_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
