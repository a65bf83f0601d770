/* wire_fuzz - messages from anywhere: what decodes keeps its bounds, and says the same again when
 * it is encoded and decoded once more. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "wire/message.h"
#include "wire/message_scan.h"

/* NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_head(const struct head *head)
{
    assert((head->place.epoch == 0) == (head->place.seq == 0));
    assert((head->place.epoch != 0) || hash_is_zero(&head->hash));
}

static void check_bounds(const struct message *message)
{
    if (message->kind == MESSAGE_HELLO) {
        const struct hello *hello = &message->hello;
        check_head(&hello->head);
        check_head(&hello->proof);
        assert(hello->version > 0 && hello->version <= SYNC_VERSION + 1);
        assert(text_utf8(hello->software) && hello->software.size <= 63);
        assert(hello->battery_percent >= -1 && hello->battery_percent <= 100);
    } else if (message->kind == MESSAGE_WELCOME) {
        check_head(&message->welcome.high_water);
        assert(message->welcome.verdict >= WELCOME_CONTINUE);
        assert(message->welcome.verdict <= WELCOME_LOCKED);
    } else if (message->kind == MESSAGE_REFUSAL) {
        check_head(&message->refusal.high_water);
        assert(text_utf8(message->refusal.detail) && message->refusal.detail.size <= 255);
        assert(message->refusal.code >= REFUSAL_UPDATE_NEEDED);
        assert(message->refusal.code <= REFUSAL_TOO_LARGE);
    } else if (message->kind == MESSAGE_RECEIPT) {
        check_head(&message->receipt.head);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    static uint8_t again[MESSAGE_ARENA_SIZE];
    static uint8_t first_bytes[MESSAGE_BYTES_MAX + 1024];
    static uint8_t second_bytes[MESSAGE_BYTES_MAX + 1024];
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    enum status scanned = message_scan(span_of(data, size));
    enum status status = message_decode(span_of(data, size), &arena, &message);
    assert(scanned == STATUS_OK || status == scanned);
    assert(status != STATUS_FULL); /* what passes the scan always fits the arena */
    if (status != STATUS_OK) {
        return 0;
    }
    check_bounds(&message);
    struct writer writer = writer_of(first_bytes, sizeof first_bytes);
    if (message_encode(&message, &writer) != STATUS_OK) {
        assert(size > MESSAGE_BYTES_MAX - 64); /* ours may be longer: zero hashes, our version */
        return 0;
    }
    struct message back;
    arena = arena_of(again, sizeof again);
    status = message_decode(writer_span(&writer), &arena, &back);
    assert(status == STATUS_OK && back.kind == message.kind);
    struct writer second = writer_of(second_bytes, sizeof second_bytes);
    status = message_encode(&back, &second);
    assert(status == STATUS_OK);
    assert(span_equal(writer_span(&writer), writer_span(&second)));
    return 0;
}
