/* memory_file - bytes as a file that has a path and is on no disk, for decoders that open one. */
#ifndef TESTS_FUZZ_MEMORY_FILE_H
#define TESTS_FUZZ_MEMORY_FILE_H

#include "base/span.h"

struct memory_file {
    int fd; /* 0: not made yet */
    char path[32];
};

/* The whole file is BYTES now; made at the first call, never closed. Whoever opens `path` reads
 * from the beginning. */
void memory_file_put(struct memory_file *file, struct span bytes);

#endif
