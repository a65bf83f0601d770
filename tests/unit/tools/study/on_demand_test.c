#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/study/on_demand.h"
#include "tools/study/study.h"

enum { PLAN_ROWS = 256, WEDNESDAY = 22, THURSDAY = 23 };

/* From the Center at nine and at three, home by 16:50; an extra run leaves half an hour after it is
 * called. Who is ready after 08:45 leaves at three. */
static const char plan_rows[] = "set,grace,15\nset,extra_notice,30\nset,due_soon,240\n"
                                "set,judged,instant\n"
                                "stop,TTG,center,T,,,2020-01-01,\nstop,NNM,H41.04,N,,,2020-01-01,\n"
                                "stop,BVT,H41.05,N,,,2020-01-01,\n"
                                "call,R1,1,1,TTG,,09:00,15,W,all,2020-01-01,\n"
                                "call,R1,1,2,NNM,09:40,09:50,10,W,all,2020-01-01,\n"
                                "call,R1,1,3,TTG,10:50,,0,W,all,2020-01-01,\n"
                                "call,R1,2,1,TTG,,15:00,15,W,all,2020-01-01,\n"
                                "call,R1,2,2,NNM,15:40,15:50,10,W,all,2020-01-01,\n"
                                "call,R1,2,3,TTG,16:50,,0,W,all,2020-01-01,\n"
                                "call,R2,1,1,TTG,,14:00,15,W,all,2020-01-01,\n"
                                "call,R2,1,2,BVT,14:40,14:50,10,W,all,2020-01-01,\n"
                                "call,R2,1,3,TTG,15:50,,0,W,all,2020-01-01,\n"
                                "budget,*,*,paper,24wh,20,10,2020-01-01,\n";

static struct calendar calendar;
static struct past past;
static struct plan plan;
static void *plan_bytes;
static struct trials trials;
static char *rows;
static int lives;

static int set_up(void **unused)
{
    (void)unused;
    const struct past_size room = {.feed_lines = 100, .act_lines = 1000, .bytes = 1 << 20};
    struct calendar_fault fault;
    lives = 0;
    assert_true(calendar_read(&calendar, 1, (struct day){0}, TEXT(""), &fault));
    return past_open(&past, &room) == STATUS_OK ? 0 : 1;
}

static int tear_down(void **unused)
{
    (void)unused;
    free(rows);
    rows = NULL;
    trials_close(&trials);
    free(plan_bytes);
    past_close(&past);
    return 0;
}

/* Received at the Center at RECEIVED of DAY, and ready for a run 20 minutes later; the post takes
 * it at TAKEN, the agency ten minutes later; it is home two days later. */
static void add_life(const char *agency, int day, const char *received, const char *taken)
{
    char line[256];
    char code[64];
    lives++;
    (void)snprintf(code, sizeof code, "%s-2303%02d-%04d", agency, day, lives);
    (void)snprintf(line, sizeof line,
                   "%s,1.005555,,,202303%02d%.2s%.2s00,20230331120000,4,,%s,0,\n", code, day,
                   received, received + 3, agency);
    assert_int_equal(past_feed(&past, text_of(line)), STATUS_OK);
    const struct {
        int later;
        const char *at, *rest;
    } acts[] = {
        {0, received, ",intake,%s,center,,,,,\n"  },
        {0, taken,    ",take,%s,post,,center,,,\n"},
        {0, "16:59",  ",take,%s,AGENCY,,post,,,\n"},
        {5, "10:00",  ",ready,%s,AGENCY,,,,,\n"   },
        {5, "15:50",  ",take,%s,post,,AGENCY,,,\n"},
        {5, "16:50",  ",take,%s,center,,post,,,\n"},
    };
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        const char *at = strstr(acts[i].rest, "AGENCY");
        char rest[128];
        (void)snprintf(rest, sizeof rest, "%.*s%s%s",
                       (int)(at ? at - acts[i].rest : (int)strlen(acts[i].rest)), acts[i].rest,
                       at ? agency : "", at ? at + strlen("AGENCY") : "");
        char *place = strstr(rest, "%s");
        assert_non_null(place);
        *place = '\0';
        (void)snprintf(line, sizeof line, "2023-03-%02dT%s:00%s%s%s", day + acts[i].later,
                       acts[i].at, rest, code, place + 2);
        assert_int_equal(past_acts(&past, text_of(line)), STATUS_OK);
    }
}

