#include "handheld/app/reading.h"

#include <string.h>

#include "base/check.h"
#include "core/statement_scan.h"
#include "handheld/app/claim.h"
#include "handheld/app/exchange.h"
#include "handheld/app/handover.h"
#include "handheld/app/work.h"

enum { NUMBER_SIZE = 24, LOOK_AGAIN_MS = 60000 };

static struct text number(uint64_t value, char room[NUMBER_SIZE])
{
    struct line line = line_of(room, NUMBER_SIZE);
    line_unsigned(&line, value);
    return line_done(&line);
}

/* ---- what is kept raw ---- */

/* `]C1` in front, as HID scanners tell the symbology. */
static struct text aim_of(struct text raw)
{
    bool has = raw.size >= 3 && raw.at[0] == ']' && raw.at[1] > ' ' && raw.at[1] < 0x7F &&
               raw.at[2] > ' ' && raw.at[2] < 0x7F;
    return has ? (struct text){.at = raw.at, .size = 3} : (struct text){0};
}

/* The same unmatched symbol within two seconds is one event (row 8). */
static bool is_bounce(struct shift *shift, struct text raw)
{
    struct glimpse *last = &shift->unmatched;
    uint64_t mix = text_mix(raw);
    bool bounce =
        last->mix == mix && shift_is_recent(shift, last->mono_ms, last->boot, CLAIM_BOUNCE_MS - 1);
    if (!bounce) {
        *last = (struct glimpse){mix, shift->now.mono.ms, shift->now.boot};
    }
    return bounce;
}

/* Keeps RAW, cut at the bound, with its symbology and the code of the sentence that says why. */
static void keep_raw(struct shift *shift, struct text raw, const char *why)
{
    char symbology[16];
    struct writer writer = writer_of(shift->body, sizeof shift->body);
    struct line line = line_of(symbology, sizeof symbology);
    line_text(&line, aim_of(raw));
    if (why) {
        line_put(&line, line.size > 0 ? " " : "");
        line_put(&line, why);
    }
    size_t size = raw.size > READING_SIZE_MAX ? READING_SIZE_MAX : raw.size;
    const struct reading_body reading = {.raw = span_of(raw.at, size),
                                         .symbology = line_done(&line),
                                         .party = shift_party(shift),
                                         .stop = shift_stop(shift)};
    enum status status = reading_encode(&reading, &writer);
    assert(status == STATUS_OK); /* not empty, cut, and its symbology is text: see aim_of() */
    (void)status;
    shift_write(shift, ENTRY_READING, writer_span(&writer));
}

static void say_bounce(struct shift *shift, struct text raw)
{
    char shown[SHIFT_ANSWER_SIZE];
    struct line line = line_of(shown, sizeof shown);
    item_code_shown(raw, &line);
    const struct text values[] = {line_done(&line)};
    shift_say(shift, TONE_DUPLICATE, unit_said(SAY_BOUNCE), values, 1);
}

static void take_unmatched(struct shift *shift, struct text raw, enum unit_saying saying)
{
    if (is_bounce(shift, raw)) {
        say_bounce(shift, raw);
        return;
    }
    keep_raw(shift, raw, saying == SAY_UNKNOWN_KEPT ? NULL : unit_said(saying)->code);
    shift_refuse(shift, saying, raw);
}

/* A typing mistake is on the screen; what a scanner read wrongly is evidence. */
static void take_bad(struct shift *shift, const struct item_code *code, struct text raw, bool typed)
{
    if (code->bad != ITEM_BAD_EMPTY && !typed) {
        if (is_bounce(shift, raw)) {
            say_bounce(shift, raw);
            return;
        }
        keep_raw(shift, raw, item_bad_said(code->bad)->code);
    }
    shift_refuse_code(shift, code, raw);
}

/* ---- codes that count ---- */

