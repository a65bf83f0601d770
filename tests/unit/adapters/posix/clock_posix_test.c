/* The real clock tells the time; the demo clock tells one time to every process. */
#include "adapters/posix/clock_posix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

static void the_wall_clock_is_the_system_s_and_counts_as_set(void **unused)
{
    struct clock_posix clock;
    (void)unused;
    assert_int_equal(clock_posix_init(&clock, NULL), STATUS_OK);
    struct clock_reading now = clock_read(&clock.port);
    assert_in_range(now.wall.ms, ((int64_t)time(NULL) - 2) * 1000,
                    ((int64_t)time(NULL) + 2) * 1000);
    assert_true(now.wall_set);
    assert_int_not_equal(now.boot, 0);
}

static void a_wall_clock_before_the_build_day_was_never_set(void **unused)
{
    struct clock_posix clock;
    (void)unused;
    assert_int_equal(clock_posix_init(&clock, NULL), STATUS_OK);
    clock.built.ms =
        clock_read(&clock.port).wall.ms + 60000; /* the build lies ahead of the clock */
    assert_false(clock_read(&clock.port).wall_set);
}

static void two_clocks_of_one_boot_say_the_same_boot(void **unused)
{
    struct clock_posix a;
    struct clock_posix b;
    (void)unused;
    assert_int_equal(clock_posix_init(&a, NULL), STATUS_OK);
    assert_int_equal(clock_posix_init(&b, NULL), STATUS_OK);
    assert_int_equal(clock_read(&a.port).boot, clock_read(&b.port).boot);
}

static void a_demo_clock_runs_at_its_rate_from_its_start_in_every_process(void **unused)
{
    struct clock_demo demo = {.start = {1000000}, .rate = 120};
    struct clock_posix a;
    struct clock_posix b;
    (void)unused;
    demo.anchor_mono_ms = clock_posix_anchor() - 1000; /* began a second ago */
    assert_int_equal(clock_posix_init(&a, &demo), STATUS_OK);
    assert_int_equal(clock_posix_init(&b, &demo), STATUS_OK);
    int64_t before = clock_posix_anchor();
    struct clock_reading first = clock_read(&a.port);
    struct clock_reading second = clock_read(&b.port);
    int64_t passed = clock_posix_anchor() - before;
    assert_in_range(first.wall.ms, 1000000 + 120000, 1000000 + 120000 + 120 * 60000);
    assert_in_range(second.wall.ms - first.wall.ms, 0, (passed + 1) * 120);
    assert_int_equal(first.wall.ms - first.mono.ms, second.wall.ms - second.mono.ms);
    assert_int_equal(first.boot, second.boot);
    assert_true(first.wall_set);
}

static void two_demos_in_one_boot_are_two_boots(void **unused)
{
    struct clock_demo demo = {.start = {1}, .rate = 2, .anchor_mono_ms = 5};
    struct clock_posix a;
    struct clock_posix b;
    (void)unused;
    assert_int_equal(clock_posix_init(&a, &demo), STATUS_OK);
    demo.anchor_mono_ms = 6;
    assert_int_equal(clock_posix_init(&b, &demo), STATUS_OK);
    assert_int_not_equal(a.boot, b.boot);
}

static void a_demo_that_cannot_be_is_refused(void **unused)
{
    struct clock_posix clock = {.boot = 7};
    struct clock_demo good = {.start = {1}, .rate = 1, .anchor_mono_ms = 0};
    struct clock_demo still = good;
    struct clock_demo wild = good;
    struct clock_demo ahead = good;
    (void)unused;
    still.rate = 0;
    wild.rate = CLOCK_DEMO_RATE_MAX + 1;
    ahead.anchor_mono_ms = clock_posix_anchor() + 3600000; /* of a boot that lasted longer */
    assert_int_equal(clock_posix_init(&clock, &still), STATUS_MALFORMED);
    assert_int_equal(clock_posix_init(&clock, &wild), STATUS_MALFORMED);
    assert_int_equal(clock_posix_init(&clock, &ahead), STATUS_MALFORMED);
    assert_int_equal(clock.boot, 7); /* nothing was written */
    assert_int_equal(clock_posix_init(&clock, &good), STATUS_OK);
}

static void a_wait_is_in_real_milliseconds_rounded_up(void **unused)
{
    struct clock_posix real;
    struct clock_posix fast;
    struct clock_demo demo = {.start = {0}, .rate = 1000};
    (void)unused;
    demo.anchor_mono_ms = clock_posix_anchor();
    assert_int_equal(clock_posix_init(&real, NULL), STATUS_OK);
    assert_int_equal(clock_posix_init(&fast, &demo), STATUS_OK);
    assert_int_equal(clock_posix_ms_until(&real, INSTANT_NEVER), -1);
    assert_int_equal(clock_posix_ms_until(&real, (struct instant){0}), 0);
    struct instant later = {clock_read(&real.port).mono.ms + 60000};
    assert_in_range(clock_posix_ms_until(&real, later), 50000, 60000);
    struct instant soon = {clock_read(&fast.port).mono.ms + 60000001};
    assert_in_range(clock_posix_ms_until(&fast, soon), 50000, 60001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_wall_clock_is_the_system_s_and_counts_as_set),
        cmocka_unit_test(a_wall_clock_before_the_build_day_was_never_set),
        cmocka_unit_test(two_clocks_of_one_boot_say_the_same_boot),
        cmocka_unit_test(a_demo_clock_runs_at_its_rate_from_its_start_in_every_process),
        cmocka_unit_test(two_demos_in_one_boot_are_two_boots),
        cmocka_unit_test(a_demo_that_cannot_be_is_refused),
        cmocka_unit_test(a_wait_is_in_real_milliseconds_rounded_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
