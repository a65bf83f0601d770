#include "tests/system/flood/unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/check.h"
#include "core/statement.h"
#include "wire/message.h"

enum { US = 1000, NS = 1000 };

int64_t unit_now_us(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * US * US + now.tv_nsec / NS;
}

void unit_nap_us(int64_t us)
{
    const struct timespec nap = {.tv_sec = us / (US * US), .tv_nsec = us % (US * US) * NS};
    if (us > 0) {
        (void)nanosleep(&nap, NULL);
    }
}

static int64_t wall_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * US + now.tv_nsec / (NS * US);
}

/* --- the journal --- */

static void *grown(void *at, size_t *room, size_t need, size_t each)
{
    if (need > *room) {
        *room = need + need / 2;
        at = realloc(at, *room * each);
        assert(at);
    }
    return at;
}

static void seal(struct unit *unit, struct place place, enum entry_kind kind, struct span body)
{
    static uint8_t sealed[SEALED_SIZE_MAX];
    unit->entries = grown(unit->entries, &unit->room, unit->count + 1, sizeof *unit->entries);
    struct unit_entry *entry = &unit->entries[unit->count];
    const struct entry made = {
        .device = unit->device,
        .place = place,
        .prev = unit->head.hash,
        .kind = kind,
        .when = {.wall_set = true, .wall_ms = wall_ms(), .mono_ms = unit_now_us() / US, .boot = 1},
        .body = body
    };
    *entry = (struct unit_entry){.at = unit->size};
    enum status status = entry_seal(&made, &unit->secret, sealed, &entry->size, &entry->head.hash);
    assert(status == STATUS_OK);
    unit->bytes = grown(unit->bytes, &unit->bytes_room, unit->size + entry->size, 1);
    memcpy(unit->bytes + unit->size, sealed, entry->size);
    entry->head.place = place;
    unit->size += entry->size;
    unit->head = entry->head;
    unit->count++;
}

bool unit_make(struct unit *unit, uint64_t number)
{
    uint8_t seed[SIGN_SEED_SIZE];
    uint8_t body[256];
    struct writer writer = writer_of(body, sizeof body);
    memset(unit, 0, sizeof *unit);
    sign_random(seed, sizeof seed);
    sign_keys(seed, &unit->key, &unit->secret);
    unit->device = device_of(&unit->key);
    chance_fake_init(&unit->chance, number + 1);
    const struct opened_body opened = {.sign_key = unit->key, .software = TEXT("flood")};
    if (keys_make(&unit->keys) != STATUS_OK || opened_encode(&opened, &writer) != STATUS_OK) {
        return false;
    }
    seal(unit, (struct place){1, 1}, ENTRY_OPENED, writer_span(&writer));
    return true;
}

void unit_free(struct unit *unit)
{
    free(unit->entries);
    free(unit->bytes);
    keys_wipe(&unit->keys);
    sign_wipe(&unit->secret);
    memset(unit, 0, sizeof *unit);
}

void unit_state(struct unit *unit, enum entry_kind kind, struct span body)
{
    seal(unit, (struct place){unit->head.place.epoch, unit->head.place.seq + 1}, kind, body);
}

void unit_act(struct unit *unit, uint32_t number)
{
    uint8_t body[256];
    char subject[32];
    struct line line = line_of(subject, sizeof subject);
    line_put(&line, "H41.04-230321-");
    line_digits(&line, number % 1000000, 6);
    struct writer writer = writer_of(body, sizeof body);
    const struct act_body act = {
        .kind = ACT_TAKE, .party = TEXT("post"), .subject = line_done(&line)};
    enum status status = act_encode(&act, &writer);
    assert(status == STATUS_OK);
    unit_state(unit, ENTRY_ACT, writer_span(&writer));
}

