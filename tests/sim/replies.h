/* replies - what the server answers, held against what it was asked and what is true.
 *
 * The epoch table (SEMANTICS section 2, protocols/sync.md) asked a second time at every welcome;
 * a lock that stays; level two never beyond a backup. Also makes the answers that are not true:
 * rows 54 and 55 of bad-inputs.csv. Judges answers alone: what the server holds is the ledger's. */
#ifndef SIM_REPLIES_H
#define SIM_REPLIES_H

#include "core/sync.h"
#include "tests/sim/scene.h"

enum { REPLIES_HELLOS = 4 };

/* The newest hellos of a line: one may come late, or twice. */
struct replies_line {
    struct hello hellos[REPLIES_HELLOS];
    uint32_t count;
};

struct replies {
    struct scene scene;
    const uint32_t *device_of; /* borrowed: in the ledger, by line */
    struct replies_line lines[NETWORK_LINES_MAX];
    uint32_t heard[LEDGER_DEVICES_MAX]; /* the latest epoch that the server knows of */
    bool locked[LEDGER_DEVICES_MAX];
    struct dice dice;
};

void replies_init(struct replies *replies, const struct scene *scene, const uint32_t *device_of,
                  uint64_t seed);
/* The server's memory begins anew: what it was only told is gone. RESTORED: its book is older. */
void replies_forget(struct replies *replies, bool restored);
/* The door hands this message out. */
void replies_asked(struct replies *replies, uint32_t line, struct span message);
/* The server says this. TRUSTED: its disk has never lied. */
void replies_said(struct replies *replies, uint32_t line, const struct message *said, bool trusted);
/* A receipt that is not true, or not any more; its size, 0: none comes to mind. */
size_t replies_false(struct replies *replies, uint32_t line, uint8_t *out, size_t room);

#endif
