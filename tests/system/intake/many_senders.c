#include "tests/system/intake/many_senders.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "wire/message.h"

static uint32_t below(struct many *many, uint32_t bound)
{
    return bound == 0 ? 0 : (uint32_t)(chance_fake_next(&many->chance) % bound);
}

static bool happens(struct many *many, uint32_t of_thousand)
{
    return below(many, 1000) < of_thousand;
}

static void note_made(struct many *many, size_t at)
{
    assert_true(many->made_count < MADE_MAX);
    many->made[many->made_count++] =
        (struct made){.sender = at, .head = many->senders[at].caller->chain.head};
}

struct many *many_open(uint64_t seed)
{
    struct many *many = calloc(1, sizeof *many);
    assert_non_null(many);
    chance_fake_init(&many->chance, seed);
    many->front = front_open();
    for (size_t i = 0; i < SENDERS; i++) {
        struct sender *sender = &many->senders[i];
        sender->caller = caller_new((uint8_t)(i + 1));
        front_enrol(many->front, sender->caller, DEVICE_HANDHELD);
        note_made(many, i);
        sync_sender_init(&sender->sync, sender->caller->chain.device, &sender->caller->chain.head,
                         &sender->receipted, (struct place){0}, seed + i);
    }
    /* a swarm: each seed has its own weather */
    many->faults = (struct faults){.loss = below(many, 400),
                                   .doubled = below(many, 300),
                                   .delay_ms = 1 + below(many, 3000),
                                   .commit = below(many, 2) * below(many, 200),
                                   .full = below(many, 2) * below(many, 20),
                                   .restart = below(many, 2) * below(many, 20),
                                   .old_image = below(many, 3) == 0 ? below(many, 60) : 0};
    return many;
}

void many_close(struct many *many)
{
    for (size_t i = 0; i < SENDERS; i++) {
        caller_free(many->senders[i].caller);
    }
    for (size_t i = 0; i < FLYING_MAX; i++) {
        free(many->flying[i].bytes);
    }
    front_close(many->front);
    free(many);
}

/* --- the network --- */

static void fly(struct many *many, size_t sender, bool to_server, struct span bytes)
{
    if (happens(many, many->faults.loss)) {
        return;
    }
    const int copies = happens(many, many->faults.doubled) ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
        size_t at = 0;
        while (at < FLYING_MAX && many->flying[at].at != 0) {
            at++;
        }
        if (at == FLYING_MAX) {
            return; /* a full line loses */
        }
        struct flying *flying = &many->flying[at];
        *flying =
            (struct flying){.at = many->front->now.mono.ms + 1 + below(many, many->faults.delay_ms),
                            .sender = sender,
                            .to_server = to_server,
                            .bytes = malloc(bytes.size + 1),
                            .size = bytes.size};
        assert_non_null(flying->bytes);
        memcpy(flying->bytes, bytes.at, bytes.size);
    }
}

static void send(struct many *many, size_t at, const struct message *message)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(message_encode(message, &writer), STATUS_OK);
    fly(many, at, true, writer_span(&writer));
}

/* --- a device --- */

static struct sync_event event_of(const struct many *many, enum sync_event_kind kind)
{
    return (struct sync_event){
        .kind = kind, .mono = many->front->now.mono, .wall_ms = many->front->now.wall.ms};
}

static void send_batch(struct many *many, size_t at, const struct sync_effect *effect)
{
    struct sender *sender = &many->senders[at];
    const struct chain *chain = &sender->caller->chain;
    struct message message = {.kind = MESSAGE_BATCH};
    sync_sender_batch(&sender->sync, &message.batch);
    const struct batch part = chain_batch(chain, effect->after, effect->count_max);
    assert_true(part.count > 0);
    message.batch.epoch = part.epoch;
    message.batch.first_seq = part.first_seq;
    message.batch.count = part.count;
    message.batch.entries = part.entries;
    message.batch.clock = (struct device_clock){.wall_ms = 1, .mono_ms = 2, .boot = 3};
    const struct place last = {part.epoch, part.first_seq + part.count - 1};
    sync_sender_sent(&sender->sync, &chain_find(chain, last)->head);
    send(many, at, &message);
}

