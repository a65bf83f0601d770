/* batch - what the door does with entries: new ones into the group, doubles answered, gaps, forks
 * and strangers' words refused. The rules are sync_receiver's; here they meet the book. */
#ifndef INTAKE_BATCH_H
#define INTAKE_BATCH_H

#include "server/intake/append.h"

/* RECEIVED stands at the end of the group's bytes and stays there if it is kept. */
void batch_take(struct append *append, struct member *member, const struct door_message *received,
                const struct batch *batch);

#endif
