#include "tools/study/event_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tools/study/rows.h"

enum { CODE_SIZE = 32, SHORTEST_EVENT = 16, MS_A_MINUTE = 60000 };
enum { PROCEDURE_SIZE = 8 }; /* `1.005555` (core/dossier.c) */

/* What is known of a case. */
struct log_case {
    struct name name;
    struct instant first, received, deadline, returned; /* INSTANT_NEVER: nobody says */
    struct name procedure, agency;
    struct name worker;   /* who has begun work and not ended it */
    char code[CODE_SIZE]; /* given here; empty: the case is a code */
};

enum status event_log_open(struct event_log *log, size_t size)
{
    const uint32_t most = (uint32_t)(size / SHORTEST_EVENT) + SHORTEST_EVENT;
    const uint32_t room = (uint32_t)size + NAME_SIZE_MAX;
    log->cases_max = most;
    log->names_memory = malloc(names_memory(most, room));
    log->cases = malloc((size_t)most * sizeof *log->cases);
    log->case_of = calloc((size_t)most + 1, sizeof *log->case_of);
    if (!log->names_memory || !log->cases || !log->case_of) {
        event_log_close(log);
        return STATUS_FULL;
    }
    names_init(&log->names, log->names_memory, most, room);
    item_grammar_default(&log->grammar);
    return STATUS_OK;
}

void event_log_close(struct event_log *log)
{
    if (log) {
        free(log->names_memory);
        free(log->cases);
        free(log->case_of);
        *log = (struct event_log){0};
    }
}

/* --- instants --- */

/* Minutes east of Greenwich at the end of TEXT, cut off. False: it says none. */
static bool cut_zone(struct text *text, int32_t *out_minutes)
{
    struct text tail = *text;
    uint64_t hours = 0;
    uint64_t minutes = 0;
    if (text->size > 0 && text->at[text->size - 1] == 'Z') {
        text->size--;
        *out_minutes = 0;
        return true;
    }
    for (size_t back = 5; back <= 6; back++) { /* +0700, +07:00 */
        if (text->size <= back + 10) {
            break;
        }
        tail.at = text->at + text->size - back;
        tail.size = back;
        const struct text hour = {.at = tail.at + 1, .size = 2};
        const struct text minute = {.at = tail.at + back - 2, .size = 2};
        if ((tail.at[0] == '+' || tail.at[0] == '-') && (back == 5 || tail.at[3] == ':') &&
            text_unsigned(hour, &hours) && text_unsigned(minute, &minutes) && hours < 24 &&
            minutes < 60) {
            *out_minutes = (int32_t)(hours * 60 + minutes) * (tail.at[0] == '-' ? -1 : 1);
            text->size -= back;
            return true;
        }
    }
    return false;
}

/* No more than three digits behind the point. */
static void cut_fraction(struct text *text)
{
    for (size_t i = 0; i < text->size; i++) {
        if ((text->at[i] == '.' || text->at[i] == ',') && text->size > i + 4) {
            text->size = i + 4;
        }
    }
}

bool log_instant(struct text text, struct instant *out_instant)
{
    enum { LOCAL = 7 * 60, TIME_AT = 10 };
    char plain[40];
    struct instant instant;
    int32_t zone = LOCAL;
    text = text_trim(text);
    (void)cut_zone(&text, &zone);
    cut_fraction(&text);
    if (!text_copy(text_trim(text), plain, sizeof plain)) {
        return false;
    }
    for (size_t i = 0; plain[i] != '\0'; i++) {
        if (plain[i] == '/' && i < TIME_AT) {
            plain[i] = '-';
        } else if (plain[i] == ' ' && i == TIME_AT) {
            plain[i] = 'T';
        } else if (plain[i] == ',') {
            plain[i] = '.';
        }
    }
    if (instant_parse(text_of(plain), &instant) != STATUS_OK) {
        struct day day;
        if (day_parse(text_of(plain), &day) != STATUS_OK) {
            return false;
        }
        instant = minute_instant(day_minute(day, 0));
    }
    instant.ms += (int64_t)(LOCAL - zone) * MS_A_MINUTE;
    *out_instant = instant;
    return instant.ms >= 0;
}

/* --- cases --- */

static void give_code(const struct event_log *log, struct log_case *one, struct text name)
{
    struct item_code code;
    item_code_read(name, &log->grammar, &code);
    one->code[0] = '\0';
    if (code.kind == ITEM_DOSSIER) {
        return;
    }
    const struct civil civil = instant_civil(one->first);
    struct line line = line_of(one->code, sizeof one->code);
    line_put(&line, "X00-");
    line_digits(&line, (uint64_t)civil.year % 100, 2);
    line_digits(&line, (uint64_t)civil.month, 2);
    line_digits(&line, (uint64_t)civil.day, 2);
    line_char(&line, '-');
    line_digits(&line, log->case_count + 1, 6);
    (void)line_done(&line);
}

