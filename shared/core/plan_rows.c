#include "core/csv_line.h"
#include "core/plan_table.h"

/* Reading a plan: one line becomes one row. Nothing is resolved here; plan_resolve.c does that when
 * all rows are in. */

enum { MINUTES_MAX = 20000, PERCENT_MAX = 100, SEQ_MAX = 9999, WORKING_DAY = 480, HALF_DAY = 240 };

/* One line while it is read: fields are taken from left to right, and the first fault stays. */
struct row_reader {
    struct csv_line csv;
    size_t at;
    struct names *names;
    enum plan_fault_kind fault;
    struct text found;
};

static void fail(struct row_reader *row, enum plan_fault_kind kind, struct text found)
{
    if (row->fault == PLAN_FAULT_NONE) {
        row->fault = kind;
        row->found = found;
    }
}

static struct text next_field(struct row_reader *row)
{
    return text_trim(csv_field(&row->csv, row->at++));
}

static struct name next_code(struct row_reader *row, bool may_be_empty)
{
    struct text field = next_field(row);
    struct name name = NAME_NONE;
    if ((field.size == 0 && !may_be_empty) || field.size > NAME_SIZE_MAX) {
        fail(row, PLAN_FAULT_CODE, field);
    } else if (names_give(row->names, field, &name) != STATUS_OK) {
        fail(row, PLAN_FAULT_FULL, field);
    }
    return name;
}

static int32_t number_of(struct row_reader *row, struct text field, int32_t max)
{
    int64_t value = 0;
    if (!text_signed(field, &value)) {
        fail(row, PLAN_FAULT_NUMBER, field);
        return 0;
    }
    if (value < 0) {
        fail(row, PLAN_FAULT_NEGATIVE, field);
        return 0;
    }
    if (value > max) {
        fail(row, PLAN_FAULT_NUMBER, field);
        return 0;
    }
    return (int32_t)value;
}

static int32_t next_number(struct row_reader *row, int32_t max)
{
    return number_of(row, next_field(row), max);
}

/* `hh:mm` as the minute of the day. */
static int16_t time_of(struct row_reader *row, struct text field)
{
    uint64_t hour = 0;
    uint64_t minute = 0;
    if (field.size != 5 || field.at[2] != ':' ||
        !text_unsigned((struct text){field.at, 2}, &hour) ||
        !text_unsigned((struct text){field.at + 3, 2}, &minute) || hour > 23 || minute > 59) {
        fail(row, PLAN_FAULT_TIME, field);
        return PLAN_NO_TIME;
    }
    return (int16_t)(hour * 60 + minute);
}

static int16_t next_time(struct row_reader *row)
{
    struct text field = next_field(row);
    if (field.size == 0) {
        return PLAN_NO_TIME;
    }
    return time_of(row, field);
}

static void next_dates(struct row_reader *row, struct day *out_from, struct day *out_to)
{
    struct text from = next_field(row);
    struct text to = next_field(row);
    *out_from = PLAN_OPEN_FROM;
    *out_to = PLAN_OPEN_TO;
    if (from.size > 0 && day_parse(from, out_from) != STATUS_OK) {
        fail(row, PLAN_FAULT_DATE, from);
    }
    if (to.size > 0 && day_parse(to, out_to) != STATUS_OK) {
        fail(row, PLAN_FAULT_DATE, to);
    }
    if (out_to->d < out_from->d) {
        fail(row, PLAN_FAULT_DATES, to);
    }
}

/* Degrees with a decimal point as micro-degrees; what lies beyond six decimals is cut. */
static int32_t next_degrees(struct row_reader *row, int32_t degrees_max)
{
    struct text field = next_field(row);
    struct text rest = field;
    if (field.size == 0) {
        return 0;
    }
    bool negative = field.at[0] == '-';
    if (negative) {
        rest = (struct text){field.at + 1, field.size - 1};
    }
    struct text whole = text_split(&rest, '.');
    uint64_t degrees = 0;
    uint64_t millionths = 0;
    size_t decimals = rest.size < 6 ? rest.size : 6;
    if (!text_unsigned(whole, &degrees) || degrees > (uint64_t)degrees_max ||
        (decimals > 0 && !text_unsigned((struct text){rest.at, decimals}, &millionths))) {
        fail(row, PLAN_FAULT_POSITION, field);
        return 0;
    }
    for (size_t i = decimals; i < 6; i++) {
        millionths *= 10;
    }
    if (degrees == (uint64_t)degrees_max && millionths > 0) {
        fail(row, PLAN_FAULT_POSITION, field);
        return 0;
    }
    int32_t value = (int32_t)(degrees * 1000000 + millionths);
    return negative ? -value : value;
}

