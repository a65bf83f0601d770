/* kill_open - P12: a writer is killed with a million acts in its WAL; how long from opening the
 * book to the first durable commit, and how long does bare SQLite take for the same file? */
#ifndef BENCH_KILL_OPEN_H
#define BENCH_KILL_OPEN_H

#include "tools/bench/ratio.h"
#include "tools/bench/units.h"

struct kill_open {
    size_t rounds;
    double ours[RATIO_ROUNDS_MAX]; /* seconds */
    double bare[RATIO_ROUNDS_MAX];
    double wal_bytes;
};

/* The first unit has at least 2,048 acts. */
bool kill_open_run(const struct units *units, const char *folder, size_t rounds,
                   struct kill_open *out);

#endif
