#include "tools/bench/histogram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct histogram histogram;

static int empty(void **unused)
{
    (void)unused;
    memset(&histogram, 0, sizeof histogram);
    return 0;
}

static void an_empty_one_says_nothing(void **unused)
{
    (void)unused;
    assert_int_equal(histogram_at(&histogram, 0.5), 0);
    assert_int_equal(histogram_at(&histogram, 1), 0);
}

static void one_value_is_every_quantile(void **unused)
{
    (void)unused;
    histogram_add(&histogram, 123456);
    assert_int_equal(histogram_at(&histogram, 0), 123456);
    assert_int_equal(histogram_at(&histogram, 0.999), 123456);
}

static void a_quantile_is_wrong_by_a_thirty_second_at_most(void **unused)
{
    (void)unused;
    for (uint64_t i = 1; i <= 100000; i++) {
        histogram_add(&histogram, i * 1000);
    }
    const double quantiles[] = {0.01, 0.5, 0.9, 0.99, 0.999};
    for (size_t i = 0; i < sizeof quantiles / sizeof quantiles[0]; i++) {
        const double truth = quantiles[i] * 100000 * 1000;
        const double found = (double)histogram_at(&histogram, quantiles[i]);
        assert_true(found >= truth && found <= truth * (1 + 1.0 / HISTOGRAM_STEPS));
    }
}

static void small_values_are_exact(void **unused)
{
    (void)unused;
    for (uint64_t i = 0; i < 64; i++) {
        histogram_add(&histogram, i);
    }
    assert_int_equal(histogram_at(&histogram, 0.5), 31);
    assert_int_equal(histogram_at(&histogram, 0.25), 15);
}

static void the_greatest_number_fits(void **unused)
{
    (void)unused;
    histogram_add(&histogram, UINT64_MAX);
    assert_true(histogram_at(&histogram, 1) == UINT64_MAX);
}

static void merged_ones_count_together(void **unused)
{
    (void)unused;
    static struct histogram other;
    memset(&other, 0, sizeof other);
    histogram_add(&histogram, 10);
    histogram_add(&other, 20);
    histogram_add(&other, 20);
    histogram_merge(&histogram, &other);
    assert_int_equal(histogram.count, 3);
    assert_int_equal(histogram.max, 20);
    assert_int_equal(histogram_at(&histogram, 0.3), 10);
    assert_int_equal(histogram_at(&histogram, 0.5), 20);
}

#define TEST(name) cmocka_unit_test_setup(name, empty)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_empty_one_says_nothing),
        TEST(one_value_is_every_quantile),
        TEST(a_quantile_is_wrong_by_a_thirty_second_at_most),
        TEST(small_values_are_exact),
        TEST(the_greatest_number_fits),
        TEST(merged_ones_count_together),
    };
    return cmocka_run_group_tests_name("histogram", tests, NULL, NULL);
}
