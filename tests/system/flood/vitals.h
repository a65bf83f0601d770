/* vitals - what /proc says of a running process: memory and processor time. */
#ifndef TESTS_FLOOD_VITALS_H
#define TESTS_FLOOD_VITALS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct vitals {
    uint64_t rss_kb;
    int64_t cpu_ms; /* user and system, since it was started */
};

/* False: there is no such process. */
bool vitals_read(pid_t pid, struct vitals *out);

#endif
