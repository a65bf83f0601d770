#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/watch/wheel.h"
#include "tests/unit/server/watch/town.h"

enum { TIMERS = 64, START = 27987000 }; /* somewhere in March 2023 */

static struct wheel wheel;

static int start(void **unused)
{
    (void)unused;
    assert_int_equal(wheel_open(&wheel, TIMERS), STATUS_OK);
    wheel_start(&wheel, (struct minute){START});
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    wheel_close(&wheel);
    return 0;
}

static void set(uint32_t number, int32_t in)
{
    wheel_set(&wheel, number, (struct minute){START + in});
}

static void fires(int32_t until, uint32_t number, int32_t at)
{
    uint32_t fired = WHEEL_NONE;
    struct minute minute = {0};
    assert_true(wheel_fire(&wheel, (struct minute){START + until}, &fired, &minute));
    assert_int_equal(fired, number);
    assert_int_equal(minute.m, START + at);
}

static void fires_nothing(int32_t until)
{
    uint32_t fired = WHEEL_NONE;
    struct minute minute = {0};
    assert_false(wheel_fire(&wheel, (struct minute){START + until}, &fired, &minute));
    assert_int_equal(fired, WHEEL_NONE);
    assert_int_equal(wheel.now.m, START + until);
}

/* --- */

static void timers_fire_in_the_order_of_their_minutes(void **unused)
{
    (void)unused;
    set(3, 50);
    set(1, 7);
    set(2, 8);
    fires(100, 1, 7);
    fires(100, 2, 8);
    fires(100, 3, 50);
    fires_nothing(100);
}

static void a_timer_fires_in_its_minute_and_not_before(void **unused)
{
    (void)unused;
    set(1, 7);
    fires_nothing(6);
    fires(7, 1, 7);
    fires_nothing(7);
}

static void all_timers_of_one_minute_fire_once(void **unused)
{
    (void)unused;
    uint64_t seen = 0;
    for (uint32_t i = 0; i < TIMERS; i++) {
        set(i, 9);
    }
    for (int i = 0; i < TIMERS; i++) {
        uint32_t fired = WHEEL_NONE;
        struct minute minute;
        assert_true(wheel_fire(&wheel, (struct minute){START + 20}, &fired, &minute));
        assert_int_equal(minute.m, START + 9);
        assert_true(fired < TIMERS);
        seen |= UINT64_C(1) << fired;
    }
    assert_true(seen == UINT64_MAX);
    fires_nothing(20);
}

static void a_timer_further_off_than_one_turn_waits_for_its_own_turn(void **unused)
{
    (void)unused;
    set(1, 5);
    set(2, 5 + WHEEL_MINUTES);
    set(3, 5 + 3 * WHEEL_MINUTES);
    fires(6, 1, 5);
    fires_nothing(WHEEL_MINUTES);
    fires(4 * WHEEL_MINUTES, 2, 5 + WHEEL_MINUTES);
    fires(4 * WHEEL_MINUTES, 3, 5 + 3 * WHEEL_MINUTES);
    fires_nothing(4 * WHEEL_MINUTES);
}

static void a_timer_that_is_moved_fires_only_where_it_stands_last(void **unused)
{
    (void)unused;
    set(1, 5);
    set(2, 5);
    set(3, 5);
    set(2, 30);
    set(3, 2);
    fires(40, 3, 2);
    fires(40, 1, 5);
    fires(40, 2, 30);
    fires_nothing(40);
}

static void a_timer_that_is_taken_off_does_not_fire(void **unused)
{
    (void)unused;
    set(1, 5);
    set(2, 5);
    set(3, 5);
    wheel_set(&wheel, 2, MINUTE_NEVER); /* the middle of its list */
    wheel_set(&wheel, 3, MINUTE_NEVER); /* the first of it */
    wheel_set(&wheel, 3, MINUTE_NEVER);
    fires(10, 1, 5);
    fires_nothing(10);
}

static void what_is_taken_off_in_any_order_leaves_nothing_behind(void **unused)
{
    (void)unused;
    static const uint32_t orders[][3] = {
        {1, 2, 3},
        {1, 3, 2},
        {2, 1, 3},
        {2, 3, 1},
        {3, 1, 2},
        {3, 2, 1}
    };
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        set(1, 5);
        set(2, 5);
        set(3, 5);
        for (size_t k = 0; k < 3; k++) {
            wheel_set(&wheel, orders[i][k], MINUTE_NEVER);
        }
        for (uint32_t k = 0; k < WHEEL_MINUTES; k++) {
            assert_true(wheel.first[k] == WHEEL_NONE);
        }
    }
}

static void a_timer_may_be_set_anew_while_the_wheel_turns(void **unused)
{
    (void)unused;
    set(1, 5);
    fires(20, 1, 5);
    set(1, 6);
    fires(20, 1, 6);
    set(1, 20);
    fires(20, 1, 20);
    fires_nothing(20);
}

/* What fires is what a list without any wheel says, whatever was set, moved and taken off. */
static void the_wheel_agrees_with_a_plain_list(void **unused)
{
    (void)unused;
    int32_t due[TIMERS];
    uint64_t dice = 7;
    int32_t now = 0;
    for (int i = 0; i < TIMERS; i++) {
        due[i] = INT32_MAX;
    }
    for (int turn = 0; turn < 2000; turn++) {
        const uint32_t number = town_throw(&dice, TIMERS);
        const uint32_t reach = town_throw(&dice, 4) == 0 ? 2 * WHEEL_MINUTES : 500;
        const bool off = town_throw(&dice, 5) == 0;
        due[number] = off ? INT32_MAX : now + 1 + (int32_t)town_throw(&dice, reach);
        wheel_set(&wheel, number, off ? MINUTE_NEVER : (struct minute){START + due[number]});
        const int32_t until = now + (int32_t)town_throw(&dice, 60);
        uint32_t fired;
        struct minute minute;
        int32_t before = now;
        while (wheel_fire(&wheel, (struct minute){START + until}, &fired, &minute)) {
            assert_int_equal(due[fired], minute.m - START);
            assert_true(minute.m - START >= before && due[fired] <= until);
            before = minute.m - START;
            due[fired] = INT32_MAX;
        }
        for (int i = 0; i < TIMERS; i++) {
            assert_true(due[i] > until);
        }
        now = until;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(timers_fire_in_the_order_of_their_minutes, start, stop),
        cmocka_unit_test_setup_teardown(a_timer_fires_in_its_minute_and_not_before, start, stop),
        cmocka_unit_test_setup_teardown(all_timers_of_one_minute_fire_once, start, stop),
        cmocka_unit_test_setup_teardown(a_timer_further_off_than_one_turn_waits_for_its_own_turn,
                                        start, stop),
        cmocka_unit_test_setup_teardown(a_timer_that_is_moved_fires_only_where_it_stands_last,
                                        start, stop),
        cmocka_unit_test_setup_teardown(a_timer_that_is_taken_off_does_not_fire, start, stop),
        cmocka_unit_test_setup_teardown(what_is_taken_off_in_any_order_leaves_nothing_behind, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_timer_may_be_set_anew_while_the_wheel_turns, start, stop),
        cmocka_unit_test_setup_teardown(the_wheel_agrees_with_a_plain_list, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
