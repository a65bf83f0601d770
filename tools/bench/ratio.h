/* ratio - a goal is a ratio of two things run in the same minute: the median of the rounds' own
 * ratios, with the least and the greatest (PERFORMANCE section 1).
 *
 * Pure. */
#ifndef BENCH_RATIO_H
#define BENCH_RATIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RATIO_ROUNDS_MAX = 64 };

struct ratio {
    double median, min, max;
    size_t rounds; /* 0: there is none */
};

/* Of ROUNDS values. */
struct ratio ratio_of(const double *values, size_t rounds);
/* Of ABOVE[i] / BELOW[i]; a round in which one of them is not positive is left out. */
struct ratio ratio_between(const double *above, const double *below, size_t rounds);
/* A goal "at least" is missed when the median misses it and the best round misses it too. */
bool ratio_reaches(const struct ratio *ratio, double goal);
bool ratio_stays_within(const struct ratio *ratio, double goal);
/* `0.56 [0.50-0.60]`, or `-`. Returns OUT. */
enum { RATIO_TEXT_SIZE = 48 };
char *ratio_text(const struct ratio *ratio, char out[RATIO_TEXT_SIZE]);

/* The numbers 0..COUNT in an order that SEED decides. */
void shuffle(size_t *out_order, size_t count, uint64_t seed);

#endif
