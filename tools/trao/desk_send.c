#include "tools/trao/desk.h"

#include <string.h>

#include "adapters/posix/files.h"
#include "adapters/zmq/wait.h"
#include "tools/trao/desk_memory.h"
#include "tools/trao/trao_said.h"

/* The desk's sync: core/sync_sender says what to do, the journal and the line do it. The sender's
 * clock is the machine's own, also in a demonstration: its time-outs are about real lines. */

enum { STUCK_FACTOR = 6, SECOND_MS = 1000, PURGE_ENTRIES = 20000 };

static const int64_t DAY_MS = 86400000;
static const int64_t PURGE_DAYS = 35;

struct sending {
    struct desk *desk;
    struct context context;
    struct link_zmq link;
    struct sync_sender sender;
    bool not_admitted;
    bool refused;
    enum refusal_code refusal;
    enum status failed;   /* of the journal; STATUS_OK: it has not */
    int64_t heard_ms;     /* the last message from the server */
    int64_t received_ms;  /* the last receipt for something new */
    struct place counted; /* up to here it was one */
};

/* The longest run 1 .. BOUND of EPOCH that the journal has ends where? 0: it has none of it. */
static uint64_t newest_of_epoch(struct desk *desk, uint32_t epoch, uint64_t bound)
{
    struct journal_page page = {
        .at = desk_messages(desk->memory)->entries, .room = BATCH_BYTES_MAX, .count_max = 1};
    uint64_t there = 0;
    uint64_t beyond = bound;
    if (journal_file_read(&desk->file, (struct place){epoch, 1}, &page) != STATUS_OK ||
        page.count == 0 || page.first.epoch != epoch || page.first.seq > bound) {
        return 0;
    }
    there = page.first.seq;
    while (there < beyond) {
        struct hash hash;
        uint64_t middle = beyond - (beyond - there) / 2;
        if (journal_file_hash_at(&desk->file, (struct place){epoch, middle}, &hash) == STATUS_OK) {
            there = middle;
        } else {
            beyond = middle - 1;
        }
    }
    return there;
}

/* Our newest entry not after ASKED; a zero head if there is none. */
static struct head find_proof(struct desk *desk, const struct journal_state *state,
                              struct place asked)
{
    struct head proof = {
        {0, 0},
        {{0}}
    };
    if (place_order(asked, state->head.place) >= 0) {
        return state->head;
    }
    for (uint32_t epoch = asked.epoch; epoch >= 1 && epoch >= state->first.epoch; epoch--) {
        uint64_t bound = epoch == asked.epoch ? asked.seq : (uint64_t)1 << 39;
        uint64_t seq = newest_of_epoch(desk, epoch, bound);
        struct place place = {epoch, seq};
        if (seq > 0 && journal_file_hash_at(&desk->file, place, &proof.hash) == STATUS_OK) {
            proof.place = place;
            break;
        }
    }
    return proof;
}

static void say(struct sending *sending, const struct message *message)
{
    struct desk_messages *room = desk_messages(sending->desk->memory);
    struct writer writer = writer_of(room->out, sizeof room->out);
    if (message_encode(message, &writer) == STATUS_OK) {
        /* What a line that is down does not take goes after the time-out. */
        (void)!link_send(&sending->link.port, writer_span(&writer));
    }
}

static void send_hello(struct sending *sending)
{
    struct message message = {.kind = MESSAGE_HELLO};
    sync_sender_hello(&sending->sender, &message.hello);
    message.hello.clock.boot = desk_now(sending->desk).boot;
    message.hello.software = TEXT("trao");
    message.hello.battery_percent = -1;
    say(sending, &message);
}

static enum status send_batch(struct sending *sending, const struct sync_effect *effect)
{
    struct desk *desk = sending->desk;
    struct message message = {.kind = MESSAGE_BATCH};
    struct journal_page page = {.at = desk_messages(desk->memory)->entries,
                                .room = BATCH_BYTES_MAX,
                                .count_max = effect->count_max};
    struct head sent;
    enum status status = journal_file_read(
        &desk->file, (struct place){effect->after.epoch, effect->after.seq + 1}, &page);
    if (status == STATUS_OK && page.count == 0) {
        status = STATUS_BROKEN;
    }
    if (status == STATUS_OK) {
        status = journal_file_hash_at(&desk->file, page.last, &sent.hash);
    }
    if (status != STATUS_OK) {
        return status;
    }
    const struct clock_reading now = desk_now(desk);
    sent.place = page.last;
    sync_sender_batch(&sending->sender, &message.batch);
    message.batch.epoch = page.first.epoch;
    message.batch.first_seq = page.first.seq;
    message.batch.count = page.count;
    message.batch.clock = (struct device_clock){now.wall.ms, now.mono.ms, now.boot};
    message.batch.entries = span_of(page.at, page.size);
    say(sending, &message);
    sync_sender_sent(&sending->sender, &sent);
    return STATUS_OK;
}

static enum status record(struct sending *sending)
{
    const struct sync_sender *sender = &sending->sender;
    const struct journal_receipt receipt = {.received = sender->received,
                                            .level_two = sender->level_two,
                                            .locked = sender->state == SENDER_LOCKED};
    return journal_file_receive(&sending->desk->file, &receipt);
}