/* Who is told of a flag, and when. False: WHAT is none of these. */
static bool take_ladder(struct ladder_settings *ladder, struct row_reader *row, struct text what,
                        struct text value)
{
    const struct {
        const char *name;
        int32_t *to;
        bool time;
    } settings[] = {
        {"load_first",     &ladder->load_first,     false},
        {"officer_after",  &ladder->officer_after,  false},
        {"manager_after",  &ladder->manager_after,  false},
        {"quiet_from",     &ladder->quiet_from,     true },
        {"quiet_to",       &ladder->quiet_to,       true },
        {"digest_morning", &ladder->digest_morning, true },
        {"digest_noon",    &ladder->digest_noon,    true },
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (text_is(what, settings[i].name)) {
            *settings[i].to =
                settings[i].time ? time_of(row, value) : number_of(row, value, MINUTES_MAX);
            return true;
        }
    }
    return false;
}

static void take_set(struct plan *plan, struct row_reader *row)
{
    struct plan_settings settings = plan->settings;
    struct text what = next_field(row);
    struct text value = next_field(row);
    if (text_is(what, "grace")) {
        settings.grace = number_of(row, value, MINUTES_A_DAY);
    } else if (text_is(what, "extra_notice")) {
        settings.extra_notice = number_of(row, value, MINUTES_MAX);
    } else if (text_is(what, "due_soon")) {
        settings.due_soon = number_of(row, value, MINUTES_MAX);
    } else if (text_is(what, "pass_on_after")) {
        settings.pass_on_after = value.size == 0 ? PROMISE_RULE_OFF : time_of(row, value);
    } else if (text_is(what, "judged")) {
        settings.judged = text_is(value, "instant") ? PROMISE_BY_INSTANT : PROMISE_BY_DATE;
        if (!text_is(value, "instant") && !text_is(value, "date")) {
            fail(row, PLAN_FAULT_SETTING, value);
        }
    } else if (!take_ladder(&settings.ladder, row, what, value)) {
        fail(row, PLAN_FAULT_SETTING, what);
    }
    if (row->fault == PLAN_FAULT_NONE) {
        plan->settings = settings;
    }
}

static void take_stop(struct plan *plan, struct row_reader *row)
{
    struct plan_stop stop = {.line = plan->line};
    stop.code = next_code(row, false);
    stop.party = next_code(row, false);
    stop.label = next_code(row, true);
    stop.lat_e6 = next_degrees(row, 90);
    struct text lat = csv_field(&row->csv, row->at - 1);
    stop.lon_e6 = next_degrees(row, 180);
    next_dates(row, &stop.from, &stop.to);
    if (lat.size > 0 && stop.lat_e6 == 0 && stop.lon_e6 == 0) {
        fail(row, PLAN_FAULT_POSITION, lat); /* a receiver without a fix says 0,0 */
    }
    if (row->fault == PLAN_FAULT_NONE) {
        plan->stops[plan->stop_count++] = stop;
    }
}

static uint8_t next_days(struct row_reader *row)
{
    struct text field = next_field(row);
    if (text_is(field, "W")) {
        return PLAN_EVERY_DAY;
    }
    uint8_t days = 0;
    for (size_t i = 0; i < field.size; i++) {
        if (field.at[i] < '1' || field.at[i] > '7') {
            fail(row, PLAN_FAULT_DAYS, field);
            return 0;
        }
        days |= (uint8_t)(1u << (field.at[i] - '1'));
    }
    if (days == 0) {
        fail(row, PLAN_FAULT_DAYS, field);
    }
    return days;
}

static uint8_t next_season(struct row_reader *row)
{
    struct text field = next_field(row);
    if (text_is(field, "all")) {
        return SEASON_ALL;
    }
    if (text_is(field, "summer")) {
        return SEASON_SUMMER;
    }
    if (!text_is(field, "winter")) {
        fail(row, PLAN_FAULT_SEASON, field);
    }
    return SEASON_WINTER;
}

