#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/report.h"
#include "tests/unit/handheld/app/far_end.h"

static struct bench *bench;
static struct far_end far;

static int open_bench(void **state)
{
    (void)state;
    bench = bench_open();
    bench_connect();
    far_end_init(&far, bench);
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

static bool has(const struct report *report, const char *line)
{
    for (size_t i = 0; i < report->count; i++) {
        if (strcmp(report->lines[i], line) == 0) {
            return true;
        }
    }
    return false;
}

static void a_new_unit_reports_that_nothing_was_sent(void **unused)
{
    (void)unused;
    struct report report;
    assert_int_equal(report_read(&bench->journal.port, LANGUAGE_EN, &report), STATUS_OK);
    assert_true(has(&report, "STATUS-02 Newest entry: 1/1"));
    assert_true(has(&report, "STATUS-03 Unsent: 1"));
    assert_true(has(&report, "STATUS-04 Receipted to: 0/0"));
    assert_true(has(&report, "STATUS-07 The clock was never compared with the server's"));
    assert_true(has(&report, "STATUS-09 Nobody has scanned a badge"));
    assert_true(has(&report, "STATUS-10 Nothing is open"));
}

static void a_unit_at_work_reports_who_what_and_how_far(void **unused)
{
    (void)unused;
    struct report report;
    bench_line("badge TH-post-BT01", "ok UNIT-11");
    bench_line("do take center", "ok UNIT-04");
    bench_line("scan H41.04-261120-0001", "ok UNIT-01");
    far.ahead_ms = -2500;
    assert_true(far_end_settle(&far, bench, 5000));
    assert_int_equal(report_read(&bench->journal.port, LANGUAGE_VI, &report), STATUS_OK);
    assert_true(has(&report, "STATUS-03 Chờ gửi: 0"));
    assert_true(has(&report, "STATUS-04 Máy chủ đã nhận đến: 1/2"));
    assert_true(has(&report, "STATUS-08 Người dùng máy: BT01 (post)"));
    assert_true(has(&report, "STATUS-11 Đang làm: nhận · Trung tâm"));
    bool clock = false;
    for (size_t i = 0; i < report.count; i++) {
        clock = clock || strstr(report.lines[i], "STATUS-06 Đồng hồ máy chủ trừ máy này: -2500 ms");
    }
    assert_true(clock);
}

static void a_locked_unit_reports_it(void **unused)
{
    (void)unused;
    struct report report;
    bench->journal.receipt.locked = true;
    assert_int_equal(report_read(&bench->journal.port, LANGUAGE_EN, &report), STATUS_OK);
    assert_true(has(&report, "STATUS-12 The unit is locked"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(a_new_unit_reports_that_nothing_was_sent),
        TEST(a_unit_at_work_reports_who_what_and_how_far),
        TEST(a_locked_unit_reports_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
