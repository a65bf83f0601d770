#include <string.h>

#include "base/check.h"
#include "base/span.h"
#include "core/calendar.h"

/* While building, of_day holds what the rows said; calendar_end() turns it into hours. */
enum { SAID_NOTHING = 255, SAID_OFF = 254, SAID_WORK = 253 };
/* Indexes into `hours`: the two seasons, then none, then what short days have. */
enum { HOURS_NONE = CALENDAR_SEASONS, HOURS_SHORT };

static_assert(HOURS_SHORT + CALENDAR_SHORTS_MAX <= SAID_WORK, "of_day is one byte");
static_assert(CALENDAR_YEAR_MAX - CALENDAR_YEAR_MIN < 32, "years is one word");

const struct calendar_hours calendar_hours_nghe_an = {
    .season = {
               [CALENDAR_SUMMER] = {4, 16, {{{7 * 60, 11 * 60 + 30}, {13 * 60 + 30, 17 * 60}}}},
               [CALENDAR_WINTER] = {10, 16, {{{7 * 60 + 30, 12 * 60}, {13 * 60 + 30, 17 * 60}}}},
               }
};

static int minutes_in(const struct day_hours *hours)
{
    return hours->session[0].to - hours->session[0].from + hours->session[1].to -
           hours->session[1].from;
}

static enum calendar_fault_kind hours_fault(const struct day_hours *hours)
{
    const struct session *session = hours->session;
    bool one = session[1].from == 0 && session[1].to == 0;
    if (session[0].from < 0 || session[0].from >= session[0].to ||
        (!one && session[1].from >= session[1].to) || session[0].to > MINUTES_A_DAY ||
        session[1].to > MINUTES_A_DAY) {
        return CALENDAR_FAULT_HOURS;
    }
    if (!one && session[1].from < session[0].to) {
        return CALENDAR_FAULT_OVERLAP;
    }
    int minutes = minutes_in(hours);
    bool held = minutes >= CALENDAR_DAY_MINUTES_MIN && minutes <= CALENDAR_DAY_MINUTES_MAX;
    return held ? CALENDAR_FAULT_NONE : CALENDAR_FAULT_LENGTH;
}

bool calendar_hours_valid(const struct calendar_hours *hours)
{
    for (int i = 0; i < CALENDAR_SEASONS; i++) {
        struct day day;
        if (hours_fault(&hours->season[i].hours) != CALENDAR_FAULT_NONE ||
            !civil_day(2000, hours->season[i].month, hours->season[i].day, &day)) {
            return false;
        }
    }
    return hours->season[CALENDAR_SUMMER].month != hours->season[CALENDAR_WINTER].month ||
           hours->season[CALENDAR_SUMMER].day != hours->season[CALENDAR_WINTER].day;
}

void calendar_begin(struct calendar *cal, uint32_t version, struct day valid_from,
                    const struct calendar_hours *hours)
{
    const struct calendar_hours *seasons = hours ? hours : &calendar_hours_nghe_an;
    assert(calendar_hours_valid(seasons));
    memset(cal, 0, sizeof *cal);
    memset(cal->of_day, SAID_NOTHING, sizeof cal->of_day);
    cal->version = version;
    cal->valid_from = valid_from;
    cal->total = -1; /* until calendar_end() */
    cal->seasons = *seasons;
    for (int i = 0; i < CALENDAR_SEASONS; i++) {
        cal->hours[i] = seasons->season[i].hours;
    }
    calendar_lay_seasons(cal);
}

/* `07:30` at the front of *text. */
static bool take_clock(struct text *text, int16_t *out_minute)
{
    uint64_t hour = 0;
    uint64_t minute = 0;
    if (text->size < 5 || text->at[2] != ':' || !text_unsigned((struct text){text->at, 2}, &hour) ||
        !text_unsigned((struct text){text->at + 3, 2}, &minute) || hour > 23 || minute > 59) {
        return false;
    }
    *out_minute = (int16_t)(hour * 60 + minute);
    *text = (struct text){text->at + 5, text->size - 5};
    return true;
}

/* `07:30-11:30`, or two of them with blanks between. */
static enum calendar_fault_kind read_hours(struct text text, struct day_hours *out_hours)
{
    struct day_hours hours = {0};
    for (int i = 0; i < CALENDAR_SESSIONS_MAX && text.size > 0; i++) {
        struct session *session = &hours.session[i];
        bool read = take_clock(&text, &session->from) && text.size > 0 && text.at[0] == '-';
        if (read) {
            text = (struct text){text.at + 1, text.size - 1};
            read = take_clock(&text, &session->to);
        }
        if (!read || (text.size > 0 && text.at[0] != ' ') || session->from >= session->to) {
            return CALENDAR_FAULT_HOURS;
        }
        text = text_trim(text);
    }
    enum calendar_fault_kind fault = text.size > 0 ? CALENDAR_FAULT_HOURS : hours_fault(&hours);
    if (fault == CALENDAR_FAULT_NONE) {
        *out_hours = hours;
    }
    return fault;
}