/* NULL: no room. */
static struct log_case *case_of(struct event_log *log, struct text text, struct instant at)
{
    struct name name;
    if (text.size > NAME_SIZE_MAX || names_give(&log->names, text, &name) != STATUS_OK) {
        return NULL;
    }
    uint32_t *place = &log->case_of[name.id];
    if (*place > 0) {
        struct log_case *one = &log->cases[*place - 1];
        one->first = at.ms < one->first.ms ? at : one->first;
        return one;
    }
    if (log->case_count == log->cases_max) {
        return NULL;
    }
    struct log_case *one = &log->cases[log->case_count];
    *one = (struct log_case){.name = name,
                             .first = at,
                             .received = INSTANT_NEVER,
                             .deadline = INSTANT_NEVER,
                             .returned = INSTANT_NEVER};
    give_code(log, one, text);
    *place = ++log->case_count;
    return one;
}

static void note_time(struct text text, struct instant *out)
{
    struct instant instant;
    if (text.size > 0 && log_instant(text, &instant)) {
        *out = instant;
    }
}

static void note_name(struct event_log *log, struct text text, struct name *out)
{
    struct name name;
    if (text.size > 0 && text.size <= NAME_SIZE_MAX &&
        names_give(&log->names, text, &name) == STATUS_OK) {
        *out = name;
    }
}

static void note_case(struct event_log *log, struct log_case *one,
                      const struct text value[LOG_FIELDS])
{
    note_time(value[LOG_RECEIVED], &one->received);
    note_time(value[LOG_DEADLINE], &one->deadline);
    note_time(value[LOG_RETURNED], &one->returned);
    note_name(log, value[LOG_PROCEDURE], &one->procedure);
    note_name(log, log_map_party(log->map, value[LOG_AGENCY]), &one->agency);
}

static struct text code_of(const struct event_log *log, const struct log_case *one)
{
    return one->code[0] != '\0' ? text_of(one->code) : names_text(&log->names, one->name);
}

/* --- events --- */

struct event {
    struct log_case *one;
    const struct log_rule *rule;
    struct instant start, end; /* INSTANT_NEVER: not said */
    struct text transition, party, counterpart;
};

static void put_act(struct event_log *log, const struct event *event, enum act_kind kind,
                    struct instant at)
{
    char when[INSTANT_TEXT_SIZE];
    (void)fprintf(log->acts, "%s,%s,", instant_text(at, when), act_kind_name(kind));
    study_field(log->acts, code_of(log, event->one));
    (void)fputc(',', log->acts);
    study_field(log->acts, event->party);
    (void)fputs(",,", log->acts);
    study_field(log->acts, event->counterpart);
    (void)fputs(",,,\n", log->acts);
}

/* A log that says when work began, in the event itself or in one before, has it taken then; one
 * that says only when it ended has it taken in that instant. */
static void put_work(struct event_log *log, struct event *event)
{
    const bool starts = text_is(event->transition, "start");
    struct name party = NAME_NONE;
    const bool known = names_give(&log->names, event->party, &party) == STATUS_OK;
    const bool begun = known && party.id != 0 && name_same(event->one->worker, party);
    event->counterpart = (struct text){.at = "", .size = 0};
    if (starts) {
        put_act(log, event, ACT_TAKE,
                event->start.ms != INSTANT_NEVER.ms ? event->start : event->end);
        event->one->worker = party;
        return;
    }
    const struct instant end = event->end.ms != INSTANT_NEVER.ms ? event->end : event->start;
    if (!begun) {
        put_act(log, event, ACT_TAKE, event->start.ms != INSTANT_NEVER.ms ? event->start : end);
    }
    put_act(log, event, ACT_READY, end);
    event->one->worker = NAME_NONE;
}

static void put_event(struct event_log *log, struct event *event)
{
    switch ((enum log_meaning)event->rule->meaning) {
    case LOG_IGNORE:
        log->ignored++;
        return;
    case LOG_WORK:
        put_work(log, event);
        break;
    case LOG_ACT:
        put_act(log, event, (enum act_kind)event->rule->act,
                event->start.ms != INSTANT_NEVER.ms ? event->start : event->end);
        break;
    }
    log->events++;
}

static bool read_time(struct text text, struct instant *out)
{
    *out = INSTANT_NEVER;
    return text.size == 0 || log_instant(text, out);
}

