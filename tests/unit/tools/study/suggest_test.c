#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/study/study.h"
#include "tools/study/suggest.h"

enum { LIVES = 80, PLAN_ROWS = 4096 };

static const char *plan_text;
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
                                "call,R2,1,1,TTG,,14:00,15,W,summer,2020-01-01,\n"
                                "call,R2,1,2,BVT,14:40,14:50,10,W,summer,2020-01-01,\n"
                                "call,R2,1,3,TTG,15:50,,0,W,summer,2020-01-01,\n"
                                "call,R2,1,1,TTG,,14:30,15,W,winter,2020-01-01,\n"
                                "call,R2,1,2,BVT,15:10,15:20,10,W,winter,2020-01-01,\n"
                                "call,R2,1,3,TTG,16:20,,0,W,winter,2020-01-01,\n"
                                "budget,*,*,paper,24wh,20,10,2020-01-01,\n";

static struct calendar calendar;
static struct past past;
static struct plan plan;
static void *plan_bytes;
static struct trials trials;
static struct suggest suggest;

static int set_up(void **unused)
{
    (void)unused;
    const struct past_size room = {.feed_lines = 200, .act_lines = 2000, .bytes = 1 << 20};
    struct calendar_fault fault;
    plan_text = plan_rows;
    assert_true(calendar_read(&calendar, 1, (struct day){0}, TEXT(""), &fault));
    return past_open(&past, &room) == STATUS_OK ? 0 : 1;
}

static int tear_down(void **unused)
{
    (void)unused;
    suggest_close(&suggest);
    trials_close(&trials);
    free(plan_bytes);
    past_close(&past);
    return 0;
}

static void take_plan(struct text rest, struct plan *out, void **out_bytes)
{
    struct plan_fault fault;
    *out_bytes = malloc(plan_memory(PLAN_ROWS));
    assert_non_null(*out_bytes);
    plan_begin(out, *out_bytes, plan_memory(PLAN_ROWS), &calendar);
    while (rest.size > 0) {
        assert_true(plan_row(out, &past.names, text_split(&rest, '\n'), &fault));
    }
    assert_true(plan_end(out, &past.names, &past.parties, &fault));
}

static void add_act(const char *line)
{
    assert_int_equal(past_acts(&past, text_of(line)), STATUS_OK);
}

/* Received at the Center on DAY of March, too late for the 09:00; out with the 15:00; worked at
 * until the next morning at ten; home with the next 15:50: promised for noon before. */
static void add_life(int number, int day)
{
    char line[256];
    (void)snprintf(line, sizeof line,
                   "H41.04-2303%02d-%04d,1.005555,,,202303%02d091000,202303%02d120000,4,,H41.04,0,"
                   "\n",
                   day, number, day, day + 1);
    assert_int_equal(past_feed(&past, text_of(line)), STATUS_OK);
    static const struct {
        const char *at, *rest;
        int later;
    } acts[] = {
        {"09:10:00,intake", "center,,,,,",     0},
        {"15:00:00,take",   "post,,center,,,", 0},
        {"15:50:00,take",   "H41.04,,post,,,", 0},
        {"10:00:00,ready",  "H41.04,,,,,",     1},
        {"15:50:00,take",   "post,,H41.04,,,", 1},
        {"16:55:00,take",   "center,,post,,,", 1}
    };
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
        (void)snprintf(line, sizeof line, "2023-03-%02dT%s,H41.04-2303%02d-%04d,%s\n",
                       day + acts[i].later, acts[i].at, day, number, acts[i].rest);
        add_act(line);
    }
}

