/* unit - a device on a real line, small enough for thousands in one process: its journal in memory,
 * the real sync_sender, the real CURVE link with the timing of production.
 *
 * One thread. Made before fork(2), opened after it: a process has one ZeroMQ context. */
#ifndef TESTS_FLOOD_UNIT_H
#define TESTS_FLOOD_UNIT_H

#include "adapters/zmq/link_zmq.h"
#include "core/sync_sender.h"
#include "tests/fakes/chance_fake.h"

struct unit_entry {
    struct head head;
    size_t at; /* in the journal's bytes */
    size_t size;
};

struct unit {
    struct sign_public key;
    struct sign_secret secret;
    struct device device;
    struct curve_keypair keys;
    struct unit_entry *entries;
    size_t count, room;
    uint8_t *bytes;
    size_t size, bytes_room;
    struct head head;
    struct head receipted; /* the furthest it was ever promised */
    struct sync_sender sync;
    struct link_zmq link;
    struct chance_fake chance;
    bool refused; /* the door does not know its key */
};

/* Where units call, and what they tell of it. Borrowed for as long as a unit is open. */
struct unit_place {
    const struct context *context;
    const char *endpoint;
    struct link_key server;
    const struct log *log;
};

/* New keys and an opened first epoch. False: no memory, no entropy. */
bool unit_make(struct unit *unit, uint64_t number);
void unit_free(struct unit *unit);
/* Seals one statement behind the head. */
void unit_state(struct unit *unit, enum entry_kind kind, struct span body);
/* An act on the NUMBERth dossier. */
void unit_act(struct unit *unit, uint32_t number);
/* NULL: it never made that entry. */
const struct unit_entry *unit_entry_at(const struct unit *unit, struct place place);

/* A new line that greets anew; the journal goes on. */
bool unit_open(struct unit *unit, const struct unit_place *place);
void unit_close(struct unit *unit);
/* One turn: hears what is there, sends what is due. Never waits. True: all is receipted. */
bool unit_turn(struct unit *unit);
/* The journal has a new head. */
void unit_written(struct unit *unit);

int64_t unit_now_us(void); /* CLOCK_MONOTONIC */
void unit_nap_us(int64_t us);

#endif
