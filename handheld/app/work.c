#include "handheld/app/work.h"

#include <string.h>

#include "base/check.h"
#include "core/statement_scan.h"
#include "handheld/app/claim.h"
#include "handheld/app/exchange.h"
#include "handheld/app/handover.h"
#include "handheld/app/opening.h"

enum { WORDS_SIZE = OPENING_WORDS_SIZE, NUMBER_SIZE = OPENING_NUMBER_SIZE, SEAL_SIZE_MAX = 58 };

static struct text number(uint64_t value, char room[NUMBER_SIZE])
{
    struct line line = line_of(room, NUMBER_SIZE);
    line_unsigned(&line, value);
    return line_done(&line);
}

static struct text copy(struct text from, char out[MEMORY_TEXT_SIZE])
{
    bool fits = text_copy(from, out, MEMORY_TEXT_SIZE);
    assert(fits); /* command.h and item_code.h have measured it */
    (void)fits;
    return text_of(out);
}

static void refuse(struct shift *shift, enum unit_saying saying, struct text value)
{
    shift_say(shift, TONE_REFUSED, unit_said(saying), &value, 1);
}

/* ---- ending ---- */

void work_done(struct shift *shift)
{
    const struct operation *operation = &shift->operation;
    struct ended ended = opening_end(shift);
    if (!ended.was_open) {
        shift_say(shift, TONE_OK, unit_said(SAY_NOTHING_OPEN), NULL, 0);
        return;
    }
    if (operation->offer.read && operation->total > 0) {
        exchange_taken(shift);
        return;
    }
    enum unit_saying saying = SAY_ENDED;
    if (operation_hands_over(operation) && operation->total > 0) {
        saying = operation->kind == ACT_GIVE ? SAY_GIVEN : SAY_TAKEN;
    }
    const struct text values[] = {saying == SAY_ENDED
                                      ? text_of(ended.words)
                                      : shift_party_words(shift, text_of(operation->counterpart)),
                                  text_of(ended.count)};
    shift_say(shift, TONE_OK, unit_said(saying), values, 2);
}

static void do_absent(struct shift *shift, const struct command *command)
{
    const struct operation *operation = &shift->operation;
    char count[NUMBER_SIZE];
    if (operation->state != OPERATION_OPEN || operation->kind != ACT_GIVE) {
        refuse(shift, SAY_NOT_GIVING, (struct text){0});
        return;
    }
    if (operation->item_count == 0) {
        refuse(shift, SAY_NOTHING_GIVEN, (struct text){0});
        return;
    }
    handover_give(shift, command->reason);
    const struct text values[] = {shift_party_words(shift, text_of(operation->counterpart)),
                                  number(operation->item_count, count), command->reason};
    shift_say(shift, TONE_OK, unit_said(SAY_ABSENT), values, 3);
}

void work_receiver(struct shift *shift, const struct item_code *badge)
{
    const struct operation *operation = &shift->operation;
    struct text person = item_code_person(badge);
    struct text party = item_code_party(badge);
    char count[NUMBER_SIZE];
    assert(operation->state == OPERATION_OPEN && operation->kind == ACT_GIVE);
    if (text_is(person, shift->duty.person) && text_is(party, shift->duty.party)) {
        refuse(shift, SAY_SELF, person);
        return;
    }
    if (!text_is(party, operation->counterpart)) {
        const struct text values[] = {item_code_text(badge),
                                      shift_party_words(shift, text_of(operation->counterpart))};
        shift_say(shift, TONE_REFUSED, unit_said(SAY_OTHER_BADGE), values, 2);
        return;
    }
    if (operation->item_count == 0) {
        refuse(shift, SAY_NOTHING_GIVEN, (struct text){0});
        return;
    }
    (void)number(handover_sign(shift, person), count);
    const struct text values[] = {shift_party_words(shift, party), text_of(count), person};
    shift_say(shift, TONE_OK, unit_said(SAY_SIGNED), values, 3);
}

/* ---- beginning ---- */