/* Does what the sender asks. True: *next is to be stepped with at once. */
static bool perform(struct sending *sending, const struct sync_effect *effect,
                    struct sync_event *next)
{
    struct desk *desk = sending->desk;
    struct journal_state state;
    enum status status = STATUS_OK;
    *next = (struct sync_event){.kind = SYNC_PROVEN};
    if (effect->renew_link) {
        (void)!link_renew(&sending->link.port); /* again after the next time-out */
    }
    if (effect->record_receipt) {
        status = record(sending);
    }
    if (status == STATUS_OK && effect->look_up) {
        status = journal_file_state(&desk->file, &state);
        next->head = find_proof(desk, &state, effect->asked);
        next->first = state.first;
    }
    if (status == STATUS_OK && effect->open_epoch) {
        next->kind = SYNC_RENEWED;
        status = desk_open_epoch(desk, effect->epoch, &next->head);
    }
    if (status == STATUS_OK && effect->send_batch) {
        status = send_batch(sending, effect);
    }
    if (effect->send_hello) {
        send_hello(sending);
    }
    if (effect->incident == SYNC_REFUSED && !effect->look_up) {
        sending->refused = true;
        sending->refusal = effect->refusal;
    }
    sending->failed = status;
    return status == STATUS_OK && (effect->look_up || effect->open_epoch);
}

static void step(struct sending *sending, struct sync_event event)
{
    struct sync_effect effect;
    bool again = true;
    while (again) {
        struct sync_event next;
        event.mono.ms = clock_posix_anchor();
        event.wall_ms = desk_now(sending->desk).wall.ms;
        sync_sender_step(&sending->sender, &event, &effect);
        again = perform(sending, &effect, &next);
        event = next;
    }
    if (place_order(sending->sender.received.place, sending->counted) > 0) {
        sending->counted = sending->sender.received.place;
        sending->received_ms = clock_posix_anchor();
    }
}

static void hear(struct sending *sending)
{
    struct desk_messages *room = desk_messages(sending->desk->memory);
    struct message message;
    size_t size = 0;
    while (link_receive(&sending->link.port, room->in, sizeof room->in, &size) == STATUS_OK) {
        struct arena arena = arena_of(room->arena, sizeof room->arena);
        if (message_decode(span_of(room->in, size), &arena, &message) == STATUS_OK) {
            sending->heard_ms = clock_posix_anchor();
            step(sending, (struct sync_event){.kind = SYNC_MESSAGE, .message = &message});
        }
    }
}

static bool is_over(const struct sending *sending)
{
    const struct sync_sender *sender = &sending->sender;
    return sending->not_admitted || sending->refused || sending->failed != STATUS_OK ||
           sender->state == SENDER_LOCKED || sender->state == SENDER_OUTDATED ||
           sender->state == SENDER_IDLE;
}

/* False: the server has been silent, or has taken nothing, for too long. */
static bool turn(struct sending *sending, int64_t limit_ms)
{
    struct wait_ready ready;
    const struct wait wait = {.link = &sending->link};
    int64_t now = clock_posix_anchor();
    int64_t left = sending->heard_ms + limit_ms - now;
    int64_t stuck = sending->received_ms + STUCK_FACTOR * limit_ms - now;
    left = stuck < left ? stuck : left;
    if (left <= 0) {
        return false;
    }
    struct instant wakeup = sync_sender_wakeup(&sending->sender);
    int64_t sleep = wakeup.ms <= now ? 0 : wakeup.ms - now;
    wait_for(&wait, sleep < left ? sleep : left, &ready);
    if (link_refused(&sending->link.port)) {
        sending->not_admitted = true;
        return true;
    }
    if (link_came_up(&sending->link.port)) {
        step(sending, (struct sync_event){.kind = SYNC_LINK_UP});
    }
    hear(sending);
    if (!is_over(sending) && sync_sender_wakeup(&sending->sender).ms <= clock_posix_anchor()) {
        step(sending, (struct sync_event){.kind = SYNC_TIMEOUT});
    }
    return true;
}

static int refuse(const struct desk *desk, int exit, enum trao_said said)
{
    return call_refuse_plain(desk->call, exit, trao_said(said));
}

static int tell_end(const struct sending *sending, bool silent)
{
    const struct desk *desk = sending->desk;
    if (sending->sender.state == SENDER_IDLE) {
        return CALL_OK;
    }
    if (silent) {
        return refuse(desk, CALL_UNREACHABLE, SAID_SERVER_SILENT);
    }
    if (sending->failed != STATUS_OK) {
        return call_refuse(desk->call, CALL_FAILED, trao_said(SAID_DESK_FILE),
                           TEXT(STATE_ADMIN_JOURNAL),
                           text_of(call_why(desk->call, sending->failed)));
    }
    if (sending->not_admitted) {
        bool unproven = link_zmq_refusal(&sending->link) == LINK_SERVER_UNPROVEN;
        return refuse(desk, unproven ? CALL_UNREACHABLE : CALL_FAILED,
                      unproven ? SAID_SERVER_UNPROVEN : SAID_NOT_ADMITTED);
    }
    switch (sending->sender.state) {
    case SENDER_LOCKED:
        return refuse(desk, CALL_FAILED, SAID_DESK_LOCKED);
    case SENDER_OUTDATED:
        return refuse(desk, CALL_FAILED, SAID_DESK_OUTDATED);
    case SENDER_GREETING:
    case SENDER_IDLE:
    case SENDER_AWAITING:
    case SENDER_HELD:
    case SENDER_STATES:
        break;
    }
    return refuse(desk, CALL_FAILED,
                  sending->refusal == REFUSAL_REVOKED ? SAID_DESK_REVOKED : SAID_SERVER_REFUSED);
}

