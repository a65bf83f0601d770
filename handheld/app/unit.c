#include "handheld/app/unit.h"

#include "base/check.h"
#include "handheld/app/command.h"
#include "handheld/app/exchange.h"
#include "handheld/app/find.h"
#include "handheld/app/locate_said.h"
#include "handheld/app/reading.h"
#include "handheld/app/work.h"

/* INVARIANTS
 * (1) No answer of TONE_OK leaves a step whose entries are not durable.
 * (2) After an append that failed nothing in memory is believed: all of it is loaded again.
 * (3) A step with inputs does not touch the line. */

enum { NOTE_SIZE = 64, DAMAGED_SIZE = 12, DAY_MS = 86400000, BEHIND_SLACK_MS = 60000 };

#define DAMAGED_KEY TEXT("damaged")

static void log_status(const struct unit *unit, const char *message, enum status status)
{
    const struct log_field field = {.key = "status", .value = text_of(status_text(status))};
    log_write(unit->ports.log, LOG_LEVEL_ERROR, message, &field, 1);
}

static void inform(struct unit *unit, enum unit_saying saying, struct text value)
{
    shift_say(&unit->shift, TONE_INFO, unit_said(saying), &value, 1);
}

static void inform_number(struct unit *unit, enum unit_saying saying, uint64_t value)
{
    char room[NOTE_SIZE];
    struct line line = line_of(room, sizeof room);
    line_unsigned(&line, value);
    inform(unit, saying, line_done(&line));
}

/* ---- the journal ---- */

/* A book that was lost is stated as the second entry of the new one. */
static enum status begin_book(struct unit *unit, uint32_t epoch)
{
    struct journal_group group;
    shift_open_epoch(&unit->shift, epoch);
    if (epoch > 1) {
        struct writer body = writer_of(unit->shift.body, sizeof unit->shift.body);
        const struct incident_body incident = {.code = TEXT("journal_lost")};
        enum status encoded = incident_encode(&incident, &body);
        assert(encoded == STATUS_OK);
        (void)encoded;
        shift_write(&unit->shift, ENTRY_INCIDENT_OPENED, writer_span(&body));
        inform_number(unit, SAY_JOURNAL_LOST, epoch);
        log_status(unit, "the journal is gone; a new one begins", STATUS_NOT_FOUND);
    }
    (void)shift_group(&unit->shift, &group);
    enum status status = journal_file_append(unit->ports.journal, &group);
    shift_written(&unit->shift);
    return status;
}

/* Everything again from the book; an empty one is begun behind all epochs known. */
static enum status load(struct unit *unit)
{
    struct journal_state state;
    enum status status = shift_load(&unit->shift, unit->ports.journal);
    if (status == STATUS_OK && unit->shift.head.place.epoch == 0) {
        status = begin_book(unit, unit->epoch + 1);
    }
    if (status == STATUS_OK) {
        unit->epoch = unit->shift.head.place.epoch;
        status = journal_file_state(unit->ports.journal, &state);
    }
    if (status == STATUS_OK) {
        uplink_reload(&unit->uplink, &state);
    }
    return status;
}

/* After STATUS_IO: close, open, read again; not more often than once a second. */
static void mend(struct unit *unit, struct instant line)
{
    if (unit->trouble == STATUS_OK || instant_before(line, unit->reopen_at)) {
        return;
    }
    unit->reopen_at.ms = line.ms + UNIT_REOPEN_MS;
    enum status status = journal_file_reopen(unit->ports.journal);
    if (status == STATUS_OK) {
        status = load(unit);
    } else if (status == STATUS_DENIED && load(unit) != STATUS_OK) {
        status = STATUS_IO; /* not even readable */
    }
    unit->trouble = status == STATUS_OK || status == STATUS_DENIED ? status : STATUS_IO;
    if (status != STATUS_OK) {
        log_status(unit, "the journal cannot be written", status);
    }
}

static enum unit_saying saying_of(enum status status)
{
    return status == STATUS_FULL     ? SAY_DISK_FULL
           : status == STATUS_DENIED ? SAY_READ_ONLY
                                     : SAY_NOT_WRITTEN;
}