/* Typed codes have no check digit to lean on: those that look odd are typed twice (row 16). */
static bool needs_second_look(struct shift *shift, const struct item_code *code)
{
    const struct shift_settings *settings = &shift->settings;
    struct glimpse *doubted = &shift->doubted;
    struct text text = item_code_text(code);
    struct day today =
        shift->now.wall_set ? minute_day(instant_minute(shift->now.wall)) : code->date;
    enum item_doubt doubt =
        item_code_doubt(code, today, settings->agencies, settings->agency_count);
    bool again = doubted->mix == text_mix(text) &&
                 shift_is_recent(shift, doubted->mono_ms, doubted->boot, LOOK_AGAIN_MS);
    if (doubt == ITEM_DOUBT_NONE || again) {
        *doubted = (struct glimpse){0};
        return false;
    }
    *doubted = (struct glimpse){text_mix(text), shift->now.mono.ms, shift->now.boot};
    enum unit_saying saying = doubt == ITEM_DOUBT_FUTURE ? SAY_DOUBT_FUTURE
                              : doubt == ITEM_DOUBT_OLD  ? SAY_DOUBT_OLD
                                                         : SAY_DOUBT_AGENCY;
    const struct text values[] = {text, item_code_party(code)};
    shift_say(shift, TONE_REFUSED, unit_said(saying), values, 2);
    return true;
}

static void write_scan(struct shift *shift, struct text code, bool typed)
{
    const struct operation *operation = &shift->operation;
    struct writer writer = writer_of(shift->body, sizeof shift->body);
    struct scan_body scan = {.kind = operation->kind,
                             .typed = typed,
                             .code = code,
                             .party = text_of(operation->party),
                             .counterpart = text_of(operation->counterpart)};
    memcpy(scan.handoff_id, operation->handoff_id, sizeof scan.handoff_id);
    enum status status = scan_encode(&scan, &writer);
    assert(status == STATUS_OK);
    (void)status;
    shift_write(shift, ENTRY_SCAN, writer_span(&writer));
}

static void write_act(struct shift *shift, struct text code, bool typed)
{
    const struct operation *operation = &shift->operation;
    const struct act_body act = {.kind = operation->kind,
                                 .scanned = !typed,
                                 .typed = typed,
                                 .party = text_of(operation->party),
                                 .subject = code,
                                 .counterpart = text_of(operation->counterpart),
                                 .stop = shift_stop(shift),
                                 .parent = text_of(operation->parent),
                                 .reason = text_of(operation->reason)};
    shift_write_act(shift, &act);
}

static void say_recorded(struct shift *shift, struct text code)
{
    const struct operation *operation = &shift->operation;
    char words[192];
    char total[NUMBER_SIZE];
    struct line line = line_of(words, sizeof words);
    shift_act_words(shift, operation->kind, text_of(operation->counterpart),
                    text_of(operation->reason), &line);
    const struct text values[] = {code, line_done(&line), number(operation->total, total)};
    shift_say(shift, TONE_OK, unit_said(SAY_RECORDED), values, 3);
}

/* SINCE and HOLDER were copied before the entry was written. */
static void say_claim(struct shift *shift, struct text code, const struct claim *claim,
                      struct text holder)
{
    char since[NUMBER_SIZE];
    struct line line = line_of(since, sizeof since);
    shift_clock_words(shift, &claim->since, &line);
    const struct text values[] = {code, shift_party_words(shift, holder), line_done(&line)};
    shift_say(shift, TONE_OK, unit_said(SAY_CLAIM), values, 3);
}

/* Writes CODE into the open operation and says so. */
static void record(struct shift *shift, struct text code, bool typed, const struct claim *claim)
{
    const struct operation *operation = &shift->operation;
    char holder[MEMORY_TEXT_SIZE];
    char full[NUMBER_SIZE];
    bool fits = text_copy(claim->holder, holder, sizeof holder);
    assert(fits);
    (void)fits;
    bool next = operation_hands_over(operation) &&
                operation_is_full(operation, operation_is_container(code));
    const struct text values[] = {code, number(operation->total, full)};
    if (next && operation->offer.read) { /* one record, one digest */
        shift_say(shift, TONE_REFUSED, unit_said(SAY_OFFER_FULL), values, 2);
        return;
    }
    if (next) {
        handover_continue(shift);
    }
    if (operation_hands_over(operation)) {
        write_scan(shift, code, typed);
    } else {
        write_act(shift, code, typed);
    }
    if (exchange_say_scan(shift, code)) {
        return;
    }
    if (claim->kind == CLAIM_OTHER_HOLDER) {
        say_claim(shift, code, claim, text_of(holder));
    } else if (next) {
        shift_say(shift, TONE_OK, unit_said(SAY_RECORDED_NEXT), values, 2);
    } else {
        say_recorded(shift, code);
    }
}

