#include "tools/gen/message_dump.h"

#include "tools/gen/dump.h"
#include "wire/message.h"

static void dump_head(FILE *to, const char *name, const char *hash_name, const struct head *head)
{
    dump_place(to, name, head->place);
    dump_hash(to, hash_name, &head->hash);
}

static void dump_clock(FILE *to, const struct device_clock *clock)
{
    dump_signed(to, "wall_ms", clock->wall_ms);
    dump_signed(to, "mono_ms", clock->mono_ms);
    dump_unsigned(to, "boot", clock->boot);
}

static void dump_hello(FILE *to, const struct hello *hello)
{
    dump_unsigned(to, "version", hello->version);
    dump_device(to, "device", hello->device);
    dump_head(to, "head", "head_hash", &hello->head);
    dump_place(to, "first", hello->first);
    dump_place(to, "received", hello->received);
    dump_place(to, "asked", hello->asked);
    dump_head(to, "proof", "proof_hash", &hello->proof);
    dump_clock(to, &hello->clock);
    dump_text(to, "software", hello->software);
    dump_unsigned(to, "unsent", hello->unsent);
    dump_signed(to, "battery_percent", hello->battery_percent);
}

static void dump_welcome(FILE *to, const struct welcome *welcome)
{
    dump_unsigned(to, "version", welcome->version);
    dump_unsigned(to, "verdict", (uint64_t)welcome->verdict);
    dump_head(to, "high_water", "high_water_hash", &welcome->high_water);
    dump_unsigned(to, "epoch", welcome->epoch);
    dump_signed(to, "server_wall_ms", welcome->server_wall_ms);
    dump_signed(to, "echo_mono_ms", welcome->echo_mono_ms);
    dump_place(to, "level_two", welcome->level_two);
}

static void dump_batch(FILE *to, const struct batch *batch)
{
    dump_device(to, "device", batch->device);
    dump_place(to, "first", (struct place){batch->epoch, batch->first_seq});
    dump_unsigned(to, "count", batch->count);
    dump_clock(to, &batch->clock);
    if (batch->has_offset) {
        dump_signed(to, "offset_ms", batch->offset_ms);
        dump_unsigned(to, "rtt_ms", batch->rtt_ms);
    }
    dump_hex(to, "entries", batch->entries.at, batch->entries.size);
}

static void dump_message(FILE *to, const struct message *message)
{
    switch (message->kind) {
    case MESSAGE_HELLO:
        dump_word(to, "message", "hello");
        dump_hello(to, &message->hello);
        break;
    case MESSAGE_WELCOME:
        dump_word(to, "message", "welcome");
        dump_welcome(to, &message->welcome);
        break;
    case MESSAGE_BATCH:
        dump_word(to, "message", "batch");
        dump_batch(to, &message->batch);
        break;
    case MESSAGE_RECEIPT:
        dump_word(to, "message", "receipt");
        dump_head(to, "head", "head_hash", &message->receipt.head);
        dump_place(to, "level_two", message->receipt.level_two);
        break;
    case MESSAGE_BUSY:
        dump_word(to, "message", "busy");
        dump_unsigned(to, "retry_after_ms", message->busy.retry_after_ms);
        break;
    case MESSAGE_REFUSAL:
        dump_word(to, "message", "refusal");
        dump_unsigned(to, "code", (uint64_t)message->refusal.code);
        dump_head(to, "high_water", "high_water_hash", &message->refusal.high_water);
        dump_text(to, "detail", message->refusal.detail);
        break;
    case MESSAGE_NOTICE:
        dump_word(to, "message", "notice");
        dump_unsigned(to, "kind", (uint64_t)message->notice.kind);
        dump_unsigned(to, "number", message->notice.number);
        dump_hex(to, "body", message->notice.body.at, message->notice.body.size);
        break;
    }
}

void message_dump(FILE *to, struct span bytes)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    enum status status = message_decode(bytes, &arena, &message);
    if (status == STATUS_OK) {
        dump_message(to, &message);
    } else {
        dump_word(to, "message",
                  status == STATUS_TOO_NEW     ? "too_new"
                  : status == STATUS_NOT_FOUND ? "unknown"
                                               : "malformed");
    }
}