/* All the turn has said is untrue now; each line is told so instead. */
static void take_back(struct unit *unit, enum status status, struct instant line)
{
    size_t lines = 0;
    for (size_t i = 0; i < unit->shift.answer_count; i++) {
        lines += unit->shift.answers[i].tone != TONE_INFO;
    }
    log_status(unit, "an append failed", status);
    if (status == STATUS_IO || status == STATUS_DENIED) {
        unit->trouble = status;
        unit->reopen_at = line;
        mend(unit, line);
    } else if (load(unit) != STATUS_OK) {
        unit->trouble = STATUS_IO;
    }
    unit->shift.answer_count = 0;
    for (size_t i = 0; i < lines; i++) {
        shift_say(&unit->shift, TONE_REFUSED, unit_said(saying_of(status)), NULL, 0);
    }
}

/* Makes the turn durable; false, and nothing of it is believed, if that failed (1)(2). */
static bool commit(struct unit *unit, struct instant line)
{
    struct journal_group group;
    if (!shift_group(&unit->shift, &group)) {
        return true;
    }
    enum status status = journal_file_append(unit->ports.journal, &group);
    if (status != STATUS_OK) {
        take_back(unit, status, line);
        return false;
    }
    shift_written(&unit->shift);
    return true;
}

/* ---- inputs ---- */

static void take_line(struct unit *unit, struct text line)
{
    struct command command;
    struct item_code badge;
    command_read(line, &command);
    switch (command.kind) {
    case COMMAND_NOTHING:
        break;
    case COMMAND_BADGE:
        item_code_read(command.raw, &unit->shift.grammar, &badge);
        work_badge(&unit->shift, &badge, command.raw);
        break;
    case COMMAND_SCAN:
        reading_take(&unit->shift, command.raw, false);
        break;
    case COMMAND_KEY:
        reading_take(&unit->shift, command.raw, true);
        break;
    case COMMAND_FIND:
        find_code(&unit->shift, command.raw);
        break;
    case COMMAND_OFFER:
    case COMMAND_LIST:
    case COMMAND_ANSWER:
        exchange_show(&unit->shift, unit->ports.journal, &command);
        break;
    case COMMAND_BEGIN:
    case COMMAND_WHOLE:
    case COMMAND_DONE:
    case COMMAND_UNDO:
    case COMMAND_ABSENT:
    case COMMAND_CHECK:
    case COMMAND_BAD:
        work_do(&unit->shift, &command);
        break;
    }
}

/* Without an AIM identifier a code leans on its check character. What has none is as good as typed:
 * it is looked at again, and marked. */
static void take_plain(struct unit *unit, struct text raw)
{
    struct item_code code;
    item_code_read(raw, &unit->shift.grammar, &code);
    reading_take(&unit->shift, raw, item_code_is_unproved(&code));
}

static void say_note(struct unit *unit, enum tone tone, const struct unit_input *input)
{
    char shown[SHIFT_ANSWER_SIZE];
    struct line line = line_of(shown, sizeof shown);
    item_code_shown(input->text, &line);
    const struct text values[] = {line_done(&line)};
    shift_say(&unit->shift, tone, input->said, values, 1);
}

static void take_input(struct unit *unit, const struct unit_input *input)
{
    switch (input->kind) {
    case UNIT_LINE:
        take_line(unit, input->text);
        break;
    case UNIT_LINE_LONG:
        shift_say(&unit->shift, TONE_REFUSED, unit_said(SAY_LINE_LONG), NULL, 0);
        break;
    case UNIT_SCAN:
        reading_take(&unit->shift, input->text, false);
        break;
    case UNIT_SCAN_PLAIN:
        take_plain(unit, input->text);
        break;
    case UNIT_SCANNER_FAULT:
        shift_refuse(&unit->shift, SAY_SCANNER_FAULT, input->text);
        break;
    case UNIT_SCANNER_CUT:
        shift_refuse(&unit->shift, SAY_SCANNER_CUT, input->text);
        break;
    case UNIT_SCANNER_NOTE:
        say_note(unit, TONE_INFO, input);
        break;
    case UNIT_SCANNER_ALARM:
        say_note(unit, TONE_REFUSED, input);
        break;
    }
}

static bool is_nothing(const struct unit_input *input)
{
    struct command command;
    command_read(input->text, &command);
    return input->kind == UNIT_LINE && command.kind == COMMAND_NOTHING;
}

