/* A month's backlog passes in seconds; a rogue does not. */
#include "server/intake/bucket.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const enum device_kind kinds[] = {DEVICE_HANDHELD, DEVICE_DESK, DEVICE_IMPORT,
                                         DEVICE_CABINET, DEVICE_ADMIN};

static void a_burst_passes_and_then_so_many_a_second(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct bucket_rate rate = bucket_rate_of(kinds[i]);
        struct bucket bucket;
        struct instant mono = {5000};
        uint32_t wait_ms = 0;
        uint64_t passed = 0;
        bucket_init(&bucket, rate, mono);
        for (int64_t ms = 0; ms < 10000; ms++) {
            mono.ms = 5000 + ms;
            for (int message = 0; message < 10; message++) {
                passed += bucket_take(&bucket, rate, mono, &wait_ms);
            }
        }
        const uint64_t fair = rate.burst + (uint64_t)rate.a_second * 10;
        const uint64_t offered = 100000;
        assert_true(passed <= fair);
        assert_true(passed + rate.a_second >= (fair < offered ? fair : offered));
    }
}

static void whoever_waits_as_told_is_let_in(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct bucket_rate rate = bucket_rate_of(kinds[i]);
        struct bucket bucket;
        struct instant mono = {5000};
        uint32_t wait_ms = 0;
        bucket_init(&bucket, rate, mono);
        while (bucket_take(&bucket, rate, mono, &wait_ms)) {
        }
        assert_true(wait_ms > 0);
        mono.ms += wait_ms;
        assert_true(bucket_take(&bucket, rate, mono, &wait_ms));
    }
}

static void a_month_offline_drains_without_a_wait(void **unused)
{
    (void)unused;
    /* 2,000 acts of 200 bytes, 300 a batch, and as many greetings */
    const struct bucket_rate rate = bucket_rate_of(DEVICE_HANDHELD);
    struct bucket bucket;
    uint32_t wait_ms = 0;
    bucket_init(&bucket, rate, (struct instant){0});
    for (int i = 0; i < 14; i++) {
        assert_true(bucket_take(&bucket, rate, (struct instant){0}, &wait_ms));
    }
}

static void a_clock_that_stands_or_falls_gives_nothing(void **unused)
{
    (void)unused;
    const struct bucket_rate rate = bucket_rate_of(DEVICE_HANDHELD);
    struct bucket bucket;
    uint32_t wait_ms = 0;
    bucket_init(&bucket, rate, (struct instant){5000});
    for (uint32_t i = 0; i < rate.burst; i++) {
        assert_true(bucket_take(&bucket, rate, (struct instant){5000}, &wait_ms));
    }
    assert_false(bucket_take(&bucket, rate, (struct instant){5000}, &wait_ms));
    assert_false(bucket_take(&bucket, rate, (struct instant){1000}, &wait_ms));
}

static void a_bucket_is_never_fuller_than_full(void **unused)
{
    (void)unused;
    const struct bucket_rate rate = bucket_rate_of(DEVICE_DESK);
    struct bucket bucket;
    uint32_t wait_ms = 0;
    uint32_t passed = 0;
    const struct instant later = {INT64_MAX / 4};
    bucket_init(&bucket, rate, (struct instant){0});
    while (bucket_take(&bucket, rate, later, &wait_ms)) {
        passed++;
    }
    assert_int_equal(passed, rate.burst);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_passes_and_then_so_many_a_second),
        cmocka_unit_test(whoever_waits_as_told_is_let_in),
        cmocka_unit_test(a_month_offline_drains_without_a_wait),
        cmocka_unit_test(a_clock_that_stands_or_falls_gives_nothing),
        cmocka_unit_test(a_bucket_is_never_fuller_than_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
