#include "handheld/app/shift.h"

#include <string.h>

#include "base/check.h"
#include "core/statement.h"

/* INVARIANTS
 * (1) head is the newest of `entries`, or the journal's when this turn has written nothing.
 * (2) entries[i].whole lies in `bytes`, in order.
 * (3) No entry is written whose time differs silently: a clock that was moved is stated first. */

enum { KEPT_FORMAT = 1, CLOCK_SLACK_MS = 5000, BACKWARDS_SLACK_MS = 60000, PAGE_ENTRIES = 320 };

#define KEPT_KEY TEXT("shift")

void shift_init(struct shift *shift, const struct shift_settings *settings,
                const struct chance *chance)
{
    memset(shift, 0, sizeof *shift);
    shift->settings = *settings;
    shift->chance = chance;
    item_grammar_default(&shift->grammar);
    memory_init(&shift->memory);
}

const char *tone_name(enum tone tone)
{
    switch (tone) {
    case TONE_OK:
        return "ok";
    case TONE_DUPLICATE:
        return "duplicate";
    case TONE_REFUSED:
        return "refused";
    case TONE_INFO:
        break;
    }
    return "info";
}

/* ---- what is kept ---- */

static void write_text(struct writer *writer, const char *text)
{
    size_t size = strlen(text);
    write_u8(writer, (uint8_t)size);
    write_bytes(writer, text, size);
}

static bool read_text(struct reader *reader, char *out, size_t room)
{
    size_t size = read_u8(reader);
    struct span bytes = read_span(reader, size);
    return text_copy((struct text){.at = (const char *)bytes.at, .size = bytes.size}, out, room);
}

static void keep(struct shift *shift)
{
    struct writer writer = writer_of(shift->kept_bytes, sizeof shift->kept_bytes);
    write_u8(&writer, KEPT_FORMAT);
    write_u8(&writer, (uint8_t)shift->duty.proven);
    write_text(&writer, shift->duty.person);
    write_text(&writer, shift->duty.party);
    write_text(&writer, shift->duty.stop);
    operation_write(&shift->operation, &writer);
    assert(!writer.short_of);
    shift->kept = (struct journal_kept){.key = KEPT_KEY, .value = writer_span(&writer)};
}

enum status shift_peek(struct journal_file *journal, struct duty *out_duty,
                       struct operation *out_operation)
{
    uint8_t bytes[SHIFT_KEPT_SIZE];
    size_t size = 0;
    struct duty duty = {.proven = PROVEN_NONE};
    enum status status = journal_file_kept(journal, KEPT_KEY, bytes, sizeof bytes, &size);
    if (status != STATUS_OK) {
        return status;
    }
    struct reader reader = reader_of(span_of(bytes, size));
    uint8_t format = read_u8(&reader);
    uint8_t proven = read_u8(&reader);
    bool whole = format == KEPT_FORMAT && proven < PROVENS &&
                 read_text(&reader, duty.person, sizeof duty.person) &&
                 read_text(&reader, duty.party, sizeof duty.party) &&
                 read_text(&reader, duty.stop, sizeof duty.stop);
    if (!whole || operation_read(&reader, out_operation) != STATUS_OK) {
        return format > KEPT_FORMAT ? STATUS_TOO_NEW : STATUS_BROKEN;
    }
    duty.proven = (enum proven)proven;
    *out_duty = duty;
    return STATUS_OK;
}

/* ---- loading ---- */

static struct place where_to_begin(const struct shift *shift)
{
    struct place head = shift->head.place;
    struct place from = {head.epoch, head.seq > MEMORY_MARKS ? head.seq - MEMORY_MARKS + 1 : 1};
    const struct operation *operation = &shift->operation;
    bool older = operation->state != OPERATION_NONE && place_order(operation->from, from) < 0;
    return older ? operation->from : from;
}

