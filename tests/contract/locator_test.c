/* Every locator: reports come as they were made, in their order, each once, and nobody waits. */
#include "ports/locator.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "handheld/devices/gps/gps_locator.h"
#include "tests/fakes/locator_fake.h"
#include "tests/fakes/log_fake.h"
#include "tests/unit/handheld/devices/gps/gpsd_double.h"

struct keeper {
    struct locator *(*open)(void);
    void (*report)(int second); /* a good fix in this second */
    void (*turn)(void);         /* what the loop does before it asks */
    void (*close)(void);
};

static const int64_t minute_ms = 1795418700000; /* 2026-11-23T07:25:00Z */
static struct locator_fake fake;
static struct gps_locator real;
static struct gpsd_double gpsd;
static struct log_fake logged;
static const struct keeper *keeper;
static struct locator *port;

static struct locator *open_fake(void)
{
    locator_fake_init(&fake);
    return &fake.port;
}

static void report_fake(int second)
{
    const struct fix_epoch epoch = {
        .has_time = true,
        .gnss_ms = minute_ms + second * 1000,
        .mode = 3,
        .has_position = true,
        .position = {186733000, 1056922000},
        .accuracy_mm = 17100,
        .has_speed = true,
        .speed_mm_s = 970
    };
    locator_fake_put(&fake, &epoch);
}

static void nothing(void)
{
}

static struct locator *open_real(void)
{
    log_fake_init(&logged);
    gpsd_double_open(&gpsd);
    assert_int_equal(gps_locator_open(&real, &gpsd.address, &logged.port), STATUS_OK);
    gps_locator_turn(&real, (struct instant){0});
    gpsd_double_accept(&gpsd);
    return &real.port;
}

static void report_real(int second)
{
    gpsd_double_report(&gpsd, second);
}

static void turn_real(void)
{
    struct pollfd waits = {.fd = real.fd, .events = POLLIN};
    (void)poll(&waits, 1, 100);
    gps_locator_turn(&real, (struct instant){0});
}

static void close_real(void)
{
    gps_locator_close(&real);
    gpsd_double_close(&gpsd);
}

static const struct keeper keepers[] = {
    {open_fake, report_fake, nothing,   nothing   },
    {open_real, report_real, turn_real, close_real},
};

static int start(void **state)
{
    keeper = *state;
    port = keeper->open();
    return 0;
}

static int end(void **state)
{
    (void)state;
    keeper->close();
    return 0;
}

static void without_a_report_there_is_none(void **unused)
{
    (void)unused;
    struct fix_epoch epoch = {.mode = 7};
    assert_int_equal(locator_next(port, &epoch), STATUS_NOT_FOUND);
    assert_int_equal(epoch.mode, 7);
}

static void reports_come_whole_in_order_and_once(void **unused)
{
    (void)unused;
    struct fix_epoch epoch;
    for (int second = 0; second < 10; second++) {
        keeper->report(second);
    }
    keeper->turn();
    for (int second = 0; second < 10; second++) {
        while (locator_next(port, &epoch) == STATUS_NOT_FOUND) {
            keeper->turn();
        }
        assert_true(epoch.has_time && epoch.has_position && epoch.has_speed);
        assert_int_equal(epoch.gnss_ms, minute_ms + second * 1000);
        assert_int_equal(epoch.mode, 3);
        assert_int_equal(epoch.position.lat_e7, 186733000);
        assert_int_equal(epoch.position.lon_e7, 1056922000);
        assert_int_equal(epoch.accuracy_mm, 17100);
        assert_int_equal(epoch.speed_mm_s, 970);
    }
    assert_int_equal(locator_next(port, &epoch), STATUS_NOT_FOUND);
}

int main(void)
{
#define KEPT(test, by)                                                                             \
    cmocka_unit_test_prestate_setup_teardown(test, start, end, (void *)&keepers[by])
#define EACH(test) KEPT(test, 0), KEPT(test, 1)
    const struct CMUnitTest tests[] = {
        EACH(without_a_report_there_is_none),
        EACH(reports_come_whole_in_order_and_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
