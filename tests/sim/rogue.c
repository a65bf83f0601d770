#include "tests/sim/rogue.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "wire/message.h"

enum {
    CONCERN_ROGUE = 700,
    CONCERN_LIES = 720,
    LIES_OF = 6,
    BATCH_MAX = 5,
    BATCH_BYTES = BATCH_MAX * ROGUE_ENTRY_SIZE,
    GARBAGE_MAX = 400,
    HUGE_SIZE = MESSAGE_BYTES_MAX + 1000,
};

static uint8_t scratch[HUGE_SIZE];

/* ---- sealing ---- */

/* An entry as PRETENDED's, after PREV, at SEQ; returns its size. */
static size_t seal(struct rogue *rogue, struct device pretended, uint64_t seq,
                   const struct hash *prev, uint8_t *out, struct hash *out_hash)
{
    uint8_t body[256];
    size_t size = 0;
    struct writer writer = writer_of(body, sizeof body);
    const struct people *people = rogue->people;
    const struct paper *paper =
        people->paper_count ? &people->papers[dice_below(&rogue->dice, people->paper_count)] : NULL;
    const int64_t now = rogue->scene.timeline->now;
    const struct opened_body opened = {.sign_key = rogue->sign_key, .software = TEXT("rogue")};
    const struct act_body act = {.kind = dice_below(&rogue->dice, 2) ? ACT_TAKE : ACT_GIVE,
                                 .scanned = true,
                                 .party = TEXT("post"),
                                 .subject =
                                     paper ? text_of(paper->code) : TEXT("H41.04-260101-99999"),
                                 .counterpart = TEXT("H41.05")};
    const struct revoked_body revoked = {
        .device = rogue->victim,
        .trusted_to = {1, 1},
        .reason = TEXT("stolen"),
        .person_one = TEXT("R"),
        .person_two = TEXT("S")
    };
    const enum entry_kind kind = seq == 1           ? ENTRY_OPENED
                                 : rogue->victim.id ? ENTRY_DEVICE_REVOKED
                                                    : ENTRY_ACT;
    enum status status = kind == ENTRY_OPENED           ? opened_encode(&opened, &writer)
                         : kind == ENTRY_DEVICE_REVOKED ? revoked_encode(&revoked, &writer)
                                                        : act_encode(&act, &writer);
    assert(status == STATUS_OK);
    const struct entry entry = {
        .device = pretended,
        .place = {1,                               seq      },
        .prev = *prev,
        .kind = kind,
        .when = { .wall_set = true, .wall_ms = now, .mono_ms = now - 1700000000000, .boot = 7},
        .person = TEXT("R"),
        .body = writer_span(&writer)
    };
    uint8_t whole[SEALED_SIZE_MAX];
    status = entry_seal(&entry, &rogue->secret, whole, &size, out_hash);
    assert(status == STATUS_OK && size <= ROGUE_ENTRY_SIZE);
    (void)status;
    memcpy(out, whole, size);
    return size;
}

static bool grow(struct rogue *rogue)
{
    if (rogue->count == ROGUE_ENTRIES_MAX) {
        return false;
    }
    const struct hash none = {{0}};
    const uint32_t i = rogue->count;
    const struct hash *prev = i > 0 ? &rogue->heads[i - 1].hash : &none;
    rogue->heads[i].place = (struct place){1, i + 1};
    rogue->size[i] =
        seal(rogue, rogue->device, i + 1, prev, rogue->bytes[i], &rogue->heads[i].hash);
    ledger_sealed(rogue->scene.ledger, rogue->index, &rogue->heads[i].hash);
    rogue->count++;
    return true;
}

/* ---- sending ---- */

static void say(struct rogue *rogue, const struct message *message)
{
    struct writer writer = writer_of(scratch, LINK_MESSAGE_MAX);
    if (message_encode(message, &writer) == STATUS_OK) {
        (void)!link_send(&rogue->cable->port, writer_span(&writer));
    }
}

static struct batch batch_of(const struct rogue *rogue, uint64_t first, uint32_t count,
                             struct span entries)
{
    return (struct batch){
        .device = rogue->device,
        .epoch = 1,
        .first_seq = first,
        .count = count,
        .clock = {.wall_ms = rogue->scene.timeline->now, .mono_ms = 1, .boot = 7},
        .entries = entries
    };
}

