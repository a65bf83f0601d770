#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/handheld/app/bench.h"

#define D1  "H41.04-261120-0001"
#define D2  "H41.04-261120-0002"
#define BAG "BTTG0042303211007I"

static struct bench *bench;

static int open_bench(void **state)
{
    (void)state;
    bench = bench_open();
    bench_line("do intake", "ok UNIT-04");
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

static struct reading_body newest_reading(void)
{
    struct sealed sealed = bench_entry(-1);
    struct reading_body body;
    assert_int_equal(sealed.entry.kind, ENTRY_READING);
    assert_int_equal(reading_decode(sealed.entry.body, &body), STATUS_OK);
    return body;
}

/* The newest entry keeps RAW with its symbology and why. */
static void is_kept(struct text raw, const char *symbology)
{
    struct reading_body body = newest_reading();
    assert_int_equal(body.raw.size, raw.size);
    assert_memory_equal(body.raw.at, raw.at, raw.size);
    assert_true(text_is(body.symbology, symbology));
    assert_true(text_is(body.party, "center"));
    assert_true(text_is(body.stop, "TTG"));
}

static void scan(struct text raw, const char *expected)
{
    bench_input(UNIT_SCAN, raw, expected);
}

static void row_01_an_empty_scan_is_ignored(void **unused)
{
    (void)unused;
    bench_line("scan", "refused CODE-01");
    bench_line("scan ", "refused CODE-01");
    bench_line("key  ", "refused CODE-01");
    assert_int_equal(bench_count(), 1);
}

static void row_02_an_unknown_symbol_is_kept_raw(void **unused)
{
    (void)unused;
    static const char *const strays[] = {"7f9c24e8-3b12-4fef-91a1-9d1c5a2b60d4", "8934563138165",
                                         "D-k3b7-20481-2", "1.004227", "xin chao"};
    for (size_t i = 0; i < sizeof strays / sizeof strays[0]; i++) {
        scan(text_of(strays[i]), "refused UNIT-30");
        is_kept(text_of(strays[i]), "");
    }
    bench->unit.shift.settings.language = LANGUAGE_VI;
    scan(TEXT("8934563138166"), "refused UNIT-30 Mã lạ, đã giữ lại: 8934563138166");
}

static void a_slips_password_is_masked_in_the_answer_and_kept_in_the_entry(void **unused)
{
    (void)unused;
    scan(TEXT("D-k3b7-20481-2"), "refused UNIT-30 Unknown code, kept: D-***-20481-2");
    is_kept(TEXT("D-k3b7-20481-2"), "");
}

static void row_03_a_wrong_check_character_is_named_and_does_not_count(void **unused)
{
    (void)unused;
    scan(TEXT("EE473124828VN"), "refused CODE-04");
    assert_non_null(strstr(bench_said(), "it must be 9, not 8"));
    is_kept(TEXT("EE473124828VN"), "CODE-04");
    scan(TEXT("]C1BTTG0042303211007X"), "refused CODE-04");
    is_kept(TEXT("]C1BTTG0042303211007X"), "]C1 CODE-04");
    assert_int_equal(bench->unit.shift.operation.total, 0);
}

static void row_04_a_thousand_characters_are_cut_and_refused(void **unused)
{
    (void)unused;
    char text[1000];
    memset(text, 'A', sizeof text);
    scan((struct text){.at = text, .size = sizeof text}, "refused CODE-02");
    is_kept((struct text){.at = text, .size = READING_SIZE_MAX}, "CODE-02");
}

static void row_05_control_bytes_and_aim_identifiers_are_stripped(void **unused)
{
    (void)unused;
    scan(TEXT("]C1\x02" D1 "\r\n"), "ok UNIT-01 " D1);
    assert_true(text_is(bench_act(-1).subject, D1));
    scan(TEXT("h41.04-261120\0"
              "-0002"),
         "ok UNIT-01 " D2);
    scan(TEXT("\x1b[2Jboo"), "refused UNIT-30 Unknown code, kept: \\x1b[2Jboo");
    is_kept(TEXT("\x1b[2Jboo"), "");
}

static void row_06_other_layouts_and_broken_text_are_refused(void **unused)
{
    (void)unused;
    scan(TEXT(ITEM_TEST_CODE), "ok UNIT-18");
    assert_int_equal(bench_count(), 1);
    scan(TEXT("\xff\xfe" D1), "refused CODE-03");
    is_kept(TEXT("\xff\xfe" D1), "CODE-03");
    scan(TEXT("THU-QQWYZ;A:Q!M&é\"'(-è_çà"), "refused CODE-07");
}

static void row_07_two_codes_in_one_reading_are_refused(void **unused)
{
    (void)unused;
    scan(TEXT(D1 D2), "refused CODE-06");
    is_kept(TEXT(D1 D2), "CODE-06");
}

static void row_08_the_same_code_within_two_seconds_is_one_event(void **unused)
{
    (void)unused;
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan " D1, "duplicate UNIT-20");
    bench_pass(1900);
    bench_line("scan " D1, "duplicate UNIT-20");
    scan(TEXT("8934563138165"), "refused UNIT-30");
    scan(TEXT("8934563138165"), "duplicate UNIT-20");
    bench_pass(2000);
    scan(TEXT("8934563138165"), "refused UNIT-30");
    assert_int_equal(bench_count(), 4);
}

static void row_09_the_same_code_later_is_already_there(void **unused)
{
    (void)unused;
    bench_line("do give post", "ok UNIT-05");
    bench_line("scan " D1, "ok UNIT-01");
    bench_pass(5 * 60000);
    bench_line("scan " D1, "duplicate UNIT-21 " D1 ": already there since 14:25.");
    bench_line("scan TH-post-BT01", "ok UNIT-08");
    bench_pass(86400000);
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D1, "duplicate UNIT-21 " D1 ": already there since 23/11 14:30.");
    bench_restart();
    bench_line("scan " D1, "duplicate UNIT-21 " D1 ": already there since 23/11 14:30.");
}