static void note_lives(void)
{
    struct plan_fault fault;
    struct text rest = text_of(plan_rows);
    assert_int_equal(past_end(&past), STATUS_OK);
    plan_bytes = malloc(plan_memory(PLAN_ROWS));
    plan_begin(&plan, plan_bytes, plan_memory(PLAN_ROWS), &calendar);
    while (rest.size > 0) {
        assert_true(plan_row(&plan, &past.names, text_split(&rest, '\n'), &fault));
    }
    assert_true(plan_end(&plan, &past.names, &past.parties, &fault));
    struct study study = {.past = &past,
                          .calendar = &calendar,
                          .plan = &plan,
                          .now = past.latest,
                          .trials = &trials,
                          .from = minute_day(past.first_fact),
                          .to = minute_day(past.latest)};
    trials = (struct trials){.calendar = &calendar};
    assert_int_equal(trials_open(&trials, past.dossier_count), STATUS_OK);
    assert_int_equal(study_open(&study), STATUS_OK);
    while (!study_done(&study)) {
        assert_int_equal(study_step(&study, 1), STATUS_OK);
    }
    study_close(&study);
    assert_int_equal(trials.life_count, lives);
    assert_int_equal(trials_order(&trials), STATUS_OK);
}

/* The rows for THRESHOLD; how many runs they are in *out_runs. */
static enum status ask(const char *route, uint32_t threshold, uint32_t *out_runs)
{
    size_t size = 0;
    note_lives();
    const struct on_demand on_demand = {.plan = &plan,
                                        .names = &past.names,
                                        .calendar = &calendar,
                                        .plan_text = text_of(plan_rows),
                                        .route = names_find(&past.names, text_of(route)),
                                        .threshold = threshold,
                                        .from = minute_day(past.first_fact),
                                        .to = minute_day(past.latest)};
    FILE *out = open_memstream(&rows, &size);
    assert_non_null(out);
    const enum status status = on_demand_rows(&on_demand, &trials, out, out_runs);
    assert_int_equal(fclose(out), 0);
    return status;
}

/* Ready at 09:30, 09:40 and 09:50: three wait at 09:50, half an hour later a run goes, as the one
 * at nine would have gone. */
static void a_run_is_called_when_enough_wait(void **unused)
{
    (void)unused;
    uint32_t runs = 0;
    add_life("H41.04", WEDNESDAY, "09:10", "15:00");
    add_life("H41.04", WEDNESDAY, "09:20", "15:00");
    add_life("H41.04", WEDNESDAY, "09:30", "15:00");
    assert_int_equal(ask("R1", 3, &runs), STATUS_OK);
    assert_int_equal(runs, 1);
    assert_string_equal(rows,
                        "call,R1,on-demand-1,1,TTG,,10:20,15,W,all,2023-03-22,2023-03-22\n"
                        "call,R1,on-demand-1,2,NNM,11:00,11:10,10,W,all,2023-03-22,2023-03-22\n"
                        "call,R1,on-demand-1,3,TTG,12:10,,0,W,all,2023-03-22,2023-03-22\n");
}

static void fewer_than_that_call_for_none(void **unused)
{
    (void)unused;
    uint32_t runs = 9;
    add_life("H41.04", WEDNESDAY, "09:10", "15:00");
    add_life("H41.04", WEDNESDAY, "09:20", "15:00");
    assert_int_equal(ask("R1", 3, &runs), STATUS_OK);
    assert_int_equal(runs, 0);
    assert_string_equal(rows, "");
}

/* One was ready for the run at nine; those who wait for another agency are no guests of this one.
 */
static void who_has_left_or_waits_for_another_route_does_not_count(void **unused)
{
    (void)unused;
    uint32_t runs = 9;
    add_life("H41.04", WEDNESDAY, "08:00", "09:00");
    add_life("H41.05", WEDNESDAY, "09:15", "14:00");
    add_life("H41.04", WEDNESDAY, "09:20", "15:00");
    add_life("H41.04", WEDNESDAY, "09:30", "15:00");
    assert_int_equal(ask("R1", 3, &runs), STATUS_OK);
    assert_int_equal(runs, 0);
}

