/* door_fake - the server's door; the test knocks. It admits as the real one does: nobody before the
 * first table, then who is in it, looked up for every message. */
#ifndef FAKES_DOOR_FAKE_H
#define FAKES_DOOR_FAKE_H

#include "ports/door.h"
#include "tests/fakes/mailbox.h"

enum {
    DOOR_FAKE_KEYS_MAX = 64,
    DOOR_FAKE_PEERS_MAX = 64,
    DOOR_FAKE_OK = 200, /* as in ZAP, RFC 27 of the ZeroMQ series */
    DOOR_FAKE_NOT_READY = 300,
    DOOR_FAKE_UNKNOWN_KEY = 400
};

struct door_fake {
    struct door port; /* give &port away; do not copy or move this */
    struct mailbox coming;
    struct mailbox answers;
    struct link_key keys[DOOR_FAKE_KEYS_MAX];
    size_t key_count;
    bool ready;
    struct link_key peers[DOOR_FAKE_PEERS_MAX];
    bool here[DOOR_FAKE_PEERS_MAX];
    bool slow[DOOR_FAKE_PEERS_MAX];
    size_t peer_count;
    unsigned dropped;
};

void door_fake_init(struct door_fake *door);
void door_fake_fini(struct door_fake *door);
/* A handshake with KEY. DOOR_FAKE_OK: *out_peer is the line's number from now on. */
int door_fake_connect(struct door_fake *door, const struct link_key *key, size_t *out_peer);
void door_fake_leave(struct door_fake *door, size_t peer);
void door_fake_slow(struct door_fake *door, size_t peer, bool slow); /* reads no answers */
bool door_fake_send(struct door_fake *door, size_t peer, struct span message);
/* The oldest answer to anybody. */
enum status door_fake_take(struct door_fake *door, size_t *out_peer, uint8_t *out, size_t room,
                           size_t *out_size) MUST_CHECK;

#endif
