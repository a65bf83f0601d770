/* intake_fuzz - structured: two units, an administrator and whatever else knocks at the one door; a
 * byte is a turn. What was receipted is in the book, in order, each entry once and as sealed,
 * whatever fails or begins again. */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/unit/server/intake/front.h"
#include "wire/message.h"

enum { UNITS = 2, TURNS_MAX = 48, WRITES_MAX = 60, PIECE = 4096 };
enum turn { WRITE, SEND, HELLO, SPOILED, RAW, FAIL, STARTED, PASS, EPOCH, STATED, TURNS };

static struct front *front;
static struct caller *units[UNITS];
static struct head told[UNITS]; /* the newest receipt each has heard */
static bool has_spoiled; /* signatures are watch's to check: a last entry may be in, spoiled */

/* All answers there are: a receipt, and a welcome's high water, stand in the book. */
static void hear_all(void)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    static uint8_t bytes[8192];
    size_t peer = 0;
    size_t size = 0;
    while (door_fake_take(&front->door, &peer, bytes, sizeof bytes, &size) == STATUS_OK) {
        struct arena arena = arena_of(memory, sizeof memory);
        struct message message;
        enum status status = message_decode(span_of(bytes, size), &arena, &message);
        assert(status == STATUS_OK);
        for (int i = 0; i < UNITS; i++) {
            if (!units[i]->connected || units[i]->peer != peer) {
                continue;
            }
            if (message.kind == MESSAGE_RECEIPT &&
                place_order(message.receipt.head.place, told[i].place) > 0) {
                told[i] = message.receipt.head;
            } else if (message.kind == MESSAGE_WELCOME &&
                       place_order(message.welcome.high_water.place, told[i].place) > 0) {
                told[i] = message.welcome.high_water;
            }
        }
    }
}

static void check_book(void)
{
    for (int i = 0; i < UNITS; i++) {
        const struct member *member = front_member(front, units[i]);
        if (!has_spoiled) {
            (void)front_entries_in_order(front, units[i]);
        }
        assert(member != NULL);
        assert(place_order(told[i].place, member->stream.stream.high_water.place) <= 0);
    }
}

static void say_spoiled(struct reader *reader, const struct caller *unit, struct message *message)
{
    static uint8_t bytes[MESSAGE_BYTES_MAX];
    struct writer writer = writer_of(bytes, sizeof bytes);
    enum status status = message_encode(message, &writer);
    assert(status == STATUS_OK);
    has_spoiled = true;
    for (uint32_t patches = 1 + fuzz_choose(reader, 3); patches > 0; patches--) {
        size_t at = read_u16(reader) % writer.size;
        bytes[at] ^= (uint8_t)(1 + read_u8(reader) % 255);
    }
    front_say_bytes(front, unit, writer_span(&writer));
}

/* Somebody says who may knock: well or badly, and perhaps nobody who may say so. */
static void state(struct reader *reader, struct caller *unit)
{
    static const char *const persons[] = {"an", "binh", "", "an"};
    struct caller *sender = read_u8(reader) % 4 == 0 ? unit : &front->admin;
    const char *one = persons[fuzz_choose(reader, 4)];
    const char *two = persons[fuzz_choose(reader, 4)];
    uint8_t how = read_u8(reader);
    if (sender->chain.count >= WRITES_MAX || !sender->connected) {
        return;
    }
    if (how % 8 == 0 || sender == unit || strlen(one) == 0 || strlen(two) == 0) {
        enum entry_kind kind = how & 8 ? ENTRY_DEVICE_ENROLLED : ENTRY_DEVICE_REVOKED;
        struct span body = read_span(reader, reader->left < how ? reader->left : how);
        chain_state(&sender->chain, kind, body);
    } else if (how % 8 == 1) {
        front_state_revoked(front, unit, (struct place){1, how});
    } else {
        front_state_enrolled(front, unit, DEVICE_HANDHELD + how % 5, one, two);
    }
    const struct member *member = front_member(front, sender);
    struct message batch = caller_batch(sender, member->stream.stream.high_water.place, 40);
    if (batch.batch.count > 0 && how & 16) {
        say_spoiled(reader, sender, &batch);
    } else if (batch.batch.count > 0) {
        front_say(front, sender, &batch);
    }
}

static void connect_again(void)
{
    (void)front_connect(front, &front->admin);
    for (int i = 0; i < UNITS; i++) {
        bool let_in = front_connect(front, units[i]);
        assert(let_in || front_member(front, units[i])->device.revoked);
    }
}

static void say(struct reader *reader, enum turn turn, struct caller *unit)
{
    struct place after = {read_u8(reader) % 4, read_u8(reader) % 32};
    struct message message = caller_batch(unit, after, 1 + fuzz_choose(reader, 20));
    if (!unit->connected) {
        return;
    }
    if (turn == HELLO) {
        message = caller_hello(unit);
        message.hello.asked = after;
        message.hello.proof = chain_proof(&unit->chain, after);
        front_say(front, unit, &message);
    } else if (turn == RAW) {
        struct span piece = read_span(reader, reader->left < PIECE ? reader->left : PIECE);
        front_say_bytes(front, unit, piece);
    } else if (message.batch.count > 0 && turn == SEND) {
        front_say(front, unit, &message);
    } else if (message.batch.count > 0) {
        say_spoiled(reader, unit, &message);
    }
}

/* NOLINTNEXTLINE(readability-function-size): one case a turn */
static void take_turn(struct reader *reader)
{
    static uint32_t number;
    enum turn turn = fuzz_choose(reader, TURNS);
    struct caller *unit = units[fuzz_choose(reader, UNITS)];
    switch (turn) {
    case WRITE:
        for (uint32_t i = fuzz_choose(reader, 8); i > 0 && unit->chain.count < WRITES_MAX; i--) {
            chain_append(&unit->chain, number++);
        }
        return;
    case EPOCH:
        if (unit->chain.count < WRITES_MAX) {
            chain_open_epoch(&unit->chain, unit->chain.head.place.epoch + 1);
        }
        return;
    case SEND:
    case HELLO:
    case SPOILED:
    case RAW:
        say(reader, turn, unit);
        return;
    case STATED:
        state(reader, unit);
        return;
    case FAIL:
        front->store.next = read_u8(reader) & 1 ? STATUS_IO : STATUS_FULL;
        front->store.lands = read_u8(reader) & 1;
        return;
    case STARTED:
        front->store.next = STATUS_OK;
        front_restart(front);
        connect_again();
        return;
    case PASS:
        front_pass(front, 500 * (1 + (int64_t)read_u8(reader)));
        front_step(front);
        hear_all();
        return;
    case TURNS:
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct reader reader = reader_of(span_of(at, size));
    front = front_open();
    memset(told, 0, sizeof told);
    has_spoiled = false;
    for (int i = 0; i < UNITS; i++) {
        units[i] = caller_new((uint8_t)(i + 1));
        front_enrol(front, units[i], DEVICE_HANDHELD);
    }
    for (int turns = 0; turns < TURNS_MAX && reader.left > 0; turns++) {
        take_turn(&reader);
        check_book();
    }
    front->store.next = STATUS_OK;
    front_pass(front, 60000);
    front_step(front);
    hear_all();
    check_book();
    for (int i = 0; i < UNITS; i++) {
        caller_free(units[i]);
    }
    front_close(front);
    return 0;
}
