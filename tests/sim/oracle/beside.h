/* beside - watch's book and this oracle over the same rows, for the tests of this folder. */
#ifndef SIM_ORACLE_BESIDE_H
#define SIM_ORACLE_BESIDE_H

#include "tests/sim/oracle/history.h"
#include "tests/sim/oracle/oracle.h"
#include "tests/unit/server/watch/town.h"

struct beside {
    size_t dossiers, changes; /* compared */
    size_t differences;
    char first[512]; /* what was said first */
};

/* The rows of TOWN's acts and its devices, told to a new oracle; free it. */
struct oracle *beside_oracle(struct town *town);
/* The same as a history, judged up to CLOCK; history_fini() it. */
void beside_history(struct town *town, struct minute clock, struct history *out);
/* Compares with TOWN's flag book at its own clock; adds to OUT. PRINT: differences on stderr. */
void beside_compare(struct town *town, struct beside *out, bool print);

#endif
