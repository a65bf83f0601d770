#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/watch/look.h"
#include "tests/unit/server/watch/town.h"

#define DOSSIER "H41.04-230321-0001"

enum { DAYS = 14 };

static struct town *town;
static struct act acts[LOOK_ACTS_MAX];

static int start(void **unused)
{
    (void)unused;
    town = town_open();
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    town_close(town);
    return 0;
}

/* One life, with ROWS of acts, all in the model; nothing is judged by the clock. */
static struct look taken_up(const char *feed, const char *rows)
{
    const struct instant at = town_at("2023-01-02T07:00");
    town_furnish(town, at);
    pen_file(town, &town->pens[0], FILE_FEED, text_of(feed), at);
    pen_file(town, &town->pens[0], FILE_ACTS, text_of(rows), at);
    town_run(town, at);
    struct life *life =
        model_find(&town->watch.model, names_find(&town->watch.model.names, TEXT(DOSSIER)));
    assert_non_null(life);
    return look_at(&town->watch.model, &town->watch.almanac, life, instant_minute(at), acts);
}

static bool same(const struct flag *a, const struct flag *b)
{
    return flag_same(a, b) && a->missing == b->missing && a->promised.m == b->promised.m &&
           a->forecast.m == b->forecast.m && a->slack_minutes == b->slack_minutes &&
           a->minutes_gained == b->minutes_gained && a->butfor.m == b->butfor.m &&
           a->minutes_spare == b->minutes_spare && a->minutes_taken == b->minutes_taken &&
           a->minutes_standard == b->minutes_standard && a->saver == b->saver &&
           a->saver_leg == b->saver_leg && a->extra_before.m == b->extra_before.m &&
           a->has_last_safe_run == b->has_last_safe_run && name_same(a->holder, b->holder) &&
           name_same(a->from, b->from) && name_same(a->to, b->to);
}

/* Minute by minute: nothing changes before it was said that it may, and how often it was said. */
static int walk(const struct look *look, const char *from)
{
    struct minute now = instant_minute(town_at(from));
    const struct minute end = {now.m + DAYS * MINUTES_A_DAY};
    struct minute next;
    struct flag shown = look_flag(look, now, &next);
    struct minute again = look_again(look, &shown, now, next);
    int looks = 1;
    for (now.m++; now.m < end.m; now.m++) {
        struct minute unused;
        const struct flag flag = look_flag(look, now, &unused);
        if (now.m < next.m) {
            assert_true(flag_same(&flag, &shown));
        }
        if (now.m < again.m) {
            assert_true(same(&flag, &shown));
            continue;
        }
        shown = look_flag(look, now, &next);
        again = look_again(look, &shown, now, next);
        assert_true(again.m > now.m && again.m <= next.m);
        looks++;
    }
    return looks;
}

#define FEED DOSSIER ",1.005555.000.00.00.H41,,,20230321080000,20230328080000,4,,H41.04,0,\n"

static void a_life_that_waits_is_looked_at_when_a_run_leaves(void **unused)
{
    (void)unused;
    const struct look look = taken_up(FEED, "2023-03-21T08:01,intake," DOSSIER ",center,,,,,\n");
    const int looks = walk(&look, "2023-03-21T08:05");
    /* Two cut-offs a day while it is in time; then an extra run's time runs out by minutes. */
    assert_true(looks > 10 && looks < DAYS * 480);
}

static void a_life_that_is_overdue_drifts_by_the_minute(void **unused)
{
    (void)unused;
    const struct look look = taken_up(FEED, "2023-03-21T08:01,intake," DOSSIER ",center,,,,,\n"
                                            "2023-03-21T09:00,take," DOSSIER ",post,,center,,,\n"
                                            "2023-03-21T09:50,take," DOSSIER ",H41.04,,post,,,\n");
    assert_true(walk(&look, "2023-03-23T08:00") > 1000);
}

static void a_life_in_a_pause_is_followed(void **unused)
{
    (void)unused;
    const struct look look =
        taken_up(FEED, "2023-03-21T08:01,intake," DOSSIER ",center,,,,,\n"
                       "2023-03-21T10:00,pause," DOSSIER ",center,,,,,supplement\n"
                       "2023-03-23T10:00,resume," DOSSIER ",center,,,,,\n");
    (void)walk(&look, "2023-03-21T08:05");
}