/* The number of entries not after PLACE; entries are in order. */
static size_t upto(const struct unit *unit, struct place place)
{
    size_t low = 0;
    size_t high = unit->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (place_order(unit->entries[middle].head.place, place) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct unit_entry *unit_entry_at(const struct unit *unit, struct place place)
{
    const size_t at = upto(unit, place);
    return at > 0 && place_order(unit->entries[at - 1].head.place, place) == 0
               ? &unit->entries[at - 1]
               : NULL;
}

/* --- the line --- */

static struct sync_event event_of(enum sync_event_kind kind)
{
    return (struct sync_event){.kind = kind, .mono = {unit_now_us() / US}, .wall_ms = wall_ms()};
}

static void send(struct unit *unit, const struct message *message)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    struct writer writer = writer_of(bytes, sizeof bytes);
    enum status status = message_encode(message, &writer);
    assert(status == STATUS_OK);
    status = link_send(&unit->link.port, writer_span(&writer));
    (void)status; /* proves nothing either way */
}

static void send_batch(struct unit *unit, const struct sync_effect *effect)
{
    struct message message = {.kind = MESSAGE_BATCH};
    sync_sender_batch(&unit->sync, &message.batch);
    const size_t first = upto(unit, effect->after);
    const struct unit_entry *entry = &unit->entries[first];
    assert(first < unit->count);
    message.batch.epoch = entry->head.place.epoch;
    message.batch.first_seq = entry->head.place.seq;
    message.batch.entries.at = unit->bytes + entry->at;
    for (; first + message.batch.count < unit->count && message.batch.count < effect->count_max;
         message.batch.count++) {
        entry = &unit->entries[first + message.batch.count];
        if (message.batch.entries.size + entry->size > BATCH_BYTES_MAX) {
            break;
        }
        message.batch.entries.size += entry->size;
        sync_sender_sent(&unit->sync, &entry->head);
    }
    message.batch.clock =
        (struct device_clock){.wall_ms = wall_ms(), .mono_ms = unit_now_us() / US, .boot = 1};
    send(unit, &message);
}

/* True: *OUT_NEXT is to be stepped at once. */
static bool perform(struct unit *unit, const struct sync_effect *effect,
                    struct sync_event *out_next)
{
    if (effect->record_receipt &&
        place_order(unit->sync.received.place, unit->receipted.place) > 0) {
        unit->receipted = unit->sync.received;
    }
    if (effect->renew_link) {
        enum status status = link_renew(&unit->link.port);
        (void)status; /* it is tried again */
    }
    assert(!effect->open_epoch); /* these devices lose nothing */
    if (effect->look_up) {
        const size_t found = upto(unit, effect->asked);
        *out_next = event_of(SYNC_PROVEN);
        out_next->head = found > 0 ? unit->entries[found - 1].head : (struct head){0};
        out_next->first = unit->entries[0].head.place;
        return true;
    }
    if (effect->send_hello) {
        struct message message = {.kind = MESSAGE_HELLO};
        sync_sender_hello(&unit->sync, &message.hello);
        message.hello.battery_percent = -1;
        send(unit, &message);
    } else if (effect->send_batch) {
        send_batch(unit, effect);
    }
    return false;
}

static void step(struct unit *unit, const struct sync_event *event)
{
    struct sync_event next = *event;
    struct sync_effect effect;
    do {
        sync_sender_step(&unit->sync, &next, &effect);
    } while (perform(unit, &effect, &next));
}

bool unit_open(struct unit *unit, const struct unit_place *place)
{
    const struct link_settings settings = {.endpoint = place->endpoint,
                                           .keys = unit->keys,
                                           .server = place->server,
                                           .log = place->log,
                                           .chance = &unit->chance.port,
                                           .timing = link_timing_usual()};
    unit->chance.port.self = &unit->chance; /* it may have been moved since it was made */
    unit->refused = false;
    sync_sender_init(&unit->sync, unit->device, &unit->head, &unit->receipted, (struct place){0},
                     chance_fake_next(&unit->chance) | 1);
    return link_zmq_open(&unit->link, place->context, &settings) == STATUS_OK;
}

void unit_close(struct unit *unit)
{
    link_zmq_close(&unit->link);
}

void unit_written(struct unit *unit)
{
    struct sync_event written = event_of(SYNC_WRITTEN);
    written.head = unit->head;
    step(unit, &written);
}

static void hear(struct unit *unit)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    size_t size = 0;
    if (link_came_up(&unit->link.port)) {
        const struct sync_event up = event_of(SYNC_LINK_UP);
        step(unit, &up);
    }
    if (link_refused(&unit->link.port)) {
        const struct sync_event refused = event_of(SYNC_NOT_ADMITTED);
        unit->refused = true;
        step(unit, &refused);
    }
    while (link_receive(&unit->link.port, bytes, sizeof bytes, &size) == STATUS_OK) {
        struct arena arena = arena_of(memory, sizeof memory);
        struct message message;
        struct sync_event event = event_of(SYNC_MESSAGE);
        enum status status = message_decode(span_of(bytes, size), &arena, &message);
        assert(status == STATUS_OK);
        event.message = &message;
        step(unit, &event);
    }
}

bool unit_turn(struct unit *unit)
{
    hear(unit);
    const struct sync_event now = event_of(SYNC_TIMEOUT);
    if (!instant_before(now.mono, sync_sender_wakeup(&unit->sync))) {
        step(unit, &now);
    }
    return unit->sync.state == SENDER_IDLE;
}
