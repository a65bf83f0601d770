#include "tests/fakes/chance_fake.h"

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t chance_fake_next(struct chance_fake *chance)
{
    chance->state += 0x9E3779B97F4A7C15u;
    uint64_t z = chance->state;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static void fill(void *self, void *out, size_t size)
{
    uint8_t *at = out;
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++) {
        bits = i % 8 == 0 ? chance_fake_next(self) : bits >> 8;
        at[i] = (uint8_t)bits;
    }
}

static const struct chance_ops ops = {.fill = fill};

void chance_fake_init(struct chance_fake *chance, uint64_t seed)
{
    *chance = (struct chance_fake){
        .port = {.ops = &ops, .self = chance},
          .state = seed
    };
}
