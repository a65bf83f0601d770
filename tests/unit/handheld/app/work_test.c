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
#define D3  "H41.09-261120-0003"
#define BAG "BTTG0042303211007I"

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

static bool is(struct text text, const char *expected)
{
    return text_is(text, expected);
}

/* Every operation whose scans are acts by themselves. */
static void each_scan_of_a_single_act_is_an_entry_at_once(void **unused)
{
    (void)unused;
    static const struct {
        const char *line;
        enum act_kind kind;
        const char *counterpart, *parent, *reason;
    } cases[] = {
        {"do intake",            ACT_INTAKE,    "",     "",  ""           },
        {"do ready",             ACT_READY,     "",     "",  ""           },
        {"do return",            ACT_RETURN,    "",     "",  ""           },
        {"do resume",            ACT_RESUME,    "",     "",  ""           },
        {"do lost",              ACT_EXCEPTION, "",     "",  "lost"       },
        {"do found",             ACT_EXCEPTION, "",     "",  "found"      },
        {"do refuse post late",  ACT_REFUSE,    "post", "",  "late"       },
        {"do pack " BAG,         ACT_PACK,      "",     BAG, ""           },
        {"do unpack " BAG,       ACT_UNPACK,    "",     BAG, ""           },
        {"do pause",             ACT_PAUSE,     "",     "",  ""           },
        {"do pause citizen_fee", ACT_PAUSE,     "",     "",  "citizen_fee"},
        {"do exception damaged", ACT_EXCEPTION, "",     "",  "damaged"    },
    };
    bench_line("badge TH-center-TT01", "ok UNIT-11");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char scan[64];
        (void)snprintf(scan, sizeof scan, "scan H41.04-261120-%04u", 100 + (unsigned)i);
        bench_line(cases[i].line, "ok UNIT-0");
        size_t before = bench_count();
        bench_line(scan, "ok UNIT-01");
        assert_int_equal(bench_count(), before + 1);
        struct act_body act = bench_act(-1);
        assert_int_equal(act.kind, cases[i].kind);
        assert_true(act.scanned);
        assert_true(is(act.subject, scan + 5));
        assert_true(is(act.party, "center"));
        assert_true(is(act.counterpart, cases[i].counterpart));
        assert_true(is(act.parent, cases[i].parent));
        assert_true(is(act.reason, cases[i].reason));
        assert_true(is(act.stop, "TTG"));
        assert_true(is(bench_entry(-1).entry.person, "TT01"));
        assert_int_equal(bench_entry(-1).entry.proven, PROVEN_BADGE);
        bench_line("do done", "ok UNIT-06");
        assert_int_equal(bench_count(), before + 1);
    }
    bench_check_chain();
}

static void acts_of_one_line_are_whole(void **unused)
{
    (void)unused;
    bench_line("badge TH-post-BT02", "ok UNIT-11");
    bench_line("do arrive R2/1 GVT", "ok UNIT-17");
    struct act_body act = bench_act(-1);
    assert_int_equal(act.kind, ACT_ARRIVE);
    assert_true(is(act.subject, "R2/1"));
    assert_true(is(act.stop, "GVT"));
    assert_true(is(act.party, "post"));
    bench_line("do seal " BAG " 12 NP631710", "ok UNIT-15");
    act = bench_act(-1);
    assert_int_equal(act.kind, ACT_SEAL);
    assert_true(is(act.subject, BAG));
    assert_true(is(act.reason, "12/NP631710"));
    assert_true(is(act.stop, "GVT")); /* where the run is */
    bench_line("do depart R2/1 GVT", "ok UNIT-17");
    assert_int_equal(bench_act(-1).kind, ACT_DEPART);
    bench_line("do seal " BAG " 3", "ok UNIT-15");
    assert_true(is(bench_act(-1).reason, "3/"));
    assert_true(is(bench_act(-1).stop, "TTG"));
}

static void a_seal_that_declares_other_than_was_packed_is_told_on_the_spot(void **unused)
{
    (void)unused;
    bench_line("do pack " BAG, "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan " D2, "ok UNIT-01");
    bench_line("do seal " BAG " 3", "ok UNIT-16");
    assert_non_null(strstr(bench_said(), "3 declared, but 2 packed"));
    bench_line("do seal " BAG " 2", "ok UNIT-15");
}

