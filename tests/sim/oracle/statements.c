#include "tests/sim/oracle/statements.h"

#include <stdlib.h>
#include <string.h>

#include "wire/message.h"

/* --- what counts --- */

static bool open_batch(const struct row *row, struct message *out)
{
    static uint8_t memory[MESSAGE_ARENA_SIZE];
    struct arena arena = arena_of(memory, sizeof memory);
    return message_decode(row->message, &arena, out) == STATUS_OK && out->kind == MESSAGE_BATCH &&
           out->batch.device.id == row->device.id;
}

bool row_counts(const struct row *row, const struct sign_public *key)
{
    struct message message;
    struct sealed sealed;
    struct hash before = {{0}};
    if (!open_batch(row, &message) || message.batch.count == 0) {
        return false;
    }
    struct span left = message.batch.entries;
    for (uint32_t i = 0; i < message.batch.count; i++) {
        if (entry_open(&left, &sealed) != STATUS_OK || sealed.entry.device.id != row->device.id ||
            sealed.entry.place.epoch != row->first.epoch ||
            sealed.entry.place.seq != row->first.seq + i ||
            (i > 0 && !hash_equal(&sealed.entry.prev, &before))) {
            return false;
        }
        before = sealed.hash;
    }
    return left.size == 0 && entry_signed_by(&sealed, key);
}

/* --- when it happened (SEMANTICS section 1) --- */

enum { GNSS_MS = 2000, WALL_MS = 60000, FIX_AGE_MAX_MS = 60000, PER_100_PPM = 10000 };