/* The next field of a CSV line (RFC 4180): quotes around it are taken off. False: a quote that
 * never closes, or something behind a closing one. */
static bool take_field(struct text *rest, struct text *out_field)
{
    if (rest->size == 0 || rest->at[0] != '"') {
        *out_field = text_trim(text_split(rest, ','));
        return true;
    }
    size_t end = 1;
    while (end < rest->size &&
           (rest->at[end] != '"' || (end + 1 < rest->size && rest->at[end + 1] == '"'))) {
        end += rest->at[end] == '"' ? 2 : 1;
    }
    if (end >= rest->size || (end + 1 < rest->size && rest->at[end + 1] != ',')) {
        return false;
    }
    *out_field = (struct text){rest->at + 1, end - 1};
    *rest = end + 1 < rest->size ? (struct text){rest->at + end + 2, rest->size - end - 2}
                                 : (struct text){0};
    return true;
}

enum { FIELD_DATE, FIELD_KIND, FIELD_AUTHORITY, FIELD_HOURS, FIELDS };

/* The four fields; the last is empty where the line has three. */
static bool take_fields(struct text line, struct text out_fields[FIELDS])
{
    struct text rest = line;
    for (int i = 0; i < FIELDS; i++) {
        if (rest.at == NULL && i <= FIELD_AUTHORITY) {
            return false;
        }
        out_fields[i] = (struct text){0};
        if (rest.at != NULL && !take_field(&rest, &out_fields[i])) {
            return false;
        }
    }
    return rest.at == NULL;
}

bool calendar_entry_read(struct text line, struct calendar_entry *out_entry)
{
    struct text field[FIELDS];
    struct day day;
    line = text_trim(line);
    if (line.size == 0 || line.at[0] == '#' || !take_fields(line, field) ||
        day_parse(field[FIELD_DATE], &day) != STATUS_OK) {
        return false;
    }
    *out_entry = (struct calendar_entry){.day = day,
                                         .kind = field[FIELD_KIND],
                                         .authority = field[FIELD_AUTHORITY],
                                         .hours = field[FIELD_HOURS]};
    return true;
}

/* The index of HOURS in the table, given out now if it is new; 0 when the table is full. */
static uint8_t index_of_hours(struct calendar *cal, const struct day_hours *hours)
{
    for (uint32_t i = 0; i < cal->shorts; i++) {
        if (memcmp(&cal->hours[HOURS_SHORT + i], hours, sizeof *hours) == 0) {
            return (uint8_t)(HOURS_SHORT + i);
        }
    }
    if (cal->shorts == CALENDAR_SHORTS_MAX) {
        return 0;
    }
    cal->hours[HOURS_SHORT + cal->shorts] = *hours;
    return (uint8_t)(HOURS_SHORT + cal->shorts++);
}

/* What the kind and hours of a row say, as of_day keeps it while building. */
static enum calendar_fault_kind read_kind(struct calendar *cal, struct text kind, struct text hours,
                                          uint8_t *out_said)
{
    bool is_short = text_is(kind, "short");
    bool off = text_is(kind, "off");
    if (!is_short) {
        *out_said = off ? SAID_OFF : SAID_WORK;
        return !off && !text_is(kind, "work") ? CALENDAR_FAULT_KIND
               : hours.size > 0               ? CALENDAR_FAULT_HOURS
                                              : CALENDAR_FAULT_NONE;
    }
    if (hours.size == 0) {
        return CALENDAR_FAULT_NO_HOURS;
    }
    struct day_hours read;
    enum calendar_fault_kind fault = read_hours(hours, &read);
    if (fault == CALENDAR_FAULT_NONE) {
        *out_said = index_of_hours(cal, &read);
        fault = *out_said == 0 ? CALENDAR_FAULT_SHORTS : CALENDAR_FAULT_NONE;
    }
    return fault;
}

static bool fault_at(struct calendar_fault *out_fault, enum calendar_fault_kind kind,
                     struct text found)
{
    *out_fault = (struct calendar_fault){.kind = kind, .found = found};
    return false;
}

static bool is_date_taken(const struct calendar *cal, int32_t index)
{
    return cal->of_day[index] != SAID_NOTHING;
}

