#include "tools/trao/chain_check.h"

#include <stdlib.h>
#include <string.h>

void chain_check_init(struct chain_check *check)
{
    *check = (struct chain_check){0};
}

void chain_check_fini(struct chain_check *check)
{
    free(check->streams);
    free(check->claims);
    *check = (struct chain_check){0};
}

/* Room for one more of SIZE bytes; false when there is no memory. */
static bool grow(void **items, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return true;
    }
    size_t more = *room ? 2 * *room : 16;
    void *grown = realloc(*items, more * size);
    if (!grown) {
        return false;
    }
    *items = grown;
    *room = more;
    return true;
}

static struct chain_stream *find_stream(struct chain_check *check, struct device device)
{
    if (check->last < check->stream_count && check->streams[check->last].device.id == device.id) {
        return &check->streams[check->last];
    }
    for (size_t i = 0; i < check->stream_count; i++) {
        if (check->streams[i].device.id == device.id) {
            check->last = i;
            return &check->streams[i];
        }
    }
    void *streams = check->streams;
    if (!grow(&streams, check->stream_count, &check->stream_room, sizeof *check->streams)) {
        check->no_memory = true;
        return NULL;
    }
    check->streams = streams;
    check->last = check->stream_count;
    check->streams[check->stream_count] = (struct chain_stream){.device = device};
    return &check->streams[check->stream_count++];
}

const struct chain_stream *chain_check_stream(const struct chain_check *check, struct device device)
{
    for (size_t i = 0; i < check->stream_count; i++) {
        if (check->streams[i].device.id == device.id) {
            return &check->streams[i];
        }
    }
    return NULL;
}

bool chain_check_key(struct chain_check *check, struct device device, const struct sign_public *key)
{
    if (device_of(key).id != device.id) {
        return false;
    }
    struct chain_stream *stream = find_stream(check, device);
    if (stream) {
        stream->has_key = true;
        stream->key = *key;
    }
    return true;
}

static bool take_key(struct chain_stream *stream, const struct sealed *sealed)
{
    struct opened_body opened;
    if (sealed->entry.kind != ENTRY_OPENED) {
        return true;
    }
    if (opened_decode(sealed->entry.body, &opened) != STATUS_OK ||
        device_of(&opened.sign_key).id != stream->device.id) {
        return false;
    }
    stream->has_key = true;
    stream->key = opened.sign_key;
    return true;
}

static void claim(struct chain_check *check, const struct chain_stream *stream,
                  const struct sealed *sealed)
{
    struct head named;
    if (!entry_names(sealed, &named) || place_order(named.place, stream->head.place) >= 0 ||
        named.place.epoch == 0) {
        return;
    }
    void *claims = check->claims;
    if (!grow(&claims, check->claim_count, &check->claim_room, sizeof *check->claims)) {
        check->no_memory = true;
        return;
    }
    check->claims = claims;
    check->claims[check->claim_count++] = (struct chain_claim){
        .device = stream->device, .named = named, .said_at = sealed->entry.place};
}

static enum chain_fault judge_link(struct chain_check *check, const struct chain_stream *stream,
                                   const struct sealed *sealed)
{
    const struct entry *entry = &sealed->entry;
    bool first = entry->place.epoch == 1 && entry->place.seq == 1;
    if (!stream->begun && !first) {
        return CHAIN_GOOD; /* a piece of a stream: there is nothing to hold its front against */
    }
    if (entry_follows(sealed, &stream->head)) {
        claim(check, stream, sealed);
        return CHAIN_GOOD;
    }
    bool next = entry->place.epoch == stream->head.place.epoch &&
                entry->place.seq == stream->head.place.seq + 1;
    bool opens = entry->place.epoch > stream->head.place.epoch && entry->place.seq == 1;
    return opens ? CHAIN_NAMED : next ? CHAIN_LINK : CHAIN_GAP;
}

static enum chain_fault judge(struct chain_check *check, struct chain_stream *stream,
                              const struct sealed *sealed)
{
    if (!take_key(stream, sealed)) {
        return CHAIN_OTHER_KEY;
    }
    if (!stream->has_key) {
        return CHAIN_NO_KEY;
    }
    if (!check->covered && !entry_signed_by(sealed, &stream->key)) {
        return CHAIN_SIGNATURE;
    }
    return judge_link(check, stream, sealed);
}

static void seek_claims(struct chain_check *check, const struct sealed *sealed)
{
    for (size_t i = 0; i < check->claim_count; i++) {
        struct chain_claim *one = &check->claims[i];
        if (one->device.id == sealed->entry.device.id &&
            place_order(one->named.place, sealed->entry.place) == 0 &&
            hash_equal(&one->named.hash, &sealed->hash)) {
            one->found = true;
        }
    }
}

enum chain_fault chain_check_entry(struct chain_check *check, const struct sealed *sealed)
{
    if (check->only_claims) {
        seek_claims(check, sealed);
        return CHAIN_GOOD;
    }
    struct chain_stream *stream = find_stream(check, sealed->entry.device);
    if (!stream) {
        return CHAIN_GOOD; /* no_memory is set */
    }
    enum chain_fault fault = judge(check, stream, sealed);
    if (!stream->begun) {
        stream->begun = true;
        stream->first = sealed->entry.place;
    }
    stream->head = entry_head(sealed);
    stream->entries++;
    check->entries++;
    return fault;
}

bool chain_check_again(struct chain_check *check)
{
    check->only_claims = check->claim_count > 0;
    return check->only_claims;
}
