#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/event_time.h"

static const int64_t hour = 3600000;
static const struct instant before_all = {INT64_MIN};

/* Sent by boot 7 at 10:00 of its monotonic clock, received at 1,700,000,000 s. */
static const struct batch_evidence batch = {
    .received = {1700000000000},
    .clock = { .wall_ms = 1699990000000, .mono_ms = 36000000, .boot = 7},
    .has_offset = true,
    .offset_ms = 10000000,
    .rtt_ms = 80,
};

static void assert_time(struct event_time time, int64_t at, int32_t early, int32_t late)
{
    assert_int_equal(time.at.ms, at);
    assert_int_equal(time.early_ms, early);
    assert_int_equal(time.late_ms, late);
}

static void in_the_same_boot_only_the_monotonic_clock_counts(void **unused)
{
    (void)unused;
    struct time_evidence when = {.wall_set = true,
                                 .wall_ms = 5, /* set by hand to 1970 */
                                 .mono_ms = batch.clock.mono_ms - hour,
                                 .boot = 7,
                                 .has_gnss = true,
                                 .gnss_ms = 6};
    /* RTT / 2 = 40 ms and 100 ppm of an hour = 360 ms. */
    assert_time(event_time_of(&when, &batch, before_all), batch.received.ms - hour, 400, 400);
}

static void after_a_reboot_a_fresh_fix_counts(void **unused)
{
    (void)unused;
    struct time_evidence when = {
        .wall_set = true,
        .wall_ms = 5,
        .mono_ms = 1000,
        .boot = 6,
        .has_gnss = true,
        .gnss_ms = 1699999000000,
        .fix = {.has = true, .age_ms = 60000}
    };
    assert_time(event_time_of(&when, &batch, before_all), 1699999000000, 2000, 2000);
    when.fix.age_ms++; /* too old: the wall clock, corrected */
    when.wall_ms = 1699980000000;
    assert_time(event_time_of(&when, &batch, before_all), 1699990000000, 60000, 60000);
}

static void the_wall_clock_is_corrected_by_the_measured_offset(void **unused)
{
    (void)unused;
    struct time_evidence when = {.wall_set = true, .wall_ms = 1699980000000, .boot = 6};
    struct batch_evidence no_offset = batch;
    no_offset.has_offset = false;
    assert_time(event_time_of(&when, &batch, before_all), 1699990000000, 60000, 60000);
    assert_time(event_time_of(&when, &no_offset, before_all), 1699980000000, 60000, 60000);
}

static void nothing_happens_after_its_receipt(void **unused)
{
    (void)unused;
    struct time_evidence when = {.wall_set = true, .wall_ms = 1699990000000 - 1000, .boot = 6};
    assert_time(event_time_of(&when, &batch, before_all), batch.received.ms - 1000, 60000, 1000);
    when.wall_ms += 31000; /* 30 s after receipt, but within a minute of it */
    assert_time(event_time_of(&when, &batch, before_all), batch.received.ms, 30000, 0);
}

static void one_devices_events_strictly_increase(void **unused)
{
    (void)unused;
    struct time_evidence when = {.mono_ms = batch.clock.mono_ms - hour, .boot = 7};
    struct instant previous = {batch.received.ms - hour};
    assert_time(event_time_of(&when, &batch, previous), batch.received.ms - hour + 1, 0, 399);
    for (int i = 0; i < 5; i++) { /* five entries of one instant, received in that instant */
        when.mono_ms = batch.clock.mono_ms;
        previous = i == 0 ? batch.received : previous;
        struct event_time time = event_time_of(&when, &batch, previous);
        assert_int_equal(time.at.ms, previous.ms + 1);
        previous = time.at;
    }
}

/* A clock set by hand, or a week roll-over of GPS, moves no event silently: contradicted by the
 * bounds, it leaves an interval from the one before to the receipt. */
static void contradicted_evidence_leaves_the_whole_interval(void **unused)
{
    (void)unused;
    struct instant previous = {batch.received.ms - hour};
    struct time_evidence rolled = {.boot = 6,
                                   .has_gnss = true,
                                   .gnss_ms = batch.received.ms - 1024 * 7 * 24 * hour,
                                   .fix = {.has = true}};
    assert_time(event_time_of(&rolled, &batch, previous), previous.ms + 1, 0, (int32_t)hour - 1);
    struct time_evidence ahead = {.wall_set = true, .wall_ms = batch.received.ms, .boot = 6};
    assert_time(event_time_of(&ahead, &batch, previous), batch.received.ms, (int32_t)hour - 1, 0);
}

static void a_clock_that_was_never_set_proves_nothing(void **unused)
{
    (void)unused;
    struct time_evidence when = {.wall_ms = 1699980000000, .boot = 6};
    struct instant previous = {1699990000000 - hour};
    assert_time(event_time_of(&when, &batch, previous), 1699990000000, (int32_t)hour - 1, 10000000);
    assert_time(event_time_of(&when, &batch, before_all), 1699990000000, INT32_MAX, 10000000);
}

static void a_monotonic_clock_ahead_of_its_own_batch_is_not_believed(void **unused)
{
    (void)unused;
    struct time_evidence when = {
        .wall_set = true, .wall_ms = 1699980000000, .mono_ms = batch.clock.mono_ms + 1, .boot = 7};
    assert_time(event_time_of(&when, &batch, before_all), 1699990000000, 60000, 60000);
}

static void the_wildest_claims_do_no_harm(void **unused)
{
    (void)unused;
    static const int64_t wild[] = {INT64_MIN, INT64_MIN + 1, -1, 0, INT64_MAX - 1, INT64_MAX};
    enum { WILD = sizeof wild / sizeof wild[0] };
    for (unsigned i = 0; i < WILD * WILD * WILD; i++) {
        int64_t a = wild[i % WILD];
        int64_t b = wild[i / WILD % WILD];
        int64_t c = wild[i / WILD / WILD];
        struct time_evidence when = {.wall_set = i & 1,
                                     .wall_ms = a,
                                     .mono_ms = b,
                                     .boot = 7,
                                     .has_gnss = i & 2,
                                     .gnss_ms = c,
                                     .fix = {.has = true}};
        struct batch_evidence claim = batch;
        claim.offset_ms = c;
        claim.has_offset = true;
        claim.clock.mono_ms = a;
        claim.rtt_ms = UINT32_MAX;
        struct event_time time = event_time_of(&when, &claim, (struct instant){1000});
        assert_true(time.at.ms > 1000 && time.at.ms <= batch.received.ms);
        assert_true(time.early_ms >= 0 && time.late_ms >= 0);
        claim.clock.boot = 8;
        time = event_time_of(&when, &claim, before_all);
        assert_true(time.at.ms <= batch.received.ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_the_same_boot_only_the_monotonic_clock_counts),
        cmocka_unit_test(after_a_reboot_a_fresh_fix_counts),
        cmocka_unit_test(the_wall_clock_is_corrected_by_the_measured_offset),
        cmocka_unit_test(nothing_happens_after_its_receipt),
        cmocka_unit_test(one_devices_events_strictly_increase),
        cmocka_unit_test(contradicted_evidence_leaves_the_whole_interval),
        cmocka_unit_test(a_clock_that_was_never_set_proves_nothing),
        cmocka_unit_test(a_monotonic_clock_ahead_of_its_own_batch_is_not_believed),
        cmocka_unit_test(the_wildest_claims_do_no_harm),
    };
    return cmocka_run_group_tests_name("event_time", tests, NULL, NULL);
}
