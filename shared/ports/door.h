/* door - the server's end of all lines: whole messages with the key that was proven for each.
 *
 * Fails closed: no message is given out whose sender did not prove a key of the table. Kept by
 * adapters/zmq/door_zmq.c; faked by tests/fakes/door_fake.c; both pass tests/contract/door. */
#ifndef PORTS_DOOR_H
#define PORTS_DOOR_H

#include "base/span.h"
#include "base/status.h"

enum { DOOR_PEER_MAX = 32, LINK_KEY_SIZE = 32 };

struct link_key {
    uint8_t byte[LINK_KEY_SIZE]; /* CURVE public key */
};

/* Where to send an answer: valid for as long as the line lives. */
struct door_peer {
    uint8_t byte[DOOR_PEER_MAX];
    size_t size;
};

struct door_message {
    struct door_peer peer;
    struct link_key key; /* proven by the handshake, per message */
    uint8_t *at;         /* the caller's buffer */
    size_t room;
    size_t size;
};

/* What a door bears of callers that have proven no key. */
struct door_limits {
    uint32_t waiting;            /* lines; beyond it the oldest is cut */
    uint32_t handshakes;         /* steps of handshakes done at once */
    uint32_t failures;           /* handshakes in vain on an address's account ... */
    uint32_t forgiven;           /* ... of which so many a second are forgotten; 0: none count */
    uint32_t distrusted_percent; /* of the time, for all addresses with more failures than that */
    uint32_t distrusted_waiting; /* lines of such an address */
};

struct door_ops {
    enum status (*receive)(void *self, struct door_message *message);
    enum status (*reply)(void *self, const struct door_peer *peer, struct span message);
    enum status (*admit)(void *self, const struct link_key *keys, size_t count);
};

struct door {
    const struct door_ops *ops;
    void *self; /* borrowed */
};

/* A flood of 6,000 lines a second leaves each 680 ms to speak; 3,000 units that come back at once
 * behind one address do not make it distrusted. Measured in docs/decisions/0007. */
static inline struct door_limits door_limits_usual(void)
{
    return (struct door_limits){.waiting = 4096,
                                .handshakes = 32,
                                .failures = 512,
                                .forgiven = 4,
                                .distrusted_percent = 10,
                                .distrusted_waiting = 16};
}

/* Never waits. The caller sets at and room. STATUS_NOT_FOUND: nothing there. STATUS_MALFORMED: one
 * message is gone and counted: longer than room, not whole, or its sender proved no key of the
 * table; there may be more behind it. */
static inline enum status MUST_CHECK door_receive(struct door *door, struct door_message *message)
{
    return door->ops->receive(door->self, message);
}

/* STATUS_FULL or STATUS_NOT_FOUND: the peer is slow or gone; drop it, it will ask again.
 * STATUS_MALFORMED: longer than LINK_MESSAGE_MAX of link.h. */
static inline enum status MUST_CHECK door_reply(struct door *door, const struct door_peer *peer,
                                                struct span message)
{
    return door->ops->reply(door->self, peer, message);
}

/* The whole table of keys that may knock, replacing the last one. Until the first call the door
 * answers "not ready" (ZAP 300), later "unknown key" (ZAP 400). STATUS_FULL: more keys than the
 * door was opened for; the old table stays. */
static inline enum status MUST_CHECK door_admit(struct door *door, const struct link_key *keys,
                                                size_t count)
{
    return door->ops->admit(door->self, keys, count);
}

#endif
