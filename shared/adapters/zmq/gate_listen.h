/* gate_listen - the gate's public address: parsed, bound, and told with the port it got.
 *
 * Knows nothing of who calls there. */
#ifndef ADAPTERS_ZMQ_GATE_LISTEN_H
#define ADAPTERS_ZMQ_GATE_LISTEN_H

#include "base/status.h"

enum { GATE_ENDPOINT_SIZE = 256 };

/* ENDPOINT is tcp://ADDRESS:PORT, port * any free one. The listener, non-blocking, is the
 * caller's to close: it is also written when something fails behind it, and -1 when there is none.
 * STATUS_MALFORMED: no such address. STATUS_DENIED: it is taken, or not for us. */
enum status gate_listen(const char *endpoint, int *out_listener,
                        char out_endpoint[GATE_ENDPOINT_SIZE]) MUST_CHECK;

#endif
