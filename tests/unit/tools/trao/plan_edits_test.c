#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/trao/plan_edits.h"

enum { PLAN_ROWS = 64 };

#define HEAD                                                                                       \
    "set,grace,15\nset,extra_notice,30\n"                                                          \
    "stop,TTG,center,T,,,,\nstop,NNM,H41.04,N,,,,\nstop,BVT,H41.05,B,,,,\n"
#define FIRST                                                                                      \
    "call,R1,1,1,TTG,,09:00,15,W,all,,\ncall,R1,1,2,NNM,09:40,09:50,10,W,all,,\n"                  \
    "call,R1,1,3,TTG,10:50,,0,W,all,,\n"
#define SECOND                                                                                     \
    "call,R1,2,1,TTG,,15:00,15,W,all,,\ncall,R1,2,2,NNM,15:40,15:50,10,W,all,,\n"                  \
    "call,R1,2,3,BVT,16:10,16:15,10,W,all,,\ncall,R1,2,4,TTG,16:50,,0,W,all,,\n"
#define TAIL "cancel,2023-03-24,R1,2,2023-03-23T08:00\nbudget,*,*,paper,24wh,20,10,,\n"

static const char plan_rows[] = HEAD FIRST SECOND TAIL;

static const struct call call = {.language = LANGUAGE_EN};
static struct calendar calendar;
static struct study_files files;
static struct study study;
static char *edited;
static size_t edited_size;

static int set_up(void **unused)
{
    (void)unused;
    const struct past_size room = {.feed_lines = 16, .act_lines = 64, .bytes = 1 << 16};
    struct calendar_fault fault;
    struct plan_fault why;
    struct text rest = text_of(plan_rows);
    assert_true(calendar_read(&calendar, 1, (struct day){0}, TEXT(""), &fault));
    files = (struct study_files){.call = &call,
                                 .calendar = &calendar,
                                 .plan_text = strdup(plan_rows),
                                 .plan_size = strlen(plan_rows),
                                 .plan_memory = malloc(plan_memory(PLAN_ROWS))};
    assert_int_equal(past_open(&files.past, &room), STATUS_OK);
    plan_begin(&files.plan, files.plan_memory, plan_memory(PLAN_ROWS), &calendar);
    while (rest.size > 0) {
        assert_true(plan_row(&files.plan, &files.past.names, text_split(&rest, '\n'), &why));
    }
    assert_true(plan_end(&files.plan, &files.past.names, &files.past.parties, &why));
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    free(edited);
    edited = NULL;
    past_close(&files.past);
    free(files.plan_memory);
    free(files.plan_text);
    return 0;
}

/* The plan after EDITS in `edited`. */
static int edit(const struct plan_edits *edits)
{
    free(edited);
    edited = NULL;
    edited_size = 0;
    return plan_edits_apply(edits, &files, &study, &edited, &edited_size);
}

static void becomes(const struct plan_edits *edits, const char *expected)
{
    assert_true(plan_edits_any(edits));
    assert_int_equal(edit(edits), CALL_OK);
    assert_int_equal(edited_size, strlen(edited));
    assert_string_equal(edited, expected);
}

static void nothing_asked_for_changes_nothing(void **unused)
{
    (void)unused;
    const struct plan_edits none = {0};
    assert_false(plan_edits_any(&none));
    assert_int_equal(edit(&none), CALL_OK);
    assert_string_equal(edited, plan_rows);
}

static void a_run_is_moved_with_all_its_calls(void **unused)
{
    (void)unused;
    becomes(&(struct plan_edits){.shift = "R1/1:+30"},
            HEAD "call,R1,1,1,TTG,,09:30,15,W,all,,\ncall,R1,1,2,NNM,10:10,10:20,10,W,all,,\n"
                 "call,R1,1,3,TTG,11:20,,0,W,all,,\n" SECOND TAIL);
    becomes(&(struct plan_edits){.shift = "R1/1:-60"},
            HEAD "call,R1,1,1,TTG,,08:00,15,W,all,,\ncall,R1,1,2,NNM,08:40,08:50,10,W,all,,\n"
                 "call,R1,1,3,TTG,09:50,,0,W,all,,\n" SECOND TAIL);
}

