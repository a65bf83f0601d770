/* told - what was said about a device already, so that a rogue one fills neither book nor log.
 *
 * An incident is recorded once; the same one again only after an hour, and of one device no more
 * than a few in an hour. What is left off is counted by the caller. Knows no book. */
#ifndef INTAKE_TOLD_H
#define INTAKE_TOLD_H

#include <stdbool.h>

#include "ports/act_store.h"

enum {
    TOLD_AGAIN_MS = 3600000,
    TOLD_AN_HOUR = 20,
    TOLD_KEPT = 8,
};

struct told_one {
    enum act_incident_kind kind; /* 0: free */
    struct place place;
    struct instant at; /* monotonic */
};

struct told {
    struct told_one last[TOLD_KEPT];
    unsigned next;       /* of `last` to be replaced */
    unsigned count;      /* in the hour that … */
    struct instant from; /* … began then */
};

/* Is this worth a line and a row? If so, it is remembered. */
bool told_now(struct told *told, enum act_incident_kind kind, struct place place,
              struct instant mono);

#endif