static bool is_known_party(const struct shift *shift, struct text party)
{
    const struct shift_settings *settings = &shift->settings;
    bool known = settings->agency_count == 0 || text_is(party, "center") || text_is(party, "post");
    for (size_t i = 0; i < settings->agency_count && !known; i++) {
        known = text_equal(settings->agencies[i], party);
    }
    return known;
}

/* May this party work with COUNTERPART (which may be empty)? If not, that is said. */
static bool may_begin(struct shift *shift, struct text counterpart)
{
    struct text party = shift_party(shift);
    if (party.size == 0) {
        refuse(shift, SAY_NO_PERSON, (struct text){0});
        return false;
    }
    if (counterpart.size > 0 && text_equal(counterpart, party)) {
        refuse(shift, SAY_SELF, shift_party_words(shift, counterpart)); /* row 18 */
        return false;
    }
    if (counterpart.size > 0 && !is_known_party(shift, counterpart)) {
        refuse(shift, SAY_UNKNOWN_PARTY, counterpart);
        return false;
    }
    return true;
}

/* The normal form of a bundle's or bag's code named in a command; if it is none, that is said. */
static bool read_container(struct shift *shift, struct text word, struct item_code *out_code)
{
    struct item_code code;
    item_code_read(word, &shift->grammar, &code);
    if (code.kind == ITEM_BAD) {
        shift_refuse_code(shift, &code, word);
        return false;
    }
    if (code.kind != ITEM_BUNDLE && code.kind != ITEM_WAYBILL && code.kind != ITEM_RECEPTACLE) {
        shift_refuse(shift, SAY_NO_CONTAINER, word);
        return false;
    }
    *out_code = code;
    return true;
}

static void do_begin(struct shift *shift, const struct command *command)
{
    struct item_code parent = {.size = 0};
    char words[WORDS_SIZE];
    struct line line = line_of(words, sizeof words);
    if (!may_begin(shift, command->counterpart) ||
        (command->parent.size > 0 && !read_container(shift, command->parent, &parent))) {
        return;
    }
    struct ended ended = opening_begin(shift, command, item_code_text(&parent));
    shift_act_words(shift, command->act, command->counterpart, command->reason, &line);
    if (parent.size > 0) {
        line_char(&line, ' ');
        line_text(&line, item_code_text(&parent));
    }
    const struct text values[] = {line_done(&line), text_of(ended.words), text_of(ended.count)};
    shift_say(shift, TONE_OK, unit_said(ended.was_open ? SAY_BEGUN_AFTER : SAY_BEGUN), values, 3);
}

/* ---- acts that are whole in one line ---- */

static void write_whole(struct shift *shift, const struct command *command, struct text subject,
                        struct text reason)
{
    (void)opening_begin(shift, command, (struct text){0});
    const struct act_body act = {.kind = command->act,
                                 .party = shift_party(shift),
                                 .subject = subject,
                                 .stop = command->stop.size > 0 ? command->stop : shift_stop(shift),
                                 .reason = reason};
    shift_write_act(shift, &act);
    shift->operation.state = OPERATION_ENDED;
}

/* The body's reason tells what was declared: `COUNT/SEAL`. */
static void do_seal(struct shift *shift, const struct command *command)
{
    struct item_code bundle;
    char reason[MEMORY_TEXT_SIZE];
    char packed_room[NUMBER_SIZE];
    char declared_room[NUMBER_SIZE];
    struct line line = line_of(reason, sizeof reason);
    if (command->seal.size > SEAL_SIZE_MAX) {
        refuse(shift, SAY_BAD_FORM, command->seal);
        return;
    }
    if (!read_container(shift, command->subject, &bundle)) {
        return;
    }
    struct text subject = item_code_text(&bundle);
    line_unsigned(&line, command->declared);
    line_char(&line, '/');
    line_text(&line, command->seal);
    struct claim claim = claim_of_whole(shift, ACT_SEAL, subject, line_done(&line));
    if (claim.kind != CLAIM_NONE) {
        claim_say(shift, subject, &claim);
        return;
    }
    uint32_t packed = memory_packed(&shift->memory, subject);
    write_whole(shift, command, subject, line_done(&line));
    const struct text values[] = {subject, number(command->declared, declared_room),
                                  number(packed, packed_room)};
    bool other = packed > 0 && packed != command->declared;
    shift_say(shift, TONE_OK, unit_said(other ? SAY_SEALED_OTHER : SAY_SEALED), values, 3);
}

