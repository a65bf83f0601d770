#include "life_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/chance.h"
#include "life_maker.h"

static struct province province;
static struct life life;
static struct life_view view;
static struct habits habits;
static void *memory;

enum { GROUPS = 256, LIVES = 300 };

static int set_up(void **unused)
{
    (void)unused;
    memory = malloc(habits_memory(GROUPS));
    habits_init(&habits, memory, GROUPS);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    free(memory);
    return 0;
}

static struct chance chance_at(const char *now)
{
    struct chance chance;
    life_view_at(&province, &life, now, &view);
    assert_true(chance_of(&view.outlook, &view.forecast, &habits, &chance));
    return chance;
}

static void learn(enum habit habit, const struct habit_place *place, int32_t value, int times)
{
    for (int i = 0; i < times; i++) {
        habits_learn(&habits, habit, place, value);
    }
}

static struct name named(const char *text)
{
    return names_find(&province.names, text_of(text));
}

static void with_no_habits_the_plan_stands(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    const struct chance chance = chance_at("2023-03-21T08:10");
    assert_int_equal(chance.f50.m, view.forecast.end.m);
    assert_int_equal(chance.f90.m, view.forecast.end.m);
    assert_int_equal(chance.late, 0);
}

static void an_agency_that_takes_twice_its_budget_is_believed(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-21T09:00,take,D-1,post,,center,,,", "2023-03-21T09:50,take,D-1,H41.04,,post,,,");
    const struct habit_place place = {.from = named("H41.04"), .by = named("1.005555")};
    learn(HABIT_WORK, &place, 2000, HABIT_ENOUGH); /* 48 hours: until the 29th at 09:50 */
    const struct chance chance = chance_at("2023-03-21T10:00");
    assert_true(chance.f50.m > minute_at("2023-03-29T09:50").m);
    assert_int_equal(chance.late, CHANCE_CERTAIN);
}

static void half_of_those_that_miss_a_run_are_half_of_the_chance(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    life.facts.promised = minute_at("2023-03-24T08:00"); /* by date: the first run alone will do */
    const struct minute fit = minute_at("2023-03-21T08:00");
    const struct habit_place out = {.from = province.parties.center,
                                    .to = named("H41.04"),
                                    .when = habit_time(2, minute_of_day(fit))};
    learn(HABIT_MISSED, &out, 0, HABIT_ENOUGH);
    learn(HABIT_MISSED, &out, 1, HABIT_ENOUGH);
    const struct habit_place back = {.from = named("H41.04"), .to = province.parties.center};
    learn(HABIT_MISSED, &back, 0, HABIT_ENOUGH); /* else it would be like all transfers */
    const struct chance chance = chance_at("2023-03-21T08:10");
    assert_in_range(chance.late, 400, 600);
}

static void what_has_been_missed_already_is_missed(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,");
    const struct minute fit = minute_at("2023-03-21T08:00");
    const struct habit_place out = {.from = province.parties.center,
                                    .to = named("H41.04"),
                                    .when = habit_time(2, minute_of_day(fit))};
    learn(HABIT_MISSED, &out, 0, 10 * HABIT_ENOUGH);
    learn(HABIT_MISSED, &out, 1, HABIT_ENOUGH);
    /* at ten the 09:00 has left: only those that missed one are like it */
    const struct chance chance = chance_at("2023-03-21T10:00");
    assert_int_equal(chance.f50.m, view.forecast.end.m);
}

static void no_draw_ends_before_now_and_f90_is_never_before_f50(void **unused)
{
    (void)unused;
    static const struct making nasty = {.pauses = true, .intervals = true};
    struct dice dice = {11};
    struct chance chance;
    unsigned made = 0;
    for (unsigned i = 0; i < LIVES; i++) {
        life_make(&province, &dice, &nasty, i, &life);
        char now[INSTANT_TEXT_SIZE];
        life_view_at(&province, &life, minute_text(life.now, now), &view);
        if (view.journey.received.m == MINUTE_NEVER.m || view.journey.next == view.journey.steps ||
            !chance_of(&view.outlook, &view.forecast, &habits, &chance)) {
            continue;
        }
        made++;
        assert_true(chance.f50.m >= life.now.m);
        assert_true(chance.f90.m >= chance.f50.m);
        assert_in_range(chance.late, 0, CHANCE_CERTAIN);
    }
    assert_true(made > LIVES / 10);
}

static void a_life_that_is_done_says_what_its_legs_took(void **unused)
{
    (void)unused;
    struct chance_fact facts[CHANCE_FACTS_MAX];
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-21T15:00,take,D-1,post,,center,,,", "2023-03-21T15:50,take,D-1,H41.04,,post,,,",
         "2023-03-24T15:30,ready,D-1,H41.04,,,,,", "2023-03-24T15:50,take,D-1,post,,H41.04,,,",
         "2023-03-27T07:40,take,D-1,center,,post,,,");
    life_view_at(&province, &life, "2023-03-27T08:00", &view);
    assert_int_equal(chance_facts(&view.outlook, facts), 5);
    assert_int_equal(facts[0].habit, HABIT_MISSED);
    assert_int_equal(facts[0].value, 1); /* the 09:00 left without it */
    assert_int_equal(facts[1].habit, HABIT_RIDE);
    assert_int_equal(facts[1].value, 50);
    assert_int_equal(facts[2].habit, HABIT_WORK);
    assert_int_equal(facts[2].value, 1420 * 1000 / 1440);
    assert_int_equal(facts[2].known.m, minute_at("2023-03-24T15:30").m);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    province_plan_base(&province, NULL, 0);
    return 0;
}

static int close_province(void **unused)
{
    (void)unused;
    province_close(&province);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(with_no_habits_the_plan_stands),
        CASE(an_agency_that_takes_twice_its_budget_is_believed),
        CASE(half_of_those_that_miss_a_run_are_half_of_the_chance),
        CASE(what_has_been_missed_already_is_missed),
        CASE(no_draw_ends_before_now_and_f90_is_never_before_f50),
        CASE(a_life_that_is_done_says_what_its_legs_took),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
