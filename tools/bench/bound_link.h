/* bound_link - B-link and B-log: what the line alone allows.
 *
 * A bare ROUTER with CURVE and a ZAP table in memory that answers every message at once, as a
 * process of its own. B-log also appends what is queued to a preallocated file and syncs it before
 * it answers. */
#ifndef BENCH_BOUND_LINK_H
#define BENCH_BOUND_LINK_H

#include <sys/types.h>

#include "tools/bench/load.h"

struct bound_link {
    pid_t pid;
    char endpoint[LOAD_ENDPOINT_SIZE];
    struct link_key key;
};

/* LOG: a file to be made and appended to, or NULL. False: it did not start. */
bool bound_link_start(struct bound_link *link, const struct units *units, const char *log);
void bound_link_end(struct bound_link *link);

#endif
