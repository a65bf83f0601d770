/* door_probe - the door's self-test: a stranger knocks, and must be turned away by our handler. */
#ifndef ADAPTERS_ZMQ_DOOR_PROBE_H
#define ADAPTERS_ZMQ_DOOR_PROBE_H

#include "adapters/zmq/keys.h"
#include "adapters/zmq/zap.h"

enum { DOOR_PROBE_MS = 10000 };

/* Connects to ENDPOINT with a key made for this one time, again and again for LIMIT_MS, which on a
 * busy machine may be needed. STATUS_OK: turned away, and ZAP was asked about that very key.
 * STATUS_DENIED: it got in, or was turned away and nobody asked the handler: do not serve.
 * STATUS_IO: no answer: do not serve either. ZAP NULL: there is none. */
enum status door_probe(const struct context *context, const char *endpoint,
                       const struct link_key *server, const struct zap *zap,
                       int limit_ms) MUST_CHECK;

#endif