static int64_t between(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

static struct dated timed(const struct entry *entry, const struct batch *batch, int64_t received,
                          int64_t before)
{
    const struct time_evidence *when = &entry->when;
    const int64_t elapsed = batch->clock.mono_ms - when->mono_ms;
    const int64_t least = before == NEVER_TOLD ? INT64_MIN / 8 : before + 1;
    const int64_t most = received < least ? least : received;
    int64_t at = when->wall_ms + (batch->has_offset ? batch->offset_ms : 0);
    int64_t within = when->wall_set ? WALL_MS : INT64_MAX / 8;
    if (when->boot == batch->clock.boot && elapsed >= 0) {
        at = received - elapsed;
        within = batch->rtt_ms / 2 + elapsed / PER_100_PPM;
    } else if (when->has_gnss && when->fix.has && when->fix.age_ms <= FIX_AGE_MAX_MS) {
        at = when->gnss_ms;
        within = GNSS_MS;
    }
    /* Where the bounds contradict the evidence all that is known is the bounds. */
    const bool contradicted = at + within < least || at - within > most;
    const int64_t first = contradicted ? least : between(at - within, least, most);
    const int64_t last = contradicted ? most : between(at + within, least, most);
    at = between(at, least, most);
    return (struct dated){.entry = entry,
                          .at = at,
                          .early = between(at - first, 0, INT32_MAX),
                          .late = between(last - at, 0, INT32_MAX)};
}

/* --- acts --- */

static struct told_act act_of(struct all_told *told, const struct dated *event)
{
    return (struct told_act){.at = event->at,
                             .early = event->early,
                             .late = event->late,
                             .subject = told->nothing,
                             .party = told->nothing,
                             .person = told_word(told, event->entry->person),
                             .counterpart = told->nothing,
                             .stop = told->nothing,
                             .parent = told->nothing,
                             .reason = told->nothing,
                             .device = event->entry->device,
                             .place = event->entry->place};
}

/* `entry/EPOCH/SEQ`: the act on SUBJECT that the same device said there, as `at/act/party`. */
static bool name_wrong(struct all_told *told, const struct told_act *voiding, struct text rest,
                       const char **out)
{
    uint64_t epoch;
    uint64_t seq;
    (void)text_split(&rest, '/');
    if (!text_unsigned(text_split(&rest, '/'), &epoch) || !text_unsigned(rest, &seq)) {
        return false;
    }
    for (size_t i = 0; i < told->act_count; i++) {
        const struct told_act *act = &told->acts[i];
        if (act->device.id == voiding->device.id && act->place.epoch == epoch &&
            act->place.seq == seq && act->subject == voiding->subject && act->kind != ACT_VOID) {
            char name[INSTANT_TEXT_SIZE];
            char text[256];
            struct line line = line_of(text, sizeof text);
            line_put(&line, instant_text((struct instant){act->at}, name));
            line_char(&line, '/');
            line_put(&line, act_kind_name(act->kind));
            line_char(&line, '/');
            line_put(&line, act->party);
            *out = told_word(told, line_done(&line));
            return true;
        }
    }
    return false;
}

static void take_act(struct all_told *told, const struct dated *event)
{
    struct act_body body;
    if (act_decode(event->entry->body, &body) != STATUS_OK) {
        return;
    }
    struct told_act act = act_of(told, event);
    act.kind = body.kind;
    act.subject = told_word(told, body.subject);
    act.party = told_word(told, body.party);
    act.counterpart = told_word(told, body.counterpart);
    act.stop = told_word(told, body.stop);
    act.parent = told_word(told, body.parent);
    act.reason = told_word(told, body.reason);
    if (act.kind == ACT_VOID && text_starts(body.parent, "entry/") &&
        !name_wrong(told, &act, body.parent, &act.parent)) {
        return;
    }
    told_act(told, &act);
}

static void take_give(struct all_told *told, const struct dated *event)
{
    struct give_body body;
    if (give_decode(event->entry->body, &body) != STATUS_OK) {
        return;
    }
    struct told_act act = act_of(told, event);
    act.kind = ACT_GIVE;
    act.party = told_word(told, body.handoff.giver);
    act.counterpart = told_word(told, body.handoff.receiver);
    act.person = told_word(told, body.handoff.giver_person);
    act.stop = told_word(told, body.handoff.stop);
    act.reason = told_word(told, body.absent);
    for (uint32_t i = 0; i < body.handoff.bundle_count; i++) {
        act.subject = told_word(told, body.handoff.bundles[i].code);
        told_act(told, &act);
    }
    for (uint32_t i = 0; i < body.handoff.item_count; i++) {
        act.subject = told_word(told, body.handoff.items[i]);
        told_act(told, &act);
    }
}

static void say_of_all(struct all_told *told, struct told_act *act, const struct text *codes,
                       uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        act->subject = told_word(told, codes[i]);
        told_act(told, act);
    }
}

/* What was scanned can have come but in the one bundle; of several nobody knows in which. */
static void take_take(struct all_told *told, const struct dated *event)
{
    struct take_body body;
    if (take_decode(event->entry->body, &body) != STATUS_OK) {
        return;
    }
    struct told_act act = act_of(told, event);
    act.kind = ACT_TAKE;
    act.party = told_word(told, body.party);
    act.person = told_word(told, body.person);
    act.counterpart = told_word(told, body.giver);
    act.stop = told_word(told, body.stop);
    say_of_all(told, &act, body.bundles, body.bundle_count);
    act.parent = body.bundle_count == 1 ? told_word(told, body.bundles[0]) : told->nothing;
    say_of_all(told, &act, body.scanned, body.scanned_count);
    act.kind = ACT_EXCEPTION;
    act.reason = told_word(told, TEXT("short"));
    say_of_all(told, &act, body.missing, body.missing_count);
    act.reason = told_word(told, TEXT("over"));
    say_of_all(told, &act, body.over, body.over_count);
}