/* True: *OUT_NEXT is to be stepped at once. */
static bool perform(struct many *many, size_t at, const struct sync_effect *effect,
                    struct sync_event *out_next)
{
    struct sender *sender = &many->senders[at];
    struct chain *chain = &sender->caller->chain;
    if (effect->record_receipt &&
        place_order(sender->sync.received.place, sender->receipted.place) > 0) {
        sender->receipted = sender->sync.received;
    }
    if (effect->look_up) {
        *out_next = event_of(many, SYNC_PROVEN);
        out_next->head = chain_proof(chain, effect->asked);
        out_next->first = chain_first(chain);
        return true;
    }
    if (effect->open_epoch) {
        chain_open_epoch(chain, effect->epoch);
        note_made(many, at);
        *out_next = event_of(many, SYNC_RENEWED);
        out_next->head = chain->head;
        return true;
    }
    if (effect->send_hello) {
        struct message message = {.kind = MESSAGE_HELLO};
        sync_sender_hello(&sender->sync, &message.hello);
        message.hello.battery_percent = -1;
        send(many, at, &message);
    } else if (effect->send_batch) {
        send_batch(many, at, effect);
    }
    return false;
}

static void step(struct many *many, size_t at, const struct sync_event *event)
{
    struct sync_event next = *event;
    struct sync_effect effect;
    do {
        sync_sender_step(&many->senders[at].sync, &next, &effect);
    } while (perform(many, at, &effect, &next));
}

static void make_entry(struct many *many, size_t at)
{
    struct chain *chain = &many->senders[at].caller->chain;
    chain_append(chain, (uint32_t)many->made_count);
    note_made(many, at);
    struct sync_event written = event_of(many, SYNC_WRITTEN);
    written.head = chain->head;
    step(many, at, &written);
}

/* Its flash is as it was some entries ago; what it believed was receipted went with it. */
static void come_back_old(struct many *many, size_t at)
{
    struct sender *sender = &many->senders[at];
    struct chain *chain = &sender->caller->chain;
    const uint64_t lost = 1 + below(many, 6);
    if (chain->count <= lost) {
        return;
    }
    chain_cut_after(chain, chain->links[chain->count - 1 - lost].head.place);
    const struct head received = place_order(sender->sync.received.place, chain->head.place) > 0
                                     ? chain->head
                                     : sender->sync.received;
    sync_sender_init(&sender->sync, chain->device, &chain->head, &received, (struct place){0},
                     1 + below(many, 1000));
    many->images++;
}

static void hear(struct many *many, size_t at, struct span bytes)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    struct sync_event event = event_of(many, SYNC_MESSAGE);
    assert_int_equal(message_decode(bytes, &arena, &message), STATUS_OK);
    event.message = &message;
    step(many, at, &event);
}

/* --- the world --- */

static void restart_server(struct many *many)
{
    many->restarts++;
    front_restart(many->front);
    for (size_t i = 0; i < SENDERS; i++) {
        assert_true(front_connect(many->front, many->senders[i].caller));
        const struct sync_event up = event_of(many, SYNC_LINK_UP);
        step(many, i, &up);
    }
}

static void break_something(struct many *many)
{
    struct act_store_memory *store = &many->front->store;
    if (happens(many, many->faults.commit)) {
        many->failures++;
        store->next = STATUS_IO;
        store->lands = below(many, 2) == 0;
    }
    if (happens(many, many->faults.full)) {
        store->full = !store->full;
    }
    if (happens(many, many->faults.restart)) {
        restart_server(many);
    }
    if (below(many, 10000) < many->faults.old_image) {
        come_back_old(many, below(many, SENDERS));
    }
}

