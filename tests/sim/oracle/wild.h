/* wild - a town of units in which everything of DOMAIN section 10 goes wrong, from one seed.
 *
 * Knows nothing of the rules that judge it. The same seed makes the same town on every machine. */
#ifndef SIM_ORACLE_WILD_H
#define SIM_ORACLE_WILD_H

#include "tests/unit/server/watch/town.h"

struct wild_options {
    uint64_t seed;
    int dossiers;
    int days;
    bool calm; /* little goes wrong */
};

/* A new town in which all of it has happened and watch has read it; town_close() it. */
struct town *wild_town(const struct wild_options *options);

#endif
