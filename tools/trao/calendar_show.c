/* calendar_show - `trao calendar show`: what days are worked, by whose order. */
#include "tools/trao/almanac_said.h"
#include "tools/trao/answer.h"
#include "tools/trao/calendar_verbs.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/words.h"

enum { SATURDAY = 6, CELL_SIZE = 192, WORKING_DAY = 480 };

struct shown {
    const struct call *call;
    struct editions editions;
    size_t at; /* the version */
    const struct calendar *calendar;
    int year;
};

/* A table is walked twice: once to measure, once to print. */
struct sheet {
    struct table table;
    bool prints;
};

static void put(struct sheet *sheet, const struct text *cells)
{
    if (sheet->prints) {
        table_row(&sheet->table, cells, stdout);
    } else {
        table_measure(&sheet->table, cells);
    }
}

static void turn(struct sheet *sheet)
{
    table_fit(&sheet->table);
    (void)putchar('\n');
    table_titles(&sheet->table, stdout);
    sheet->prints = true;
}

static void put_clock(struct line *line, int minute)
{
    line_digits(line, (uint64_t)minute / 60, 2);
    line_char(line, ':');
    line_digits(line, (uint64_t)minute % 60, 2);
}

static void put_hours(struct line *line, const struct day_hours *hours)
{
    for (int i = 0; i < CALENDAR_SESSIONS_MAX && hours->session[i].to > 0; i++) {
        if (i > 0) {
            line_char(line, ' ');
        }
        put_clock(line, hours->session[i].from);
        line_char(line, '-');
        put_clock(line, hours->session[i].to);
    }
}

static void put_day_hours(const struct calendar *calendar, struct day day, struct line *line)
{
    struct day_hours hours = {0};
    (void)calendar_sessions(calendar, day, hours.session);
    put_hours(line, &hours);
}

static int32_t minutes_of(const struct calendar *calendar, struct day day)
{
    return calendar_working(calendar, day_minute(day, 0), day_minute((struct day){day.d + 1}, 0));
}

/* The row of the file that speaks of DAY. False: none does. */
static bool entry_of(const struct shown *shown, struct day day, struct calendar_entry *out_entry)
{
    const struct book_version *version = &shown->editions.files.versions[shown->at];
    struct text rows = {.at = version->text.bytes, .size = version->text.size};
    while (rows.size > 0) {
        if (calendar_entry_read(text_split(&rows, '\n'), out_entry) && out_entry->day.d == day.d) {
            return true;
        }
    }
    return false;
}

/* What one year comes to. */
struct year_sum {
    int days, off, saturdays, shorts;
    int32_t minutes;
};

static bool year_begins(int year, struct day *out_day)
{
    return civil_day(year, 1, 1, out_day);
}

static struct year_sum sum_of(const struct shown *shown, int year)
{
    struct year_sum sum = {0};
    struct calendar_entry entry;
    struct day day = {0};
    for (bool in = year_begins(year, &day); in; in = day_civil(day).year == year) {
        const int32_t minutes = minutes_of(shown->calendar, day);
        const bool weekend = day_weekday(day) >= SATURDAY;
        sum.days += minutes > 0;
        sum.minutes += minutes;
        sum.off += minutes == 0 && !weekend;
        sum.saturdays += minutes > 0 && weekend;
        sum.shorts += minutes > 0 && minutes < WORKING_DAY && entry_of(shown, day, &entry) &&
                      text_is(entry.kind, "short");
        day.d++;
    }
    return sum;
}

static bool year_has_rows(const struct calendar *calendar, int year)
{
    return (calendar->years >> (year - CALENDAR_YEAR_MIN) & 1U) != 0;
}

static int last_year(const struct calendar *calendar)
{
    int last = 0;
    for (int year = CALENDAR_YEAR_MIN; year <= CALENDAR_YEAR_MAX; year++) {
        last = year_has_rows(calendar, year) ? year : last;
    }
    return last;
}

/* --- in words --- */

static const char *season_word(const struct call *call, int season)
{
    return season == CALENDAR_SUMMER ? call_word(call, "mùa hè", "summer")
                                     : call_word(call, "mùa đông", "winter");
}

static void print_seasons(const struct shown *shown)
{
    const struct call *call = shown->call;
    const struct table_column columns[] = {
        {text_of(call_word(call, "Giờ làm việc", "Hours")),    false, false},
        {text_of(call_word(call, "Từ ngày",        "From")),     false, false},
        {text_of(call_word(call, "Buổi",            "Sessions")), false, true }
    };
    struct sheet sheet = {.prints = false};
    table_begin(&sheet.table, columns, 3, call->color);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < CALENDAR_SEASONS; i++) {
            const bool vi = call->language == LANGUAGE_VI;
            const int month = shown->calendar->seasons.season[i].month;
            const int day = shown->calendar->seasons.season[i].day;
            char bytes[2][CELL_SIZE];
            struct line from = line_of(bytes[0], CELL_SIZE);
            struct line hours = line_of(bytes[1], CELL_SIZE);
            line_digits(&from, (uint64_t)(vi ? day : month), 2);
            line_char(&from, vi ? '/' : '-');
            line_digits(&from, (uint64_t)(vi ? month : day), 2);
            put_hours(&hours, &shown->calendar->seasons.season[i].hours);
            const struct text cells[] = {text_of(season_word(call, i)), line_done(&from),
                                         line_done(&hours)};
            put(&sheet, cells);
        }
        if (pass == 0) {
            turn(&sheet);
        }
    }
}

