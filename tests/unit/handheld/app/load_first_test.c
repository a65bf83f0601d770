#include "handheld/app/load_first.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/report.h"
#include "tests/unit/handheld/app/far_end.h"

/* The bench's clock stands at 2026-11-23T14:25. */

static struct bench *bench;
static struct far_end far;

static int open_bench(void **state)
{
    (void)state;
    bench = bench_open();
    bench_connect();
    far_end_init(&far, bench);
    assert_true(far_end_settle(&far, bench, 5000));
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

/* The server says so; what the unit says, or NULL. */
static const char *hear(const char *body)
{
    const struct message message = {
        .kind = MESSAGE_NOTICE,
        .notice = {.kind = NOTICE_MANIFEST, .number = 1, .body = span_of(body, strlen(body))}
    };
    far_end_say(bench, &message);
    bench_tick();
    for (size_t i = 0; i < bench->unit.shift.answer_count; i++) {
        const struct answer *answer = &bench->unit.shift.answers[i];
        if (strcmp(answer->code, "UNIT-79") == 0) {
            assert_int_equal(answer->tone, TONE_INFO);
            return answer->text;
        }
    }
    return NULL;
}

static const char two[] = "load_first\t2026-11-23T15:30\tR1\tchieu\nH41.04-261120-0001\n"
                          "H41.04-261120-0002\n";

static void what_a_run_must_take_along_is_told_once(void **unused)
{
    (void)unused;
    const char *said = hear(two);
    assert_non_null(said);
    assert_non_null(strstr(said, "15:30 23/11 (R1/chieu)"));
    assert_non_null(strstr(said, "2 dossiers: H41.04-261120-0001, H41.04-261120-0002"));
    assert_null(hear(two));
    bench_restart();
    bench_connect();
    assert_null(hear(two));
}

static void only_what_is_new_in_a_list_is_told(void **unused)
{
    (void)unused;
    assert_non_null(hear(two));
    const char *said = hear("load_first\t2026-11-23T15:30\tR1\tchieu\nH41.04-261120-0001\n"
                            "H41.04-261120-0003\n");
    assert_non_null(said);
    assert_non_null(strstr(said, "1 dossiers: H41.04-261120-0003"));
    assert_null(strstr(said, "0001"));
    assert_null(hear(two)); /* what was told and is named again is no news */
    assert_non_null(hear("load_first\t2026-11-23T16:30\tR1\tchieu\nH41.04-261120-0001\n"));
}

static void a_run_that_has_left_is_not_told_and_not_kept(void **unused)
{
    (void)unused;
    struct report report;
    assert_null(hear("load_first\t2026-11-23T14:24\tR1\tchieu\nH41.04-261120-0001\n"));
    assert_non_null(hear(two));
    bench_pass(2 * 3600 * 1000);
    assert_non_null(hear("load_first\t2026-11-23T17:00\tR1\ttoi\nH41.04-261120-0009\n"));
    assert_int_equal(report_read(&bench->journal.port, LANGUAGE_EN, &report), STATUS_OK);
    size_t lists = 0;
    for (size_t i = 0; i < report.count; i++) {
        lists += strstr(report.lines[i], "STATUS-13") != NULL;
    }
    assert_int_equal(lists, 1);
}

static void the_status_shows_what_is_to_be_loaded_first(void **unused)
{
    (void)unused;
    struct report report;
    assert_non_null(hear(two));
    assert_int_equal(report_read(&bench->journal.port, LANGUAGE_EN, &report), STATUS_OK);
    assert_string_equal(report.lines[report.count - 1],
                        "STATUS-13 To be loaded first, for the run at 15:30 23/11 (R1/chieu), "
                        "dossiers: 2: H41.04-261120-0001, H41.04-261120-0002");
}

static void a_notice_that_means_nothing_is_passed_over(void **unused)
{
    (void)unused;
    static char large[LOAD_LIST_SIZE + 2];
    memset(large, 'x', sizeof large - 1);
    assert_null(hear("load_first"));
    assert_null(hear(large));
    assert_null(hear(""));
    assert_non_null(hear(two));
}

static void a_journal_that_cannot_be_written_tells_it_when_it_can_again(void **unused)
{
    (void)unused;
    static struct load_first memory;
    struct load_list heard;
    struct load_list fresh;
    struct text lists = text_of(two);
    assert_true(load_list_next(&lists, &heard));
    bench->journal.next = STATUS_FULL;
    assert_int_equal(
        load_first_hear(&bench->journal.port, &memory, &heard, instant_minute(bench->now), &fresh),
        STATUS_FULL);
    assert_non_null(hear(two));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(what_a_run_must_take_along_is_told_once),
        TEST(only_what_is_new_in_a_list_is_told),
        TEST(a_run_that_has_left_is_not_told_and_not_kept),
        TEST(the_status_shows_what_is_to_be_loaded_first),
        TEST(a_notice_that_means_nothing_is_passed_over),
        TEST(a_journal_that_cannot_be_written_tells_it_when_it_can_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
