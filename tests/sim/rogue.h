/* rogue - an enrolled device in bad hands: its key is proven, what it sends is not to be believed.
 *
 * Gaps, repeats, forks, other people's numbers, chains that do not link up, entries it has not
 * signed, revocations it may not make, counts that are not true, bytes that are no message. It also
 * sends good batches, so that its stream goes on. What it seals under its own number is remembered:
 * nothing else may ever stand in its stream. */
#ifndef SIM_ROGUE_H
#define SIM_ROGUE_H

#include "core/statement.h"
#include "tests/sim/people.h"
#include "tests/sim/scene.h"

enum { ROGUE_ENTRIES_MAX = 160, ROGUE_ENTRY_SIZE = 512 };

struct rogue {
    struct scene scene;
    uint32_t number;
    char name[12];
    struct sign_public sign_key;
    struct sign_secret secret;
    struct device device;
    struct dice dice;
    struct cable *cable;
    uint32_t index;              /* in the ledger */
    const struct people *people; /* borrowed: whose papers it speaks of */
    uint8_t bytes[ROGUE_ENTRIES_MAX][ROGUE_ENTRY_SIZE];
    size_t size[ROGUE_ENTRIES_MAX];
    struct head heads[ROGUE_ENTRIES_MAX];
    uint32_t count;
    uint64_t received; /* as the server has told: seq */
    uint64_t tried, greeted;
    struct dice lies;
    struct device victim; /* of the revocation that is sealed next; 0: of none */
};

void rogue_init(struct rogue *rogue, const struct scene *scene, uint32_t number,
                const struct people *people, uint64_t seed);
/* HAPPENS_ROGUE: it tries something. */
void rogue_try(struct rogue *rogue);

#endif
