/* gate - who may come as far as libzmq: a thread that owns the public listener and passes on only
 * lines that have begun a CURVE handshake, few steps of it at once (docs/decisions/0007).
 *
 * Knows ZMTP's first bytes (ZeroMQ RFC 37 and 26) and no key: who comes in is still the ZAP
 * handler's word. A proven line's bytes pass both ways unread. */
#ifndef ADAPTERS_ZMQ_GATE_H
#define ADAPTERS_ZMQ_GATE_H

#include <stdint.h>

#include "adapters/zmq/gate_listen.h"
#include "base/status.h"
#include "ports/door.h"

enum { GATE_INNER_SIZE = 96 };

struct gate_settings {
    const char *endpoint; /* tcp://ADDRESS:PORT; port * takes any free one */
    const char *inner;    /* the name of the abstract Unix socket at which libzmq listens */
    int handshake_ms;     /* who has proven no key by then is cut */
    struct door_limits limits;
};

struct gate_counts {
    uint64_t accepted;
    uint64_t passed;      /* began a handshake with libzmq */
    uint64_t opened;      /* finished it */
    uint64_t crowded;     /* cut because too many were waiting */
    uint64_t late;        /* cut because their time was over */
    uint64_t foreign;     /* cut because they did not speak CURVE */
    uint64_t failed;      /* began a handshake and finished none */
    uint64_t turned_away; /* not heard: their address is distrusted and has lines enough */
    uint64_t waiting;     /* now: lines that have proven no key */
};

struct gate;

/* Listens, and starts the thread. STATUS_MALFORMED: no such address. STATUS_DENIED: it is taken, or
 * not for us. STATUS_IO: no memory, no thread. */
enum status gate_open(struct gate **out_gate, const struct gate_settings *settings) MUST_CHECK;
/* Ends the thread and all lines. NULL: nothing. */
void gate_close(struct gate *gate);
/* tcp://ADDRESS:PORT, the port as a number. */
const char *gate_endpoint(const struct gate *gate);
struct gate_counts gate_counts(const struct gate *gate);

#endif
