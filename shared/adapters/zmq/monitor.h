/* monitor - what became of a socket's handshakes, as libzmq tells it on a side socket. */
#ifndef ADAPTERS_ZMQ_MONITOR_H
#define ADAPTERS_ZMQ_MONITOR_H

#include "adapters/zmq/context.h"

enum monitor_event {
    MONITOR_NOTHING,
    MONITOR_CONNECTED,    /* TCP only; the handshake begins */
    MONITOR_UP,           /* both keys are proven */
    MONITOR_DOWN,         /* a connection ended, before or after its handshake */
    MONITOR_KEY_REFUSED,  /* the server's ZAP handler said no (400, 500): libzmq gives up */
    MONITOR_NOT_OUR_PEER, /* the other side does not speak as it should: libzmq gives up */
    MONITOR_CUT_SHORT     /* the other side hung up, or said nothing, within the handshake */
};

/* The side socket of SOCKET; NULL: none could be made. Close with monitor_close before SOCKET. */
void *monitor_open(const struct context *context, void *socket);
void monitor_close(void *monitor, void *socket);
/* The next event, never waits. MONITOR_NOTHING: no more. */
enum monitor_event monitor_next(void *monitor);

#endif