static enum status recall_page(struct shift *shift, const struct journal_page *page)
{
    struct span left = span_of(page->at, page->size);
    struct sealed sealed;
    while (left.size > 0 && entry_open(&left, &sealed) == STATUS_OK) {
        if (sealed.entry.device.id != shift->settings.device.id) {
            return STATUS_MALFORMED;
        }
        recall_entry(&shift->memory, &shift->operation, &sealed.entry);
        locate_recall(&shift->locate, &sealed.entry.when);
        shift->last = sealed.entry.when;
        shift->has_last = true;
    }
    return STATUS_OK;
}

static enum status recall_journal(struct shift *shift, struct journal_file *journal)
{
    struct place from = where_to_begin(shift);
    while (place_order(from, shift->head.place) <= 0) {
        struct journal_page page = {
            .at = shift->bytes, .room = sizeof shift->bytes, .count_max = PAGE_ENTRIES};
        enum status status = journal_file_read(journal, from, &page);
        if (status == STATUS_BROKEN) { /* the chain says which one (row 43): told, passed over */
            shift->damaged = from;
            from.seq++;
            continue;
        }
        if (status == STATUS_OK && page.count > 0) {
            status = recall_page(shift, &page);
        }
        if (status != STATUS_OK || page.count == 0) {
            return status;
        }
        from = (struct place){page.last.epoch, page.last.seq + 1};
    }
    return STATUS_OK;
}

enum status shift_load(struct shift *shift, struct journal_file *journal)
{
    struct journal_state state;
    enum status status = journal_file_state(journal, &state);
    if (status != STATUS_OK) {
        return status;
    }
    shift->head = state.head;
    shift->has_last = false;
    shift->damaged = (struct place){0};
    shift->duty = (struct duty){.proven = PROVEN_NONE};
    shift->operation.state = OPERATION_NONE;
    memory_init(&shift->memory);
    shift->unmatched = shift->doubted = (struct glimpse){0};
    status = shift_peek(journal, &shift->duty, &shift->operation);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        return status;
    }
    shift->answer_count = 0;
    shift_written(shift);
    return recall_journal(shift, journal);
}

/* ---- writing ---- */

void shift_turn(struct shift *shift, const struct clock_reading *now)
{
    shift->now = *now;
    shift->answer_count = 0;
    shift_written(shift);
}

bool shift_has_room(const struct shift *shift)
{
    return shift->entry_count + SHIFT_LINE_ENTRIES <= SHIFT_ENTRIES_MAX &&
           shift->bytes_size + (size_t)SHIFT_LINE_ENTRIES * SEALED_SIZE_MAX <= SHIFT_BYTES;
}

struct place shift_next(const struct shift *shift)
{
    struct place head = shift->head.place;
    return (struct place){head.epoch, head.seq + 1};
}

static void seal(struct shift *shift, enum entry_kind kind, struct place place, struct span body)
{
    assert(shift->entry_count < SHIFT_ENTRIES_MAX &&
           shift->bytes_size + SEALED_SIZE_MAX <= SHIFT_BYTES);
    uint8_t *at = shift->bytes + shift->bytes_size;
    size_t size = 0;
    const struct fix_now *fix = &shift->locate.now;
    const struct entry entry = {
        .device = shift->settings.device,
        .place = place,
        .prev = shift->head.hash,
        .kind = kind,
        .proven = shift->duty.proven,
        .when = {.wall_set = shift->now.wall_set,
                 .wall_ms = shift->now.wall.ms,
                 .mono_ms = shift->now.mono.ms,
                 .boot = shift->now.boot,
                 .has_gnss = fix->has_gnss,
                 .gnss_ms = fix->gnss_ms,
                 .fix = fix->fix},
        .person = text_of(shift->duty.person),
        .body = body,
    };
    enum status status = entry_seal(&entry, shift->settings.secret, at, &size, &shift->head.hash);
    assert(status == STATUS_OK); /* every text and body was measured before */
    (void)status;
    shift->head.place = place;
    shift->entries[shift->entry_count++] = (struct journal_entry){
        .place = place,
        .hash = shift->head.hash,
        .whole = span_of(at, size),
        .made = shift->now.wall,
    };
    shift->bytes_size += size;
    shift->last = entry.when;
    shift->has_last = true;
    recall_entry(&shift->memory, &shift->operation, &entry);
}

