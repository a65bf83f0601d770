/* apart - which refused messages of a device are kept: each once, and not without bound.
 *
 * What is kept apart may be true (a lost unit, a clone's other branch), so it is kept; but who
 * sends the same again, or megabytes of it, must not fill the server's disk. Knows no book. */
#ifndef INTAKE_APART_H
#define INTAKE_APART_H

#include <stdbool.h>

#include "base/hash.h"
#include "base/instant.h"

enum {
    APART_BYTES_MAX = 16 * 1024 * 1024, /* of one device in … */
    APART_SPAN_MS = 86400000,           /* … a day: ten times a month's scans of a unit */
    APART_KEPT = 4,
};

struct apart {
    struct hash last[APART_KEPT];
    unsigned next;       /* of `last` to be replaced */
    uint64_t bytes;      /* in the day that … */
    struct instant from; /* … began then, monotonic */
};

enum apart_verdict {
    APART_KEEP,
    APART_DOUBLE, /* kept already */
    APART_FULL,   /* over the bound: to be counted, not kept */
};

/* Is a message of SIZE bytes to be kept? WHAT is the part of it that stays the same when it is sent
 * again. If so, it is remembered. */
enum apart_verdict apart_judge(struct apart *apart, struct span what, size_t size,
                               struct instant mono);

#endif
