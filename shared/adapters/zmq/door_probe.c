#include "adapters/zmq/door_probe.h"

#include <errno.h>
#include <zmq.h>

#include "adapters/zmq/monitor.h"
#include "adapters/zmq/socket_options.h"

enum { PATIENCE_MS = 100 };

/* The first word on the handshake: MONITOR_UP, one of the refusals, or MONITOR_NOTHING in time. */
static enum monitor_event verdict_of(void *monitor)
{
    zmq_pollitem_t item = {.socket = monitor, .events = ZMQ_POLLIN};
    for (int waited = 0; waited < DOOR_PROBE_MS; waited += PATIENCE_MS) {
        if (zmq_poll(&item, 1, PATIENCE_MS) < 0 && zmq_errno() != EINTR) {
            break;
        }
        for (enum monitor_event event = monitor_next(monitor); event != MONITOR_NOTHING;
             event = monitor_next(monitor)) {
            if (event != MONITOR_CONNECTED && event != MONITOR_DOWN) {
                return event;
            }
        }
    }
    return MONITOR_NOTHING;
}

static enum status status_of(enum monitor_event verdict, bool asked)
{
    switch (verdict) {
    case MONITOR_KEY_REFUSED:
    case MONITOR_CUT_SHORT: /* as ZAP 300 looks from outside */
    case MONITOR_NOT_OUR_PEER:
        return asked ? STATUS_OK : STATUS_DENIED;
    case MONITOR_UP:
        return STATUS_DENIED;
    case MONITOR_CONNECTED:
    case MONITOR_DOWN:
    case MONITOR_NOTHING:
        break;
    }
    return STATUS_IO;
}

enum status door_probe(const struct context *context, const char *endpoint,
                       const struct link_key *server, const struct zap *zap)
{
    struct curve_keypair stranger;
    enum status status = keys_make(&stranger);
    if (status != STATUS_OK) {
        return status;
    }
    status = STATUS_IO;
    void *socket = socket_open(context, ZMQ_DEALER, NULL, 0);
    void *monitor = socket ? monitor_open(context, socket) : NULL;
    if (monitor && socket_set_curve(socket, &stranger, server) &&
        zmq_connect(socket, endpoint) == 0) {
        enum monitor_event verdict = verdict_of(monitor);
        status = status_of(verdict, zap && zap_asked(zap, &stranger.public_key));
    }
    monitor_close(monitor, socket);
    if (socket) {
        (void)zmq_close(socket);
    }
    keys_wipe(&stranger);
    return status;
}
