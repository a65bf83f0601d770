#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/inputs/scanners_said.h"

static void every_sentence_stands_in_both_languages_under_its_own_code(void **unused)
{
    (void)unused;
    for (int i = 0; i < SCANNERS_SAYINGS; i++) {
        const struct said *said = scanners_said((enum scanners_saying)i);
        assert_true(said_valid(said));
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(said->code, scanners_said((enum scanners_saying)j)->code);
        }
    }
}

static void a_refused_descriptor_is_named(void **unused)
{
    (void)unused;
    assert_int_equal(scanners_layout_saying(HID_LAYOUT_NO_SCANNER), SCANNERS_OTHER);
    assert_int_equal(scanners_layout_saying(HID_LAYOUT_NO_DATA), SCANNERS_UNKNOWN);
    assert_int_equal(scanners_layout_saying(HID_LAYOUT_CUT), SCANNERS_MALFORMED);
    assert_int_equal(scanners_layout_saying(HID_LAYOUT_UNEVEN), SCANNERS_MALFORMED);
}

static void why_a_device_is_not_used_is_told(void **unused)
{
    (void)unused;
    assert_int_equal(scanners_reason_saying(USB_NOT_PERMITTED), SCANNERS_DENIED);
    assert_int_equal(scanners_reason_saying(USB_BUSY), SCANNERS_BUSY);
    assert_int_equal(scanners_reason_saying(USB_SILENT), SCANNERS_SILENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_stands_in_both_languages_under_its_own_code),
        cmocka_unit_test(a_refused_descriptor_is_named),
        cmocka_unit_test(why_a_device_is_not_used_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
