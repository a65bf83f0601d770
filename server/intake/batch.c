#include "server/intake/batch.h"

#include <string.h>

#include "server/intake/enrolment.h"

enum { BUSY_LOOKUP_MS = 1000 };

/* The message stays where it is until the commit; a lookup may have emptied the group meanwhile. */
static struct span keep_bytes(struct append *append, const struct door_message *received)
{
    append->group->bytes_size = (size_t)(received->at - append->group->bytes) + received->size;
    return span_of(received->at, received->size);
}

static void answer_receipt(struct append *append, const struct member *member,
                           const struct door_peer *peer, const struct head *head)
{
    struct message message = {
        .kind = MESSAGE_RECEIPT, .receipt = {.head = *head, .level_two = member->stream.level_two}
    };
    append_answer(append, peer, &message);
}

/* Two new devices of one commit under one key: the roster cannot know yet. */
static bool key_in_group(const struct group *group, const struct act_device *device)
{
    for (size_t i = 0; i < group->device_count; i++) {
        const struct act_device *other = &group->devices[i];
        bool same_key = memcmp(other->link_key.byte, device->link_key.byte, LINK_KEY_SIZE) == 0;
        if (same_key != (other->device.id == device->device.id)) {
            return true;
        }
    }
    return false;
}

static void take_enrolment(struct append *append, struct member *member,
                           const struct sealed *sealed)
{
    struct act_device device;
    enum enrolment_verdict verdict =
        enrolment_judge(&append->roster, member, sealed, append->received, &device);
    switch (verdict) {
    case ENROLMENT_NONE:
        return;
    case ENROLMENT_NEW:
    case ENROLMENT_CHANGED:
    case ENROLMENT_REVOKED:
        if (key_in_group(append->group, &device)) {
            verdict = ENROLMENT_OTHER_KEY;
        } else if (group_device(append->group, &device)) {
            append->counters.enrolled++;
            return;
        }
        break;
    case ENROLMENT_NOT_ADMIN:
    case ENROLMENT_UNSIGNED:
    case ENROLMENT_MALFORMED:
    case ENROLMENT_ONE_PERSON:
    case ENROLMENT_OTHER_KEY:
    case ENROLMENT_UNKNOWN:
        break;
    }
    append_incident(append, ACT_INCIDENT_MALFORMED, member, sealed->entry.place,
                    enrolment_verdict_text(verdict));
}

static void take_enrolments(struct append *append, struct member *member, struct span fresh)
{
    struct sealed sealed;
    while (fresh.size > 0 && entry_open(&fresh, &sealed) == STATUS_OK) {
        take_enrolment(append, member, &sealed);
    }
}

static void accept(struct append *append, struct member *member,
                   const struct door_message *received, const struct batch *batch,
                   const struct batch_outcome *outcome)
{
    struct act_batch row = {
        .device = member->device.device,
        .received = append->received,
        .first = {.epoch = batch->epoch, .seq = batch->first_seq},
        .count = batch->count,
        .skip = outcome->known,
        .message = keep_bytes(append, received),
    };
    group_batch(append->group, member, &row);
    append->counters.batches++;
    append->counters.entries += outcome->fresh_count;
    if (outcome->hole) {
        append_incident(append, ACT_INCIDENT_SERVER_BEHIND, member, outcome->from,
                        "entries between the book's last and this batch are gone for ever");
    }
    take_enrolments(append, member, outcome->fresh);
    answer_receipt(append, member, &received->peer, &outcome->head);
}

static void keep_apart(struct append *append, const struct member *member,
                       const struct door_message *received, const struct batch *batch,
                       enum act_quarantine_reason reason)
{
    struct act_quarantine row = {
        .device = member->device.device,
        .received = append->received,
        .reason = reason,
        .first = {.epoch = batch->epoch, .seq = batch->first_seq},
        .count = batch->count,
        .message = keep_bytes(append, received),
    };
    group_quarantine(append->group, &row);
    append->counters.quarantined++;
}

/* A revoked device: what was made before the cut-off counts; the rest is kept apart. Both are
 * receipted: a lost unit that was found may hold true entries, and must not send them for ever. */
