#include "server/intake/intake.h"

#include <string.h>

#include "server/intake/batch.h"
#include "server/intake/hello.h"
#include "wire/message.h"

/* INVARIANTS
 *
 * (1) Whatever a message claims, its sender is the device whose key the line has proven.
 * (2) Commit times never run backwards, and none comes from a clock that was never set.
 * (3) Who may knock changes only between two groups: nobody is judged by a table that the group
 *     under way is about to change. */

enum { BUSY_DOWN_MS = 2000, SEEN_MS = 15 * 60 * 1000 };

enum status intake_open(struct intake *intake, const struct append_ports *ports, uint32_t units_max,
                        const struct clock_reading *now)
{
    enum status status = append_open(&intake->append, ports, units_max, now);
    if (status == STATUS_OK) {
        status = warn_open(&intake->warn, ports->flags);
        if (status != STATUS_OK) {
            append_close(&intake->append);
        }
    }
    return status;
}

void intake_close(struct intake *intake)
{
    if (intake) {
        append_close(&intake->append);
        warn_close(&intake->warn);
    }
}

static void set_time(struct append *append, const struct clock_reading *now)
{
    append->now = *now;
    if (now->wall_set && instant_before(append->received, now->wall)) {
        append->received = now->wall; /* (2) */
    }
    if (!now->wall_set && !append->timeless) {
        log_write(append->ports.log, LOG_LEVEL_ERROR,
                  "this machine's clock was never set; devices hear busy until it is", NULL, 0);
    }
    append->timeless = !now->wall_set;
}

enum status intake_anchor(struct intake *intake, const struct act_device *admin)
{
    struct append *append = &intake->append;
    const struct member *known = roster_by_device(&append->roster, admin->device);
    if (known) {
        return known->device.kind == DEVICE_ADMIN ? STATUS_OK : STATUS_DENIED;
    }
    if (append->roster.count > 0 || append->position > 0) {
        return STATUS_DENIED;
    }
    set_time(append, &append->now);
    struct act_device row = *admin;
    row.kind = DEVICE_ADMIN;
    row.enrolled = append->received;
    group_device(append->group, &row);
    (void)group_incident(append->group, ACT_INCIDENT_ANCHORED, row.device, (struct place){0},
                         append->received,
                         "first start: this administrator's device may enrol all others");
    return append_commit(append);
}

static void take_malformed(struct append *append, struct member *member,
                           const struct door_message *received)
{
    static const struct act_quarantine row = {.reason = ACT_QUARANTINE_MALFORMED};
    append->counters.malformed++;
    append_incident(append, ACT_INCIDENT_MALFORMED, member, member->stream.stream.high_water.place,
                    "a message does not decode");
    (void)append_apart(append, member, received, span_of(received->at, received->size), &row);
    append_refuse(append, &received->peer, member, REFUSAL_MALFORMED,
                  "the message does not decode");
}

static void take_kind(struct append *append, struct member *member,
                      const struct door_message *received, const struct message *message)
{
    switch (message->kind) {
    case MESSAGE_HELLO:
        hello_take(append, member, &received->peer, &message->hello);
        break;
    case MESSAGE_BATCH:
        batch_take(append, member, received, &message->batch);
        break;
    case MESSAGE_WELCOME:
    case MESSAGE_RECEIPT:
    case MESSAGE_BUSY:
    case MESSAGE_REFUSAL:
    case MESSAGE_NOTICE:
        take_malformed(append, member, received); /* a server's word from a device */
        break;
    }
}

static void take_bytes(struct append *append, struct member *member,
                       const struct door_message *received)
{
    struct message message;
    arena_reset(&append->arena);
    enum status status =
        message_decode(span_of(received->at, received->size), &append->arena, &message);
    if (status == STATUS_OK) {
        take_kind(append, member, received, &message);
    } else if (status == STATUS_NOT_FOUND) {
        append->counters.unknown_kind++; /* a newer unit's word that we need not understand */
    } else if (status == STATUS_TOO_NEW) {
        append_refuse(append, &received->peer, member, REFUSAL_UPDATE_NEEDED,
                      "update needed: the server speaks an older version");
    } else {
        take_malformed(append, member, received);
    }
}

