#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/devices/hid/hid_rate.h"

static struct hid_rate rate;

static void a_hand_is_never_muted(void **unused)
{
    (void)unused;
    hid_rate_init(&rate, HID_RATE_KEYBOARD);
    for (int i = 0; i < 1000; i++) { /* two a second */
        assert_true(hid_rate_take(&rate, (struct instant){1000 + 500 * (int64_t)i + i}));
    }
}

static void row_15_one_code_too_many_mutes_for_a_minute(void **unused)
{
    (void)unused;
    hid_rate_init(&rate, HID_RATE_KEYBOARD);
    for (int i = 0; i < HID_RATE_KEYBOARD; i++) {
        assert_true(hid_rate_take(&rate, (struct instant){1000 + i}));
    }
    assert_false(hid_rate_is_muted(&rate, (struct instant){1100}));
    assert_false(hid_rate_take(&rate, (struct instant){1100}));
    assert_true(hid_rate_is_muted(&rate, (struct instant){1100 + HID_MUTE_MS - 1}));
    assert_false(hid_rate_is_muted(&rate, (struct instant){1100 + HID_MUTE_MS}));
    assert_true(hid_rate_take(&rate, (struct instant){1100 + HID_MUTE_MS})); /* and begins anew */
}

static void the_bound_slides(void **unused)
{
    (void)unused;
    hid_rate_init(&rate, 2);
    assert_true(hid_rate_take(&rate, (struct instant){0}));
    assert_true(hid_rate_take(&rate, (struct instant){9000}));
    assert_true(hid_rate_take(&rate, (struct instant){HID_RATE_MS}));
    assert_false(hid_rate_take(&rate, (struct instant){HID_RATE_MS + 8999}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hand_is_never_muted),
        cmocka_unit_test(row_15_one_code_too_many_mutes_for_a_minute),
        cmocka_unit_test(the_bound_slides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
