#include "handheld/app/uplink.h"

#include <string.h>

#include "base/arena.h"
#include "base/check.h"
#include "handheld/app/proof.h"

/* INVARIANTS
 * (1) At most one hello or batch is under way: sync_sender sees to it.
 * (2) What is kept as received was said by the server, in this journal's own epochs.
 * (3) Bytes from the line never reach an assert. */

enum { MESSAGES_MAX = 16, STEPS_MAX = 8, CLOCK_SIZE = 20 };

#define CLOCK_KEY TEXT("clock")

struct turn {
    struct clock_reading now;
    struct instant line;
    struct uplink_news *news;
};

void uplink_init(struct uplink *uplink, struct device device, struct text software, uint64_t chance)
{
    const struct head nothing = {{0}, {{0}}};
    uplink->software = software;
    uplink->revoked = uplink->locked = false;
    uplink->refused_messages = 0;
    uplink->clock = (struct uplink_clock){.offset_ms = 0};
    sync_sender_init(&uplink->sender, device, &nothing, &nothing, nothing.place, chance);
    uplink->loaded = false;
}

/* A book that is behind what was sent from it is another one: greet with what it says. */
void uplink_reload(struct uplink *uplink, const struct journal_state *state)
{
    const struct sync_sender *sender = &uplink->sender;
    const struct journal_receipt *receipt = &state->receipt;
    uplink->locked = uplink->locked || receipt->locked;
    if (!uplink->loaded || place_order(state->head.place, sender->head.place) < 0 ||
        place_order(receipt->received.place, sender->received.place) < 0) {
        sync_sender_init(&uplink->sender, sender->device, &state->head, &receipt->received,
                         receipt->level_two, sender->chance);
        uplink->loaded = true;
    }
    if (uplink->locked && uplink->sender.state != SENDER_LOCKED) {
        sync_sender_lock(&uplink->sender);
    }
}

static void log_words(const struct uplink *uplink, enum log_level level, const char *message,
                      const char *key, struct text value)
{
    const struct log_field field = {.key = key, .value = value};
    log_write(uplink->log, level, message, &field, 1);
}

static struct text place_words(struct place place, char room[UPLINK_NOTE_SIZE])
{
    struct line line = line_of(room, UPLINK_NOTE_SIZE);
    line_unsigned(&line, place.epoch);
    line_char(&line, '/');
    line_unsigned(&line, place.seq);
    return line_done(&line);
}

/* False: the journal could not be read; the news say so. */
static bool journal_is_well(const struct uplink *uplink, struct turn *turn, enum status status)
{
    if (status == STATUS_OK) {
        return true;
    }
    turn->news->io = turn->news->io || status == STATUS_IO;
    log_words(uplink, LOG_LEVEL_WARNING, "the journal did not serve the sync", "status",
              text_of(status_text(status)));
    return false;
}

/* ---- sending ---- */

static struct device_clock clock_of(const struct turn *turn)
{
    return (struct device_clock){
        .wall_ms = turn->now.wall.ms, .mono_ms = turn->now.mono.ms, .boot = turn->now.boot};
}

static void send_message(struct uplink *uplink, const struct message *message)
{
    struct writer writer = writer_of(uplink->message, sizeof uplink->message);
    enum status status = message_encode(message, &writer);
    if (status == STATUS_OK) {
        status = link_send(uplink->link, writer_span(&writer));
    }
    if (status != STATUS_OK && status != STATUS_FULL) { /* FULL: the line is down, an everyday */
        log_words(uplink, LOG_LEVEL_WARNING, "a message could not be sent", "status",
                  text_of(status_text(status)));
    }
}

static void send_hello(struct uplink *uplink, const struct turn *turn)
{
    struct message message = {.kind = MESSAGE_HELLO};
    sync_sender_hello(&uplink->sender, &message.hello);
    message.hello.clock.boot = turn->now.boot;
    message.hello.software = uplink->software;
    send_message(uplink, &message);
}

