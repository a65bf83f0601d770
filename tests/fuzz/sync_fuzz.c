/* sync_fuzz - structured: each byte is a turn in the life of one unit, its server and a bad line
 * between them; a model of what was written and stored judges every turn.
 *
 * INVARIANTS
 * (1) The server's stream only grows in order, each place once.
 * (2) What the server has, the unit has written, with that hash.
 * (3) The unit believes received only what the server has made durable.
 * (4) When the faults end, the unit comes to rest and all it still has is at the server, unless the
 *     stream is locked, which only a lost tail can bring about.
 * A turn of LIE puts words into the server's mouth: then only the unit's own state is held to. */
#include <string.h>

#include "core/sync_receiver.h"
#include "core/sync_sender.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/core/chain_maker.h"
#include "wire/message.h"

enum { WRITES_MAX = 60, LINE_MAX = 16, STORED_MAX = 200, TURNS_MAX = 300, QUIET_MAX = 500 };
enum turn { WRITE, UP, DOWN, WAIT, LOSE_UP, LOSE_DOWN, TWICE, BOOT, SERVE, BACKUP, RESTORE, CUT };
enum { LIE = CUT + 1, TURNS = LIE + 1, ODD_FROM = 240, WALL = 1700000000 };

struct packet {
    size_t size;
    uint8_t bytes[4096];
};

struct line_of_packets {
    struct packet at[LINE_MAX];
    size_t count;
};

static struct world {
    struct chain disk;
    struct head written[WRITES_MAX * 4]; /* ever, also what a cut took away */
    size_t written_count;
    struct sync_sender sender;
    struct head received;
    struct place level_two;
    struct stream stream;
    struct head stored[STORED_MAX];
    size_t stored_count, backup;
    struct head newest_ever;
    struct line_of_packets up, down;
    int64_t now, booted;
    uint32_t numbers;
    bool was_cut, was_lied_to;
} world;

static void note_written(void)
{
    assert(world.written_count < sizeof world.written / sizeof world.written[0]);
    world.written[world.written_count++] = world.disk.head;
}

static void put(struct line_of_packets *line, const struct message *message)
{
    if (line->count < LINE_MAX) {
        struct packet *packet = &line->at[line->count];
        struct writer writer = writer_of(packet->bytes, sizeof packet->bytes);
        enum status status = message_encode(message, &writer);
        assert(status == STATUS_OK);
        packet->size = writer.size;
        line->count++;
    }
}

static void drop(struct line_of_packets *line, size_t at)
{
    if (at < line->count) {
        line->count--;
        memmove(&line->at[at], &line->at[at + 1], (line->count - at) * sizeof line->at[0]);
    }
}

/* --- the unit --- */

static struct sync_event event_of(enum sync_event_kind kind)
{
    return (struct sync_event){.kind = kind,
                               .mono = {world.now - world.booted},
                               .wall_ms = (int64_t)WALL * 1000 + world.now};
}

static void send_batch(const struct sync_effect *effect)
{
    uint32_t most = effect->count_max < 8 ? effect->count_max : 8;
    struct batch entries = chain_batch(&world.disk, effect->after, most);
    struct message message = {.kind = MESSAGE_BATCH};
    if (entries.count == 0) {
        return;
    }
    struct place last = {entries.epoch, entries.first_seq + entries.count - 1};
    sync_sender_batch(&world.sender, &message.batch);
    message.batch.epoch = entries.epoch;
    message.batch.first_seq = entries.first_seq;
    message.batch.count = entries.count;
    message.batch.entries = entries.entries;
    put(&world.up, &message);
    sync_sender_sent(&world.sender, &chain_find(&world.disk, last)->head);
}

/* True: the answer to EFFECT is another event. */
static bool perform(const struct sync_effect *effect, struct sync_event *out_event)
{
    assert(effect->send_hello + effect->send_batch + effect->look_up + effect->open_epoch <= 1);
    if (effect->record_receipt) {
        const struct head *received = &world.sender.received;
        assert(world.was_lied_to ||
               place_order(received->place, world.newest_ever.place) <= 0); /* (3) */
        assert(world.was_lied_to || place_order(world.sender.level_two, received->place) <= 0);
        world.received = *received;
        world.level_two = world.sender.level_two;
    }
    if (effect->send_hello) {
        struct message message = {.kind = MESSAGE_HELLO};
        sync_sender_hello(&world.sender, &message.hello);
        put(&world.up, &message);
    }
    if (effect->send_batch) {
        send_batch(effect);
    }
    if (effect->look_up) {
        *out_event = event_of(SYNC_PROVEN);
        out_event->head = chain_proof(&world.disk, effect->asked);
        out_event->first = chain_first(&world.disk);
    }
    if (effect->open_epoch) {
        if (world.written_count + 1 > WRITES_MAX * 3 || effect->epoch > 200) {
            return false; /* as a disk that is full */
        }
        *out_event = event_of(SYNC_RENEWED);
        chain_open_epoch(&world.disk, effect->epoch);
        note_written();
        out_event->head = world.disk.head;
    }
    return effect->look_up || effect->open_epoch;
}

