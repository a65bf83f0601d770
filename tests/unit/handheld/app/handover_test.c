#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/handheld/app/bench.h"

static struct bench *bench;

static int open_bench(void **state)
{
    (void)state;
    bench = bench_open();
    bench_line("badge TH-center-TT11", "ok UNIT-11");
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

static void scan(unsigned number, const char *expected)
{
    char line[64];
    (void)snprintf(line, sizeof line, "scan H41.04-261120-%04u", number);
    bench_line(line, expected);
}

/* The full record and what came behind it, in whatever order they were scanned. */
static void more_than_a_hundred_codes_go_on_in_a_new_record(void **unused)
{
    (void)unused;
    bench_line("do take post", "ok UNIT-04");
    for (unsigned i = 100; i > 0; i--) {
        scan(i, "ok UNIT-01");
    }
    assert_int_equal(bench_count_kind(ENTRY_TAKE), 0);
    scan(101, "ok UNIT-02");
    struct take_body take = bench_take(-2);
    assert_int_equal(take.scanned_count, 100);
    assert_true(text_is(take.scanned[0], "H41.04-261120-0001"));
    scan(5, "duplicate UNIT-21"); /* it is in the closed record */
    scan(102, "ok UNIT-01");
    bench_restart();
    assert_true(bench_informed("UNIT-70"));
    bench_line("do done", "ok UNIT-10 Taken: 2 codes");
    take = bench_take(-1);
    assert_int_equal(take.scanned_count, 2);
    assert_int_equal(bench_count_kind(ENTRY_TAKE), 2);
    bench_check_chain();
}

static void more_than_sixteen_bundles_go_on_in_a_new_record(void **unused)
{
    (void)unused;
    bench_line("do give post", "ok UNIT-04");
    for (unsigned i = 0; i < HANDOFF_BUNDLES_MAX; i++) {
        char line[64];
        (void)snprintf(line, sizeof line, "scan ABCDEFGHIJKLMNO%014u", i);
        bench_line(line, "ok UNIT-01");
    }
    bench_line("scan H41.04-261120-0001", "ok UNIT-01"); /* there is room for an item */
    bench_line("scan EE473124829VN", "ok UNIT-02");
    struct give_body give = bench_give(-2);
    assert_int_equal(give.handoff.bundle_count, HANDOFF_BUNDLES_MAX);
    assert_int_equal(give.handoff.item_count, 1);
}

static void the_receiver_signs_for_the_full_records_too(void **unused)
{
    (void)unused;
    bench_line("do give post", "ok UNIT-04");
    for (unsigned i = 1; i <= 230; i++) {
        scan(i, i == 101 || i == 201 ? "ok UNIT-02" : "ok UNIT-01");
    }
    bench_line("do undo", "ok UNIT-13 H41.04-261120-0230");
    bench_restart();
    bench_line("scan TH-post-BT01", "ok UNIT-08");
    assert_non_null(strstr(bench_said(), "229 codes"));
    assert_int_equal(bench_count_kind(ENTRY_GIVE), 3);
    assert_int_equal(bench_count_kind(ENTRY_TAKE), 3);
    uint32_t signed_for = 0;
    for (int back = 1; back <= 3; back++) {
        struct take_body take = bench_take(-back);
        struct sealed giver = bench_entry(back == 3 ? -4 : 0);
        signed_for += take.scanned_count;
        assert_true(take.one_device);
        for (int i = 1; back < 3 && i < (int)bench_count(); i++) {
            struct sealed sealed = bench_entry(i);
            giver = hash_equal(&sealed.hash, &take.giver_entry) ? sealed : giver;
        }
        struct give_body give;
        assert_true(hash_equal(&giver.hash, &take.giver_entry));
        assert_int_equal(give_decode(giver.entry.body, &give), STATUS_OK);
        struct hash digest = handoff_digest(give.record);
        assert_true(hash_equal(&digest, &take.digest));
        assert_memory_equal(give.handoff.id, take.handoff_id, sizeof take.handoff_id);
    }
    assert_int_equal(signed_for, 229);
    bench_check_chain();
}

static void every_handover_has_its_own_number(void **unused)
{
    (void)unused;
    bench_line("do give post", "ok UNIT-04");
    scan(1, "ok UNIT-01");
    bench_line("do give post", "ok UNIT-05");
    scan(2, "ok UNIT-01");
    assert_memory_not_equal(bench_scan(-1).handoff_id, bench_scan(-3).handoff_id, 16);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(more_than_a_hundred_codes_go_on_in_a_new_record),
        TEST(more_than_sixteen_bundles_go_on_in_a_new_record),
        TEST(the_receiver_signs_for_the_full_records_too),
        TEST(every_handover_has_its_own_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
