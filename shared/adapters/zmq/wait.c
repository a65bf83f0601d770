#include "adapters/zmq/wait.h"

#include <limits.h>
#include <zmq.h>

#include "base/check.h"

enum { ITEMS_MAX = WAIT_DESCRIPTORS_MAX + 4 };

struct items {
    zmq_pollitem_t item[ITEMS_MAX];
    bool *tells[ITEMS_MAX]; /* what becomes true when the item is ready */
    int count;
};

static void add(struct items *items, void *socket, int fd, bool *tells)
{
    items->item[items->count] = (zmq_pollitem_t){.socket = socket, .fd = fd, .events = ZMQ_POLLIN};
    items->tells[items->count++] = tells;
}

void wait_for(const struct wait *wait, int64_t ms, struct wait_ready *out_ready)
{
    struct items items = {.count = 0};
    struct wait_ready ready = {0};
    assert(wait->count <= WAIT_DESCRIPTORS_MAX);
    if (wait->link && wait->link->socket) {
        add(&items, wait->link->socket, 0, &ready.link);
        add(&items, wait->link->monitor, 0, &ready.link);
    }
    if (wait->door) {
        add(&items, wait->door->socket, 0, &ready.door);
        add(&items, NULL, wait->door->zap.alarm, &ready.door);
    }
    for (size_t i = 0; i < wait->count; i++) {
        if (wait->descriptors[i] >= 0) {
            add(&items, NULL, wait->descriptors[i], &ready.descriptor[i]);
            if (wait->writable && wait->writable[i]) {
                items.item[items.count - 1].events = ZMQ_POLLOUT;
            }
        }
    }
    long limit = ms < 0 ? -1 : ms > INT_MAX ? INT_MAX : (long)ms;
    if (zmq_poll(items.item, items.count, limit) > 0) {
        for (int i = 0; i < items.count; i++) {
            if (items.item[i].revents) {
                *items.tells[i] = true;
            }
        }
    }
    *out_ready = ready;
}
