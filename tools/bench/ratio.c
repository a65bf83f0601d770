#include "tools/bench/ratio.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

static int by_size(const void *a, const void *b)
{
    const double *left = a;
    const double *right = b;
    return (*left > *right) - (*left < *right);
}

struct ratio ratio_of(const double *values, size_t rounds)
{
    double sorted[RATIO_ROUNDS_MAX];
    assert(rounds <= RATIO_ROUNDS_MAX);
    if (rounds == 0) {
        return (struct ratio){.rounds = 0};
    }
    memcpy(sorted, values, rounds * sizeof *sorted);
    qsort(sorted, rounds, sizeof *sorted, by_size);
    const double middle =
        rounds % 2 == 1 ? sorted[rounds / 2] : (sorted[rounds / 2 - 1] + sorted[rounds / 2]) / 2;
    return (struct ratio){
        .median = middle, .min = sorted[0], .max = sorted[rounds - 1], .rounds = rounds};
}

struct ratio ratio_between(const double *above, const double *below, size_t rounds)
{
    double values[RATIO_ROUNDS_MAX];
    size_t count = 0;
    assert(rounds <= RATIO_ROUNDS_MAX);
    for (size_t i = 0; i < rounds; i++) {
        if (above[i] > 0 && below[i] > 0) {
            values[count++] = above[i] / below[i];
        }
    }
    return ratio_of(values, count);
}

bool ratio_reaches(const struct ratio *ratio, double goal)
{
    return ratio->rounds > 0 && (ratio->median >= goal || ratio->max >= goal);
}

bool ratio_stays_within(const struct ratio *ratio, double goal)
{
    return ratio->rounds > 0 && (ratio->median <= goal || ratio->min <= goal);
}

char *ratio_text(const struct ratio *ratio, char out[RATIO_TEXT_SIZE])
{
    if (ratio->rounds == 0) {
        (void)snprintf(out, RATIO_TEXT_SIZE, "-");
    } else {
        (void)snprintf(out, RATIO_TEXT_SIZE, "%.2f [%.2f-%.2f]", ratio->median, ratio->min,
                       ratio->max);
    }
    return out;
}

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

void shuffle(size_t *out_order, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        out_order[i] = i;
    }
    for (size_t i = count; i > 1; i--) {
        const size_t other = (size_t)(next(&seed) % i);
        const size_t kept = out_order[i - 1];
        out_order[i - 1] = out_order[other];
        out_order[other] = kept;
    }
}
