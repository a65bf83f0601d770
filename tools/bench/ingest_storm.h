/* ingest_storm - everybody at once: 3,000 units reconnect (goal P10), drain an outage (P11), and
 * the door after kill -9 with a long WAL (P12). */
#ifndef BENCH_INGEST_STORM_H
#define BENCH_INGEST_STORM_H

#include "tools/bench/units.h"

enum { STORM_UNITS = 3000, STORM_ACTS = 500, STORM_BATCH = 250 };

/* UNITS have STORM_ACTS acts each. False: the machine said no. */
bool storm_run(const struct units *units, const char *folder, size_t rounds, uint64_t seed);

#endif
