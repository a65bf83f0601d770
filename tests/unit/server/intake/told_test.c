/* The same thing is said once, and no device talks without end. */
#include "server/intake/told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct place here = {.epoch = 1, .seq = 5};

static void the_same_is_told_once_an_hour(void **unused)
{
    (void)unused;
    struct told told = {0};
    struct instant mono = {1000};
    assert_true(told_now(&told, ACT_INCIDENT_CLONED, here, mono));
    mono.ms += TOLD_AGAIN_MS - 1;
    assert_false(told_now(&told, ACT_INCIDENT_CLONED, here, mono));
    mono.ms += 1;
    assert_true(told_now(&told, ACT_INCIDENT_CLONED, here, mono));
}

static void another_kind_or_place_is_told(void **unused)
{
    (void)unused;
    struct told told = {0};
    const struct place there = {.epoch = 1, .seq = 6};
    const struct instant mono = {1000};
    assert_true(told_now(&told, ACT_INCIDENT_CLONED, here, mono));
    assert_true(told_now(&told, ACT_INCIDENT_TAIL_LOST, here, mono));
    assert_true(told_now(&told, ACT_INCIDENT_CLONED, there, mono));
    assert_false(told_now(&told, ACT_INCIDENT_TAIL_LOST, here, mono));
}

static void one_device_tells_no_more_than_so_much_in_an_hour(void **unused)
{
    (void)unused;
    struct told told = {0};
    struct instant mono = {1000};
    unsigned count = 0;
    for (uint64_t i = 0; i < 1000; i++) {
        const struct place place = {.epoch = 1, .seq = i};
        count += told_now(&told, ACT_INCIDENT_MALFORMED, place, mono);
        mono.ms += 10;
    }
    assert_int_equal(count, TOLD_AN_HOUR);
    mono.ms += TOLD_AGAIN_MS;
    assert_true(told_now(&told, ACT_INCIDENT_MALFORMED, here, mono));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_is_told_once_an_hour),
        cmocka_unit_test(another_kind_or_place_is_told),
        cmocka_unit_test(one_device_tells_no_more_than_so_much_in_an_hour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
