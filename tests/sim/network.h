/* network - the lines between devices and the server's door, and what may go wrong on them.
 *
 * Gives every device a link and the server a door, as their ports promise: a line that is down
 * takes nothing, a message may be lost, late, doubled or out of order, and only who proves a key
 * of the door's table gets in. Bytes that were changed on the way would fail CURVE's
 * authentication: such a message is lost and its line falls. Knows no message; the last answers are
 * kept to be played again. */
#ifndef SIM_NETWORK_H
#define SIM_NETWORK_H

#include "ports/door.h"
#include "ports/link.h"
#include "tests/sim/story.h"
#include "tests/sim/swarm.h"
#include "tests/sim/timeline.h"

enum {
    NETWORK_LINES_MAX = 24,
    NETWORK_KEYS_MAX = 64,
    NETWORK_REPLAYS = 8,
    NETWORK_REPLAY_SIZE = 256,
};

struct network;

/* A message on its way, or waiting where it was sent to. */
struct packet {
    uint8_t *bytes; /* its own */
    size_t size;
    uint32_t line;
    uint32_t life; /* of the line, when it was sent */
    bool to_server;
    int next; /* in a queue, or free: -1 ends it */
};

struct packet_queue {
    int first, last; /* -1: empty */
};

struct cable {
    struct link port; /* give &port away */
    struct network *network;
    uint32_t number;
    char name[12];
    struct link_key key;
    enum { LINE_OFF, LINE_DIALING, LINE_UP, LINE_REFUSED } state;
    bool wanted;                /* its device is switched on */
    bool came_up;               /* told once */
    bool refused;               /* told once */
    bool half_open;             /* looks up from here; nothing goes through */
    uint32_t life;              /* of the connection */
    uint32_t attempt;           /* of dialing */
    int64_t cut_up, cut_down;   /* nothing goes through until then */
    int64_t last_up, last_down; /* arrivals: in order unless it strikes */
    int64_t other_until;        /* this end speaks another version until then: */
    uint8_t other_version;
    struct packet_queue inbox;
    uint8_t replay[NETWORK_REPLAYS][NETWORK_REPLAY_SIZE];
    size_t replay_size[NETWORK_REPLAYS];
};

struct network {
    struct door door;          /* give &door away */
    struct timeline *timeline; /* borrowed, as swarm and story */
    struct swarm *swarm;
    struct story *story;
    struct dice dice;
    struct cable lines[NETWORK_LINES_MAX];
    uint32_t line_count;
    bool server_up;
    bool server_dying; /* in mid-step: what it still says is lost */
    bool table_given;
    int64_t keys_out; /* until then the door knows no table */
    struct link_key keys[NETWORK_KEYS_MAX];
    size_t key_count;
    struct packet_queue inbox;
    struct packet *packets;
    int packet_room, packet_free;
    /* Told of every message the door hands out and of every answer the server gives; they may not
     * call back. `misled` makes an answer that is not true, at most ROOM bytes; 0: none. */
    void (*asked)(void *self, uint32_t line, struct span message);
    void (*answered)(void *self, uint32_t line, struct span message);
    size_t (*misled)(void *self, uint32_t line, uint8_t *out, size_t room);
    void *self;
    uint64_t sent, delivered;
};

/* Not to be moved. */
void network_init(struct network *network, struct timeline *timeline, struct swarm *swarm,
                  struct story *story, uint64_t seed);
void network_fini(struct network *network);
/* A line for the holder of KEY, switched off. */
struct cable *network_cable(struct network *network, const char *name, const struct link_key *key);
/* The device at its end is switched on or off. */
void network_switch(struct cable *line, bool on);
/* The connection falls; it is dialed again while the device is on. */
void network_drop(struct cable *line);
void network_server_up(struct network *network);
void network_server_down(struct network *network);
/* Lines that could not connect try again: a partition or an outage is over. */
void network_dial_all(struct network *network);
/* Puts bytes on the way that no honest link would take. */
void network_throw(struct cable *line, struct span message);
/* HAPPENS_ARRIVAL and HAPPENS_DIAL come here. */
void network_arrive(struct network *network, const struct event *event);
void network_dialed(struct network *network, const struct event *event);
/* No fault is left on any line. */
void network_heal(struct network *network);
bool network_server_waits(const struct network *network); /* a message stands before the door */

#endif
