/* sync_model_test - both halves of sync, one stream, a bad line, and every accident of SEMANTICS
 * section 2. Usage: protocol.sync_model [first-seed [seeds]]; the same seed gives the same run.
 *
 * INVARIANTS, checked at every turn:
 * (1) The server's stream only grows in order: no place twice, none with two contents.
 * (2) What the server has, some unit has written; each entry follows the one before it, names an
 *     older one (lost tail), or stands behind a recorded gap.
 * (3) A unit believes received only what the server has made durable.
 * (4) When the faults end, a unit comes to rest: all it still has is at the server, or it is locked
 *     because of a clone.
 * (5) What was written and not destroyed by an accident of the unit itself is at the server in the
 *     end, or in a recorded gap (purged by the unit, then lost by the server). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tests/protocol/sync_model.h"
#include "wire/message.h"

static struct world world;

static uint64_t below(uint64_t bound)
{
    world.chance ^= world.chance << 13;
    world.chance ^= world.chance >> 7;
    world.chance ^= world.chance << 17;
    return world.chance % bound;
}

static bool strikes(unsigned per_mille)
{
    return below(1000) < per_mille;
}

static void put_on_line(bool to_server, unsigned unit, const struct message *message)
{
    uint64_t luck = below(100);
    int copies = luck < world.faults.loss                        ? 0
                 : luck < world.faults.loss + world.faults.twice ? 2
                                                                 : 1;
    for (; copies > 0 && world.packets < PACKETS_MAX; copies--) {
        struct packet *packet = &world.line[world.packets++];
        struct writer writer = writer_of(packet->bytes, sizeof packet->bytes);
        enum status status = message_encode(message, &writer);
        assert(status == STATUS_OK);
        packet->size = writer.size;
        packet->to_server = to_server;
        packet->unit = unit;
        packet->boot = world.units[unit].boot;
        packet->arrives_ms = world.now_ms + 1 + (int64_t)below(LATENCY_MS_MAX);
        if (!to_server) {
            world.answers[world.answered++ % ANSWERS_MAX] = *packet;
        }
    }
}

/* Only answers: a line that is encrypted and in order brings no old batch or hello back. */
static void replay(void)
{
    if (world.answered > 0 && world.packets < PACKETS_MAX) {
        size_t known = world.answered < ANSWERS_MAX ? world.answered : ANSWERS_MAX;
        struct packet *packet = &world.line[world.packets++];
        *packet = world.answers[below(known)];
        packet->boot = world.units[packet->unit].boot;
        packet->arrives_ms = world.now_ms + 1;
    }
}

/* ---- the unit ---- */

static struct sync_event event_of(const struct unit *unit, enum sync_event_kind kind)
{
    return (struct sync_event){.kind = kind,
                               .mono = {world.now_ms - unit->booted_ms},
                               .wall_ms = 1700000000000 + world.now_ms};
}

static void check_received(const struct unit *unit)
{
    const struct server *server = &world.server;
    assert(place_order(unit->sender.received.place, server->newest_ever.place) <= 0); /* (3) */
    assert(place_order(unit->sender.level_two, unit->sender.received.place) <= 0);
}

static void send_batch(unsigned index, const struct sync_effect *effect)
{
    struct unit *unit = &world.units[index];
    struct batch entries = chain_batch(&unit->disk, effect->after, effect->count_max);
    struct message message = {.kind = MESSAGE_BATCH};
    if (entries.count == 0) {
        return;
    }
    struct place last = {entries.epoch, entries.first_seq + entries.count - 1};
    sync_sender_batch(&unit->sender, &message.batch);
    message.batch.epoch = entries.epoch;
    message.batch.first_seq = entries.first_seq;
    message.batch.count = entries.count;
    message.batch.entries = entries.entries;
    put_on_line(true, index, &message);
    sync_sender_sent(&unit->sender, &chain_find(&unit->disk, last)->head);
}

