/* tone - what an answer sounds like, as samples: success, already there and error differ in pitch
 * and in pattern, so that nobody need look.
 *
 * Pure. 16 bit, one channel, TONE_RATE samples a second; soft edges, so that nothing clicks. */
#ifndef HANDHELD_SCREEN_TONE_H
#define HANDHELD_SCREEN_TONE_H

#include <stddef.h>
#include <stdint.h>

#include "handheld/app/shift.h"

enum { TONE_RATE = 22050, TONE_SAMPLES_MAX = TONE_RATE };

/* Fills OUT; how many samples. None for what is no answer. */
size_t tone_samples(enum tone tone, int16_t out[TONE_SAMPLES_MAX]);
/* How long a motor runs for it, in all. */
int tone_buzz_ms(enum tone tone);

#endif
