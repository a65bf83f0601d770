/* sketch - the distribution of a quantity that keeps coming in, in bounded memory.
 *
 * Counts in buckets as wide as 1/32 of what they hold: below 32 every value has its own, above it a
 * quantile is right to 3.2 % (the layout of HdrHistogram; Tene 2015). Integers only, so that every
 * compiler says the same. Knows not what is counted. */
#ifndef CORE_SKETCH_H
#define CORE_SKETCH_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SKETCH_FINE = 32, /* buckets of one octave */
    SKETCH_OCTAVES = 15,
    SKETCH_BUCKETS = SKETCH_FINE * (SKETCH_OCTAVES + 1),
    SKETCH_VALUE_MAX = (SKETCH_FINE << SKETCH_OCTAVES) - 1, /* more counts as this */
};

struct sketch {
    uint32_t total;
    uint32_t octave[SKETCH_OCTAVES + 1]; /* sums of as many buckets */
    uint32_t count[SKETCH_BUCKETS];
};

void sketch_init(struct sketch *sketch);
/* Below 0 counts as 0. */
void sketch_add(struct sketch *sketch, int32_t value);
/* How many values are not below VALUE, as far as the buckets tell. */
uint32_t sketch_from(const struct sketch *sketch, int32_t value);
/* The quantile U (of 2^32) among the values that are not below FROM; FROM itself when there are
 * none. FROM 0: among all. */
int32_t sketch_quantile(const struct sketch *sketch, int32_t from, uint32_t u);

#endif
