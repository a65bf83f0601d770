#include "handheld/app/exchange.h"

#include <string.h>

#include "base/check.h"
#include "core/item_clean.h"
#include "handheld/app/handover.h"
#include "handheld/app/opening.h"

/* INVARIANTS
 * (1) What another unit has shown is written whole, as a reading, or not at all; it is believed
 *     from there on (recall.c), live and after a crash.
 * (2) Only a code whose signature holds is written. */

enum { NUMBER_SIZE = 24, MISSING_SIZE = 600, RAW_MAX = ITEM_RAW_MAX };

static struct text number(uint64_t value, char room[NUMBER_SIZE])
{
    struct line line = line_of(room, NUMBER_SIZE);
    line_unsigned(&line, value);
    return line_done(&line);
}

static void refuse(struct shift *shift, enum unit_saying saying, struct text value)
{
    shift_say(shift, TONE_REFUSED, unit_said(saying), &value, 1);
}

static void repeat(struct shift *shift, enum unit_saying saying)
{
    shift_say(shift, TONE_DUPLICATE, unit_said(saying), NULL, 0);
}

static void write_reading(struct shift *shift, struct text raw)
{
    struct writer writer = writer_of(shift->body, sizeof shift->body);
    const struct reading_body reading = {.raw = span_of(raw.at, raw.size),
                                         .symbology = TEXT("BG1"),
                                         .party = shift_party(shift),
                                         .stop = shift_stop(shift)};
    enum status status = reading_encode(&reading, &writer);
    assert(status == STATUS_OK); /* measured by handoff_code_read() */
    (void)status;
    shift_write(shift, ENTRY_READING, writer_span(&writer));
}

static bool is_own(const struct shift *shift, const struct handoff_code *code)
{
    return memcmp(code->key.byte, shift->settings.sign_key.byte, sizeof code->key.byte) == 0;
}

/* ---- reading ---- */

static void begin_take(struct shift *shift, const struct handoff_code *code, struct text raw)
{
    const struct command command = {
        .kind = COMMAND_BEGIN, .act = ACT_TAKE, .counterpart = code->giver};
    char count[NUMBER_SIZE];
    char parts[NUMBER_SIZE];
    (void)opening_begin(shift, &command, (struct text){0});
    memcpy(shift->operation.handoff_id, code->id, sizeof code->id);
    write_reading(shift, raw); /* (1) */
    const struct text values[] = {shift_party_words(shift, code->giver), number(code->count, count),
                                  number(code->parts, parts)};
    shift_say(shift, TONE_OK, unit_said(SAY_OFFERED), values, 3);
}

static void read_offer(struct shift *shift, const struct handoff_code *code, struct text raw)
{
    const struct operation *operation = &shift->operation;
    const bool taking = operation->state == OPERATION_OPEN && operation->offer.read;
    const bool same = memcmp(operation->handoff_id, code->id, sizeof code->id) == 0;
    if (shift_party(shift).size == 0) {
        refuse(shift, SAY_NO_PERSON, (struct text){0});
    } else if (is_own(shift, code)) {
        refuse(shift, SAY_OFFER_OWN, (struct text){0});
    } else if (!text_equal(code->receiver, shift_party(shift)) ||
               text_equal(code->giver, code->receiver) || !command_is_party(code->giver)) {
        refuse(shift, SAY_OFFER_OTHERS, shift_party_words(shift, code->receiver));
    } else if (taking && same) {
        repeat(shift, SAY_OFFERED_AGAIN);
    } else if (memory_handoff(&shift->memory, code->id, false)) {
        repeat(shift, SAY_OFFER_TAKEN);
    } else if (taking && operation->total > 0) {
        refuse(shift, SAY_OFFER_BUSY, shift_party_words(shift, text_of(operation->counterpart)));
    } else {
        begin_take(shift, code, raw);
    }
}

static void read_list(struct shift *shift, const struct handoff_code *code, struct text raw)
{
    const struct operation *operation = &shift->operation;
    char first[NUMBER_SIZE];
    char second[NUMBER_SIZE];
    struct shown_offer after = operation->offer;
    if (operation->state != OPERATION_OPEN || !operation->offer.read ||
        memcmp(operation->handoff_id, code->id, sizeof code->id) != 0) {
        refuse(shift, SAY_LIST_OTHER, (struct text){0});
        return;
    }
    switch (offer_add(&after, code)) {
    case OFFER_PART_AGAIN:
        repeat(shift, SAY_OFFERED_AGAIN);
        return;
    case OFFER_PART_OTHER:
        refuse(shift, SAY_CODE_CHANGED, (struct text){0});
        return;
    case OFFER_PART_NEW:
        break;
    }
    write_reading(shift, raw); /* (1) */
    const bool whole = operation->offer.had_count == operation->offer.parts;
    const struct text values[] = {
        number(whole ? operation->offer.count : operation->offer.had_count, first),
        number(operation->offer.parts, second)};
    shift_say(shift, TONE_OK, unit_said(whole ? SAY_LIST_WHOLE : SAY_LIST_PART), values, 2);
}

