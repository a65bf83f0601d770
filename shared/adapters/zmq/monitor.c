#include "adapters/zmq/monitor.h"

#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <zmq.h>

#include "adapters/zmq/socket_options.h"
#include "base/text.h"

enum {
    WATCHED = ZMQ_EVENT_CONNECTED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED |
              ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL |
              ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL
};

static atomic_uint monitors; /* each gets an address of its own */

void *monitor_open(const struct context *context, void *socket)
{
    /* libzmq's I/O thread waits when this queue is full; so it has no bound but what TCP brings. */
    static const struct socket_option unbounded[] = {
        {ZMQ_RCVHWM, 0}
    };
    char address[64];
    struct line line = line_of(address, sizeof address);
    line_put(&line, "inproc://monitor-");
    line_unsigned(&line, atomic_fetch_add(&monitors, 1));
    void *monitor = socket_open(context, ZMQ_PAIR, unbounded, 1);
    if (!monitor) {
        return NULL;
    }
    if (zmq_socket_monitor(socket, address, WATCHED) != 0 || zmq_connect(monitor, address) != 0) {
        monitor_close(monitor, socket);
        return NULL;
    }
    return monitor;
}

void monitor_close(void *monitor, void *socket)
{
    if (monitor) {
        (void)zmq_socket_monitor(socket, NULL, 0);
        (void)zmq_close(monitor);
    }
}

static enum monitor_event event_of(uint16_t event)
{
    switch (event) {
    case ZMQ_EVENT_CONNECTED:
        return MONITOR_CONNECTED;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        return MONITOR_UP;
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
        return MONITOR_KEY_REFUSED;
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
        return MONITOR_NOT_OUR_PEER;
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
        return MONITOR_CUT_SHORT;
    default:
        return MONITOR_DOWN;
    }
}

enum monitor_event monitor_next(void *monitor)
{
    uint8_t frame[64]; /* 16 bits of event, 32 of value; the machine's own byte order */
    uint16_t event = 0;
    int more = 1;
    size_t size = sizeof more;
    if (zmq_recv(monitor, frame, sizeof frame, ZMQ_DONTWAIT) < (int)sizeof event) {
        return MONITOR_NOTHING;
    }
    memcpy(&event, frame, sizeof event);
    while (zmq_getsockopt(monitor, ZMQ_RCVMORE, &more, &size) == 0 && more) {
        if (zmq_recv(monitor, frame, sizeof frame, ZMQ_DONTWAIT) < 0) { /* the address */
            break;
        }
    }
    return event_of(event);
}
