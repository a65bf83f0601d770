#include "tests/fakes/door_fake.h"

#include <assert.h>
#include <string.h>

#include "ports/link.h"

static struct door_peer name_of(size_t peer)
{
    return (struct door_peer){
        .byte = {0, (uint8_t)peer},
          .size = 2
    };
}

static bool number_of(const struct door_fake *door, const struct door_peer *name, size_t *out_peer)
{
    size_t peer = name->byte[1];
    if (name->size != 2 || peer >= door->peer_count || !door->here[peer]) {
        return false;
    }
    *out_peer = peer;
    return true;
}

static bool admitted(const struct door_fake *door, const struct link_key *key)
{
    for (size_t i = 0; i < door->key_count; i++) {
        if (memcmp(&door->keys[i], key, sizeof *key) == 0) {
            return true;
        }
    }
    return false;
}

static enum status receive_message(void *self, struct door_message *message)
{
    struct door_fake *door = self;
    struct mailbox_letter letter;
    enum status status = mailbox_take(&door->coming, &letter, message->at, message->room);
    if (status == STATUS_OK && !admitted(door, &letter.key)) {
        status = STATUS_MALFORMED;
    }
    door->dropped += status == STATUS_MALFORMED;
    if (status == STATUS_OK) {
        message->peer = letter.peer;
        message->key = letter.key;
        message->size = letter.size;
    }
    return status;
}

static enum status reply(void *self, const struct door_peer *name, struct span message)
{
    struct door_fake *door = self;
    size_t peer = 0;
    if (message.size > LINK_MESSAGE_MAX) {
        return STATUS_MALFORMED;
    }
    if (!number_of(door, name, &peer)) {
        return STATUS_NOT_FOUND;
    }
    if (door->slow[peer]) {
        return STATUS_FULL;
    }
    return mailbox_put(&door->answers, name, &door->peers[peer], message) ? STATUS_OK : STATUS_FULL;
}

static enum status admit(void *self, const struct link_key *keys, size_t count)
{
    struct door_fake *door = self;
    if (count > DOOR_FAKE_KEYS_MAX) {
        return STATUS_FULL;
    }
    if (count > 0) {
        memcpy(door->keys, keys, count * sizeof *keys);
    }
    door->key_count = count;
    door->ready = true;
    return STATUS_OK;
}

static const struct door_ops ops = {.receive = receive_message, .reply = reply, .admit = admit};

void door_fake_init(struct door_fake *door)
{
    memset(door, 0, sizeof *door);
    door->port = (struct door){.ops = &ops, .self = door};
}

void door_fake_fini(struct door_fake *door)
{
    if (door) {
        mailbox_clear(&door->coming);
        mailbox_clear(&door->answers);
    }
}

int door_fake_connect(struct door_fake *door, const struct link_key *key, size_t *out_peer)
{
    if (!door->ready) {
        return DOOR_FAKE_NOT_READY;
    }
    if (!admitted(door, key)) {
        return DOOR_FAKE_UNKNOWN_KEY;
    }
    assert(door->peer_count < DOOR_FAKE_PEERS_MAX);
    size_t peer = door->peer_count++;
    door->peers[peer] = *key;
    door->here[peer] = true;
    *out_peer = peer;
    return DOOR_FAKE_OK;
}

void door_fake_leave(struct door_fake *door, size_t peer)
{
    door->here[peer] = false;
}

void door_fake_slow(struct door_fake *door, size_t peer, bool slow)
{
    door->slow[peer] = slow;
}

bool door_fake_send(struct door_fake *door, size_t peer, struct span message)
{
    struct door_peer name = name_of(peer);
    return door->here[peer] && mailbox_put(&door->coming, &name, &door->peers[peer], message);
}

enum status door_fake_take(struct door_fake *door, size_t *out_peer, uint8_t *out, size_t room,
                           size_t *out_size)
{
    struct mailbox_letter letter;
    enum status status = mailbox_take(&door->answers, &letter, out, room);
    if (status == STATUS_OK) {
        *out_peer = letter.peer.byte[1];
        *out_size = letter.size;
    }
    return status;
}
