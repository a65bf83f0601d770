#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/devices/gps/gps_report.h"

static struct gps_data_t report; /* large */

static int fill(void **state)
{
    (void)state;
    report = (struct gps_data_t){.set = MODE_SET | TIME_SET | LATLON_SET, .satellites_used = 9};
    report.fix.mode = MODE_3D;
    report.fix.latitude = 18.6733;
    report.fix.longitude = -105.69220005;
    report.fix.eph = 17.1;
    report.fix.speed = 0.97;
    report.fix.time = (struct timespec){1795418700, 250000000};
    return 0;
}

static struct fix_epoch taken(void)
{
    struct fix_epoch epoch;
    assert_true(gps_report_read(&report, &epoch));
    return epoch;
}

static void a_report_becomes_whole_numbers(void **unused)
{
    (void)unused;
    struct fix_epoch epoch = taken();
    assert_int_equal(epoch.mode, 3);
    assert_true(epoch.has_position);
    assert_int_equal(epoch.position.lat_e7, 186733000);
    assert_int_equal(epoch.position.lon_e7, -1056922001);
    assert_int_equal(epoch.accuracy_mm, 17100);
    assert_int_equal(epoch.used, 9);
    assert_true(epoch.has_speed);
    assert_int_equal(epoch.speed_mm_s, 970);
    assert_true(epoch.has_time);
    assert_int_equal(epoch.gnss_ms, 1795418700250);
}

static void what_is_no_report_of_a_fix_is_passed_over(void **unused)
{
    (void)unused;
    struct fix_epoch epoch;
    report.set = SATELLITE_SET | DEVICELIST_SET | TIME_SET;
    assert_false(gps_report_read(&report, &epoch));
}

static void row_27_what_is_no_number_is_not_there(void **unused)
{
    static const double bad[] = {NAN, INFINITY, -INFINITY, 1e300, -1e300, 215.0};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        (void)fill(unused);
        report.fix.latitude = bad[i];
        assert_false(taken().has_position);
        (void)fill(unused);
        report.fix.longitude = bad[i];
        assert_false(taken().has_position);
    }
    for (size_t i = 0; i < 5; i++) {
        (void)fill(unused);
        report.fix.eph = report.fix.speed = bad[i];
        assert_int_equal(taken().accuracy_mm, FIX_NOT_KNOWN);
        assert_false(taken().has_speed);
    }
}

static void a_time_that_was_not_told_or_cannot_be_is_none(void **unused)
{
    (void)unused;
    report.set &= ~TIME_SET;
    assert_false(taken().has_time);
    report.set |= TIME_SET;
    report.fix.time.tv_sec = INT64_MAX;
    assert_false(taken().has_time);
    report.fix.time.tv_sec = -5;
    assert_false(taken().has_time);
}

static void satellites_below_nothing_are_none_and_an_unknown_mode_is_no_fix(void **unused)
{
    (void)unused;
    report.satellites_used = -3;
    report.fix.mode = 17;
    assert_int_equal(taken().used, 0);
    assert_int_equal(taken().mode, 0);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup(test, fill)
    const struct CMUnitTest tests[] = {
        EACH(a_report_becomes_whole_numbers),
        EACH(what_is_no_report_of_a_fix_is_passed_over),
        EACH(row_27_what_is_no_number_is_not_there),
        EACH(a_time_that_was_not_told_or_cannot_be_is_none),
        EACH(satellites_below_nothing_are_none_and_an_unknown_mode_is_no_fix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