static void read_answer(struct shift *shift, const struct handoff_code *code, struct text raw)
{
    const struct memory_handoff *known = memory_handoff(&shift->memory, code->id, true);
    char room[3][NUMBER_SIZE];
    if (is_own(shift, code)) {
        refuse(shift, SAY_OFFER_OWN, (struct text){0});
    } else if (!known || !hash_equal(&known->digest, &code->digest)) {
        refuse(shift, SAY_ANSWER_OTHER, (struct text){0});
    } else if (known->agreed) {
        repeat(shift, SAY_ANSWER_AGAIN);
    } else {
        write_reading(shift, raw); /* (1) */
        const struct text values[] = {number(code->count, room[0]), number(code->missing, room[1]),
                                      number(code->over, room[2])};
        shift_say(shift, TONE_OK, unit_said(SAY_ANSWERED), values, 3);
    }
}

bool exchange_read(struct shift *shift, struct text raw)
{
    char cleaned_room[RAW_MAX];
    uint8_t room[HANDOFF_CODE_BYTES];
    struct text cleaned;
    struct handoff_code code;
    if (raw.size > RAW_MAX || !item_clean(raw, cleaned_room, &cleaned) ||
        !handoff_code_is(cleaned)) {
        return false;
    }
    enum status status = handoff_code_read(cleaned, room, &code);
    if (status != STATUS_OK) { /* (2) */
        refuse(shift, status == STATUS_TOO_NEW ? SAY_CODE_NEWER : SAY_CODE_CHANGED,
               (struct text){0});
        return true;
    }
    switch (code.kind) {
    case HANDOFF_OFFER:
        read_offer(shift, &code, cleaned);
        break;
    case HANDOFF_LIST:
        read_list(shift, &code, cleaned);
        break;
    case HANDOFF_ANSWER:
        read_answer(shift, &code, cleaned);
        break;
    }
    return true;
}

/* ---- what is read while taking ---- */

/* Where CODE belongs when it is neither this party's nor on its list; empty: nobody can say. */
static struct text belongs_to(const struct shift *shift, const struct item_code *code)
{
    const struct text party = shift_party(shift);
    const bool agency = !text_is(party, "center") && !text_is(party, "post");
    const struct text other = item_code_party(code);
    return agency && code->kind == ITEM_DOSSIER && !text_equal(other, party) ? other
                                                                             : (struct text){0};
}

bool exchange_say_scan(struct shift *shift, struct text code)
{
    char first[NUMBER_SIZE];
    char second[NUMBER_SIZE];
    struct handover_tally tally;
    struct item_code read;
    bool over = false;
    if (shift->operation.kind != ACT_TAKE) {
        return false;
    }
    handover_tally(&shift->operation, &tally);
    for (uint32_t i = 0; i < tally.over_count; i++) {
        over = over || text_equal(tally.over[i], code);
    }
    item_code_read(code, &shift->grammar, &read);
    const struct text other = belongs_to(shift, &read);
    if (tally.known && over) {
        const struct text values[] = {code, other};
        shift_say(shift, TONE_OK, unit_said(other.size > 0 ? SAY_MISROUTED : SAY_OVER), values, 2);
    } else if (tally.known) {
        const struct text values[] = {code, number(tally.matched, first),
                                      number(tally.matched + tally.missing_count, second)};
        shift_say(shift, TONE_OK, unit_said(SAY_MATCHED), values, 3);
    }
    return tally.known;
}

void exchange_check(struct shift *shift)
{
    const struct operation *operation = &shift->operation;
    struct handover_tally tally;
    char room[3][NUMBER_SIZE];
    char missing[MISSING_SIZE];
    struct line line = line_of(missing, sizeof missing);
    if (operation->state != OPERATION_OPEN || !operation->offer.read) {
        refuse(shift, SAY_NO_CHECK, (struct text){0});
        return;
    }
    handover_tally(operation, &tally);
    if (!tally.known) {
        const struct text values[] = {number(operation->total, room[0]),
                                      number(operation->offer.count, room[1])};
        shift_say(shift, TONE_OK, unit_said(SAY_CHECK_COUNT), values, 2);
        return;
    }
    for (uint32_t i = 0; i < tally.missing_count; i++) {
        line_put(&line, i > 0 ? " " : "");
        line_text(&line, tally.missing[i]);
    }
    const struct text values[] = {number(operation->total, room[0]),
                                  number(tally.missing_count, room[1]),
                                  number(tally.over_count, room[2]), line_done(&line)};
    shift_say(shift, TONE_OK, unit_said(SAY_CHECK), values, 4);
}

/* ---- showing ---- */

