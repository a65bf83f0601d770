#include "server/intake/batch.h"

#include "server/intake/enrolment.h"
#include "server/intake/level_two.h"

enum { BUSY_LOOKUP_MS = 1000 };

static void answer_receipt(struct append *append, const struct member *member,
                           const struct door_peer *peer, const struct head *head)
{
    struct message message = {
        .kind = MESSAGE_RECEIPT, .receipt = {.head = *head, .level_two = member->stream.level_two}
    };
    append_answer(append, peer, &message);
}

static void take_enrolment(struct append *append, struct member *member,
                           const struct sealed *sealed)
{
    struct act_device device;
    const struct enrolment_known known = {.roster = &append->roster, .group = append->group};
    enum enrolment_verdict verdict =
        enrolment_judge(&known, member, sealed, append->received, &device);
    switch (verdict) {
    case ENROLMENT_NONE:
        return;
    case ENROLMENT_NEW:
    case ENROLMENT_CHANGED:
    case ENROLMENT_REVOKED:
        group_device(append->group, &device);
        append->newcomers = true;
        return;
    case ENROLMENT_NOT_ADMIN:
    case ENROLMENT_UNSIGNED:
    case ENROLMENT_MALFORMED:
    case ENROLMENT_ONE_PERSON:
    case ENROLMENT_OTHER_KEY:
    case ENROLMENT_UNKNOWN:
    case ENROLMENT_NO_ROOM:
        break;
    }
    append_incident(append, ACT_INCIDENT_ENROLMENT, member, sealed->entry.place,
                    enrolment_verdict_text(verdict));
}

static void take_backup(struct append *append, struct member *member, const struct sealed *sealed)
{
    enum level_two_verdict verdict = level_two_take(append, member, sealed);
    switch (verdict) {
    case LEVEL_TWO_NONE:
    case LEVEL_TWO_RAISED:
        return;
    case LEVEL_TWO_NOT_ADMIN:
    case LEVEL_TWO_UNSIGNED:
    case LEVEL_TWO_MALFORMED:
    case LEVEL_TWO_BEYOND:
    case LEVEL_TWO_OTHER_ROW:
    case LEVEL_TWO_UNREADABLE:
        break;
    }
    append_incident(append, ACT_INCIDENT_BACKUP, member, sealed->entry.place,
                    level_two_verdict_text(verdict));
}

/* The first COUNT entries of FRESH: the few kinds that change what the door itself goes by. */
static void take_statements(struct append *append, struct member *member, struct span fresh,
                            uint32_t count)
{
    struct sealed sealed;
    for (uint32_t i = 0; i < count && entry_open(&fresh, &sealed) == STATUS_OK; i++) {
        take_enrolment(append, member, &sealed);
        take_backup(append, member, &sealed);
    }
}

static void tell_hole(struct append *append, struct member *member,
                      const struct batch_outcome *outcome)
{
    char text[ACT_DETAIL_SIZE];
    struct line line = line_of(text, sizeof text);
    line_put(&line, "gone for ever: what the device made between ");
    line_unsigned(&line, outcome->hole_after.epoch);
    line_char(&line, '/');
    line_unsigned(&line, outcome->hole_after.seq);
    line_put(&line, " and ");
    line_unsigned(&line, outcome->from.epoch);
    line_char(&line, '/');
    line_unsigned(&line, outcome->from.seq);
    append_incident(append, ACT_INCIDENT_HOLE, member, outcome->from, text);
}

/* TRUSTED of the new entries count; without a revocation that is all of them. */
static void accept(struct append *append, struct member *member,
                   const struct door_message *received, const struct batch *batch,
                   const struct batch_outcome *outcome, uint32_t trusted)
{
    struct act_batch row = {
        .device = member->device.device,
        .received = append->received,
        .first = {.epoch = batch->epoch, .seq = batch->first_seq},
        .count = outcome->known + trusted,
        .skip = outcome->known,
        .message = append_keep_bytes(append, received),
    };
    group_batch(append->group, member, &row);
    if (outcome->hole) {
        tell_hole(append, member, outcome);
    }
    if (outcome->for_the_door) { /* each look at an entry costs its hash */
        take_statements(append, member, outcome->fresh, trusted);
    }
}

/* A revoked device: what was made up to the cut-off counts; the rest is kept apart. Both are
 * receipted: a lost unit that was found may hold true entries, and must not send them for ever. */
static void take_revoked(struct append *append, struct member *member,
                         const struct door_message *received, const struct batch *batch,
                         const struct batch_outcome *outcome, const struct stream *before)
{
    const uint32_t trusted = outcome->trusted_count;
    const struct act_quarantine row = {
        .reason = ACT_QUARANTINE_REVOKED,
        .first = {.epoch = outcome->from.epoch, .seq = outcome->from.seq + trusted},
        .count = outcome->fresh_count - trusted
    };
    append_incident(append, ACT_INCIDENT_REVOKED_SENDS, member, member->device.trusted_to,
                    "a revoked device sends entries; they are kept apart");
    if (!append_apart(append, member, received, batch->entries, &row)) {
        member->stream.stream = *before; /* not taken, so not receipted */
        append_refuse(append, &received->peer, member, REFUSAL_REVOKED,
                      "this device is revoked, and has sent more than is kept in a day");
        return;
    }
    if (trusted > 0) {
        accept(append, member, received, batch, outcome, trusted);
    }
    group_change(append->group, member);
    member->pending = true; /* what is apart may be looked up as well */
    answer_receipt(append, member, &received->peer, &outcome->head);
}