static void what_is_done_is_never_looked_at_again(void **unused)
{
    (void)unused;
    const struct look look = taken_up(FEED, "2023-03-21T08:01,intake," DOSSIER ",center,,,,,\n"
                                            "2023-03-21T10:00,pause," DOSSIER ",center,,,,,fee\n"
                                            "2023-03-22T11:00,return," DOSSIER ",center,,,,,\n");
    assert_int_equal(walk(&look, "2023-03-22T11:00"), 1);
    struct minute next;
    const struct minute now = instant_minute(town_at("2023-03-22T11:00"));
    const struct flag flag = look_flag(&look, now, &next);
    assert_int_equal(flag.level, FLAG_DONE);
    assert_int_equal(next.m, MINUTE_NEVER.m);
    assert_int_equal(look_again(&look, &flag, now, next).m, MINUTE_NEVER.m);
}

static void what_is_unknown_says_no_more_than_that(void **unused)
{
    (void)unused;
    struct minute next;
    const struct look look =
        taken_up(FEED, "2023-03-21T08:01,intake," DOSSIER ",center,,,,,\n"
                       "2023-03-21T08:30,exception," DOSSIER ",center,,,,,lost\n");
    const struct flag flag = look_flag(&look, instant_minute(town_at("2023-03-21T09:00")), &next);
    assert_int_equal(flag.level, FLAG_UNKNOWN);
    assert_int_equal(flag.missing, MISSING_ITEM);
    assert_int_equal(flag.forecast.m, MINUTE_NEVER.m);
    assert_int_equal(flag.slack_minutes, 0);
    assert_int_equal(flag.promised.m, instant_minute(town_at("2023-03-28T08:00")).m);
    assert_true(text_is(names_text(&town->watch.model.names, flag.holder), "center"));
}

static void the_stated_promise_is_the_newest_that_is_known(void **unused)
{
    (void)unused;
    struct dossier_facts facts = {.promised.m = 1000};
    assert_int_equal(look_stated(&facts, (struct minute){0}).m, 1000);
    facts.supplements = 3;
    facts.supplement[0] =
        (struct supplement){.asked.m = 10, .brought = MINUTE_NEVER, .promised.m = 2000};
    facts.supplement[1] = (struct supplement){.asked.m = 20, .brought.m = 40, .promised.m = 1500};
    facts.supplement[2] =
        (struct supplement){.asked.m = 30, .brought = MINUTE_NEVER, .promised = MINUTE_NEVER};
    assert_int_equal(look_stated(&facts, (struct minute){9}).m, 1000);
    assert_int_equal(look_stated(&facts, (struct minute){10}).m, 2000);
    assert_int_equal(look_stated(&facts, (struct minute){39}).m, 2000);
    assert_int_equal(look_stated(&facts, (struct minute){40}).m, 1500);
}

static void a_promise_still_to_be_known_is_waited_for_also_before_there_is_a_plan(void **unused)
{
    (void)unused;
    struct dossier_facts facts = {.promised.m = 1000, .supplements = 2};
    facts.supplement[0] =
        (struct supplement){.asked.m = 30, .brought = MINUTE_NEVER, .promised.m = 2000};
    facts.supplement[1] = (struct supplement){.asked.m = 10, .brought.m = 20, .promised.m = 1500};
    const struct look look = {.ready = false, .input.facts = &facts};
    struct minute next;
    (void)look_flag(&look, (struct minute){0}, &next);
    assert_int_equal(next.m, 20);
    (void)look_flag(&look, (struct minute){20}, &next);
    assert_int_equal(next.m, 30);
    (void)look_flag(&look, (struct minute){30}, &next);
    assert_int_equal(next.m, MINUTE_NEVER.m);
}

#define LOOK(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK(a_life_that_waits_is_looked_at_when_a_run_leaves),
        LOOK(a_life_that_is_overdue_drifts_by_the_minute),
        LOOK(a_life_in_a_pause_is_followed),
        LOOK(what_is_done_is_never_looked_at_again),
        LOOK(what_is_unknown_says_no_more_than_that),
        LOOK(the_stated_promise_is_the_newest_that_is_known),
        LOOK(a_promise_still_to_be_known_is_waited_for_also_before_there_is_a_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
