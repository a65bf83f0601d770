/* roster - the devices that may knock and how far each one's stream is, in memory.
 *
 * A copy of what the book says, loaded at start and after every failed commit. Found by the key
 * that the line has proven, never by what a message claims. */
#ifndef INTAKE_ROSTER_H
#define INTAKE_ROSTER_H

#include "ports/act_store.h"
#include "server/intake/apart.h"
#include "server/intake/bucket.h"
#include "server/intake/told.h"

struct member {
    struct act_device device;
    struct act_stream stream;
    struct bucket bucket;
    struct told told;
    struct apart apart;
    struct place copied;   /* level_two.c: what the backup under judgement holds of it */
    struct door_peer peer; /* of the line it greeted on last; size 0: none */
    uint64_t warned;       /* warn.c: a digest of what that line was told */
    bool seen;             /* since start, at … */
    struct instant when;   /* … this monotonic time, last */
    bool changed;          /* the stream goes into the group under way */
    bool pending;          /* rows of the group under way are not in the book yet */
};

struct roster {
    struct member *members;
    uint32_t count;
    uint32_t room;
    uint32_t *by_key;      /* open addressing, 0 = free, else index + 1 */
    uint32_t *by_device;   /* the same */
    uint32_t slots;        /* a power of two, at least twice `room` */
    struct link_key *keys; /* room for all of them: the door's table is made here */
};

/* ROOM devices at most. STATUS_FULL: no memory. Close with roster_close(). */
enum status roster_open(struct roster *roster, uint32_t room) MUST_CHECK;
void roster_close(struct roster *roster);
/* Everything the book says, replacing what was here. STATUS_FULL: more devices than room. */
enum status roster_load(struct roster *roster, struct act_store *store,
                        struct instant mono) MUST_CHECK;
/* Every key that may knock, the revoked ones too: what those send is kept apart, and they are told.
 * Borrowed until the roster changes. */
const struct link_key *roster_keys(struct roster *roster);
struct member *roster_by_key(const struct roster *roster, const struct link_key *key);
struct member *roster_by_device(const struct roster *roster, struct device device);
/* A new device, or new particulars of a known one (its keys stay). STATUS_FULL: no room. */
enum status roster_put(struct roster *roster, const struct act_device *device,
                       struct instant mono) MUST_CHECK;

#endif