/* Nothing here says more than that there is no server to be reached. */
static int open_line(struct sending *sending)
{
    struct desk *desk = sending->desk;
    char path[CONFIG_PATH_MAX];
    char endpoint[LINK_ENDPOINT_SIZE] = "";
    char key[2 * KEYS_TEXT_SIZE] = "";
    struct link_settings settings = {
        .log = &desk->log, .chance = &desk->chance, .timing = link_timing_usual()};
    size_t size = 0;
    if (config_place(desk->call, desk->config, STATE_ENDPOINT, path) != CALL_OK ||
        files_read(path, endpoint, sizeof endpoint - 1, &size) != STATUS_OK) {
        return refuse(desk, CALL_UNREACHABLE, SAID_SERVER_SILENT);
    }
    struct text trimmed = text_trim((struct text){.at = endpoint, .size = size});
    endpoint[trimmed.size] = '\0';
    settings.endpoint = endpoint;
    if (config_place(desk->call, desk->config, STATE_SERVER_PUBLIC, path) != CALL_OK ||
        files_read(path, key, sizeof key, &size) != STATUS_OK ||
        !keys_parse(text_trim((struct text){.at = key, .size = size}), &settings.server)) {
        return call_refuse(desk->call, CALL_FAILED, trao_said(SAID_DESK_FILE), text_of(path),
                           TEXT("key"));
    }
    if (config_place(desk->call, desk->config, STATE_ADMIN_LINK, path) != CALL_OK ||
        keys_load(path, &settings.keys) != STATUS_OK) {
        return call_refuse(desk->call, CALL_FAILED, trao_said(SAID_DESK_FILE), text_of(path),
                           TEXT("key"));
    }
    enum status status = link_zmq_open(&sending->link, &sending->context, &settings);
    keys_wipe(&settings.keys);
    return status == STATUS_OK
               ? CALL_OK
               : call_refuse(desk->call, CALL_FAILED, trao_said(SAID_DESK_FILE), text_of(endpoint),
                             text_of(call_why(desk->call, status)));
}

static int send_all(struct sending *sending, const struct journal_state *state, unsigned seconds,
                    struct progress *progress)
{
    struct journal_state now;
    bool heard = true;
    int result = open_line(sending);
    if (result != CALL_OK) {
        return result;
    }
    sending->heard_ms = clock_posix_anchor();
    sending->received_ms = sending->heard_ms;
    while (heard && !is_over(sending)) {
        heard = turn(sending, (int64_t)seconds * SECOND_MS);
        if (journal_file_state(&sending->desk->file, &now) == STATUS_OK) {
            progress_at(progress, state->unsent - now.unsent);
        }
    }
    result = tell_end(sending, !heard);
    link_zmq_close(&sending->link);
    return result;
}

/* What is in a verified backup of the server's and older than SEMANTICS section 2 asks. */
static void purge(struct desk *desk)
{
    uint32_t count = 0;
    struct instant cut = {desk_now(desk).wall.ms - PURGE_DAYS * DAY_MS};
    (void)!journal_file_purge(&desk->file, cut, PURGE_ENTRIES, &count); /* or next time */
}

int desk_send(struct desk *desk, unsigned seconds, const struct said *what)
{
    struct sending sending = {.desk = desk};
    struct journal_state state;
    struct progress progress;
    uint64_t chance = 0;
    enum status status = journal_file_state(&desk->file, &state);
    if (status != STATUS_OK) {
        return call_refuse(desk->call, CALL_FAILED, trao_said(SAID_DESK_FILE),
                           TEXT(STATE_ADMIN_JOURNAL), text_of(call_why(desk->call, status)));
    }
    if (state.unsent == 0) {
        return CALL_OK;
    }
    if (context_open(&sending.context) != STATUS_OK) {
        return refuse(desk, CALL_FAILED, SAID_NO_MEMORY);
    }
    chance_fill(&desk->chance, &chance, sizeof chance);
    sync_sender_init(&sending.sender, desk->device, &state.head, &state.receipt.received,
                     state.receipt.level_two, chance);
    sending.counted = state.receipt.received.place;
    progress_begin(&progress, desk->call, what, state.unsent);
    int result = send_all(&sending, &state, seconds, &progress);
    progress_end(&progress);
    context_close(&sending.context);
    if (result == CALL_OK) {
        purge(desk);
    }
    return result;
}
