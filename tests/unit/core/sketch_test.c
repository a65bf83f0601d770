#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/sketch.h"

static struct sketch sketch;

#define HALF   (UINT32_MAX / 2)
#define NINETY ((uint32_t)(UINT32_MAX / 10 * 9))

static void small_values_are_kept_exactly(void **unused)
{
    (void)unused;
    sketch_init(&sketch);
    for (int32_t v = 0; v < 10; v++) {
        sketch_add(&sketch, v);
    }
    assert_int_equal(sketch_quantile(&sketch, 0, 0), 0);
    assert_int_equal(sketch_quantile(&sketch, 0, HALF), 4);
    assert_int_equal(sketch_quantile(&sketch, 0, UINT32_MAX), 9);
}

static void great_values_are_right_to_a_thirtieth(void **unused)
{
    (void)unused;
    sketch_init(&sketch);
    for (int32_t v = 1; v <= 100000; v++) {
        sketch_add(&sketch, v);
    }
    const int32_t median = sketch_quantile(&sketch, 0, HALF);
    const int32_t ninetieth = sketch_quantile(&sketch, 0, NINETY);
    assert_in_range(median, 50000 * 31 / 32, 50000 * 33 / 32);
    assert_in_range(ninetieth, 90000 * 31 / 32, 90000 * 33 / 32);
}

static void what_has_lasted_lasts_longer_than_that(void **unused)
{
    (void)unused;
    sketch_init(&sketch);
    for (int32_t v = 0; v < 1000; v++) {
        sketch_add(&sketch, v);
    }
    const int32_t from_there = sketch_quantile(&sketch, 900, HALF);
    assert_in_range(from_there, 930, 970);
    assert_true(sketch_quantile(&sketch, 900, 0) >= 900);
    assert_in_range(sketch_from(&sketch, 900), 80, 120);
    assert_int_equal(sketch_from(&sketch, 0), 1000);
}

static void beyond_everything_seen_it_is_what_it_is_already(void **unused)
{
    (void)unused;
    sketch_init(&sketch);
    assert_int_equal(sketch_quantile(&sketch, 0, HALF), 0); /* nothing was seen at all */
    sketch_add(&sketch, 5);
    assert_int_equal(sketch_quantile(&sketch, 77, HALF), 77);
}

static void values_outside_are_held_to_the_bounds(void **unused)
{
    (void)unused;
    sketch_init(&sketch);
    sketch_add(&sketch, -5);
    sketch_add(&sketch, INT32_MAX);
    assert_int_equal(sketch.count[0], 1);
    assert_int_equal(sketch.count[SKETCH_BUCKETS - 1], 1);
}

static void a_quantile_never_falls_as_u_rises(void **unused)
{
    (void)unused;
    uint32_t state = 7;
    sketch_init(&sketch);
    for (int i = 0; i < 5000; i++) {
        state = state * 1664525U + 1013904223U;
        sketch_add(&sketch, (int32_t)(state >> 12) % 40000);
    }
    int32_t before = 0;
    for (uint32_t u = 0; u < 4000; u++) {
        const int32_t value = sketch_quantile(&sketch, 0, u << 20);
        assert_true(value >= before);
        before = value;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_values_are_kept_exactly),
        cmocka_unit_test(great_values_are_right_to_a_thirtieth),
        cmocka_unit_test(what_has_lasted_lasts_longer_than_that),
        cmocka_unit_test(beyond_everything_seen_it_is_what_it_is_already),
        cmocka_unit_test(values_outside_are_held_to_the_bounds),
        cmocka_unit_test(a_quantile_never_falls_as_u_rises),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