/* May anything be written now? If not, *OUT_SAYING tells why. */
static bool may_write(struct unit *unit, struct instant line, enum unit_saying *out_saying)
{
    struct journal_state state;
    mend(unit, line);
    if (unit->trouble != STATUS_OK) {
        *out_saying = saying_of(unit->trouble);
        return false;
    }
    if (unit->uplink.locked) {
        *out_saying = SAY_LOCKED;
        return false;
    }
    enum status status = journal_file_state(unit->ports.journal, &state);
    if (status == STATUS_IO) { /* found out since the last turn: what comes in need not fail */
        unit->trouble = STATUS_IO;
        unit->reopen_at = line;
        mend(unit, line);
        if (unit->trouble != STATUS_OK) {
            *out_saying = saying_of(unit->trouble);
            return false;
        }
        status = journal_file_state(unit->ports.journal, &state);
    }
    if (status == STATUS_OK && state.full) {
        status = STATUS_FULL;
    }
    unit->trouble = status == STATUS_IO ? STATUS_IO : STATUS_OK;
    *out_saying = saying_of(status);
    return status == STATUS_OK;
}

static size_t take_inputs(struct unit *unit, const struct unit_event *event)
{
    enum unit_saying saying;
    size_t count = event->input_count < SHIFT_LINES_MAX ? event->input_count : SHIFT_LINES_MAX;
    size_t taken = 0;
    bool write = may_write(unit, event->line, &saying);
    shift_turn(&unit->shift, &event->now);
    for (; taken < count && (taken == 0 || shift_has_room(&unit->shift)); taken++) {
        if (write || is_nothing(&event->inputs[taken])) {
            take_input(unit, &event->inputs[taken]);
        } else {
            shift_say(&unit->shift, TONE_REFUSED, unit_said(saying), NULL, 0);
        }
    }
    (void)commit(unit, event->line);
    return taken;
}

/* ---- behind the inputs ---- */

/* A damaged entry is stated in the journal once (row 43). */
static void state_damage(struct unit *unit, struct place place)
{
    char note[NOTE_SIZE];
    uint8_t bytes[DAMAGED_SIZE];
    uint8_t known[DAMAGED_SIZE];
    size_t size = 0;
    struct line line = line_of(note, sizeof note);
    struct writer told = writer_of(bytes, sizeof bytes);
    line_unsigned(&line, place.epoch);
    line_char(&line, '/');
    line_unsigned(&line, place.seq);
    write_u32(&told, place.epoch);
    write_u64(&told, place.seq);
    enum status status =
        journal_file_kept(unit->ports.journal, DAMAGED_KEY, known, sizeof known, &size);
    if (status == STATUS_OK && span_equal(span_of(known, size), writer_span(&told))) {
        return;
    }
    inform(unit, SAY_DAMAGED, line_done(&line));
    const struct incident_body incident = {.code = TEXT("journal_damaged"),
                                           .note = line_done(&line)};
    struct writer body = writer_of(unit->shift.body, sizeof unit->shift.body);
    status = incident_encode(&incident, &body);
    assert(status == STATUS_OK);
    shift_write(&unit->shift, ENTRY_INCIDENT_OPENED, writer_span(&body));
    const struct journal_group group = {
        .entries = unit->shift.entries,
        .entry_count = unit->shift.entry_count,
        .kept = &(const struct journal_kept){.key = DAMAGED_KEY, .value = writer_span(&told)},
        .kept_count = 1
    };
    status = journal_file_append(unit->ports.journal, &group);
    if (status != STATUS_OK) {
        take_back(unit, status, unit->reopen_at);
        return;
    }
    shift_written(&unit->shift);
}

/* Each dossier is told once for each run, also after a restart. */
static void tell_load_first(struct unit *unit, struct text lists)
{
    struct load_list heard;
    struct load_list fresh;
    const struct minute now = instant_minute(unit->shift.now.wall);
    while (unit->trouble == STATUS_OK && load_list_next(&lists, &heard)) {
        struct load_words words;
        const enum status status =
            load_first_hear(unit->ports.journal, &unit->load_first, &heard, now, &fresh);
        if (status == STATUS_IO) {
            unit->trouble = STATUS_IO;
        } else if (status == STATUS_OK && fresh.count > 0) {
            load_first_values(&fresh, &words);
            shift_say(&unit->shift, TONE_INFO, unit_said(SAY_LOAD_FIRST), words.value, LOAD_VALUES);
        }
    }
}

