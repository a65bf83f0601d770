#include "tests/contract/chain.h"

#include <string.h>

#include "base/check.h"

enum { GROUP_MAX = 64, PAGE_ROOM = 64 * 1024 };

void chain_start(struct chain *chain, uint8_t device)
{
    uint8_t seed[SIGN_SEED_SIZE];
    struct sign_public key;
    memset(seed, device, sizeof seed);
    memset(chain, 0, sizeof *chain);
    sign_keys(seed, &key, &chain->secret);
    chain->device = device_of(&key);
    chain->head.place.epoch = 1;
}

void chain_next(struct chain *chain, int64_t made, size_t body_size, struct chain_entry *out)
{
    uint8_t body[CHAIN_ENTRY_ROOM] = {0};
    size_t size = 0;
    struct writer writer = writer_of(body, sizeof body);
    struct entry entry = {
        .device = chain->device,
        .place.epoch = chain->head.place.epoch,
        .place.seq = chain->head.place.seq + 1,
        .prev = chain->head.hash,
        .kind = ENTRY_READING,
        .when.wall_ms = made,
        .person = TEXT("vt-007"),
    };
    write_u32(&writer, entry.place.epoch);
    write_u64(&writer, entry.place.seq);
    entry.body = span_of(body, body_size);
    assert(body_size + ENTRY_HEAD_SIZE + ENTRY_PERSON_MAX + SIGNATURE_SIZE <= CHAIN_ENTRY_ROOM);
    uint8_t sealed[SEALED_SIZE_MAX];
    const enum status status = entry_seal(&entry, &chain->secret, sealed, &size, &chain->head.hash);
    assert(status == STATUS_OK && size <= sizeof out->whole);
    memcpy(out->whole, sealed, size);
    chain->head.place = entry.place;
    out->entry = (struct journal_entry){.place = entry.place,
                                        .hash = chain->head.hash,
                                        .whole = span_of(out->whole, size),
                                        .made.ms = made};
}

void chain_open_epoch(struct chain *chain, uint32_t epoch)
{
    chain->head.place = (struct place){epoch, 0};
}

enum status chain_append(struct chain *chain, struct journal_file *file, size_t count)
{
    static struct chain_entry made[GROUP_MAX];
    struct journal_entry entries[GROUP_MAX];
    const struct head before = chain->head;
    assert(count <= GROUP_MAX);
    for (size_t i = 0; i < count; i++) {
        chain_next(chain, 1000 * (int64_t)(before.place.seq + i + 1), 40, &made[i]);
        entries[i] = made[i].entry;
    }
    const struct journal_group group = {.entries = entries, .entry_count = count};
    const enum status status = journal_file_append(file, &group);
    if (status != STATUS_OK) {
        chain->head = before;
    }
    return status;
}

bool chain_whole(struct journal_file *file, uint64_t *out_count)
{
    static uint8_t room[PAGE_ROOM];
    struct journal_page page = {.at = room, .room = sizeof room, .count_max = 256};
    struct journal_state state;
    struct head head = {0};
    uint64_t count = 0;
    if (journal_file_state(file, &state) != STATUS_OK) {
        return false;
    }
    struct place from = state.first;
    while (place_order(head.place, state.head.place) < 0) {
        if (journal_file_read(file, from, &page) != STATUS_OK || page.count == 0) {
            return false;
        }
        struct span bytes = span_of(page.at, page.size);
        struct sealed sealed;
        for (uint32_t i = 0; i < page.count; i++, count++) {
            if (entry_open(&bytes, &sealed) != STATUS_OK ||
                (count > 0 && !hash_equal(&sealed.entry.prev, &head.hash))) {
                return false;
            }
            head = (struct head){sealed.entry.place, sealed.hash};
        }
        from = (struct place){page.last.epoch, page.last.seq + 1};
    }
    *out_count = count;
    return hash_equal(&head.hash, &state.head.hash);
}
