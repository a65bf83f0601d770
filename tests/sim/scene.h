/* scene - what a world lends to everybody in it: time, luck, the story, the truth and the lines. */
#ifndef SIM_SCENE_H
#define SIM_SCENE_H

#include "tests/sim/ledger.h"
#include "tests/sim/network.h"

/* All borrowed. */
struct scene {
    struct timeline *timeline;
    struct swarm *swarm;
    struct story *story;
    struct blame *blame;
    struct ledger *ledger;
    struct network *network;
    bool sqlite; /* real SQLite on a crash VFS instead of the abstract disk */
};

#endif
