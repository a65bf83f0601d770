#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/habits.h"

static struct habits habits;
static void *memory;

static int set_up(void **unused)
{
    (void)unused;
    memory = malloc(habits_memory(64));
    habits_init(&habits, memory, 64);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    free(memory);
    return 0;
}

static const struct habit_place one = {.from = {1}, .by = {7}};
static const struct habit_place other_procedure = {.from = {1}, .by = {8}};
static const struct habit_place other_agency = {.from = {2}, .by = {7}};

static void learn(const struct habit_place *place, int32_t value, int times)
{
    for (int i = 0; i < times; i++) {
        habits_learn(&habits, HABIT_WORK, place, value);
    }
}

static void nothing_learnt_is_nothing_said(void **unused)
{
    (void)unused;
    assert_null(habits_of(&habits, HABIT_WORK, &one, 0));
    learn(&one, 900, HABIT_ENOUGH - 1);
    assert_null(habits_of(&habits, HABIT_WORK, &one, 0));
}

static void the_finest_group_that_has_seen_enough_answers(void **unused)
{
    (void)unused;
    learn(&one, 10, HABIT_ENOUGH);
    learn(&other_procedure, 20, HABIT_ENOUGH);
    assert_int_equal(habits_of(&habits, HABIT_WORK, &one, 0)->total, HABIT_ENOUGH);
    assert_int_equal(sketch_quantile(habits_of(&habits, HABIT_WORK, &one, 0), 0, 1u << 31), 10);
}

static void few_of_a_kind_fall_back_to_the_agency_and_then_to_all(void **unused)
{
    (void)unused;
    learn(&other_procedure, 20, HABIT_ENOUGH);
    learn(&one, 10, 3);
    assert_int_equal(habits_of(&habits, HABIT_WORK, &one, 0)->total, HABIT_ENOUGH + 3);
    learn(&other_agency, 30, 2);
    assert_int_equal(habits_of(&habits, HABIT_WORK, &other_agency, 0)->total, HABIT_ENOUGH + 5);
}

static void those_that_lasted_so_long_must_be_enough_too(void **unused)
{
    (void)unused;
    learn(&one, 10, HABIT_ENOUGH);
    learn(&other_agency, 25, HABIT_ENOUGH);
    assert_int_equal(habits_of(&habits, HABIT_WORK, &one, 20)->total, 2 * HABIT_ENOUGH);
    assert_null(habits_of(&habits, HABIT_WORK, &one, 26));
}

static void one_habit_says_nothing_of_another(void **unused)
{
    (void)unused;
    learn(&one, 10, HABIT_ENOUGH);
    assert_null(habits_of(&habits, HABIT_RIDE, &one, 0));
}

static void a_full_table_keeps_what_it_has_and_counts_the_rest(void **unused)
{
    (void)unused;
    for (uint32_t i = 1; i < 200; i++) {
        const struct habit_place place = {.from = {i}, .by = {1000 + i}};
        learn(&place, 5, 1);
    }
    assert_true(habits.left_out > 0);
    assert_true(habits.group_count <= 48);
    assert_int_equal(habits_of(&habits, HABIT_WORK, &one, 0)->total,
                     199); /* the coarsest has all */
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(nothing_learnt_is_nothing_said),
        CASE(the_finest_group_that_has_seen_enough_answers),
        CASE(few_of_a_kind_fall_back_to_the_agency_and_then_to_all),
        CASE(those_that_lasted_so_long_must_be_enough_too),
        CASE(one_habit_says_nothing_of_another),
        CASE(a_full_table_keeps_what_it_has_and_counts_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
