/* INVARIANTS
 * (1) The ZAP handler answers before the ROUTER exists, and outlives it.
 * (2) Nothing is bound to the configured address before the self-test has passed.
 * (3) A message is given out only with a proven key that stands in the table now. */
#include "adapters/zmq/door_zmq.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zmq.h>

#include "adapters/zmq/door_probe.h"
#include "adapters/zmq/socket_options.h"
#include "base/check.h"
#include "base/sign.h"
#include "ports/link.h"

enum {
    WAITING_MAX = 100, /* messages a peer, each way */
    BACKLOG = 1024,    /* 100: 3,000 units take 9 s to reconnect (PERFORMANCE section 7) */
    TCP_SILENT_MS = 30000,
    IO_THREADS = 2,
    FILES_A_UNIT = 3, /* the gate's two and libzmq's */
    /* Named in zmq.h only for drafts, present in Debian's build and stable since 4.3.5. */
    ZAP_ENFORCE_DOMAIN = 93,
    ROUTER_NAME_SIZE = 5 /* what the ROUTER makes for a peer that brings no name: 0 and a number */
};

struct door_timing door_timing_usual(void)
{
    return (struct door_timing){
        .heartbeat_ms = 5000,
        .heartbeat_timeout_ms = 10000,
        .heartbeat_ttl_ms = 15000,
        .handshake_ms = 2000,
        .self_test_ms = DOOR_PROBE_MS,
        .quiet_ms = REFUSALS_QUIET_MS,
    };
}

static void say(const struct log *log, const char *message, const char *key, const char *value)
{
    const struct log_field field = {key, text_of(value)};
    log_write(log, LOG_LEVEL_ERROR, message, &field, 1);
}

/* With too few, 1,007 units were served and then nobody for 40 s (PERFORMANCE section 8). */
static enum status raise_open_files(const struct door_settings *settings)
{
    struct rlimit limit;
    const rlim_t need = FILES_A_UNIT * (rlim_t)settings->units + DOOR_FILES_BESIDE;
    char digits[24];
    struct line line = line_of(digits, sizeof digits);
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return STATUS_IO;
    }
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
        (void)getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur >= need) {
        return STATUS_OK;
    }
    line_unsigned(&line, need);
    say(settings->log, "too few files may be open for so many units; raise LimitNOFILE", "need",
        digits);
    return STATUS_FULL;
}

static void *router_open(const struct context *context, const struct door_settings *settings)
{
    const struct door_timing *timing = &settings->timing;
    const int ipv6 = strchr(settings->endpoint, '[') != NULL;
    const int enforced = !settings->faults.no_enforcement;
    /* MANDATORY: tell us who is slow or gone. */
    const struct socket_option options[] = {
        {ZMQ_ROUTER_MANDATORY,  1                           },
        {ZMQ_ROUTER_HANDOVER,   0                           },
        {ZMQ_HANDSHAKE_IVL,     timing->handshake_ms        },
        {ZMQ_SNDHWM,            WAITING_MAX                 },
        {ZMQ_RCVHWM,            WAITING_MAX                 },
        {ZMQ_HEARTBEAT_IVL,     timing->heartbeat_ms        },
        {ZMQ_HEARTBEAT_TIMEOUT, timing->heartbeat_timeout_ms},
        {ZMQ_HEARTBEAT_TTL,     timing->heartbeat_ttl_ms    },
        {ZMQ_BACKLOG,           BACKLOG                     },
        {ZMQ_TCP_MAXRT,         TCP_SILENT_MS               },
        {ZMQ_IPV6,              ipv6                        },
        {ZAP_ENFORCE_DOMAIN,    enforced                    },
    };
    void *socket = socket_open(context, ZMQ_ROUTER, options, sizeof options / sizeof options[0]);
    if (socket && (zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, strlen(ZAP_DOMAIN)) != 0 ||
                   !socket_set_curve(socket, &settings->keys, NULL))) {
        (void)zmq_close(socket);
        return NULL;
    }
    return socket;
}

static enum status bind_to(void *socket, const char *endpoint, char out[DOOR_ENDPOINT_SIZE])
{
    size_t size = DOOR_ENDPOINT_SIZE;
    if (zmq_bind(socket, endpoint) != 0) {
        bool taken = zmq_errno() == EADDRINUSE || zmq_errno() == EACCES;
        return taken ? STATUS_DENIED : STATUS_MALFORMED;
    }
    return zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, out, &size) == 0 ? STATUS_OK : STATUS_IO;
}

/* The stranger knocks at the very socket that is going to serve, on a port of its own. The handler
 * has an empty table meanwhile: a 400 is heard at once, a 300 only when the handshake times out. */