/* The entry at PLACE, also one of this turn; PAGE lends its room. */
static enum status find_entry(const struct shift *shift, struct journal_file *journal,
                              struct place place, struct journal_page *page,
                              struct sealed *out_sealed)
{
    struct span bytes = {0};
    for (size_t i = 0; i < shift->entry_count; i++) {
        if (place_order(shift->entries[i].place, place) == 0) {
            bytes = shift->entries[i].whole;
        }
    }
    if (bytes.size == 0 && !journal) {
        return STATUS_NOT_FOUND;
    }
    if (bytes.size == 0) {
        enum status status = journal_file_read(journal, place, page);
        if (status != STATUS_OK) {
            return status;
        }
        bytes = span_of(page->at, page->size);
    }
    return entry_open(&bytes, out_sealed);
}

static bool show(struct shift *shift, struct handoff_code *code, char out[HANDOFF_CODE_SIZE])
{
    code->key = shift->settings.sign_key;
    return handoff_code_write(code, shift->settings.secret, out) == STATUS_OK;
}

static void show_offer(struct shift *shift, const struct sealed *sealed, uint32_t part)
{
    uint8_t list[HANDOFF_LIST_SIZE];
    char text[HANDOFF_CODE_SIZE];
    char room[2][NUMBER_SIZE];
    struct give_body give;
    struct writer writer = writer_of(list, sizeof list);
    if (give_decode(sealed->entry.body, &give) != STATUS_OK ||
        handoff_list_pack(give.record, &writer) != STATUS_OK) {
        refuse(shift, SAY_NO_OFFER, (struct text){0});
        return;
    }
    const size_t parts = (writer.size + HANDOFF_PART_SIZE - 1) / HANDOFF_PART_SIZE;
    const struct handoff *handoff = &give.handoff;
    if (part > parts) {
        refuse(shift, SAY_NO_PART, number(parts, room[0]));
        return;
    }
    struct handoff_code code = {.kind = part > 0 ? HANDOFF_LIST : HANDOFF_OFFER,
                                .digest = handoff_digest(give.record),
                                .entry = sealed->hash,
                                .count = handoff->bundle_count + handoff->item_count,
                                .part = (uint8_t)part,
                                .parts = (uint8_t)parts,
                                .giver = handoff->giver,
                                .receiver = handoff->receiver};
    memcpy(code.id, handoff->id, sizeof code.id);
    if (part > 0) {
        const size_t at = (size_t)(part - 1) * HANDOFF_PART_SIZE;
        const size_t left = writer.size - at;
        code.bytes = span_of(list + at, left < HANDOFF_PART_SIZE ? left : HANDOFF_PART_SIZE);
    }
    const bool fits = show(shift, &code, text);
    assert(fits); /* texts of a record are 63 bytes at most */
    (void)fits;
    if (part > 0) {
        const struct text values[] = {number(part, room[0]), number(parts, room[1]), text_of(text)};
        shift_show(shift, unit_said(SAY_OFFER_LIST), values, 3);
        return;
    }
    const struct text values[] = {shift_party_words(shift, handoff->receiver),
                                  number(code.count, room[0]), number(parts, room[1]),
                                  text_of(text)};
    shift_show(shift, unit_said(SAY_OFFER), values, 4);
}

static void show_answer(struct shift *shift, const struct sealed *sealed)
{
    char text[HANDOFF_CODE_SIZE];
    char room[3][NUMBER_SIZE];
    struct take_body take;
    if (take_decode(sealed->entry.body, &take) != STATUS_OK || hash_is_zero(&take.digest)) {
        refuse(shift, SAY_NO_OFFER, (struct text){0});
        return;
    }
    struct handoff_code code = {.kind = HANDOFF_ANSWER,
                                .digest = take.digest,
                                .entry = sealed->hash,
                                .count = take.bundle_count + take.scanned_count,
                                .missing = take.missing_count,
                                .over = take.over_count};
    memcpy(code.id, take.handoff_id, sizeof code.id);
    const bool fits = show(shift, &code, text);
    assert(fits);
    (void)fits;
    const struct text values[] = {number(code.count, room[0]), number(code.missing, room[1]),
                                  number(code.over, room[2]), text_of(text)};
    shift_show(shift, unit_said(SAY_TAKEN_ANSWER), values, 4);
}

void exchange_show(struct shift *shift, struct journal_file *journal, const struct command *command)
{
    uint8_t room[SEALED_SIZE_MAX];
    struct journal_page page = {.at = room, .room = sizeof room, .count_max = 1};
    struct sealed sealed;
    const bool gave = command->kind != COMMAND_ANSWER;
    const struct memory_handoff *known = memory_newest_handoff(&shift->memory, gave);
    if (!known || find_entry(shift, journal, known->place, &page, &sealed) != STATUS_OK) {
        refuse(shift, SAY_NO_OFFER, (struct text){0});
    } else if (!gave) {
        show_answer(shift, &sealed);
    } else if (command->kind == COMMAND_LIST && command->declared == 0) {
        refuse(shift, SAY_BAD_COUNT, TEXT("0"));
    } else {
        show_offer(shift, &sealed, command->declared);
    }
}

void exchange_taken(struct shift *shift)
{
    const struct command command = {.kind = COMMAND_ANSWER};
    exchange_show(shift, NULL, &command);
}
