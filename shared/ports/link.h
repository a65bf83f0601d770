/* link - a device's line to the server: whole messages, lost or late at will.
 *
 * Sending proves nothing (RELIABILITY finding 1): only a receipt does. Kept by
 * adapters/zmq/link_zmq.c; faked by tests/fakes/link_fake.c; both pass tests/contract/link. */
#ifndef PORTS_LINK_H
#define PORTS_LINK_H

#include "base/span.h"
#include "base/status.h"

/* The longest message a line carries: MAXMSGSIZE 65,536 less CURVE's 33 bytes a frame, rounded. */
enum { LINK_MESSAGE_MAX = 65472 };

struct link_ops {
    enum status (*send)(void *self, struct span message);
    enum status (*receive)(void *self, uint8_t *out, size_t room, size_t *out_size);
    enum status (*renew)(void *self);
    bool (*refused)(void *self);
    bool (*came_up)(void *self);
};

struct link {
    const struct link_ops *ops;
    void *self; /* borrowed */
};

/* STATUS_FULL: the line is down or full; try again after a time-out. STATUS_MALFORMED: longer than
 * LINK_MESSAGE_MAX. */
static inline enum status MUST_CHECK link_send(struct link *link, struct span message)
{
    return link->ops->send(link->self, message);
}

/* Never waits. STATUS_NOT_FOUND: nothing there. STATUS_MALFORMED: too long, dropped. */
static inline enum status MUST_CHECK link_receive(struct link *link, uint8_t *out, size_t room,
                                                  size_t *out_size)
{
    return link->ops->receive(link->self, out, room, out_size);
}

/* Close the line and make a new one; what was under way is lost. */
static inline enum status MUST_CHECK link_renew(struct link *link)
{
    return link->ops->renew(link->self);
}

/* True once after the server's door refused our key, or its key is not the pinned one. */
static inline bool link_refused(struct link *link)
{
    return link->ops->refused(link->self);
}

/* True once after each handshake that succeeded: a message refused as STATUS_FULL may go now. */
static inline bool link_came_up(struct link *link)
{
    return link->ops->came_up(link->self);
}

#endif