static void row_10_a_code_of_another_province_is_accepted(void **unused)
{
    (void)unused;
    bench_line("scan 38.98.H29-210519-0013", "ok UNIT-01");
    bench_line("scan G22.99.08-260921-896048", "ok UNIT-01");
}

static void row_11_a_url_yields_its_parameter_and_anything_else_is_data(void **unused)
{
    (void)unused;
    scan(TEXT("https://dichvucong.nghean.gov.vn/tra-cuu-ho-so?mahs=" D1), "ok UNIT-01 " D1);
    assert_true(text_is(bench_act(-1).subject, D1));
    scan(TEXT("https://example.org/?q=1"), "refused UNIT-30");
    is_kept(TEXT("https://example.org/?q=1"), "");
    scan(TEXT("'; DROP TABLE entry; --"), "refused UNIT-30");
    is_kept(TEXT("'; DROP TABLE entry; --"), "");
    scan(TEXT("<script>alert(1)</script>"), "refused UNIT-30");
}

static void row_12_scans_queued_while_a_commit_ran_share_the_next_one(void **unused)
{
    (void)unused;
    static const char *const lines[] = {"scan " D1, "scan " D2, "scan " D1, "scan nonsense", NULL};
    static const char *const expected[] = {"ok UNIT-01", "ok UNIT-01", "duplicate UNIT-20",
                                           "refused UNIT-30", NULL};
    uint64_t writes = bench->journal.writes;
    bench_lines(lines, expected);
    assert_int_equal(bench->journal.writes, writes + 1);
    assert_int_equal(bench_count(), 4);
    bench_check_chain();
}

static void row_16_a_typed_code_that_looks_odd_is_looked_at_again(void **unused)
{
    (void)unused;
    bench_line("key h41.04-261120-0001", "ok UNIT-01 " D1);
    assert_true(bench_act(-1).typed);
    assert_false(bench_act(-1).scanned);
    size_t before = bench_count();
    bench_line("key H41.04-261224-0001", "refused UNIT-51");
    bench_line("key H41.04-241120-0001", "refused UNIT-52");
    bench_line("key H41.40-261120-0001", "refused UNIT-53");
    assert_int_equal(bench_count(), before);
    bench_line("key H41.40-261120-0001", "ok UNIT-01"); /* typed once more: meant so */
    assert_true(bench_act(-1).typed);
    bench_line("key H41.40-261120-0002", "refused UNIT-53");
    bench_pass(61000);
    bench_line("key H41.40-261120-0002", "refused UNIT-53"); /* that was long ago */
    bench_line("scan H41.40-261120-0002", "ok UNIT-01");     /* a scanner does not mistype */
}

