#include "handheld/devices/gps/gps_locator.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/fakes/log_fake.h"
#include "tests/unit/handheld/devices/gps/gpsd_double.h"

static struct gpsd_double gpsd;
static struct gps_locator locator;
static struct log_fake logged;
static struct instant now;

static int open_all(void **state)
{
    (void)state;
    now = (struct instant){5000};
    log_fake_init(&logged);
    gpsd_double_open(&gpsd);
    assert_int_equal(gps_locator_open(&locator, &gpsd.address, &logged.port), STATUS_OK);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    gps_locator_close(&locator);
    gpsd_double_close(&gpsd);
    return 0;
}

/* Reports within a second, each turn as the loop would. */
static size_t heard(size_t expected, struct fix_epoch *out_last)
{
    size_t count = 0;
    for (int i = 0; i < 100 && count < expected; i++) {
        struct pollfd waits = {.fd = locator.fd, .events = POLLIN};
        (void)poll(&waits, 1, gps_locator_wakeup(&locator).ms == 0 ? 0 : 10);
        gps_locator_turn(&locator, now);
        while (locator_next(&locator.port, out_last) == STATUS_OK) {
            count++;
        }
    }
    return count;
}

static void reports_come_in_order_and_several_of_one_bell_are_all_read(void **unused)
{
    (void)unused;
    struct fix_epoch last;
    gps_locator_turn(&locator, now);
    gpsd_double_accept(&gpsd);
    for (int second = 0; second < 20; second++) {
        gpsd_double_report(&gpsd, second);
    }
    assert_int_equal(heard(20, &last), 20);
    assert_int_equal(last.gnss_ms % 60000, 19000);
    assert_int_equal(last.position.lat_e7, 186733000);
    assert_int_equal(locator_next(&locator.port, &last), STATUS_NOT_FOUND);
}

static void a_turn_ends_whatever_gpsd_sends_and_the_rest_comes_in_the_next(void **unused)
{
    (void)unused;
    struct fix_epoch epoch;
    size_t count = 0;
    gps_locator_turn(&locator, now);
    gpsd_double_accept(&gpsd);
    for (int i = 0; i < GPS_READS_MAX + 30; i++) {
        gpsd_double_report(&gpsd, i % 60);
    }
    struct pollfd waits = {.fd = locator.fd, .events = POLLIN};
    assert_int_equal(poll(&waits, 1, 1000), 1);
    gps_locator_turn(&locator, now);
    while (locator_next(&locator.port, &epoch) == STATUS_OK) {
        count++;
    }
    assert_in_range(count, 1, GPS_READS_MAX);
    assert_int_equal(heard(GPS_READS_MAX + 30 - count, &epoch), GPS_READS_MAX + 30 - count);
}

static void row_30_what_is_no_json_does_no_harm_and_reports_go_on(void **unused)
{
    (void)unused;
    static const char *const junk[] = {
        "{\"class\":\"TPV\",\"mode\":3,\"lat\":1e999999,\"lon\":\r\n",
        "{\"class\":\"TPV\",\"mode\":999999999999999999999999999999}\r\n",
        "{\"class\":\"TPV\",\"time\":\"the day before yesterday\",\"mode\":\"x\"}\r\n",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\r\n",
        "{\"class\":\"DEVICES\",\"devices\":[{\"class\":\"DEVICE\",\"path\":\r\n",
        "\r\n\r\n\x01\x02\xff\r\n",
    };
    struct fix_epoch last;
    for (size_t i = 0; i < sizeof junk / sizeof junk[0]; i++) {
        now.ms += GPS_RETRY_MS_MAX; /* a line that was given up is asked for again */
        gps_locator_turn(&locator, now);
        if (gpsd.line < 0) {
            gpsd_double_accept(&gpsd);
        }
        gpsd_double_say(&gpsd, junk[i], strlen(junk[i]));
        gpsd_double_report(&gpsd, (int)i);
        struct pollfd waits = {.fd = locator.fd, .events = POLLIN};
        (void)poll(&waits, 1, 1000);
        gps_locator_turn(&locator, now);
        while (locator_next(&locator.port, &last) == STATUS_OK) {
        }
        if (locator.fd < 0) {
            gpsd_double_hang_up(&gpsd);
        }
    }
    now.ms += GPS_RETRY_MS_MAX;
    gps_locator_turn(&locator, now);
    if (gpsd.line < 0) {
        gpsd_double_accept(&gpsd);
    }
    gpsd_double_report(&gpsd, 42);
    assert_true(heard(1, &last) >= 1);
    assert_int_equal(last.gnss_ms % 60000, 42000);
}

static void a_gpsd_that_went_away_is_asked_again_later_each_time(void **unused)
{
    (void)unused;
    struct fix_epoch epoch;
    gps_locator_turn(&locator, now);
    assert_true(gps_locator_wakeup(&locator).ms == INSTANT_NEVER.ms);
    gpsd_double_close(&gpsd);
    struct pollfd waits = {.fd = locator.fd, .events = POLLIN};
    (void)poll(&waits, 1, 1000);
    assert_int_equal(locator_next(&locator.port, &epoch), STATUS_NOT_FOUND);
    assert_int_equal(locator.fd, -1);
    int64_t waited = 0;
    for (int i = 0; i < 12; i++) {
        int64_t wait = gps_locator_wakeup(&locator).ms - now.ms;
        assert_true(wait >= waited && wait <= GPS_RETRY_MS_MAX);
        waited = wait;
        now = gps_locator_wakeup(&locator);
        gps_locator_turn(&locator, now);
    }
    assert_int_equal(waited, GPS_RETRY_MS_MAX);
}

static void nobody_there_is_told_once_in_the_log(void **unused)
{
    (void)unused;
    gpsd_double_close(&gpsd);
    for (int i = 0; i < 5; i++) {
        now.ms += GPS_RETRY_MS_MAX;
        gps_locator_turn(&locator, now);
    }
    assert_int_equal(logged.count, 1);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)
    const struct CMUnitTest tests[] = {
        EACH(reports_come_in_order_and_several_of_one_bell_are_all_read),
        EACH(a_turn_ends_whatever_gpsd_sends_and_the_rest_comes_in_the_next),
        EACH(row_30_what_is_no_json_does_no_harm_and_reports_go_on),
        EACH(a_gpsd_that_went_away_is_asked_again_later_each_time),
        EACH(nobody_there_is_told_once_in_the_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
