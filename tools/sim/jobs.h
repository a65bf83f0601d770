/* jobs - runs many seeds, in several processes if that is asked for, and gives their results in the
 * order of the seeds: nothing told depends on how many processes there were. */
#ifndef TOOLS_SIM_JOBS_H
#define TOOLS_SIM_JOBS_H

#include "tests/sim/scenario.h"

enum { JOBS_MAX = 64 };

struct jobs {
    struct scenario base; /* its seed is the first */
    uint64_t count;
    unsigned jobs;
    enum { SIGNATURES_SHARED, SIGNATURES_KEYED, SIGNATURES_REAL } signatures;
    /* Told of each result, in order; CPU_NS is what it took. False: that is enough. */
    bool (*done)(void *self, const struct run_result *result, uint64_t cpu_ns);
    void *self;
};

/* Every JOBS_REAL_EVERYth seed signs with Ed25519. */
enum { JOBS_REAL_EVERY = 16 };

/* False: a process died; which seed it had is in *OUT_SEED. */
bool jobs_run(const struct jobs *jobs, uint64_t *out_seed);

#endif
