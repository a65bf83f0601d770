#include "handheld/screen/tone.h"

#include <math.h>

#include "base/check.h"

#define TURN     6.28318530717958647692
#define LOUDNESS 24000

enum { EDGE_MS = 5 };

/* COUNT beeps of HZ, MS long and GAP_MS apart. */
struct pattern {
    int hz, ms, gap_ms, count;
    int buzz_ms;
};

static struct pattern pattern_of(enum tone tone)
{
    switch (tone) {
    case TONE_OK:
        return (struct pattern){2685, 130, 0, 1, 60};
    case TONE_DUPLICATE:
        return (struct pattern){1340, 70, 60, 2, 0};
    case TONE_REFUSED:
        return (struct pattern){320, 190, 65, 3, 600};
    case TONE_INFO:
        break;
    }
    return (struct pattern){.count = 0};
}

static size_t samples_of(int ms)
{
    return (size_t)ms * TONE_RATE / 1000;
}

/* 0 … 1: rises and falls at the edges. */
static double envelope(size_t at, size_t count)
{
    const size_t edge = samples_of(EDGE_MS);
    const size_t from_end = count - 1 - at;
    const size_t near = at < from_end ? at : from_end;
    return near >= edge ? 1 : (double)near / (double)edge;
}

size_t tone_samples(enum tone tone, int16_t out[TONE_SAMPLES_MAX])
{
    const struct pattern pattern = pattern_of(tone);
    const size_t beep = samples_of(pattern.ms);
    const size_t gap = samples_of(pattern.gap_ms);
    size_t size = 0;
    for (int i = 0; i < pattern.count; i++) {
        assert(size + gap + beep <= TONE_SAMPLES_MAX);
        for (size_t at = 0; i > 0 && at < gap; at++) {
            out[size++] = 0;
        }
        for (size_t at = 0; at < beep; at++) {
            const double turn = TURN * pattern.hz * (double)at / TONE_RATE;
            out[size++] = (int16_t)(LOUDNESS * envelope(at, beep) * sin(turn));
        }
    }
    return size;
}

int tone_buzz_ms(enum tone tone)
{
    return pattern_of(tone).buzz_ms;
}