static void take_ruling(struct all_told *told, const struct dated *event)
{
    char text[256];
    struct ruling_body body;
    if (ruling_decode(event->entry->body, &body) != STATUS_OK ||
        text_equal(body.person_one, body.person_two)) {
        return;
    }
    struct told_act act = act_of(told, event);
    act.kind = ACT_VOID;
    act.subject = told_word(told, body.dossier);
    act.party = told->center;
    act.parent = told_word(told, body.wrong);
    struct line line = line_of(text, sizeof text);
    line_text(&line, body.person_one);
    line_char(&line, '+');
    line_text(&line, body.person_two);
    act.person = told_word(told, line_done(&line));
    line = line_of(text, sizeof text);
    line_put(&line, "ruling_");
    line_text(&line, body.reason);
    act.reason = told_word(told, line_done(&line));
    told_act(told, &act);
}

/* --- the rest --- */

static void take_cancelled(struct all_told *told, const struct dated *event)
{
    struct run_body body;
    if (run_decode(event->entry->body, &body) == STATUS_OK) {
        const struct cancel_row cancel = {.route = told_word(told, body.route),
                                          .round = told_word(told, body.round),
                                          .day = body.day.d,
                                          .known = instant_minute((struct instant){event->at}).m};
        (void)told_cancel(told, &cancel);
    }
}

static void take_revoked(struct all_told *told, const struct dated *event, enum device_kind by)
{
    struct revoked_body body;
    if (by == DEVICE_ADMIN && revoked_decode(event->entry->body, &body) == STATUS_OK &&
        body.person_one.size > 0 && body.person_two.size > 0 &&
        !text_equal(body.person_one, body.person_two)) {
        told_take_back(told, body.device, body.trusted_to);
    }
}

/* Other kinds change neither custody nor flags. */
static void take_entry(struct statements *statements, const struct dated *event,
                       enum device_kind by)
{
    struct all_told *told = &statements->told;
    const int kind = (int)event->entry->kind;
    if (kind == ENTRY_ACT) {
        take_act(told, event);
    } else if (kind == ENTRY_GIVE) {
        take_give(told, event);
    } else if (kind == ENTRY_TAKE) {
        take_take(told, event);
    } else if (kind == ENTRY_RULING) {
        take_ruling(told, event);
    } else if (kind == ENTRY_RUN_CANCELLED) {
        take_cancelled(told, event);
    } else if (kind == ENTRY_DEVICE_REVOKED) {
        take_revoked(told, event, by);
    } else if (kind == ENTRY_FILE_PART) {
        statements_part(statements, event);
    } else if (kind == ENTRY_FILE_CLOSE) {
        statements_close(statements, event);
    }
}

void statements_take(struct statements *statements, const struct row *row)
{
    struct message message;
    struct sealed sealed;
    struct speaker *speaker = NULL;
    for (size_t i = 0; i < statements->speaker_count; i++) {
        if (statements->speakers[i].device.device.id == row->device.id) {
            speaker = &statements->speakers[i];
        }
    }
    if (!speaker || !row->counts || !open_batch(row, &message)) {
        return;
    }
    struct span left = message.batch.entries;
    for (uint32_t i = 0; i < row->count && entry_open(&left, &sealed) == STATUS_OK; i++) {
        if (i >= row->skip) {
            const struct dated event =
                timed(&sealed.entry, &message.batch, row->received.ms, speaker->last);
            speaker->last = event.at;
            take_entry(statements, &event, speaker->device.kind);
        }
    }
}

void statements_init(struct statements *statements, const struct act_device *devices, size_t count)
{
    memset(statements, 0, sizeof *statements);
    told_init(&statements->told);
    for (size_t i = 0; i < count; i++) {
        statements->speakers = list_grow(statements->speakers, i, sizeof *statements->speakers);
        statements->speakers[i] = (struct speaker){.device = devices[i], .last = NEVER_TOLD};
    }
    statements->speaker_count = count;
}

void statements_fini(struct statements *statements)
{
    for (size_t i = 0; i < statements->file_count; i++) {
        free(statements->files[i].bytes);
    }
    free(statements->files);
    free(statements->speakers);
    told_fini(&statements->told);
    memset(statements, 0, sizeof *statements);
}
