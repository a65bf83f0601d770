/* chance_fake - random bytes that are the same for the same seed. */
#ifndef FAKES_CHANCE_FAKE_H
#define FAKES_CHANCE_FAKE_H

#include <stdint.h>

#include "ports/chance.h"

struct chance_fake {
    struct chance port; /* give &port away; do not copy or move this */
    uint64_t state;
};

void chance_fake_init(struct chance_fake *chance, uint64_t seed);
uint64_t chance_fake_next(struct chance_fake *chance);

#endif
