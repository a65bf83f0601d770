#include "handheld/app/report.h"

#include "handheld/app/load_first.h"
#include "handheld/app/locate_said.h"
#include "handheld/app/shift.h"
#include "handheld/app/uplink.h"

enum { VALUE_SIZE = 256 };

struct value {
    char room[VALUE_SIZE];
    struct line line;
};

static struct line *value_of(struct value *value)
{
    value->line = line_of(value->room, sizeof value->room);
    return &value->line;
}

static void add_said(struct report *report, enum language language, const struct said *said,
                     const struct text *values, size_t count)
{
    struct line line = line_of(report->lines[report->count++], REPORT_LINE_SIZE);
    line_put(&line, said->code);
    line_char(&line, ' ');
    said_line(&line, said, language, values, count);
}

static void add(struct report *report, enum language language, enum unit_saying saying,
                const struct text *values, size_t count)
{
    add_said(report, language, unit_said(saying), values, count);
}

static void add_place(struct report *report, enum language language, enum unit_saying saying,
                      struct place place)
{
    struct value value;
    struct line *line = value_of(&value);
    line_unsigned(line, place.epoch);
    line_char(line, '/');
    line_unsigned(line, place.seq);
    const struct text text = line_done(line);
    add(report, language, saying, &text, 1);
}

static enum status add_device(struct report *report, enum language language,
                              struct journal_file *journal, struct place newest)
{
    uint8_t room[SEALED_SIZE_MAX];
    struct journal_page page = {.at = room, .room = sizeof room, .count_max = 1};
    char device[DEVICE_TEXT_SIZE];
    struct sealed sealed;
    enum status status = journal_file_read(journal, newest, &page);
    struct span bytes = span_of(page.at, page.size);
    if (status == STATUS_OK && page.count > 0) {
        status = entry_open(&bytes, &sealed);
    }
    if (status == STATUS_OK && page.count > 0) {
        const struct text text = text_of(device_text(sealed.entry.device, device));
        add(report, language, SAY_STATUS_DEVICE, &text, 1);
    }
    return status;
}

static enum status add_clock(struct report *report, enum language language,
                             struct journal_file *journal)
{
    struct uplink_clock clock;
    struct value offset;
    struct value rtt;
    char measured[INSTANT_TEXT_SIZE];
    enum status status = uplink_kept_clock(journal, &clock);
    if (status == STATUS_NOT_FOUND) {
        add(report, language, SAY_STATUS_NO_CLOCK, NULL, 0);
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        line_signed(value_of(&offset), clock.offset_ms);
        line_unsigned(value_of(&rtt), clock.rtt_ms);
        const struct text values[] = {line_done(&offset.line), line_done(&rtt.line),
                                      text_of(instant_text(clock.measured, measured))};
        add(report, language, SAY_STATUS_CLOCK, values, 3);
    }
    return status;
}

enum { LOOKED_BACK = 64 }; /* entries */

/* The newest position of the latest entries, and of which entry it is. */
static enum status find_fix(struct journal_file *journal, struct place *place, struct fix *out_fix)
{
    uint8_t room[SEALED_SIZE_MAX];
    out_fix->has = false;
    for (int i = 0; i < LOOKED_BACK && place->seq > 0; i++, place->seq--) {
        struct journal_page page = {.at = room, .room = sizeof room, .count_max = 1};
        struct sealed sealed;
        enum status status = journal_file_read(journal, *place, &page);
        struct span bytes = span_of(page.at, page.size);
        if (status == STATUS_OK && page.count > 0) {
            status = entry_open(&bytes, &sealed);
        }
        if (status != STATUS_OK || page.count == 0) {
            return status == STATUS_BROKEN ? STATUS_OK : status; /* told elsewhere */
        }
        *out_fix = sealed.entry.when.fix;
        if (out_fix->has) {
            return STATUS_OK;
        }
    }
    return STATUS_OK;
}

static struct text accuracy_words(const struct fix *fix, enum language language,
                                  struct value *value)
{
    char metres[VALUE_SIZE];
    struct line line = line_of(metres, sizeof metres);
    line_unsigned(&line, ((uint64_t)fix->accuracy_mm + 999) / 1000);
    const struct text text = line_done(&line);
    bool known = fix->accuracy_mm < FIX_NOT_KNOWN;
    said_line(value_of(value), locate_said(known ? LOCATE_STATUS_ACCURACY : LOCATE_STATUS_COARSE),
              language, &text, 1);
    return line_done(&value->line);
}