/* The page behind AFTER that can be sent. What rotted in between stays behind as a gap (row 43):
 * the server refuses what does not follow, and the next hello proves that nothing else can. */
static enum status read_page(struct uplink *uplink, struct turn *turn, struct place after,
                             struct journal_page *page)
{
    struct place from = {after.epoch, after.seq + 1};
    enum status status = journal_file_read(uplink->journal, from, page);
    if (status == STATUS_BROKEN) {
        turn->news->damaged = from;
        status = proof_readable(uplink->journal, from, page, &from);
        page->size = page->count = 0;
        if (status == STATUS_OK) {
            status = journal_file_read(uplink->journal, from, page);
        }
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status; /* none is left */
}

static void send_batch(struct uplink *uplink, struct turn *turn, const struct sync_effect *effect)
{
    struct journal_page page = {
        .at = uplink->page, .room = sizeof uplink->page, .count_max = effect->count_max};
    struct head sent_to;
    enum status status = read_page(uplink, turn, effect->after, &page);
    if (!journal_is_well(uplink, turn, status) || page.count == 0) {
        return;
    }
    sent_to.place = page.last;
    status = journal_file_hash_at(uplink->journal, page.last, &sent_to.hash);
    if (!journal_is_well(uplink, turn, status)) {
        return;
    }
    struct message message = {.kind = MESSAGE_BATCH};
    sync_sender_batch(&uplink->sender, &message.batch);
    message.batch.epoch = page.first.epoch;
    message.batch.first_seq = page.first.seq;
    message.batch.count = page.count;
    message.batch.clock = clock_of(turn);
    message.batch.entries = span_of(page.at, page.size);
    sync_sender_sent(&uplink->sender, &sent_to);
    send_message(uplink, &message);
}

/* ---- one step of the machine, and what follows from it ---- */

static void keep_receipt(struct uplink *uplink, struct turn *turn)
{
    const struct journal_receipt receipt = {.received = uplink->sender.received,
                                            .level_two = uplink->sender.level_two,
                                            .locked = uplink->locked};
    enum status status = journal_file_receive(uplink->journal, &receipt);
    if (status != STATUS_DENIED) { /* a disk that can only be read: asked again after a restart */
        (void)journal_is_well(uplink, turn, status);
    }
}

static void keep_clock(struct uplink *uplink, const struct turn *turn)
{
    uint8_t bytes[CLOCK_SIZE];
    struct writer writer = writer_of(bytes, sizeof bytes);
    uplink->clock = (struct uplink_clock){.offset_ms = uplink->sender.offset_ms,
                                          .rtt_ms = uplink->sender.rtt_ms,
                                          .measured = turn->now.wall};
    write_i64(&writer, uplink->clock.offset_ms);
    write_u32(&writer, uplink->clock.rtt_ms);
    write_i64(&writer, uplink->clock.measured.ms);
    const struct journal_kept kept = {.key = CLOCK_KEY, .value = writer_span(&writer)};
    const struct journal_group group = {.kept = &kept, .kept_count = 1};
    enum status status = journal_file_append(uplink->journal, &group);
    turn->news->io = turn->news->io || status == STATUS_IO; /* else: only for --status */
}

enum status uplink_kept_clock(struct journal_file *journal, struct uplink_clock *out)
{
    uint8_t bytes[CLOCK_SIZE];
    size_t size = 0;
    enum status status = journal_file_kept(journal, CLOCK_KEY, bytes, sizeof bytes, &size);
    struct reader reader = reader_of(span_of(bytes, status == STATUS_OK ? size : 0));
    struct uplink_clock clock = {.offset_ms = read_i64(&reader)};
    clock.rtt_ms = read_u32(&reader);
    clock.measured.ms = read_i64(&reader);
    if (status == STATUS_OK && reader.short_of) {
        status = STATUS_BROKEN;
    }
    if (status == STATUS_OK) {
        *out = clock;
    }
    return status;
}

static void tell_incident(struct uplink *uplink, struct turn *turn,
                          const struct sync_effect *effect)
{
    char room[UPLINK_NOTE_SIZE];
    struct line line = line_of(room, sizeof room);
    switch (effect->incident) {
    case SYNC_NO_INCIDENT:
        return;
    case SYNC_RECEIPT_BEYOND:
        log_words(uplink, LOG_LEVEL_ERROR, "incident: a receipt for more than was sent", "head",
                  place_words(uplink->sender.head.place, room));
        return;
    case SYNC_STALE_RECEIPT:
        log_words(uplink, LOG_LEVEL_INFO, "a receipt of an earlier epoch was ignored", "head",
                  place_words(uplink->sender.head.place, room));
        return;
    case SYNC_TAIL_LOST:
        turn->news->tail_lost = true;
        log_words(uplink, LOG_LEVEL_ERROR, "incident: this journal lacks its end", "head",
                  place_words(uplink->sender.head.place, room));
        return;
    case SYNC_CLONED:
        log_words(uplink, LOG_LEVEL_ERROR, "incident: another branch of this journal exists",
                  "head", place_words(uplink->sender.head.place, room));
        return;
    case SYNC_REFUSED:
        turn->news->refusal = effect->refusal;
        turn->news->revoked = effect->refusal == REFUSAL_REVOKED && !uplink->revoked;
        uplink->revoked = uplink->revoked || effect->refusal == REFUSAL_REVOKED;
        line_unsigned(&line, effect->refusal);
        log_words(uplink, LOG_LEVEL_WARNING, "the server refuses", "code", line_done(&line));
        return;
    }
}

/* What is shown of the journal to a server that has all up to ASKED. */
static bool look_up(struct uplink *uplink, struct turn *turn, struct place asked,
                    struct sync_event *next)
{
    const struct journal_page page = {.at = uplink->page, .room = sizeof uplink->page};
    struct journal_state state;
    struct proof proof;
    enum status status = journal_file_state(uplink->journal, &state);
    if (status == STATUS_OK) {
        status = proof_find(uplink->journal, &state, asked, &page, &proof);
    }
    if (!journal_is_well(uplink, turn, status)) {
        return false;
    }
    if (proof.damaged.epoch != 0) {
        turn->news->damaged = proof.damaged;
    }
    *next = (struct sync_event){.kind = SYNC_PROVEN, .first = proof.first, .head = proof.head};
    return true;
}

/* Everything EFFECT asks for; true: step again with *NEXT. */
static bool perform(struct uplink *uplink, struct turn *turn, const struct sync_effect *effect,
                    struct sync_event *next)
{
    tell_incident(uplink, turn, effect);
    if (effect->record_receipt) {
        uplink->revoked = false;
        keep_receipt(uplink, turn);
    }
    if (uplink->sender.state == SENDER_LOCKED && !uplink->locked) {
        uplink->locked = turn->news->locked = true;
        keep_receipt(uplink, turn);
    }
    if (effect->renew_link && link_renew(uplink->link) != STATUS_OK) {
        log_write(uplink->log, LOG_LEVEL_WARNING, "the line could not be made anew", NULL, 0);
    }
    if (effect->send_hello) {
        send_hello(uplink, turn);
    }
    if (effect->send_batch) {
        send_batch(uplink, turn, effect);
    }
    if (effect->open_epoch) {
        turn->news->open_epoch = effect->epoch;
    }
    return effect->look_up && look_up(uplink, turn, effect->asked, next);
}

static void step(struct uplink *uplink, struct turn *turn, struct sync_event event)
{
    bool more = true;
    for (int i = 0; more && i < STEPS_MAX; i++) {
        struct sync_effect effect;
        enum sync_sender_state before = uplink->sender.state;
        event.mono = turn->line;
        event.wall_ms = turn->now.wall.ms;
        sync_sender_step(&uplink->sender, &event, &effect);
        turn->news->outdated = turn->news->outdated || (uplink->sender.state == SENDER_OUTDATED &&
                                                        before != SENDER_OUTDATED);
        more = perform(uplink, turn, &effect, &event);
    }
}

/* ---- receiving ---- */

/* What does not fit into one turn comes again with the next hello. */
static void hear_notice(struct uplink *uplink, struct turn *turn, const struct notice *notice)
{
    struct text *lists = &turn->news->load_first;
    if (notice->kind != NOTICE_MANIFEST || notice->body.size == 0 ||
        notice->body.size > sizeof uplink->load_first - lists->size) {
        log_write(uplink->log, LOG_LEVEL_INFO, "a notice came and was passed over", NULL, 0);
        return;
    }
    memcpy(uplink->load_first + lists->size, notice->body.at, notice->body.size);
    *lists = (struct text){.at = uplink->load_first, .size = lists->size + notice->body.size};
}

static void hear(struct uplink *uplink, struct turn *turn, const struct message *message)
{
    bool had = uplink->sender.has_offset;
    int64_t offset_ms = uplink->sender.offset_ms;
    if (message->kind == MESSAGE_NOTICE) {
        hear_notice(uplink, turn, &message->notice);
        return;
    }
    step(uplink, turn, (struct sync_event){.kind = SYNC_MESSAGE, .message = message});
    if (message->kind == MESSAGE_WELCOME && uplink->sender.has_offset &&
        (!had || offset_ms != uplink->sender.offset_ms)) {
        keep_clock(uplink, turn);
    }
}

static void receive_all(struct uplink *uplink, struct turn *turn)
{
    for (int i = 0; i < MESSAGES_MAX; i++) {
        size_t size = 0;
        struct message message;
        enum status status =
            link_receive(uplink->link, uplink->message, sizeof uplink->message, &size);
        if (status == STATUS_NOT_FOUND) {
            return;
        }
        struct arena arena = arena_of(uplink->memory, sizeof uplink->memory);
        if (status == STATUS_OK) {
            status = message_decode(span_of(uplink->message, size), &arena, &message);
        }
        if (status == STATUS_OK) {
            hear(uplink, turn, &message);
        } else if (status != STATUS_NOT_FOUND) { /* a kind not known here is passed over */
            uplink->refused_messages++;
            log_words(uplink, LOG_LEVEL_WARNING, "a message was refused", "status",
                      text_of(status_text(status)));
        }
    }
}

void uplink_turn(struct uplink *uplink, const struct clock_reading *now, struct instant line,
                 const struct head *head, struct uplink_news *out_news)
{
    struct uplink_news news = {0};
    struct turn turn = {.now = *now, .line = line, .news = &news};
    if (uplink->link) {
        if (place_order(head->place, uplink->sender.head.place) > 0) {
            step(uplink, &turn, (struct sync_event){.kind = SYNC_WRITTEN, .head = *head});
        }
        if (link_refused(uplink->link)) {
            news.not_admitted = true;
            step(uplink, &turn, (struct sync_event){.kind = SYNC_NOT_ADMITTED});
        }
        if (link_came_up(uplink->link)) {
            step(uplink, &turn, (struct sync_event){.kind = SYNC_LINK_UP});
        }
        receive_all(uplink, &turn);
        if (!instant_before(line, sync_sender_wakeup(&uplink->sender))) {
            step(uplink, &turn, (struct sync_event){.kind = SYNC_TIMEOUT});
        }
    }
    *out_news = news;
}

void uplink_opened(struct uplink *uplink, const struct clock_reading *now, struct instant line,
                   const struct head *head, struct uplink_news *out_news)
{
    struct uplink_news news = {0};
    struct turn turn = {.now = *now, .line = line, .news = &news};
    step(uplink, &turn, (struct sync_event){.kind = SYNC_RENEWED, .head = *head});
    *out_news = news;
}

struct instant uplink_wakeup(const struct uplink *uplink)
{
    return uplink->link ? sync_sender_wakeup(&uplink->sender) : INSTANT_NEVER;
}

bool uplink_is_idle(const struct uplink *uplink)
{
    const struct sync_sender *sender = &uplink->sender;
    return place_order(sender->received.place, sender->head.place) >= 0;
}
