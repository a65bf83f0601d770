/* attack - what somebody does to the door who should not: seven kinds, each at a pace, for as long
 * as it is let.
 *
 * Runs in processes of its own; loopback only. */
#ifndef TESTS_FLOOD_ATTACK_H
#define TESTS_FLOOD_ATTACK_H

#include <stdatomic.h>
#include <stdint.h>

#include "tests/system/flood/crowd.h"

enum attack_kind {
    ATTACK_NONE,
    ATTACK_IDLE,           /* TCP connections that say nothing */
    ATTACK_HALF_HANDSHAKE, /* ZMTP's greeting with CURVE, then silence */
    ATTACK_CONNECTS,       /* connect and hang up */
    ATTACK_BAD_KEYS,       /* whole CURVE handshakes under a key nobody enrolled */
    ATTACK_HUGE_FRAMES,    /* a frame of 1 GiB is announced and begun */
    ATTACK_ROGUE,          /* an enrolled device sends rubbish without end */
    ATTACKS
};

/* How hard: as the table says, or less for a short smoke. */
struct attack_plan {
    enum attack_kind kind;
    unsigned lines;    /* connections held at once */
    unsigned a_second; /* begun (or sent) at most */
};

/* Counted in memory that all processes see. */
struct attack_counts {
    atomic_uint_fast64_t begun; /* connections, handshakes or messages */
    atomic_uint_fast64_t cut;   /* ended or refused by the server */
    atomic_uint_fast64_t held;  /* now open */
    atomic_bool stop;
};

struct attack {
    struct attack_plan plan;
    const struct real_server *server;
    const struct unit *rogue; /* enrolled */
    struct attack_counts *counts;
};

const char *attack_name(enum attack_kind kind);
/* False: there is no attack of that name. */
bool attack_parse(const char *name, enum attack_kind *out_kind);
struct attack_plan attack_plan_of(enum attack_kind kind);

/* Each is a process's whole work; they end when counts->stop is set. */
bool attack_tcp_run(void *self);
bool attack_zmq_run(void *self);

#endif
