#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/devices/hid/hid_vendor.h"

static void two_makers_want_feature_report_254(void **unused)
{
    (void)unused;
    static const uint8_t enable[] = {254, 1};
    assert_true(span_equal(hid_vendor_enable(0x0C2E), span_of(enable, 2)));
    assert_true(span_equal(hid_vendor_enable(0x23D0), span_of(enable, 2)));
    assert_int_equal(hid_vendor_enable(0x0536).size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(two_makers_want_feature_report_254)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
