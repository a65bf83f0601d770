/* histogram - every latency counted, none sampled: 32 steps to each doubling, so a quantile is
 * wrong by 3 % at most.
 *
 * Pure: values in nanoseconds come in. */
#ifndef BENCH_HISTOGRAM_H
#define BENCH_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

enum { HISTOGRAM_STEPS = 32, HISTOGRAM_SLOTS = 60 * HISTOGRAM_STEPS };

/* Zeroed: empty. */
struct histogram {
    uint64_t count;
    uint64_t max;
    uint64_t slot[HISTOGRAM_SLOTS];
};

void histogram_add(struct histogram *histogram, uint64_t value);
void histogram_merge(struct histogram *into, const struct histogram *from);
/* The upper edge of the slot that holds the value at QUANTILE (0 to 1); 0 when it is empty. Never
 * above the largest value seen. */
uint64_t histogram_at(const struct histogram *histogram, double quantile);

#endif
