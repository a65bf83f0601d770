#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/act_csv.h"
#include "tools/study/report.h"
#include "tools/study/report_said.h"
#include "tools/study/study.h"

#define CODE "H41.04-230321-0001"

static const char plan_rows[] = "set,grace,15\nset,extra_notice,30\nset,due_soon,240\n"
                                "set,judged,date\n"
                                "stop,TTG,center,T,,,2020-01-01,\nstop,NNM,H41.04,N,,,2020-01-01,\n"
                                "call,R1,1,1,TTG,,09:00,15,W,all,2020-01-01,\n"
                                "call,R1,1,2,NNM,09:40,09:50,10,W,all,2020-01-01,\n"
                                "call,R1,1,3,TTG,10:50,,0,W,all,2020-01-01,\n"
                                "call,R1,2,1,TTG,,15:00,15,W,all,2020-01-01,\n"
                                "call,R1,2,2,NNM,15:40,15:50,10,W,all,2020-01-01,\n"
                                "call,R1,2,3,TTG,16:50,,0,W,all,2020-01-01,\n"
                                "budget,*,*,paper,24wh,20,10,2020-01-01,\n";

static struct calendar calendar;
static struct past past;
static struct plan plan;
static void *plan_bytes;
static struct study study;
static const struct calendar *versions[2];
static size_t version_count;
static char *text[STUDY_FILES];
static size_t size[STUDY_FILES];

static struct minute minute_of(const char *at)
{
    struct instant instant;
    assert_int_equal(instant_parse(text_of(at), &instant), STATUS_OK);
    return instant_minute(instant);
}

static int set_up(void **unused)
{
    (void)unused;
    const struct past_size room = {.feed_lines = 16, .act_lines = 64, .bytes = 1 << 16};
    struct calendar_fault fault;
    assert_true(calendar_read(&calendar, 1, (struct day){0}, TEXT(""), &fault));
    return past_open(&past, &room) == STATUS_OK ? 0 : 1;
}

static int tear_down(void **unused)
{
    (void)unused;
    for (int i = 0; i < STUDY_FILES; i++) {
        free(text[i]);
        text[i] = NULL;
    }
    free(plan_bytes);
    plan_bytes = NULL;
    past_close(&past);
    return 0;
}

static void take_plan(void)
{
    struct plan_fault fault;
    struct text rest = text_of(plan_rows);
    plan_bytes = malloc(plan_memory(64));
    plan_begin(&plan, plan_bytes, plan_memory(64), &calendar);
    while (rest.size > 0) {
        assert_true(plan_row(&plan, &past.names, text_split(&rest, '\n'), &fault));
    }
    assert_true(plan_end(&plan, &past.names, &past.parties, &fault));
}

static void run(const char *feed, const char *acts, const char *now)
{
    assert_int_equal(past_feed(&past, text_of(feed)), STATUS_OK);
    assert_int_equal(past_acts(&past, text_of(acts)), STATUS_OK);
    assert_int_equal(past_end(&past), STATUS_OK);
    take_plan();
    study = (struct study){.past = &past,
                           .calendar = &calendar,
                           .versions = versions,
                           .version_count = version_count,
                           .plan = &plan,
                           .now = minute_of(now)};
    for (int i = 0; i < STUDY_FILES; i++) {
        study.out[i] = open_memstream(&text[i], &size[i]);
        assert_non_null(study.out[i]);
    }
    assert_int_equal(study_open(&study), STATUS_OK);
    while (!study_done(&study)) {
        assert_int_equal(study_step(&study, 1), STATUS_OK);
    }
    study_close(&study);
    for (int i = 0; i < STUDY_FILES; i++) {
        assert_int_equal(fclose(study.out[i]), 0);
    }
}

static const char feed[] = CODE ",1.005555,,,20230321080000,20230324080000,4,,H41.04,0,\n";

/* Out 09:00, taken 09:50, 24 hours of work end on the 24th at 09:50, home with the 15:50 at 17:00
 * sharp: slack 0, and no other run will do. From 08:46 on the cut-off of 08:45 is missed; then it
 * is the 27th at 11:00, 210 working minutes late. */
static void a_flag_changes_in_the_minute_in_which_it_may(void **unused)
{
    (void)unused;
    run(feed, "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n", "2023-03-21T10:00");
    assert_string_equal(text[STUDY_FLAGS], "at,dossier,level,cause,leg,slack_minutes\n"
                                           "2023-03-21T08:00," CODE ",due_soon,,,0\n"
                                           "2023-03-21T08:46," CODE ",at_risk,transfer,out,-210\n"
                                           "2023-03-21T10:00," CODE ",at_risk,transfer,out,-210\n");
    assert_int_equal(study.counts.held_up, 1);
    assert_int_equal(study.counts.by_level[FLAG_AT_RISK], 1);
}

/* Paused for a day that the newest calendar says was none: a promise made before that calendar was
 * valid is extended by it, one made under it is not. */
