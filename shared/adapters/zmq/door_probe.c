#include "adapters/zmq/door_probe.h"

#include <errno.h>
#include <zmq.h>

#include "adapters/zmq/monitor.h"
#include "adapters/zmq/socket_options.h"

enum { PATIENCE_MS = 100 };

/* What the stranger heard last; events that are no answer leave STATUS as it is. */
static enum status hear(enum monitor_event event, bool asked, enum status status)
{
    switch (event) {
    case MONITOR_UP:
        return STATUS_DENIED;
    case MONITOR_KEY_REFUSED:
    case MONITOR_CUT_SHORT: /* as ZAP 300 looks from outside, or a handshake that took too long */
    case MONITOR_NOT_OUR_PEER:
        return asked ? STATUS_OK : STATUS_DENIED;
    case MONITOR_CONNECTED:
    case MONITOR_DOWN:
    case MONITOR_NOTHING:
        break;
    }
    return status;
}

/* Takes what the monitor has; true when there is nothing more to wait for. */
static bool take_events(void *monitor, const struct link_key *stranger, const struct zap *zap,
                        enum status *status)
{
    for (enum monitor_event event = monitor_next(monitor); event != MONITOR_NOTHING;
         event = monitor_next(monitor)) {
        *status = hear(event, zap && zap_asked(zap, stranger), *status);
        if (event == MONITOR_UP || *status == STATUS_OK) {
            return true;
        }
    }
    return false;
}

/* Listens until the handler has said no, the stranger is in, or the time is over. */
static enum status verdict(void *monitor, const struct link_key *stranger, const struct zap *zap,
                           int limit_ms)
{
    enum status status = STATUS_IO;
    void *stopwatch = zmq_stopwatch_start();
    zmq_pollitem_t item = {.socket = monitor, .events = ZMQ_POLLIN};
    bool done = false;
    while (!done && zmq_stopwatch_intermediate(stopwatch) / 1000 < (unsigned long)limit_ms) {
        int ready = zmq_poll(&item, 1, PATIENCE_MS);
        done = (ready < 0 && zmq_errno() != EINTR) ||
               (ready > 0 && take_events(monitor, stranger, zap, &status));
    }
    (void)zmq_stopwatch_stop(stopwatch);
    return status;
}

enum status door_probe(const struct context *context, const char *endpoint,
                       const struct link_key *server, const struct zap *zap, int limit_ms)
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
        status = verdict(monitor, &stranger.public_key, zap, limit_ms);
    }
    monitor_close(monitor, socket);
    if (socket) {
        (void)zmq_close(socket);
    }
    keys_wipe(&stranger);
    return status;
}
