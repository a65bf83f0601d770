/* load - the honest units of one row: those that are connected, and those that come anew for each
 * act, and how long each act took until its receipt. */
#ifndef TESTS_FLOOD_LOAD_H
#define TESTS_FLOOD_LOAD_H

#include <stdatomic.h>

#include "tests/system/flood/crowd.h"

enum { LOAD_SAMPLES_MAX = 65536 };

struct load_samples {
    size_t count;
    uint32_t us[LOAD_SAMPLES_MAX];
};

/* What a load tells of itself, in memory that the parent shares. */
struct load_result {
    struct load_samples samples;
    struct crowd_check check;
    size_t waiting; /* units that never got all their receipts */
    bool compared;
    atomic_bool ready; /* all were connected once, and the first act was receipted */
    atomic_bool begin; /* the parent: from now on it counts */
};

struct load {
    const struct real_server *server;
    struct unit *units; /* enrolled */
    size_t count;
    int64_t every_us; /* an act a unit */
    int64_t last_us;  /* so long it counts */
    int64_t drain_ms; /* then so long to get its last receipts */
    struct load_result *result;
};

/* A process's whole work. Times are counted from when an act was due, not from when we got round
 * to it. */
bool load_connected(void *self);
bool load_fresh(void *self);

/* In milliseconds; 0 of no samples. Sorts. OF_THOUSAND 1000: the largest. */
double load_quantile(struct load_samples *samples, unsigned of_thousand);

#endif