/* Entries [FROM, UNTIL) of its own, from 0. */
static struct span pack(const struct rogue *rogue, uint64_t from, uint64_t until, uint8_t *out)
{
    size_t size = 0;
    for (uint64_t i = from; i < until; i++) {
        memcpy(out + size, rogue->bytes[i], rogue->size[i]);
        size += rogue->size[i];
    }
    return span_of(out, size);
}

static void send_own(struct rogue *rogue, uint64_t from, uint64_t until)
{
    uint8_t bytes[BATCH_BYTES];
    until = until - from > BATCH_MAX ? from + BATCH_MAX : until;
    if (from < until && until <= rogue->count) {
        const struct message message = {.kind = MESSAGE_BATCH,
                                        .batch = batch_of(rogue, from + 1, (uint32_t)(until - from),
                                                          pack(rogue, from, until, bytes))};
        say(rogue, &message);
    }
}

static void hear(struct rogue *rogue)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    size_t size = 0;
    struct message message;
    while (link_receive(&rogue->cable->port, scratch, sizeof scratch, &size) == STATUS_OK) {
        struct arena arena = arena_of(memory, sizeof memory);
        if (message_decode(span_of(scratch, size), &arena, &message) != STATUS_OK) {
            continue;
        }
        const struct place at = message.kind == MESSAGE_RECEIPT   ? message.receipt.head.place
                                : message.kind == MESSAGE_REFUSAL ? message.refusal.high_water.place
                                                                  : (struct place){0};
        if (at.epoch == 1 && at.seq <= rogue->count) {
            rogue->received = at.seq;
        }
    }
}

/* ---- what it tries ---- */

static void send_next(struct rogue *rogue)
{
    const uint64_t count = 1 + dice_below(&rogue->dice, BATCH_MAX);
    for (uint64_t i = 0; i < count; i++) {
        (void)grow(rogue);
    }
    send_own(rogue, rogue->received, rogue->count);
}

static void send_gap(struct rogue *rogue)
{
    for (int i = 0; i < 3; i++) {
        (void)grow(rogue);
    }
    if (rogue->count > rogue->received + 1) {
        send_own(rogue, rogue->count - 1, rogue->count);
    }
}

static void send_again(struct rogue *rogue)
{
    if (rogue->received > 0) {
        const uint64_t from = dice_below(&rogue->dice, rogue->received);
        send_own(rogue, from, rogue->received);
    }
}

/* Another content at a place that is taken, or after a wrong predecessor. */
static void send_fork(struct rogue *rogue, bool at_taken_place)
{
    struct hash hash = {{(uint8_t)rogue->tried}};
    uint8_t bytes[ROGUE_ENTRY_SIZE];
    if (rogue->received < 3) {
        return;
    }
    const uint64_t seq = at_taken_place ? rogue->received : rogue->received + 1;
    const struct hash prev = at_taken_place ? rogue->heads[seq - 2].hash : hash;
    const size_t size = seal(rogue, rogue->device, seq, &prev, bytes, &hash);
    const struct message message = {.kind = MESSAGE_BATCH,
                                    .batch = batch_of(rogue, seq, 1, span_of(bytes, size))};
    if (at_taken_place) { /* a restored server may have that place free: then it is the first */
        ledger_sealed(rogue->scene.ledger, rogue->index, &hash);
    }
    say(rogue, &message);
}

/* As somebody else: in the batch's own words, or only in the entry's. */
static void send_as_other(struct rogue *rogue, bool in_batch)
{
    const struct ledger *ledger = rogue->scene.ledger;
    const struct ledger_device *victim = &ledger->devices[dice_below(&rogue->dice, ledger->count)];
    const uint64_t seq = victim->row_count ? victim->rows[victim->row_count - 1].place.seq + 1 : 1;
    const struct hash none = {{0}};
    const struct hash prev = victim->row_count ? victim->rows[victim->row_count - 1].hash : none;
    struct hash hash;
    uint8_t bytes[ROGUE_ENTRY_SIZE];
    if (victim->device.id == rogue->device.id) {
        return;
    }
    const size_t size = seal(rogue, victim->device, seq, &prev, bytes, &hash);
    struct message message = {.kind = MESSAGE_BATCH,
                              .batch = batch_of(rogue, seq, 1, span_of(bytes, size))};
    message.batch.device = in_batch ? victim->device : rogue->device;
    say(rogue, &message);
}