/* By how much the wall clock was moved by hand since the newest entry; 0: it was not, or nobody can
 * know (DOMAIN section 5). */
static int64_t clock_moved_ms(const struct shift *shift)
{
    const struct time_evidence *last = &shift->last;
    int64_t wall_ms = 0;
    if (!shift->has_last || !last->wall_set || !shift->now.wall_set ||
        __builtin_sub_overflow(shift->now.wall.ms, last->wall_ms, &wall_ms)) {
        return 0;
    }
    if (last->boot != shift->now.boot) { /* how long it was off nobody knows; but not less than 0 */
        return wall_ms < -BACKWARDS_SLACK_MS ? wall_ms : 0;
    }
    int64_t moved_ms = wall_ms - (shift->now.mono.ms - last->mono_ms);
    return moved_ms < -CLOCK_SLACK_MS || moved_ms > CLOCK_SLACK_MS ? moved_ms : 0;
}

static void state_clock_moved(struct shift *shift, int64_t moved_ms)
{
    uint8_t bytes[STATEMENT_NOTE_MAX + 64];
    char device[DEVICE_TEXT_SIZE];
    char seconds[32];
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct line line = line_of(seconds, sizeof seconds);
    line_signed(&line, moved_ms / 1000);
    const struct incident_body incident = {.code = TEXT("clock_moved"),
                                           .subject =
                                               text_of(device_text(shift->settings.device, device)),
                                           .note = line_done(&line)};
    enum status status = incident_encode(&incident, &writer);
    assert(status == STATUS_OK);
    (void)status;
    seal(shift, ENTRY_INCIDENT_OPENED, shift_next(shift), writer_span(&writer));
    const struct text values[] = {line_done(&line)};
    shift_say(shift, TONE_INFO, unit_said(SAY_CLOCK_MOVED), values, 1);
}

void shift_write(struct shift *shift, enum entry_kind kind, struct span body)
{
    int64_t moved_ms = clock_moved_ms(shift);
    if (moved_ms != 0) {
        state_clock_moved(shift, moved_ms); /* (3); from here on `last` is of this turn */
    }
    seal(shift, kind, shift_next(shift), body);
}

void shift_write_act(struct shift *shift, const struct act_body *act)
{
    struct writer writer = writer_of(shift->body, sizeof shift->body);
    enum status status = act_encode(act, &writer);
    assert(status == STATUS_OK); /* texts were measured where they came in */
    (void)status;
    shift_write(shift, ENTRY_ACT, writer_span(&writer));
}

void shift_open_epoch(struct shift *shift, uint32_t epoch)
{
    struct writer writer = writer_of(shift->body, sizeof shift->body);
    const struct opened_body opened = {.sign_key = shift->settings.sign_key,
                                       .head = shift->head,
                                       .software = shift->settings.software};
    enum status status = opened_encode(&opened, &writer);
    assert(status == STATUS_OK);
    (void)status;
    seal(shift, ENTRY_OPENED, (struct place){epoch, 1}, writer_span(&writer));
}

bool shift_group(struct shift *shift, struct journal_group *out_group)
{
    if (shift->keep) {
        keep(shift);
    }
    *out_group = (struct journal_group){.entries = shift->entries,
                                        .entry_count = shift->entry_count,
                                        .kept = &shift->kept,
                                        .kept_count = shift->keep ? 1 : 0};
    return shift->entry_count > 0 || shift->keep;
}

void shift_written(struct shift *shift)
{
    shift->entry_count = shift->bytes_size = 0;
    shift->keep = false;
}

