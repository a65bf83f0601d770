/* bound_disk - B-disk: what the disk alone allows. pwrite(2) and fdatasync(2) of a group of acts
 * into a preallocated file, no network, no database. */
#ifndef BENCH_BOUND_DISK_H
#define BENCH_BOUND_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/bench/histogram.h"

struct bound_disk {
    double acts_a_second;
    struct histogram sync; /* ns of one fdatasync */
};

/* GROUP acts of SIZE bytes a time, for MS milliseconds, in FOLDER. False: the disk said no. */
bool bound_disk_run(const char *folder, size_t group, size_t size, int64_t ms,
                    struct bound_disk *out);

#endif
