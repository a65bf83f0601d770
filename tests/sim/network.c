#include "tests/sim/network.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/happening.h"

/* INVARIANTS
 * (1) What a device sends reaches the door under that device's key, or not at all.
 * (2) What the server answers reaches the connection it was asked on, or nobody.
 * (3) A message between two healthy ends is never late by more than LATENCY_MS_MAX and comes in
 *     order. */

enum {
    LATENCY_MS_MIN = 4,
    LATENCY_MS_MAX = 80,
    DIAL_MS_MIN = 40,
    DIAL_MS_MAX = 400,
    LATE_MS_MAX = 200000,
    SWAP_MS_MAX = 5000,
    FLAP_MS_MAX = 5000,
    ANSWER_MS = 5, /* how long a message may stand before the server looks */
    CONCERN_NETWORK = 1,
};

static void release(struct network *network, int slot)
{
    struct packet *packet = &network->packets[slot];
    free(packet->bytes);
    *packet = (struct packet){.next = network->packet_free};
    network->packet_free = slot;
}

static int take_slot(struct network *network)
{
    if (network->packet_free < 0) {
        const int room = network->packet_room ? 2 * network->packet_room : 64;
        network->packets = realloc(network->packets, (size_t)room * sizeof *network->packets);
        assert(network->packets);
        for (int i = room - 1; i >= network->packet_room; i--) {
            network->packets[i] = (struct packet){.next = network->packet_free};
            network->packet_free = i;
        }
        network->packet_room = room;
    }
    const int slot = network->packet_free;
    network->packet_free = network->packets[slot].next;
    return slot;
}

static void push(struct network *network, struct packet_queue *queue, int slot)
{
    network->packets[slot].next = -1;
    if (queue->first < 0) {
        queue->first = slot;
    } else {
        network->packets[queue->last].next = slot;
    }
    queue->last = slot;
}

static int pop(struct network *network, struct packet_queue *queue)
{
    const int slot = queue->first;
    if (slot >= 0) {
        queue->first = network->packets[slot].next;
    }
    return slot;
}

static void clear(struct network *network, struct packet_queue *queue)
{
    for (int slot = pop(network, queue); slot >= 0; slot = pop(network, queue)) {
        release(network, slot);
    }
}

/* ---- connecting ---- */

static void dial(struct cable *line)
{
    struct network *network = line->network;
    line->state = LINE_DIALING;
    line->attempt++;
    timeline_put(network->timeline,
                 network->timeline->now + dice_between(&network->dice, DIAL_MS_MIN, DIAL_MS_MAX),
                 HAPPENS_DIAL, line->number, line->attempt);
}

static void fall(struct cable *line)
{
    line->state = LINE_OFF;
    line->life++;
    line->half_open = false;
    line->came_up = false;
    clear(line->network, &line->inbox);
}

void network_drop(struct cable *line)
{
    fall(line);
    if (line->wanted) {
        dial(line);
    }
}

void network_switch(struct cable *line, bool on)
{
    line->wanted = on;
    line->refused = false;
    network_drop(line);
}

