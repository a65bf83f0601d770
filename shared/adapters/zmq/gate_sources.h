/* gate_sources - the addresses that knock: whose turn it is, and which have knocked in vain too
 * often to be given much of libzmq's time.
 *
 * Knows a line's place in its queue; no socket and no clock. */
#ifndef ADAPTERS_ZMQ_GATE_SOURCES_H
#define ADAPTERS_ZMQ_GATE_SOURCES_H

#include "adapters/zmq/gate_line.h"
#include "ports/door.h"

enum { GATE_SOURCES = 1024 }; /* addresses fall into so many */

struct gate_source {
    struct gate_line *first, *last; /* waiting for their step */
    unsigned lines;                 /* that are not open */
    int64_t forgiven_us;            /* when all its failures will be */
};

struct gate_sources {
    struct door_limits limits;
    unsigned salt;
    unsigned turn;   /* the source that was served last */
    unsigned queued; /* lines in all queues */
    int64_t due_us;  /* before it no distrusted address begins a handshake */
    struct gate_source source[GATE_SOURCES];
};

/* ADDRESS: 4 bytes, or the first 8 of a longer one; a network of IPv6 is one source. */
unsigned gate_sources_of(const struct gate_sources *sources, const uint8_t *address, size_t size);
/* False: a distrusted address that has as many lines as it may. */
bool gate_sources_admit(const struct gate_sources *sources, unsigned source, int64_t now_us);
bool gate_sources_distrust(const struct gate_sources *sources, unsigned source, int64_t now_us);
/* A line comes, and opens or ends. */
void gate_sources_add(struct gate_sources *sources, const struct gate_line *line);
void gate_sources_remove(struct gate_sources *sources, const struct gate_line *line);
/* A line waits for its step; whoever is in the middle of a handshake goes before those that begin
 * one. */
void gate_sources_queue(struct gate_sources *sources, struct gate_line *line);
void gate_sources_unqueue(struct gate_sources *sources, const struct gate_line *line);
/* The next in turn, out of its queue; NULL: nobody, or only the distrusted before their time. */
struct gate_line *gate_sources_take(struct gate_sources *sources, int64_t now_us);
/* The last in the longest queue; NULL: there is none. */
struct gate_line *gate_sources_last(const struct gate_sources *sources);
/* A handshake of SOURCE came to nothing. */
void gate_sources_fail(struct gate_sources *sources, unsigned source, int64_t now_us);
/* ... and one to its end, which makes up for one: behind the address of a whole mobile network some
 * always fail. */
void gate_sources_succeed(struct gate_sources *sources, unsigned source);
/* A step of a distrusted address took US: the others of its kind wait the longer. */
void gate_sources_spend(struct gate_sources *sources, int64_t us, int64_t now_us);

#endif