static void a_promise_keeps_the_calendar_of_the_day_of_receipt(void **unused)
{
    (void)unused;
    static struct calendar newer;
    struct calendar_fault fault;
    const struct day from[] = {minute_day(minute_of("2023-03-22T00:00")),
                               minute_day(minute_of("2023-03-21T00:00"))};
    for (int i = 0; i < 2; i++) {
        assert_true(calendar_read(&newer, 2, from[i], TEXT("2023-03-22,off,x\n"), &fault));
        versions[0] = &calendar;
        versions[1] = &newer;
        version_count = 2;
        run(feed,
            "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n"
            "2023-03-22T07:30:00,pause," CODE ",center,,,,,supplement\n"
            "2023-03-23T07:30:00,resume," CODE ",center,,,,,\n",
            "2023-03-27T07:40");
        version_count = 0;
        const char *overdue = strstr(text[STUDY_FLAGS], "2023-03-27T07:40," CODE ",overdue");
        assert_int_equal(overdue != NULL, i);
        (void)tear_down(NULL);
        (void)set_up(NULL);
    }
}

static void what_lies_behind_the_present_is_left_out(void **unused)
{
    (void)unused;
    run(feed,
        "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n"
        "2023-03-21T08:40:00,take," CODE ",post,,center,,,\n",
        "2023-03-21T08:30");
    assert_string_equal(text[STUDY_FLAGS], "at,dossier,level,cause,leg,slack_minutes\n"
                                           "2023-03-21T08:00," CODE ",due_soon,,,0\n"
                                           "2023-03-21T08:30," CODE ",due_soon,,,0\n");
}

static void a_dossier_that_is_later_altogether_has_no_row(void **unused)
{
    (void)unused;
    run(feed, "", "2023-03-20T10:00");
    assert_string_equal(text[STUDY_FLAGS], "at,dossier,level,cause,leg,slack_minutes\n");
}

static void a_dossier_nobody_scanned_is_unknown_and_counted(void **unused)
{
    (void)unused;
    run(feed, "", "2023-03-21T09:00");
    assert_non_null(strstr(text[STUDY_FLAGS], CODE ",unknown,,,\n"));
    assert_int_equal(study.counts.unseen, 1);
    assert_int_equal(study.counts.by_level[FLAG_UNKNOWN], 1);
}

static void a_taker_the_book_did_not_expect_is_in_the_conflicts(void **unused)
{
    (void)unused;
    run(feed,
        "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n"
        "2023-03-21T09:40:00,take," CODE ",H41.04,,post,,,\n",
        "2023-03-21T10:00");
    assert_string_equal(text[STUDY_CONFLICTS],
                        "dossier,at,conflict,holder,party,custody_moved\n" CODE
                        ",2023-03-21T09:40:00,other_custodian,center,H41.04,yes\n");
    assert_int_equal(study.counts.conflicts, 1);
}

/* SEMANTICS section 7, center_misses_a_run, on a timetable of its own two stops. */
static void every_minute_has_its_party_and_each_wait_its_run(void **unused)
{
    (void)unused;
    run(feed,
        "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n"
        "2023-03-21T15:00:00,take," CODE ",post,,center,,,\n"
        "2023-03-21T15:50:00,take," CODE ",H41.04,,post,,,\n"
        "2023-03-24T15:30:00,ready," CODE ",H41.04,,,,,\n"
        "2023-03-24T15:50:00,take," CODE ",post,,H41.04,,,\n"
        "2023-03-27T07:40:00,take," CODE ",center,,post,,,\n"
        "2023-03-27T08:30:00,return," CODE ",center,,,,,\n",
        "2023-03-28T08:00");
    assert_string_equal(text[STUDY_MINUTES],
                        "dossier,party,cause,minutes\n" CODE ",timetable,waiting_for_run,80\n" CODE
                        ",center,missed_run,270\n" CODE ",post,in_transit,130\n" CODE
                        ",H41.04,processing,1420\n" CODE ",citizen,at_counter,50\n");
    assert_non_null(strstr(text[STUDY_LEGS],
                           CODE ",out,center,H41.04,H41.04,2023-03-21T08:00,R1/1 2023-03-21T09:00,"
                                "R1/2 2023-03-21T15:00,2023-03-21T15:00,1,"));
    assert_int_equal(study.counts.minutes_count, 5);
}

