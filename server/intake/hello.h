/* hello - what the door answers to a greeting: the epoch table of SEMANTICS section 2, with the
 * lookups it asks for. The rules are sync_receiver's; here they meet the book. */
#ifndef INTAKE_HELLO_H
#define INTAKE_HELLO_H

#include "server/intake/append.h"

void hello_take(struct append *append, struct member *member, const struct door_peer *peer,
                const struct hello *hello);

#endif