static void send_wrong_count(struct rogue *rogue)
{
    uint8_t bytes[BATCH_BYTES];
    if (rogue->count > rogue->received) {
        struct message message = {
            .kind = MESSAGE_BATCH,
            .batch = batch_of(rogue, rogue->received + 1, dice_below(&rogue->dice, 2) ? 400 : 2,
                              pack(rogue, rogue->received, rogue->received + 1, bytes))};
        say(rogue, &message);
    }
}

static void send_garbage(struct rogue *rogue)
{
    const size_t size = 1 + dice_below(&rogue->dice, GARBAGE_MAX);
    dice_fill(&rogue->dice, scratch, size);
    if (dice_below(&rogue->dice, 2)) {
        scratch[0] = 8; /* as if it began with a version */
        scratch[1] = 2;
    }
    (void)!link_send(&rogue->cable->port, span_of(scratch, size));
}

static struct message hello_of(struct rogue *rogue)
{
    struct message message = {
        .kind = MESSAGE_HELLO,
        .hello = {.version = SYNC_VERSION,
                  .device = rogue->device,
                  .first = {1, 1},
                  .software = TEXT("rogue"),
                  .clock = {.wall_ms = rogue->scene.timeline->now,
                            .mono_ms = (int64_t)++rogue->greeted,
                            .boot = 7},
                  .battery_percent = -1}
    };
    if (rogue->count > 0) {
        message.hello.head = rogue->heads[rogue->count - 1];
        message.hello.asked = (struct place){1, rogue->received};
        message.hello.proof =
            rogue->received ? rogue->heads[rogue->received - 1] : (struct head){{0}, {{0}}};
    }
    return message;
}

static void send_hello(struct rogue *rogue)
{
    struct message message = hello_of(rogue);
    if (dice_below(&rogue->dice, 3) == 0) {
        message.hello.device = rogue->scene.ledger->devices[0].device;
    }
    say(rogue, &message);
}

/* As a unit does that knows a later epoch than ours, and then, as if an old card had been put back,
 * one that has lost its end. */
static void send_rewound(struct rogue *rogue)
{
    struct message message = hello_of(rogue);
    if (rogue->received < 2) {
        return;
    }
    if (dice_below(&rogue->lies, 4) > 0) {
        message.hello.head.place.epoch = 2 + (uint32_t)dice_below(&rogue->lies, 3);
        say(rogue, &message);
    }
    message = hello_of(rogue);
    message.hello.head = rogue->heads[dice_below(&rogue->lies, rogue->received - 1)];
    say(rogue, &message);
}

/* As a clone does: at our place, before it or behind it, and what it has in common is not the same.
 * Seldom: it locks the stream. */
static void send_cloned(struct rogue *rogue)
{
    struct message message = hello_of(rogue);
    if (rogue->received < 3 || dice_below(&rogue->lies, 6) > 0) {
        return;
    }
    if (rogue->count == rogue->received || dice_below(&rogue->lies, 2)) {
        message.hello.head = rogue->heads[dice_below(&rogue->lies, rogue->received)];
        message.hello.head.hash.byte[1] ^= 1;
    } else {
        message.hello.proof.hash.byte[1] ^= 1;
    }
    say(rogue, &message);
}

/* The server's own words, from a device. */
static void send_receipt(struct rogue *rogue)
{
    struct message message = {.kind = MESSAGE_RECEIPT};
    if (rogue->count > 0) {
        message.receipt.head = rogue->heads[0];
        say(rogue, &message);
    }
}

static void send_huge(struct rogue *rogue)
{
    memset(scratch, 0x55, sizeof scratch);
    network_throw(rogue->cable, span_of(scratch, sizeof scratch));
}

/* An entry that somebody else has signed: stored as sent, and it counts for nothing. */
static void send_unsigned(struct rogue *rogue)
{
    if (rogue->count > 0 && grow(rogue)) {
        rogue->bytes[rogue->count - 1][rogue->size[rogue->count - 1] - 1] ^= 1;
        send_own(rogue, rogue->received, rogue->count);
    }
}

/* A good entry, and one behind it that does not follow it. */
static void send_unlinked(struct rogue *rogue)
{
    uint8_t bytes[BATCH_BYTES];
    const uint64_t next = rogue->received;
    if (next == 0 || (rogue->count == next && !grow(rogue))) {
        return;
    }
    const struct span good = pack(rogue, next, next + 1, bytes);
    struct hash hash = {{(uint8_t)rogue->tried}};
    const size_t size = seal(rogue, rogue->device, next + 2, &hash, bytes + good.size, &hash);
    const struct message message = {
        .kind = MESSAGE_BATCH,
        .batch = batch_of(rogue, next + 1, 2, span_of(bytes, good.size + size))};
    say(rogue, &message);
}

