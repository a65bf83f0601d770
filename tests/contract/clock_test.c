/* Every clock: time passes, never backwards, and wall and mono pass alike. */
#include "ports/clock.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "adapters/posix/clock_posix.h"
#include "tests/fakes/clock_fake.h"

struct keeper {
    const struct clock *(*open)(void);
    void (*pass)(int ms); /* of the clock's own time, at least */
};

static struct clock_posix real;
static struct clock_fake fake;
static const struct keeper *keeper;
static const struct clock *port;

static const struct clock *open_real(void)
{
    assert_int_equal(clock_posix_init(&real, NULL), STATUS_OK);
    return &real.port;
}

static const struct clock *open_demo(void)
{
    const struct clock_demo demo = {
        .start = {1795418700000}, /* 2026-11-23T14:25+07:00 */
        .rate = 120,
        .anchor_mono_ms = clock_posix_anchor(),
    };
    assert_int_equal(clock_posix_init(&real, &demo), STATUS_OK);
    return &real.port;
}

static void pass_really(int ms)
{
    const struct instant until = {clock_read(&real.port).mono.ms + ms};
    while (instant_before(clock_read(&real.port).mono, until)) {
        (void)poll(NULL, 0, (int)clock_posix_ms_until(&real, until));
    }
}

static const struct clock *open_fake(void)
{
    clock_fake_init(&fake, (struct instant){1795418700000});
    return &fake.port;
}

static void pass_fake(int ms)
{
    clock_fake_advance(&fake, ms);
}

static const struct keeper keepers[] = {
    {open_real, pass_really},
    {open_demo, pass_really},
    {open_fake, pass_fake  },
};

static int start(void **state)
{
    keeper = *state;
    port = keeper->open();
    return 0;
}

static void mono_never_goes_back_and_the_boot_stays(void **unused)
{
    struct clock_reading last = clock_read(port);
    (void)unused;
    for (int i = 0; i < 1000; i++) {
        struct clock_reading now = clock_read(port);
        assert_false(instant_before(now.mono, last.mono));
        assert_true(now.boot == last.boot);
        last = now;
    }
    assert_true(last.mono.ms >= 0);
}

static void wall_and_mono_pass_alike(void **unused)
{
    (void)unused;
    struct clock_reading before = clock_read(port);
    keeper->pass(40);
    struct clock_reading after = clock_read(port);
    int64_t mono = after.mono.ms - before.mono.ms;
    int64_t wall = after.wall.ms - before.wall.ms;
    assert_true(mono >= 40);
    assert_in_range(wall - mono + 5, 0, 10); /* the two are read one after the other */
}

static void the_wall_clock_is_known_to_be_set(void **unused)
{
    (void)unused;
    assert_true(clock_read(port).wall_set);
}

int main(void)
{
#define KEPT(test, by)                                                                             \
    cmocka_unit_test_prestate_setup_teardown(test, start, NULL, (void *)&keepers[by])
#define EACH(test) KEPT(test, 0), KEPT(test, 1), KEPT(test, 2)
    const struct CMUnitTest tests[] = {
        EACH(mono_never_goes_back_and_the_boot_stays),
        EACH(wall_and_mono_pass_alike),
        EACH(the_wall_clock_is_known_to_be_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
