/* stream_dump - a whole journal, checked from its first entry: the answer is one line. */
#ifndef GEN_STREAM_DUMP_H
#define GEN_STREAM_DUMP_H

#include <stdio.h>

#include "base/span.h"

/* BYTES hold sealed entries back to back. `out stream ok COUNT EPOCH/SEQ HASH`, or
 * `out stream bad N WORD`, N the number of the first bad entry, counted from 1. */
void stream_dump(FILE *to, struct span bytes);

#endif