/* Does what EFFECT says. True: the app's answer to it is another event. */
static bool perform(unsigned index, const struct sync_effect *effect, struct sync_event *out_event)
{
    struct unit *unit = &world.units[index];
    assert(effect->send_hello + effect->send_batch + effect->look_up + effect->open_epoch <= 1);
    if (effect->record_receipt) {
        check_received(unit);
        unit->received = unit->sender.received;
        unit->level_two = unit->sender.level_two;
    }
    if (effect->send_hello) {
        struct message message = {.kind = MESSAGE_HELLO};
        sync_sender_hello(&unit->sender, &message.hello);
        put_on_line(true, index, &message);
    }
    if (effect->send_batch) {
        send_batch(index, effect);
    }
    if (effect->look_up) {
        *out_event = event_of(unit, SYNC_PROVEN);
        out_event->head = chain_proof(&unit->disk, effect->asked);
        out_event->first = chain_first(&unit->disk);
    }
    if (effect->open_epoch) {
        *out_event = event_of(unit, SYNC_RENEWED);
        chain_open_epoch(&unit->disk, effect->epoch);
        world.epochs++;
        out_event->head = unit->disk.head;
    }
    return effect->look_up || effect->open_epoch;
}

static void step_unit(unsigned index, const struct sync_event *event)
{
    struct sync_event next = *event;
    struct sync_effect effect;
    do {
        sync_sender_step(&world.units[index].sender, &next, &effect);
    } while (perform(index, &effect, &next));
}

/* After a power cut, only what is on the disk is left; what is on the line to it is lost. */
static void boot(unsigned index)
{
    struct unit *unit = &world.units[index];
    unit->boot++;
    unit->booted_ms = world.now_ms;
    sync_sender_init(&unit->sender, unit->disk.device, &unit->disk.head, &unit->received,
                     unit->level_two, below(UINT64_MAX));
}

static void write_entry(unsigned index)
{
    struct unit *unit = &world.units[index];
    struct sync_event event = event_of(unit, SYNC_WRITTEN);
    if (unit->disk.count == 0) {
        return; /* the journal is gone: it scans again when its epoch is open */
    }
    chain_append(&unit->disk, index * 100000 + unit->writes++);
    event.head = unit->disk.head;
    step_unit(index, &event);
}

/* ---- the server ---- */

static const struct stored *find_stored(struct place place)
{
    for (size_t i = world.server.count; i > 0; i--) {
        if (place_order(world.server.stored[i - 1].head.place, place) == 0) {
            return &world.server.stored[i - 1];
        }
    }
    return NULL;
}

static struct hash stored_hash(struct place place)
{
    const struct stored *stored = find_stored(place);
    return stored ? stored->head.hash : (struct hash){0};
}

static bool somebody_wrote(const struct sealed *sealed)
{
    for (unsigned i = 0; i < UNITS; i++) {
        const struct chain_link *link = chain_find(&world.units[i].disk, sealed->entry.place);
        if (link && hash_equal(&link->head.hash, &sealed->hash)) {
            return true;
        }
    }
    return false;
}

static void store_entry(const struct sealed *sealed, bool after_gap)
{
    struct server *server = &world.server;
    const struct stored *last = server->count > 0 ? &server->stored[server->count - 1] : NULL;
    struct head named;
    bool links = !last || hash_equal(&sealed->entry.prev, &last->head.hash) ||
                 (sealed->entry.place.seq == 1 && entry_names(sealed, &named) &&
                  hash_equal(&named.hash, &sealed->entry.prev) &&
                  (named.place.epoch == 0 ||
                   (find_stored(named.place) &&
                    hash_equal(&find_stored(named.place)->head.hash, &named.hash))));
    assert(links || after_gap);                                                    /* (2) */
    assert(somebody_wrote(sealed) || world.units[0].journal_lost || world.cloned); /* (2) */
    assert(!last || place_order(sealed->entry.place, last->head.place) > 0);       /* (1) */
    assert(server->count < STORED_MAX);
    server->stored[server->count++] =
        (struct stored){entry_head(sealed), sealed->entry.prev, after_gap};
    if (place_order(sealed->entry.place, server->newest_ever.place) > 0) {
        server->newest_ever = entry_head(sealed);
    }
}

