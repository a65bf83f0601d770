/* loopback - a real door and real links in one process over 127.0.0.1, with waits that are bounded.
 *
 * Every expectation waits up to LOOPBACK_MS for what must happen and no longer than it takes. */
#ifndef UNIT_ADAPTERS_ZMQ_LOOPBACK_H
#define UNIT_ADAPTERS_ZMQ_LOOPBACK_H

#include "adapters/zmq/door_zmq.h"
#include "adapters/zmq/link_zmq.h"
#include "tests/fakes/chance_fake.h"
#include "tests/fakes/log_fake.h"

enum { LOOPBACK_MS = 20000, LOOPBACK_UNITS = 3, LOOPBACK_ROOM = 65536 };

struct loopback {
    struct context context;
    struct log_fake log;
    struct chance_fake chance;
    struct curve_keypair server;
    struct curve_keypair units[LOOPBACK_UNITS];
    struct door_zmq door;
    struct link_zmq links[LOOPBACK_UNITS];
    struct door_settings door_settings; /* change before loopback_door() */
    struct link_timing link_timing;     /* change before loopback_link() */
    struct door_message message;        /* what loopback_arrives() found */
    uint8_t bytes[LOOPBACK_ROOM];
    uint8_t answer[LOOPBACK_ROOM];
    size_t answer_size;
    unsigned strays; /* messages that arrived while another was waited for */
};

int64_t loopback_now_ms(void);
/* Context, keys and the usual settings, only reconnecting faster; nothing is open yet. */
void loopback_start(struct loopback *loopback);
void loopback_stop(struct loopback *loopback);
enum status loopback_door(struct loopback *loopback);
void loopback_admit(struct loopback *loopback, size_t count); /* the first COUNT units */
/* ENDPOINT NULL: the door's. */
void loopback_link(struct loopback *loopback, size_t unit, const char *endpoint);

/* The door is served meanwhile: what else arrives is thrown away. */
bool loopback_sends(struct loopback *loopback, size_t unit, const char *text);
bool loopback_arrives(struct loopback *loopback, const char *text); /* to .message */
/* Sends TEXT again and again, as a device does without a receipt, until it arrives. */
bool loopback_gets_through(struct loopback *loopback, size_t unit, const char *text);
bool loopback_replies(struct loopback *loopback, const char *text); /* to .message's sender */
bool loopback_answered(struct loopback *loopback, size_t unit, const char *text);
bool loopback_refused(struct loopback *loopback, size_t unit);
/* One message each way. */
bool loopback_talks(struct loopback *loopback, size_t unit);
/* Sleeps until UNIT's link or the door has something, 20 ms at most. */
void loopback_step(struct loopback *loopback, size_t unit);
/* Lets door and links work for MS. */
void loopback_idle(struct loopback *loopback, int64_t ms);

#endif
