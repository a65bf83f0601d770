/* swarm - which faults there are, which of them a seed has switched on and how hard, and how often
 * each has struck.
 *
 * The kinds are RELIABILITY section 4's. Every kind has dice of its own. A strike has a number
 * within its kind; a mask names strikes that shall not happen, so that a failure can be shrunk to
 * the few that matter. Groce et al.: Swarm testing (2012). */
#ifndef SIM_SWARM_H
#define SIM_SWARM_H

#include "tests/sim/dice.h"

enum fault {
    FAULT_LOSS,
    FAULT_DUPLICATE,
    FAULT_REORDER,
    FAULT_DELAY,
    FAULT_PARTITION_BOTH,
    FAULT_PARTITION_ONE_WAY,
    FAULT_HALF_OPEN,
    FAULT_FLAP,
    FAULT_CORRUPT,
    FAULT_OVERSIZE,
    FAULT_STALE_RECEIPT,
    FAULT_UNIT_POWER,
    FAULT_SERVER_POWER,
    FAULT_DROPPED,
    FAULT_TORN,
    FAULT_REORDERED,
    FAULT_FSYNC_FAILS,
    FAULT_READ_EIO,
    FAULT_WRITE_EIO,
    FAULT_DISK_FULL,
    FAULT_BUSY,
    FAULT_BIT_ROT,
    FAULT_FSYNC_LIES,
    FAULT_NO_MEMORY,
    FAULT_CLOCK_SKEW,
    FAULT_CLOCK_BACK,
    FAULT_CLOCK_1970,
    FAULT_NO_RTC,
    FAULT_CLONE,
    FAULT_SERVER_RESTORE,
    FAULT_REVOCATION,
    FAULT_KEYS_OUT,
    FAULT_MIXED_VERSIONS,
    FAULT_CABINET, /* has no cabinet to strike yet */
    FAULTS
};

/* A strike that shall not happen. */
struct swarm_masked {
    enum fault fault;
    uint32_t number; /* from 1 */
};

enum { SWARM_STRUCK_MAX = 4096 };

struct swarm {
    bool on[FAULTS];
    uint32_t per_million[FAULTS]; /* occasions that become a strike */
    uint32_t struck[FAULTS];      /* masked ones too: their numbers stay */
    uint32_t fired[FAULTS];
    struct dice dice[FAULTS];
    uint64_t seed;
    bool shown;                        /* disks show what a failed sync did not write */
    bool quiet;                        /* the liveness phase: nothing strikes any more */
    const struct swarm_masked *masked; /* borrowed */
    size_t masked_count;
    struct swarm_masked list[SWARM_STRUCK_MAX]; /* the first strikes, in the order they came */
    size_t list_count;
};

const char *swarm_name(enum fault fault); /* `loss` … */
bool swarm_parse(const char *name, enum fault *out_fault);
/* Draws what SEED switches on, and how hard. */
void swarm_init(struct swarm *swarm, uint64_t seed);
/* Does FAULT strike on this occasion? */
bool swarm_fires(struct swarm *swarm, enum fault fault);
/* Of a strike of FAULT just now: how long, where to, how much. Moves no other stream. */
struct dice swarm_dice(const struct swarm *swarm, enum fault fault);

#endif
