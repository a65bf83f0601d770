#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "handheld/screen/tone.h"

static int16_t samples[TONE_SAMPLES_MAX];

/* By its zero crossings, within the first MS. */
static int pitch_of(enum tone tone, int ms)
{
    (void)tone_samples(tone, samples);
    int crossings = 0;
    const int count = ms * TONE_RATE / 1000;
    for (int i = 1; i < count; i++) {
        crossings += (samples[i - 1] < 0) != (samples[i] < 0);
    }
    return crossings * 1000 / (2 * ms);
}

/* How many stretches of sound there are between at least 20 ms of silence. */
static int beeps_of(enum tone tone)
{
    const size_t count = tone_samples(tone, samples);
    size_t quiet = TONE_RATE;
    int beeps = 0;
    for (size_t i = 0; i < count; i++) {
        if (abs(samples[i]) > 1000) {
            beeps += quiet > TONE_RATE / 50;
            quiet = 0;
        } else {
            quiet++;
        }
    }
    return beeps;
}

static void the_three_answers_differ_in_pitch_and_in_pattern(void **unused)
{
    (void)unused;
    assert_in_range(pitch_of(TONE_OK, 100), 2600, 2760);
    assert_in_range(pitch_of(TONE_DUPLICATE, 60), 1290, 1390);
    assert_in_range(pitch_of(TONE_REFUSED, 150), 300, 340);
    assert_int_equal(beeps_of(TONE_OK), 1);
    assert_int_equal(beeps_of(TONE_DUPLICATE), 2);
    assert_int_equal(beeps_of(TONE_REFUSED), 3);
}

static void the_hand_feels_the_difference_too(void **unused)
{
    (void)unused;
    assert_true(tone_buzz_ms(TONE_REFUSED) >= 5 * tone_buzz_ms(TONE_OK));
    assert_true(tone_buzz_ms(TONE_OK) > 0);
    assert_int_equal(tone_buzz_ms(TONE_DUPLICATE), 0);
}

static void what_is_no_answer_is_silent(void **unused)
{
    (void)unused;
    assert_int_equal(tone_samples(TONE_INFO, samples), 0);
    assert_int_equal(tone_buzz_ms(TONE_INFO), 0);
}

static void no_beep_begins_or_ends_with_a_click(void **unused)
{
    (void)unused;
    for (int tone = TONE_OK; tone <= TONE_REFUSED; tone++) {
        const size_t count = tone_samples((enum tone)tone, samples);
        assert_true(count > 0 && count < TONE_SAMPLES_MAX);
        assert_true(abs(samples[0]) < 500 && abs(samples[count - 1]) < 500);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_three_answers_differ_in_pitch_and_in_pattern),
        cmocka_unit_test(the_hand_feels_the_difference_too),
        cmocka_unit_test(what_is_no_answer_is_silent),
        cmocka_unit_test(no_beep_begins_or_ends_with_a_click),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