/* Other content at the newest place that is known, and an entry that follows it: a clone's batch.
 * Seldom: it locks the stream. */
static void send_branch(struct rogue *rogue)
{
    uint8_t bytes[BATCH_BYTES];
    struct hash hash;
    const uint64_t seq = rogue->received;
    if (seq < 3 || dice_below(&rogue->lies, 6) > 0) {
        return;
    }
    const size_t size = seal(rogue, rogue->device, seq, &rogue->heads[seq - 2].hash, bytes, &hash);
    ledger_sealed(rogue->scene.ledger, rogue->index, &hash); /* as in send_fork() */
    const size_t next = seal(rogue, rogue->device, seq + 1, &hash, bytes + size, &hash);
    ledger_sealed(rogue->scene.ledger, rogue->index, &hash);
    const struct message message = {.kind = MESSAGE_BATCH,
                                    .batch = batch_of(rogue, seq, 2, span_of(bytes, size + next))};
    say(rogue, &message);
}

/* Whoever may revoke others can silence them. */
static void send_revocation(struct rogue *rogue)
{
    const struct ledger *ledger = rogue->scene.ledger;
    rogue->victim = ledger->devices[dice_below(&rogue->lies, ledger->count)].device;
    if (rogue->count > 0 && rogue->victim.id != rogue->device.id && grow(rogue)) {
        send_own(rogue, rogue->received, rogue->count);
    }
    rogue->victim.id = 0;
}

static void lie(struct rogue *rogue)
{
    static void (*const lies[])(struct rogue *) = {send_unsigned, send_unlinked, send_revocation,
                                                   send_branch,   send_rewound,  send_cloned};
    enum { LIES = sizeof lies / sizeof lies[0] };
    const uint64_t what = dice_below(&rogue->lies, LIES);
    story_tell(rogue->scene.story, rogue->name, "lies", what, rogue->received, NULL);
    lies[what](rogue);
}

void rogue_try(struct rogue *rogue)
{
    static void (*const tries[])(struct rogue *) = {
        send_next,  send_next,  send_next,        send_gap,     send_gap,
        send_again, send_hello, send_wrong_count, send_garbage, send_receipt};
    enum { TRIES = sizeof tries / sizeof tries[0], OTHERS = 4 };
    hear(rogue);
    rogue->tried++;
    if (dice_below(&rogue->lies, LIES_OF) == 0) {
        lie(rogue);
    }
    if (swarm_fires(rogue->scene.swarm, FAULT_OVERSIZE)) {
        story_tell(rogue->scene.story, rogue->name, "sends a huge message", rogue->tried, 0, NULL);
        send_huge(rogue);
        return;
    }
    const uint64_t what = dice_below(&rogue->dice, TRIES + OTHERS);
    story_tell(rogue->scene.story, rogue->name, "tries something", what, rogue->received, NULL);
    if (what < TRIES) {
        tries[what](rogue);
    } else if (what == TRIES) {
        send_as_other(rogue, true);
    } else if (what == TRIES + 1) {
        send_as_other(rogue, false);
    } else {
        send_fork(rogue, dice_below(&rogue->dice, 8) == 0);
    }
}

void rogue_init(struct rogue *rogue, const struct scene *scene, uint32_t number,
                const struct people *people, uint64_t seed)
{
    uint8_t bytes[SIGN_SEED_SIZE];
    struct link_key key;
    memset(rogue, 0, sizeof *rogue);
    rogue->scene = *scene;
    rogue->number = number;
    rogue->people = people;
    (void)snprintf(rogue->name, sizeof rogue->name, "rogue-%u", (unsigned)number);
    rogue->dice = dice_of(seed, CONCERN_ROGUE + number);
    rogue->lies = dice_of(seed, CONCERN_LIES + number);
    dice_fill(&rogue->dice, bytes, sizeof bytes);
    dice_fill(&rogue->dice, key.byte, sizeof key.byte);
    sign_keys(bytes, &rogue->sign_key, &rogue->secret);
    rogue->device = device_of(&rogue->sign_key);
    rogue->cable = network_cable(scene->network, rogue->name, &key);
    rogue->index = ledger_device(scene->ledger, rogue->name, rogue->device);
    scene->ledger->devices[rogue->index].forked = true; /* it is promised nothing */
    network_switch(rogue->cable, true);
}