static void row_21_undo_takes_back_any_of_the_newest_twenty(void **unused)
{
    (void)unused;
    char line[64];
    bench_line("do give H41.04", "ok UNIT-04");
    for (unsigned i = 1; i <= 22; i++) {
        (void)snprintf(line, sizeof line, "scan H41.04-261120-%04u", i);
        bench_line(line, "ok UNIT-01");
    }
    size_t before = bench_count();
    bench_line("do undo H41.04-261120-0002", "refused UNIT-110");
    bench_line("do undo H41.04-261120-0099", "refused UNIT-110");
    assert_int_equal(bench_count(), before);
    bench_line("do undo h41.04-261120-0003", "ok UNIT-13 H41.04-261120-0003");
    assert_true(bench_scan(-1).withdrawn);
    bench_line("do undo", "ok UNIT-13 H41.04-261120-0022");
    bench_line("do done", "ok UNIT-07");
    assert_int_equal(bench_give(-1).handoff.item_count, 20);
    bench_line("do undo H41.04-261120-0010", "ok UNIT-13 H41.04-261120-0010");
    assert_int_equal(bench_act(-1).kind, ACT_VOID);
}

static void a_give_ends_in_a_record_of_sorted_items(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT11", "ok UNIT-11");
    bench_line("do seal " BAG " 14 NP1", "ok UNIT-15");
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D2, "ok UNIT-01");
    bench_line("scan " BAG, "ok UNIT-01");
    bench_line("scan " D1, "ok UNIT-01");
    assert_int_equal(bench_count_kind(ENTRY_SCAN), 3);
    assert_int_equal(bench_count_kind(ENTRY_GIVE), 0);
    bench_line("do done", "ok UNIT-07 Given: 3 codes to the post");
    struct give_body give = bench_give(-1);
    assert_int_equal(give.absent.size, 0);
    assert_true(is(give.handoff.giver, "center"));
    assert_true(is(give.handoff.receiver, "post"));
    assert_true(is(give.handoff.giver_person, "TT11"));
    assert_true(is(give.handoff.stop, "TTG"));
    assert_int_equal(give.handoff.item_count, 2);
    assert_true(is(give.handoff.items[0], D1));
    assert_true(is(give.handoff.items[1], D2));
    assert_int_equal(give.handoff.bundle_count, 1);
    assert_true(is(give.handoff.bundles[0].code, BAG));
    assert_true(is(give.handoff.bundles[0].seal, "NP1")); /* this unit sealed it */
    assert_int_equal(give.handoff.declared, 16);
    assert_memory_equal(give.handoff.id, bench_scan(-2).handoff_id, 16);
    assert_int_equal(give.handoff.giver_device.id, bench->settings.device.id);
    assert_int_equal(bench_count_kind(ENTRY_TAKE), 0);
}

