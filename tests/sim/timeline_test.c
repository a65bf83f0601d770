#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/sim/dice.h"
#include "tests/sim/timeline.h"

static void events_come_in_the_order_of_time(void **unused)
{
    (void)unused;
    struct timeline timeline;
    struct dice dice = dice_of(1, 1);
    struct event event;
    int64_t last = 0;
    timeline_init(&timeline, 0);
    for (uint32_t i = 0; i < 1000; i++) {
        timeline_put(&timeline, (int64_t)dice_below(&dice, 100), 1, i, 0);
    }
    for (int i = 0; i < 1000; i++) {
        assert_true(timeline_take(&timeline, &event));
        assert_true(event.at >= last);
        last = event.at;
        assert_int_equal(timeline.now, event.at);
    }
    assert_false(timeline_take(&timeline, &event));
    timeline_fini(&timeline);
}

static void of_two_at_one_instant_the_older_comes_first(void **unused)
{
    (void)unused;
    struct timeline timeline;
    struct event event;
    timeline_init(&timeline, 0);
    for (uint32_t i = 0; i < 100; i++) {
        timeline_put(&timeline, 7, 1, i, 0);
    }
    for (uint32_t i = 0; i < 100; i++) {
        assert_true(timeline_take(&timeline, &event));
        assert_int_equal(event.who, i);
    }
    timeline_fini(&timeline);
}

static void what_should_have_happened_happens_now(void **unused)
{
    (void)unused;
    struct timeline timeline;
    struct event event;
    timeline_init(&timeline, 50);
    timeline_put(&timeline, 3, 1, 0, 0);
    assert_true(timeline_take(&timeline, &event));
    assert_int_equal(event.at, 50);
    timeline_fini(&timeline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_come_in_the_order_of_time),
        cmocka_unit_test(of_two_at_one_instant_the_older_comes_first),
        cmocka_unit_test(what_should_have_happened_happens_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