static bool is_admitted(const struct network *network, const struct link_key *key)
{
    for (size_t i = 0; i < network->key_count; i++) {
        if (memcmp(&network->keys[i], key, sizeof *key) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_reachable(const struct cable *line)
{
    const struct network *network = line->network;
    const int64_t now = network->timeline->now;
    return network->server_up && network->table_given && now >= network->keys_out &&
           now >= line->cut_up && now >= line->cut_down;
}

/* One that cannot connect waits for network_dial_all(): nothing polls. */
void network_dialed(struct network *network, const struct event *event)
{
    struct cable *line = &network->lines[event->who];
    if (line->state != LINE_DIALING || event->what != line->attempt) {
        return;
    }
    if (!is_reachable(line)) {
        line->state = LINE_OFF;
        return;
    }
    line->life++;
    if (is_admitted(network, &line->key)) {
        line->state = LINE_UP;
        line->came_up = true;
        line->last_up = line->last_down = network->timeline->now;
    } else {
        line->state = LINE_REFUSED;
        line->refused = true;
        story_tell(network->story, line->name, "is not admitted", line->life, 0, NULL);
    }
    timeline_put(network->timeline, network->timeline->now, HAPPENS_RING, line->number, 0);
}

void network_dial_all(struct network *network)
{
    for (uint32_t i = 0; i < network->line_count; i++) {
        struct cable *line = &network->lines[i];
        if (line->wanted && line->state == LINE_OFF) {
            dial(line);
        }
    }
}

void network_server_up(struct network *network)
{
    network->server_up = true;
    network->server_dying = false;
    network_dial_all(network);
}

void network_server_down(struct network *network)
{
    network->server_up = network->server_dying = network->table_given = false;
    network->key_count = 0;
    clear(network, &network->inbox);
    for (uint32_t i = 0; i < network->line_count; i++) {
        if (network->lines[i].state == LINE_UP) {
            fall(&network->lines[i]);
        }
    }
}

void network_heal(struct network *network)
{
    network->keys_out = 0;
    for (uint32_t i = 0; i < network->line_count; i++) {
        struct cable *line = &network->lines[i];
        line->cut_up = line->cut_down = line->other_until = 0;
        line->half_open = false;
        if (line->wanted && line->state == LINE_REFUSED) {
            dial(line); /* whoever was made to wait asks again soon anyway */
        }
    }
    network_dial_all(network);
}

/* ---- on the way ---- */

/* A newer or older peer's bytes: the version stands in the second one, and a newer one has a field
 * that nobody here knows (protocols/sync.md, Versions). */
static size_t change_version(const struct cable *line, uint8_t *bytes, size_t size)
{
    static const uint8_t unknown[] = {0xA0, 0x06, 0x01};
    const bool other = line->network->timeline->now < line->other_until;
    if (!other || size < 2 || bytes[0] != 0x08) {
        return size;
    }
    bytes[1] = line->other_version;
    if (line->other_version <= 2 || size + sizeof unknown > LINK_MESSAGE_MAX) {
        return size;
    }
    memcpy(bytes + size, unknown, sizeof unknown);
    return size + sizeof unknown;
}

static void put_on_way(struct cable *line, struct span message, bool to_server)
{
    struct network *network = line->network;
    int64_t *last = to_server ? &line->last_up : &line->last_down;
    int64_t at =
        network->timeline->now + dice_between(&network->dice, LATENCY_MS_MIN, LATENCY_MS_MAX);
    if (swarm_fires(network->swarm, FAULT_DELAY)) {
        struct dice dice = swarm_dice(network->swarm, FAULT_DELAY);
        at += dice_between(&dice, LATENCY_MS_MAX, LATE_MS_MAX);
    }
    if (swarm_fires(network->swarm, FAULT_REORDER)) {
        struct dice dice = swarm_dice(network->swarm, FAULT_REORDER);
        at += dice_between(&dice, 0, SWAP_MS_MAX);
    } else {
        at = at > *last ? at : *last + 1; /* (3) */
        *last = at;
    }
    const int slot = take_slot(network);
    struct packet *packet = &network->packets[slot];
    packet->bytes = malloc(message.size + 4);
    assert(packet->bytes);
    memcpy(packet->bytes, message.at, message.size);
    packet->size = change_version(line, packet->bytes, message.size);
    packet->line = line->number;
    packet->life = line->life;
    packet->to_server = to_server;
    network->sent++;
    timeline_put(network->timeline, at, HAPPENS_ARRIVAL, line->number, (uint64_t)slot);
}

/* True: it is gone, as if it had never been sent. */
static bool is_lost(struct cable *line, bool to_server)
{
    struct network *network = line->network;
    const int64_t cut = to_server ? line->cut_up : line->cut_down;
    if (line->half_open || network->timeline->now < cut) {
        return true;
    }
    if (swarm_fires(network->swarm, FAULT_LOSS)) {
        story_tell(network->story, line->name, "loses a message", to_server, 0, NULL);
        return true;
    }
    if (swarm_fires(network->swarm, FAULT_CORRUPT)) {
        story_tell(network->story, line->name, "has a message spoiled", to_server, 0, NULL);
        network_drop(line);
        return true;
    }
    if (swarm_fires(network->swarm, FAULT_FLAP)) {
        struct dice dice = swarm_dice(network->swarm, FAULT_FLAP);
        line->cut_up = line->cut_down =
            network->timeline->now + dice_between(&dice, 100, FLAP_MS_MAX);
        timeline_put(network->timeline, line->cut_up, HAPPENS_MENDED, line->number, 0);
        story_tell(network->story, line->name, "falls in mid-message", to_server, 0, NULL);
        network_drop(line);
        return true;
    }
    return false;
}

static void send_either(struct cable *line, struct span message, bool to_server)
{
    struct network *network = line->network;
    if (is_lost(line, to_server)) {
        return;
    }
    put_on_way(line, message, to_server);
    if (swarm_fires(network->swarm, FAULT_DUPLICATE)) {
        story_tell(network->story, line->name, "doubles a message", to_server, 0, NULL);
        put_on_way(line, message, to_server);
    }
}

void network_throw(struct cable *line, struct span message)
{
    if (line->state == LINE_UP) {
        put_on_way(line, message, true);
    }
}

void network_arrive(struct network *network, const struct event *event)
{
    const int slot = (int)event->what;
    const struct packet *packet = &network->packets[slot];
    struct cable *line = &network->lines[packet->line];
    if (packet->to_server ? !network->server_up
                          : line->state != LINE_UP || packet->life != line->life) { /* (2) */
        release(network, slot);
        return;
    }
    network->delivered++;
    if (!packet->to_server) {
        push(network, &line->inbox, slot);
        timeline_put(network->timeline, network->timeline->now, HAPPENS_RING, line->number, 0);
        return;
    }
    if (network->inbox.first < 0) {
        timeline_put(network->timeline, network->timeline->now + ANSWER_MS, HAPPENS_DOOR, 0, 0);
    }
    push(network, &network->inbox, slot);
}

/* ---- a device's end ---- */

static enum status line_send(void *self, struct span message)
{
    struct cable *line = self;
    if (message.size > LINK_MESSAGE_MAX) {
        return STATUS_MALFORMED;
    }
    if (line->state != LINE_UP) {
        return STATUS_FULL;
    }
    send_either(line, message, true);
    return STATUS_OK;
}

static enum status line_receive(void *self, uint8_t *out, size_t room, size_t *out_size)
{
    struct cable *line = self;
    const int slot = pop(line->network, &line->inbox);
    if (slot < 0) {
        return STATUS_NOT_FOUND;
    }
    const struct packet *packet = &line->network->packets[slot];
    const bool fits = packet->size <= room;
    if (fits) {
        memcpy(out, packet->bytes, packet->size);
        *out_size = packet->size;
    }
    release(line->network, slot);
    return fits ? STATUS_OK : STATUS_MALFORMED;
}

static enum status line_renew(void *self)
{
    network_drop(self);
    return STATUS_OK;
}

static bool take_flag(bool *flag)
{
    const bool was = *flag;
    *flag = false;
    return was;
}

static bool line_refused(void *self)
{
    return take_flag(&((struct cable *)self)->refused);
}

static bool line_came_up(void *self)
{
    return take_flag(&((struct cable *)self)->came_up);
}

struct cable *network_cable(struct network *network, const char *name, const struct link_key *key)
{
    static const struct link_ops ops = {.send = line_send,
                                        .receive = line_receive,
                                        .renew = line_renew,
                                        .refused = line_refused,
                                        .came_up = line_came_up};
    assert(network->line_count < NETWORK_LINES_MAX);
    struct cable *line = &network->lines[network->line_count];
    *line = (struct cable){
        .network = network, .number = network->line_count++, .key = *key, .inbox = {-1, -1}
    };
    (void)snprintf(line->name, sizeof line->name, "%s", name);
    line->port = (struct link){.ops = &ops, .self = line};
    return line;
}

/* ---- the server's end ---- */

static enum status door_take(void *self, struct door_message *message)
{
    struct network *network = self;
    const int slot = pop(network, &network->inbox);
    if (slot < 0) {
        return STATUS_NOT_FOUND;
    }
    const struct packet *packet = &network->packets[slot];
    const struct cable *line = &network->lines[packet->line];
    const bool good = packet->size <= message->room && is_admitted(network, &line->key);
    if (good) {
        memcpy(message->at, packet->bytes, packet->size);
        message->size = packet->size;
        message->key = line->key; /* (1) */
        message->peer = (struct door_peer){.size = 8};
        memcpy(message->peer.byte, &packet->line, 4);
        memcpy(message->peer.byte + 4, &packet->life, 4);
        network->asked(network->self, packet->line, span_of(message->at, message->size));
    }
    release(network, slot);
    return good ? STATUS_OK : STATUS_MALFORMED;
}

/* Kept where an older one stood: what is played again may be very old. */
static void keep_for_replay(struct cable *line, struct span message)
{
    const size_t at = dice_below(&line->network->dice, NETWORK_REPLAYS);
    if (message.size <= NETWORK_REPLAY_SIZE) {
        memcpy(line->replay[at], message.at, message.size);
        line->replay_size[at] = message.size;
    }
}

static void replay(struct cable *line)
{
    struct network *network = line->network;
    struct dice dice = swarm_dice(network->swarm, FAULT_STALE_RECEIPT);
    const size_t at = dice_below(&dice, NETWORK_REPLAYS);
    if (dice_below(&dice, 2)) {
        uint8_t bytes[NETWORK_REPLAY_SIZE];
        const size_t size = network->misled(network->self, line->number, bytes, sizeof bytes);
        story_tell(network->story, line->name, "is misled", size, 0, NULL);
        if (size > 0) {
            put_on_way(line, span_of(bytes, size), false);
        }
    } else if (line->replay_size[at] > 0) {
        story_tell(network->story, line->name, "hears an old answer", at, 0, NULL);
        put_on_way(line, span_of(line->replay[at], line->replay_size[at]), false);
    }
}

static enum status door_answer(void *self, const struct door_peer *peer, struct span message)
{
    struct network *network = self;
    uint32_t number = 0;
    uint32_t life = 0;
    assert(peer->size == 8);
    memcpy(&number, peer->byte, 4);
    memcpy(&life, peer->byte + 4, 4);
    struct cable *line = &network->lines[number];
    if (network->server_dying) {
        return STATUS_OK; /* the power is gone already; nobody hears it */
    }
    if (message.size > LINK_MESSAGE_MAX) {
        return STATUS_MALFORMED;
    }
    network->answered(network->self, number, message);
    if (network->server_dying) {
        return STATUS_OK;
    }
    if (line->state != LINE_UP || line->life != life) {
        return STATUS_NOT_FOUND;
    }
    keep_for_replay(line, message);
    if (swarm_fires(network->swarm, FAULT_STALE_RECEIPT)) {
        replay(line);
    }
    send_either(line, message, false);
    return STATUS_OK;
}

static enum status door_table(void *self, const struct link_key *keys, size_t count)
{
    struct network *network = self;
    if (count > NETWORK_KEYS_MAX) {
        return STATUS_FULL;
    }
    if (count > 0) {
        memcpy(network->keys, keys, count * sizeof *keys);
    }
    network->key_count = count;
    network->table_given = true;
    return STATUS_OK;
}

bool network_server_waits(const struct network *network)
{
    return network->inbox.first >= 0;
}

void network_init(struct network *network, struct timeline *timeline, struct swarm *swarm,
                  struct story *story, uint64_t seed)
{
    static const struct door_ops ops = {
        .receive = door_take, .reply = door_answer, .admit = door_table};
    memset(network, 0, sizeof *network);
    network->door = (struct door){.ops = &ops, .self = network};
    network->timeline = timeline;
    network->swarm = swarm;
    network->story = story;
    network->dice = dice_of(seed, CONCERN_NETWORK);
    network->inbox = (struct packet_queue){-1, -1};
    network->packet_free = -1;
}

void network_fini(struct network *network)
{
    for (int i = 0; i < network->packet_room; i++) {
        free(network->packets[i].bytes);
    }
    free(network->packets);
    network->packets = NULL;
    network->packet_room = 0;
}
