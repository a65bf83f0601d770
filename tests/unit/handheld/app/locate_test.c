/* A unit with a receiver: what goes into its entries, and what people are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fakes/locator_fake.h"
#include "tests/unit/handheld/app/bench.h"

#define D1 "H41.04-261120-0001"
#define D2 "H41.04-261120-0002"
#define D3 "H41.04-261120-0003"

static struct bench *bench;
static struct locator_fake receiver;
static struct fix_epoch epoch;

static int open_bench(void **state)
{
    (void)state;
    bench = bench_open();
    locator_fake_init(&receiver);
    bench->unit.ports.locator = &receiver.port;
    epoch = (struct fix_epoch){
        .has_time = true,
        .mode = 3,
        .has_position = true,
        .position = {186733000, 1056922000},
        .accuracy_mm = 17000,
        .used = 9
    };
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

static void report(void)
{
    epoch.gnss_ms = bench->clock.now.wall.ms;
    locator_fake_put(&receiver, &epoch);
    bench_tick();
}

static void report_for(int seconds)
{
    for (int i = 0; i < seconds; i++) {
        bench_pass(1000);
        report();
    }
}

static struct time_evidence scanned(const char *line)
{
    bench_line(line, "ok UNIT-01");
    return bench_entry(-1).entry.when;
}

static void a_scan_carries_a_good_fix_with_its_age_and_its_time(void **unused)
{
    (void)unused;
    report_for(5);
    bench_line("do intake", "ok UNIT-04");
    bench_pass(700);
    struct time_evidence when = scanned("scan " D1);
    assert_true(when.fix.has);
    assert_int_equal(when.fix.age_ms, 700);
    assert_int_equal(when.fix.lat_e7, 186733000);
    assert_int_equal(when.fix.lon_e7, 1056922000);
    assert_int_equal(when.fix.accuracy_mm, 17000);
    assert_int_equal(fix_class_of(&when.fix), FIX_GOOD);
    assert_true(when.has_gnss);
    assert_int_equal(when.gnss_ms, when.wall_ms);
}

static void a_fix_that_came_with_the_scan_counts_for_it(void **unused)
{
    (void)unused;
    report_for(5);
    bench_line("do intake", "ok UNIT-04");
    bench_pass(1000);
    epoch.position.lat_e7 += 100;
    epoch.gnss_ms = bench->clock.now.wall.ms;
    locator_fake_put(&receiver, &epoch);
    assert_int_equal(scanned("scan " D1).fix.lat_e7, 186733100);
}

static void a_jump_is_told_once_recorded_as_not_believed_and_stops_no_scan(void **unused)
{
    (void)unused;
    report_for(5);
    bench_line("do intake", "ok UNIT-04");
    epoch.position.lat_e7 += 5000000;
    bench_pass(1000);
    report();
    assert_true(bench_informed("FIX-02"));
    bench_pass(1000);
    report();
    assert_false(bench_informed("FIX-02"));
    struct time_evidence when = scanned("scan " D1);
    assert_true(when.fix.has);
    assert_int_equal(when.fix.accuracy_mm, FIX_NOT_BELIEVED);
    assert_int_equal(fix_class_of(&when.fix), FIX_SUSPECT);
    assert_false(when.has_gnss);
}

static void a_lost_fix_is_recorded_with_its_age_and_told_after_a_minute(void **unused)
{
    (void)unused;
    report_for(5);
    bench_line("do intake", "ok UNIT-04");
    bench_pass(20000);
    bench_tick();
    assert_false(bench_informed("FIX-01"));
    struct time_evidence when = scanned("scan " D1);
    assert_int_equal(when.fix.age_ms, 20000);
    assert_int_equal(fix_class_of(&when.fix), FIX_STALE);
    assert_true(when.has_gnss); /* its age is with it: event_time looks */
    bench_pass(40000);
    bench_tick();
    assert_true(bench_informed("FIX-01"));
    bench_tick();
    assert_false(bench_informed("FIX-01"));
    bench_pass(FIX_KEPT_MS);
    when = scanned("scan " D2);
    assert_false(when.fix.has);
    assert_false(when.has_gnss);
}

static void after_a_restart_the_books_good_fix_is_what_the_next_is_measured_by(void **unused)
{
    (void)unused;
    report_for(5);
    bench_line("do intake", "ok UNIT-04");
    (void)scanned("scan " D1);
    struct locator *port = bench->unit.ports.locator;
    clock_fake_reboot(&bench->clock);
    bench_restart();
    bench->unit.ports.locator = port;
    epoch.position = (struct position){557500000, 376200000};
    report_for(5);
    struct time_evidence when = scanned("scan " D2);
    assert_int_equal(fix_class_of(&when.fix), FIX_SUSPECT);
}

static void the_clock_is_measured_by_the_servers_where_that_is_known(void **unused)
{
    (void)unused;
    bench->unit.uplink.sender.has_offset = true;
    bench->unit.uplink.sender.offset_ms = 90000;
    for (int i = 0; i < 5; i++) {
        bench_pass(1000);
        epoch.gnss_ms = bench->clock.now.wall.ms + 90000;
        locator_fake_put(&receiver, &epoch);
        bench_tick();
    }
    bench_line("do intake", "ok UNIT-04");
    struct time_evidence when = scanned("scan " D1);
    assert_int_equal(fix_class_of(&when.fix), FIX_GOOD);
    assert_int_equal(when.gnss_ms, when.wall_ms + 90000);
}

static void a_clock_behind_the_book_is_told_at_the_start(void **unused)
{
    (void)unused;
    bench_line("do intake", "ok UNIT-04");
    bench_line("scan " D1, "ok UNIT-01");
    bench_pass(1000);
    bench_restart();
    assert_false(bench_informed("FIX-03"));
    clock_fake_set_wall(&bench->clock, (struct instant){0}, false);
    bench_restart();
    assert_true(bench_informed("UNIT-72"));
    assert_true(bench_informed("FIX-03"));
}

static void without_a_receiver_an_entry_has_no_position(void **unused)
{
    (void)unused;
    bench->unit.ports.locator = NULL;
    bench_pass(LOCATE_START_MS);
    bench_tick();
    assert_false(bench_informed("FIX-01")); /* UNIT-71 said so at the start */
    bench_line("do intake", "ok UNIT-04");
    assert_false(scanned("scan " D3).fix.has);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        EACH(a_scan_carries_a_good_fix_with_its_age_and_its_time),
        EACH(a_fix_that_came_with_the_scan_counts_for_it),
        EACH(a_jump_is_told_once_recorded_as_not_believed_and_stops_no_scan),
        EACH(a_lost_fix_is_recorded_with_its_age_and_told_after_a_minute),
        EACH(after_a_restart_the_books_good_fix_is_what_the_next_is_measured_by),
        EACH(the_clock_is_measured_by_the_servers_where_that_is_known),
        EACH(a_clock_behind_the_book_is_told_at_the_start),
        EACH(without_a_receiver_an_entry_has_no_position),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
