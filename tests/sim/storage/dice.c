#include "tests/sim/storage/dice.h"

#include <string.h>

void disk_dice_start(struct disk_dice *dice, uint64_t seed)
{
    memset(dice, 0, sizeof *dice);
    dice->state = seed;
}

/* splitmix64 (Steele, Lea, Flood 2014). */
uint64_t disk_dice_below(void *self, uint64_t bound)
{
    struct disk_dice *dice = self;
    uint64_t z = dice->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (z ^ (z >> 31)) % bound;
}

static bool fires(void *self, enum disk_fault fault)
{
    struct disk_dice *dice = self;
    if (dice->per_million[fault] == 0 ||
        disk_dice_below(dice, 1000000) >= dice->per_million[fault]) {
        return false;
    }
    dice->fired[fault]++;
    return true;
}

struct disk_chance disk_dice_chance(struct disk_dice *dice)
{
    return (struct disk_chance){.fires = fires, .below = disk_dice_below, .self = dice};
}
