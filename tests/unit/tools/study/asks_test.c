#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/study/asks.h"

/* An answer has learnt from what was known before, and from nothing else. */

static struct asks asks;

static struct minute minute_of(const char *at)
{
    struct instant instant;
    assert_int_equal(instant_parse(text_of(at), &instant), STATUS_OK);
    return instant_minute(instant);
}

static int set_up(void **unused)
{
    (void)unused;
    asks = (struct asks){.rule = {.seed = 1}};
    return asks_open(&asks, 8) == STATUS_OK ? 0 : 1;
}

static int tear_down(void **unused)
{
    (void)unused;
    asks_close(&asks);
    return 0;
}

/* One leg that took 100 thousandths of its budget, known at AT. */
static void add_fact(const char *at)
{
    asks.facts[asks.fact_count++] = (struct chance_fact){
        .habit = HABIT_WORK,
        .place = {.from = {7}, .by = {9}},
        .value = 100,
        .known = minute_of(at)
    };
}

static void ask_at(const char *at)
{
    asks.list[asks.count++] =
        (struct ask){.at = minute_of(at), .back = MINUTE_NEVER, .settled = MINUTE_NEVER};
}

/* How many facts the next answer has learnt from. */
static size_t learnt_for_the_next(void)
{
    static struct names names;
    static struct parties parties;
    static struct plan plan;
    static struct calendar calendar;
    static uint8_t memory[1 << 16];
    struct dossier_facts facts;
    struct calendar_fault fault;
    names_init(&names, memory, 64, 1024);
    assert_int_equal(parties_give(&names, &parties), STATUS_OK);
    assert_true(calendar_read(&calendar, 1, (struct day){0}, TEXT(""), &fault));
    dossier_facts_init(&facts, NAME_NONE);
    const struct study_life life = {
        .input = {.names = &names,
                  .parties = &parties,
                  .facts = &facts,
                  .plan = &plan,
                  .calendar = &calendar,
                  .promised_by = &calendar}
    };
    asks_answer(&asks, &life);
    return asks.fact_next;
}

static void what_became_known_in_that_minute_or_later_is_not_learnt(void **unused)
{
    (void)unused;
    add_fact("2023-03-21T09:02");
    add_fact("2023-03-21T08:59"); /* facts come in no order */
    add_fact("2023-03-21T09:00");
    ask_at("2023-03-21T09:00");
    ask_at("2023-03-21T09:01");
    ask_at("2023-03-21T09:03");
    assert_int_equal(asks_order(&asks), STATUS_OK);
    assert_int_equal(learnt_for_the_next(), 1);
    assert_int_equal(learnt_for_the_next(), 2);
    assert_int_equal(learnt_for_the_next(), 3);
}

static void by_month_only_whole_months_before_are_learnt(void **unused)
{
    (void)unused;
    asks.rule.by_month = true;
    add_fact("2023-02-28T23:59");
    add_fact("2023-03-01T00:00");
    add_fact("2023-03-21T08:00");
    ask_at("2023-03-21T09:00");
    ask_at("2023-03-31T23:59");
    ask_at("2023-04-01T00:00");
    assert_int_equal(asks_order(&asks), STATUS_OK);
    assert_int_equal(learnt_for_the_next(), 1);
    assert_int_equal(learnt_for_the_next(), 1);
    assert_int_equal(learnt_for_the_next(), 3);
}

static void what_came_true_corrects_an_answer_once_it_is_settled(void **unused)
{
    (void)unused;
    ask_at("2023-03-20T09:00");
    asks.list[0].settled = minute_of("2023-03-21T09:00");
    asks.list[0].late = true;
    asks.list[0].stated = 300;
    ask_at("2023-03-21T09:00");
    ask_at("2023-03-21T09:01");
    assert_int_equal(asks_order(&asks), STATUS_OK);
    (void)learnt_for_the_next();
    asks.list[0].stated = 300; /* nothing was promised to the life that stands in for it */
    (void)learnt_for_the_next();
    assert_int_equal(asks.known, 0);
    (void)learnt_for_the_next();
    assert_int_equal(asks.known, 1);
    assert_int_equal(asks.came, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_became_known_in_that_minute_or_later_is_not_learnt,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(by_month_only_whole_months_before_are_learnt, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_came_true_corrects_an_answer_once_it_is_settled,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