static void take_call(struct plan *plan, struct row_reader *row)
{
    struct plan_call call = {.line = plan->line};
    call.route = next_code(row, false);
    call.round = next_code(row, false);
    call.seq = (int16_t)next_number(row, SEQ_MAX);
    call.stop = next_code(row, false);
    call.arrives = next_time(row);
    call.departs = next_time(row);
    struct text departs = text_trim(csv_field(&row->csv, row->at - 1));
    struct text cut_off = next_field(row);
    if (cut_off.size > 0) {
        call.cut_off = (int16_t)number_of(row, cut_off, MINUTES_A_DAY);
    }
    call.days = next_days(row);
    call.season = next_season(row);
    next_dates(row, &call.from, &call.to);
    bool never = call.arrives == PLAN_NO_TIME && call.departs == PLAN_NO_TIME;
    if (never || (call.departs != PLAN_NO_TIME && call.departs < call.arrives)) {
        fail(row, PLAN_FAULT_CALL_TIMES, departs);
    }
    if (row->fault == PLAN_FAULT_NONE) {
        plan->calls[plan->call_count++] = call;
    }
}

/* `24wh`, `3wd` (480 minutes each), `1hd` (240) or `70%`. */
static void next_processing(struct row_reader *row, struct budget *budget)
{
    struct text field = next_field(row);
    size_t size = field.size;
    bool share = size > 1 && field.at[size - 1] == '%';
    size_t unit_size = share ? 1 : size > 2 ? 2 : 0;
    struct text unit = {field.at + size - unit_size, unit_size};
    struct text digits = {field.at, size - unit_size};
    int32_t each = share                 ? 1
                   : text_is(unit, "wh") ? 60
                   : text_is(unit, "hd") ? HALF_DAY
                   : text_is(unit, "wd") ? WORKING_DAY
                                         : 0;
    uint64_t value = 0;
    if (each > 0 && text_starts(digits, "-")) {
        fail(row, PLAN_FAULT_NEGATIVE, field);
        return;
    }
    if (each == 0 || !text_unsigned(digits, &value) || value > DURATION_COUNT_MAX ||
        (share && value > PERCENT_MAX)) {
        fail(row, PLAN_FAULT_PROCESSING, field);
        return;
    }
    budget->share = share;
    budget->processing = (int32_t)value * each;
}

static void take_budget(struct plan *plan, struct row_reader *row)
{
    struct plan_budget_row budget = {.line = plan->line};
    struct text procedure = next_field(row);
    struct text key = {procedure.at, procedure.size < 8 ? procedure.size : 8};
    struct text agency = next_field(row);
    if (key.size == 0 || agency.size == 0 || agency.size > NAME_SIZE_MAX) {
        fail(row, PLAN_FAULT_CODE, key.size == 0 ? procedure : agency);
        return;
    }
    if ((!text_is(key, "*") && names_give(row->names, key, &budget.procedure) != STATUS_OK) ||
        (!text_is(agency, "*") && names_give(row->names, agency, &budget.agency) != STATUS_OK)) {
        fail(row, PLAN_FAULT_FULL, procedure);
        return;
    }
    struct text kind = next_field(row);
    int at = 0;
    while (at < JOURNEY_KINDS && !text_is(kind, journey_kind_name((enum journey_kind)at))) {
        at++;
    }
    if (at == JOURNEY_KINDS) {
        fail(row, PLAN_FAULT_KIND, kind);
        return;
    }
    budget.budget.kind = (enum journey_kind)at;
    next_processing(row, &budget.budget);
    budget.budget.handover = next_number(row, MINUTES_MAX);
    budget.budget.receipt = next_number(row, MINUTES_MAX);
    next_dates(row, &budget.from, &budget.to);
    if (row->fault == PLAN_FAULT_NONE) {
        plan->budgets[plan->budget_count++] = budget;
    }
}

static void take_cancel(struct plan *plan, struct row_reader *row)
{
    struct plan_cancel cancel = {.line = plan->line, .known = {INT32_MIN}};
    struct text day = next_field(row);
    if (day_parse(day, &cancel.day) != STATUS_OK) {
        fail(row, PLAN_FAULT_DATE, day);
    }
    cancel.route = next_code(row, false);
    cancel.round = next_code(row, false);
    struct text known = next_field(row);
    struct instant instant;
    if (known.size > 0 && instant_parse(known, &instant) != STATUS_OK) {
        fail(row, PLAN_FAULT_DATE, known);
    } else if (known.size > 0) {
        cancel.known = instant_minute(instant);
    }
    if (row->fault == PLAN_FAULT_NONE) {
        plan->cancels[plan->cancel_count++] = cancel;
    }
}