/* Ready at 08:20 and 08:35: called then it would leave at 09:05; the run at nine goes before. */
static void none_is_called_when_one_by_plan_goes_before(void **unused)
{
    (void)unused;
    uint32_t runs = 9;
    add_life("H41.04", WEDNESDAY, "08:00", "09:00");
    add_life("H41.04", WEDNESDAY, "08:15", "09:00");
    assert_int_equal(ask("R1", 2, &runs), STATUS_OK);
    assert_int_equal(runs, 0);
}

/* Called at 14:50 it would leave at 15:20 and be home at 17:10; the plan's day ends at 16:50. */
static void a_run_must_be_home_within_the_hours_of_the_plan(void **unused)
{
    (void)unused;
    uint32_t runs = 9;
    add_life("H41.04", WEDNESDAY, "14:28", "15:00"); /* taken by hand all the same */
    add_life("H41.04", WEDNESDAY, "14:30", "15:00");
    assert_int_equal(ask("R1", 2, &runs), STATUS_OK);
    assert_int_equal(runs, 0);
}

/* Four in the forenoon call two runs of two; the count begins anew on the next day. */
static void who_left_with_one_does_not_call_for_the_next(void **unused)
{
    (void)unused;
    uint32_t runs = 0;
    add_life("H41.04", WEDNESDAY, "09:10", "15:00");
    add_life("H41.04", WEDNESDAY, "09:20", "15:00");
    add_life("H41.04", WEDNESDAY, "10:30", "15:00");
    add_life("H41.04", WEDNESDAY, "10:40", "15:00");
    add_life("H41.04", THURSDAY, "09:10", "15:00");
    add_life("H41.04", THURSDAY, "09:20", "15:00");
    assert_int_equal(ask("R1", 2, &runs), STATUS_OK);
    assert_int_equal(runs, 3);
    assert_non_null(strstr(rows, "call,R1,on-demand-1,1,TTG,,10:10,15,W,all,2023-03-22,"));
    assert_non_null(strstr(rows, "call,R1,on-demand-2,1,TTG,,11:30,15,W,all,2023-03-22,"));
    assert_non_null(strstr(rows, "call,R1,on-demand-1,1,TTG,,10:10,15,W,all,2023-03-23,"));
}

/* Ready too late for the cut-off of the run that others have called: they wait on, and count. */
static void who_missed_the_called_run_still_waits(void **unused)
{
    (void)unused;
    uint32_t runs = 0;
    add_life("H41.04", WEDNESDAY, "09:10", "15:00");
    add_life("H41.04", WEDNESDAY, "09:20", "15:00"); /* calls the 10:10, cut-off 09:55 */
    add_life("H41.04", WEDNESDAY, "09:36", "15:00"); /* ready at 09:56 */
    add_life("H41.04", WEDNESDAY, "09:50", "15:00");
    assert_int_equal(ask("R1", 2, &runs), STATUS_OK);
    assert_int_equal(runs, 2);
    assert_non_null(strstr(rows, "call,R1,on-demand-2,1,TTG,,10:40,15,"));
}

static void a_route_that_is_in_no_plan_is_not_found(void **unused)
{
    (void)unused;
    uint32_t runs = 0;
    add_life("H41.04", WEDNESDAY, "09:10", "15:00");
    assert_int_equal(ask("R9", 1, &runs), STATUS_NOT_FOUND);
    assert_string_equal(rows, "");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_run_is_called_when_enough_wait),
        CASE(fewer_than_that_call_for_none),
        CASE(who_has_left_or_waits_for_another_route_does_not_count),
        CASE(none_is_called_when_one_by_plan_goes_before),
        CASE(a_run_must_be_home_within_the_hours_of_the_plan),
        CASE(who_left_with_one_does_not_call_for_the_next),
        CASE(who_missed_the_called_run_still_waits),
        CASE(a_route_that_is_in_no_plan_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
