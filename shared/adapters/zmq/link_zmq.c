/* INVARIANTS
 * (1) socket and monitor are both there or both NULL.
 * (2) A refusal that ends libzmq's own attempts (400, 500, a peer that speaks otherwise) always
 *     raises `refused`: without a renewal the line would stay dead for ever (finding 3). */
#include "adapters/zmq/link_zmq.h"

#include <errno.h>
#include <string.h>
#include <zmq.h>

#include "adapters/zmq/monitor.h"
#include "adapters/zmq/socket_options.h"
#include "base/check.h"

enum {
    SENDS_WAITING_MAX = 4,
    CONNECT_MS = 5000,
    TCP_SILENT_MS = 30000,
    CUTS_UNPROVEN = 3,       /* hang-ups in a row before we call the server unproven */
    EVENTS_A_TURN_MAX = 1000 /* TCP cannot bring more; a bound for every loop */
};

struct link_timing link_timing_usual(void)
{
    return (struct link_timing){
        .heartbeat_ms = 5000,
        .heartbeat_timeout_ms = 10000,
        .heartbeat_ttl_ms = 15000,
        .handshake_ms = 3000,
        .reconnect_ms = 500,
        .reconnect_ms_max = 4000,
        .unproven_ms = 10000,
    };
}

static int64_t now_ms(const struct link_zmq *link)
{
    return (int64_t)(zmq_stopwatch_intermediate(link->stopwatch) / 1000);
}

static int reconnect_ms(const struct link_zmq *link)
{
    uint32_t any = 0;
    chance_fill(link->settings.chance, &any, sizeof any);
    int ms = link->settings.timing.reconnect_ms;
    return ms + (ms > 0 ? (int)(any % (uint32_t)ms) : 0);
}

static void *dealer_open(const struct link_zmq *link)
{
    const struct link_timing *timing = &link->settings.timing;
    const int ipv6 = strchr(link->endpoint, '[') != NULL;
    /* IMMEDIATE: no queue for a line that is down. */
    const struct socket_option options[] = {
        {ZMQ_IMMEDIATE,         1                           },
        {ZMQ_SNDHWM,            SENDS_WAITING_MAX           },
        {ZMQ_HANDSHAKE_IVL,     timing->handshake_ms        },
        {ZMQ_CONNECT_TIMEOUT,   CONNECT_MS                  },
        {ZMQ_RECONNECT_IVL,     reconnect_ms(link)          },
        {ZMQ_RECONNECT_IVL_MAX, timing->reconnect_ms_max    },
        {ZMQ_HEARTBEAT_IVL,     timing->heartbeat_ms        },
        {ZMQ_HEARTBEAT_TIMEOUT, timing->heartbeat_timeout_ms},
        {ZMQ_HEARTBEAT_TTL,     timing->heartbeat_ttl_ms    },
        {ZMQ_TCP_MAXRT,         TCP_SILENT_MS               },
        {ZMQ_IPV6,              ipv6                        },
    };
    void *socket =
        socket_open(link->context, ZMQ_DEALER, options, sizeof options / sizeof options[0]);
    if (socket && !socket_set_curve(socket, &link->settings.keys, &link->settings.server)) {
        (void)zmq_close(socket);
        return NULL;
    }
    return socket;
}

static void line_close(struct link_zmq *link)
{
    if (link->socket) {
        monitor_close(link->monitor, link->socket);
        (void)zmq_close(link->socket);
    }
    link->monitor = NULL;
    link->socket = NULL;
}

static enum status line_open(struct link_zmq *link)
{
    link->socket = dealer_open(link);
    link->monitor = link->socket ? monitor_open(link->context, link->socket) : NULL;
    if (!link->monitor) {
        if (link->socket) {
            (void)zmq_close(link->socket);
        }
        link->socket = NULL; /* (1) */
        return STATUS_IO;
    }
    if (zmq_connect(link->socket, link->endpoint) != 0) {
        line_close(link);
        return STATUS_MALFORMED;
    }
    return STATUS_OK;
}

static void refuse(struct link_zmq *link, enum link_refusal why)
{
    char server[KEYS_TEXT_SIZE];
    const struct text pinned = text_of(keys_text(&link->settings.server, server));
    const struct log_field fields[] = {
        {"endpoint", text_of(link->endpoint)},
        {"pinned",   pinned                 },
    };
    if (link->refusal != why) { /* once, until a handshake succeeds */
        log_write(link->settings.log, LOG_LEVEL_WARNING,
                  why == LINK_KEY_REFUSED ? "the server's door does not know our key"
                                          : "the server did not prove the pinned key",
                  fields, sizeof fields / sizeof fields[0]);
    }
    link->refusal = why;
    link->refused = true;
}

/* A server with another key hangs up at once; so, now and then, does one that is not ready yet (ZAP
 * 300) or is just being stopped. Only when that goes on do we call it unproven. One that is silent
 * until the handshake's time is over is an overloaded server, and not counted. */
