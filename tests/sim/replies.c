#include "tests/sim/replies.h"

#include <inttypes.h>
#include <string.h>

#include "tests/sim/ledger_parts.h"
#include "wire/message.h"

enum { CONCERN_REPLIES = 420, EPOCHS_MAX = 100, FAR_BEYOND = 1000 };

#define PLACE_FORMAT "%" PRIu32 "/%" PRIu64
#define PLACE_OF(p)  (p).epoch, (p).seq

/* What the table allows as an answer. */
enum expected { ANY, CONTINUES, PROVES, OPENS, LOCKS };

void replies_init(struct replies *replies, const struct scene *scene, const uint32_t *device_of,
                  uint64_t seed)
{
    memset(replies, 0, sizeof *replies);
    replies->scene = *scene;
    replies->device_of = device_of;
    replies->dice = dice_of(seed, CONCERN_REPLIES);
}

void replies_forget(struct replies *replies, bool restored)
{
    memset(replies->heard, 0, sizeof replies->heard);
    if (restored) {
        memset(replies->locked, 0, sizeof replies->locked);
    }
}

void replies_asked(struct replies *replies, uint32_t line, struct span message)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    struct arena arena = arena_of(memory, sizeof memory);
    struct message asked;
    struct replies_line *one = &replies->lines[line];
    if (message_decode(message, &arena, &asked) == STATUS_OK && asked.kind == MESSAGE_HELLO) {
        struct hello *kept = &one->hellos[one->count++ % REPLIES_HELLOS];
        *kept = asked.hello;
        kept->software = (struct text){0}; /* the arena's */
    }
}

static const struct hello *hello_of(const struct replies_line *line, int64_t mono_ms)
{
    for (uint32_t i = 0; i < REPLIES_HELLOS && i < line->count; i++) {
        const struct hello *hello = &line->hellos[(line->count - 1 - i) % REPLIES_HELLOS];
        if (hello->clock.mono_ms == mono_ms) {
            return hello;
        }
    }
    return NULL;
}

/* ---- the epoch table ---- */

enum content { UNKNOWN, SAME, OTHER };

/* What the server has at HEAD's place, which is before its high water. */
static enum content content_at(const struct ledger_device *one, const struct head *head)
{
    const struct ledger_row *row = ledger_row_at(one, head->place);
    if (row) {
        return hash_equal(&row->hash, &head->hash) ? SAME : OTHER;
    }
    /* what is in quarantine, or was not read yet, the ledger does not know */
    return one->revoked || one->pruned || one->row_count == 0 ||
                   place_order(one->rows[one->row_count - 1].place, head->place) < 0
               ? UNKNOWN
               : OTHER;
}

static enum expected behind(const struct ledger_device *one, const struct hello *hello)
{
    if (hello->head.place.seq == 0) {
        return OPENS;
    }
    const enum content there = content_at(one, &hello->head);
    return there == UNKNOWN ? ANY : there == SAME ? OPENS : LOCKS;
}

static enum expected ahead(const struct ledger_device *one, const struct hello *hello,
                           const struct head *high_water)
{
    const struct head *proof = &hello->proof;
    const int order = place_order(proof->place, high_water->place);
    if (place_order(hello->asked, high_water->place) != 0 || order > 0) {
        return PROVES;
    }
    if (proof->place.seq == 0) {
        return CONTINUES;
    }
    if (order == 0) {
        return hash_equal(&proof->hash, &high_water->hash) ? CONTINUES : LOCKS;
    }
    const enum content there = content_at(one, proof);
    const bool branches = hello->head.place.epoch > high_water->place.epoch;
    return there == UNKNOWN ? ANY : there == SAME && branches ? CONTINUES : LOCKS;
}

static enum expected expected_of(const struct ledger_device *one, const struct hello *hello,
                                 const struct head *high_water)
{
    const int order = place_order(hello->head.place, high_water->place);
    if (order == 0) {
        return hash_equal(&hello->head.hash, &high_water->hash) ? CONTINUES : LOCKS;
    }
    return order < 0 ? behind(one, hello) : ahead(one, hello, high_water);
}

static enum expected verdict_of(const struct welcome *welcome)
{
    switch (welcome->verdict) {
    case WELCOME_CONTINUE:
        return CONTINUES;
    case WELCOME_PROVE:
        return PROVES;
    case WELCOME_OPEN_EPOCH:
        return OPENS;
    case WELCOME_LOCKED:
        break;
    }
    return LOCKS;
}

static const char *words_of(enum expected what)
{
    static const char *const words[] = {"anything", "continue", "prove", "open an epoch", "locked"};
    return words[what];
}

static uint32_t later(uint32_t one, uint32_t other)
{
    return one > other ? one : other;
}