static void tell(struct unit *unit, const struct uplink_news *news)
{
    if (news->locked) {
        inform(unit, SAY_LOCKED, (struct text){0});
    }
    if (news->revoked) {
        inform(unit, SAY_REVOKED, (struct text){0});
    }
    if (news->outdated) {
        inform(unit, SAY_UPDATE_NEEDED, (struct text){0});
    }
    if (news->refusal != 0 && !news->revoked && !news->outdated && !news->locked) {
        inform_number(unit, SAY_REFUSED, news->refusal);
    }
    if (news->damaged.epoch != 0) {
        state_damage(unit, news->damaged);
    }
    if (news->io) {
        unit->trouble = STATUS_IO;
    }
    if (news->load_first.size > 0) {
        tell_load_first(unit, news->load_first);
    }
}

/* The server says that our end is lost: the next epoch names the head we have. */
static void open_epoch(struct unit *unit, const struct unit_event *event, uint32_t epoch)
{
    struct uplink_news news;
    shift_open_epoch(&unit->shift, epoch);
    if (!commit(unit, event->line)) {
        return;
    }
    inform_number(unit, SAY_TAIL_LOST, epoch);
    uplink_opened(&unit->uplink, &event->now, event->line, &unit->shift.head, &news);
    tell(unit, &news);
}

static void purge(struct unit *unit, const struct unit_event *event)
{
    uint32_t count = 0;
    struct instant cut = {event->now.wall.ms - (int64_t)UNIT_KEEP_DAYS * DAY_MS};
    if (instant_before(event->line, unit->purge_at)) {
        return;
    }
    unit->purge_at.ms = event->line.ms + UNIT_PURGE_MS;
    if (!event->now.wall_set || unit->trouble != STATUS_OK ||
        unit->shift.operation.state == OPERATION_OPEN) {
        return;
    }
    enum status status = journal_file_purge(unit->ports.journal, cut, UNIT_PURGE_MAX, &count);
    if (status == STATUS_IO) {
        unit->trouble = STATUS_IO;
    }
}

/* What people should know of the position; never more than one thing at a time. */
static void tell_position(struct unit *unit)
{
    const struct said *value = NULL;
    struct shift *shift = &unit->shift;
    const struct said *said =
        unit->ports.locator ? locate_news(&shift->locate, &shift->now, &value) : NULL;
    if (said) {
        const struct text text = text_of(value ? said_in(value, shift->settings.language) : "");
        shift_say(shift, TONE_INFO, said, &text, 1);
    }
}

static bool sync(struct unit *unit, const struct unit_event *event)
{
    struct uplink_news news;
    shift_turn(&unit->shift, &event->now);
    tell_position(unit);
    mend(unit, event->line);
    if (unit->trouble == STATUS_IO) {
        return false;
    }
    uplink_turn(&unit->uplink, &event->now, event->line, &unit->shift.head, &news);
    if (news.open_epoch != 0 && unit->trouble == STATUS_OK) {
        open_epoch(unit, event, news.open_epoch);
    }
    tell(unit, &news);
    purge(unit, event);
    return news.not_admitted;
}

static struct instant wakeup_of(const struct unit *unit)
{
    struct instant wakeup = instant_min(uplink_wakeup(&unit->uplink), unit->purge_at);
    switch (unit->trouble) {
    case STATUS_OK:
        return wakeup;
    case STATUS_DENIED: /* what is there can still be sent */
        return instant_min(wakeup, unit->reopen_at);
    case STATUS_FULL:
    case STATUS_MALFORMED:
    case STATUS_BROKEN:
    case STATUS_IO:
    case STATUS_NOT_FOUND:
    case STATUS_TOO_NEW:
    case STATUS_STATUSES:
        break;
    }
    return unit->reopen_at;
}

void unit_step(struct unit *unit, const struct unit_event *event, struct unit_effects *out_effects)
{
    struct unit_effects effects = {.taken = 0};
    const struct sync_sender *sender = &unit->uplink.sender;
    locate_turn(&unit->shift.locate, unit->ports.locator, &event->now,
                sender->has_offset ? sender->offset_ms : 0);
    if (event->input_count > 0) {
        effects.taken = take_inputs(unit, event); /* (3) */
        effects.again = true;
    } else {
        effects.not_admitted = sync(unit, event);
    }
    effects.answers = unit->shift.answers;
    effects.answer_count = unit->shift.answer_count;
    effects.wakeup = wakeup_of(unit);
    *out_effects = effects;
}