enum event_fault event_log_take(struct event_log *log, const struct text value[LOG_FIELDS],
                                struct text *out_found)
{
    struct event event = {.transition = value[LOG_TRANSITION]};
    *out_found = value[LOG_CASE];
    if (value[LOG_CASE].size == 0) {
        return EVENT_NO_CASE;
    }
    for (int i = LOG_START; i <= LOG_END; i++) {
        if (!read_time(value[i], i == LOG_START ? &event.start : &event.end)) {
            *out_found = value[i];
            return EVENT_BAD_TIME;
        }
    }
    const struct instant at = event.start.ms != INSTANT_NEVER.ms ? event.start : event.end;
    if (at.ms == INSTANT_NEVER.ms) {
        return EVENT_NO_TIME;
    }
    event.one = case_of(log, value[LOG_CASE], at);
    if (!event.one) {
        return EVENT_FULL;
    }
    note_case(log, event.one, value);
    event.rule = log_map_rule(log->map, value[LOG_ACTIVITY], value[LOG_TRANSITION]);
    if (!event.rule) {
        log->unmapped++;
        return EVENT_FINE;
    }
    event.party = event.rule->party[0] != '\0' ? text_of(event.rule->party)
                                               : log_map_party(log->map, value[LOG_PARTY]);
    event.counterpart = event.rule->counterpart[0] != '\0'
                            ? text_of(event.rule->counterpart)
                            : log_map_party(log->map, value[LOG_COUNTERPART]);
    if (event.party.size == 0 && event.rule->meaning != LOG_IGNORE) {
        return EVENT_NO_PARTY;
    }
    put_event(log, &event);
    return EVENT_FINE;
}

/* --- what comes out --- */

/* The portal's yyyyMMddHHmmss, local. */
static void put_compact(FILE *out, struct instant at)
{
    if (at.ms != INSTANT_NEVER.ms) {
        const struct civil civil = instant_civil(at);
        (void)fprintf(out, "%04d%02d%02d%02d%02d%02d", civil.year, civil.month, civil.day,
                      civil.hour, civil.minute, civil.second);
    }
}

/* A procedure that is none of ours has the budget of all. */
static struct text procedure_of(const struct event_log *log, const struct log_case *one)
{
    const struct text text = names_text(&log->names, one->procedure);
    bool ours =
        text.size >= PROCEDURE_SIZE && text.at[1] == '.' && text.at[0] >= '1' && text.at[0] <= '3';
    for (size_t i = 2; ours && i < PROCEDURE_SIZE; i++) {
        ours = text.at[i] >= '0' && text.at[i] <= '9';
    }
    return ours ? text : (struct text){.at = "", .size = 0};
}

void event_log_feed(const struct event_log *log, FILE *out)
{
    for (uint32_t i = 0; i < log->case_count; i++) {
        const struct log_case *one = &log->cases[i];
        const bool returned = one->returned.ms != INSTANT_NEVER.ms;
        study_field(out, code_of(log, one));
        (void)fputc(',', out);
        study_field(out, procedure_of(log, one));
        (void)fputs(",,,", out);
        put_compact(out, one->received.ms != INSTANT_NEVER.ms ? one->received : one->first);
        (void)fputc(',', out);
        put_compact(out, one->deadline);
        (void)fprintf(out, ",%s,,", returned ? "10" : "4");
        study_field(out, names_text(&log->names, one->agency));
        (void)fputs(",0,", out);
        put_compact(out, one->returned);
        (void)fputc('\n', out);
    }
}

uint32_t event_log_codes(const struct event_log *log, FILE *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < log->case_count; i++) {
        if (log->cases[i].code[0] != '\0') {
            (void)fprintf(out, "%s,", log->cases[i].code);
            study_field(out, names_text(&log->names, log->cases[i].name));
            (void)fputc('\n', out);
            count++;
        }
    }
    return count;
}

/* clang-format off */
static const struct said sentences[] = {
    [EVENT_FINE] = {"", "", ""},
    [EVENT_NO_CASE] =
    {"LOG-07",
     "Dòng {0}: sự kiện không thuộc hồ sơ nào.",
     "Line {0}: the event belongs to no case."},
    [EVENT_NO_TIME] =
    {"LOG-08",
     "Dòng {0}: sự kiện của '{1}' không có thời điểm.",
     "Line {0}: the event of '{1}' has no time."},
    [EVENT_BAD_TIME] =
    {"LOG-09",
     "Dòng {0}: '{1}' không phải thời điểm.",
     "Line {0}: '{1}' is no instant."},
    [EVENT_NO_PARTY] =
    {"LOG-10",
     "Dòng {0}: sự kiện của '{1}' không nói của ai.",
     "Line {0}: the event of '{1}' does not say whose it is."},
    [EVENT_FULL] =
    {"LOG-11",
     "Dòng {0}: mã '{1}' quá dài, hoặc quá nhiều hồ sơ.",
     "Line {0}: the case '{1}' is too long, or there are too many."},
};
/* clang-format on */

const struct said *event_fault_said(enum event_fault fault)
{
    assert(fault <= EVENT_FULL);
    return &sentences[fault];
}