static void step(const struct sync_event *event)
{
    struct sync_event next = *event;
    struct sync_effect effect;
    int rounds = 0;
    do {
        assert(rounds++ < 8);
        sync_sender_step(&world.sender, &next, &effect);
    } while (perform(&effect, &next));
    assert(sync_sender_state_name(world.sender.state)[0] != '\0');
}

static void boot(void)
{
    world.booted = world.now;
    world.up.count = 0;
    world.down.count = 0;
    sync_sender_init(&world.sender, world.disk.device, &world.disk.head, &world.received,
                     world.level_two, 1);
}

static void write_entry(void)
{
    struct sync_event event = event_of(SYNC_WRITTEN);
    if (world.written_count >= WRITES_MAX) {
        return;
    }
    chain_append(&world.disk, world.numbers++);
    note_written();
    event.head = world.disk.head;
    step(&event);
}

/* An old image of the unit is back: nothing behind its first COUNT entries is known any more. */
static void cut_tail(uint32_t count)
{
    if (world.disk.count > count && count > 0) {
        chain_cut_after(&world.disk, world.disk.links[count - 1].head.place);
        if (place_order(world.received.place, world.disk.head.place) > 0) {
            world.received = world.disk.head;
        }
        if (place_order(world.level_two, world.received.place) > 0) {
            world.level_two = world.received.place;
        }
        world.was_cut = true;
        boot();
    }
}

/* --- the server --- */

static const struct head *find_stored(struct place place)
{
    for (size_t i = 0; i < world.stored_count; i++) {
        if (place_order(world.stored[i].place, place) == 0) {
            return &world.stored[i];
        }
    }
    return NULL;
}

static struct hash stored_hash(struct place place)
{
    const struct head *head = find_stored(place);
    return head ? head->hash : (struct hash){0};
}

static struct place backup_place(void)
{
    return world.backup > 0 ? world.stored[world.backup - 1].place : (struct place){0};
}

static bool was_written(const struct sealed *sealed)
{
    for (size_t i = 0; i < world.written_count; i++) {
        if (place_order(world.written[i].place, sealed->entry.place) == 0 &&
            hash_equal(&world.written[i].hash, &sealed->hash)) {
            return true;
        }
    }
    return false;
}

static void store(const struct batch_outcome *outcome)
{
    struct span rest = outcome->fresh;
    struct sealed sealed;
    for (uint32_t i = 0; i < outcome->fresh_count; i++) {
        enum status status = entry_open(&rest, &sealed);
        assert(status == STATUS_OK && was_written(&sealed)); /* (2) */
        assert(world.stored_count == 0 ||
               place_order(sealed.entry.place, world.stored[world.stored_count - 1].place) > 0);
        assert(world.stored_count < STORED_MAX); /* (1) */
        world.stored[world.stored_count++] = entry_head(&sealed);
    }
    assert(rest.size == 0 && outcome->fresh_count > 0);
    if (place_order(outcome->head.place, world.newest_ever.place) > 0) {
        world.newest_ever = outcome->head;
    }
}

static void take_batch(const struct batch *batch)
{
    struct batch_outcome outcome;
    struct message answer = {.kind = MESSAGE_RECEIPT};
    stream_batch(&world.stream, batch, NULL, &outcome);
    if (outcome.kind == BATCH_LOOK_UP) {
        struct hash hash = stored_hash(outcome.look_up);
        stream_batch(&world.stream, batch, &hash, &outcome);
    }
    assert(outcome.kind != BATCH_LOOK_UP);
    if (outcome.kind == BATCH_ACCEPTED) {
        store(&outcome);
    }
    if (batch_refusal_code(outcome.kind) != 0) {
        answer.kind = MESSAGE_REFUSAL;
        answer.refusal = (struct refusal){.code = batch_refusal_code(outcome.kind),
                                          .high_water = world.stream.high_water};
    } else {
        answer.receipt.head = outcome.head;
        answer.receipt.level_two = backup_place();
    }
    put(&world.down, &answer);
}