/* ---- the start ---- */

/* gpsd guesses the week by the system's clock: one that lies before the book must be set first. */
static void tell_clock_behind(struct unit *unit, const struct clock_reading *now)
{
    const struct shift *shift = &unit->shift;
    const struct time_evidence *last = &shift->last;
    char clock[INSTANT_TEXT_SIZE];
    char book[INSTANT_TEXT_SIZE];
    struct instant newest = {last->has_gnss ? last->gnss_ms : last->wall_ms};
    bool known = shift->has_last && (last->has_gnss || last->wall_set);
    if (!known || now->wall.ms >= newest.ms - BEHIND_SLACK_MS) {
        return;
    }
    const struct text values[] = {text_of(instant_text(now->wall, clock)),
                                  text_of(instant_text(newest, book))};
    shift_say(&unit->shift, TONE_INFO, locate_said(LOCATE_CLOCK_BEHIND), values, 2);
}

static void tell_start(struct unit *unit, const struct clock_reading *now)
{
    const struct operation *operation = &unit->shift.operation;
    char words[SHIFT_ANSWER_SIZE];
    char count[NOTE_SIZE];
    struct line line = line_of(words, sizeof words);
    struct line total = line_of(count, sizeof count);
    if (!unit->ports.locator) {
        inform(unit, SAY_NO_FIX, (struct text){0});
    }
    if (!now->wall_set) {
        inform(unit, SAY_CLOCK_UNSET, (struct text){0});
    }
    tell_clock_behind(unit, now);
    if (unit->uplink.locked) {
        inform(unit, SAY_LOCKED, (struct text){0});
    }
    if (operation->state == OPERATION_OPEN) {
        shift_act_words(&unit->shift, operation->kind, text_of(operation->counterpart),
                        text_of(operation->reason), &line);
        line_unsigned(&total, operation->total);
        const struct text values[] = {line_done(&line), line_done(&total)};
        shift_say(&unit->shift, TONE_INFO, unit_said(SAY_STILL_OPEN), values, 2);
    }
}

enum status unit_open(struct unit *unit, const struct shift_settings *settings,
                      const struct unit_ports *ports, uint32_t epoch,
                      const struct clock_reading *now, struct unit_effects *out_effects)
{
    uint64_t chance = 0;
    unit->ports = *ports;
    unit->trouble = STATUS_OK;
    unit->reopen_at = unit->purge_at = (struct instant){0}; /* at once */
    unit->uplink.journal = ports->journal;
    unit->uplink.link = ports->link;
    unit->uplink.log = ports->log;
    unit->epoch = epoch - 1;
    shift_init(&unit->shift, settings, ports->chance);
    shift_turn(&unit->shift, now);
    locate_init(&unit->shift.locate, settings->built, now);
    chance_fill(ports->chance, &chance, sizeof chance);
    uplink_init(&unit->uplink, settings->device, settings->software, chance);
    enum status status = load(unit);
    if (status != STATUS_OK) {
        return status;
    }
    tell_start(unit, now);
    if (unit->shift.damaged.epoch != 0) {
        state_damage(unit, unit->shift.damaged);
    }
    *out_effects = (struct unit_effects){.answers = unit->shift.answers,
                                         .answer_count = unit->shift.answer_count,
                                         .again = true,
                                         .wakeup = wakeup_of(unit)};
    return STATUS_OK;
}

bool unit_is_synced(const struct unit *unit)
{
    return !unit->ports.link ||
           (place_order(unit->uplink.sender.head.place, unit->shift.head.place) >= 0 &&
            uplink_is_idle(&unit->uplink));
}

uint64_t unit_unsent(const struct unit *unit)
{
    struct hello hello;
    sync_sender_hello(&unit->uplink.sender, &hello);
    return hello.unsent;
}

void unit_speak(struct unit *unit, enum language language)
{
    unit->shift.settings.language = language;
}

void unit_send_now(struct unit *unit, struct instant line)
{
    struct sync_sender *sender = &unit->uplink.sender;
    sender->wakeup = instant_min(sender->wakeup, line);
}
