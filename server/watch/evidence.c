#include "server/watch/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "wire/message.h"

enum { SLOTS = 2 * EVIDENCE_DEVICES_MAX, LOAD_AT_ONCE = 64 };

enum status evidence_open(struct evidence *evidence)
{
    *evidence = (struct evidence){0};
    evidence->witnesses = calloc(EVIDENCE_DEVICES_MAX, sizeof *evidence->witnesses);
    evidence->by_device = calloc(SLOTS, sizeof *evidence->by_device);
    evidence->memory = malloc(MESSAGE_ARENA_SIZE);
    if (!evidence->witnesses || !evidence->by_device || !evidence->memory) {
        evidence_close(evidence);
        return STATUS_FULL;
    }
    evidence->arena = arena_of(evidence->memory, MESSAGE_ARENA_SIZE);
    return STATUS_OK;
}

void evidence_close(struct evidence *evidence)
{
    if (evidence) {
        free(evidence->witnesses);
        free(evidence->by_device);
        free(evidence->memory);
        *evidence = (struct evidence){0};
    }
}

static uint32_t *slot_of(const struct evidence *evidence, struct device device)
{
    for (uint64_t at = device.id;; at++) {
        uint32_t *slot = &evidence->by_device[at % SLOTS];
        if (*slot == 0 || evidence->witnesses[*slot - 1].device.device.id == device.id) {
            return slot;
        }
    }
}

struct witness *evidence_witness(const struct evidence *evidence, struct device device)
{
    uint32_t at = *slot_of(evidence, device);
    return at ? &evidence->witnesses[at - 1] : NULL;
}

static enum status put_device(struct evidence *evidence, const struct act_device *device)
{
    struct witness *witness = evidence_witness(evidence, device->device);
    if (!witness) {
        if (evidence->count == EVIDENCE_DEVICES_MAX) {
            return STATUS_FULL;
        }
        assert(evidence->witnesses != NULL);
        witness = &evidence->witnesses[evidence->count++];
        *witness = (struct witness){.last = {INT64_MIN}};
        *slot_of(evidence, device->device) = evidence->count;
    }
    witness->device = *device;
    return STATUS_OK;
}

enum status evidence_devices(struct evidence *evidence, struct act_reader *reader)
{
    struct act_device page[LOAD_AT_ONCE];
    size_t count = LOAD_AT_ONCE;
    for (uint64_t skip = 0; count == LOAD_AT_ONCE; skip += count) {
        enum status status = act_reader_devices(reader, skip, page, LOAD_AT_ONCE, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            status = put_device(evidence, &page[i]);
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

/* Shape and chain of all entries, and the last one's signature. */
static enum batch_verdict check(const struct witness *witness, const struct batch *batch)
{
    struct span left = batch->entries;
    struct sealed sealed;
    struct head head = {0};
    for (uint32_t i = 0; i < batch->count; i++) {
        if (entry_open(&left, &sealed) != STATUS_OK ||
            sealed.entry.device.id != witness->device.device.id ||
            (i > 0 && !entry_follows(&sealed, &head))) {
            return BATCH_BROKEN;
        }
        head = (struct head){.place = sealed.entry.place, .hash = sealed.hash};
    }
    if (batch->count == 0 || left.size > 0) {
        return BATCH_BROKEN;
    }
    return entry_signed_by(&sealed, &witness->device.sign_key) ? BATCH_COUNTS : BATCH_UNSIGNED;
}

static bool decode(struct evidence *evidence, const struct act_batch *row, struct message *message)
{
    arena_reset(&evidence->arena);
    return message_decode(row->message, &evidence->arena, message) == STATUS_OK &&
           message->kind == MESSAGE_BATCH;
}

enum batch_verdict evidence_batch(struct evidence *evidence, const struct act_batch *row,
                                  bool known, struct batch_walk *out_walk)
{
    struct message message;
    struct witness *witness = evidence_witness(evidence, row->device);
    if (!witness) {
        return BATCH_NOBODYS;
    }
    if (!decode(evidence, row, &message)) {
        return BATCH_BROKEN;
    }
    const struct batch *batch = &message.batch;
    const enum batch_verdict verdict = known ? BATCH_COUNTS : check(witness, batch);
    if (verdict == BATCH_COUNTS) {
        *out_walk = (struct batch_walk){
            .witness = witness,
            .evidence = {.received = row->received,
                         .clock = batch->clock,
                         .has_offset = batch->has_offset,
                         .offset_ms = batch->offset_ms,
                         .rtt_ms = batch->rtt_ms},
            .left = batch->entries,
            .count = row->count,
            .skip = row->skip
        };
    }
    return verdict;
}

uint32_t evidence_signatures(struct evidence *evidence, const struct act_batch *row,
                             struct place *out_bad)
{
    struct message message;
    struct sealed sealed;
    uint32_t number = 0;
    uint32_t checked = 0;
    const struct witness *witness = evidence_witness(evidence, row->device);
    *out_bad = (struct place){0};
    if (!witness || !decode(evidence, row, &message)) {
        return 0;
    }
    struct span left = message.batch.entries;
    /* The last one's was looked at before any of them counted. */
    while (number + 1 < message.batch.count && entry_open(&left, &sealed) == STATUS_OK) {
        if (number++ < row->skip) {
            continue;
        }
        checked++;
        if (!entry_signed_by(&sealed, &witness->device.sign_key)) {
            *out_bad = sealed.entry.place;
            return checked;
        }
    }
    return checked;
}

bool evidence_next(struct batch_walk *walk, struct sealed *out_sealed, struct event_time *out_time)
{
    while (walk->count > 0 && entry_open(&walk->left, out_sealed) == STATUS_OK) {
        walk->count--; /* behind the last: quarantine, of a device that was revoked */
        if (walk->skip > 0) {
            walk->skip--; /* counted when it first came */
            continue;
        }
        *out_time = event_time_of(&out_sealed->entry.when, &walk->evidence, walk->witness->last);
        walk->witness->last = out_time->at;
        return true;
    }
    return false;
}

const char *batch_verdict_text(enum batch_verdict verdict)
{
    switch (verdict) {
    case BATCH_COUNTS:
        return "counts";
    case BATCH_BROKEN:
        return "stored batch does not decode or link up";
    case BATCH_UNSIGNED:
        return "last entry is not signed by the device";
    case BATCH_NOBODYS:
        return "device is not enrolled";
    }
    return "unknown verdict";
}

const char *batch_verdict_kind(enum batch_verdict verdict)
{
    switch (verdict) {
    case BATCH_COUNTS:
        return "counts";
    case BATCH_BROKEN:
        return "batch_broken";
    case BATCH_UNSIGNED:
        return "bad_signature";
    case BATCH_NOBODYS:
        return "unknown_device";
    }
    return "other";
}