static void without_a_clock_typed_dates_are_not_judged(void **unused)
{
    (void)unused;
    clock_fake_set_wall(&bench->clock, (struct instant){0}, false);
    bench_line("key " D1, "ok UNIT-01");
    bench_line("key H41.40-261120-0002", "refused UNIT-53");
}

static void a_typing_mistake_is_not_kept(void **unused)
{
    (void)unused;
    bench_line("key H41.04-261320-0001", "refused CODE-05");
    bench_line("key H41.04-261120-001", "refused CODE-09");
    assert_int_equal(bench_count(), 1);
    bench_line("key xyz", "refused UNIT-30");
    assert_int_equal(bench_count(), 2);
}

static void a_scan_without_an_operation_is_kept_and_does_not_count(void **unused)
{
    (void)unused;
    bench_line("do done", "ok UNIT-06");
    bench_line("scan " D1, "refused UNIT-31");
    is_kept(TEXT(D1), "UNIT-31");
    bench_line("scan " D1, "duplicate UNIT-20");
}

static void a_bundle_does_not_go_into_itself(void **unused)
{
    (void)unused;
    bench_line("do pack " BAG, "ok UNIT-05");
    bench_line("scan " BAG, "refused UNIT-45");
    assert_int_equal(bench_count(), 1);
}

static void command_cards_act_and_do_not_bounce(void **unused)
{
    (void)unused;
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan " D2, "ok UNIT-01");
    bench_line("scan LENH-HOANTAC", "ok UNIT-13 " D2);
    bench_line("scan LENH-HOANTAC", "duplicate UNIT-20");
    bench_line("scan LENH-XONG", "ok UNIT-06 intake: done, 1 codes");
    bench_line("scan LENH-DOICHUYEN", "refused UNIT-55");
    bench_line("scan LENH-SUCO", "refused UNIT-56");
}

static void row_19_a_claim_is_recorded_and_said(void **unused)
{
    (void)unused;
    bench_line("do give post", "ok UNIT-05");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan TH-post-BT01", "ok UNIT-08");
    bench_line("do give H41.04", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-03 " D1
                           ": recorded, but by this unit's book the post holds it since 14:25");
    assert_int_equal(bench_count_kind(ENTRY_SCAN), 2);
    bench_line("do take H41.09", "ok UNIT-05");
    bench_line("scan " D1, "ok UNIT-01"); /* what was given is not known to be taken */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(row_01_an_empty_scan_is_ignored),
        TEST(row_02_an_unknown_symbol_is_kept_raw),
        TEST(a_slips_password_is_masked_in_the_answer_and_kept_in_the_entry),
        TEST(row_03_a_wrong_check_character_is_named_and_does_not_count),
        TEST(row_04_a_thousand_characters_are_cut_and_refused),
        TEST(row_05_control_bytes_and_aim_identifiers_are_stripped),
        TEST(row_06_other_layouts_and_broken_text_are_refused),
        TEST(row_07_two_codes_in_one_reading_are_refused),
        TEST(row_08_the_same_code_within_two_seconds_is_one_event),
        TEST(row_09_the_same_code_later_is_already_there),
        TEST(row_10_a_code_of_another_province_is_accepted),
        TEST(row_11_a_url_yields_its_parameter_and_anything_else_is_data),
        TEST(row_12_scans_queued_while_a_commit_ran_share_the_next_one),
        TEST(row_16_a_typed_code_that_looks_odd_is_looked_at_again),
        TEST(without_a_clock_typed_dates_are_not_judged),
        TEST(a_typing_mistake_is_not_kept),
        TEST(a_scan_without_an_operation_is_kept_and_does_not_count),
        TEST(a_bundle_does_not_go_into_itself),
        TEST(command_cards_act_and_do_not_bounce),
        TEST(row_19_a_claim_is_recorded_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