static void do_run(struct shift *shift, const struct command *command)
{
    struct claim claim = claim_of_whole(shift, command->act, command->subject, command->stop);
    if (claim.kind != CLAIM_NONE) {
        claim_say(shift, command->subject, &claim);
        return;
    }
    write_whole(shift, command, command->subject, (struct text){0});
    struct text stop = command->act == ACT_ARRIVE ? command->stop : (struct text){0};
    (void)copy(stop, shift->duty.stop);
    char words[WORDS_SIZE];
    struct line line = line_of(words, sizeof words);
    shift_act_words(shift, command->act, (struct text){0}, (struct text){0}, &line);
    const struct text values[] = {line_done(&line), command->subject, command->stop};
    shift_say(shift, TONE_OK, unit_said(SAY_RUN), values, 3);
}

/* ---- taking back ---- */

static void withdraw(struct shift *shift, const struct operation_item *item)
{
    const struct operation *operation = &shift->operation;
    struct writer writer = writer_of(shift->body, sizeof shift->body);
    struct scan_body scan = {.kind = operation->kind,
                             .typed = item->typed,
                             .withdrawn = true,
                             .code = text_of(item->code),
                             .party = text_of(operation->party),
                             .counterpart = text_of(operation->counterpart)};
    memcpy(scan.handoff_id, operation->handoff_id, sizeof scan.handoff_id);
    enum status status = scan_encode(&scan, &writer);
    assert(status == STATUS_OK);
    (void)status;
    shift_write(shift, ENTRY_SCAN, writer_span(&writer));
}

/* The server finds the wrong act by its entry: a device does not know its own event times. */
static void declare_wrong(struct shift *shift, const struct operation_item *item)
{
    const struct operation *operation = &shift->operation;
    struct place wrong = operation_hands_over(operation) ? operation->record : item->place;
    char name[STATEMENT_TEXT_MAX + 1];
    struct line line = line_of(name, sizeof name);
    line_put(&line, "entry/");
    line_unsigned(&line, wrong.epoch);
    line_char(&line, '/');
    line_unsigned(&line, wrong.seq);
    const struct act_body act = {.kind = ACT_VOID,
                                 .party = shift_party(shift),
                                 .subject = text_of(item->code),
                                 .stop = shift_stop(shift),
                                 .parent = line_done(&line),
                                 .reason = TEXT("undo")};
    shift_write_act(shift, &act);
    if (operation->kind == ACT_ARRIVE || operation->kind == ACT_DEPART) {
        struct text stop =
            operation->kind == ACT_DEPART ? text_of(operation->stop) : (struct text){0};
        (void)copy(stop, shift->duty.stop);
        shift->keep = true;
    }
}

/* Where CODE stands among the newest items that may be taken back; item_count: nowhere. */
static uint32_t undo_index(const struct shift *shift, struct text code)
{
    const struct operation *operation = &shift->operation;
    struct item_code read;
    item_code_read(code, &shift->grammar, &read);
    const uint32_t count = operation->item_count;
    for (uint32_t back = 1; back <= count && back <= WORK_UNDO_MAX; back++) {
        if (code.size == 0 || text_is(item_code_text(&read), operation->items[count - back].code)) {
            return count - back;
        }
    }
    return count;
}

