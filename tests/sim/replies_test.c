#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/check.h"
#include "tests/sim/ledger_parts.h"
#include "tests/sim/replies.h"
#include "wire/message.h"

/* One device of which the server has 1/1 to 1/ROWS; a backup holds the first BACKED_UP of them. */
enum { ROWS = 6, BACKED_UP = 3, LINE = 0 };

static struct story story;
static struct blame blame;
static struct ledger ledger;
static struct replies replies;
static int64_t now, mono;

static struct head head_at(uint64_t seq)
{
    return (struct head){
        .place = {1, seq},
          .hash = {.byte = {1, (uint8_t)seq}}
    };
}

static int set_up(void **unused)
{
    static const uint32_t device_of[NETWORK_LINES_MAX];
    (void)unused;
    story_init(&story, &now, NULL);
    blame_init(&blame, &story);
    ledger_init(&ledger, &blame);
    (void)ledger_device(&ledger, "center", (struct device){.id = 7});
    struct ledger_device *one = &ledger.devices[0];
    for (uint64_t seq = 1; seq <= ROWS; seq++) {
        const struct head head = head_at(seq);
        one->rows = (struct ledger_row *)ledger_grown(one->rows, one->row_count, &one->row_room,
                                                      sizeof *one->rows);
        one->rows[one->row_count++] = (struct ledger_row){head.place, head.hash};
        if (seq == BACKED_UP) {
            ledger_backed_up(&ledger);
        }
    }
    const struct scene scene = {.story = &story, .blame = &blame, .ledger = &ledger};
    replies_init(&replies, &scene, device_of, 1);
    mono = 0;
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    ledger_fini(&ledger);
    return 0;
}

/* The device greets with HEAD, and PROOF at the server's high water. */
static void greet(const struct head *head, const struct head *proof)
{
    uint8_t bytes[512];
    struct writer writer = writer_of(bytes, sizeof bytes);
    const struct message message = {
        .kind = MESSAGE_HELLO,
        .hello = {.version = SYNC_VERSION,
                  .device = {.id = 7},
                  .head = *head,
                  .first = {1, 1},
                  .asked = {1, ROWS},
                  .proof = *proof,
                  .clock = {.wall_ms = 1, .mono_ms = ++mono, .boot = 1},
                  .battery_percent = -1}
    };
    assert_int_equal(message_encode(&message, &writer), STATUS_OK);
    replies_asked(&replies, LINE, writer_span(&writer));
}

static void answer(enum welcome_verdict verdict, uint32_t epoch)
{
    struct message message = {.kind = MESSAGE_WELCOME};
    message.welcome.verdict = verdict;
    message.welcome.high_water = head_at(ROWS);
    message.welcome.epoch = epoch;
    message.welcome.echo_mono_ms = mono;
    replies_said(&replies, LINE, &message, true);
}

static struct head other_at(uint64_t seq)
{
    struct head head = head_at(seq);
    head.hash.byte[5] = 1;
    return head;
}

static void who_has_what_the_server_has_goes_on(void **unused)
{
    (void)unused;
    const struct head head = head_at(ROWS);
    greet(&head, &head);
    answer(WELCOME_CONTINUE, 0);
    assert_int_equal(blame.count, 0);
}

static void a_clone_behind_us_is_not_one_that_lost_its_end(void **unused)
{
    (void)unused;
    const struct head head = other_at(ROWS - 2);
    greet(&head, &head);
    answer(WELCOME_LOCKED, 0);
    assert_int_equal(blame.count, 0);
    replies_forget(&replies, true);
    greet(&head, &head);
    answer(WELCOME_OPEN_EPOCH, 2);
    assert_int_equal(blame.first, HOLDS_DETECTED);
}

static void a_clone_ahead_of_us_does_not_go_on(void **unused)
{
    (void)unused;
    const struct head head = head_at(ROWS + 3);
    const struct head proof = other_at(ROWS);
    greet(&head, &proof);
    answer(WELCOME_CONTINUE, 0);
    assert_int_equal(blame.first, HOLDS_DETECTED);
}

static void nothing_leaves_a_lock(void **unused)
{
    (void)unused;
    const struct head other = other_at(ROWS);
    const struct head same = head_at(ROWS);
    greet(&other, &other);
    answer(WELCOME_LOCKED, 0);
    greet(&same, &same);
    answer(WELCOME_CONTINUE, 0);
    assert_int_equal(blame.count, 1);
}

static void an_epoch_that_was_heard_of_is_not_given_again(void **unused)
{
    (void)unused;
    struct head later = head_at(1);
    const struct head behind = head_at(ROWS - 1);
    const struct head proof = head_at(ROWS);
    later.place.epoch = 4;
    greet(&later, &proof);
    answer(WELCOME_CONTINUE, 0);
    greet(&behind, &behind);
    answer(WELCOME_OPEN_EPOCH, 5);
    assert_int_equal(blame.count, 0);
    greet(&behind, &behind);
    answer(WELCOME_OPEN_EPOCH, 2);
    assert_int_equal(blame.first, HOLDS_ONE_CONTENT);
}

static void level_two_ends_where_the_newest_backup_does(void **unused)
{
    (void)unused;
    struct message message = {
        .kind = MESSAGE_RECEIPT, .receipt = {.head = head_at(ROWS), .level_two = {1, BACKED_UP}}
    };
    replies_said(&replies, LINE, &message, true);
    assert_int_equal(blame.count, 0);
    message.receipt.level_two.seq++;
    replies_said(&replies, LINE, &message, true);
    assert_int_equal(blame.first, HOLDS_KEPT);
}

static void a_unit_believes_what_was_said_to_it_and_nothing_else(void **unused)
{
    (void)unused;
    const struct place none = {0};
    const struct message message = {.kind = MESSAGE_RECEIPT, .receipt = {.head = head_at(4)}};
    const struct head said = head_at(4);
    const struct head beyond = head_at(5);
    replies_said(&replies, LINE, &message, true);
    ledger_believed(&ledger, 0, &said, none);
    assert_int_equal(blame.count, 0);
    ledger_believed(&ledger, 0, &said, beyond.place); /* only a welcome takes back */
    assert_int_equal(blame.count, 1);
    ledger_believed(&ledger, 0, &beyond, none);
    assert_int_equal(blame.count, 2);
    assert_int_equal(blame.first, HOLDS_DURABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_has_what_the_server_has_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_clone_behind_us_is_not_one_that_lost_its_end, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_clone_ahead_of_us_does_not_go_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_leaves_a_lock, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_epoch_that_was_heard_of_is_not_given_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(level_two_ends_where_the_newest_backup_does, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_unit_believes_what_was_said_to_it_and_nothing_else,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
