#include "tests/unit/handheld/app/far_end.h"

#include <string.h>

#include "base/check.h"
#include "wire/message.h"

void far_end_init(struct far_end *far, const struct bench *bench)
{
    const struct head nothing = {{0}, {{0}}};
    memset(far, 0, sizeof *far);
    stream_init(&far->stream, bench->settings.device, &nothing, 0, false);
}

static struct hash stored(const struct far_end *far, struct place place)
{
    for (size_t i = 0; i < far->count; i++) {
        if (place_order(far->entries[i].head.place, place) == 0) {
            return far->entries[i].head.hash;
        }
    }
    return (struct hash){{0}};
}

void far_end_say(struct bench *bench, const struct message *message)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    struct writer writer = writer_of(bytes, sizeof bytes);
    enum status status = message_encode(message, &writer);
    assert(status == STATUS_OK);
    (void)link_fake_give(&bench->link, writer_span(&writer));
}

static void refuse(struct far_end *far, struct bench *bench, enum refusal_code code)
{
    const struct message message = {
        .kind = MESSAGE_REFUSAL, .refusal = {.code = code, .high_water = far->stream.high_water}
    };
    far_end_say(bench, &message);
}

static void take_hello(struct far_end *far, struct bench *bench, const struct hello *hello)
{
    struct message message = {.kind = MESSAGE_WELCOME};
    struct hello_outcome outcome = stream_hello(&far->stream, hello, NULL);
    far->hellos++;
    far->hello = *hello;
    if (outcome.kind == HELLO_LOOK_UP) {
        struct hash hash = stored(far, outcome.look_up);
        outcome = stream_hello(&far->stream, hello, &hash);
    }
    if (!stream_welcome(&far->stream, hello, &outcome, &message.welcome)) {
        refuse(far, bench, hello_refusal_code(outcome.kind));
        return;
    }
    message.welcome.server_wall_ms = bench->clock.now.wall.ms + far->ahead_ms;
    message.welcome.level_two = far->level_two;
    far_end_say(bench, &message);
}

static void keep(struct far_end *far, struct span fresh)
{
    struct sealed sealed;
    while (fresh.size > 0 && entry_open(&fresh, &sealed) == STATUS_OK) {
        assert(far->count < FAR_END_ENTRIES);
        far->entries[far->count++] =
            (struct far_entry){.head = entry_head(&sealed), .kind = sealed.entry.kind};
    }
}

static void take_batch(struct far_end *far, struct bench *bench, const struct batch *batch)
{
    struct batch_outcome outcome;
    stream_batch(&far->stream, batch, NULL, &outcome);
    far->batches++;
    if (outcome.kind == BATCH_LOOK_UP) {
        struct hash hash = stored(far, outcome.look_up);
        stream_batch(&far->stream, batch, &hash, &outcome);
    }
    far->doubles += outcome.kind == BATCH_DOUBLE;
    far->gaps += outcome.kind == BATCH_GAP;
    if (batch_refusal_code(outcome.kind) != 0) {
        refuse(far, bench, batch_refusal_code(outcome.kind));
        return;
    }
    keep(far, outcome.kind == BATCH_ACCEPTED ? outcome.fresh : (struct span){0});
    struct message message = {
        .kind = MESSAGE_RECEIPT, .receipt = {.head = outcome.head, .level_two = far->level_two}
    };
    message.receipt.head.place.seq += far->forgets ? 1000 : 0;
    far_end_say(bench, &message);
}

static void take(struct far_end *far, struct bench *bench, const struct message *message)
{
    bool silent = far->silent_next > 0;
    far->silent_next -= silent;
    bool up = bench->link.up;
    bench->link.up = up && !silent; /* what it answers now is lost */
    if (far->refuse != 0) {
        refuse(far, bench, far->refuse);
    } else if (message->kind == MESSAGE_HELLO) {
        take_hello(far, bench, &message->hello);
    } else if (message->kind == MESSAGE_BATCH) {
        take_batch(far, bench, &message->batch);
    }
    bench->link.up = up;
}

bool far_end_turn(struct far_end *far, struct bench *bench)
{
    static uint8_t bytes[LINK_MESSAGE_MAX];
    static _Alignas(16) uint8_t memory[MESSAGE_ARENA_SIZE];
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    size_t size = 0;
    if (link_fake_take(&bench->link, bytes, sizeof bytes, &size) != STATUS_OK) {
        return false;
    }
    if (far->lose_next > 0) {
        far->lose_next--;
        return true;
    }
    enum status status = message_decode(span_of(bytes, size), &arena, &message);
    assert(status == STATUS_OK);
    take(far, bench, &message);
    if (far->twice) {
        take(far, bench, &message);
    }
    return true;
}

bool far_end_settle(struct far_end *far, struct bench *bench, int64_t ms)
{
    for (int64_t passed = 0; passed <= ms; passed += 50) {
        bench_tick();
        while (far_end_turn(far, bench)) {
            bench_tick();
        }
        if (unit_is_synced(&bench->unit) && bench->unit.uplink.sender.state == SENDER_IDLE) {
            return true;
        }
        bench_pass(50);
    }
    return false;
}
