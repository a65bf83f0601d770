/* message_dump - everything one message between device and server says, as lines of an answer. */
#ifndef GEN_MESSAGE_DUMP_H
#define GEN_MESSAGE_DUMP_H

#include <stdio.h>

#include "base/span.h"

void message_dump(FILE *to, struct span bytes);

#endif