static void store_batch(const struct batch_outcome *outcome)
{
    struct server *server = &world.server;
    struct span rest = outcome->fresh;
    bool after_gap = outcome->hole;
    if (outcome->hole) {
        assert(server->gap_count < GAPS_MAX);
        server->gaps[server->gap_count][0] = outcome->hole_after;
        server->gaps[server->gap_count++][1] = outcome->from;
        world.gaps++;
    }
    for (uint32_t i = 0; i < outcome->fresh_count; i++) {
        struct sealed sealed;
        enum status status = entry_open(&rest, &sealed);
        assert(status == STATUS_OK);
        store_entry(&sealed, after_gap);
        after_gap = false;
    }
    assert(rest.size == 0);
    assert(place_order(outcome->head.place, server->stored[server->count - 1].head.place) == 0);
    world.accepted += outcome->fresh_count;
}

static void take_batch(unsigned unit, const struct batch *batch)
{
    struct server *server = &world.server;
    struct batch_outcome outcome;
    struct message answer = {.kind = MESSAGE_RECEIPT};
    stream_batch(&server->stream, batch, NULL, &outcome);
    if (outcome.kind == BATCH_LOOK_UP) {
        struct hash stored = stored_hash(outcome.look_up);
        stream_batch(&server->stream, batch, &stored, &outcome);
    }
    if (outcome.kind == BATCH_ACCEPTED) {
        store_batch(&outcome);
    }
    world.doubles += outcome.kind == BATCH_DOUBLE;
    if (batch_refusal_code(outcome.kind) != 0) {
        answer.kind = MESSAGE_REFUSAL;
        answer.refusal = (struct refusal){.code = batch_refusal_code(outcome.kind),
                                          .high_water = server->stream.high_water};
        assert(outcome.kind == BATCH_GAP || outcome.kind == BATCH_FORKED ||
               world.units[0].journal_lost || world.cloned);
    } else {
        answer.receipt.head = outcome.head;
        answer.receipt.level_two =
            server->backup > 0 ? server->stored[server->backup - 1].head.place : (struct place){0};
    }
    put_on_line(false, unit, &answer);
}

static void take_hello(unsigned unit, const struct hello *hello)
{
    struct server *server = &world.server;
    struct message answer = {.kind = MESSAGE_WELCOME};
    struct hello_outcome outcome = stream_hello(&server->stream, hello, NULL);
    if (outcome.kind == HELLO_LOOK_UP) {
        struct hash stored = stored_hash(outcome.look_up);
        outcome = stream_hello(&server->stream, hello, &stored);
    }
    bool welcome = stream_welcome(&server->stream, hello, &outcome, &answer.welcome);
    assert(welcome);
    answer.welcome.server_wall_ms = 1700000000000 + world.now_ms;
    answer.welcome.level_two =
        server->backup > 0 ? server->stored[server->backup - 1].head.place : (struct place){0};
    world.locks += outcome.kind == HELLO_LOCKED;
    put_on_line(false, unit, &answer);
}

static void restart_server(size_t count)
{
    struct server *server = &world.server;
    bool locked = server->stream.state == STREAM_LOCKED; /* kept apart from the book's entries */
    struct head head = count > 0 ? server->stored[count - 1].head : (struct head){0};
    server->count = count;
    server->backup = server->backup < count ? server->backup : count;
    stream_init(&server->stream, world.units[0].disk.device, &head, 0, locked);
}

/* ---- the accidents ---- */

static void lose_tail(unsigned index)
{
    struct unit *unit = &world.units[index];
    size_t keep = unit->disk.first + below(unit->disk.count - unit->disk.first + 1);
    struct place place = keep > 0 && keep > unit->disk.first
                             ? unit->disk.links[keep - 1].head.place
                             : unit->disk.links[unit->disk.first].head.place;
    chain_cut_after(&unit->disk, place);
    unit->journal_lost = true;
    if (place_order(unit->received.place, unit->disk.head.place) > 0) {
        unit->received = unit->disk.head; /* the old image's own note, at best */
    }
    boot(index);
}

