/* scene - what a world lends to everybody in it: time, luck, the story, the truth and the lines. */
#ifndef SIM_SCENE_H
#define SIM_SCENE_H

#include "tests/sim/ledger.h"
#include "tests/sim/network.h"

/* A bug put in on purpose, for the simulator's own test: it must be found. */
enum plant {
    PLANT_NONE,
    PLANT_EARLY_OK,  /* a journal says "durable" to every 40th append and writes nothing */
    PLANT_EARLY_ACK, /* the acts say "committed" to every 10th group and write nothing */
    PLANT_RESTLESS,  /* intake wants another turn at once, for ever: time stands still */
};

/* All borrowed. */
struct scene {
    struct timeline *timeline;
    struct swarm *swarm;
    struct story *story;
    struct blame *blame;
    struct ledger *ledger;
    struct network *network;
    bool sqlite; /* real SQLite on a crash VFS instead of the abstract disk */
    enum plant plant;
};

#endif