static void take_revoked(struct append *append, struct member *member,
                         const struct door_message *received, const struct batch *batch,
                         const struct batch_outcome *outcome)
{
    append_incident(append, ACT_INCIDENT_REVOKED_SENDS, member, outcome->from,
                    "a revoked device sent entries; they are kept apart");
    keep_apart(append, member, received, batch, ACT_QUARANTINE_REVOKED);
    group_change(append->group, member);
    answer_receipt(append, member, &received->peer, &outcome->head);
}

struct refused {
    const char *detail;
    enum act_incident_kind incident;  /* 0: none */
    enum act_quarantine_reason apart; /* 0: not kept */
};

static struct refused refused_of(enum batch_outcome_kind kind)
{
    switch (kind) {
    case BATCH_GAP:
        return (struct refused){.detail = "entries are missing before this batch"};
    case BATCH_CHAIN_BROKEN:
        return (struct refused){.detail = "the chain does not link up",
                                .incident = ACT_INCIDENT_CHAIN_BROKEN};
    case BATCH_FORKED:
        return (struct refused){.detail = "the same place holds other content here",
                                .incident = ACT_INCIDENT_CLONED,
                                .apart = ACT_QUARANTINE_FORKED};
    case BATCH_MALFORMED:
        return (struct refused){.detail = "an entry does not decode",
                                .incident = ACT_INCIDENT_MALFORMED,
                                .apart = ACT_QUARANTINE_MALFORMED};
    case BATCH_TOO_NEW:
        return (struct refused){.detail = "update needed: an entry of a later format"};
    case BATCH_TOO_LARGE:
        return (struct refused){.detail = "more entries than a batch may hold"};
    case BATCH_NOT_YOURS:
        return (struct refused){.detail = "a proven key sent entries of another device",
                                .incident = ACT_INCIDENT_NOT_YOURS};
    case BATCH_ACCEPTED:
    case BATCH_DOUBLE:
    case BATCH_LOOK_UP:
    case BATCH_QUARANTINE:
        break;
    }
    return (struct refused){.detail = "refused"};
}

static void refuse(struct append *append, struct member *member,
                   const struct door_message *received, const struct batch *batch,
                   const struct batch_outcome *outcome)
{
    struct refused refused = refused_of(outcome->kind);
    if (refused.incident) {
        append_incident(append, refused.incident, member,
                        (struct place){.epoch = batch->epoch, .seq = batch->first_seq},
                        refused.detail);
    }
    if (refused.apart) {
        keep_apart(append, member, received, batch, refused.apart);
    }
    if (outcome->kind == BATCH_FORKED) {
        group_change(append->group, member); /* the lock is kept */
    }
    append_refuse(append, &received->peer, member, batch_refusal_code(outcome->kind),
                  refused.detail);
}

void batch_take(struct append *append, struct member *member, const struct door_message *received,
                const struct batch *batch)
{
    struct batch_outcome outcome;
    stream_batch(&member->stream.stream, batch, NULL, &outcome);
    if (outcome.kind == BATCH_LOOK_UP) {
        struct hash stored;
        if (append_find(append, member, outcome.look_up, &stored) != STATUS_OK) {
            append_busy(append, &received->peer, BUSY_LOOKUP_MS);
            return;
        }
        stream_batch(&member->stream.stream, batch, &stored, &outcome);
    }
    switch (outcome.kind) {
    case BATCH_ACCEPTED:
        accept(append, member, received, batch, &outcome);
        break;
    case BATCH_DOUBLE:
        append->counters.doubles++;
        answer_receipt(append, member, &received->peer, &outcome.head);
        break;
    case BATCH_QUARANTINE:
        take_revoked(append, member, received, batch, &outcome);
        break;
    case BATCH_LOOK_UP:
        append_busy(append, &received->peer, BUSY_LOOKUP_MS);
        break;
    case BATCH_GAP:
    case BATCH_CHAIN_BROKEN:
    case BATCH_FORKED:
    case BATCH_MALFORMED:
    case BATCH_TOO_NEW:
    case BATCH_TOO_LARGE:
    case BATCH_NOT_YOURS:
        refuse(append, member, received, batch, &outcome);
        break;
    }
}