void work_undo(struct shift *shift, struct text code)
{
    const struct operation *operation = &shift->operation;
    if (operation->state == OPERATION_NONE || operation->item_count == 0) {
        refuse(shift, SAY_NOTHING_TO_UNDO, (struct text){0});
        return;
    }
    if (operation->agreed) {
        refuse(shift, SAY_UNDO_SIGNED, (struct text){0});
        return;
    }
    if (!text_is(shift_party(shift), operation->party)) {
        refuse(shift, SAY_UNDO_OTHERS, shift_party_words(shift, text_of(operation->party)));
        return;
    }
    const uint32_t at = undo_index(shift, code);
    if (at == operation->item_count) {
        shift_refuse(shift, SAY_UNDO_OTHER_CODE, code);
        return;
    }
    const struct operation_item item = operation->items[at];
    if (operation_hands_over(operation) && operation->state == OPERATION_OPEN) {
        withdraw(shift, &item);
    } else {
        declare_wrong(shift, &item);
    }
    const struct text values[] = {text_of(item.code)};
    shift_say(shift, TONE_OK, unit_said(SAY_UNDONE), values, 1);
}

/* ---- who ---- */

void work_badge(struct shift *shift, const struct item_code *badge, struct text raw)
{
    struct text person = item_code_person(badge);
    struct text party = item_code_party(badge);
    if (badge->kind != ITEM_BADGE || person.size > ENTRY_PERSON_MAX) {
        shift_refuse(shift, SAY_NO_BADGE, raw);
        return;
    }
    struct ended ended = {.was_open = false};
    if (!text_is(person, shift->duty.person) || !text_is(party, shift->duty.party)) {
        ended = opening_end(shift);
        bool same_party = text_is(party, shift->duty.party);
        bool fits = text_copy(person, shift->duty.person, sizeof shift->duty.person);
        assert(fits);
        (void)fits;
        (void)copy(party, shift->duty.party);
        if (!same_party) {
            shift->duty.stop[0] = '\0'; /* another party's run */
        }
        shift->duty.proven = PROVEN_BADGE;
        shift->keep = true;
    }
    const struct text values[] = {person, shift_party_words(shift, party), text_of(ended.words),
                                  text_of(ended.count)};
    shift_say(shift, TONE_OK, unit_said(ended.was_open ? SAY_PERSON_AFTER : SAY_PERSON), values, 4);
}

/* ---- all commands ---- */

static void refuse_command(struct shift *shift, const struct command *command)
{
    switch (command->fault) {
    case COMMAND_BAD_PARTY:
        shift_refuse(shift, SAY_BAD_PARTY, command->wrong);
        break;
    case COMMAND_BAD_EXCEPTION:
        shift_refuse(shift, SAY_BAD_EXCEPTION, command->wrong);
        break;
    case COMMAND_BAD_COUNT:
        shift_refuse(shift, SAY_BAD_COUNT, command->wrong);
        break;
    case COMMAND_BAD_RUN:
        shift_refuse(shift, SAY_BAD_RUN, command->wrong);
        break;
    case COMMAND_BAD_FORM:
        shift_refuse(shift, SAY_BAD_FORM, command->wrong);
        break;
    case COMMAND_BAD_WORD:
    case COMMAND_GOOD:
        shift_refuse(shift, SAY_BAD_COMMAND, command->wrong);
        break;
    }
}

static void do_whole(struct shift *shift, const struct command *command)
{
    if (!may_begin(shift, (struct text){0})) {
        return;
    }
    if (command->act == ACT_SEAL) {
        do_seal(shift, command);
    } else {
        do_run(shift, command);
    }
}

void work_do(struct shift *shift, const struct command *command)
{
    switch (command->kind) {
    case COMMAND_BEGIN:
        do_begin(shift, command);
        break;
    case COMMAND_WHOLE:
        do_whole(shift, command);
        break;
    case COMMAND_DONE:
        work_done(shift);
        break;
    case COMMAND_UNDO:
        work_undo(shift, command->reason);
        break;
    case COMMAND_ABSENT:
        do_absent(shift, command);
        break;
    case COMMAND_CHECK:
        exchange_check(shift);
        break;
    case COMMAND_BAD:
    case COMMAND_NOTHING:
    case COMMAND_BADGE:
    case COMMAND_SCAN:
    case COMMAND_KEY:
    case COMMAND_FIND:
    case COMMAND_OFFER:
    case COMMAND_LIST:
    case COMMAND_ANSWER:
        refuse_command(shift, command);
        break;
    }
}
