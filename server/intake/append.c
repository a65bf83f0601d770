#include "server/intake/append.h"

#include <stdlib.h>

#include "wire/message.h"

/* INVARIANTS
 *
 * (1) An answer that promises durability goes out only after the commit that holds its entries.
 * (2) After a failed commit nothing in memory is believed: the roster is read again. */

enum { DOWN_RETRY_MS = 1000, BUSY_DOWN_MS = 2000, ANSWER_SIZE_MAX = 512 };

static enum status admit_all(struct append *append)
{
    return door_admit(append->ports.door, roster_keys(&append->roster), append->roster.count);
}

static enum status load(struct append *append)
{
    struct act_position position;
    enum status status = roster_load(&append->roster, append->ports.store, append->now.mono);
    if (status == STATUS_OK) {
        status = act_store_position(append->ports.store, &position);
    }
    if (status != STATUS_OK) {
        return status;
    }
    append->position = position.n;
    if (instant_before(append->received, position.received)) {
        append->received = position.received;
    }
    return admit_all(append);
}

static enum status open_pages(struct append *append)
{
    append->memory = malloc(MESSAGE_BYTES_MAX + 2 * MESSAGE_ARENA_SIZE);
    if (!append->memory) {
        return STATUS_FULL;
    }
    append->page = append->memory;
    append->page_arena = arena_of(append->memory + MESSAGE_BYTES_MAX, MESSAGE_ARENA_SIZE);
    append->arena =
        arena_of(append->memory + MESSAGE_BYTES_MAX + MESSAGE_ARENA_SIZE, MESSAGE_ARENA_SIZE);
    return STATUS_OK;
}

enum status append_open(struct append *append, const struct append_ports *ports, uint32_t units_max,
                        const struct clock_reading *now)
{
    *append = (struct append){.ports = *ports, .now = *now};
    enum status status = roster_open(&append->roster, units_max);
    if (status == STATUS_OK) {
        status = group_open(&append->group);
    }
    if (status == STATUS_OK) {
        status = open_pages(append);
    }
    if (status == STATUS_OK) {
        status = load(append);
    }
    if (status != STATUS_OK) {
        append_close(append);
    }
    return status;
}

void append_close(struct append *append)
{
    if (append) {
        roster_close(&append->roster);
        group_close(append->group);
        free(append->memory);
        *append = (struct append){0};
    }
}

static void log_status(const struct append *append, const char *message, enum status status)
{
    struct log_field why = {.key = "why", .value = text_of(status_text(status))};
    log_write(append->ports.log, LOG_LEVEL_ERROR, message, &why, 1);
}

static void go_down(struct append *append, enum status why)
{
    if (!append->complained) {
        log_status(append, "the book of acts cannot be written; devices hear busy", why);
    }
    append->complained = true;
    append->down = true;
    append->full = why == STATUS_FULL;
    append->retry.ms = append->now.mono.ms + DOWN_RETRY_MS;
}

/* (2) On a full disk this succeeds and the next commit fails: it is the commit that ends it. */
void append_come_back(struct append *append)
{
    enum status status = act_store_reopen(append->ports.store);
    if (status == STATUS_OK) {
        status = load(append);
    }
    if (status == STATUS_OK) {
        append->down = false;
    } else {
        go_down(append, status);
    }
}

static void count_rows(struct append *append)
{
    const struct group *group = append->group;
    struct intake_counters *counters = &append->counters;
    counters->commits++;
    counters->batches += group->batch_count;
    counters->quarantined += group->quarantine_count;
    counters->incidents += group->incident_count;
    counters->enrolled += group->device_count;
    for (size_t i = 0; i < group->batch_count; i++) {
        counters->entries += group->batches[i].count - group->batches[i].skip;
    }
    if (group->batch_count > counters->group_max) {
        counters->group_max = group->batch_count;
    }
}

static void note_success(struct append *append)
{
    count_rows(append);
    append->full = false;
    if (append->complained) {
        append->complained = false;
        log_write(append->ports.log, LOG_LEVEL_INFO, "the book of acts is written again", NULL, 0);
    }
}

void append_say(struct append *append, const struct door_peer *peer, const struct message *message)
{
    uint8_t bytes[ANSWER_SIZE_MAX];
    struct writer writer = writer_of(bytes, sizeof bytes);
    if (message_encode(message, &writer) != STATUS_OK ||
        door_reply(append->ports.door, peer, writer_span(&writer)) != STATUS_OK) {
        append->counters.unanswered++; /* it asks again */
    }
}

void append_busy(struct append *append, const struct door_peer *peer, uint32_t retry_after_ms)
{
    struct message message = {.kind = MESSAGE_BUSY, .busy = {.retry_after_ms = retry_after_ms}};
    append->counters.busy++;
    append_say(append, peer, &message);
}

/* After the commit: the enrolled may knock, the revoked are no longer believed. */
static enum status take_devices(struct append *append)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < append->group->device_count; i++) {
        status = roster_put(&append->roster, &append->group->devices[i], append->now.mono);
    }
    return status == STATUS_OK && append->group->device_count > 0 ? admit_all(append) : status;
}