static void deliver(struct many *many)
{
    for (size_t i = 0; i < FLYING_MAX; i++) {
        struct flying flying = many->flying[i];
        if (flying.at == 0 || flying.at > many->front->now.mono.ms) {
            continue;
        }
        many->flying[i] = (struct flying){0};
        if (flying.to_server) {
            front_say_bytes(many->front, many->senders[flying.sender].caller,
                            span_of(flying.bytes, flying.size));
        } else {
            hear(many, flying.sender, span_of(flying.bytes, flying.size));
        }
        free(flying.bytes);
    }
}

static void send_answers(struct many *many)
{
    uint8_t bytes[1024];
    size_t peer = 0;
    size_t size = 0;
    while (door_fake_take(&many->front->door, &peer, bytes, sizeof bytes, &size) == STATUS_OK) {
        for (size_t i = 0; i < SENDERS; i++) {
            if (many->senders[i].caller->peer == peer) {
                fly(many, i, false, span_of(bytes, size));
            }
        }
    }
}

void many_step(struct many *many, bool make_entries)
{
    front_pass(many->front, 1 + below(many, 500));
    if (make_entries && happens(many, 500)) {
        make_entry(many, below(many, SENDERS));
    }
    break_something(many);
    deliver(many);
    front_step(many->front);
    send_answers(many);
    for (size_t i = 0; i < SENDERS; i++) {
        if (!instant_before(many->front->now.mono, sync_sender_wakeup(&many->senders[i].sync))) {
            const struct sync_event timeout = event_of(many, SYNC_TIMEOUT);
            step(many, i, &timeout);
        }
    }
}

void many_calm(struct many *many)
{
    many->faults = (struct faults){.delay_ms = 50};
    many->front->store.full = false;
    many->front->store.next = STATUS_OK;
}

bool many_all_sent(const struct many *many)
{
    for (size_t i = 0; i < SENDERS; i++) {
        const struct sync_sender *sync = &many->senders[i].sync;
        if (sync->state != SENDER_LOCKED && sync->state != SENDER_IDLE) {
            return false;
        }
    }
    return true;
}

static bool was_made(const struct many *many, size_t sender, const struct head *head)
{
    for (size_t i = 0; i < many->made_count; i++) {
        const struct made *made = &many->made[i];
        if (made->sender == sender && place_order(made->head.place, head->place) == 0 &&
            hash_equal(&made->head.hash, &head->hash)) {
            return true;
        }
    }
    return false;
}

/* Every entry of one row that counts; *LAST is the place before. */
static void check_row(const struct many *many, size_t at, const struct act_batch *row,
                      struct place *last, bool *promised)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    struct sealed sealed;
    assert_int_equal(message_decode(row->message, &arena, &message), STATUS_OK);
    struct span left = message.batch.entries;
    for (uint32_t i = 0; i < row->count; i++) {
        assert_int_equal(entry_open(&left, &sealed), STATUS_OK);
        if (i < row->skip) {
            continue;
        }
        const struct head head = entry_head(&sealed);
        const struct place place = head.place;
        assert_true(place.epoch == last->epoch ? place.seq == last->seq + 1
                                               : place.epoch > last->epoch && place.seq == 1);
        assert_true(was_made(many, at, &head));
        const struct head *receipted = &many->senders[at].receipted;
        if (place_order(place, receipted->place) == 0) {
            *promised = hash_equal(&head.hash, &receipted->hash);
        }
        *last = place;
    }
}

void many_check(struct many *many)
{
    const struct act_store_memory *store = &many->front->store;
    for (size_t at = 0; at < SENDERS; at++) {
        const struct sender *sender = &many->senders[at];
        struct place last = {0};
        bool promised = sender->receipted.place.seq == 0;
        for (uint64_t n = 1; n <= store->batches.count; n++) {
            const struct act_batch *row = act_store_memory_batch(store, n);
            if (row->device.id == sender->caller->chain.device.id) {
                check_row(many, at, row, &last, &promised);
            }
        }
        assert_true(promised); /* and by the chain everything before it */
        if (sender->sync.state == SENDER_IDLE) {
            assert_int_equal(place_order(last, sender->caller->chain.head.place), 0);
        }
    }
}
