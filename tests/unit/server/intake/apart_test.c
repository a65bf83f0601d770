/* What is refused is kept once, and not without bound. */
#include "server/intake/apart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void the_same_again_is_kept_once(void **unused)
{
    (void)unused;
    struct apart apart = {0};
    const struct instant mono = {1000};
    assert_int_equal(apart_judge(&apart, span_of("one", 3), 3, mono), APART_KEEP);
    assert_int_equal(apart_judge(&apart, span_of("two", 3), 3, mono), APART_KEEP);
    assert_int_equal(apart_judge(&apart, span_of("one", 3), 3, mono), APART_DOUBLE);
    assert_int_equal(apart_judge(&apart, span_of("two", 3), 3, mono), APART_DOUBLE);
}

static void a_device_has_its_share_of_the_disk_and_no_more(void **unused)
{
    (void)unused;
    struct apart apart = {0};
    struct instant mono = {1000};
    uint64_t kept = 0;
    for (uint64_t i = 0; i < 2000; i++) {
        if (apart_judge(&apart, span_of(&i, sizeof i), 60000, mono) == APART_KEEP) {
            kept += 60000;
        }
    }
    assert_true(kept <= APART_BYTES_MAX);
    assert_true(kept > APART_BYTES_MAX - 60000);
    mono.ms += APART_SPAN_MS;
    assert_int_equal(apart_judge(&apart, span_of("new", 3), 60000, mono), APART_KEEP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_again_is_kept_once),
        cmocka_unit_test(a_device_has_its_share_of_the_disk_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
