#include "tests/unit/core/chain_maker.h"

#include <string.h>

#include "base/check.h"

void chain_init(struct chain *chain, uint8_t key_seed)
{
    uint8_t seed[SIGN_SEED_SIZE];
    memset(seed, key_seed, sizeof seed);
    memset(chain, 0, sizeof *chain);
    sign_keys(seed, &chain->key, &chain->secret);
    chain->device = device_of(&chain->key);
}

static void append(struct chain *chain, struct place place, enum entry_kind kind, struct span body)
{
    uint8_t sealed[SEALED_SIZE_MAX];
    struct chain_link *link = &chain->links[chain->count];
    struct entry entry = {
        .device = chain->device,
        .place = place,
        .prev = chain->head.hash,
        .kind = kind,
        .when = {.mono_ms = (int64_t)chain->count, .boot = 1},
        .body = body
    };
    assert(chain->count < CHAIN_ENTRIES_MAX);
    enum status status = entry_seal(&entry, &chain->secret, sealed, &link->size, &link->head.hash);
    assert(status == STATUS_OK && chain->size + link->size <= CHAIN_BYTES_MAX);
    link->head.place = place;
    link->prev = entry.prev;
    link->at = chain->size;
    memcpy(chain->bytes + chain->size, sealed, link->size);
    chain->size += link->size;
    chain->head = link->head;
    chain->count++;
}

void chain_open_epoch(struct chain *chain, uint32_t epoch)
{
    uint8_t body[256];
    struct writer writer = writer_of(body, sizeof body);
    struct opened_body opened = {
        .sign_key = chain->key, .head = chain->head, .software = TEXT("test")};
    enum status status = opened_encode(&opened, &writer);
    assert(status == STATUS_OK);
    append(chain, (struct place){epoch, 1}, ENTRY_OPENED, writer_span(&writer));
}

void chain_state(struct chain *chain, enum entry_kind kind, struct span body)
{
    append(chain, (struct place){chain->head.place.epoch, chain->head.place.seq + 1}, kind, body);
}

void chain_append(struct chain *chain, uint32_t number)
{
    uint8_t body[256];
    char subject[32];
    struct line line = line_of(subject, sizeof subject);
    line_put(&line, "H41.04-230321-");
    line_digits(&line, number, 6);
    struct writer writer = writer_of(body, sizeof body);
    struct act_body act = {.kind = ACT_TAKE, .party = TEXT("post"), .subject = line_done(&line)};
    enum status status = act_encode(&act, &writer);
    assert(status == STATUS_OK);
    chain_state(chain, ENTRY_ACT, writer_span(&writer));
}

void chain_cut_after(struct chain *chain, struct place place)
{
    while (chain->count > chain->first &&
           place_order(chain->links[chain->count - 1].head.place, place) > 0) {
        chain->count--;
        chain->size = chain->links[chain->count].at;
    }
    chain->head = chain->count > 0 ? chain->links[chain->count - 1].head : (struct head){0};
}

void chain_purge_to(struct chain *chain, struct place place)
{
    while (chain->first + 1 < chain->count &&
           place_order(chain->links[chain->first].head.place, place) <= 0) {
        chain->first++;
    }
}

struct place chain_first(const struct chain *chain)
{
    return chain->count > chain->first ? chain->links[chain->first].head.place : (struct place){0};
}

const struct chain_link *chain_find(const struct chain *chain, struct place place)
{
    for (size_t i = chain->first; i < chain->count; i++) {
        if (place_order(chain->links[i].head.place, place) == 0) {
            return &chain->links[i];
        }
    }
    return NULL;
}

struct head chain_proof(const struct chain *chain, struct place place)
{
    struct head proof = {0};
    for (size_t i = chain->first; i < chain->count; i++) {
        if (place_order(chain->links[i].head.place, place) <= 0) {
            proof = chain->links[i].head;
        }
    }
    return proof;
}

struct batch chain_batch(const struct chain *chain, struct place after, uint32_t count_max)
{
    struct batch batch = {
        .device = chain->device, .clock = {.mono_ms = 1000, .boot = 1}
    };
    for (size_t i = chain->first; i < chain->count && batch.count < count_max; i++) {
        const struct chain_link *link = &chain->links[i];
        if (place_order(link->head.place, after) <= 0) {
            continue;
        }
        if (batch.count == 0) {
            batch.epoch = link->head.place.epoch;
            batch.first_seq = link->head.place.seq;
            batch.entries.at = chain->bytes + link->at;
        }
        if (link->head.place.epoch != batch.epoch ||
            batch.entries.size + link->size > BATCH_BYTES_MAX) {
            break;
        }
        batch.entries.size += link->size;
        batch.count++;
    }
    return batch;
}
