#include "tests/unit/server/intake/front.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/message.h"

static void open_intake(struct front *front)
{
    const struct append_ports ports = {.door = &front->door.port,
                                       .store = &front->store.port,
                                       .bell = &front->bell.port,
                                       .log = &front->log.port,
                                       .flags = &front->flags.reader};
    assert_int_equal(intake_open(&front->intake, &ports, FRONT_UNITS, &front->now), STATUS_OK);
}

static struct act_device admin_row(const struct caller *admin)
{
    struct act_device row = {.device = admin->chain.device,
                             .link_key = admin->link_key,
                             .sign_key = admin->chain.key,
                             .label = "administrator",
                             .party = "center"};
    return row;
}

static void caller_init(struct caller *caller, uint8_t seed)
{
    chain_init(&caller->chain, seed);
    memset(caller->link_key.byte, seed, sizeof caller->link_key.byte);
    caller->link_key.byte[0] = 0xCC;
    chain_open_epoch(&caller->chain, 1);
}

struct front *front_open(void)
{
    struct front *front = calloc(1, sizeof *front);
    assert_non_null(front);
    act_store_memory_init(&front->store);
    door_fake_init(&front->door);
    bell_fake_init(&front->bell);
    log_fake_init(&front->log);
    flag_book_memory_init(&front->flags);
    front->now = (struct clock_reading){
        .wall = {(int64_t)FRONT_WALL_MS * 1000}, .mono = {100000}, .boot = 1, .wall_set = true};
    caller_init(&front->admin, 200);
    front->admin.kind = DEVICE_ADMIN;
    open_intake(front);
    const struct act_device admin = admin_row(&front->admin);
    assert_int_equal(intake_anchor(&front->intake, &admin), STATUS_OK);
    assert_true(front_connect(front, &front->admin));
    front_deliver(front, &front->admin, (struct place){0});
    return front;
}

void front_close(struct front *front)
{
    if (front) {
        intake_close(&front->intake);
        act_store_memory_fini(&front->store);
        door_fake_fini(&front->door);
        flag_book_memory_fini(&front->flags);
        free(front);
    }
}

void front_restart(struct front *front)
{
    intake_close(&front->intake);
    door_fake_fini(&front->door);
    door_fake_init(&front->door);
    act_store_memory_restart(&front->store);
    front->admin.connected = false;
    open_intake(front);
}

void front_step(struct front *front)
{
    struct intake_effects effects = {.again = true};
    for (int i = 0; i < 1000 && effects.again; i++) {
        const struct intake_event event = {.now = front->now,
                                           .flags_advanced = front->flags_advanced};
        front->flags_advanced = false;
        intake_step(&front->intake, &event, &effects);
    }
    assert_false(effects.again);
}

void front_pass(struct front *front, int64_t ms)
{
    front->now.wall.ms += ms;
    front->now.mono.ms += ms;
}

struct caller *caller_new(uint8_t seed)
{
    struct caller *caller = calloc(1, sizeof *caller);
    assert_non_null(caller);
    caller_init(caller, seed);
    return caller;
}

void caller_free(struct caller *caller)
{
    free(caller);
}

void front_state_enrolled(struct front *front, const struct caller *caller, enum device_kind kind,
                          const char *person_one, const char *person_two)
{
    uint8_t bytes[512];
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct enrolled_body body = {.device = caller->chain.device,
                                 .sign_key = caller->chain.key,
                                 .kind = kind,
                                 .label = TEXT("unit"),
                                 .party = TEXT("post"),
                                 .person_one = text_of(person_one),
                                 .person_two = text_of(person_two)};
    memcpy(body.link_key, caller->link_key.byte, sizeof body.link_key);
    assert_int_equal(enrolled_encode(&body, &writer), STATUS_OK);
    chain_state(&front->admin.chain, ENTRY_DEVICE_ENROLLED, writer_span(&writer));
}

void front_state_revoked(struct front *front, const struct caller *caller, struct place trusted_to)
{
    uint8_t bytes[512];
    struct writer writer = writer_of(bytes, sizeof bytes);
    const struct revoked_body body = {.device = caller->chain.device,
                                      .trusted_to = trusted_to,
                                      .reason = TEXT("lost"),
                                      .person_one = TEXT("an"),
                                      .person_two = TEXT("binh")};
    assert_int_equal(revoked_encode(&body, &writer), STATUS_OK);
    chain_state(&front->admin.chain, ENTRY_DEVICE_REVOKED, writer_span(&writer));
}

/* Everything the administrator has stated and the book does not have. */
static void send_admin(struct front *front)
{
    struct place after = front_member(front, &front->admin)->stream.stream.high_water.place;
    if (!front->admin.connected) {
        assert_true(front_connect(front, &front->admin));
    }
    front_deliver(front, &front->admin, after);
}

void front_enrol(struct front *front, struct caller *caller, enum device_kind kind)
{
    caller->kind = kind;
    front_state_enrolled(front, caller, kind, "an", "binh");
    send_admin(front);
    assert_true(front_connect(front, caller));
}

void front_revoke(struct front *front, const struct caller *caller, struct place trusted_to)
{
    front_state_revoked(front, caller, trusted_to);
    send_admin(front);
}

