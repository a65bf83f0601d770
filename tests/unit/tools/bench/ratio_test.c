#include "tools/bench/ratio.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static bool near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void the_median_of_the_rounds_own_ratios_counts(void **unused)
{
    (void)unused;
    /* The second round ran while a neighbour held the machine: both were slow, the ratio stands. */
    const double above[] = {60, 6, 50};
    const double below[] = {100, 10, 100};
    const struct ratio ratio = ratio_between(above, below, 3);
    assert_true(near(ratio.median, 0.6) && near(ratio.min, 0.5) && near(ratio.max, 0.6));
    assert_int_equal(ratio.rounds, 3);
}

static void an_even_number_has_its_middle_between_two(void **unused)
{
    (void)unused;
    const double values[] = {4, 1, 3, 2};
    assert_true(near(ratio_of(values, 4).median, 2.5));
}

static void a_round_that_did_not_finish_is_left_out(void **unused)
{
    (void)unused;
    const double above[] = {1, 0, 3};
    const double below[] = {2, 2, 0};
    const struct ratio ratio = ratio_between(above, below, 3);
    assert_int_equal(ratio.rounds, 1);
    assert_true(near(ratio.median, 0.5));
}

static void nothing_reaches_no_goal(void **unused)
{
    (void)unused;
    char text[RATIO_TEXT_SIZE];
    const struct ratio none = ratio_of(NULL, 0);
    assert_false(ratio_reaches(&none, 0));
    assert_false(ratio_stays_within(&none, 1));
    assert_string_equal(ratio_text(&none, text), "-");
}

static void a_goal_is_missed_when_the_best_round_misses_it_too(void **unused)
{
    (void)unused;
    const struct ratio ratio = {.median = 0.5, .min = 0.4, .max = 0.6, .rounds = 5};
    assert_true(ratio_reaches(&ratio, 0.6));
    assert_false(ratio_reaches(&ratio, 0.61));
    assert_true(ratio_stays_within(&ratio, 0.4));
    assert_false(ratio_stays_within(&ratio, 0.39));
}

static void a_ratio_is_told_with_its_least_and_greatest(void **unused)
{
    (void)unused;
    char text[RATIO_TEXT_SIZE];
    const struct ratio ratio = {.median = 0.561, .min = 0.5, .max = 0.6, .rounds = 5};
    assert_string_equal(ratio_text(&ratio, text), "0.56 [0.50-0.60]");
}

static void an_order_holds_each_number_once_and_follows_its_seed(void **unused)
{
    (void)unused;
    size_t first[20];
    size_t again[20];
    size_t other[20];
    bool seen[20] = {false};
    shuffle(first, 20, 7);
    shuffle(again, 20, 7);
    shuffle(other, 20, 8);
    for (size_t i = 0; i < 20; i++) {
        assert_true(first[i] < 20 && !seen[first[i]]);
        seen[first[i]] = true;
    }
    assert_memory_equal(first, again, sizeof first);
    assert_memory_not_equal(first, other, sizeof first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_of_the_rounds_own_ratios_counts),
        cmocka_unit_test(an_even_number_has_its_middle_between_two),
        cmocka_unit_test(a_round_that_did_not_finish_is_left_out),
        cmocka_unit_test(nothing_reaches_no_goal),
        cmocka_unit_test(a_goal_is_missed_when_the_best_round_misses_it_too),
        cmocka_unit_test(a_ratio_is_told_with_its_least_and_greatest),
        cmocka_unit_test(an_order_holds_each_number_once_and_follows_its_seed),
    };
    return cmocka_run_group_tests_name("ratio", tests, NULL, NULL);
}