/* Lives at two agencies, each with delays of its own, most of them not by plan. */
static void add_odd_life(int number, uint32_t *state)
{
    char line[256];
    uint32_t draw[8];
    for (int i = 0; i < 8; i++) {
        *state = *state * 1664525U + 1013904223U;
        draw[i] = *state >> 16;
    }
    const char *agency = draw[0] % 2 == 0 ? "H41.04" : "H41.05";
    const int day = 6 + (int)(draw[1] % 4) + 7 * (int)(draw[2] % 2);
    const int out = 9 + (int)(draw[3] % 7);
    const int back = day + 1 + (int)(draw[4] % 3);
    (void)snprintf(line, sizeof line,
                   "%s-2303%02d-%04d,1.005555,,,202303%02d081000,202303%02d1%u0000,4,,%s,0,\n",
                   agency, day, number, day, back, draw[5] % 8, agency);
    assert_int_equal(past_feed(&past, text_of(line)), STATUS_OK);
    (void)snprintf(line, sizeof line, "2023-03-%02dT08:10:00,intake,%s-2303%02d-%04d,center,,,,,\n",
                   day, agency, day, number);
    add_act(line);
    (void)snprintf(line, sizeof line,
                   "2023-03-%02dT%02d:05:00,take,%s-2303%02d-%04d,post,,center,,,\n", day, out,
                   agency, day, number);
    add_act(line);
    (void)snprintf(line, sizeof line,
                   "2023-03-%02dT%02d:%02u:00,take,%s-2303%02d-%04d,%s,,post,,,\n", day, out + 1,
                   draw[6] % 60, agency, day, number, agency);
    add_act(line);
    (void)snprintf(line, sizeof line, "2023-03-%02dT%02u:20:00,take,%s-2303%02d-%04d,post,,%s,,,\n",
                   back, 8 + draw[7] % 7, agency, day, number, agency);
    add_act(line);
    (void)snprintf(line, sizeof line,
                   "2023-03-%02dT%02u:10:00,take,%s-2303%02d-%04d,center,,post,,,\n", back,
                   10 + draw[7] % 7, agency, day, number);
    add_act(line);
}

static void search(uint32_t most, bool fixed)
{
    assert_int_equal(past_end(&past), STATUS_OK);
    take_plan(text_of(plan_text), &plan, &plan_bytes);
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
    assert_int_equal(trials_order(&trials), STATUS_OK);
    suggest = (struct suggest){.trials = &trials,
                               .names = &past.names,
                               .parties = &past.parties,
                               .calendar = &calendar,
                               .plan = &plan,
                               .plan_text = text_of(plan_text),
                               .from = study.from,
                               .to = study.to,
                               .most = most,
                               .fixed = fixed};
    assert_int_equal(suggest_open(&suggest), STATUS_OK);
    while (!suggest_done(&suggest)) {
        assert_int_equal(suggest_step(&suggest), STATUS_OK);
    }
}

static void add_lives(void)
{
    for (int day = 6; day <= 21; day += day % 7 == 2 ? 4 : 1) {
        add_life(day, day);
    }
}

static void a_run_that_saves_all_is_added_when_none_may_be_moved(void **unused)
{
    (void)unused;
    add_lives();
    search(4, true);
    assert_true(trials.late_before > 8);
    assert_int_equal(suggest.points, 2);
    assert_int_equal(suggest.point[0].runs_a_day, 3);
    assert_int_equal(suggest.point[0].score.late, trials.late_before);
    assert_int_equal(suggest.point[1].edit.kind, EDIT_COPY);
    assert_int_equal(suggest.point[1].runs_a_day, 4);
    assert_int_equal(suggest.point[1].score.late, 0);
}

static void moving_one_comes_first_and_costs_no_run(void **unused)
{
    (void)unused;
    add_lives();
    search(9, false);
    assert_int_equal(suggest.points, 2); /* nobody is late any more: nothing is added */
    assert_int_equal(suggest.point[1].edit.kind, EDIT_SHIFT);
    assert_int_equal(suggest.point[1].runs_a_day, 3);
    assert_int_equal(suggest.point[1].score.late, 0);
}

