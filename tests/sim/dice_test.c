#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/sim/dice.h"

static void the_same_seed_throws_the_same_on_every_machine(void **unused)
{
    (void)unused;
    struct dice dice = dice_of(1, 2);
    assert_int_equal(dice_mix(1), 0x5692161d100b05e5u);
    const uint64_t first = dice_next(&dice);
    struct dice again = dice_of(1, 2);
    assert_int_equal(dice_next(&again), first);
}

static void two_concerns_of_one_seed_have_nothing_in_common(void **unused)
{
    (void)unused;
    struct dice a = dice_of(1, 1);
    struct dice b = dice_of(1, 2);
    for (int i = 0; i < 1000; i++) {
        assert_int_not_equal(dice_next(&a), dice_next(&b));
    }
}

static void every_side_comes_up_and_none_beyond(void **unused)
{
    (void)unused;
    struct dice dice = dice_of(3, 0);
    unsigned seen[6] = {0};
    for (int i = 0; i < 6000; i++) {
        seen[dice_below(&dice, 6)]++;
    }
    for (int i = 0; i < 6; i++) {
        assert_in_range(seen[i], 850, 1150);
    }
    for (int i = 0; i < 100; i++) {
        const int64_t thrown = dice_between(&dice, -2, 2);
        assert_true(thrown >= -2 && thrown <= 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_throws_the_same_on_every_machine),
        cmocka_unit_test(two_concerns_of_one_seed_have_nothing_in_common),
        cmocka_unit_test(every_side_comes_up_and_none_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
