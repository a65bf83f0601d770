/* dice - a disk's chance by numbers alone: how often of a million each fault fires.
 *
 * For this room's own tests and campaign; the simulator brings its own. */
#ifndef SIM_STORAGE_DICE_H
#define SIM_STORAGE_DICE_H

#include "tests/sim/storage/disk.h"

struct disk_dice {
    uint64_t state;
    uint32_t per_million[DISK_FAULTS];
    uint64_t fired[DISK_FAULTS];
};

/* All rates 0. */
void disk_dice_start(struct disk_dice *dice, uint64_t seed);
uint64_t disk_dice_below(void *self, uint64_t bound);
struct disk_chance disk_dice_chance(struct disk_dice *dice); /* borrows it */

#endif
