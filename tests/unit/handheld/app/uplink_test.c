#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/handheld/app/far_end.h"

static struct bench *bench;
static struct far_end far;
static unsigned scanned;

static void scan(void)
{
    char line[64];
    (void)snprintf(line, sizeof line, "scan H41.04-261120-%05u", ++scanned);
    bench_line(line, "ok UNIT-01");
}

static int open_bench(void **state)
{
    (void)state;
    bench = bench_open();
    bench_connect();
    far_end_init(&far, bench);
    scanned = 0;
    bench_line("do intake", "ok UNIT-04");
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

/* The server has each entry of the journal once, in order. */
static void assert_all_there(void)
{
    assert_int_equal(far.count, bench_count());
    for (size_t i = 0; i < far.count; i++) {
        struct head head = {bench->journal.entries[i].place, bench->journal.entries[i].hash};
        assert_int_equal(place_order(far.entries[i].head.place, head.place), 0);
        assert_true(hash_equal(&far.entries[i].head.hash, &head.hash));
    }
}

static void what_is_written_reaches_the_server_and_the_receipt_is_kept(void **unused)
{
    (void)unused;
    scan();
    scan();
    assert_false(unit_is_synced(&bench->unit));
    assert_true(far_end_settle(&far, bench, 5000));
    assert_all_there();
    assert_int_equal(bench->journal.receipt.received.place.seq, 3);
    scan();
    assert_true(far_end_settle(&far, bench, 5000));
    assert_all_there();
    assert_int_equal(bench->journal.receipt.received.place.seq, 4);
    assert_true(bench_count() == 4); /* what was receipted is kept */
}

static void an_answer_does_not_touch_the_line(void **unused)
{
    (void)unused;
    assert_true(far_end_settle(&far, bench, 5000));
    scan();
    assert_int_equal(bench->link.sent.count, 0);
    assert_true(bench->effects.again);
    bench_tick();
    assert_int_equal(bench->link.sent.count, 1);
}

static void row_50_a_lost_message_is_sent_again(void **unused)
{
    (void)unused;
    scan();
    far.lose_next = 5;
    assert_true(far_end_settle(&far, bench, 60000));
    assert_all_there();
}

static void row_51_a_message_that_comes_twice_is_one_event(void **unused)
{
    (void)unused;
    far.twice = true;
    for (int i = 0; i < 5; i++) {
        scan();
        assert_true(far_end_settle(&far, bench, 60000));
    }
    assert_all_there();
    assert_true(far.doubles > 0);
}

static void row_52_a_batch_from_before_is_no_harm(void **unused)
{
    (void)unused;
    static uint8_t early[LINK_MESSAGE_MAX];
    size_t size = 0;
    assert_true(far_end_settle(&far, bench, 5000));
    scan();
    bench_tick();
    assert_int_equal(link_fake_take(&bench->link, early, sizeof early, &size), STATUS_OK);
    assert_true(far_end_settle(&far, bench, 60000)); /* it was sent again meanwhile */
    scan();
    bench_tick();
    assert_int_equal(link_send(&bench->link.port, span_of(early, size)), STATUS_OK); /* late */
    assert_true(far_end_settle(&far, bench, 60000));
    assert_all_there();
}

static void row_53_a_lost_receipt_costs_a_resend_and_no_double(void **unused)
{
    (void)unused;
    assert_true(far_end_settle(&far, bench, 5000));
    scan();
    far.silent_next = 2;
    assert_true(far_end_settle(&far, bench, 60000));
    assert_all_there();
    assert_true(far.batches > far.doubles + 1);
}

static void row_54_a_receipt_of_an_earlier_epoch_is_ignored(void **unused)
{
    (void)unused;
    scan();
    assert_true(far_end_settle(&far, bench, 5000));
    struct head old = bench->journal.receipt.received;
    bench->unit.uplink.sender.received.place.epoch = 2; /* as after an epoch was opened */
    const struct message stale = {.kind = MESSAGE_RECEIPT, .receipt = {.head = old}};
    far_end_say(bench, &stale);
    bench_tick();
    assert_int_equal(log_fake_count(&bench->log, "earlier epoch"), 1);
    assert_int_equal(bench->unit.uplink.sender.received.place.epoch, 2);
}

static void row_55_a_receipt_for_more_than_was_sent_is_an_incident(void **unused)
{
    (void)unused;
    assert_true(far_end_settle(&far, bench, 5000));
    struct head before = bench->journal.receipt.received;
    scan();
    far.forgets = true;
    bench_tick();
    assert_true(far_end_turn(&far, bench));
    bench_tick();
    assert_int_equal(log_fake_count(&bench->log, "more than was sent"), 1);
    assert_int_equal(place_order(bench->journal.receipt.received.place, before.place), 0);
    far.forgets = false;
    assert_true(far_end_settle(&far, bench, 60000));
    assert_all_there();
}

static void row_57_a_month_without_a_server_loses_nothing(void **unused)
{
    (void)unused;
    link_fake_down(&bench->link);
    for (int day = 0; day < 30; day++) {
        for (int i = 0; i < 20; i++) {
            scan();
        }
        for (int hour = 0; hour < 24; hour++) {
            bench_pass(3600000);
            bench_tick();
        }
    }
    assert_int_equal(bench->journal.receipt.received.place.seq, 0);
    link_fake_up(&bench->link);
    assert_true(far_end_settle(&far, bench, 30000));
    assert_all_there();
    assert_int_equal(far.count, 601);
}

static void row_58_a_line_that_comes_up_is_used_at_once(void **unused)
{
    (void)unused;
    link_fake_down(&bench->link);
    scan();
    bench_tick();
    bench_pass(100000);
    bench_tick();
    link_fake_up(&bench->link);
    assert_true(far_end_settle(&far, bench, 400));
    assert_all_there();
}

static void row_59_a_door_that_does_not_admit_is_told_and_asked_again_later(void **unused)
{
    (void)unused;
    scan();
    link_fake_refuse(&bench->link);
    bench_tick();
    assert_true(bench->effects.not_admitted);
    bench_tick();
    assert_false(bench->effects.not_admitted);
    scan(); /* the work goes on */
    link_fake_up(&bench->link);
    assert_true(far_end_settle(&far, bench, 120000));
    assert_true(bench->link.renewed > 0);
    assert_all_there();
}

static void row_73_a_server_that_wants_an_update_is_told_and_the_data_are_kept(void **unused)
{
    (void)unused;
    scan();
    far.refuse = REFUSAL_UPDATE_NEEDED;
    bench_tick();
    assert_true(far_end_turn(&far, bench));
    bench_tick();
    assert_true(bench_informed("UNIT-74"));
    scan();
    far.refuse = 0;
    bench_pass(2 * SYNC_OUTDATED_MS);
    assert_true(far_end_settle(&far, bench, 5000));
    assert_all_there();
}

static void row_45_a_restored_image_opens_an_epoch_and_goes_on(void **unused)
{
    (void)unused;
    scan();
    assert_true(far_end_settle(&far, bench, 5000));
    scan();
    scan();
    assert_true(far_end_settle(&far, bench, 5000));
    bench_cut(2); /* the card is as it was before these two */
    bench_restart();
    bench_tick();
    assert_true(far_end_turn(&far, bench));
    bench_tick();
    assert_true(bench_informed("UNIT-77"));
    assert_true(far_end_settle(&far, bench, 5000));
    assert_int_equal(bench_entry(-1).entry.kind, ENTRY_OPENED);
    assert_int_equal(bench_entry(-1).entry.place.epoch, 2);
    scan();
    assert_true(far_end_settle(&far, bench, 5000));
    assert_int_equal(far.entries[far.count - 1].head.place.epoch, 2);
    assert_int_equal(far.entries[far.count - 1].head.place.seq, 2);
    assert_int_equal(far.count, 6); /* the tail that the unit lost is kept */
}

static void row_45_a_cloned_card_locks_the_unit_and_scans_are_refused(void **unused)
{
    (void)unused;
    scan();
    assert_true(far_end_settle(&far, bench, 5000));
    bench_cut(1); /* the clone was taken before this scan, and goes its own way */
    bench_restart();
    bench_line("scan H41.04-261120-77777", "ok UNIT-01");
    bench_tick();
    for (int i = 0; i < 5 && !bench->unit.uplink.locked; i++) {
        (void)far_end_turn(&far, bench);
        bench_tick();
    }
    assert_true(bench->unit.uplink.locked);
    assert_true(bench_informed("UNIT-60"));
    bench_line("scan H41.04-261120-88888", "refused UNIT-60");
    bench_restart();
    assert_true(bench_informed("UNIT-60"));
    bench_line("scan H41.04-261120-88888", "refused UNIT-60");
}

static void
a_server_that_was_restored_learns_from_a_locked_unit_that_there_is_a_clone(void **unused)
{
    (void)unused;
    row_45_a_cloned_card_locks_the_unit_and_scans_are_refused(unused);
    const uint32_t entries = (uint32_t)far.count;
    stream_init(&far.stream, bench->settings.device, &far.entries[far.count - 1].head, 0, false);
    assert_int_equal(far.stream.state, STREAM_FOLLOWING);
    bench_pass(2 * SYNC_OUTDATED_MS);
    for (int i = 0; i < 5; i++) {
        bench_tick();
        (void)far_end_turn(&far, bench);
    }
    assert_int_equal(far.stream.state, STREAM_LOCKED);
    assert_int_equal(far.count, entries);
    bench_restart();
    bench_line("scan H41.04-261120-88888", "refused UNIT-60");
}

static void row_44_a_lost_book_begins_in_an_epoch_of_its_own(void **unused)
{
    (void)unused;
    scan();
    scan();
    assert_true(far_end_settle(&far, bench, 5000));
    journal_memory_fini(&bench->journal);
    journal_memory_init(&bench->journal); /* deleted; the keys are there, and a note of epoch 1 */
    const struct unit_ports ports = bench->unit.ports;
    assert_int_equal(
        unit_open(&bench->unit, &bench->settings, &ports, 2, &bench->clock.now, &bench->effects),
        STATUS_OK);
    assert_true(bench_informed("UNIT-78"));
    assert_int_equal(bench_entry(0).entry.place.epoch, 2);
    struct incident_body incident;
    struct sealed second = bench_entry(1);
    assert_int_equal(incident_decode(second.entry.body, &incident), STATUS_OK);
    assert_true(text_is(incident.code, "journal_lost"));
    bench_line("do intake", "ok UNIT-04");
    scan();
    assert_true(far_end_settle(&far, bench, 5000));
    assert_int_equal(far.count, 6); /* the server keeps what it had */
}

static void row_43_a_damaged_entry_is_named_and_stated_once(void **unused)
{
    (void)unused;
    scan();
    scan();
    journal_memory_damage(&bench->journal, (struct place){1, 2});
    bench_tick();
    assert_true(far_end_turn(&far, bench));
    bench_tick();
    bench_tick();
    (void)far_end_settle(&far, bench, 5000);
    bench_restart();
    struct incident_body incident;
    struct sealed sealed = bench_entry(-1);
    assert_int_equal(sealed.entry.kind, ENTRY_INCIDENT_OPENED);
    assert_int_equal(incident_decode(sealed.entry.body, &incident), STATUS_OK);
    assert_true(text_is(incident.code, "journal_damaged"));
    assert_true(text_is(incident.note, "1/2"));
    scan();
    assert_int_equal(bench_count(), 5); /* said once */
}

/* The server has each entry but the one at LOST, in order, and holds no clone to be at work. */
static void assert_all_there_but(struct place lost)
{
    size_t there = 0;
    for (size_t i = 0; i < bench_count(); i++) {
        const struct place place = bench->journal.entries[i].place;
        if (place_order(place, lost) != 0) {
            assert_true(there < far.count);
            assert_int_equal(place_order(far.entries[there++].head.place, place), 0);
        }
    }
    assert_int_equal(far.count, there);
    assert_false(bench->unit.uplink.locked);
}

static void row_43_what_rotted_before_it_was_sent_is_a_gap_and_all_else_arrives(void **unused)
{
    (void)unused;
    for (int i = 0; i < 4; i++) {
        scan();
    }
    assert_true(far_end_settle(&far, bench, 5000));
    for (int i = 0; i < 4; i++) {
        scan();
    }
    journal_memory_damage(&bench->journal, (struct place){1, 7});
    assert_true(far_end_settle(&far, bench, 20000)); /* at once, without a restart */
    assert_all_there_but((struct place){1, 7});
    assert_int_equal(bench_entry(-1).entry.kind, ENTRY_INCIDENT_OPENED); /* and told of */
    scan();
    assert_true(far_end_settle(&far, bench, 5000));
    assert_all_there_but((struct place){1, 7});
}

static void row_43_what_rotted_after_it_was_sent_locks_nobody(void **unused)
{
    (void)unused;
    for (int i = 0; i < 4; i++) {
        scan();
    }
    assert_true(far_end_settle(&far, bench, 5000));
    journal_memory_damage(&bench->journal, bench->unit.shift.head.place);
    scan();
    scan();
    bench_restart();
    bench_connect();
    assert_true(far_end_settle(&far, bench, 20000));
    assert_all_there_but((struct place){0, 0});
}

static void row_79_a_server_restored_behind_a_rotten_entry_gets_all_but_that(void **unused)
{
    (void)unused;
    for (int i = 0; i < 6; i++) {
        scan();
    }
    assert_true(far_end_settle(&far, bench, 5000));
    journal_memory_damage(&bench->journal, (struct place){1, 4});
    far.count = 2;
    stream_init(&far.stream, bench->settings.device, &far.entries[1].head, 0, false);
    bench_pass(SYNC_GREET_AGAIN_MS + 1000);
    for (int i = 0; i < 40; i++) {
        bench_tick();
        (void)far_end_turn(&far, bench);
    }
    assert_true(far_end_settle(&far, bench, 60000));
    assert_all_there_but((struct place){1, 4});
}

static void row_79_a_server_restored_from_a_backup_gets_it_again(void **unused)
{
    (void)unused;
    for (int i = 0; i < 5; i++) {
        scan();
    }
    assert_true(far_end_settle(&far, bench, 5000));
    far.count = 2;
    stream_init(&far.stream, bench->settings.device, &far.entries[1].head, 0, false);
    bench_pass(SYNC_GREET_AGAIN_MS + 1000);
    for (int i = 0; i < 20; i++) {
        bench_tick();
        (void)far_end_turn(&far, bench);
    }
    assert_true(far_end_settle(&far, bench, 60000));
    assert_all_there();
}

static void the_servers_clock_is_measured_and_kept(void **unused)
{
    (void)unused;
    struct uplink_clock clock;
    assert_int_equal(uplink_kept_clock(&bench->journal.port, &clock), STATUS_NOT_FOUND);
    far.ahead_ms = 90000;
    assert_true(far_end_settle(&far, bench, 5000));
    assert_int_equal(uplink_kept_clock(&bench->journal.port, &clock), STATUS_OK);
    assert_int_equal(clock.offset_ms, 90000);
    assert_int_equal(far.hello.clock.boot, bench->clock.now.boot);
    assert_true(text_is(far.hello.software, "bench") || far.hello.software.size > 0);
}

static void garbage_from_the_line_is_counted_and_passed_over(void **unused)
{
    (void)unused;
    assert_true(link_fake_give(&bench->link, span_of("\xff\xff\xff", 3)));
    assert_true(link_fake_give(&bench->link, span_of("", 0)));
    bench_tick();
    assert_true(bench->unit.uplink.refused_messages > 0);
    assert_true(far_end_settle(&far, bench, 60000));
    assert_all_there();
}

/* Random weather on the line, and restarts in between: each entry reaches the server once. */
static void whatever_the_line_does_each_entry_arrives_once(void **unused)
{
    (void)unused;
    unsigned random = 12345;
    for (int round = 0; round < 200; round++) {
        random = random * 1103515245u + 12345u;
        switch (random / 65536 % 8) {
        case 0:
            far.lose_next = 3;
            break;
        case 1:
            far.silent_next = 2;
            break;
        case 2:
            link_fake_down(&bench->link);
            break;
        case 3:
            link_fake_up(&bench->link);
            break;
        case 4:
            bench_restart();
            break;
        default:
            scan();
            break;
        }
        far.twice = random / 1024 % 3 == 0;
        bench_tick();
        (void)far_end_turn(&far, bench);
        bench_tick();
        bench_pass(random / 2048 % 900);
    }
    far.lose_next = far.silent_next = 0;
    link_fake_up(&bench->link);
    assert_true(far_end_settle(&far, bench, 120000));
    assert_all_there();
    bench_check_chain();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_reaches_the_server_and_the_receipt_is_kept),
        TEST(an_answer_does_not_touch_the_line),
        TEST(row_50_a_lost_message_is_sent_again),
        TEST(row_51_a_message_that_comes_twice_is_one_event),
        TEST(row_52_a_batch_from_before_is_no_harm),
        TEST(row_53_a_lost_receipt_costs_a_resend_and_no_double),
        TEST(row_54_a_receipt_of_an_earlier_epoch_is_ignored),
        TEST(row_55_a_receipt_for_more_than_was_sent_is_an_incident),
        TEST(row_57_a_month_without_a_server_loses_nothing),
        TEST(row_58_a_line_that_comes_up_is_used_at_once),
        TEST(row_59_a_door_that_does_not_admit_is_told_and_asked_again_later),
        TEST(row_73_a_server_that_wants_an_update_is_told_and_the_data_are_kept),
        TEST(row_45_a_restored_image_opens_an_epoch_and_goes_on),
        TEST(row_45_a_cloned_card_locks_the_unit_and_scans_are_refused),
        TEST(a_server_that_was_restored_learns_from_a_locked_unit_that_there_is_a_clone),
        TEST(row_44_a_lost_book_begins_in_an_epoch_of_its_own),
        TEST(row_43_a_damaged_entry_is_named_and_stated_once),
        TEST(row_43_what_rotted_before_it_was_sent_is_a_gap_and_all_else_arrives),
        TEST(row_43_what_rotted_after_it_was_sent_locks_nobody),
        TEST(row_79_a_server_restored_behind_a_rotten_entry_gets_all_but_that),
        TEST(row_79_a_server_restored_from_a_backup_gets_it_again),
        TEST(the_servers_clock_is_measured_and_kept),
        TEST(garbage_from_the_line_is_counted_and_passed_over),
        TEST(whatever_the_line_does_each_entry_arrives_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
