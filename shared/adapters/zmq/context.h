/* context - ZeroMQ's context: one for the life of the process.
 *
 * Closing one context in 4.3.4 can crash another (libzmq #4242), so a second one is a bug. */
#ifndef ADAPTERS_ZMQ_CONTEXT_H
#define ADAPTERS_ZMQ_CONTEXT_H

#include "base/status.h"

struct context {
    void *zmq; /* NULL: closed */
};

/* STATUS_IO: no memory, or a libzmq without CURVE. Opening a second one is a bug. */
enum status context_open(struct context *context) MUST_CHECK;
/* After every link and door is closed; waits for nothing (LINGER is 0 everywhere). */
void context_close(struct context *context);

#endif
