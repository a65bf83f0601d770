#include "server/watch/statements.h"

#include <string.h>

#include "core/handoff_code.h"
#include "core/item_code.h"
#include "server/watch/files.h"

/* The entry under way: where it stands, when it happened, who says it. */
struct said_by {
    struct book_source source;
    const struct sealed *sealed;
    const struct event_time *time;
};

static enum status give_names(struct names *names, const struct text *texts,
                              struct name *const *out, size_t count)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        status = names_give(names, texts[i], out[i]);
    }
    return status;
}

static enum status malformed(struct fold *fold, const struct said_by *by, const char *what)
{
    fold->counters.malformed++;
    return fold_incident(fold, &by->source, by->time->at, "malformed", text_of(what));
}

static enum status add_act(struct fold *fold, const struct said_by *by, const struct act_body *body,
                           struct text person, bool one_device)
{
    struct act act = {.at = by->time->at,
                      .early_ms = by->time->early_ms,
                      .late_ms = by->time->late_ms,
                      .kind = (uint8_t)body->kind};
    const struct text texts[] = {body->subject, body->party,  person,      body->counterpart,
                                 body->stop,    body->parent, body->reason};
    struct name *const names[] = {&act.subject, &act.party,  &act.person, &act.counterpart,
                                  &act.stop,    &act.parent, &act.reason};
    enum status status =
        give_names(&fold->model->names, texts, names, sizeof names / sizeof names[0]);
    struct book_act shown = {.source = by->source, .one_device = one_device, .typed = body->typed};
    return status == STATUS_OK ? fold_act(fold, &act, &shown) : status;
}

static bool said_there(const struct known_act *known, struct device device, struct place place)
{
    return known->source.device.id == device.id && place_order(known->source.place, place) == 0 &&
           known->act.kind != ACT_VOID;
}

/* A void of everything that the entry at PLACE says of the void's subject, each act named as the
 * fold understands it: `at/act/party`. */
static enum status void_entry(struct fold *fold, const struct said_by *by,
                              const struct act_body *body, struct place place)
{
    const struct model *model = fold->model;
    const struct name subject = names_find(&model->names, body->subject);
    enum status status = STATUS_OK;
    bool found = false;
    /* What is added below goes before the first one: this walk does not meet it. */
    for (uint32_t i = model->first_act[subject.id]; status == STATUS_OK && i;
         i = model->acts[i - 1].next) {
        const struct known_act *known = &model->acts[i - 1];
        char wrong[NAME_SIZE_MAX + 1];
        char at[INSTANT_TEXT_SIZE];
        struct line line = line_of(wrong, sizeof wrong);
        if (!said_there(known, by->source.device, place)) {
            continue;
        }
        found = true;
        line_put(&line, instant_text(known->act.at, at));
        line_char(&line, '/');
        line_put(&line, act_kind_name((enum act_kind)known->act.kind));
        line_char(&line, '/');
        line_text(&line, names_text(&model->names, known->act.party));
        struct act_body each = *body;
        each.parent = line_done(&line);
        status = line.cut ? malformed(fold, by, "a void of an act whose name is too long")
                          : add_act(fold, by, &each, by->sealed->entry.person, false);
    }
    return found || status != STATUS_OK ? status
                                        : malformed(fold, by, "a void of an act nobody made");
}

/* A device does not know its own event times: its void names the wrong entry as `entry/EPOCH/SEQ`
 * of its own journal, where it stands before the void. */
static bool names_entry(struct text parent, struct place *out_place)
{
    struct text rest = parent;
    uint64_t epoch = 0;
    uint64_t seq = 0;
    if (!text_is(text_split(&rest, '/'), "entry") ||
        !text_unsigned(text_split(&rest, '/'), &epoch) || !text_unsigned(rest, &seq) ||
        epoch > UINT32_MAX) {
        return false;
    }
    *out_place = (struct place){(uint32_t)epoch, seq};
    return true;
}

static enum status take_act(struct fold *fold, const struct said_by *by)
{
    struct act_body body;
    struct place wrong;
    if (act_decode(by->sealed->entry.body, &body) != STATUS_OK || body.subject.size == 0 ||
        body.party.size == 0) {
        return malformed(fold, by, "an act that does not decode");
    }
    if (body.kind == ACT_VOID && names_entry(body.parent, &wrong)) {
        return void_entry(fold, by, &body, wrong);
    }
    return add_act(fold, by, &body, by->sealed->entry.person, false);
}