/* Of the outcomes that batch_take() refuses: what is said, the incident (0: none), and why the
 * bytes are kept apart (0: they are not). */
static const char *const details[] = {
    [BATCH_GAP] = "entries are missing before this batch",
    [BATCH_CHAIN_BROKEN] = "the chain does not link up",
    [BATCH_FORKED] = "the same place holds other content here",
    [BATCH_MALFORMED] = "an entry does not decode",
    [BATCH_TOO_NEW] = "update needed: an entry of a later format",
    [BATCH_TOO_LARGE] = "more entries than a batch may hold",
    [BATCH_NOT_YOURS] = "a proven key sent entries of another device",
};
static const enum act_incident_kind incidents[] = {
    [BATCH_CHAIN_BROKEN] = ACT_INCIDENT_CHAIN_BROKEN,
    [BATCH_FORKED] = ACT_INCIDENT_CLONED,
    [BATCH_MALFORMED] = ACT_INCIDENT_MALFORMED,
    [BATCH_NOT_YOURS] = ACT_INCIDENT_NOT_YOURS,
};
static const enum act_quarantine_reason reasons[] = {
    [BATCH_CHAIN_BROKEN] = ACT_QUARANTINE_BROKEN,
    [BATCH_FORKED] = ACT_QUARANTINE_FORKED,
    [BATCH_MALFORMED] = ACT_QUARANTINE_MALFORMED,
    [BATCH_NOT_YOURS] = 0, /* the last: as long as the others */
};

static void refuse(struct append *append, struct member *member,
                   const struct door_message *received, const struct batch *batch,
                   const struct batch_outcome *outcome, const struct stream *before)
{
    const char *detail = details[outcome->kind];
    const enum act_incident_kind incident = incidents[outcome->kind];
    const enum act_quarantine_reason reason = reasons[outcome->kind];
    const struct act_quarantine row = {
        .reason = before->state == STREAM_LOCKED ? ACT_QUARANTINE_LOCKED : reason,
        .first = {.epoch = batch->epoch, .seq = batch->first_seq},
        .count = batch->count
    };
    if (incident) {
        append_incident(append, incident, member, row.first, detail);
    }
    if (reason) {
        (void)append_apart(append, member, received, batch->entries, &row);
    }
    if (outcome->kind == BATCH_FORKED && before->state != STREAM_LOCKED) {
        group_change(append->group, member); /* the lock is kept */
    }
    append_refuse(append, &received->peer, member, batch_refusal_code(outcome->kind), detail);
}

/* False: the book could not be asked, and the device has heard busy. */
static bool judge(struct append *append, struct member *member, const struct door_peer *peer,
                  const struct batch *batch, struct batch_outcome *out_outcome)
{
    struct hash stored;
    stream_batch(&member->stream.stream, batch, NULL, out_outcome);
    if (out_outcome->kind != BATCH_LOOK_UP) {
        return true;
    }
    if (append_find(append, member, out_outcome->look_up, &stored) != STATUS_OK) {
        append_busy(append, peer, BUSY_LOOKUP_MS);
        return false;
    }
    stream_batch(&member->stream.stream, batch, &stored, out_outcome);
    return true;
}

void batch_take(struct append *append, struct member *member, const struct door_message *received,
                const struct batch *batch)
{
    struct batch_outcome outcome;
    const struct stream before = member->stream.stream;
    if (!judge(append, member, &received->peer, batch, &outcome)) {
        return;
    }
    switch (outcome.kind) {
    case BATCH_ACCEPTED:
        accept(append, member, received, batch, &outcome, outcome.fresh_count);
        answer_receipt(append, member, &received->peer, &outcome.head);
        break;
    case BATCH_DOUBLE:
        append->counters.doubles++;
        answer_receipt(append, member, &received->peer, &outcome.head);
        break;
    case BATCH_QUARANTINE:
        take_revoked(append, member, received, batch, &outcome, &before);
        break;
    case BATCH_LOOK_UP: /* asked twice: a bug of sync_receiver's, and never the device's loss */
        append_busy(append, &received->peer, BUSY_LOOKUP_MS);
        break;
    case BATCH_GAP:
    case BATCH_CHAIN_BROKEN:
    case BATCH_FORKED:
    case BATCH_MALFORMED:
    case BATCH_TOO_NEW:
    case BATCH_TOO_LARGE:
    case BATCH_NOT_YOURS:
        refuse(append, member, received, batch, &outcome, &before);
        break;
    }
}