static void take_hello(const struct hello *hello)
{
    struct message answer = {.kind = MESSAGE_WELCOME};
    struct hello_outcome outcome = stream_hello(&world.stream, hello, NULL);
    if (outcome.kind == HELLO_LOOK_UP) {
        struct hash hash = stored_hash(outcome.look_up);
        outcome = stream_hello(&world.stream, hello, &hash);
    }
    if (stream_welcome(&world.stream, hello, &outcome, &answer.welcome)) {
        answer.welcome.server_wall_ms = (int64_t)WALL * 1000 + world.now;
        answer.welcome.level_two = backup_place();
    } else {
        answer.kind = MESSAGE_REFUSAL;
        answer.refusal = (struct refusal){.code = hello_refusal_code(outcome.kind),
                                          .high_water = world.stream.high_water};
    }
    put(&world.down, &answer);
}

/* What no unit of ours would say: the server refuses it and is where it was. */
static void say_odd(struct reader *reader)
{
    const struct stream before = world.stream;
    const struct device other = {world.disk.device.id ^ 1};
    uint8_t how = read_u8(reader);
    struct batch batch = chain_batch(&world.disk, (struct place){0}, 8);
    struct hello hello = {.version = SYNC_VERSION, .device = world.disk.device};
    struct batch_outcome taken;
    hello.version = how % 4 == 0 ? SYNC_VERSION + 2 : how % 4 == 1 ? 0 : SYNC_VERSION;
    hello.device = how % 4 == 2 ? other : hello.device;
    struct hello_outcome outcome = stream_hello(&world.stream, &hello, NULL);
    struct welcome welcome;
    if (how % 4 < 3) {
        assert(hello_refusal_code(outcome.kind) != 0);
        assert(!stream_welcome(&world.stream, &hello, &outcome, &welcome));
    }
    world.stream = before;
    batch.device = how & 4 ? other : world.disk.device;
    batch.count = how & 8 ? BATCH_ENTRIES_MAX + 1 : batch.count + (how & 16);
    batch.first_seq += how & 32 ? 1 : 0;
    if (batch.count > 0 && how & (4 | 8 | 16 | 32)) {
        stream_batch(&world.stream, &batch, NULL, &taken);
        assert(taken.kind == BATCH_LOOK_UP || batch_refusal_code(taken.kind) != 0);
    }
    world.stream = before;
}

/* The door stops trusting the device: what it sends from here on is kept apart. */
static void say_revoked(struct reader *reader)
{
    const struct stream before = world.stream;
    struct batch batch = chain_batch(&world.disk, world.stream.high_water.place, 8);
    struct batch_outcome outcome;
    const struct place cut = {read_u8(reader) % 3, read_u8(reader) % 40};
    world.stream.revoked = true;
    world.stream.trusted_to = cut;
    if (batch.count > 0) {
        stream_batch(&world.stream, &batch, NULL, &outcome);
        assert(outcome.kind != BATCH_QUARANTINE || outcome.trusted_count < outcome.fresh_count);
    }
    world.stream = before;
}

/* Every move there is has its words. */
static void check_names(void)
{
    size_t count = 0;
    const struct stream_move *moves = stream_moves(&count);
    for (size_t i = 0; i < count; i++) {
        assert(strlen(stream_state_name(moves[i].from)) > 0);
        assert(strlen(stream_on_name(moves[i].on)) > 0);
    }
}

static void serve_from(size_t count)
{
    bool locked = world.stream.state == STREAM_LOCKED;
    struct head head = count > 0 ? world.stored[count - 1] : (struct head){0};
    uint32_t epoch_max = world.stream.epoch_max;
    world.stored_count = count;
    world.backup = world.backup < count ? world.backup : count;
    stream_init(&world.stream, world.disk.device, &head, epoch_max, locked);
}

/* --- the line --- */

static bool deliver(struct line_of_packets *line, bool to_server)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    static struct packet packet;
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    if (line->count == 0) {
        return false;
    }
    packet = line->at[0];
    drop(line, 0);
    enum status status = message_decode(span_of(packet.bytes, packet.size), &arena, &message);
    assert(status == STATUS_OK);
    if (!to_server) {
        struct sync_event event = event_of(SYNC_MESSAGE);
        event.message = &message;
        step(&event);
    } else if (message.kind == MESSAGE_HELLO) {
        take_hello(&message.hello);
    } else {
        take_batch(&message.batch);
    }
    return true;
}

static void wait_and_wake(void)
{
    struct instant wakeup = sync_sender_wakeup(&world.sender);
    if (wakeup.ms != INT64_MAX) {
        int64_t at = wakeup.ms == INT64_MIN ? world.now : wakeup.ms + world.booted;
        world.now = at > world.now ? at : world.now;
        const struct sync_event event = event_of(SYNC_TIMEOUT);
        step(&event);
    }
}

