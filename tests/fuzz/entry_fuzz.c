/* entry_fuzz - entries from anywhere: what opens is sealed again to the same bytes; and a server's
 * stream takes any batch and any hello without losing its invariants. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "core/sync_receiver.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void seal_again(const struct sealed *sealed)
{
    static uint8_t bytes[SEALED_SIZE_MAX];
    static struct sign_public key;
    static struct sign_secret secret;
    static bool made;
    if (!made) {
        const uint8_t seed[SIGN_SEED_SIZE] = {1};
        sign_keys(seed, &key, &secret);
        made = true;
    }
    size_t size = 0;
    struct hash hash;
    enum status status = entry_seal(&sealed->entry, &secret, bytes, &size, &hash);
    assert(status == STATUS_OK);
    assert(size == sealed->whole.size);
    assert(memcmp(bytes, sealed->bytes.at, sealed->bytes.size) == 0);
    assert(hash_equal(&hash, &sealed->hash));
}

/* The first bytes make the stream and the batch's claims; the rest are the entries. */
static void push(struct reader *reader, struct span entries)
{
    struct head head = {
        .place = {read_u8(reader) % 3, read_u8(reader) % 4}
    };
    if (head.place.epoch == 0 || head.place.seq == 0) {
        head.place = (struct place){0};
    } else {
        read_bytes(reader, head.hash.byte, HASH_SIZE);
    }
    struct stream stream;
    struct device device = {read_u64(reader)};
    stream_init(&stream, device, &head, read_u8(reader), false);
    struct hash stored;
    read_bytes(reader, stored.byte, HASH_SIZE);
    struct hello hello = {.version = SYNC_VERSION, .device = device};
    hello.head.place = (struct place){read_u8(reader) % 4, read_u8(reader) % 4};
    hello.proof.place = (struct place){read_u8(reader) % 4, read_u8(reader) % 4};
    hello.first = (struct place){read_u8(reader) % 4, read_u8(reader) % 4};
    hello.asked = read_u8(reader) & 1 ? head.place : hello.first;
    hello.proof.hash = read_u8(reader) & 1 ? head.hash : stored;
    if (stream_hello(&stream, &hello, NULL).kind == HELLO_LOOK_UP) {
        struct hello_outcome outcome = stream_hello(&stream, &hello, &stored);
        assert(outcome.kind != HELLO_LOOK_UP);
    }
    struct batch batch = {.device = device,
                          .epoch = read_u8(reader) % 4,
                          .first_seq = read_u8(reader) % 4,
                          .count = read_u8(reader) % 5,
                          .entries = entries};
    struct head before = stream.high_water;
    struct batch_outcome outcome;
    stream_batch(&stream, &batch, NULL, &outcome);
    if (outcome.kind == BATCH_LOOK_UP) {
        stream_batch(&stream, &batch, &stored, &outcome);
        assert(outcome.kind != BATCH_LOOK_UP);
    }
    bool moved = place_order(stream.high_water.place, before.place) > 0;
    assert(moved == (outcome.kind == BATCH_ACCEPTED || outcome.kind == BATCH_QUARANTINE));
    assert(!moved || (outcome.fresh_count > 0 && outcome.fresh.size > 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = span_of(data, size);
    struct sealed sealed;
    while (bytes.size > 0) {
        size_t before = bytes.size;
        if (entry_open(&bytes, &sealed) != STATUS_OK) {
            assert(bytes.size == before);
            break;
        }
        assert(bytes.size == before - sealed.whole.size);
        seal_again(&sealed);
    }
    struct reader reader = reader_of(span_of(data, size));
    enum { CLAIMS = 100 };
    push(&reader, size > CLAIMS ? span_of(data + CLAIMS, size - CLAIMS) : (struct span){0});
    return 0;
}
