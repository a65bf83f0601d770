#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/screen/palette.h"

static void every_ink_that_may_stand_on_a_ground_is_easy_to_read_there(void **unused)
{
    int pairs = 0;
    (void)unused;
    for (int ink = 0; ink < COLOURS; ink++) {
        for (int ground = 0; ground < COLOURS; ground++) {
            if (palette_allows((enum colour)ink, (enum colour)ground)) {
                assert_true(palette_contrast((enum colour)ink, (enum colour)ground) >=
                            PALETTE_CONTRAST_MIN);
                pairs++;
            }
        }
    }
    assert_true(pairs > 10);
}

static void contrast_is_what_wcag_says_it_is(void **unused)
{
    (void)unused;
    assert_true(palette_contrast(COLOUR_CARD, COLOUR_CARD) < 1.001);
    double green = palette_contrast(COLOUR_CARD, COLOUR_GREEN); /* 0A7A3B: 5.4 to 1 */
    assert_true(green > 5.35 && green < 5.5);
    assert_true(green - palette_contrast(COLOUR_GREEN, COLOUR_CARD) < 1e-9);
}

static void edges_and_grounds_are_no_ink(void **unused)
{
    (void)unused;
    for (int ground = 0; ground < COLOURS; ground++) {
        assert_false(palette_allows(COLOUR_LINE, (enum colour)ground));
        assert_false(palette_allows(COLOUR_AMBER, (enum colour)ground));
        assert_false(palette_allows((enum colour)ground, (enum colour)ground));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_ink_that_may_stand_on_a_ground_is_easy_to_read_there),
        cmocka_unit_test(contrast_is_what_wcag_says_it_is),
        cmocka_unit_test(edges_and_grounds_are_no_ink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