bool calendar_row(struct calendar *cal, struct text line, struct calendar_fault *out_fault)
{
    assert(cal->total < 0); /* between begin and end */
    struct text field[FIELDS];
    struct day day;
    uint8_t said = 0;
    line = text_trim(line);
    if (line.size == 0 || line.at[0] == '#' || text_starts(line, "date,kind")) {
        return true;
    }
    if (!text_utf8(line)) {
        return fault_at(out_fault, CALENDAR_FAULT_UTF8, (struct text){0});
    }
    if (!take_fields(line, field)) {
        return fault_at(out_fault, CALENDAR_FAULT_FIELDS, line);
    }
    if (day_parse(field[FIELD_DATE], &day) != STATUS_OK) {
        return fault_at(out_fault, CALENDAR_FAULT_DATE, field[FIELD_DATE]);
    }
    int32_t index = day.d - CALENDAR_DAY_FIRST;
    if (index < 0 || index >= CALENDAR_DAYS) {
        return fault_at(out_fault, CALENDAR_FAULT_RANGE, field[FIELD_DATE]);
    }
    if (is_date_taken(cal, index)) {
        return fault_at(out_fault, CALENDAR_FAULT_TWICE, field[FIELD_DATE]);
    }
    enum calendar_fault_kind fault = read_kind(cal, field[FIELD_KIND], field[FIELD_HOURS], &said);
    if (fault != CALENDAR_FAULT_NONE) {
        bool of_kind = fault == CALENDAR_FAULT_KIND || fault == CALENDAR_FAULT_NO_HOURS;
        return fault_at(out_fault, fault, field[of_kind ? FIELD_KIND : FIELD_HOURS]);
    }
    cal->of_day[index] = said;
    cal->years |= 1u << (day_civil(day).year - CALENDAR_YEAR_MIN);
    cal->rows++;
    return true;
}

static void add_hours(struct hash_sum *sum, const struct day_hours *hours)
{
    uint8_t bytes[8 * CALENDAR_SESSIONS_MAX];
    struct writer writer = writer_of(bytes, sizeof bytes);
    for (int i = 0; i < CALENDAR_SESSIONS_MAX; i++) {
        write_i32(&writer, hours->session[i].from);
        write_i32(&writer, hours->session[i].to);
    }
    hash_add(sum, writer_span(&writer));
}

static void add_numbers(struct hash_sum *sum, int32_t first, int32_t second)
{
    uint8_t bytes[8];
    struct writer writer = writer_of(bytes, sizeof bytes);
    write_i32(&writer, first);
    write_i32(&writer, second);
    hash_add(sum, writer_span(&writer));
}

/* What two calendars must agree in to be the same: valid-from, season hours, the rows by date. */
static struct hash hash_of_rows(const struct calendar *cal)
{
    static const struct text label = {.at = "trao/calendar/1", .size = 15};
    struct hash_sum sum;
    hash_begin(&sum);
    hash_add(&sum, span_of(label.at, label.size));
    add_numbers(&sum, cal->valid_from.d, (int32_t)cal->rows);
    for (int i = 0; i < CALENDAR_SEASONS; i++) {
        add_numbers(&sum, cal->seasons.season[i].month, cal->seasons.season[i].day);
        add_hours(&sum, &cal->seasons.season[i].hours);
    }
    for (int32_t i = 0; i < CALENDAR_DAYS; i++) {
        uint8_t said = cal->of_day[i];
        if (said == SAID_NOTHING) {
            continue;
        }
        bool is_short = said < SAID_WORK;
        add_numbers(&sum, i, is_short ? HOURS_SHORT : said);
        if (is_short) {
            add_hours(&sum, &cal->hours[said]);
        }
    }
    return hash_end(&sum);
}

static uint8_t hours_index(const struct calendar *cal, struct day day, uint8_t said)
{
    if (said == SAID_OFF || (said == SAID_NOTHING && day_weekday(day) > 5)) {
        return HOURS_NONE;
    }
    return said < SAID_WORK ? said : (uint8_t)calendar_season(cal, day);
}

void calendar_end(struct calendar *cal)
{
    assert(cal->total < 0);
    int32_t total = 0;
    uint16_t rank = 0;
    cal->hash = hash_of_rows(cal);
    for (int32_t i = 0; i < CALENDAR_DAYS; i++) {
        struct day day = {CALENDAR_DAY_FIRST + i};
        cal->of_day[i] = hours_index(cal, day, cal->of_day[i]);
        cal->before[i] = total;
        cal->rank[i] = rank;
        int32_t after = total + minutes_in(&cal->hours[cal->of_day[i]]);
        if (after > total) {
            cal->worked[rank++] = (uint16_t)i;
        }
        /* The first multiple of a step that is worked on this day, and the further ones. */
        int32_t step = (total + CALENDAR_DAY_MINUTES_MIN - 1) / CALENDAR_DAY_MINUTES_MIN;
        for (; step * CALENDAR_DAY_MINUTES_MIN < after; step++) {
            cal->day_at[step] = (uint16_t)i;
        }
        total = after;
    }
    cal->before[CALENDAR_DAYS] = total;
    cal->rank[CALENDAR_DAYS] = rank;
    cal->working_days = rank;
    cal->total = total;
}

bool calendar_read(struct calendar *cal, uint32_t version, struct day valid_from, struct text file,
                   struct calendar_fault *out_fault)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    uint32_t line = 0;
    if (text_starts(file, byte_order_mark)) {
        file = (struct text){file.at + 3, file.size - 3};
    }
    calendar_begin(cal, version, valid_from, NULL);
    while (file.size > 0) {
        line++;
        if (!calendar_row(cal, text_split(&file, '\n'), out_fault)) {
            out_fault->line = line;
            return false;
        }
    }
    calendar_end(cal);
    return true;
}
