/* link_zmq - the link port as a ZeroMQ DEALER with CURVE (RELIABILITY section 2, rule 4).
 *
 * For one thread. Reconnects by itself; what was on the way is then lost, and only a receipt tells.
 */
#ifndef ADAPTERS_ZMQ_LINK_ZMQ_H
#define ADAPTERS_ZMQ_LINK_ZMQ_H

#include "adapters/zmq/context.h"
#include "adapters/zmq/keys.h"
#include "ports/chance.h"
#include "ports/link.h"
#include "ports/log.h"

enum { LINK_ENDPOINT_SIZE = 256 };

struct link_timing {
    int heartbeat_ms;         /* a ping so often ... */
    int heartbeat_timeout_ms; /* ... and this long without an answer ends the line */
    int heartbeat_ttl_ms;     /* what we ask of the server's end */
    int handshake_ms;
    int reconnect_ms; /* and as much again at random */
    int reconnect_ms_max;
    int unproven_ms; /* so long nothing but hang-ups in handshakes: not the pinned server */
};

struct link_settings {
    const char *endpoint; /* tcp://HOST:PORT from the configuration; never what a person typed */
    struct curve_keypair keys;
    struct link_key server; /* pinned */
    const struct log *log;  /* borrowed for the life of the link, as is chance */
    const struct chance *chance;
    struct link_timing timing;
};

enum link_refusal {
    LINK_NOT_REFUSED,
    LINK_KEY_REFUSED,    /* the server does not know our key: enrol this unit */
    LINK_SERVER_UNPROVEN /* whoever answers there did not prove the pinned key: show its fingerprint
                          */
};

struct link_zmq {
    struct link port; /* give &port away; it points back here, so do not copy or move this */
    const struct context *context;
    struct link_settings settings;
    char endpoint[LINK_ENDPOINT_SIZE];
    void *socket; /* NULL: could not be renewed; try again */
    void *monitor;
    void *stopwatch;
    enum link_refusal refusal; /* the last one, until a handshake succeeds */
    bool refused;
    bool came_up;
    unsigned cut_short; /* in a row */
    int64_t first_cut_ms;
    int64_t connected_ms;
};

/* The values of RELIABILITY section 2; tests shorten them. */
struct link_timing link_timing_usual(void);
/* The line is made in the background. STATUS_MALFORMED: no tcp:// endpoint. STATUS_IO. */
enum status link_zmq_open(struct link_zmq *link, const struct context *context,
                          const struct link_settings *settings) MUST_CHECK;
void link_zmq_close(struct link_zmq *link);
/* Why link_refused() was last true. */
enum link_refusal link_zmq_refusal(const struct link_zmq *link);

#endif