static void number_cell(char bytes[CELL_SIZE], int64_t number, struct text *out_cell)
{
    struct line line = line_of(bytes, CELL_SIZE);
    line_signed(&line, number);
    *out_cell = line_done(&line);
}

static void print_years(const struct shown *shown)
{
    const struct call *call = shown->call;
    const struct table_column columns[] = {
        {text_of(call_word(call, "Năm",                 "Year")),         true, false},
        {text_of(call_word(call, "Ngày làm",           "Days worked")),  true, false},
        {text_of(call_word(call, "Giờ làm",           "Hours")),        true, false},
        {text_of(call_word(call, "Ngày nghỉ",         "Days off")),     true, false},
        {text_of(call_word(call, "Thứ Bảy làm bù", "Swapped days")), true, false},
        {text_of(call_word(call, "Ngày rút ngắn",    "Short days")),   true, false}
    };
    struct sheet sheet = {.prints = false};
    table_begin(&sheet.table, columns, 6, call->color);
    for (int pass = 0; pass < 2; pass++) {
        for (int year = CALENDAR_YEAR_MIN; year <= CALENDAR_YEAR_MAX; year++) {
            char bytes[6][CELL_SIZE];
            struct text cells[6];
            if (!year_has_rows(shown->calendar, year)) {
                continue;
            }
            const struct year_sum sum = sum_of(shown, year);
            const int64_t numbers[] = {year,    sum.days,      sum.minutes / 60,
                                       sum.off, sum.saturdays, sum.shorts};
            for (int i = 0; i < 6; i++) {
                number_cell(bytes[i], numbers[i], &cells[i]);
            }
            put(&sheet, cells);
        }
        if (pass == 0) {
            turn(&sheet);
        }
    }
}

static const char *kind_word(const struct call *call, struct text kind)
{
    return text_is(kind, "off")    ? call_word(call, "nghỉ", "off")
           : text_is(kind, "work") ? call_word(call, "làm bù", "worked")
                                   : call_word(call, "rút ngắn", "short");
}

static void print_days(const struct shown *shown)
{
    const struct call *call = shown->call;
    const struct table_column columns[] = {
        {text_of(call_word(call, "Ngày",     "Date")),      false, false},
        {text_of(call_word(call, "Thứ",     "Day")),       false, false},
        {text_of(call_word(call, "Là",       "Is")),        false, false},
        {text_of(call_word(call, "Giờ",     "Hours")),     false, false},
        {text_of(call_word(call, "Căn cứ", "Authority")), false, true }
    };
    struct sheet sheet = {.prints = false};
    table_begin(&sheet.table, columns, 5, call->color);
    for (int pass = 0; pass < 2; pass++) {
        struct day day = {0};
        for (bool in = year_begins(shown->year, &day); in;
             in = day_civil(day).year == shown->year) {
            struct calendar_entry entry;
            if (entry_of(shown, day, &entry)) {
                char date[CALENDAR_DAY_SIZE];
                char bytes[CELL_SIZE];
                struct line hours = line_of(bytes, sizeof bytes);
                put_day_hours(shown->calendar, day, &hours);
                const struct text cells[] = {
                    text_of(calendar_day(call, day, date)), text_of(calendar_weekday(call, day)),
                    text_of(kind_word(call, entry.kind)), line_done(&hours), entry.authority};
                put(&sheet, cells);
            }
            day.d++;
        }
        if (pass == 0) {
            turn(&sheet);
        }
    }
}

static void print_versions(const struct shown *shown)
{
    const struct book_files *files = &shown->editions.files;
    for (size_t i = 0; i < files->version_count; i++) {
        if (i != shown->at && shown->editions.edition[i].calendar) {
            calendar_version_said(&shown->editions, i);
        }
    }
    calendar_version_said(&shown->editions, shown->at);
}

/* --- as JSON --- */

static json_t *json_hours(const struct day_hours *hours)
{
    char bytes[CELL_SIZE];
    struct line line = line_of(bytes, sizeof bytes);
    put_hours(&line, hours);
    return answer_text(line_done(&line));
}