static void lose_journal(unsigned index)
{
    struct unit *unit = &world.units[index];
    chain_init(&unit->disk, 1);
    unit->received = (struct head){0};
    unit->level_two = (struct place){0};
    unit->journal_lost = true;
    boot(index);
}

static void make_clone(void)
{
    struct unit *clone = &world.units[1];
    if (!clone->present && world.units[0].disk.count > 0) {
        *clone = world.units[0];
        clone->writes = 0;
        world.cloned = true;
        boot(1);
    }
}

static void have_accidents(void)
{
    const struct faults *faults = &world.faults;
    struct server *server = &world.server;
    unsigned index = (unsigned)below(world.units[1].present ? 2 : 1);
    struct unit *unit = &world.units[index];
    bool whole = unit->disk.count > unit->disk.first;
    if (strikes(faults->replay)) {
        replay();
    }
    if (strikes(faults->unit_cut)) {
        boot(index);
    }
    if (whole && strikes(faults->tail_lost)) {
        lose_tail(index);
    }
    if (strikes(faults->journal_gone)) {
        lose_journal(index);
    }
    if (strikes(faults->clone)) {
        make_clone();
    }
    if (strikes(faults->purge)) {
        chain_purge_to(&unit->disk, unit->level_two);
    }
    if (strikes(faults->server_cut)) {
        restart_server(server->count);
    }
    if (strikes(faults->backup)) {
        server->backup = server->count;
    }
    if (strikes(faults->restore)) {
        server->restored = true;
        restart_server(server->backup);
    }
    if (strikes(faults->old_restore)) {
        server->restored = true;
        server->restored_too_old = true;
        restart_server(below(server->backup + 1));
    }
}

/* ---- the run ---- */

static void deliver(size_t at)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    static struct packet packet;
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    packet = world.line[at];
    world.line[at] = world.line[--world.packets];
    struct unit *unit = &world.units[packet.unit];
    if (packet.boot != unit->boot) {
        return; /* the line died with the unit */
    }
    enum status status = message_decode(span_of(packet.bytes, packet.size), &arena, &message);
    assert(status == STATUS_OK);
    if (packet.to_server && message.kind == MESSAGE_HELLO) {
        take_hello(packet.unit, &message.hello);
    } else if (packet.to_server) {
        take_batch(packet.unit, &message.batch);
    } else {
        struct sync_event event = event_of(unit, SYNC_MESSAGE);
        event.message = &message;
        step_unit(packet.unit, &event);
    }
}

enum { LINE, WAKE_UP, WRITE };

/* What comes next, and when. */
struct next {
    int64_t at_ms;
    int what;
    size_t which; /* packet or unit */
};

static void consider(struct next *next, int64_t at_ms, int what, size_t which)
{
    if (at_ms < next->at_ms) {
        *next = (struct next){at_ms, what, which};
    }
}

static int64_t wakeup_ms(const struct unit *unit)
{
    int64_t wakeup = sync_sender_wakeup(&unit->sender).ms;
    if (wakeup == INT64_MAX) {
        return INT64_MAX;
    }
    return wakeup == INT64_MIN ? world.now_ms : wakeup + unit->booted_ms;
}

/* Whatever happens soonest happens now: a message, a wake-up, a new entry. */
static void turn(bool writing)
{
    struct next next = {.at_ms = INT64_MAX};
    for (size_t i = 0; i < world.packets; i++) {
        consider(&next, world.line[i].arrives_ms, LINE, i);
    }
    for (unsigned i = 0; i < UNITS && world.units[i].present; i++) {
        struct unit *unit = &world.units[i];
        consider(&next, wakeup_ms(unit), WAKE_UP, i);
        if (writing && unit->writes < WRITES) {
            consider(&next, unit->next_write_ms, WRITE, i);
        }
    }
    if (next.at_ms == INT64_MAX) {
        return;
    }
    world.now_ms = next.at_ms > world.now_ms ? next.at_ms : world.now_ms;
    if (next.what == LINE) {
        deliver(next.which);
    } else if (next.what == WRITE) {
        world.units[next.which].next_write_ms = world.now_ms + 1 + (int64_t)below(20000);
        write_entry((unsigned)next.which);
    } else {
        struct sync_event event = event_of(&world.units[next.which], SYNC_TIMEOUT);
        step_unit((unsigned)next.which, &event);
    }
}