static enum status self_test(struct door_zmq *door, const struct context *context,
                             const struct door_settings *settings)
{
    char endpoint[DOOR_ENDPOINT_SIZE];
    struct zap *zap = settings->faults.no_handler ? NULL : &door->zap;
    enum status status = zap ? zap_admit(zap, NULL, 0) : STATUS_OK;
    if (status == STATUS_OK) {
        status = bind_to(door->socket, "tcp://127.0.0.1:*", endpoint);
    }
    if (status != STATUS_OK) {
        return status;
    }
    status = door_probe(context, endpoint, &settings->keys.public_key, zap,
                        settings->timing.self_test_ms);
    if (status == STATUS_OK && zmq_unbind(door->socket, endpoint) != 0) {
        status = STATUS_IO;
    }
    if (status == STATUS_OK) {
        zap_forget(zap);
    } else {
        say(settings->log, "the door's self-test failed; it does not open", "why",
            status == STATUS_DENIED ? "a stranger's key got in, or the handler was not asked"
                                    : "no answer");
    }
    return status;
}

/* The ROUTER listens under a name that only processes of this machine can reach, and they too have
 * to prove a key; the gate has the address. */
static enum status open_gate(struct door_zmq *door, const struct door_settings *settings)
{
    char name[GATE_INNER_SIZE];
    char inner[DOOR_ENDPOINT_SIZE];
    char bound[DOOR_ENDPOINT_SIZE];
    uint64_t number = 0;
    struct line name_line = line_of(name, sizeof name);
    struct line inner_line = line_of(inner, sizeof inner);
    sign_random(&number, sizeof number);
    line_put(&name_line, "trao.door.");
    line_unsigned(&name_line, number);
    line_put(&inner_line, "ipc://@");
    line_put(&inner_line, name);
    const struct gate_settings gate = {
        .endpoint = settings->endpoint,
        .inner = name,
        .handshake_ms = settings->timing.handshake_ms,
        .limits = settings->limits,
    };
    enum status status = bind_to(door->socket, inner, bound);
    if (status == STATUS_OK) {
        status = gate_open(&door->gate, &gate);
    }
    if (status == STATUS_OK) {
        (void)text_copy(text_of(gate_endpoint(door->gate)), door->endpoint, sizeof door->endpoint);
    }
    return status;
}

static enum status open_socket(struct door_zmq *door, const struct context *context,
                               const struct door_settings *settings)
{
    enum status status = STATUS_OK;
    /* Before the context's first socket, or it is too late. One accepts while the other's lines
     * shake hands: under 10,000 idle connections a new unit got in after 1.6 s with one thread,
     * after 0.2 s with two (p99, docs/decisions/0007). */
    (void)zmq_ctx_set(context->zmq, ZMQ_IO_THREADS, IO_THREADS);
    if (!settings->faults.no_handler) {
        status = zap_open(&door->zap, context, settings->units); /* (1) */
    }
    if (status != STATUS_OK) {
        return status;
    }
    door->socket = router_open(context, settings);
    if (!door->socket) {
        return STATUS_IO;
    }
    status = self_test(door, context, settings);
    if (status != STATUS_OK) {
        return status;
    }
    status = open_gate(door, settings); /* (2) */
    if (status != STATUS_OK) {
        say(settings->log, "cannot listen there: is another server running?", "endpoint",
            settings->endpoint);
    }
    return status;
}

static void log_refusals(struct door_zmq *door)
{
    struct link_key key;
    while (door->zap.question && zap_refused(&door->zap, &key)) {
        int64_t ms = (int64_t)(zmq_stopwatch_intermediate(door->stopwatch) / 1000);
        refusals_note(&door->refusals, &key, (struct instant){ms}, door->log);
    }
}

/* All frames of one message: FIRST is the sender's name, BODY what it sent. False: nothing there.
 * *out_whole: just these two. */
static bool take_frames(void *socket, zmq_msg_t *name, zmq_msg_t *body, bool *out_whole)
{
    if (zmq_msg_recv(name, socket, ZMQ_DONTWAIT) < 0) {
        return false;
    }
    bool whole = zmq_msg_more(name) != 0;
    bool more = whole;
    for (int frames = 0; more && zmq_msg_recv(body, socket, ZMQ_DONTWAIT) >= 0; frames++) {
        more = zmq_msg_more(body) != 0;
        whole = whole && frames == 0;
    }
    *out_whole = whole;
    return true;
}

/* The routing id proves nothing (finding 4), but one that its sender chose could squat another's.
 */
static bool take_name(zmq_msg_t *frame, struct door_peer *out_peer)
{
    size_t size = zmq_msg_size(frame);
    const uint8_t *at = zmq_msg_data(frame);
    if (size != ROUTER_NAME_SIZE || at[0] != 0) {
        return false;
    }
    memcpy(out_peer->byte, at, size);
    out_peer->size = size;
    return true;
}