static void a_take_ends_in_an_entry_that_names_giver_and_taker(void **unused)
{
    (void)unused;
    bench_line("badge TH-post-BT01", "ok UNIT-11");
    bench_line("do take center", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan " BAG, "ok UNIT-01");
    bench_line("do done", "ok UNIT-10 Taken: 2 codes from the Center");
    struct take_body take = bench_take(-1);
    assert_false(take.one_device);
    assert_true(is(take.party, "post"));
    assert_true(is(take.person, "BT01"));
    assert_true(is(take.giver, "center"));
    assert_int_equal(take.proven, PROVEN_BADGE);
    assert_true(hash_is_zero(&take.digest));
    assert_true(hash_is_zero(&take.giver_entry));
    assert_int_equal(take.scanned_count, 1);
    assert_int_equal(take.bundle_count, 1);
    assert_memory_equal(take.handoff_id, bench_scan(-2).handoff_id, 16);
}

static void the_receivers_badge_signs_on_one_device(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT11", "ok UNIT-11");
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan TH-post-BT01", "ok UNIT-08");
    struct give_body give = bench_give(-2);
    struct take_body take = bench_take(-1);
    struct hash digest = handoff_digest(give.record);
    struct hash giver_entry = bench_entry(-2).hash;
    assert_true(take.one_device);
    assert_true(hash_equal(&take.digest, &digest));
    assert_true(hash_equal(&take.giver_entry, &giver_entry));
    assert_true(is(take.party, "post"));
    assert_true(is(take.person, "BT01"));
    assert_true(is(take.giver, "center"));
    assert_int_equal(take.proven, PROVEN_BADGE);
    assert_int_equal(take.scanned_count, 1);
    assert_string_equal(bench->unit.shift.duty.person, "TT11"); /* the giver keeps the unit */
    bench_line("do done", "ok UNIT-14");
}

static void the_receivers_badge_shown_again_does_not_take_over_the_unit(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT11", "ok UNIT-11");
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan TH-post-BT01", "ok UNIT-08");
    bench_line("scan TH-post-BT01", "duplicate UNIT-20");
    bench_pass(5000);
    bench_line("scan TH-post-BT01", "duplicate UNIT-20");
    assert_string_equal(bench->unit.shift.duty.person, "TT11");
    bench_pass(120000);
    bench_line("scan TH-post-BT01", "ok UNIT-11");
}

static void row_20_an_absent_receiver_leaves_a_give_with_the_reason(void **unused)
{
    (void)unused;
    bench_line("do absent post_not_there", "refused UNIT-49");
    bench_line("do give post", "ok UNIT-04");
    bench_line("do absent post_not_there", "refused UNIT-50");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("do absent post_not_there", "ok UNIT-09");
    assert_true(is(bench_give(-1).absent, "post_not_there"));
    assert_int_equal(bench_count_kind(ENTRY_TAKE), 0);
    bench_line("do done", "ok UNIT-14");
}

static void row_18_nobody_hands_over_to_himself(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT11", "ok UNIT-11");
    bench_line("do give center", "refused UNIT-36");
    bench_line("do take center", "refused UNIT-36");
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan TH-center-TT11", "refused UNIT-36");
    bench_line("scan TH-H41.04-CB01", "refused UNIT-34");
    bench_line("scan TH-center-TT12", "refused UNIT-34");
    assert_int_equal(bench_count_kind(ENTRY_GIVE), 0);
}

static void a_receiver_does_not_sign_for_the_giver(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT11", "ok UNIT-11");
    bench_line("do take post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan TH-post-BT01", "refused UNIT-35");
    assert_string_equal(bench->unit.shift.duty.person, "TT11");
}

static void another_operation_ends_the_open_one(void **unused)
{
    (void)unused;
    bench_line("do take post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("do intake",
               "ok UNIT-05 intake: scan each code. Ended before it: take from the post, 1 codes");
    assert_int_equal(bench_count_kind(ENTRY_TAKE), 1);
    bench_line("do give post", "ok UNIT-05");
    bench_line("do arrive R1/1 TTG", "ok UNIT-17"); /* an empty give leaves no record */
    assert_int_equal(bench_count_kind(ENTRY_GIVE), 0);
}

static void another_badge_ends_the_open_operation_for_the_former_person(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT11", "ok UNIT-11");
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("badge TH-center-TT11", "ok UNIT-11"); /* the same: nothing changes */
    assert_int_equal(bench_count_kind(ENTRY_GIVE), 0);
    bench_line("badge TH-center-TT12", "ok UNIT-12");
    assert_true(is(bench_give(-1).handoff.giver_person, "TT11"));
    assert_true(is(bench_entry(-1).entry.person, "TT11"));
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D2, "ok UNIT-01");
    assert_true(is(bench_entry(-1).entry.person, "TT12"));
}