static void judge_welcome(struct replies *replies, uint32_t index, const struct hello *hello,
                          const struct welcome *welcome)
{
    struct blame *blame = replies->scene.blame;
    const struct ledger_device *one = &replies->scene.ledger->devices[index];
    uint32_t *heard = &replies->heard[index];
    *heard = later(*heard, later(hello->head.place.epoch, hello->received.epoch));
    *heard = later(*heard, welcome->high_water.place.epoch);
    const enum expected verdict = verdict_of(welcome);
    enum expected expected =
        replies->locked[index] ? LOCKS : expected_of(one, hello, &welcome->high_water);
    if (expected == OPENS && *heard >= EPOCHS_MAX) {
        expected = LOCKS; /* there is no epoch left */
    }
    if (expected != ANY && verdict != LOCKS && verdict != expected) {
        blame_say(blame, HOLDS_DETECTED,
                  "%s greets with its head at " PLACE_FORMAT ", the server is at " PLACE_FORMAT
                  " and says `%s`; it must say `%s`",
                  one->name, PLACE_OF(hello->head.place), PLACE_OF(welcome->high_water.place),
                  words_of(verdict), words_of(expected));
    }
    if (verdict == OPENS && welcome->epoch <= *heard) {
        blame_say(blame, HOLDS_ONE_CONTENT,
                  "%s is to open epoch %" PRIu32 ", and the server has heard of %" PRIu32,
                  one->name, welcome->epoch, *heard);
    }
}

/* ---- what it says ---- */

static void judge_level_two(struct replies *replies, const struct ledger_device *one,
                            struct place level_two)
{
    if (!one->revoked && place_order(level_two, one->backed_up) > 0) {
        blame_say(replies->scene.blame, HOLDS_KEPT,
                  "the server tells %s that all up to " PLACE_FORMAT
                  " is in a backup; the newest ends at " PLACE_FORMAT,
                  one->name, PLACE_OF(level_two), PLACE_OF(one->backed_up));
    }
}

static void note_lock(struct replies *replies, uint32_t index, const struct message *said)
{
    if ((said->kind == MESSAGE_WELCOME && said->welcome.verdict == WELCOME_LOCKED) ||
        (said->kind == MESSAGE_REFUSAL && said->refusal.code == REFUSAL_FORKED)) {
        replies->locked[index] = true;
    }
}

void replies_said(struct replies *replies, uint32_t line, const struct message *said, bool trusted)
{
    const uint32_t index = replies->device_of[line];
    const struct ledger_device *one = &replies->scene.ledger->devices[index];
    if (said->kind == MESSAGE_RECEIPT) {
        ledger_said(replies->scene.ledger, index, &said->receipt.head, false);
    } else if (said->kind == MESSAGE_WELCOME) {
        ledger_said(replies->scene.ledger, index, &said->welcome.high_water, true);
    }
    if (trusted && said->kind == MESSAGE_RECEIPT) {
        judge_level_two(replies, one, said->receipt.level_two);
    } else if (trusted && said->kind == MESSAGE_WELCOME) {
        const struct hello *hello = hello_of(&replies->lines[line], said->welcome.echo_mono_ms);
        judge_level_two(replies, one, said->welcome.level_two);
        if (hello && hello->device.id == one->device.id) {
            judge_welcome(replies, index, hello, &said->welcome);
        }
    }
    note_lock(replies, index, said);
}

/* ---- what is not true ---- */

size_t replies_false(struct replies *replies, uint32_t line, uint8_t *out, size_t room)
{
    const uint32_t index = replies->device_of[line];
    const struct ledger_device *one = &replies->scene.ledger->devices[index];
    struct message message = {.kind = MESSAGE_RECEIPT};
    struct writer writer = writer_of(out, room);
    if (one->row_count == 0) {
        return 0;
    }
    const uint64_t what = dice_below(&replies->dice, 4);
    const struct ledger_row *last = &one->rows[one->row_count - 1];
    const struct ledger_row *old = &one->rows[dice_below(&replies->dice, one->row_count)];
    message.receipt.head = (struct head){last->place, last->hash};
    if (what == 0) { /* more than any unit can have sent */
        message.receipt.head.place.seq += FAR_BEYOND;
        message.receipt.head.hash.byte[0] ^= 1;
    } else if (what == 1) {
        message.receipt.head.place.epoch++;
        message.receipt.head.hash.byte[0] ^= 1;
    } else { /* true once, and older than what is known */
        message.receipt.head = (struct head){old->place, old->hash};
        ledger_said(replies->scene.ledger, index, &message.receipt.head, false);
    }
    return message_encode(&message, &writer) == STATUS_OK ? writer_span(&writer).size : 0;
}
