/* blame - what has gone wrong in a world: the first invariant that did not hold, and in a sentence
 * how. The numbers are RELIABILITY section 4's; those behind 15 are the issue's own. */
#ifndef SIM_BLAME_H
#define SIM_BLAME_H

#include "tests/sim/story.h"

enum invariant {
    HOLDS_TOLD = 1,        /* what a person was told is recorded is at the server, byte for byte */
    HOLDS_ONCE = 2,        /* nothing is there twice */
    HOLDS_CHAIN = 3,       /* each stream is contiguous and its chain unbroken */
    HOLDS_ONE_CONTENT = 4, /* no place has two contents */
    HOLDS_VIEWS = 5,       /* the views are the fold of the acts, from empty */
    HOLDS_CUSTODIAN = 6,   /* one custodian each; two claims leave a conflict */
    HOLDS_FLAGS = 7,       /* flags as the oracle has them */
    HOLDS_DURABLE = 8,     /* a receipt only for what is on the disk */
    HOLDS_CHECKPOINTS = 9, /* there are none yet */
    HOLDS_KEPT = 10,       /* a unit deletes only what is at level two and old */
    HOLDS_EMPTY = 11,      /* in the end every outbox is empty */
    HOLDS_BOUNDS = 12,     /* memory and WAL stay bounded */
    HOLDS_OWN = 13,        /* a stream holds only what its own device sealed */
    HOLDS_RESTORED = 14,   /* after a restore and a resync all is as before */
    HOLDS_WORDS = 15,      /* what a person reads is from the catalogue */
    HOLDS_DETECTED = 16,   /* what a lying disk lost is noticed */
    INVARIANTS
};

enum { BLAME_SIZE = 400 };

struct blame {
    struct story *story; /* borrowed */
    uint64_t count;
    enum invariant first; /* when count > 0, as the sentence */
    char sentence[BLAME_SIZE];
};

void blame_init(struct blame *blame, struct story *story);
/* FORMAT as printf's. */
void blame_say(struct blame *blame, enum invariant invariant, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