static void the_party_of_the_badge_speaks(void **unused)
{
    (void)unused;
    bench_line("badge TH-H41.04-CB0401", "ok UNIT-11");
    bench_line("do ready", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    assert_true(is(bench_act(-1).party, "H41.04"));
}

static void what_is_no_badge_is_refused(void **unused)
{
    (void)unused;
    bench_line("badge " D1, "refused UNIT-33");
    bench_line("badge", "refused UNIT-33");
    bench_line("badge TH-center-12345678901234567890123456789012", "refused UNIT-33");
    assert_int_equal(bench_count(), 1);
}

static void without_a_party_nothing_begins(void **unused)
{
    (void)unused;
    bench->settings.party = (struct text){0};
    bench_restart();
    bench_line("do intake", "refused UNIT-32");
    bench_line("do arrive R1/1 TTG", "refused UNIT-32");
    bench_line("badge TH-center-TT01", "ok UNIT-11");
    bench_line("do intake", "ok UNIT-04");
}

static void row_21_undo_in_an_open_list_withdraws_the_newest_scan(void **unused)
{
    (void)unused;
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan " D2, "ok UNIT-01");
    bench_line("do undo", "ok UNIT-13 " D2);
    struct scan_body scan = bench_scan(-1);
    assert_true(scan.withdrawn);
    assert_true(is(scan.code, D2));
    bench_line("scan " D2, "ok UNIT-01"); /* no bounce: it was taken back */
    bench_line("do undo", "ok UNIT-13 " D2);
    bench_line("do done", "ok UNIT-07 Given: 1 codes");
    assert_int_equal(bench_give(-1).handoff.item_count, 1);
    assert_int_equal(bench_count(), 7); /* nothing was deleted */
}

static void row_21_undo_of_an_act_voids_its_entry(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan " D2, "ok UNIT-01");
    bench_line("do done", "ok UNIT-06");
    bench_line("do undo", "ok UNIT-13 " D2);
    struct act_body act = bench_act(-1);
    assert_int_equal(act.kind, ACT_VOID);
    assert_true(is(act.subject, D2));
    assert_true(is(act.parent, "entry/1/3"));
    bench_line("do undo", "ok UNIT-13 " D1);
    assert_true(is(bench_act(-1).parent, "entry/1/2"));
    bench_line("do undo", "refused UNIT-46");
}

static void row_21_undo_after_a_give_voids_one_code_of_its_record(void **unused)
{
    (void)unused;
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan " D2, "ok UNIT-01");
    bench_line("do done", "ok UNIT-07");
    bench_line("do undo", "ok UNIT-13 " D2);
    assert_true(is(bench_act(-1).subject, D2));
    assert_true(is(bench_act(-1).parent, "entry/1/4")); /* the give */
    bench_restart();
    bench_line("do undo", "ok UNIT-13 " D1);
    assert_true(is(bench_act(-1).parent, "entry/1/4"));
    bench_line("do undo", "refused UNIT-46");
}

static void what_two_have_signed_one_cannot_undo(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT11", "ok UNIT-11");
    bench_line("do give post", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("scan TH-post-BT01", "ok UNIT-08");
    bench_line("do undo", "refused UNIT-47");
    bench_restart();
    bench_line("do undo", "refused UNIT-47");
}

static void another_partys_work_is_not_undone(void **unused)
{
    (void)unused;
    bench_line("badge TH-center-TT11", "ok UNIT-11");
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_line("badge TH-post-BT01", "ok UNIT-12");
    bench_line("do undo", "refused UNIT-48");
}

static void an_arrival_taken_back_is_no_longer_where_the_unit_is(void **unused)
{
    (void)unused;
    bench_line("do arrive R1/1 GVT", "ok UNIT-17");
    bench_line("do undo", "ok UNIT-13");
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    assert_true(is(bench_act(-1).stop, "TTG"));
}

static void bad_commands_get_their_own_sentence(void **unused)
{
    (void)unused;
    static const char *const cases[][2] = {
        {"fly",                          "refused UNIT-37"},
        {"do fly",                       "refused UNIT-37"},
        {"do",                           "refused UNIT-38"},
        {"do give",                      "refused UNIT-38"},
        {"do give post now",             "refused UNIT-38"},
        {"do give citizen",              "refused UNIT-39"},
        {"do give H41.99",               "refused UNIT-40"},
        {"do exception eaten",           "refused UNIT-41"},
        {"do seal " BAG " many",         "refused UNIT-42"},
        {"do seal " BAG " 10000",        "refused UNIT-42"},
        {"do seal " D1 " 3",             "refused UNIT-44"},
        {"do seal BTTG0042303211007X 3", "refused CODE-04"},
        {"do arrive R1 TTG",             "refused UNIT-43"},
        {"do pack " D1,                  "refused UNIT-44"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bench_line(cases[i][0], cases[i][1]);
    }
    assert_int_equal(bench_count(), 1);
}

static void a_long_seal_word_is_refused(void **unused)
{
    (void)unused;
    bench_line("do seal " BAG " 3 12345678901234567890123456789012345678901234567890123456789",
               "refused UNIT-38");
    bench_line("do seal " BAG " 9999 1234567890123456789012345678901234567890123456789012345678",
               "ok UNIT-15");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(each_scan_of_a_single_act_is_an_entry_at_once),
        TEST(acts_of_one_line_are_whole),
        TEST(a_seal_that_declares_other_than_was_packed_is_told_on_the_spot),
        TEST(a_give_ends_in_a_record_of_sorted_items),
        TEST(a_take_ends_in_an_entry_that_names_giver_and_taker),
        TEST(the_receivers_badge_signs_on_one_device),
        TEST(the_receivers_badge_shown_again_does_not_take_over_the_unit),
        TEST(row_20_an_absent_receiver_leaves_a_give_with_the_reason),
        TEST(row_18_nobody_hands_over_to_himself),
        TEST(a_receiver_does_not_sign_for_the_giver),
        TEST(another_operation_ends_the_open_one),
        TEST(another_badge_ends_the_open_operation_for_the_former_person),
        TEST(the_party_of_the_badge_speaks),
        TEST(what_is_no_badge_is_refused),
        TEST(without_a_party_nothing_begins),
        TEST(row_21_undo_takes_back_any_of_the_newest_twenty),
        TEST(row_21_undo_in_an_open_list_withdraws_the_newest_scan),
        TEST(row_21_undo_of_an_act_voids_its_entry),
        TEST(row_21_undo_after_a_give_voids_one_code_of_its_record),
        TEST(what_two_have_signed_one_cannot_undo),
        TEST(another_partys_work_is_not_undone),
        TEST(an_arrival_taken_back_is_no_longer_where_the_unit_is),
        TEST(bad_commands_get_their_own_sentence),
        TEST(a_long_seal_word_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