static bool at_rest(const struct unit *unit)
{
    const struct sync_sender *sender = &unit->sender;
    return !unit->present || sender->state == SENDER_LOCKED ||
           (sender->state == SENDER_IDLE && world.packets == 0 &&
            place_order(sender->received.place, world.server.stream.high_water.place) == 0);
}

static bool in_a_gap(struct place place)
{
    for (size_t i = 0; i < world.server.gap_count; i++) {
        if (place_order(place, world.server.gaps[i][0]) > 0 &&
            place_order(place, world.server.gaps[i][1]) < 0) {
            return true;
        }
    }
    return false;
}

static void check_end(void)
{
    const struct unit *unit = &world.units[0];
    const struct chain *disk = &unit->disk;
    if (world.server.stream.state == STREAM_LOCKED) {
        assert(world.cloned || unit->journal_lost);
        return;
    }
    assert(unit->sender.state == SENDER_IDLE); /* (4) */
    for (size_t i = 0; i < disk->count; i++) { /* purged ones as well: `first` only hides them */
        const struct chain_link *link = &disk->links[i];
        const struct stored *stored = find_stored(link->head.place);
        if (!stored) {
            assert(i < disk->first && in_a_gap(link->head.place)); /* (5) */
            assert(world.server.restored_too_old);
            continue;
        }
        assert(hash_equal(&stored->head.hash, &link->head.hash)); /* (1) */
    }
}

static unsigned sometimes(unsigned per_mille)
{
    return below(2) == 0 ? 0 : 1 + (unsigned)below(per_mille);
}

static void choose_faults(void)
{
    world.faults = (struct faults){.loss = (unsigned)below(40),
                                   .twice = (unsigned)below(20),
                                   .replay = sometimes(100),
                                   .unit_cut = sometimes(40),
                                   .purge = sometimes(50),
                                   .server_cut = sometimes(40),
                                   .backup = sometimes(60),
                                   .restore = sometimes(15),
                                   .old_restore = below(4) == 0 ? 8 : 0,
                                   .tail_lost = below(3) == 0 ? 8 : 0,
                                   .journal_gone = below(8) == 0 ? 4 : 0,
                                   .clone = below(6) == 0 ? 10 : 0};
}

static void run(uint64_t seed)
{
    memset(&world.server, 0, sizeof world.server);
    memset(world.units, 0, sizeof world.units);
    world.chance = seed * 0x9E3779B97F4A7C15u + 1;
    world.packets = 0;
    world.answered = 0;
    world.now_ms = 0;
    world.cloned = false;
    choose_faults();
    world.units[0].present = true;
    chain_init(&world.units[0].disk, 1);
    chain_open_epoch(&world.units[0].disk, 1);
    restart_server(0);
    boot(0);
    for (int turns = 0; turns < TURNS_MAX && world.units[0].writes < WRITES; turns++) {
        have_accidents();
        turn(true);
        if (world.units[0].sender.state == SENDER_LOCKED) {
            break;
        }
    }
    int quiet = 0;
    world.faults = (struct faults){0};
    while (!at_rest(&world.units[0]) || !at_rest(&world.units[1])) {
        assert(quiet++ < QUIET_TURNS_MAX); /* (4) */
        turn(false);
    }
    check_end();
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    uint64_t seeds = argc > 2 ? strtoull(argv[2], NULL, 10) : SEEDS;
    if (sign_start() != STATUS_OK) {
        return 1;
    }
    for (uint64_t seed = first; seed < first + seeds; seed++) {
        (void)fprintf(stderr, "\rseed %" PRIu64 " ", seed);
        run(seed);
    }
    printf("\n%" PRIu64 " seeds: %u entries accepted, %u batches twice, %u epochs opened, "
           "%u gaps, %u times locked\n",
           seeds, world.accepted, world.doubles, world.epochs, world.gaps, world.locks);
    return world.accepted > 0 && world.doubles > 0 && world.epochs > 0 && world.locks > 0 ? 0 : 1;
}
