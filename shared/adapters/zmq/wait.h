/* wait - the one place where a process sleeps: over its link or door and some descriptors.
 *
 * ZeroMQ's own descriptor rings only on a change and misses what is already there (PERFORMANCE
 * section 8); zmq_poll(3) looks at the socket itself, so nothing is missed and nothing spins. */
#ifndef ADAPTERS_ZMQ_WAIT_H
#define ADAPTERS_ZMQ_WAIT_H

#include "adapters/zmq/door_zmq.h"
#include "adapters/zmq/link_zmq.h"

enum { WAIT_DESCRIPTORS_MAX = 40 };

/* What one turn waits for; NULL and 0 for what it has not. */
struct wait {
    struct link_zmq *link;
    struct door_zmq *door;
    const int *descriptors; /* readable or hung up; a negative one is passed over */
    const bool *writable;   /* one each: not readable but writable, as libusb's are; NULL: none */
    size_t count;
};

struct wait_ready {
    bool link; /* a message, a refusal, or it came up: ask the link */
    bool door; /* a message, or a refusal to be logged: call door_receive() until NOT_FOUND */
    bool descriptor[WAIT_DESCRIPTORS_MAX];
};

/* At most MS real milliseconds (negative: without end), less when something is ready or a signal
 * comes. Whoever leaves a ready thing untouched is woken again at once. */
void wait_for(const struct wait *wait, int64_t ms, struct wait_ready *out_ready);

#endif