static void several_are_said_with_commas_between(void **unused)
{
    (void)unused;
    becomes(&(struct plan_edits){.shift = "R1/1:5,R1/2:-5,R1/1:-5"}, HEAD FIRST
            "call,R1,2,1,TTG,,14:55,15,W,all,,\ncall,R1,2,2,NNM,15:35,15:45,10,W,all,,\n"
            "call,R1,2,3,BVT,16:05,16:10,10,W,all,,\ncall,R1,2,4,TTG,16:45,,0,W,all,,\n" TAIL);
}

static void a_copy_gets_a_name_that_no_round_has(void **unused)
{
    (void)unused;
    assert_int_equal(edit(&(struct plan_edits){.copy = "R1/1:+60,R1/1:+120"}), CALL_OK);
    assert_non_null(strstr(edited, "call,R1,1,1,TTG,,09:00,15,W,all,,\n"));
    assert_non_null(strstr(edited, "call,R1,+1,1,TTG,,10:00,15,W,all,,\n"));
    assert_non_null(strstr(edited, "call,R1,+1,3,TTG,11:50,,0,W,all,,\n"));
    assert_non_null(strstr(edited, "call,R1,+2,1,TTG,,11:00,15,W,all,,\n"));
    assert_null(strstr(edited, "call,R1,+3"));
}

static void a_run_that_is_dropped_takes_its_cancellation_along(void **unused)
{
    (void)unused;
    becomes(&(struct plan_edits){.drop = "R1/2"}, HEAD FIRST "budget,*,*,paper,24wh,20,10,,\n");
    becomes(&(struct plan_edits){.drop = "R1/1"}, HEAD SECOND TAIL);
}

static void a_stop_is_passed_by_that_run_alone(void **unused)
{
    (void)unused;
    becomes(&(struct plan_edits){.skip = "R1/2/NNM"}, HEAD FIRST
            "call,R1,2,1,TTG,,15:00,15,W,all,,\n"
            "call,R1,2,3,BVT,16:10,16:15,10,W,all,,\ncall,R1,2,4,TTG,16:50,,0,W,all,,\n" TAIL);
}

/* Moved before it is copied, dropped last: the copy is of the run as it was moved, and stays. */
static void edits_are_made_in_one_order_however_they_are_said(void **unused)
{
    (void)unused;
    becomes(&(struct plan_edits){.drop = "R1/1", .copy = "R1/1:+10", .shift = "R1/1:+20"},
            HEAD "call,R1,+1,1,TTG,,09:30,15,W,all,,\ncall,R1,+1,2,NNM,10:10,10:20,10,W,all,,\n"
                 "call,R1,+1,3,TTG,11:20,,0,W,all,,\n" SECOND TAIL);
}

static void what_is_not_understood_is_refused(void **unused)
{
    (void)unused;
    static const char *const shifts[] = {"R1",       "R1/1",    "R1/1:",      "R1/1:+",
                                         "R1/1:x",   "/:30",    "R1/1:+1440", "R1/1:-1440",
                                         "R1/1:30x", "R1/1:5,", "R1/1:++5"};
    for (size_t i = 0; i < sizeof shifts / sizeof shifts[0]; i++) {
        const bool good = i == 9; /* nothing behind the comma is nothing asked for */
        assert_int_equal(edit(&(struct plan_edits){.shift = shifts[i]}),
                         good ? CALL_OK : CALL_USAGE);
    }
    assert_int_equal(edit(&(struct plan_edits){.copy = "R1/1"}), CALL_USAGE);
    assert_int_equal(edit(&(struct plan_edits){.drop = "R1"}), CALL_USAGE);
    assert_int_equal(edit(&(struct plan_edits){.skip = "R1/1"}), CALL_USAGE);
    assert_int_equal(edit(&(struct plan_edits){.skip = "R1//NNM"}), CALL_USAGE);
}