static json_t *json_years(const struct shown *shown)
{
    json_t *years = json_array();
    for (int year = CALENDAR_YEAR_MIN; year <= CALENDAR_YEAR_MAX; year++) {
        if (year_has_rows(shown->calendar, year)) {
            const struct year_sum sum = sum_of(shown, year);
            (void)json_array_append_new(
                years, json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", "year", year, "days_worked",
                                 sum.days, "minutes", (int)sum.minutes, "days_off", sum.off,
                                 "swapped", sum.saturdays, "short", sum.shorts));
        }
    }
    return years;
}

static json_t *json_days(const struct shown *shown)
{
    json_t *days = json_array();
    struct day day = {0};
    for (bool in = year_begins(shown->year, &day); in; in = day_civil(day).year == shown->year) {
        struct calendar_entry entry;
        if (entry_of(shown, day, &entry)) {
            char date[INSTANT_TEXT_SIZE];
            struct day_hours hours = {0};
            (void)calendar_sessions(shown->calendar, day, hours.session);
            (void)json_array_append_new(
                days, json_pack("{s:s, s:i, s:o, s:o, s:o}", "date", day_text(day, date), "weekday",
                                day_weekday(day), "kind", answer_text(entry.kind), "hours",
                                json_hours(&hours), "authority", answer_text(entry.authority)));
        }
        day.d++;
    }
    return days;
}

static json_t *json_seasons(const struct shown *shown)
{
    json_t *seasons = json_array();
    for (int i = 0; i < CALENDAR_SEASONS; i++) {
        (void)json_array_append_new(
            seasons,
            json_pack("{s:s, s:i, s:i, s:o}", "season", i == CALENDAR_SUMMER ? "summer" : "winter",
                      "month", (int)shown->calendar->seasons.season[i].month, "day",
                      (int)shown->calendar->seasons.season[i].day, "hours",
                      json_hours(&shown->calendar->seasons.season[i].hours)));
    }
    return seasons;
}

static int answer(const struct shown *shown)
{
    json_t *versions = json_array();
    const struct book_files *files = &shown->editions.files;
    for (size_t i = 0; i < files->version_count; i++) {
        if (shown->editions.edition[i].calendar) {
            (void)json_array_append_new(versions, calendar_version_json(&shown->editions, i));
        }
    }
    return answer_json(json_pack("{s:o, s:o, s:o, s:o, s:i, s:o}", "version",
                                 calendar_version_json(&shown->editions, shown->at), "versions",
                                 versions, "seasons", json_seasons(shown), "years",
                                 json_years(shown), "year", shown->year, "days", json_days(shown)))
               ? CALL_OK
               : CALL_FAILED;
}

static int show(struct shown *shown, struct minute at)
{
    if (!editions_calendar(&shown->editions, at, &shown->at)) {
        return call_refuse_plain(shown->call, CALL_FAILED, trao_said(SAID_NO_PLAN));
    }
    shown->calendar = shown->editions.edition[shown->at].calendar;
    const struct minute now = at.m == MINUTE_NEVER.m ? shown->editions.clock : at;
    if (shown->year == 0) {
        shown->year =
            now.m == MINUTE_NEVER.m ? last_year(shown->calendar) : day_civil(minute_day(now)).year;
    }
    if (shown->call->json) {
        return answer(shown);
    }
    print_versions(shown);
    print_seasons(shown);
    print_years(shown);
    print_days(shown);
    struct day day = {0};
    if (year_begins(shown->year, &day)) {
        calendar_year_said(shown->call, shown->calendar, day);
    }
    return CALL_OK;
}

static int take_year(const struct call *call, const char *given, int *out_year)
{
    uint64_t year = 0;
    if (!given) {
        return CALL_OK;
    }
    if (!text_unsigned(text_of(given), &year) || year < CALENDAR_YEAR_MIN ||
        year > CALENDAR_YEAR_MAX) {
        return call_refuse(call, CALL_USAGE, almanac_said(ALMANAC_SAID_BAD_YEAR), text_of(given),
                           (struct text){0});
    }
    *out_year = (int)year;
    return CALL_OK;
}

int calendar_show(struct call *call, int argc, char **argv)
{
    const char *year = NULL;
    const char *at = NULL;
    struct shown shown = {.call = call};
    struct minute minute = MINUTE_NEVER;
    const struct call_option options[] = {
        {"year", &year, NULL},
        {"at",   &at,   NULL}
    };
    int result = call_options(call, argc, argv, options, 2);
    if (result == CALL_OK) {
        result = call_words(call, call->argc > 0 ? 1 : 0, NULL);
    }
    if (result == CALL_OK) {
        result = calendar_at(call, at, &minute);
    }
    if (result == CALL_OK) {
        result = take_year(call, year, &shown.year);
    }
    if (result != CALL_OK) {
        return result;
    }
    result =
        editions_read(&shown.editions, call, call->argc > 0 ? call->argv[0] : NULL, FILE_CALENDAR);
    if (result == CALL_OK) {
        result = show(&shown, minute);
    }
    editions_free(&shown.editions);
    return result;
}