static void take_item(struct shift *shift, const struct item_code *code, struct text raw,
                      bool typed)
{
    const struct operation *operation = &shift->operation;
    struct text text = item_code_text(code);
    if (operation->state != OPERATION_OPEN) {
        take_unmatched(shift, raw, SAY_NO_OPERATION_KEPT);
        return;
    }
    if (text_is(text, operation->parent)) {
        shift_refuse(shift, SAY_INTO_ITSELF, text);
        return;
    }
    struct claim claim = claim_of(shift, text);
    if (claim.kind == CLAIM_BOUNCE || claim.kind == CLAIM_ALREADY) {
        claim_say(shift, text, &claim);
        return;
    }
    if (!typed || !needs_second_look(shift, code)) {
        record(shift, text, typed, &claim);
    }
}

/* ---- cards ---- */

/* The receiver has just signed with it; shown once more it does not take over the unit. */
static bool has_just_signed(const struct shift *shift, struct text raw,
                            const struct glimpse *before)
{
    const struct operation *operation = &shift->operation;
    return operation->state == OPERATION_ENDED && operation->agreed &&
           before->mix == text_mix(raw) &&
           shift_is_recent(shift, before->mono_ms, before->boot, LOOK_AGAIN_MS);
}

static void take_badge(struct shift *shift, const struct item_code *badge, struct text raw)
{
    const struct operation *operation = &shift->operation;
    const struct glimpse before = shift->unmatched;
    bool open = operation->state == OPERATION_OPEN;
    if (is_bounce(shift, raw) || has_just_signed(shift, raw, &before)) {
        say_bounce(shift, raw);
    } else if (open && operation->kind == ACT_GIVE) {
        work_receiver(shift, badge);
    } else if (open && operation->kind == ACT_TAKE &&
               text_is(item_code_party(badge), operation->counterpart)) {
        shift_say(shift, TONE_REFUSED, unit_said(SAY_GIVERS_BADGE), NULL, 0);
    } else {
        work_badge(shift, badge, raw);
    }
}

/* A card that bounces would take back twice. */
static void take_command(struct shift *shift, enum item_command command, struct text raw)
{
    if (is_bounce(shift, raw)) {
        say_bounce(shift, raw);
        return;
    }
    switch (command) {
    case ITEM_COMMAND_DONE:
        work_done(shift);
        break;
    case ITEM_COMMAND_UNDO:
        work_undo(shift, (struct text){0});
        break;
    case ITEM_COMMAND_CHANGE_RUN:
        shift_say(shift, TONE_REFUSED, unit_said(SAY_CHOOSE_RUN), NULL, 0);
        break;
    case ITEM_COMMAND_INCIDENT:
    case ITEM_COMMANDS:
        shift_say(shift, TONE_REFUSED, unit_said(SAY_CHOOSE_EXCEPTION), NULL, 0);
        break;
    }
}

void reading_take(struct shift *shift, struct text raw, bool typed)
{
    struct item_code code;
    if (exchange_read(shift, raw)) {
        return;
    }
    item_code_read(raw, &shift->grammar, &code);
    switch (code.kind) {
    case ITEM_DOSSIER:
    case ITEM_BUNDLE:
    case ITEM_WAYBILL:
    case ITEM_RECEPTACLE:
        take_item(shift, &code, raw, typed);
        break;
    case ITEM_BADGE:
        take_badge(shift, &code, raw);
        break;
    case ITEM_COMMAND:
        take_command(shift, code.command, raw);
        break;
    case ITEM_TEST:
        shift_say(shift, TONE_OK, unit_said(SAY_TEST_GOOD), NULL, 0);
        break;
    case ITEM_PROCEDURE:
    case ITEM_GUID:
    case ITEM_SLIP:
    case ITEM_UNKNOWN:
        take_unmatched(shift, raw, SAY_UNKNOWN_KEPT);
        break;
    case ITEM_BAD:
    case ITEM_KINDS:
        take_bad(shift, &code, raw, typed);
        break;
    }
}
