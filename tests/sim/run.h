/* run - one seed from its first day to its end: days with faults, then faults off until everything
 * has come to rest, then every invariant. */
#ifndef SIM_RUN_H
#define SIM_RUN_H

#include "tests/sim/world.h"

struct run_result {
    uint64_t seed;
    uint64_t trace;
    uint64_t violations;
    enum invariant first; /* with violations, as the sentence */
    char sentence[BLAME_SIZE];
    uint32_t fired[FAULTS];
    uint64_t entries, scans, events;
    uint32_t units, days;
    bool real_signatures;
    size_t struck_count; /* strikes, in the order they came */
    struct swarm_masked struck[SWARM_STRUCK_MAX];
};

void run_seed(const struct world_options *options, struct run_result *out_result);

#endif
