#include "tests/system/intake/real_caller.h"

#include <stdlib.h>

#include "adapters/posix/clock_posix.h"
#include "adapters/zmq/wait.h"
#include "base/check.h"
#include "wire/message.h"

static struct sync_event event_of(enum sync_event_kind kind)
{
    struct clock_posix clock;
    enum status status = clock_posix_init(&clock, NULL);
    assert(status == STATUS_OK);
    const struct clock_reading now = clock_read(&clock.port);
    return (struct sync_event){.kind = kind, .mono = now.mono, .wall_ms = now.wall.ms};
}

static void send(struct real_caller *caller, const struct message *message)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    struct writer writer = writer_of(bytes, sizeof bytes);
    enum status status = message_encode(message, &writer);
    assert(status == STATUS_OK);
    status = link_send(&caller->link.port, writer_span(&writer));
    (void)status; /* proves nothing either way */
}

static void send_batch(struct real_caller *caller, const struct sync_effect *effect)
{
    struct message message = {.kind = MESSAGE_BATCH};
    sync_sender_batch(&caller->sync, &message.batch);
    const struct batch part = chain_batch(&caller->chain, effect->after, effect->count_max);
    message.batch.epoch = part.epoch;
    message.batch.first_seq = part.first_seq;
    message.batch.count = part.count;
    message.batch.entries = part.entries;
    message.batch.clock = (struct device_clock){.wall_ms = 1, .mono_ms = 2, .boot = 3};
    const struct place last = {part.epoch, part.first_seq + part.count - 1};
    sync_sender_sent(&caller->sync, &chain_find(&caller->chain, last)->head);
    send(caller, &message);
}

/* True: *OUT_NEXT is to be stepped at once. */
static bool perform(struct real_caller *caller, const struct sync_effect *effect,
                    struct sync_event *out_next)
{
    if (effect->record_receipt &&
        place_order(caller->sync.received.place, caller->receipted.place) > 0) {
        caller->receipted = caller->sync.received;
    }
    if (effect->renew_link) {
        enum status status = link_renew(&caller->link.port);
        assert(status == STATUS_OK);
    }
    assert(!effect->open_epoch); /* these devices lose nothing */
    if (effect->look_up) {
        *out_next = event_of(SYNC_PROVEN);
        out_next->head = chain_proof(&caller->chain, effect->asked);
        out_next->first = chain_first(&caller->chain);
        return true;
    }
    if (effect->send_hello) {
        struct message message = {.kind = MESSAGE_HELLO};
        sync_sender_hello(&caller->sync, &message.hello);
        message.hello.battery_percent = -1;
        send(caller, &message);
    } else if (effect->send_batch) {
        send_batch(caller, effect);
    }
    return false;
}

static void step(struct real_caller *caller, const struct sync_event *event)
{
    struct sync_event next = *event;
    struct sync_effect effect;
    do {
        sync_sender_step(&caller->sync, &next, &effect);
    } while (perform(caller, &effect, &next));
}

static bool open_link(struct real_caller *caller, const struct context *context,
                      const char *endpoint, const struct link_key *server)
{
    struct link_settings settings = {.endpoint = endpoint,
                                     .keys = caller->keys,
                                     .server = *server,
                                     .log = &caller->log.port,
                                     .chance = &caller->chance.port,
                                     .timing = link_timing_usual()};
    settings.timing.reconnect_ms = 50;
    settings.timing.reconnect_ms_max = 200;
    return link_zmq_open(&caller->link, context, &settings) == STATUS_OK;
}

bool real_caller_open(struct real_caller *caller, const struct context *context,
                      const char *endpoint, const struct link_key *server)
{
    const struct head nothing = {0};
    chance_fake_init(&caller->chance, caller->chain.device.id);
    log_fake_init(&caller->log);
    sync_sender_init(&caller->sync, caller->chain.device, &caller->chain.head, &nothing,
                     nothing.place, caller->chain.device.id);
    return open_link(caller, context, endpoint, server);
}

void real_caller_close(struct real_caller *caller)
{
    link_zmq_close(&caller->link);
    keys_wipe(&caller->keys);
}

bool real_caller_rejoin(struct real_caller *caller, const struct context *context,
                        const char *endpoint, const struct link_key *server)
{
    link_zmq_close(&caller->link);
    return open_link(caller, context, endpoint, server);
}

void real_caller_written(struct real_caller *caller)
{
    struct sync_event written = event_of(SYNC_WRITTEN);
    written.head = caller->chain.head;
    step(caller, &written);
}

static void hear(struct real_caller *caller)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    size_t size = 0;
    if (link_came_up(&caller->link.port)) {
        const struct sync_event up = event_of(SYNC_LINK_UP);
        step(caller, &up);
    }
    if (link_refused(&caller->link.port)) {
        caller->refused = true;
    }
    while (link_receive(&caller->link.port, bytes, sizeof bytes, &size) == STATUS_OK) {
        struct arena arena = arena_of(memory, sizeof memory);
        struct message message;
        struct sync_event event = event_of(SYNC_MESSAGE);
        enum status status = message_decode(span_of(bytes, size), &arena, &message);
        assert(status == STATUS_OK);
        event.message = &message;
        step(caller, &event);
    }
}

bool real_caller_work(struct real_caller *caller, int64_t ms)
{
    const int64_t end = event_of(SYNC_TIMEOUT).mono.ms + ms;
    for (;;) {
        const struct sync_event now = event_of(SYNC_TIMEOUT);
        hear(caller);
        if (!instant_before(now.mono, sync_sender_wakeup(&caller->sync))) {
            step(caller, &now);
        }
        if (caller->sync.state == SENDER_IDLE) {
            return true;
        }
        if (caller->refused || now.mono.ms >= end) {
            return false;
        }
        const struct wait wait = {.link = &caller->link};
        struct wait_ready ready;
        wait_for(&wait, 5, &ready);
    }
}
