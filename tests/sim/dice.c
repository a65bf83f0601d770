#include "tests/sim/dice.h"

#include "base/check.h"

uint64_t dice_mix(uint64_t value)
{
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}

struct dice dice_of(uint64_t seed, uint64_t concern)
{
    return (struct dice){dice_mix(seed * 0x9e3779b97f4a7c15u ^ dice_mix(concern + 1))};
}

uint64_t dice_next(struct dice *dice)
{
    dice->state += 0x9e3779b97f4a7c15u;
    return dice_mix(dice->state);
}

uint64_t dice_below(struct dice *dice, uint64_t bound)
{
    assert(bound > 0 && bound <= UINT32_MAX);
    return (dice_next(dice) >> 32) * bound >> 32;
}

bool dice_strikes(struct dice *dice, uint32_t per_million)
{
    return dice_below(dice, DICE_MILLION) < per_million;
}

int64_t dice_between(struct dice *dice, int64_t from, int64_t until)
{
    assert(from <= until);
    return from + (int64_t)dice_below(dice, (uint64_t)(until - from) + 1);
}

void dice_fill(struct dice *dice, void *out, size_t size)
{
    uint8_t *at = out;
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++) {
        bits = i % 8 == 0 ? dice_next(dice) : bits >> 8;
        at[i] = (uint8_t)bits;
    }
}
