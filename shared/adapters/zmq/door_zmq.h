/* door_zmq - the door port as a ZeroMQ ROUTER with CURVE and a ZAP handler (RELIABILITY section 2,
 * rules 1 to 5).
 *
 * For one thread. One door a process: the ZAP handler belongs to the context. */
#ifndef ADAPTERS_ZMQ_DOOR_ZMQ_H
#define ADAPTERS_ZMQ_DOOR_ZMQ_H

#include "adapters/zmq/gate.h"
#include "adapters/zmq/keys.h"
#include "adapters/zmq/refusals.h"
#include "adapters/zmq/zap.h"

enum { DOOR_ENDPOINT_SIZE = 256, DOOR_FILES_BESIDE = 3000 };

struct door_timing {
    int heartbeat_ms;         /* a ping so often ... */
    int heartbeat_timeout_ms; /* ... and this long without an answer ends the line */
    int heartbeat_ttl_ms;
    int handshake_ms; /* who has proven no key by then is cut */
    int self_test_ms; /* so long the stranger may try */
    int64_t quiet_ms; /* an unknown key is logged so often */
};

/* What the tests break, to see the door refuse to serve. All false in production. */
struct door_faults {
    bool no_handler;     /* no ZAP handler answers */
    bool no_enforcement; /* ZMQ_ZAP_ENFORCE_DOMAIN is off */
};

struct door_settings {
    const char *endpoint; /* tcp://ADDRESS:PORT from the configuration; port * takes any free one */
    struct curve_keypair keys;
    size_t units; /* the most keys door_admit() will bring */
    struct door_limits limits;
    const struct log *log; /* borrowed for the life of the door */
    struct door_timing timing;
    struct door_faults faults;
};

/* Since the door was opened; for /metrics. */
struct door_counts {
    uint64_t received;
    uint64_t replied;
    uint64_t admitted;     /* handshakes */
    uint64_t not_ready;    /* handshakes answered 300 */
    uint64_t refused;      /* handshakes answered 400 */
    uint64_t dropped;      /* messages whose sender's key was not proven, or left the table */
    uint64_t bad;          /* messages too long, in parts, or under a name of their own making */
    uint64_t replies_full; /* answers dropped because the unit reads too slowly */
    uint64_t replies_gone; /* answers dropped because the unit is gone */
    struct gate_counts gate;
};

struct door_zmq {
    struct door port; /* give &port away; it points back here, so do not copy or move this */
    void *socket;
    void *stopwatch;
    struct gate *gate; /* has the public address; the ROUTER listens behind it */
    const struct log *log;
    struct zap zap;
    struct refusals refusals;
    struct link_key *keys; /* the table again, for every message; sorted */
    size_t key_count;
    size_t key_room;
    struct door_counts counts;
    char endpoint[DOOR_ENDPOINT_SIZE];
};

struct door_timing door_timing_usual(void);
/* Raises the limit of open files, starts the handler, tests itself with a stranger's key, binds.
 * STATUS_MALFORMED: no tcp:// endpoint. STATUS_FULL: fewer files than 3 x units + 3,000 may be open
 * (PERFORMANCE section 8). STATUS_DENIED: the stranger got in, nobody asked the handler, there is a
 * door in this process already, or the address is taken. Each is logged with what to do. */
enum status door_zmq_open(struct door_zmq *door, const struct context *context,
                          const struct door_settings *settings) MUST_CHECK;
void door_zmq_close(struct door_zmq *door);
/* Where it is bound, the port as a number. */
const char *door_zmq_endpoint(const struct door_zmq *door);
struct door_counts door_zmq_counts(const struct door_zmq *door);

#endif