static void take_message(struct append *append, const struct door_message *received)
{
    struct member *member = roster_by_key(&append->roster, &received->key); /* (1) */
    uint32_t wait_ms = 0;
    if (!member) {
        append->counters.strangers++;
        return;
    }
    member->seen = true;
    member->when = append->now.mono;
    if (bucket_take(&member->bucket, bucket_rate_of(member->device.kind), append->now.mono,
                    &wait_ms)) {
        take_bytes(append, member, received);
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
    append->counters.messages++;
    if (append->down || !append->now.wall_set) {
        append_busy(append, &received.peer, BUSY_DOWN_MS);
    } else {
        take_message(append, &received);
    }
    return true;
}

void intake_step(struct intake *intake, const struct intake_event *event,
                 struct intake_effects *out_effects)
{
    struct append *append = &intake->append;
    set_time(append, &event->now);
    if (append->down && !instant_before(append->now.mono, append->retry)) {
        append_come_back(append);
    }
    bool more = true;
    for (int i = 0; more && i < GROUP_MESSAGES_MAX; i++) {
        more = take_next(append);
        if (append->newcomers || !group_has_room(append->group)) {
            break; /* (3) */
        }
    }
    if (append_commit(append) != STATUS_OK) {
        more = true; /* whoever is still waiting hears busy */
    }
    warn_turn(&intake->warn, append, event->flags_advanced);
    *out_effects = (struct intake_effects){.again = more};
}

struct instant intake_wakeup(const struct intake *intake)
{
    const struct instant retry = intake->append.down ? intake->append.retry : INSTANT_NEVER;
    return instant_min(retry, warn_wakeup(&intake->warn));
}

static void count_devices(const struct append *append, struct instant mono,
                          struct intake_stat *stat)
{
    stat->devices = append->roster.count;
    for (uint32_t i = 0; i < append->roster.count; i++) {
        const struct member *member = &append->roster.members[i];
        stat->devices_seen += member->seen && mono.ms - member->when.ms < SEEN_MS;
        stat->devices_revoked += member->device.revoked;
        stat->devices_locked += member->stream.stream.state == STREAM_LOCKED;
    }
}

static void copy_counters(const struct intake_counters *from, struct intake_stat *stat)
{
    stat->messages = from->messages;
    stat->hellos = from->hellos;
    stat->batches = from->batches;
    stat->entries = from->entries;
    stat->doubles = from->doubles;
    stat->busy = from->busy;
    stat->refused = from->refused;
    stat->malformed = from->malformed;
    stat->unknown_kind = from->unknown_kind;
    stat->strangers = from->strangers;
    stat->quarantined = from->quarantined;
    stat->quarantine_left_off = from->quarantine_left_off;
    stat->incidents = from->incidents;
    stat->incidents_left_off = from->incidents_left_off;
    stat->commits = from->commits;
    stat->commits_failed = from->commits_failed;
    stat->enrolled = from->enrolled;
    stat->group_max = from->group_max;
    stat->unanswered = from->unanswered;
}

void intake_stat(struct intake *intake, const struct clock_reading *now,
                 struct intake_stat *out_stat)
{
    const struct append *append = &intake->append;
    struct act_position position = {0};
    struct intake_stat stat = {
        .wall_ms = (uint64_t)now->wall.ms,
        .mono_ms = (uint64_t)now->mono.ms,
        .position = append->position,
        .down = append->down,
        .full = append->full,
        .clock_unset = !now->wall_set,
    };
    if (act_store_position(append->ports.store, &position) == STATUS_OK) {
        stat.received_ms = (uint64_t)position.received.ms;
        stat.wal_bytes = position.wal_bytes;
    }
    if (instant_before(now->wall, append->received)) {
        stat.clock_behind_ms = (uint64_t)(append->received.ms - now->wall.ms);
    }
    count_devices(append, now->mono, &stat);
    copy_counters(&append->counters, &stat);
    *out_stat = stat;
}