static enum status commit_rows(struct append *append)
{
    struct group *group = append->group;
    struct act_group rows = {
        .batches = group->batches,
        .batch_streams = group->batch_streams,
        .batch_count = group->batch_count,
        .streams = group->streams,
        .stream_count = group->stream_count,
        .devices = group->devices,
        .device_count = group->device_count,
        .quarantine = group->quarantine,
        .quarantine_count = group->quarantine_count,
        .incidents = group->incidents,
        .incident_count = group->incident_count,
    };
    enum status status = act_store_commit(append->ports.store, &rows);
    if (status != STATUS_OK) {
        append->counters.commits_failed++;
        return status;
    }
    note_success(append);
    if (group->batch_count > 0) {
        append->position = group->batches[group->batch_count - 1].n;
    }
    status = take_devices(append);
    bell_ring(append->ports.bell, append->position);
    return status;
}

enum status append_commit(struct append *append)
{
    struct group *group = append->group;
    enum status status = group_is_empty(group) ? STATUS_OK : commit_rows(append);
    for (size_t i = 0; i < group->answer_count; i++) {
        const struct answer *answer = &group->answers[i];
        if (status == STATUS_OK) {
            append_say(append, &answer->peer, &answer->message); /* (1) */
        } else {
            append_busy(append, &answer->peer, BUSY_DOWN_MS);
        }
    }
    group_reset(group);
    append->newcomers = false;
    if (status != STATUS_OK) {
        go_down(append, status);
    }
    return status;
}

void append_refuse(struct append *append, const struct door_peer *peer, const struct member *member,
                   enum refusal_code code, const char *detail)
{
    struct message message = {
        .kind = MESSAGE_REFUSAL,
        .refusal = {.code = code,
                    .high_water = member->stream.stream.high_water,
                    .detail = text_of(detail)}
    };
    append->counters.refused++;
    group_answer(append->group, peer, &message);
}

void append_answer(struct append *append, const struct door_peer *peer,
                   const struct message *message)
{
    group_answer(append->group, peer, message);
}

void append_incident(struct append *append, enum act_incident_kind kind, struct member *member,
                     struct place place, const char *detail)
{
    char text[DEVICE_TEXT_SIZE];
    const struct text device = text_of(device_text(member->device.device, text));
    const struct log_field fields[] = {
        {"device", device                       },
        {"label",  text_of(member->device.label)}
    };
    if (!told_now(&member->told, kind, place, append->now.mono) ||
        !group_incident(append->group, kind, member->device.device, place, append->received,
                        detail)) {
        append->counters.incidents_left_off++;
        return;
    }
    log_write(append->ports.log, LOG_LEVEL_WARNING, detail, fields, 2);
}

/* A lookup may have emptied the group after the message was received: it stays where it is. */
struct span append_keep_bytes(struct append *append, const struct door_message *received)
{
    append->group->bytes_size = (size_t)(received->at - append->group->bytes) + received->size;
    return span_of(received->at, received->size);
}

bool append_apart(struct append *append, struct member *member, const struct door_message *received,
                  struct span what, const struct act_quarantine *row)
{
    switch (apart_judge(&member->apart, what, received->size, append->now.mono)) {
    case APART_KEEP: {
        struct act_quarantine whole = *row;
        whole.device = member->device.device;
        whole.received = append->received;
        whole.message = append_keep_bytes(append, received);
        group_quarantine(append->group, &whole);
        return true;
    }
    case APART_DOUBLE:
        return true;
    case APART_FULL:
        break;
    }
    append->counters.quarantine_left_off++;
    return false;
}

/* Walks a stored row to PLACE. */
static enum status hash_in_row(struct append *append, const struct act_batch *row,
                               struct place place, struct hash *out_hash)
{
    struct message message;
    struct sealed sealed;
    arena_reset(&append->page_arena);
    if (message_decode(row->message, &append->page_arena, &message) != STATUS_OK ||
        message.kind != MESSAGE_BATCH) {
        return STATUS_BROKEN;
    }
    struct span left = message.batch.entries;
    while (left.size > 0) {
        if (entry_open(&left, &sealed) != STATUS_OK) {
            return STATUS_BROKEN;
        }
        if (place_order(sealed.entry.place, place) == 0) {
            *out_hash = sealed.hash;
            return STATUS_OK;
        }
    }
    return STATUS_BROKEN;
}

enum status append_find(struct append *append, struct member *member, struct place place,
                        struct hash *out_hash)
{
    struct act_batch row;
    struct act_page page = {
        .at = append->page, .room = MESSAGE_BYTES_MAX, .rows = &row, .rows_max = 1};
    enum status status = member->pending ? append_commit(append) : STATUS_OK;
    if (status != STATUS_OK) {
        return status;
    }
    status = act_store_find(append->ports.store, &member->stream, place, &page);
    if (status == STATUS_NOT_FOUND) {
        *out_hash = (struct hash){0};
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        status = hash_in_row(append, &row, place, out_hash);
    }
    if (status == STATUS_BROKEN) {
        log_status(append, "a stored batch is damaged; its device hears busy", status);
    } else if (status != STATUS_OK) {
        go_down(append, status);
    }
    return status;
}