static void cut_short(struct link_zmq *link)
{
    int64_t now = now_ms(link);
    if (now - link->connected_ms >= link->settings.timing.handshake_ms / 2) {
        return;
    }
    if (link->cut_short++ == 0) {
        link->first_cut_ms = now;
    }
    if (link->cut_short >= CUTS_UNPROVEN &&
        now - link->first_cut_ms >= link->settings.timing.unproven_ms) {
        link->cut_short = 0;
        refuse(link, LINK_SERVER_UNPROVEN);
    }
}

static void take_event(struct link_zmq *link, enum monitor_event event)
{
    switch (event) {
    case MONITOR_CONNECTED:
        link->connected_ms = now_ms(link);
        break;
    case MONITOR_UP:
        link->came_up = true;
        link->cut_short = 0;
        link->refusal = LINK_NOT_REFUSED;
        break;
    case MONITOR_KEY_REFUSED:
        refuse(link, LINK_KEY_REFUSED); /* (2) */
        break;
    case MONITOR_NOT_OUR_PEER:
        refuse(link, LINK_SERVER_UNPROVEN); /* (2) */
        break;
    case MONITOR_CUT_SHORT:
        cut_short(link);
        break;
    case MONITOR_DOWN:
    case MONITOR_NOTHING:
        break;
    }
}

static void take_events(struct link_zmq *link)
{
    for (int i = 0; link->monitor && i < EVENTS_A_TURN_MAX; i++) {
        enum monitor_event event = monitor_next(link->monitor);
        if (event == MONITOR_NOTHING) {
            return;
        }
        take_event(link, event);
    }
}

static enum status send_message(void *self, struct span message)
{
    struct link_zmq *link = self;
    if (message.size > LINK_MESSAGE_MAX) {
        return STATUS_MALFORMED;
    }
    take_events(link);
    if (!link->socket || zmq_send(link->socket, message.at, message.size, ZMQ_DONTWAIT) < 0) {
        return STATUS_FULL;
    }
    return STATUS_OK;
}

/* The server sends one frame; of anything else all frames are read and thrown away. */
static bool drop_rest(void *socket, zmq_msg_t *frame)
{
    bool more = zmq_msg_more(frame) != 0;
    bool dropped = more;
    while (more && zmq_msg_recv(frame, socket, ZMQ_DONTWAIT) >= 0) {
        more = zmq_msg_more(frame) != 0;
    }
    return dropped;
}

static enum status receive_message(void *self, uint8_t *out, size_t room, size_t *out_size)
{
    struct link_zmq *link = self;
    zmq_msg_t frame;
    take_events(link);
    (void)zmq_msg_init(&frame);
    if (!link->socket || zmq_msg_recv(&frame, link->socket, ZMQ_DONTWAIT) < 0) {
        (void)zmq_msg_close(&frame);
        return STATUS_NOT_FOUND;
    }
    size_t size = zmq_msg_size(&frame);
    enum status status = size <= room ? STATUS_OK : STATUS_MALFORMED;
    if (status == STATUS_OK && !zmq_msg_more(&frame)) {
        if (size > 0) {
            memcpy(out, zmq_msg_data(&frame), size);
        }
        *out_size = size;
    }
    if (drop_rest(link->socket, &frame)) {
        status = STATUS_MALFORMED;
    }
    (void)zmq_msg_close(&frame);
    return status;
}

static enum status renew(void *self)
{
    struct link_zmq *link = self;
    take_events(link); /* what the old line has to say is said */
    line_close(link);
    link->came_up = false;
    return line_open(link);
}

static bool refused(void *self)
{
    struct link_zmq *link = self;
    take_events(link);
    bool was = link->refused;
    link->refused = false;
    return was;
}

static bool came_up(void *self)
{
    struct link_zmq *link = self;
    take_events(link);
    bool was = link->came_up;
    link->came_up = false;
    return was;
}

static const struct link_ops ops = {
    .send = send_message,
    .receive = receive_message,
    .renew = renew,
    .refused = refused,
    .came_up = came_up,
};

enum status link_zmq_open(struct link_zmq *link, const struct context *context,
                          const struct link_settings *settings)
{
    assert(settings->log && settings->chance);
    struct text endpoint = text_of(settings->endpoint);
    if (!text_starts(endpoint, "tcp://") || endpoint.size >= LINK_ENDPOINT_SIZE) {
        return STATUS_MALFORMED;
    }
    *link = (struct link_zmq){
        .port = {.ops = &ops, .self = link},
        .context = context,
        .settings = *settings,
        .stopwatch = zmq_stopwatch_start(),
    };
    memcpy(link->endpoint, endpoint.at, endpoint.size);
    enum status status = line_open(link);
    if (status != STATUS_OK) {
        link_zmq_close(link);
    }
    return status;
}

void link_zmq_close(struct link_zmq *link)
{
    if (link && link->port.ops) {
        line_close(link);
        (void)zmq_stopwatch_stop(link->stopwatch);
        keys_wipe(&link->settings.keys);
        *link = (struct link_zmq){0};
    }
}

enum link_refusal link_zmq_refusal(const struct link_zmq *link)
{
    return link->refusal;
}
