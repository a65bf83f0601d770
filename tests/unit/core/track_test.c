#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/track.h"

static struct track track;

static void with_nothing_known_a_statement_stands(void **unused)
{
    (void)unused;
    track_init(&track);
    assert_int_equal(track_corrected(&track, 0), 0);
    assert_int_equal(track_corrected(&track, TRACK_SURE), TRACK_SURE);
    for (int32_t chance = 0; chance <= TRACK_SURE; chance += 50) {
        assert_in_range(track_corrected(&track, chance), chance > 21 ? chance - 21 : 0,
                        chance + 21);
    }
}

static void one_who_says_half_and_means_a_tenth_is_put_right(void **unused)
{
    (void)unused;
    track_init(&track);
    for (int i = 0; i < 2000; i++) {
        track_add(&track, 500, i % 10 == 0);
    }
    assert_in_range(track_corrected(&track, 500), 90, 115);
}

static void what_is_corrected_never_falls_as_the_statement_rises(void **unused)
{
    (void)unused;
    uint32_t state = 3;
    track_init(&track);
    for (int i = 0; i < 3000; i++) {
        state = state * 1664525U + 1013904223U;
        track_add(&track, (int32_t)(state >> 8) % 1001, (state >> 20) % 3 == 0);
    }
    int32_t before = 0;
    for (int32_t chance = 0; chance <= TRACK_SURE; chance++) {
        const int32_t corrected = track_corrected(&track, chance);
        assert_true(corrected >= before && corrected <= TRACK_SURE);
        before = corrected;
    }
}

static void a_few_cases_move_it_little(void **unused)
{
    (void)unused;
    track_init(&track);
    track_add(&track, 500, false);
    track_add(&track, 500, false);
    assert_in_range(track_corrected(&track, 500), 380, 470);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_nothing_known_a_statement_stands),
        cmocka_unit_test(one_who_says_half_and_means_a_tenth_is_put_right),
        cmocka_unit_test(what_is_corrected_never_falls_as_the_statement_rises),
        cmocka_unit_test(a_few_cases_move_it_little),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
