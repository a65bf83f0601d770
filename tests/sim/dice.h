/* dice - random numbers that are the same on every machine: one stream per concern, so that one
 * fault can be switched off without moving the others.
 *
 * splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
#ifndef SIM_DICE_H
#define SIM_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DICE_MILLION = 1000000 };

struct dice {
    uint64_t state;
};

/* A bijection that leaves no pattern: also for tables and digests that prove nothing. */
uint64_t dice_mix(uint64_t value);
/* The stream of CONCERN in the world of SEED. */
struct dice dice_of(uint64_t seed, uint64_t concern);
uint64_t dice_next(struct dice *dice);
uint64_t dice_below(struct dice *dice, uint64_t bound); /* 0 .. BOUND - 1; BOUND up to 2^32 */
bool dice_strikes(struct dice *dice, uint32_t per_million);
/* FROM .. UNTIL, both possible. */
int64_t dice_between(struct dice *dice, int64_t from, int64_t until);
void dice_fill(struct dice *dice, void *out, size_t size);

#endif