/* H says it once for every bundle and every item (SEMANTICS section 2). */
static enum status take_give(struct fold *fold, const struct said_by *by)
{
    struct give_body give;
    if (give_decode(by->sealed->entry.body, &give) != STATUS_OK) {
        return malformed(fold, by, "a give that does not decode");
    }
    const struct handoff *handoff = &give.handoff;
    const struct hash digest = handoff_digest(give.record);
    struct act_body body = {.kind = ACT_GIVE,
                            .party = handoff->giver,
                            .counterpart = handoff->receiver,
                            .stop = handoff->stop,
                            .reason = give.absent};
    enum status status = handoffs_given(&fold->handoffs, fold->book, &digest, fold->minute);
    for (uint32_t i = 0; status == STATUS_OK && i < handoff->bundle_count; i++) {
        body.subject = handoff->bundles[i].code;
        status = add_act(fold, by, &body, handoff->giver_person, false);
    }
    for (uint32_t i = 0; status == STATUS_OK && i < handoff->item_count; i++) {
        body.subject = handoff->items[i];
        status = add_act(fold, by, &body, handoff->giver_person, false);
    }
    return status;
}

static enum status add_each(struct fold *fold, const struct said_by *by,
                            const struct take_body *take, struct act_body *body,
                            const struct text *subjects, uint32_t count)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; status == STATUS_OK && i < count; i++) {
        body->subject = subjects[i];
        status = add_act(fold, by, body, take->person, take->one_device);
    }
    return status;
}

static enum status take_take(struct fold *fold, const struct said_by *by)
{
    struct take_body take;
    if (take_decode(by->sealed->entry.body, &take) != STATUS_OK) {
        return malformed(fold, by, "a take that does not decode");
    }
    struct act_body body = {
        .kind = ACT_TAKE, .party = take.party, .counterpart = take.giver, .stop = take.stop};
    enum status status = STATUS_OK;
    if (!hash_is_zero(&take.digest)) {
        status =
            handoffs_taken(&fold->handoffs, &take.digest, &by->source, by->time->at, fold->minute);
    }
    if (status == STATUS_OK) {
        status = add_each(fold, by, &take, &body, take.bundles, take.bundle_count);
    }
    body.parent = take.bundle_count == 1 ? take.bundles[0] : (struct text){0};
    if (status == STATUS_OK) {
        status = add_each(fold, by, &take, &body, take.scanned, take.scanned_count);
    }
    body.kind = ACT_EXCEPTION;
    body.reason = text_of(exception_kind_name(EXCEPTION_SHORT));
    if (status == STATUS_OK) {
        status = add_each(fold, by, &take, &body, take.missing, take.missing_count);
    }
    body.reason = text_of(exception_kind_name(EXCEPTION_OVER));
    return status == STATUS_OK ? add_each(fold, by, &take, &body, take.over, take.over_count)
                               : status;
}

static enum status take_reading(struct fold *fold, const struct said_by *by)
{
    struct reading_body body;
    char shown[4 * READING_SIZE_MAX];
    struct line line = line_of(shown, sizeof shown);
    if (reading_decode(by->sealed->entry.body, &body) != STATUS_OK) {
        return malformed(fold, by, "a reading that does not decode");
    }
    const struct text raw = {.at = (const char *)body.raw.at, .size = body.raw.size};
    if (handoff_code_is(raw)) { /* evidence of a handoff, not a symbol that nobody could match */
        return STATUS_OK;
    }
    item_code_shown(raw, &line);
    fold->counters.readings++;
    struct book_reading reading = {.at = by->time->at,
                                   .source = by->source,
                                   .raw = line_done(&line),
                                   .party = body.party,
                                   .stop = body.stop};
    return fold->book ? flag_book_put_reading(fold->book, &reading) : STATUS_OK;
}

/* Two persons rule that an act is wrong: a void that applies whoever made the act. */
static enum status take_ruling(struct fold *fold, const struct said_by *by)
{
    struct ruling_body ruling;
    char persons[NAME_SIZE_MAX + 1];
    char reason[STATEMENT_TEXT_MAX + 8];
    if (ruling_decode(by->sealed->entry.body, &ruling) != STATUS_OK || ruling.dossier.size == 0 ||
        ruling.person_one.size == 0 || ruling.person_two.size == 0 ||
        text_equal(ruling.person_one, ruling.person_two)) {
        return malformed(fold, by, "a ruling that two different persons did not make");
    }
    struct line line = line_of(persons, sizeof persons);
    line_text(&line, ruling.person_one);
    line_char(&line, '+');
    line_text(&line, ruling.person_two);
    struct line why = line_of(reason, sizeof reason);
    line_put(&why, "ruling_");
    line_text(&why, ruling.reason);
    struct act_body body = {.kind = ACT_VOID,
                            .party = TEXT("center"),
                            .subject = ruling.dossier,
                            .parent = ruling.wrong,
                            .reason = line_done(&why)};
    if (line.cut || why.cut) {
        return malformed(fold, by, "a ruling whose persons or reason are too long");
    }
    return add_act(fold, by, &body, line_done(&line), false);
}