/* ---- saying ---- */

void shift_say(struct shift *shift, enum tone tone, const struct said *said,
               const struct text *values, size_t count)
{
    if (shift->answer_count == SHIFT_ANSWERS_MAX) {
        return; /* only what is told beside the answers can be so much */
    }
    struct answer *answer = &shift->answers[shift->answer_count++];
    struct line line = line_of(answer->text, sizeof answer->text);
    answer->tone = tone;
    answer->code = said->code;
    answer->show_size = 0;
    said_line(&line, said, shift->settings.language, values, count);
}

void shift_show(struct shift *shift, const struct said *said, const struct text *values,
                size_t count)
{
    assert(count > 0);
    const size_t before = shift->answer_count;
    shift_say(shift, TONE_OK, said, values, count);
    if (shift->answer_count > before) {
        shift->answers[before].show_size = values[count - 1].size;
    }
}

void shift_refuse(struct shift *shift, enum unit_saying saying, struct text raw)
{
    char shown[SHIFT_ANSWER_SIZE];
    struct line line = line_of(shown, sizeof shown);
    item_code_shown(raw, &line);
    const struct text values[] = {line_done(&line)};
    shift_say(shift, TONE_REFUSED, unit_said(saying), values, 1);
}

void shift_refuse_code(struct shift *shift, const struct item_code *code, struct text raw)
{
    char shown[SHIFT_ANSWER_SIZE];
    struct line line = line_of(shown, sizeof shown);
    item_code_shown(raw, &line);
    const struct text values[] = {
        line_done(&line),
        {.at = &code->expected, .size = code->expected ? 1 : 0},
        {.at = &code->found,    .size = code->found ? 1 : 0   }
    };
    shift_say(shift, TONE_REFUSED, item_bad_said(code->bad), values, 3);
}

struct text shift_party(const struct shift *shift)
{
    return shift->duty.party[0] ? text_of(shift->duty.party) : shift->settings.party;
}

struct text shift_stop(const struct shift *shift)
{
    return shift->duty.stop[0] ? text_of(shift->duty.stop) : shift->settings.stop;
}

struct text shift_party_words(const struct shift *shift, struct text party)
{
    const struct said *said = unit_party_said(party);
    return said ? text_of(said_in(said, shift->settings.language)) : party;
}

void shift_act_words(const struct shift *shift, enum act_kind kind, struct text counterpart,
                     struct text reason, struct line *line)
{
    static const struct said from = {"WORD-01", " từ ", " from "};
    static const struct said to = {"WORD-02", " cho ", " to "};
    line_put(line, said_in(unit_act_said(kind, reason), shift->settings.language));
    if (counterpart.size > 0) {
        const struct said *word = kind == ACT_GIVE ? &to : &from;
        line_put(line, said_in(word, shift->settings.language));
        line_text(line, shift_party_words(shift, counterpart));
    }
}

void shift_clock_words(const struct shift *shift, const struct time_evidence *when,
                       struct line *line)
{
    struct civil then = instant_civil((struct instant){when->wall_ms});
    struct civil now = instant_civil(shift->now.wall);
    if (!when->wall_set) {
        line_put(line, "--:--");
        return;
    }
    if (then.day != now.day || then.month != now.month || then.year != now.year) {
        line_digits(line, (uint64_t)then.day, 2);
        line_char(line, '/');
        line_digits(line, (uint64_t)then.month, 2);
        line_char(line, ' ');
    }
    line_digits(line, (uint64_t)then.hour, 2);
    line_char(line, ':');
    line_digits(line, (uint64_t)then.minute, 2);
}

bool shift_is_recent(const struct shift *shift, int64_t mono_ms, uint64_t boot, int64_t ms_max)
{
    int64_t since_ms = shift->now.mono.ms - mono_ms;
    return boot == shift->now.boot && since_ms >= 0 && since_ms <= ms_max;
}
