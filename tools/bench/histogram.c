#include "tools/bench/histogram.h"

/* Values below HISTOGRAM_STEPS have a slot each; above, the top six bits name the slot. */
static size_t slot_of(uint64_t value)
{
    unsigned shift = 0;
    while (value >> shift >= 2 * (uint64_t)HISTOGRAM_STEPS) {
        shift++;
    }
    return (size_t)(value >> shift) + (size_t)shift * HISTOGRAM_STEPS;
}

static uint64_t top_of(size_t slot)
{
    if (slot < 2 * (size_t)HISTOGRAM_STEPS) {
        return slot;
    }
    const unsigned shift = (unsigned)(slot / HISTOGRAM_STEPS - 1);
    const uint64_t step = slot % HISTOGRAM_STEPS + HISTOGRAM_STEPS;
    return ((step + 1) << shift) - 1;
}

void histogram_add(struct histogram *histogram, uint64_t value)
{
    histogram->slot[slot_of(value)]++;
    histogram->count++;
    histogram->max = value > histogram->max ? value : histogram->max;
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
    for (size_t i = 0; i < HISTOGRAM_SLOTS; i++) {
        into->slot[i] += from->slot[i];
    }
    into->count += from->count;
    into->max = from->max > into->max ? from->max : into->max;
}

uint64_t histogram_at(const struct histogram *histogram, double quantile)
{
    const double wanted = quantile * (double)histogram->count;
    uint64_t seen = 0;
    for (size_t i = 0; i < HISTOGRAM_SLOTS; i++) {
        seen += histogram->slot[i];
        if (histogram->slot[i] > 0 && (double)seen >= wanted) {
            const uint64_t top = top_of(i);
            return top < histogram->max ? top : histogram->max;
        }
    }
    return histogram->max;
}