static enum status take_cancelled(struct fold *fold, const struct said_by *by)
{
    struct run_body run;
    if (run_decode(by->sealed->entry.body, &run) != STATUS_OK ||
        almanac_cancel(fold->almanac, run.route, run.round, run.day,
                       instant_minute(by->time->at)) != STATUS_OK) {
        return malformed(fold, by, "a cancelled run that the plan in force does not know");
    }
    model_touch_all(fold->model);
    return STATUS_OK;
}

/* What people say of a flag belongs to the fact it was said of: it stands in the history, so that
 * it returns with the fact. */
static enum status put_word(struct fold *fold, const struct life *life)
{
    uint8_t memory[512];
    struct arena arena = arena_of(memory, sizeof memory);
    struct text code = names_text(&fold->model->names, life->facts.dossier);
    struct book_change newest;
    size_t count = 0;
    enum status status = flag_book_changes(fold->book, code, &arena, &newest, 1, &count);
    if (status != STATUS_OK || count == 0) {
        return status;
    }
    newest.acknowledged = life->acknowledged;
    newest.handled = life->handled;
    return flag_book_put_change(fold->book, &newest);
}

static enum status take_word_on_flag(struct fold *fold, const struct said_by *by)
{
    struct flag_body body;
    if (flag_decode(by->sealed->entry.body, &body) != STATUS_OK) {
        return malformed(fold, by, "a word on a flag that does not decode");
    }
    struct life *life = model_find(fold->model, names_find(&fold->model->names, body.dossier));
    if (!life) {
        return malformed(fold, by, "a word on the flag of a dossier nobody knows");
    }
    if (!fold->book) {
        return STATUS_OK; /* at start: the book has it */
    }
    if (!life->judged || !text_is(body.level, flag_level_name((enum flag_level)life->level)) ||
        !text_is(body.cause, flag_cause_name((enum flag_cause)life->cause))) {
        fold->counters.late_words++; /* said of what it was before */
        return STATUS_OK;
    }
    life->acknowledged = true;
    life->handled = life->handled || by->sealed->entry.kind == ENTRY_FLAG_HANDLED;
    model_stale(fold->model, life);
    return put_word(fold, life);
}

static enum status take_revoked(struct fold *fold, const struct said_by *by)
{
    struct revoked_body body;
    const struct witness *sender = evidence_witness(fold->evidence, by->source.device);
    if (revoked_decode(by->sealed->entry.body, &body) != STATUS_OK || !sender ||
        sender->device.kind != DEVICE_ADMIN || body.person_one.size == 0 ||
        body.person_two.size == 0 || text_equal(body.person_one, body.person_two)) {
        return malformed(fold, by,
                         "a revocation that two persons at an administrator's device did not make");
    }
    (void)model_take_back(fold->model, body.device, body.trusted_to);
    return fold->book ? flag_book_take_back(fold->book, body.device, body.trusted_to) : STATUS_OK;
}

enum status statements_entry(struct fold *fold, const struct sealed *sealed,
                             const struct event_time *time)
{
    const struct said_by by = {
        .source = {.device = sealed->entry.device, .place = sealed->entry.place},
        .sealed = sealed,
        .time = time
    };
    fold->counters.entries++;
    switch (sealed->entry.kind) {
    case ENTRY_ACT:
        return take_act(fold, &by);
    case ENTRY_GIVE:
        return take_give(fold, &by);
    case ENTRY_TAKE:
        return take_take(fold, &by);
    case ENTRY_READING:
        return take_reading(fold, &by);
    case ENTRY_FILE_PART:
        return files_part(fold, sealed, time->at);
    case ENTRY_FILE_CLOSE:
        return files_close(fold, sealed, time->at);
    case ENTRY_RULING:
        return take_ruling(fold, &by);
    case ENTRY_RUN_CANCELLED:
        return take_cancelled(fold, &by);
    case ENTRY_FLAG_ACKNOWLEDGED:
    case ENTRY_FLAG_HANDLED:
        return take_word_on_flag(fold, &by);
    case ENTRY_DEVICE_REVOKED:
        return take_revoked(fold, &by);
    case ENTRY_OPENED:
    case ENTRY_DEVICE_ENROLLED:
    case ENTRY_RUN_CALLED: /* an extra run's times come with a plan file: calls valid on one date */
    case ENTRY_STOP_POSITION:
    case ENTRY_INCIDENT_OPENED:
    case ENTRY_INCIDENT_CLOSED:
    case ENTRY_SCAN:   /* the GIVE or TAKE that ends the handover counts */
    case ENTRY_BACKUP: /* intake's: it raises level two, and nothing that is watched */
        return STATUS_OK;
    }
    fold->counters.unknown_kinds++; /* kept in the acts for a version that knows it */
    return STATUS_OK;
}
