#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/plan.h"
#include "tools/study/learn.h"

static struct calendar calendar;
static struct past past;
static char *plan_text;
static size_t plan_size;
static uint32_t runs;

static void take(const char *format, int day, const char *minutes)
{
    char line[256];
    (void)snprintf(line, sizeof line, format, day, minutes);
    assert_int_equal(past_acts(&past, text_of(line)), STATUS_OK);
}

static int set_up(void **unused)
{
    (void)unused;
    const struct past_size size = {.feed_lines = 64, .act_lines = 4096, .bytes = 1 << 20};
    struct calendar_fault fault;
    assert_true(calendar_read(&calendar, 1, (struct day){0}, TEXT(""), &fault));
    return past_open(&past, &size) == STATUS_OK ? 0 : 1;
}

static int tear_down(void **unused)
{
    (void)unused;
    free(plan_text);
    plan_text = NULL;
    past_close(&past);
    return 0;
}

static void learn(void)
{
    assert_int_equal(past_end(&past), STATUS_OK);
    FILE *out = open_memstream(&plan_text, &plan_size);
    assert_non_null(out);
    assert_int_equal(learn_plan(&past, &calendar, out, &runs), STATUS_OK);
    assert_int_equal(fclose(out), 0);
}

static void has(const char *row)
{
    if (!strstr(plan_text, row)) {
        fail_msg("there is no row %s in\n%s", row, plan_text);
    }
}

/* The week from Monday 2023-03-20, seen a little early and a little late. */
static void five_days_of_one_run(void)
{
    static const char *const minutes[] = {"58", "59", "00", "01", "05"};
    for (int i = 0; i < 5; i++) {
        const int day = 20 + i;
        take(i < 2 ? "2023-03-%dT08:%s:00,depart,R1/1,post,,,TTG,,\n"
                   : "2023-03-%dT09:%s:00,depart,R1/1,post,,,TTG,,\n",
             day, minutes[i]);
        take("2023-03-%dT09:4%s,arrive,R1/1,post,,,NNM,,\n", day, "0:00");
        take("2023-03-%dT09:5%s,depart,R1/1,post,,,NNM,,\n", day, "0:00");
        take("2023-03-%dT10:5%s,arrive,R1/1,post,,,TTG,,\n", day, "0:00");
        take("2023-03-%dT08:0%s,intake,H41.04-230320-0001,center,,,TTG,,\n", day, "0:00");
        take("2023-03-%dT09:4%s,take,H41.04-230320-0001,H41.04,,post,NNM,,\n", day, "5:00");
    }
}

static void a_run_is_learnt_by_its_medians_and_comes_back_where_it_began(void **unused)
{
    (void)unused;
    five_days_of_one_run();
    learn();
    assert_int_equal(runs, 1);
    has("stop,TTG,center,");
    has("stop,NNM,H41.04,");
    has("call,R1,1,1,TTG,,09:00,10,W,winter,,\n");
    has("call,R1,1,2,NNM,09:40,09:50,10,W,winter,,\n");
    has("call,R1,1,3,TTG,10:50,,0,W,winter,,\n");
}

static void what_is_learnt_is_a_plan_that_the_plan_door_takes(void **unused)
{
    (void)unused;
    struct plan plan;
    struct plan_fault fault;
    struct run run;
    struct instant at;
    five_days_of_one_run();
    learn();
    void *memory = malloc(plan_memory(256));
    struct text rest = {.at = plan_text, .size = plan_size};
    plan_begin(&plan, memory, plan_memory(256), &calendar);
    while (rest.size > 0) {
        assert_true(plan_row(&plan, &past.names, text_split(&rest, '\n'), &fault));
    }
    assert_true(plan_end(&plan, &past.names, &past.parties, &fault));
    assert_int_equal(instant_parse(TEXT("2023-03-27T08:00"), &at), STATUS_OK);
    assert_true(plan_first_run(&plan, past.parties.center, names_find(&past.names, TEXT("H41.04")),
                               instant_minute(at), &run));
    assert_int_equal(instant_parse(TEXT("2023-03-27T09:00"), &at), STATUS_OK);
    assert_int_equal(run.departs.m, instant_minute(at).m);
    free(memory);
}

static void a_run_on_two_weekdays_goes_on_those_alone(void **unused)
{
    (void)unused;
    for (int week = 0; week < 4; week++) {
        for (int day = 1; day <= 3; day += 2) { /* from Monday 2023-05-01 on: Mondays, Wednesdays */
            take("2023-05-%02dT09:00:%s,depart,R2/1,post,,,TTG,,\n", day + 7 * week, "00");
            take("2023-05-%02dT09:30:%s,arrive,R2/1,post,,,NNM,,\n", day + 7 * week, "00");
        }
    }
    learn();
    has("call,R2,1,1,TTG,,09:00,10,13,summer,,\n");
}

static void two_days_are_too_few_to_learn_from(void **unused)
{
    (void)unused;
    for (int day = 20; day < 22; day++) {
        take("2023-03-%dT09:00:%s,depart,R1/1,post,,,TTG,,\n", day, "00");
        take("2023-03-%dT09:40:%s,arrive,R1/1,post,,,NNM,,\n", day, "00");
    }
    learn();
    assert_int_equal(runs, 0);
}

static void an_agency_takes_its_median_and_the_on_the_spot_are_known(void **unused)
{
    (void)unused;
    char line[256];
    for (int i = 0; i < 10; i++) {
        (void)snprintf(line, sizeof line,
                       "H41.04-230320-%04d,1.000001,,,20230320080000,,4,,H41.04,0,\n", i);
        assert_int_equal(past_feed(&past, text_of(line)), STATUS_OK);
        take("2023-03-20T08:00:00,intake,H41.04-230320-%04d,center,,,TTG,,%s\n", i, "");
        take("2023-03-20T09:00:00,ready,H41.04-230320-%04d,center,,,TTG,,%s\n", i, "");
    }
    for (int i = 20; i < 25; i++) {
        take("2023-03-20T09:40:00,take,H41.05-230320-%04d,H41.05,,post,XDG,,%s\n", i, "");
        take("2023-03-21T09:40:00,ready,H41.05-230320-%04d,H41.05,,,XDG,,%s\n", i, "");
    }
    learn();
    has("budget,*,H41.05,paper,8wh,20,10,,\n");
    has("budget,1.000001,*,on_the_spot,1wh,20,10,,\n");
}

static void the_middle_of_an_even_number_is_the_lower_one(void **unused)
{
    (void)unused;
    int32_t values[] = {40, 10, 30, 20};
    assert_int_equal(learn_median(values, 4), 20);
    assert_int_equal(learn_median(values, 1), 10);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_run_is_learnt_by_its_medians_and_comes_back_where_it_began),
        CASE(what_is_learnt_is_a_plan_that_the_plan_door_takes),
        CASE(a_run_on_two_weekdays_goes_on_those_alone),
        CASE(two_days_are_too_few_to_learn_from),
        CASE(an_agency_takes_its_median_and_the_on_the_spot_are_known),
        CASE(the_middle_of_an_even_number_is_the_lower_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
