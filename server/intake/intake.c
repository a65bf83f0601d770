#include "server/intake/intake.h"

#include "server/intake/batch.h"
#include "server/intake/hello.h"
#include "wire/message.h"

/* INVARIANTS
 *
 * (1) Whatever a message claims, its sender is the device whose key the line has proven.
 * (2) Commit times never run backwards. */

enum { BUSY_DOWN_MS = 2000 };

enum status intake_open(struct intake *intake, const struct append_ports *ports, uint32_t units_max,
                        const struct clock_reading *now)
{
    return append_open(&intake->append, ports, units_max, now);
}

void intake_close(struct intake *intake)
{
    if (intake) {
        append_close(&intake->append);
    }
}

const struct intake_counters *intake_counters(const struct intake *intake)
{
    return &intake->append.counters;
}

static void take_malformed(struct append *append, const struct member *member,
                           const struct door_peer *peer)
{
    append->counters.malformed++;
    append_incident(append, ACT_INCIDENT_MALFORMED, member, member->stream.stream.high_water.place,
                    "a message does not decode");
    append_refuse(append, peer, member, REFUSAL_MALFORMED, "the message does not decode");
}

static void take_decoded(struct append *append, struct member *member,
                         const struct door_message *received)
{
    struct message message;
    arena_reset(&append->arena);
    enum status status =
        message_decode(span_of(received->at, received->size), &append->arena, &message);
    if (status == STATUS_NOT_FOUND) {
        return; /* a newer unit's word that this version need not understand */
    }
    if (status == STATUS_TOO_NEW) {
        append_refuse(append, &received->peer, member, REFUSAL_UPDATE_NEEDED,
                      "update needed: the server speaks an older version");
        return;
    }
    if (status != STATUS_OK) {
        take_malformed(append, member, &received->peer);
        return;
    }
    switch (message.kind) {
    case MESSAGE_HELLO:
        hello_take(append, member, &received->peer, &message.hello);
        break;
    case MESSAGE_BATCH:
        batch_take(append, member, received, &message.batch);
        break;
    case MESSAGE_WELCOME:
    case MESSAGE_RECEIPT:
    case MESSAGE_BUSY:
    case MESSAGE_REFUSAL:
    case MESSAGE_NOTICE:
        take_malformed(append, member, &received->peer); /* a server's word from a device */
        break;
    }
}

static void take_message(struct append *append, const struct door_message *received)
{
    struct member *member = roster_by_key(&append->roster, &received->key); /* (1) */
    uint32_t wait_ms = 0;
    append->counters.messages++;
    if (!member) {
        append->counters.strangers++;
        return;
    }
    member->seen = append->now.wall;
    if (bucket_take(&member->bucket, bucket_rate_of(member->device.kind), append->now.mono,
                    &wait_ms)) {
        take_decoded(append, member, received);
    } else {
        append_busy(append, &received->peer, wait_ms);
    }
}

/* False when nothing is waiting. */
static bool take_next(struct append *append)
{
    struct door_message received = {.at = append->group->bytes + append->group->bytes_size,
                                    .room = MESSAGE_BYTES_MAX};
    enum status status = door_receive(append->ports.door, &received);
    if (status == STATUS_MALFORMED) {
        append->counters.malformed++;
        return true;
    }
    if (status != STATUS_OK) {
        return false;
    }
    if (append->down) {
        append_busy(append, &received.peer, BUSY_DOWN_MS);
    } else {
        take_message(append, &received);
    }
    return true;
}

void intake_turn(struct intake *intake, const struct clock_reading *now,
                 struct intake_effects *out_effects)
{
    struct append *append = &intake->append;
    append->now = *now;
    if (instant_before(append->received, now->wall)) {
        append->received = now->wall; /* (2) */
    }
    if (append->down && !instant_before(now->mono, append->retry)) {
        append_come_back(append);
    }
    bool more = true;
    for (int i = 0; more && i < GROUP_MESSAGES_MAX && group_has_room(append->group); i++) {
        more = take_next(append);
    }
    if (append_commit(append) != STATUS_OK) {
        more = false; /* the door is down: everybody has heard busy */
    }
    *out_effects = (struct intake_effects){.again = more,
                                           .wakeup = append->down ? append->retry : INSTANT_NEVER};
}
