#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/devices/usb/usb_rule.h"

static const struct usb_rules rules = {
    .count = 2,
    .at = {{.use = USB_AS_SCANNER, .vendor = 1, .product = 2, .serial = "A"},
           {.use = USB_AS_KEYBOARD, .vendor = 3, .product = 4}},
};

static void only_what_is_named_is_allowed_and_only_as_what_it_is_named(void **unused)
{
    (void)unused;
    assert_true(usb_rules_allow(&rules, USB_AS_SCANNER, 1, 2, "A"));
    assert_true(usb_rules_allow(&rules, USB_AS_SCANNER, 1, 2, NULL)); /* not asked yet */
    assert_false(usb_rules_allow(&rules, USB_AS_SCANNER, 1, 2, "B"));
    assert_false(usb_rules_allow(&rules, USB_AS_SCANNER, 1, 2, ""));
    assert_false(usb_rules_allow(&rules, USB_AS_SCANNER, 1, 3, "A"));
    assert_false(usb_rules_allow(&rules, USB_AS_KEYBOARD, 1, 2, "A"));
    assert_true(usb_rules_allow(&rules, USB_AS_KEYBOARD, 3, 4, "whatever"));
    assert_false(usb_rules_allow(&rules, USB_AS_SCANNER, 3, 4, ""));
}

static void any_scanner_is_no_keyboard(void **unused)
{
    (void)unused;
    const struct usb_rules any = {.count = 1, .at = {{.use = USB_AS_SCANNER, .any = true}}};
    const struct usb_rules none = {.count = 0};
    assert_true(usb_rules_allow(&any, USB_AS_SCANNER, 9, 9, ""));
    assert_false(usb_rules_allow(&any, USB_AS_KEYBOARD, 9, 9, ""));
    assert_false(usb_rules_allow(&none, USB_AS_SCANNER, 9, 9, ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_named_is_allowed_and_only_as_what_it_is_named),
        cmocka_unit_test(any_scanner_is_no_keyboard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
