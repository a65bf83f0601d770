#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/handheld/app/bench.h"

#define D1 "H41.04-261120-0001"
#define D2 "H41.04-261120-0002"

static struct bench *bench;

static int open_bench(void **state)
{
    (void)state;
    bench = bench_open();
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

static void a_new_unit_opens_its_book_and_says_there_is_no_position(void **unused)
{
    (void)unused;
    struct opened_body opened;
    struct sealed first = bench_entry(0);
    assert_int_equal(bench_count(), 1);
    assert_int_equal(first.entry.kind, ENTRY_OPENED);
    assert_int_equal(place_order(first.entry.place, (struct place){1, 1}), 0);
    assert_true(hash_is_zero(&first.entry.prev));
    assert_int_equal(opened_decode(first.entry.body, &opened), STATUS_OK);
    assert_memory_equal(&opened.sign_key, &bench->sign_key, sizeof opened.sign_key);
    assert_true(text_is(opened.software, "bench"));
    assert_true(bench_informed("UNIT-71"));
    bench_restart();
    assert_int_equal(bench_count(), 1);
}

static void another_devices_book_is_not_touched(void **unused)
{
    (void)unused;
    static const uint8_t seed[SIGN_SEED_SIZE] = {8};
    struct sign_public other;
    struct sign_secret secret;
    sign_keys(seed, &other, &secret);
    bench->settings.device = device_of(&other);
    const struct unit_ports ports = bench->unit.ports;
    assert_int_equal(
        unit_open(&bench->unit, &bench->settings, &ports, 1, &bench->clock.now, &bench->effects),
        STATUS_MALFORMED);
    assert_int_equal(bench_count(), 1);
}

static void row_22_an_open_operation_outlives_a_crash_and_is_told(void **unused)
{
    (void)unused;
    bench_line("badge TH-H41.04-CB01", "ok UNIT-11");
    bench_line("do take post", "ok UNIT-04");
    for (unsigned i = 1; i <= 14; i++) {
        char line[64];
        (void)snprintf(line, sizeof line, "scan H41.04-261120-%04u", i);
        bench_line(line, "ok UNIT-01");
    }
    bench->settings.language = LANGUAGE_VI;
    bench_restart();
    assert_true(bench_informed("UNIT-70"));
    assert_string_equal(bench_said(), "Còn dở: nhận từ Bưu điện, 14 mã.");
    bench_line("scan " D1, "duplicate UNIT-20");
    bench_line("scan H41.04-261120-0015", "ok UNIT-01");
    bench_line("do done", "ok UNIT-10");
    struct take_body take = bench_take(-1);
    assert_int_equal(take.scanned_count, 15);
    assert_true(text_is(take.person, "CB01"));
    bench_restart();
    assert_false(bench_informed("UNIT-70"));
}

static void row_22_an_open_act_goes_on_after_a_crash(void **unused)
{
    (void)unused;
    bench_line("do arrive R2/1 GVT", "ok UNIT-17");
    bench_line("do exception damaged", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_restart();
    bench_line("scan " D2, "ok UNIT-01");
    struct act_body act = bench_act(-1);
    assert_true(text_is(act.reason, "damaged"));
    assert_true(text_is(act.stop, "GVT"));
    bench_line("do done", "ok UNIT-06 exception: done, 2 codes");
}

static void row_24_an_entry_has_no_position_where_there_is_none(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    struct time_evidence when = bench_entry(-1).entry.when;
    assert_false(when.fix.has);
    assert_false(when.has_gnss);
    assert_int_equal(when.wall_ms, bench->now.ms);
    assert_int_equal(when.mono_ms, bench->clock.now.mono.ms);
    assert_int_equal(when.boot, bench->clock.now.boot);
    assert_true(when.wall_set);
}

static void row_32_a_clock_of_1970_is_kept_as_not_known(void **unused)
{
    (void)unused;
    clock_fake_set_wall(&bench->clock, (struct instant){3600000}, false);
    bench_restart();
    assert_true(bench_informed("UNIT-72"));
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    struct time_evidence when = bench_entry(-1).entry.when;
    assert_false(when.wall_set);
    assert_int_equal(when.wall_ms, 3600000);
    assert_int_equal(when.boot, bench->clock.now.boot);
    bench_pass(60000);
    bench_line("scan " D1, "duplicate UNIT-21 " D1 ": already there since --:--.");
    assert_int_equal(bench_count_kind(ENTRY_INCIDENT_OPENED), 0);
    clock_fake_set_wall(&bench->clock, bench->now, true); /* and when it is set at last … */
    bench_line("scan " D2, "ok UNIT-01");
    assert_int_equal(bench_count_kind(ENTRY_INCIDENT_OPENED), 0); /* … that is no accusation */
}

static void row_33_a_clock_set_back_keeps_the_order_and_is_stated(void **unused)
{
    (void)unused;
    struct incident_body incident;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench->clock.now.wall.ms -= 86400000;
    bench_line("scan " D2, "ok UNIT-01");
    assert_true(bench_informed("UNIT-73"));
    struct sealed stated = bench_entry(-2);
    assert_int_equal(stated.entry.kind, ENTRY_INCIDENT_OPENED);
    assert_int_equal(incident_decode(stated.entry.body, &incident), STATUS_OK);
    assert_true(text_is(incident.code, "clock_moved"));
    assert_true(text_is(incident.note, "-86400"));
    assert_int_equal(bench_entry(-1).entry.place.seq, 4);
    bench_line("scan H41.04-261120-0003", "ok UNIT-01");
    assert_int_equal(bench_count_kind(ENTRY_INCIDENT_OPENED), 1);
    clock_fake_reboot(&bench->clock);
    bench->clock.now.wall.ms -= 3600000;
    bench_restart();
    bench_line("scan H41.04-261120-0004", "ok UNIT-01");
    assert_int_equal(bench_count_kind(ENTRY_INCIDENT_OPENED), 2);
    bench_check_chain();
}

static void row_34_a_clock_a_year_ahead_is_stated_and_the_entry_kept(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench->clock.now.wall.ms += INT64_C(365) * 86400000;
    bench_line("scan " D2, "ok UNIT-01");
    assert_true(bench_informed("UNIT-73"));
    assert_int_equal(bench_entry(-1).entry.when.wall_ms, bench->clock.now.wall.ms);
}

static void row_35_times_are_of_utc_whatever_the_zone(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    struct instant utc;
    assert_int_equal(instant_parse(TEXT("2026-11-23T07:25:00Z"), &utc), STATUS_OK);
    assert_int_equal(bench_entry(-1).entry.when.wall_ms, utc.ms);
}

static void row_39_a_failed_write_is_told_and_the_book_read_again(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench->journal.next = STATUS_IO;
    bench_line("scan " D1, "refused UNIT-58");
    assert_int_equal(bench_count(), 1);
    assert_int_equal(log_fake_count(&bench->log, "append failed"), 1);
    bench_line("scan " D1, "ok UNIT-01"); /* no bounce: it was not there */
    assert_int_equal(bench_count(), 2);
    bench_check_chain();
}

static void row_39_a_failure_behind_the_last_commit_costs_nobody_a_scan(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench->journal.failed = true; /* as after a checkpoint that failed */
    bench_line("scan " D1, "ok UNIT-01");
    assert_int_equal(bench_count(), 2);
    assert_int_equal(log_fake_count(&bench->log, "append failed"), 0);
    bench_check_chain();
}

static void row_39_a_write_that_landed_all_the_same_is_already_there(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench->journal.next = STATUS_IO;
    bench->journal.lands = true;
    bench_line("scan " D1, "refused UNIT-58");
    bench_line("scan " D1, "duplicate UNIT-20");
    bench_line("scan " D2, "ok UNIT-01");
    assert_int_equal(bench_count(), 3);
    bench_check_chain();
}

static void row_39_every_answer_of_a_turn_that_failed_is_taken_back(void **unused)
{
    (void)unused;
    static const char *const lines[] = {"do give post", "scan " D1, "",
                                        "scan " D2,     "do done",  NULL};
    struct unit_input inputs[8];
    size_t count = 0;
    for (; lines[count]; count++) {
        inputs[count] = (struct unit_input){.kind = UNIT_LINE, .text = text_of(lines[count])};
    }
    const struct unit_event event = {.now = bench->clock.now,
                                     .line = bench->clock.now.mono,
                                     .inputs = inputs,
                                     .input_count = count};
    bench->journal.next = STATUS_IO;
    unit_step(&bench->unit, &event, &bench->effects);
    assert_int_equal(bench->effects.answer_count, 4); /* an empty line has none */
    for (size_t i = 0; i < bench->effects.answer_count; i++) {
        assert_int_equal(bench->effects.answers[i].tone, TONE_REFUSED);
        assert_string_equal(bench->effects.answers[i].code, "UNIT-58");
    }
    assert_int_equal(bench->unit.shift.operation.state, OPERATION_NONE);
    assert_int_equal(bench_count(), 1);
}

/* Found on the real program by a failed fsync under a receipt: it slept for ever. */
static void row_39_a_failed_write_of_the_sync_is_mended_without_another_scan(void **unused)
{
    (void)unused;
    bench->journal.next = STATUS_IO;
    bench_pass((int64_t)2 * 24 * 3600 * 1000); /* a purge is due, and fails */
    bench_tick();
    assert_int_equal(bench->unit.trouble, STATUS_IO);
    assert_true(bench->effects.wakeup.ms >= 0);
    assert_true(bench->effects.wakeup.ms <= bench->clock.now.mono.ms);
    bench_tick();
    assert_int_equal(bench->unit.trouble, STATUS_OK);
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
}

static void row_40_a_full_disk_refuses_scans_and_still_keeps_receipts(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench->journal.full = true;
    uint64_t writes = bench->journal.writes;
    bench_line("scan " D1, "refused UNIT-57");
    bench_line("do done", "refused UNIT-57");
    assert_int_equal(bench->journal.writes, writes); /* the reserve was not touched */
    const struct journal_receipt receipt = {
        .received = {bench->journal.entries[0].place, bench->journal.entries[0].hash}
    };
    assert_int_equal(journal_file_receive(&bench->journal.port, &receipt), STATUS_OK);
    bench->journal.full = false;
    bench_line("scan " D1, "ok UNIT-01");
}

static void row_41_a_disk_turned_read_only_is_told_and_can_be_read(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench->journal.read_only = true;
    bench_line("scan " D2, "refused UNIT-59");
    bench_line("scan " D2, "refused UNIT-59");
    assert_true(bench->effects.wakeup.ms < INT64_MAX);
    struct journal_state state;
    assert_int_equal(journal_file_state(&bench->journal.port, &state), STATUS_OK);
    assert_int_equal(state.head.place.seq, 2);
    bench->journal.read_only = false;
    bench_pass(UNIT_REOPEN_MS);
    bench_line("scan " D2, "ok UNIT-01");
}

static void a_journal_that_stays_away_is_asked_for_once_a_second(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench->journal.next = STATUS_IO;
    bench_line("scan " D1, "refused UNIT-58");
    bench->unit.trouble = STATUS_IO; /* as if the reopen had failed */
    bench_tick();
    assert_true(bench->effects.wakeup.ms > bench->clock.now.mono.ms);
    assert_true(bench->effects.wakeup.ms <= bench->clock.now.mono.ms + UNIT_REOPEN_MS);
}

static void row_44_a_book_deleted_under_the_running_unit_begins_anew(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    journal_memory_fini(&bench->journal);
    journal_memory_init(&bench->journal);
    bench_line("scan " D2, "refused UNIT-58");
    assert_int_equal(bench_entry(0).entry.place.epoch, 2);
    assert_int_equal(bench_entry(1).entry.kind, ENTRY_INCIDENT_OPENED);
    assert_int_equal(log_fake_count(&bench->log, "the journal is gone"), 1);
    bench_line("scan " D2, "refused UNIT-31"); /* the operation went with the book */
    bench_line("do intake", "ok UNIT-04");
    bench_pass(5000);
    bench_line("scan " D2, "ok UNIT-01");
    bench_check_chain();
}

static void row_48_a_scan_costs_one_write_whatever_the_backlog(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    for (unsigned i = 1; i <= 2000; i++) {
        char line[64];
        (void)snprintf(line, sizeof line, "scan H41.04-261120-%05u", i);
        uint64_t writes = bench->journal.writes;
        bench_line(line, "ok UNIT-01");
        assert_int_equal(bench->journal.writes, writes + 1);
    }
}

static void what_is_in_a_backup_and_old_is_purged_but_not_under_an_open_list(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan " D2, "ok UNIT-01");
    bench->journal.receipt.received =
        (struct head){bench->journal.entries[2].place, bench->journal.entries[2].hash};
    bench_pass(INT64_C(36) * 86400000);
    bench_tick();
    assert_int_equal(bench_count(), 3);
    bench_line("do done", "ok UNIT-06");
    bench_pass(UNIT_PURGE_MS);
    bench_tick();
    assert_int_equal(bench_count(), 3); /* level one is not enough */
    bench->journal.receipt.level_two = (struct place){1, 2};
    bench_pass(UNIT_PURGE_MS);
    bench_tick();
    assert_int_equal(bench_count(), 1);
}

static void a_scanners_faults_are_told_and_write_nothing(void **unused)
{
    (void)unused;
    bench_input(UNIT_SCANNER_FAULT, TEXT("length"), "refused UNIT-62");
    assert_non_null(strstr(bench_said(), "(length)"));
    bench_input(UNIT_SCANNER_CUT, (struct text){0}, "refused UNIT-63");
    bench_input(UNIT_LINE_LONG, TEXT("scan xxx"), "refused UNIT-54");
    assert_int_equal(bench_count(), 1);
}

static void a_scanners_notes_and_alarms_are_said_and_write_nothing(void **unused)
{
    (void)unused;
    static const struct said said = {"SCAN-99", "Máy {0}.", "Device {0}."};
    bench_note(UNIT_SCANNER_NOTE, &said, TEXT("a\033b"), "info SCAN-99");
    assert_non_null(strstr(bench_said(), "a\\x1bb")); /* safe to show */
    bench_note(UNIT_SCANNER_ALARM, &said, TEXT("a"), "refused SCAN-99");
    assert_int_equal(bench_count(), 1);
}

/* Without an AIM identifier a code leans on its check character; a dossier code has none. */
static void
a_code_without_symbology_counts_by_its_check_character_or_is_looked_at_again(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT01", "ok");
    bench_line("do intake", "ok");
    bench_input(UNIT_SCAN_PLAIN, TEXT("EE473124829VN"), "ok UNIT-01");
    bench_input(UNIT_SCAN_PLAIN, TEXT("EE473124828VN"), "refused CODE-");
    bench_input(UNIT_SCAN, TEXT("]C0H41.04-990321-0001"), "ok UNIT-01");
    bench_input(UNIT_SCAN_PLAIN, TEXT("H41.04-990321-0002"), "refused UNIT-");
    bench_input(UNIT_SCAN_PLAIN, TEXT("H41.04-990321-0002"), "ok UNIT-01"); /* once more */
}

/* Any line of the language, at random. */
static void any_line(unsigned *random, char out[80])
{
    static const char *const lines[] = {"do intake",
                                        "do give post",
                                        "do take post",
                                        "do take H41.04",
                                        "do done",
                                        "do undo",
                                        "do absent nobody",
                                        "do pack BTTG0042303211007I",
                                        "badge TH-center-TT01",
                                        "badge TH-center-TT02",
                                        "scan TH-post-BT01",
                                        "scan nonsense",
                                        "do arrive R1/1 GVT",
                                        "do seal BTTG0042303211007I 3"};
    *random = *random * 1103515245u + 12345u;
    unsigned pick = *random / 65536;
    if (pick % 3 == 0) {
        (void)snprintf(out, 80, "%s", lines[*random / 1024 % (sizeof lines / sizeof lines[0])]);
    } else {
        (void)snprintf(out, 80, "scan H41.04-261120-%04u", pick % 40);
    }
}

/* How often each of forty codes was answered "ok", or landed although its write failed. */
struct tally {
    size_t of[40];
};

static void give_any_line(unsigned *random, struct tally *tally)
{
    char line[80];
    unsigned number = 0;
    any_line(random, line);
    bool scan = sscanf(line, "scan H41.04-261120-%u", &number) == 1;
    size_t before = scan ? bench_count_code(line + 5) : 0;
    bench->journal.next = *random % 11 == 0 ? STATUS_IO : STATUS_OK;
    bench->journal.lands = *random % 2 == 0;
    bench_line(line, "");
    size_t added = scan ? bench_count_code(line + 5) - before : 0;
    const struct answer *answer = &bench->effects.answers[bench->effects.answer_count - 1];
    if (scan) {
        assert_true(answer->tone == TONE_OK ? added == 1 : added <= 1);
        tally->of[number] += added;
    }
}

/* Crashes and failing writes at any point: whatever was answered "ok" stands in the book, once. */
static void row_37_nothing_answered_ok_is_lost_or_doubled(void **unused)
{
    (void)unused;
    unsigned random = 2463534242u;
    for (int life = 0; life < 25; life++) {
        struct tally tally = {{0}};
        for (int step = 0; step < 120; step++) {
            give_any_line(&random, &tally);
            if (random % 13 == 0) {
                bench_restart();
            }
            bench_pass(random % 4000);
        }
        for (unsigned number = 0; number < 40; number++) {
            char code[32];
            (void)snprintf(code, sizeof code, "H41.04-261120-%04u", number);
            assert_int_equal(bench_count_code(code), tally.of[number]);
        }
        bench_check_chain();
        bench_close();
        bench = bench_open();
    }
}

/* A restart forgets nothing that the next answer depends on. */
static void a_restart_at_any_point_changes_no_answer(void **unused)
{
    (void)unused;
    enum { STEPS = 400 };
    static char first[STEPS][128];
    for (int round = 0; round < 2; round++) {
        unsigned random = 88675123u;
        for (int step = 0; step < STEPS; step++) {
            char line[80];
            any_line(&random, line);
            bench_line(line, "");
            const struct answer *answer = &bench->effects.answers[bench->effects.answer_count - 1];
            char said[128];
            (void)snprintf(said, sizeof said, "%s %.100s", answer->code, answer->text);
            bool card = strstr(line, "TH-") || strstr(line, "nonsense"); /* bounces: in memory */
            if (round == 0) {
                (void)snprintf(first[step], sizeof first[step], "%s", said);
            } else if (!card) {
                assert_string_equal(said, first[step]);
                bench_restart();
            }
            bench_pass(5000);
        }
        bench_check_chain();
        bench_close();
        bench = bench_open();
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(a_new_unit_opens_its_book_and_says_there_is_no_position),
        TEST(another_devices_book_is_not_touched),
        TEST(row_22_an_open_operation_outlives_a_crash_and_is_told),
        TEST(row_22_an_open_act_goes_on_after_a_crash),
        TEST(row_24_an_entry_has_no_position_where_there_is_none),
        TEST(row_32_a_clock_of_1970_is_kept_as_not_known),
        TEST(row_33_a_clock_set_back_keeps_the_order_and_is_stated),
        TEST(row_34_a_clock_a_year_ahead_is_stated_and_the_entry_kept),
        TEST(row_35_times_are_of_utc_whatever_the_zone),
        TEST(row_39_a_failed_write_is_told_and_the_book_read_again),
        TEST(row_39_a_failure_behind_the_last_commit_costs_nobody_a_scan),
        TEST(row_39_a_write_that_landed_all_the_same_is_already_there),
        TEST(row_39_every_answer_of_a_turn_that_failed_is_taken_back),
        TEST(row_39_a_failed_write_of_the_sync_is_mended_without_another_scan),
        TEST(row_40_a_full_disk_refuses_scans_and_still_keeps_receipts),
        TEST(row_41_a_disk_turned_read_only_is_told_and_can_be_read),
        TEST(a_journal_that_stays_away_is_asked_for_once_a_second),
        TEST(row_44_a_book_deleted_under_the_running_unit_begins_anew),
        TEST(row_48_a_scan_costs_one_write_whatever_the_backlog),
        TEST(what_is_in_a_backup_and_old_is_purged_but_not_under_an_open_list),
        TEST(a_scanners_faults_are_told_and_write_nothing),
        TEST(a_scanners_notes_and_alarms_are_said_and_write_nothing),
        TEST(a_code_without_symbology_counts_by_its_check_character_or_is_looked_at_again),
        TEST(row_37_nothing_answered_ok_is_lost_or_doubled),
        TEST(a_restart_at_any_point_changes_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