/* `promise,PROCEDURE|*,extend|restart,date|instant,FROM,TO` */
static void take_promise(struct plan *plan, struct row_reader *row)
{
    struct plan_terms_row terms = {.line = plan->line};
    struct text procedure = next_field(row);
    struct text key = {procedure.at, procedure.size < 8 ? procedure.size : 8};
    if (key.size == 0) {
        fail(row, PLAN_FAULT_CODE, procedure);
    } else if (!text_is(key, "*") && names_give(row->names, key, &terms.procedure) != STATUS_OK) {
        fail(row, PLAN_FAULT_FULL, procedure);
    }
    struct text pause = next_field(row);
    terms.terms.pause = text_is(pause, "restart") ? PROMISE_RESTART : PROMISE_EXTEND;
    if (!text_is(pause, "restart") && !text_is(pause, "extend")) {
        fail(row, PLAN_FAULT_PAUSE, pause);
    }
    struct text judged = next_field(row);
    terms.judges = judged.size > 0;
    terms.terms.judged = text_is(judged, "instant") ? PROMISE_BY_INSTANT : PROMISE_BY_DATE;
    if (terms.judges && !text_is(judged, "instant") && !text_is(judged, "date")) {
        fail(row, PLAN_FAULT_SETTING, judged);
    }
    next_dates(row, &terms.from, &terms.to);
    if (row->fault == PLAN_FAULT_NONE) {
        plan->terms[plan->terms_count++] = terms;
    }
}

/* `merge,OLD,NEW,FROM` */
static void take_merge(struct plan *plan, struct row_reader *row)
{
    struct merger merger = {.line = plan->line};
    merger.old_party = next_code(row, false);
    merger.new_party = next_code(row, false);
    struct text from = next_field(row);
    if (day_parse(from, &merger.from) != STATUS_OK) {
        fail(row, PLAN_FAULT_DATE, from);
    }
    if (row->fault == PLAN_FAULT_NONE) {
        plan->mergers[plan->merger_count++] = merger;
    }
}

/* The words, how many fields they want and may have, and who takes them. */
static const struct word {
    const char *word;
    size_t least;
    size_t most;
    void (*take)(struct plan *plan, struct row_reader *row);
} words[] = {
    {"set",     2,  3,  take_set    },
    {"stop",    3,  8,  take_stop   },
    {"call",    10, 12, take_call   },
    {"budget",  7,  9,  take_budget },
    {"cancel",  4,  5,  take_cancel },
    {"promise", 3,  6,  take_promise},
    {"merge",   4,  4,  take_merge  },
};

static void take_row(struct plan *plan, struct row_reader *row, struct text line)
{
    if (csv_line_split(line, &row->csv) != STATUS_OK) {
        fail(row, PLAN_FAULT_LINE, line);
        return;
    }
    while (row->csv.count > 1 && text_trim(row->csv.field[row->csv.count - 1]).size == 0) {
        row->csv.count--; /* spreadsheets pad */
    }
    struct text word = next_field(row);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_is(word, words[i].word)) {
            if (row->csv.count < words[i].least || row->csv.count > words[i].most) {
                fail(row, PLAN_FAULT_FIELDS, line);
                return;
            }
            words[i].take(plan, row);
            return;
        }
    }
    fail(row, PLAN_FAULT_WORD, word);
}

bool plan_row(struct plan *plan, struct names *names, struct text line,
              struct plan_fault *out_fault)
{
    struct text trimmed = text_trim(line);
    plan->line++;
    if (trimmed.size == 0 || trimmed.at[0] == '#') {
        return true;
    }
    struct row_reader row;
    row.at = 0;
    row.names = names;
    row.fault = PLAN_FAULT_NONE;
    uint32_t rows = plan->stop_count + plan->call_count + plan->budget_count + plan->cancel_count +
                    plan->terms_count + plan->merger_count;
    if (rows >= plan->rows_max) {
        fail(&row, PLAN_FAULT_FULL, line);
    } else {
        take_row(plan, &row, line);
    }
    if (row.fault == PLAN_FAULT_NONE) {
        return true;
    }
    bool lent = row.found.at >= row.csv.plain && row.found.at < row.csv.plain + CSV_LINE_MAX;
    *out_fault = (struct plan_fault){row.fault, plan->line, lent ? line : row.found};
    return false;
}