static struct head any_head(struct reader *reader)
{
    struct head head = {
        .place = {read_u8(reader) % 6, read_u8(reader) % 80}
    };
    if (head.place.epoch == 0 || head.place.seq == 0) {
        return (struct head){0};
    }
    const struct chain_link *link = chain_find(&world.disk, head.place);
    head.hash =
        link && read_u8(reader) % 4 != 0 ? link->head.hash : (struct hash){{read_u8(reader)}};
    return head;
}

/* A server that is broken, or not ours: any answer at all. */
static void lie(struct reader *reader)
{
    struct message said = {.kind = MESSAGE_WELCOME + fuzz_choose(reader, 5)};
    world.was_lied_to = true;
    if (said.kind == MESSAGE_WELCOME) {
        said.welcome = (struct welcome){.version = SYNC_VERSION,
                                        .verdict = WELCOME_CONTINUE + fuzz_choose(reader, 4),
                                        .high_water = any_head(reader),
                                        .epoch = read_u8(reader),
                                        .server_wall_ms = read_i32(reader),
                                        .echo_mono_ms = read_i32(reader),
                                        .level_two = any_head(reader).place};
    } else if (said.kind == MESSAGE_RECEIPT) {
        said.receipt = (struct receipt){any_head(reader), any_head(reader).place};
    } else if (said.kind == MESSAGE_REFUSAL) {
        said.refusal = (struct refusal){.code = REFUSAL_UPDATE_NEEDED + fuzz_choose(reader, 10),
                                        .high_water = any_head(reader)};
    } else if (said.kind == MESSAGE_BUSY) {
        said.busy.retry_after_ms = read_u32(reader);
    } else {
        return; /* batches and hellos are not for a unit */
    }
    struct sync_event event = event_of(SYNC_MESSAGE);
    event.message = &said;
    step(&event);
}

static void turn(struct reader *reader)
{
    uint8_t byte = read_u8(reader);
    if (byte >= ODD_FROM) {
        say_odd(reader);
        say_revoked(reader);
        check_names();
        return;
    }
    switch (byte % TURNS) {
    case WRITE:
        write_entry();
        break;
    case UP:
        (void)deliver(&world.up, true);
        break;
    case DOWN:
        (void)deliver(&world.down, false);
        break;
    case WAIT:
        wait_and_wake();
        break;
    case LOSE_UP:
        drop(&world.up, 0);
        break;
    case LOSE_DOWN:
        drop(&world.down, 0);
        break;
    case TWICE:
        if (world.down.count > 0 && world.down.count < LINE_MAX) {
            world.down.at[world.down.count] = world.down.at[0];
            world.down.count++;
        }
        break;
    case BOOT:
        boot();
        break;
    case SERVE:
        serve_from(world.stored_count);
        break;
    case BACKUP:
        world.backup = world.stored_count;
        break;
    case RESTORE:
        serve_from(world.backup);
        break;
    case CUT:
        cut_tail(read_u8(reader));
        break;
    default:
        lie(reader);
        break;
    }
}

static void come_to_rest(void)
{
    int quiet = 0;
    const struct sync_sender *sender = &world.sender;
    while (sender->state != SENDER_LOCKED &&
           (sender->state != SENDER_IDLE || world.up.count + world.down.count > 0 ||
            place_order(sender->received.place, world.disk.head.place) != 0 ||
            place_order(sender->received.place, world.stream.high_water.place) != 0)) {
        assert(quiet++ < QUIET_MAX); /* (4) */
        if (!deliver(&world.down, false) && !deliver(&world.up, true)) {
            wait_and_wake();
        }
    }
    if (sender->state == SENDER_LOCKED || world.stream.state == STREAM_LOCKED) {
        assert(world.was_cut);
        return;
    }
    for (size_t i = 0; i < world.disk.count; i++) {
        const struct head *head = find_stored(world.disk.links[i].head.place);
        assert(head && hash_equal(&head->hash, &world.disk.links[i].head.hash));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct reader reader = reader_of(span_of(at, size));
    const uint8_t seed = 7;
    world.written_count = 0;
    world.received = (struct head){0};
    world.level_two = (struct place){0};
    world.stored_count = 0;
    world.backup = 0;
    world.newest_ever = (struct head){0};
    world.stream = (struct stream){0};
    world.now = 0;
    world.numbers = 0;
    world.was_cut = false;
    world.was_lied_to = false;
    chain_init(&world.disk, seed);
    chain_open_epoch(&world.disk, 1);
    note_written();
    serve_from(0);
    boot();
    for (int turns = 0; reader.left > 0 && turns < TURNS_MAX; turns++) {
        turn(&reader);
    }
    if (!world.was_lied_to) {
        come_to_rest();
    }
    return 0;
}
