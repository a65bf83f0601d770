/* campaign - power cuts by the thousand under a book that is being written, and what they cost.
 *
 * Writes a journal and the acts on the simulator's disks through the ports, notes what was
 * acknowledged, cuts the power in the midst of a write or a sync, opens again and compares every
 * byte. RELIABILITY section 3 has the table this repeats. */
#ifndef SIM_STORAGE_CAMPAIGN_H
#define SIM_STORAGE_CAMPAIGN_H

#include "tests/sim/storage/dice.h"

struct campaign_mode {
    const char *name;
    enum disk_kind kind;
    uint32_t sector;
    const char *synchronous; /* NULL: the production's */
    bool claims_powersafe;
    bool shows_unsynced;
    uint32_t per_million[DISK_FAULTS];
    bool loses; /* a mode that must lose, or our eyes are shut */
};

struct campaign_result {
    uint64_t cuts, acked;
    uint64_t lost;      /* acknowledged and not there any more, or with other bytes */
    uint64_t lost_cuts; /* in so many cuts or reopenings */
    uint64_t doubled;   /* there twice, or half a group there */
    uint64_t corrupt;   /* a book that says it is damaged, or has damaged rows */
    uint64_t shut;      /* a book that does not open any more */
    uint64_t extra;     /* not acknowledged and there all the same: may be */
    uint64_t fired[DISK_FAULTS];
    uint64_t print; /* of all disks at their ends: the same for the same seed */
};

extern const struct campaign_mode campaign_modes[];
extern const size_t campaign_mode_count;

/* CUTS or a few more, half of them under each of the two books. */
void campaign_run(const struct campaign_mode *mode, uint64_t seed, uint64_t cuts,
                  struct campaign_result *out_result);

#endif