static struct text age_words(const struct fix *fix, struct place place, enum language language,
                             struct value *value)
{
    char entry[VALUE_SIZE];
    char seconds[VALUE_SIZE];
    struct line where = line_of(entry, sizeof entry);
    struct line age = line_of(seconds, sizeof seconds);
    line_unsigned(&where, place.epoch);
    line_char(&where, '/');
    line_unsigned(&where, place.seq);
    line_unsigned(&age, fix->age_ms / 1000);
    const struct text values[] = {line_done(&where), line_done(&age)};
    said_line(value_of(value), locate_said(LOCATE_STATUS_AGE), language, values, 2);
    return line_done(&value->line);
}

static enum status add_fix(struct report *report, enum language language,
                           struct journal_file *journal, struct place newest)
{
    struct fix fix;
    struct value where;
    struct value accuracy;
    struct value age;
    enum status status = find_fix(journal, &newest, &fix);
    if (status != STATUS_OK) {
        return status;
    }
    if (!fix.has) {
        add_said(report, language, locate_said(LOCATE_STATUS_NONE), NULL, 0);
        return STATUS_OK;
    }
    position_words((struct position){fix.lat_e7, fix.lon_e7}, value_of(&where));
    const char *class = said_in(locate_class_said(fix_class_of(&fix)), language);
    const struct text values[] = {line_done(&where.line), text_of(class),
                                  accuracy_words(&fix, language, &accuracy),
                                  age_words(&fix, newest, language, &age)};
    add_said(report, language, locate_said(LOCATE_STATUS), values, 4);
    return STATUS_OK;
}

static const char *in(const struct said *said, enum language language)
{
    return said_in(said, language);
}

static void add_operation(struct report *report, enum language language,
                          const struct operation *operation)
{
    struct value words;
    if (operation->state != OPERATION_OPEN) {
        add(report, language, SAY_STATUS_IDLE, NULL, 0);
        return;
    }
    const struct text counterpart = text_of(operation->counterpart);
    const struct said *party = unit_party_said(counterpart);
    struct line *line = value_of(&words);
    line_put(line, in(unit_act_said(operation->kind, text_of(operation->reason)), language));
    line_put(line, counterpart.size > 0 ? " · " : "");
    line_text(line, party ? text_of(in(party, language)) : counterpart);
    const struct text text = line_done(line);
    add(report, language, SAY_STATUS_OPEN, &text, 1);
}

static enum status add_shift(struct report *report, enum language language,
                             struct journal_file *journal)
{
    struct operation operation = {.state = OPERATION_NONE};
    struct duty duty = {.proven = PROVEN_NONE};
    enum status status = shift_peek(journal, &duty, &operation);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND) {
        return status;
    }
    if (duty.person[0]) {
        const struct text values[] = {text_of(duty.person), text_of(duty.party)};
        add(report, language, SAY_STATUS_PERSON, values, 2);
    } else {
        add(report, language, SAY_STATUS_NOBODY, NULL, 0);
    }
    add_operation(report, language, &operation);
    return STATUS_OK;
}

enum { LISTS_MAX = 4 };

static enum status add_load_first(struct report *report, enum language language,
                                  struct journal_file *journal)
{
    struct load_first memory;
    struct load_words words;
    struct load_list list;
    struct text lists;
    const enum status status = load_first_kept(journal, &memory, &lists);
    for (int i = 0; status == STATUS_OK && i < LISTS_MAX && load_list_next(&lists, &list); i++) {
        load_first_values(&list, &words);
        add(report, language, SAY_STATUS_LOAD, words.value, LOAD_VALUES);
    }
    return status;
}

enum status report_read(struct journal_file *journal, enum language language,
                        struct report *out_report)
{
    struct journal_state state;
    struct value unsent;
    out_report->count = 0;
    enum status status = journal_file_state(journal, &state);
    if (status == STATUS_OK) {
        status = add_device(out_report, language, journal, state.head.place);
    }
    if (status != STATUS_OK) {
        return status;
    }
    line_unsigned(value_of(&unsent), state.unsent);
    const struct text text = line_done(&unsent.line);
    add_place(out_report, language, SAY_STATUS_HEAD, state.head.place);
    add(out_report, language, SAY_STATUS_UNSENT, &text, 1);
    add_place(out_report, language, SAY_STATUS_RECEIPT, state.receipt.received.place);
    add_place(out_report, language, SAY_STATUS_LEVEL_TWO, state.receipt.level_two);
    if (state.receipt.locked) {
        add(out_report, language, SAY_STATUS_LOCKED, NULL, 0);
    }
    status = add_clock(out_report, language, journal);
    if (status == STATUS_OK) {
        status = add_fix(out_report, language, journal, state.head.place);
    }
    if (status == STATUS_OK) {
        status = add_shift(out_report, language, journal);
    }
    return status == STATUS_OK ? add_load_first(out_report, language, journal) : status;
}
