#include "tests/sim/swarm.h"

#include <string.h>

#include "base/check.h"

/* A kind: its name, in how many of 16 seeds it is on, and how often it then strikes of a million
 * occasions, before the seed's own factor of 1/4 to 4. Occasions are messages, writes of a disk,
 * half hours of a computer, or starts of the server. */
struct kind {
    const char *name;
    uint32_t seeds;
    uint32_t per_million;
};

/* clang-format off */
static const struct kind kinds[FAULTS] = {
    [FAULT_LOSS]              = {"loss",              8, 50000},
    [FAULT_DUPLICATE]         = {"duplicate",         8, 20000},
    [FAULT_REORDER]           = {"reorder",           8, 20000},
    [FAULT_DELAY]             = {"delay",             8, 20000},
    [FAULT_PARTITION_BOTH]    = {"partition",         8, 30000},
    [FAULT_PARTITION_ONE_WAY] = {"one-way",           8, 20000},
    [FAULT_HALF_OPEN]         = {"half-open",         8, 20000},
    [FAULT_FLAP]              = {"flap",              8, 10000},
    [FAULT_CORRUPT]           = {"corrupt",           8, 10000},
    [FAULT_OVERSIZE]          = {"oversize",          8, 200000},
    [FAULT_STALE_RECEIPT]     = {"stale-receipt",     8, 10000},
    [FAULT_UNIT_POWER]        = {"unit-power",        8, 30000},
    [FAULT_SERVER_POWER]      = {"server-power",      8, 30000},
    [FAULT_DROPPED]           = {"dropped",           8, 250000},
    [FAULT_TORN]              = {"torn",              8, 250000},
    [FAULT_REORDERED]         = {"reordered",         8, 250000},
    [FAULT_FSYNC_FAILS]       = {"fsync-fails",       6, 2000},
    [FAULT_READ_EIO]          = {"read-eio",          6, 500},
    [FAULT_WRITE_EIO]         = {"write-eio",         6, 1000},
    [FAULT_DISK_FULL]         = {"disk-full",         6, 1000},
    [FAULT_BUSY]              = {"busy",              6, 1000},
    [FAULT_BIT_ROT]           = {"bit-rot",           1, 200},
    [FAULT_FSYNC_LIES]        = {"fsync-lies",        1, 20000},
    [FAULT_NO_MEMORY]         = {"no-memory",         6, 200000},
    [FAULT_CLOCK_SKEW]        = {"clock-skew",        8, 10000},
    [FAULT_CLOCK_BACK]        = {"clock-back",        8, 10000},
    [FAULT_CLOCK_1970]        = {"clock-1970",        6, 5000},
    [FAULT_NO_RTC]            = {"no-rtc",            6, 300000},
    [FAULT_CLONE]             = {"clone",             3, 8000},
    [FAULT_SERVER_RESTORE]    = {"server-restore",    3, 10000},
    [FAULT_REVOCATION]        = {"revocation",        3, 8000},
    [FAULT_KEYS_OUT]          = {"keys-out",          6, 10000},
    [FAULT_MIXED_VERSIONS]    = {"mixed-versions",    6, 20000},
    [FAULT_CABINET]           = {"cabinet",           0, 0},
};
/* clang-format on */

enum {
    SEEDS_OF = 16,
    CONCERN_SWARM = 1000,
    CONCERN_STRIKES = 2000,
    CONCERN_STRIKE = 3000,
    CONCERN_SHOWN = 4000
};

const char *swarm_name(enum fault fault)
{
    assert(fault < FAULTS);
    return kinds[fault].name;
}

bool swarm_parse(const char *name, enum fault *out_fault)
{
    for (unsigned i = 0; i < FAULTS; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            *out_fault = (enum fault)i;
            return true;
        }
    }
    return false;
}

void swarm_init(struct swarm *swarm, uint64_t seed)
{
    memset(swarm, 0, sizeof *swarm);
    swarm->seed = seed;
    struct dice shown = dice_of(seed, CONCERN_SHOWN);
    swarm->shown = dice_below(&shown, 2) > 0;
    for (unsigned i = 0; i < FAULTS; i++) {
        struct dice dice = dice_of(seed, CONCERN_SWARM + i);
        swarm->on[i] = dice_below(&dice, SEEDS_OF) < kinds[i].seeds;
        const uint64_t rate = (uint64_t)kinds[i].per_million << dice_below(&dice, 5) >> 2;
        swarm->per_million[i] = rate < DICE_MILLION / 2 ? (uint32_t)rate : DICE_MILLION / 2;
        swarm->dice[i] = dice_of(seed, CONCERN_STRIKES + i);
    }
}

static bool is_masked(const struct swarm *swarm, enum fault fault, uint32_t number)
{
    for (size_t i = 0; i < swarm->masked_count; i++) {
        if (swarm->masked[i].fault == fault && swarm->masked[i].number == number) {
            return true;
        }
    }
    return false;
}

bool swarm_fires(struct swarm *swarm, enum fault fault)
{
    if (swarm->quiet || !swarm->on[fault] ||
        !dice_strikes(&swarm->dice[fault], swarm->per_million[fault])) {
        return false;
    }
    const uint32_t number = ++swarm->struck[fault];
    if (is_masked(swarm, fault, number)) {
        return false;
    }
    swarm->fired[fault]++;
    if (swarm->list_count < SWARM_STRUCK_MAX) {
        swarm->list[swarm->list_count++] = (struct swarm_masked){fault, number};
    }
    return true;
}

struct dice swarm_dice(const struct swarm *swarm, enum fault fault)
{
    const uint64_t concern = CONCERN_STRIKE + (uint64_t)fault;
    return dice_of(swarm->seed ^ dice_mix(swarm->struck[fault]), concern);
}
