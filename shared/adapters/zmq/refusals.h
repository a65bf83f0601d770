/* refusals - refused keys as log lines: each at most once a minute, and few lines in all.
 *
 * A unit that nobody enrolled knocks every few seconds, an attacker with ever new keys a thousand
 * times a second; neither may fill the log. Knows no clock: the time comes in. */
#ifndef ADAPTERS_ZMQ_REFUSALS_H
#define ADAPTERS_ZMQ_REFUSALS_H

#include "base/instant.h"
#include "ports/door.h"
#include "ports/log.h"

enum { REFUSALS_KEYS = 8, REFUSALS_QUIET_MS = 60000 };

struct refused_key {
    struct link_key key;
    struct instant silent_until; /* zero: the place is free */
};

struct refusals {
    struct refused_key logged[REFUSALS_KEYS];
    uint64_t others; /* refused while all places were taken; told in one line later */
    struct instant others_from;
    int64_t quiet_ms;
};

void refusals_init(struct refusals *refusals, int64_t quiet_ms);
void refusals_note(struct refusals *refusals, const struct link_key *key, struct instant now,
                   const struct log *log);

#endif
