#include "core/sketch.h"

#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) total is the sum of all counts, and each octave the sum of its own;
 * (2) bucket_of() never falls as its value rises, and low_of() is the least value of a bucket. */

enum { FINE_BITS = 5 };
static_assert(1 << FINE_BITS == SKETCH_FINE, "an octave has a power of two of buckets");

static int32_t held(int32_t value)
{
    if (value < 0) {
        return 0;
    }
    return value > SKETCH_VALUE_MAX ? SKETCH_VALUE_MAX : value;
}

static int bucket_of(int32_t value)
{
    const uint32_t v = (uint32_t)held(value);
    int octave = 0;
    while (v >> octave >= 2 * SKETCH_FINE) {
        octave++;
    }
    /* below 2 * FINE the value is its own bucket; above, FINE buckets an octave */
    return v < SKETCH_FINE ? (int)v : octave * SKETCH_FINE + (int)(v >> octave);
}

static int32_t low_of(int bucket)
{
    if (bucket < 2 * SKETCH_FINE) {
        return bucket;
    }
    const int octave = bucket / SKETCH_FINE - 1;
    return (int32_t)((uint32_t)(bucket % SKETCH_FINE + SKETCH_FINE) << octave);
}

void sketch_init(struct sketch *sketch)
{
    memset(sketch, 0, sizeof *sketch);
}

void sketch_add(struct sketch *sketch, int32_t value)
{
    const int bucket = bucket_of(value);
    assert(bucket >= 0 && bucket < SKETCH_BUCKETS);
    if (sketch->total < UINT32_MAX) {
        sketch->count[bucket]++;
        sketch->octave[bucket / SKETCH_FINE]++; /* (1) */
        sketch->total++;
    }
}

uint32_t sketch_from(const struct sketch *sketch, int32_t value)
{
    uint32_t count = 0;
    if (value <= 0) {
        return sketch->total;
    }
    const int first = bucket_of(value);
    const int whole = first / SKETCH_FINE + 1;
    for (int i = first; i < whole * SKETCH_FINE; i++) {
        count += sketch->count[i];
    }
    for (int i = whole; i <= SKETCH_OCTAVES; i++) {
        count += sketch->octave[i];
    }
    return count;
}

/* The bucket to begin at so that RANK, counted from FIRST on, lies within its octave; RANK is
 * lowered by what was passed. */
static int skip(const struct sketch *sketch, int first, uint64_t *rank)
{
    int at = first;
    for (; at < SKETCH_BUCKETS && at % SKETCH_FINE != 0 && *rank >= sketch->count[at]; at++) {
        *rank -= sketch->count[at];
    }
    for (;
         at < SKETCH_BUCKETS && at % SKETCH_FINE == 0 && *rank >= sketch->octave[at / SKETCH_FINE];
         at += SKETCH_FINE) {
        *rank -= sketch->octave[at / SKETCH_FINE];
    }
    return at;
}

int32_t sketch_quantile(const struct sketch *sketch, int32_t from, uint32_t u)
{
    const uint32_t among = sketch_from(sketch, from);
    uint64_t rank = ((uint64_t)u * among) >> 32;
    for (int i = skip(sketch, bucket_of(from), &rank); i < SKETCH_BUCKETS && among > 0; i++) {
        if (rank < sketch->count[i]) {
            /* evenly spread within the bucket */
            const int32_t low = low_of(i);
            const int32_t width = i + 1 < SKETCH_BUCKETS ? low_of(i + 1) - low : 1;
            const int32_t value =
                low + (int32_t)((int64_t)width * (int64_t)rank / (int64_t)sketch->count[i]);
            return value > from ? value : from;
        }
        rank -= sketch->count[i];
    }
    return from;
}