static void a_run_that_is_not_there_or_cannot_go_so_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(edit(&(struct plan_edits){.shift = "R9/1:+5"}), CALL_USAGE);
    assert_int_equal(edit(&(struct plan_edits){.drop = "R1/3"}), CALL_USAGE);
    assert_int_equal(edit(&(struct plan_edits){.skip = "R1/1/BVT"}), CALL_USAGE);
    assert_int_equal(edit(&(struct plan_edits){.shift = "R1/2:+430"}), CALL_USAGE); /* 24:00 */
    assert_int_equal(edit(&(struct plan_edits){.shift = "R1/2:+429"}), CALL_OK);
    assert_int_equal(edit(&(struct plan_edits){.shift = "R1/1:-541"}), CALL_USAGE);
}

/* Two are ready at 09:30 and 09:40, too late for the run at nine; half an hour later one goes. */
static void who_waits_calls_a_run_on_demand(void **unused)
{
    (void)unused;
    static const char feed[] =
        "H41.04-230322-0001,1.005555,,,20230322091000,20230331120000,4,,H41.04,0,\n"
        "H41.04-230322-0002,1.005555,,,20230322092000,20230331120000,4,,H41.04,0,\n";
    static const char *const lives[][2] = {
        {"H41.04-230322-0001", "09:10"},
        {"H41.04-230322-0002", "09:20"}
    };
    char acts[1024];
    size_t size = 0;
    for (int i = 0; i < 2; i++) {
        const char *code = lives[i][0];
        size += (size_t)snprintf(acts + size, sizeof acts - size,
                                 "2023-03-22T%s:00,intake,%s,center,,,,,\n"
                                 "2023-03-22T15:00:00,take,%s,post,,center,,,\n"
                                 "2023-03-22T15:50:00,take,%s,H41.04,,post,,,\n"
                                 "2023-03-27T15:50:00,take,%s,post,,H41.04,,,\n"
                                 "2023-03-27T16:50:00,take,%s,center,,post,,,\n",
                                 lives[i][1], code, code, code, code, code);
    }
    assert_int_equal(past_feed(&files.past, text_of(feed)), STATUS_OK);
    assert_int_equal(past_acts(&files.past, text_of(acts)), STATUS_OK);
    assert_int_equal(past_end(&files.past), STATUS_OK);
    study_files_lend(&files, &study);
    study.from = minute_day(files.past.first_fact);
    study.to = minute_day(files.past.latest);
    becomes(&(struct plan_edits){.on_demand = "R1:2"}, HEAD FIRST SECOND TAIL
            "\ncall,R1,on-demand-1,1,TTG,,10:10,15,W,all,2023-03-22,2023-03-22\n"
            "call,R1,on-demand-1,2,NNM,10:50,11:00,10,W,all,2023-03-22,2023-03-22\n"
            "call,R1,on-demand-1,3,TTG,12:00,,0,W,all,2023-03-22,2023-03-22\n");
    becomes(&(struct plan_edits){.on_demand = "R1:3"}, HEAD FIRST SECOND TAIL "\n");
    static const char *const bad[] = {"R1", "R1:", "R1:0", "R1:x", ":2", "R9:2", "R1:4294967296"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(edit(&(struct plan_edits){.on_demand = bad[i]}), CALL_USAGE);
    }
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(nothing_asked_for_changes_nothing),
        CASE(a_run_is_moved_with_all_its_calls),
        CASE(several_are_said_with_commas_between),
        CASE(a_copy_gets_a_name_that_no_round_has),
        CASE(a_run_that_is_dropped_takes_its_cancellation_along),
        CASE(a_stop_is_passed_by_that_run_alone),
        CASE(edits_are_made_in_one_order_however_they_are_said),
        CASE(what_is_not_understood_is_refused),
        CASE(a_run_that_is_not_there_or_cannot_go_so_is_refused),
        CASE(who_waits_calls_a_run_on_demand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