static bool take_key(const struct door_zmq *door, zmq_msg_t *body, struct link_key *out_key)
{
    const char *user = zmq_msg_gets(body, "User-Id"); /* set by our handler, not by the sender */
    return user && keys_parse(text_of(user), out_key) &&
           zap_holds(door->keys, door->key_count, out_key); /* (3) */
}

static enum status judge(struct door_zmq *door, zmq_msg_t *name, zmq_msg_t *body,
                         struct door_message *message)
{
    struct door_peer peer = {.size = 0};
    struct link_key key;
    size_t size = zmq_msg_size(body);
    if (!take_key(door, body, &key)) {
        door->counts.dropped++;
        return STATUS_MALFORMED;
    }
    if (!take_name(name, &peer) || size > message->room) {
        door->counts.bad++;
        return STATUS_MALFORMED;
    }
    if (size > 0) {
        memcpy(message->at, zmq_msg_data(body), size);
    }
    message->peer = peer;
    message->key = key;
    message->size = size;
    door->counts.received++;
    return STATUS_OK;
}

static enum status receive_message(void *self, struct door_message *message)
{
    struct door_zmq *door = self;
    enum status status = STATUS_NOT_FOUND;
    zmq_msg_t name;
    zmq_msg_t body;
    bool whole = false;
    log_refusals(door);
    (void)zmq_msg_init(&name);
    (void)zmq_msg_init(&body);
    if (take_frames(door->socket, &name, &body, &whole)) {
        status = whole ? judge(door, &name, &body, message) : STATUS_MALFORMED;
        door->counts.bad += !whole;
    }
    (void)zmq_msg_close(&name);
    (void)zmq_msg_close(&body);
    return status;
}

static enum status reply(void *self, const struct door_peer *peer, struct span message)
{
    struct door_zmq *door = self;
    if (message.size > LINK_MESSAGE_MAX) {
        return STATUS_MALFORMED;
    }
    if (zmq_send(door->socket, peer->byte, peer->size, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0) {
        bool full = zmq_errno() == EAGAIN; /* otherwise EHOSTUNREACH */
        door->counts.replies_full += full;
        door->counts.replies_gone += !full;
        return full ? STATUS_FULL : STATUS_NOT_FOUND;
    }
    if (zmq_send(door->socket, message.at, message.size, ZMQ_DONTWAIT) < 0) {
        door->counts.replies_gone++;
        return STATUS_NOT_FOUND;
    }
    door->counts.replied++;
    return STATUS_OK;
}

static enum status admit(void *self, const struct link_key *keys, size_t count)
{
    struct door_zmq *door = self;
    if (count > door->key_room) {
        return STATUS_FULL;
    }
    if (count > 0) {
        memcpy(door->keys, keys, count * sizeof *keys);
    }
    zap_sort(door->keys, count);
    door->key_count = count;
    return zap_admit(&door->zap, keys, count);
}

static const struct door_ops ops = {.receive = receive_message, .reply = reply, .admit = admit};

enum status door_zmq_open(struct door_zmq *door, const struct context *context,
                          const struct door_settings *settings)
{
    assert(settings->log);
    if (!text_starts(text_of(settings->endpoint), "tcp://")) {
        return STATUS_MALFORMED;
    }
    enum status status = raise_open_files(settings);
    if (status != STATUS_OK) {
        return status;
    }
    memset(door, 0, sizeof *door);
    door->port = (struct door){.ops = &ops, .self = door};
    door->log = settings->log;
    door->stopwatch = zmq_stopwatch_start();
    door->key_room = settings->units;
    door->keys = calloc(settings->units + 1, sizeof *door->keys);
    refusals_init(&door->refusals, settings->timing.quiet_ms);
    status = door->keys ? open_socket(door, context, settings) : STATUS_IO;
    if (status != STATUS_OK) {
        door_zmq_close(door);
    }
    return status;
}

void door_zmq_close(struct door_zmq *door)
{
    if (door && door->port.ops) {
        gate_close(door->gate);
        if (door->socket) {
            (void)zmq_close(door->socket);
        }
        zap_close(&door->zap); /* (1) */
        (void)zmq_stopwatch_stop(door->stopwatch);
        free(door->keys);
        memset(door, 0, sizeof *door);
    }
}

const char *door_zmq_endpoint(const struct door_zmq *door)
{
    return door->endpoint;
}

struct door_counts door_zmq_counts(const struct door_zmq *door)
{
    struct door_counts counts = door->counts;
    struct zap_counts zap = zap_counts(&door->zap);
    counts.admitted = zap.admitted;
    counts.not_ready = zap.not_ready;
    counts.refused = zap.refused;
    counts.gate = gate_counts(door->gate);
    return counts;
}
