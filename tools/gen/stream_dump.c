#include "tools/gen/stream_dump.h"

#include <inttypes.h>
#include <string.h>

#include "core/statement.h"

/* The key stands in the first entry, and is the device; a later epoch must name the same one. */
static bool learn_key(const struct sealed *sealed, bool first, struct sign_public *key)
{
    struct opened_body opened;
    if (sealed->entry.kind != ENTRY_OPENED) {
        return !first;
    }
    if (opened_decode(sealed->entry.body, &opened) != STATUS_OK ||
        device_of(&opened.sign_key).id != sealed->entry.device.id) {
        return false;
    }
    if (first) {
        *key = opened.sign_key;
    }
    return memcmp(key->byte, opened.sign_key.byte, sizeof key->byte) == 0;
}

enum { ENTRIES_MAX = 4096 };

/* A later epoch names an entry that the stream holds, or nothing: then the journal was lost. */
static bool names_what_is_there(const struct sealed *sealed, const struct head *heads,
                                uint64_t count)
{
    struct head named;
    if (!entry_names(sealed, &named) || named.place.epoch == 0) {
        return true;
    }
    for (uint64_t i = 0; i < count; i++) {
        if (place_order(heads[i].place, named.place) == 0) {
            return hash_equal(&heads[i].hash, &named.hash);
        }
    }
    return false;
}

void stream_dump(FILE *to, struct span bytes)
{
    static struct head heads[ENTRIES_MAX];
    struct head head = {0};
    struct sign_public key = {{0}};
    struct device device = {0};
    uint64_t count = 0;
    const char *bad = NULL;
    while (bytes.size > 0 && count < ENTRIES_MAX && !bad) {
        struct sealed sealed;
        enum status status = entry_open(&bytes, &sealed);
        count++;
        if (status != STATUS_OK) {
            bad = status == STATUS_TOO_NEW ? "too_new" : "malformed";
        } else if (count > 1 && sealed.entry.device.id != device.id) {
            bad = "device";
        } else if (!learn_key(&sealed, count == 1, &key)) {
            bad = "key";
        } else if (!entry_follows(&sealed, &head) ||
                   !names_what_is_there(&sealed, heads, count - 1)) {
            bad = "chain";
        } else if (!entry_signed_by(&sealed, &key)) {
            bad = "signature";
        } else {
            device = sealed.entry.device;
            head = entry_head(&sealed);
            heads[count - 1] = head;
        }
    }
    if (bad) {
        (void)fprintf(to, "out stream bad %" PRIu64 " %s\n", count, bad);
        return;
    }
    char hash[HASH_TEXT_SIZE];
    (void)fprintf(to, "out stream ok %" PRIu64 " %" PRIu32 "/%" PRIu64 " %s\n", count,
                  head.place.epoch, head.place.seq, hash_text(&head.hash, hash));
}
