#include "server/intake/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { LOAD_AT_ONCE = 64 };

enum status roster_open(struct roster *roster, uint32_t room)
{
    uint32_t slots = 16;
    while (slots < 2 * room) {
        slots *= 2;
    }
    *roster = (struct roster){.room = room, .slots = slots};
    roster->members = calloc(room, sizeof *roster->members);
    roster->by_key = calloc(slots, sizeof *roster->by_key);
    roster->by_device = calloc(slots, sizeof *roster->by_device);
    roster->keys = calloc(room, sizeof *roster->keys);
    if (!roster->members || !roster->by_key || !roster->by_device || !roster->keys) {
        roster_close(roster);
        return STATUS_FULL;
    }
    return STATUS_OK;
}

void roster_close(struct roster *roster)
{
    if (roster) {
        free(roster->members);
        free(roster->by_key);
        free(roster->by_device);
        free(roster->keys);
        *roster = (struct roster){0};
    }
}

static uint64_t mix_of(const void *bytes, size_t size)
{
    return text_mix((struct text){.at = bytes, .size = size});
}

static struct member *member_at(const struct roster *roster, uint32_t slot)
{
    return slot ? &roster->members[slot - 1] : NULL;
}

/* The slot of KEY, or the free one where it belongs. The table is never more than half full. */
static uint32_t *key_slot(const struct roster *roster, const struct link_key *key)
{
    uint64_t at = mix_of(key->byte, sizeof key->byte);
    for (;; at++) {
        uint32_t *slot = &roster->by_key[at & (roster->slots - 1)];
        const struct member *member = member_at(roster, *slot);
        if (!member || memcmp(member->device.link_key.byte, key->byte, sizeof key->byte) == 0) {
            return slot;
        }
    }
}

static uint32_t *device_slot(const struct roster *roster, struct device device)
{
    uint64_t at = mix_of(&device.id, sizeof device.id);
    for (;; at++) {
        uint32_t *slot = &roster->by_device[at & (roster->slots - 1)];
        const struct member *member = member_at(roster, *slot);
        if (!member || member->device.device.id == device.id) {
            return slot;
        }
    }
}

const struct link_key *roster_keys(struct roster *roster)
{
    for (uint32_t i = 0; i < roster->count; i++) {
        roster->keys[i] = roster->members[i].device.link_key;
    }
    return roster->keys;
}

struct member *roster_by_key(const struct roster *roster, const struct link_key *key)
{
    return member_at(roster, *key_slot(roster, key));
}

struct member *roster_by_device(const struct roster *roster, struct device device)
{
    return member_at(roster, *device_slot(roster, device));
}

static void apply_revocation(struct member *member)
{
    member->stream.stream.revoked = member->device.revoked;
    member->stream.stream.trusted_to = member->device.trusted_to;
}

enum status roster_put(struct roster *roster, const struct act_device *device, struct instant mono)
{
    struct member *member = roster_by_device(roster, device->device);
    if (!member) {
        static const struct head nothing;
        if (roster->count == roster->room) {
            return STATUS_FULL;
        }
        assert(roster->members);
        member = &roster->members[roster->count++];
        *member = (struct member){.device = *device};
        stream_init(&member->stream.stream, device->device, &nothing, 0, false);
        bucket_init(&member->bucket, bucket_rate_of(device->kind), mono);
        *device_slot(roster, device->device) = roster->count;
        *key_slot(roster, &device->link_key) = roster->count;
    }
    /* The line's key was looked at when the device was new; it never changes. */
    assert(memcmp(member->device.link_key.byte, device->link_key.byte, LINK_KEY_SIZE) == 0);
    member->device = *device;
    apply_revocation(member);
    return STATUS_OK;
}

static enum status load_devices(struct roster *roster, struct act_store *store, struct instant mono)
{
    struct act_device page[LOAD_AT_ONCE];
    size_t count = LOAD_AT_ONCE;
    for (uint64_t skip = 0; count == LOAD_AT_ONCE; skip += count) {
        enum status status = act_store_devices(store, skip, page, LOAD_AT_ONCE, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            status = roster_put(roster, &page[i], mono);
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

static enum status load_streams(struct roster *roster, struct act_store *store)
{
    struct act_stream page[LOAD_AT_ONCE];
    size_t count = LOAD_AT_ONCE;
    for (uint64_t skip = 0; count == LOAD_AT_ONCE; skip += count) {
        enum status status = act_store_streams(store, skip, page, LOAD_AT_ONCE, &count);
        if (status != STATUS_OK) {
            return status;
        }
        for (size_t i = 0; i < count; i++) {
            struct member *member = roster_by_device(roster, page[i].stream.device);
            if (member) {
                member->stream = page[i];
                apply_revocation(member);
            }
        }
    }
    return STATUS_OK;
}

enum status roster_load(struct roster *roster, struct act_store *store, struct instant mono)
{
    roster->count = 0;
    memset(roster->by_key, 0, roster->slots * sizeof *roster->by_key);
    memset(roster->by_device, 0, roster->slots * sizeof *roster->by_device);
    enum status status = load_devices(roster, store, mono);
    return status == STATUS_OK ? load_streams(roster, store) : status;
}
