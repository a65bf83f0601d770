#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/position.h"

static void assert_apart(struct position a, struct position b, uint32_t metres, uint32_t within_cm)
{
    uint32_t least = metres * 100 > within_cm ? metres * 100 - within_cm : 0;
    assert_in_range(position_apart_cm(a, b), least, metres * 100 + within_cm);
    assert_int_equal(position_apart_cm(a, b), position_apart_cm(b, a));
}

/* Distances by the haversine formula of another program, on a globe of 6,371 km. */
static void places_in_a_province_lie_as_far_apart_as_on_the_map(void **unused)
{
    (void)unused;
    const struct position vinh = {186733000, 1056922000};
    assert_apart(vinh, vinh, 0, 0);
    assert_apart(vinh, (struct position){186733000, 1056931490}, 100, 30);
    assert_apart(vinh, (struct position){186742000, 1056922000}, 100, 10);
    assert_apart(vinh, (struct position){186733001, 1056922000}, 0, 2);
    assert_apart(vinh, (struct position){192833000, 1054000000}, 74500, 20000);
    assert_apart((struct position){210285000, 1058542000}, (struct position){215285000, 1058542000},
                 55597, 1000);
}

static void the_line_of_the_date_and_the_poles_do_no_harm(void **unused)
{
    (void)unused;
    assert_apart((struct position){0, 1799999000}, (struct position){0, -1799999000}, 22, 30);
    assert_true(position_apart_cm((struct position){900000000, 0},
                                  (struct position){-900000000, 1800000000}) > 1900000000u);
    assert_apart((struct position){900000000, 0}, (struct position){900000000, 1800000000}, 0, 0);
}

static void row_27_and_28_no_place_on_earth_and_no_fix_are_not_sound(void **unused)
{
    (void)unused;
    assert_true(position_is_sound((struct position){900000000, -1800000000}));
    assert_true(position_is_sound((struct position){1, 0}));
    assert_false(position_is_sound((struct position){910000000, 1810000000}));
    assert_false(position_is_sound((struct position){-900000001, 5}));
    assert_false(position_is_sound((struct position){5, 1800000001}));
    assert_false(position_is_sound((struct position){INT32_MIN, INT32_MIN}));
    assert_false(position_is_sound((struct position){0, 0}));
}

static void a_position_is_shown_in_degrees(void **unused)
{
    (void)unused;
    char room[64];
    struct line line = line_of(room, sizeof room);
    position_words((struct position){210285049, -5}, &line);
    assert_string_equal(room, "21.02850 0.00000");
    line = line_of(room, sizeof room);
    position_words((struct position){-9999999, -1058542050}, &line);
    assert_string_equal(room, "-1.00000 -105.85421");
}

static void degrees_are_read_to_the_last_digit_or_not_at_all(void **unused)
{
    (void)unused;
    int32_t e7 = 7;
    assert_true(position_degrees(TEXT("18.6733"), 90, &e7));
    assert_int_equal(e7, 186733000);
    assert_true(position_degrees(TEXT("-105.1234567"), 180, &e7));
    assert_int_equal(e7, -1051234567);
    assert_true(position_degrees(TEXT("90"), 90, &e7));
    assert_int_equal(e7, 900000000);
    static const char *const bad[] = {"",    "-",   ".5",  "1.", "90.0000001", "91", "1e3",
                                      "NaN", "1,5", "--1", " 1", "1.12345678", "+1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        e7 = 7;
        assert_false(position_degrees(text_of(bad[i]), 90, &e7));
        assert_int_equal(e7, 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_in_a_province_lie_as_far_apart_as_on_the_map),
        cmocka_unit_test(the_line_of_the_date_and_the_poles_do_no_harm),
        cmocka_unit_test(row_27_and_28_no_place_on_earth_and_no_fix_are_not_sound),
        cmocka_unit_test(a_position_is_shown_in_degrees),
        cmocka_unit_test(degrees_are_read_to_the_last_digit_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
