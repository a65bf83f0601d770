/* scratch - a folder of this process's own, in memory where the machine has such, for targets
 * whose decoder wants real files around it. Gone when the process ends. */
#ifndef TESTS_FUZZ_SCRATCH_H
#define TESTS_FUZZ_SCRATCH_H

#include <stdbool.h>

#include "base/span.h"

enum { SCRATCH_PATH_SIZE = 128 };

struct scratch {
    char path[SCRATCH_PATH_SIZE]; /* empty: not made yet */
};

void scratch_make(struct scratch *scratch); /* once; later calls do nothing */
void scratch_clear(struct scratch *scratch);
/* PATH/NAME, in one of a few buffers that take turns. */
const char *scratch_path(const struct scratch *scratch, const char *name);
void scratch_put(const struct scratch *scratch, const char *name, struct span bytes);
/* The file's bytes, the caller's to free; empty when it is not there. */
struct span scratch_take(const struct scratch *scratch, const char *name);

#endif