static void the_page_says_in_both_languages_where_the_time_went(void **unused)
{
    (void)unused;
    const struct plan_cost costs[2] = {{0}};
    run(feed,
        "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n"
        "2023-03-21T15:00:00,take," CODE ",post,,center,,,\n"
        "2023-03-21T15:50:00,take," CODE ",H41.04,,post,,,\n",
        "2023-03-28T08:00");
    for (int language = LANGUAGE_VI; language <= LANGUAGE_EN; language++) {
        char *page = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&page, &length);
        report_write(&study, costs, (enum language)language, out);
        assert_int_equal(fclose(out), 0);
        if (language == LANGUAGE_EN) {
            assert_non_null(strstr(page, "Transfers (waiting for a run"));
        } else {
            assert_non_null(strstr(page, "Thời gian của hồ sơ đã đi đâu"));
        }
        assert_null(strstr(page, "http")); /* self-contained */
        free(page);
    }
    for (int i = 0; i < REPORT_SAIDS; i++) {
        const struct said *said = report_said((enum report_said)i);
        assert_true(said->vi[0] != '\0' && said->en[0] != '\0');
    }
}

static void a_promise_before_the_receipt_is_unknown_and_counted(void **unused)
{
    (void)unused;
    run(CODE ",1.005555,,,20230321080000,20230320080000,4,,H41.04,0,\n",
        "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n", "2023-03-21T09:00");
    assert_string_equal(text[STUDY_FLAGS], "at,dossier,level,cause,leg,slack_minutes\n"
                                           "2023-03-21T08:00," CODE ",unknown,,,\n"
                                           "2023-03-21T09:00," CODE ",unknown,,,\n");
    assert_int_equal(study.counts.impossible, 1);
}

static void an_act_in_the_future_is_not_known_and_counted(void **unused)
{
    (void)unused;
    run(feed,
        "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n"
        "2031-03-21T08:00:00,return," CODE ",center,,,,,\n",
        "2023-03-21T08:30");
    assert_int_equal(study.counts.future, 1);
    assert_int_equal(study.counts.by_level[FLAG_DUE_SOON], 1);
    assert_non_null(strstr(text[STUDY_MINUTES], CODE ",timetable,waiting_for_run,30\n"));
}

/* From the 21st at ten to the 28th at eight: 330 minutes of the day, 480 on four others, 30 on the
 * last. */
static void a_pause_nobody_ends_stops_the_clock_until_the_present(void **unused)
{
    (void)unused;
    run(feed,
        "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n"
        "2023-03-21T10:00:00,pause," CODE ",center,,,,,fee\n",
        "2023-03-28T08:00");
    assert_non_null(strstr(text[STUDY_MINUTES], CODE ",citizen,paused,2280\n"));
    assert_non_null(strstr(text[STUDY_FLAGS], "2023-03-28T08:00," CODE ","));
    assert_null(strstr(text[STUDY_MINUTES], "paused,0"));
}

static void a_resume_that_comes_twice_says_nothing_new(void **unused)
{
    (void)unused;
    run(feed,
        "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n"
        "2023-03-21T09:00:00,resume," CODE ",center,,,,,\n"
        "2023-03-21T10:00:00,pause," CODE ",center,,,,,fee\n"
        "2023-03-21T10:15:00,pause," CODE ",center,,,,,fee\n"
        "2023-03-21T10:30:00,resume," CODE ",center,,,,,\n"
        "2023-03-21T11:00:00,resume," CODE ",center,,,,,\n",
        "2023-03-21T12:00");
    assert_non_null(strstr(text[STUDY_MINUTES], CODE ",citizen,paused,30\n"));
}

static void after_a_year_of_silence_it_is_overdue_and_its_holder_has_every_minute(void **unused)
{
    (void)unused;
    run(feed, "2023-03-21T08:00:00,intake," CODE ",center,,,,,\n", "2024-03-21T08:00");
    assert_int_equal(study.counts.by_level[FLAG_OVERDUE], 1);
    assert_int_equal(study.counts.endless, 0);
    assert_non_null(strstr(text[STUDY_FLAGS], "2024-03-21T08:00," CODE ",overdue,"));
    int64_t all = 0;
    for (uint32_t i = 0; i < study.counts.minutes_count; i++) {
        all += study.counts.minutes[i].minutes;
    }
    assert_int_equal(all, calendar_working(&calendar, minute_of("2023-03-21T08:00"),
                                           minute_of("2024-03-21T08:00")));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_flag_changes_in_the_minute_in_which_it_may),
        CASE(a_promise_keeps_the_calendar_of_the_day_of_receipt),
        CASE(what_lies_behind_the_present_is_left_out),
        CASE(a_dossier_that_is_later_altogether_has_no_row),
        CASE(a_dossier_nobody_scanned_is_unknown_and_counted),
        CASE(a_taker_the_book_did_not_expect_is_in_the_conflicts),
        CASE(every_minute_has_its_party_and_each_wait_its_run),
        CASE(a_promise_before_the_receipt_is_unknown_and_counted),
        CASE(an_act_in_the_future_is_not_known_and_counted),
        CASE(a_pause_nobody_ends_stops_the_clock_until_the_present),
        CASE(a_resume_that_comes_twice_says_nothing_new),
        CASE(after_a_year_of_silence_it_is_overdue_and_its_holder_has_every_minute),
        CASE(the_page_says_in_both_languages_where_the_time_went),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