bool front_connect(struct front *front, struct caller *caller)
{
    caller->connected =
        door_fake_connect(&front->door, &caller->link_key, &caller->peer) == DOOR_FAKE_OK;
    return caller->connected;
}

void front_say_bytes(struct front *front, const struct caller *caller, struct span bytes)
{
    assert_true(door_fake_send(&front->door, caller->peer, bytes));
}

void front_say(struct front *front, const struct caller *caller, const struct message *message)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(message_encode(message, &writer), STATUS_OK);
    front_say_bytes(front, caller, writer_span(&writer));
}

enum message_kind front_hear(struct front *front, const struct caller *caller,
                             struct message *out_message)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    uint8_t bytes[1024];
    size_t peer = 0;
    size_t size = 0;
    struct arena arena = arena_of(memory, sizeof memory);
    assert_int_equal(door_fake_take(&front->door, &peer, bytes, sizeof bytes, &size), STATUS_OK);
    assert_int_equal(peer, caller->peer);
    assert_int_equal(message_decode(span_of(bytes, size), &arena, out_message), STATUS_OK);
    return out_message->kind;
}

bool front_silent(struct front *front)
{
    return front->door.answers.count == 0;
}

struct message caller_hello(const struct caller *caller)
{
    const struct chain *chain = &caller->chain;
    return (struct message){
        .kind = MESSAGE_HELLO,
        .hello = {.version = SYNC_VERSION,
                  .device = chain->device,
                  .head = chain->head,
                  .first = chain_first(chain),
                  .clock = {.wall_ms = 5, .mono_ms = 7, .boot = 1},
                  .software = TEXT("test"),
                  .battery_percent = -1}
    };
}

struct message caller_batch(const struct caller *caller, struct place after, uint32_t count_max)
{
    return (struct message){.kind = MESSAGE_BATCH,
                            .batch = chain_batch(&caller->chain, after, count_max)};
}

struct message front_send(struct front *front, const struct caller *caller, struct place after)
{
    struct message answer;
    const struct message batch = caller_batch(caller, after, BATCH_ENTRIES_MAX);
    front_say(front, caller, &batch);
    front_step(front);
    (void)front_hear(front, caller, &answer);
    return answer;
}

void front_deliver(struct front *front, const struct caller *caller, struct place after)
{
    const struct message answer = front_send(front, caller, after);
    assert_int_equal(answer.kind, MESSAGE_RECEIPT);
    assert_int_equal(place_order(answer.receipt.head.place, caller->chain.head.place), 0);
    assert_true(hash_equal(&answer.receipt.head.hash, &caller->chain.head.hash));
}

struct member *front_member(struct front *front, const struct caller *caller)
{
    return roster_by_device(&front->intake.append.roster, caller->chain.device);
}

size_t front_rows(const struct front *front, const struct caller *caller)
{
    size_t rows = 0;
    for (uint64_t n = 1; n <= front->store.batches.count; n++) {
        rows += act_store_memory_batch(&front->store, n)->device.id == caller->chain.device.id;
    }
    return rows;
}

size_t front_incidents(const struct front *front, enum act_incident_kind kind)
{
    size_t count = 0;
    const struct act_incident *rows = (const void *)front->store.incidents.at;
    for (size_t i = 0; i < front->store.incidents.count; i++) {
        count += rows[i].kind == kind;
    }
    return count;
}

size_t front_quarantine(const struct front *front, enum act_quarantine_reason reason)
{
    size_t count = 0;
    const struct act_quarantine *rows = (const void *)front->store.quarantine.at;
    for (size_t i = 0; i < front->store.quarantine.count; i++) {
        count += rows[i].reason == reason;
    }
    return count;
}

/* The row's entries that count must stand in the chain as they are here, behind *LAST. */
static size_t check_row(const struct act_batch *row, const struct caller *caller,
                        struct place *last)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    struct sealed sealed;
    assert_int_equal(message_decode(row->message, &arena, &message), STATUS_OK);
    assert_int_equal(message.kind, MESSAGE_BATCH);
    struct span left = message.batch.entries;
    for (uint32_t i = 0; i < row->count; i++) {
        assert_int_equal(entry_open(&left, &sealed), STATUS_OK);
        if (i < row->skip) {
            continue;
        }
        const struct place place = sealed.entry.place;
        assert_true(place.epoch == last->epoch ? place.seq == last->seq + 1
                                               : place.epoch > last->epoch && place.seq == 1);
        *last = place;
        const struct chain_link *link = chain_find(&caller->chain, place);
        if (link) {
            assert_int_equal(sealed.whole.size, link->size);
            assert_memory_equal(sealed.whole.at, caller->chain.bytes + link->at, link->size);
        }
    }
    return row->count - row->skip;
}

size_t front_entries_in_order(struct front *front, const struct caller *caller)
{
    size_t count = 0;
    struct place last = {.epoch = 1};
    struct instant received = {INT64_MIN};
    for (uint64_t n = 1; n <= front->store.batches.count; n++) {
        const struct act_batch *row = act_store_memory_batch(&front->store, n);
        assert_true(row->received.ms >= received.ms);
        received = row->received;
        if (row->device.id == caller->chain.device.id) {
            count += check_row(row, caller, &last);
        }
    }
    return count;
}
