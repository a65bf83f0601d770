/* front - intake behind a door in memory, and the devices that stand before it, for tests.
 *
 * Everything goes the real way: messages are bytes, devices are enrolled by the administrator's
 * statements, answers are read back from the door. */
#ifndef TESTS_FRONT_H
#define TESTS_FRONT_H

#include "server/intake/intake.h"
#include "tests/fakes/act_store_memory.h"
#include "tests/fakes/bell_fake.h"
#include "tests/fakes/door_fake.h"
#include "tests/fakes/flag_book_memory.h"
#include "tests/fakes/log_fake.h"
#include "tests/unit/core/chain_maker.h"

enum { FRONT_UNITS = 40, FRONT_WALL_MS = 1700000000 };

/* A device: its journal, its line's key, its line. Large: not on the stack. */
struct caller {
    struct chain chain;
    struct link_key link_key;
    enum device_kind kind;
    size_t peer;
    bool connected;
};

struct front {
    struct act_store_memory store;
    struct door_fake door;
    struct bell_fake bell;
    struct log_fake log;
    struct flag_book_memory flags; /* watch's */
    bool flags_advanced;           /* it rings before the next step */
    struct intake intake;
    struct clock_reading now;
    struct caller admin;
    uint32_t enrolments;
};

/* An empty book with the administrator's device, which has sent its first entry. */
struct front *front_open(void);
void front_close(struct front *front);
/* The process dies and begins again; what was committed is there. Lines are cut. */
void front_restart(struct front *front);
/* Steps until nothing waits at the door. */
void front_step(struct front *front);
void front_pass(struct front *front, int64_t ms);

/* A device with its first entry made, not enrolled. SEED: its own. */
struct caller *caller_new(uint8_t seed);
void caller_free(struct caller *caller);
/* The administrator enrols it, as KIND, and its line is made. */
void front_enrol(struct front *front, struct caller *caller, enum device_kind kind);
void front_revoke(struct front *front, const struct caller *caller, struct place trusted_to);
/* What the administrator states; not sent yet. */
void front_state_enrolled(struct front *front, const struct caller *caller, enum device_kind kind,
                          const char *person_one, const char *person_two);
void front_state_revoked(struct front *front, const struct caller *caller, struct place trusted_to);
/* A new line. False: the door does not admit it. */
bool front_connect(struct front *front, struct caller *caller);

/* Puts a message before the door. */
void front_say(struct front *front, const struct caller *caller, const struct message *message);
void front_say_bytes(struct front *front, const struct caller *caller, struct span bytes);
/* The next answer, which must be the caller's; its texts are gone. */
enum message_kind front_hear(struct front *front, const struct caller *caller,
                             struct message *out_message);
bool front_silent(struct front *front); /* no answer is left */

struct message caller_hello(const struct caller *caller);
struct message caller_batch(const struct caller *caller, struct place after, uint32_t count_max);
/* Sends everything behind AFTER in one batch, and steps. The answer. */
struct message front_send(struct front *front, const struct caller *caller, struct place after);
/* The same, and it must be a receipt for the head. */
void front_deliver(struct front *front, const struct caller *caller, struct place after);

/* What the book holds. */
struct member *front_member(struct front *front, const struct caller *caller);
size_t front_rows(const struct front *front, const struct caller *caller);
size_t front_incidents(const struct front *front, enum act_incident_kind kind);
size_t front_quarantine(const struct front *front, enum act_quarantine_reason reason);
/* Entries of CALLER that count, in order: each exactly as in its chain, none missing, none twice.
 * Gives their number; fails the test otherwise. */
size_t front_entries_in_order(struct front *front, const struct caller *caller);

#endif