static void with_fewer_runs_allowed_the_least_needed_is_dropped(void **unused)
{
    (void)unused;
    add_lives();
    search(2, false);
    assert_int_equal(suggest.point[1].edit.kind, EDIT_DROP);
    assert_true(text_is(suggest.point[1].edit.round, "1")); /* all go with R1/2 */
    assert_int_equal(suggest.point[1].runs_a_day, 2);
    assert_int_equal(suggest.point[1].score.late, trials.late_before);
}

/* A trial replays the lives that a change touches; what comes out is what all lives say under the
 * plan that was found. */
static void what_the_touched_lives_say_is_what_all_lives_say(void **unused)
{
    (void)unused;
    uint32_t state = 7;
    struct plan found;
    void *bytes = NULL;
    struct trial_score all;
    for (int i = 0; i < LIVES; i++) {
        add_odd_life(i, &state);
    }
    search(9, false);
    assert_true(suggest.points > 2);
    assert_true(suggest.touched < suggest.tried * trials.life_count);
    take_plan((struct text){.at = suggest.text, .size = suggest.text_size}, &found, &bytes);
    const struct trial_score kept = trials.kept;
    trials_try(&trials, &found, NULL, &all);
    assert_int_equal(all.touched, trials.life_count);
    assert_int_equal(all.late, kept.late);
    assert_int_equal(all.minutes, kept.minutes);
    trials_try(&trials, &plan, NULL, &all); /* and back again */
    assert_int_equal(all.late, suggest.point[0].score.late);
    assert_int_equal(all.minutes, suggest.point[0].score.minutes);
    free(bytes);
}

/* Home on the day that was promised, some hours late: by the terms of their promise in time. */
static void each_life_is_judged_by_the_terms_of_its_promise(void **unused)
{
    (void)unused;
    static char by_date[sizeof plan_rows + 64];
    (void)snprintf(by_date, sizeof by_date, "%spromise,*,extend,date,,\n", plan_rows);
    plan_text = by_date;
    add_lives();
    search(4, true);
    assert_int_equal(trials.late_before, 0);
    assert_int_equal(suggest.points, 1);
}

/* What a change saves is saved on some days; drawn anew from those days it lies in the interval,
 * and nothing changed has none. */
static void each_point_says_how_sure_it_is(void **unused)
{
    (void)unused;
    static struct replay days;
    uint32_t state = 7;
    for (int i = 0; i < LIVES; i++) {
        add_odd_life(i, &state);
    }
    search(9, false);
    const struct suggest_point *first = &suggest.point[0];
    assert_int_equal(first->interval.saved_low, 0);
    assert_int_equal(first->interval.saved_high, 0);
    assert_int_equal(first->interval.minutes_high, 0);
    for (uint32_t i = 1; i < suggest.points; i++) {
        const struct suggest_point *point = &suggest.point[i];
        const int32_t saved = (int32_t)(first->score.late - point->score.late);
        const int64_t minutes = point->score.minutes - first->score.minutes;
        assert_true(point->interval.saved_low < point->interval.saved_high);
        assert_in_range(saved, point->interval.saved_low, point->interval.saved_high);
        assert_true(point->interval.minutes_low < minutes);
        assert_true(point->interval.minutes_high > minutes);
    }
    trials_days(&trials, &days);
    int32_t saved = 0;
    int64_t minutes = 0;
    for (uint32_t i = 0; i < days.days; i++) {
        saved += days.day[i].saved;
        minutes += days.day[i].minutes;
    }
    assert_true(days.days > 4);
    assert_int_equal(saved, first->score.late - trials.kept.late);
    assert_int_equal(minutes, trials.kept.minutes - first->score.minutes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_run_that_saves_all_is_added_when_none_may_be_moved,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(moving_one_comes_first_and_costs_no_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(with_fewer_runs_allowed_the_least_needed_is_dropped, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_the_touched_lives_say_is_what_all_lives_say, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(each_life_is_judged_by_the_terms_of_its_promise, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(each_point_says_how_sure_it_is, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
