/* intake_fuzz - structured: two units, an administrator and whatever else knocks at the one door; a
 * byte is a turn. What was receipted is in the book, in order, each entry once and as sealed,
 * whatever fails or begins again. */
#include <string.h>

#include "server/intake/enrolment.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/server/intake/front.h"
#include "wire/message.h"

enum { UNITS = 2, TURNS_MAX = 48, WRITES_MAX = 60, PIECE = 4096 };
enum { ODD_FROM = 240, ADMIN_WRITES_MAX = 200 };
enum turn { WRITE, SEND, HELLO, SPOILED, RAW, FAIL, STARTED, PASS, EPOCH, STATED, TURNS };

static struct front *front;
static struct caller *units[UNITS];
static struct head told[UNITS]; /* the newest receipt each has heard */
static uint32_t number;         /* of what is written; from 0 for each input, so that it repeats */
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

static void state_device(struct reader *reader, const struct caller *unit, bool enrols)
{
    static const char *const persons[] = {"an", "binh", "", "an"};
    uint8_t bytes[512];
    struct writer writer = writer_of(bytes, sizeof bytes);
    uint8_t how = read_u8(reader);
    struct enrolled_body enrolled = {.device = unit->chain.device,
                                     .sign_key = unit->chain.key,
                                     .kind = DEVICE_HANDHELD,
                                     .label = TEXT("unit"),
                                     .party = TEXT("post"),
                                     .person_one = text_of(persons[fuzz_choose(reader, 4)]),
                                     .person_two = text_of(persons[fuzz_choose(reader, 4)])};
    memcpy(enrolled.link_key, unit->link_key.byte, sizeof enrolled.link_key);
    enrolled.link_key[0] ^= how & 1;
    if (how & 2) { /* a unit nobody has seen, perhaps with a line's key that is another's */
        memset(enrolled.sign_key.byte, how, sizeof enrolled.sign_key.byte);
        memset(enrolled.link_key, how & 4 ? 9 : how, sizeof enrolled.link_key);
        enrolled.device = device_of(&enrolled.sign_key);
    }
    struct revoked_body revoked = {
        .device = enrolled.device,
        .trusted_to = {1, how},
        .reason = TEXT("lost"),
        .person_one = enrolled.person_one,
        .person_two = enrolled.person_two
    };
    enum status status =
        enrols ? enrolled_encode(&enrolled, &writer) : revoked_encode(&revoked, &writer);
    if (status == STATUS_OK) {
        chain_state(&front->admin.chain, enrols ? ENTRY_DEVICE_ENROLLED : ENTRY_DEVICE_REVOKED,
                    writer_span(&writer));
    }
}

/* The administrator says what may be wrong in itself, one thing or a few in one batch. */
static void state_oddly(struct reader *reader, struct caller *unit)
{
    struct caller *admin = &front->admin;
    for (uint32_t i = 1 + fuzz_choose(reader, 24); i > 0; i--) {
        if (admin->chain.count >= ADMIN_WRITES_MAX) {
            return;
        }
        uint8_t what = read_u8(reader);
        if (what % 4 == 0) {
            struct span body = read_span(reader, reader->left < what ? reader->left : what);
            chain_state(&admin->chain, ENTRY_BACKUP, body);
        } else {
            state_device(reader, unit, what % 4 > 1);
        }
    }
    const struct member *member = front_member(front, admin);
    struct message batch = caller_batch(admin, member->stream.stream.high_water.place, 40);
    if (batch.batch.count > 0 && admin->connected) {
        front_say(front, admin, &batch);
    }
}

/* As another device, of another version, or further than this book has ever been. */
static void greet_oddly(struct reader *reader, const struct caller *unit)
{
    uint8_t how = read_u8(reader);
    uint8_t seq = 1 + read_u8(reader) % 32;
    struct message message = caller_hello(unit);
    struct hello *hello = &message.hello;
    hello->asked = (struct place){1 + how % 2, seq};
    hello->proof = chain_proof(&unit->chain, hello->asked);
    hello->device.id ^= how & 1;
    hello->version += how & 2 ? 2 : 0;
    hello->version = how & 4 ? 0 : hello->version;
    hello->received = how & 8 ? (struct place){1, seq} : hello->received;
    hello->first = how & 16 ? hello->head.place : hello->first;
    if (unit->connected) {
        front_say(front, unit, &message);
    }
}

/* An old image of the unit is back, or what it had purged is not: it goes on from there. */
static void lose(struct reader *reader, struct caller *unit)
{
    uint8_t how = read_u8(reader);
    const struct chain_link *link =
        &unit->chain.links[unit->chain.count > 1 ? how / 2 % unit->chain.count : 0];
    if (unit->chain.count < 2 || unit->chain.first > 0) {
        return;
    }
    has_spoiled = true; /* from here on what the book holds is not what the unit does */
    if (how & 1) {
        chain_purge_to(&unit->chain, link->head.place);
    } else {
        chain_cut_after(&unit->chain, link->head.place);
    }
}

static void turn_oddly(struct reader *reader, struct caller *unit)
{
    switch (fuzz_choose(reader, 3)) {
    case 0:
        state_oddly(reader, unit);
        break;
    case 1:
        greet_oddly(reader, unit);
        break;
    default:
        lose(reader, unit);
        break;
    }
}

/* Each verdict has words of its own. */
static void check_words(void)
{
    for (int i = ENROLMENT_NONE; i <= ENROLMENT_NO_ROOM; i++) {
        for (int j = ENROLMENT_NONE; j < i; j++) {
            assert(strcmp(enrolment_verdict_text((enum enrolment_verdict)i),
                          enrolment_verdict_text((enum enrolment_verdict)j)) != 0);
        }
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
    uint8_t byte = read_u8(reader);
    enum turn turn = byte % TURNS;
    struct caller *unit = units[fuzz_choose(reader, UNITS)];
    if (byte >= ODD_FROM) {
        turn_oddly(reader, unit);
        return;
    }
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
    number = 0;
    check_words();
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
