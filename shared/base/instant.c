#include "base/instant.h"

enum { LOCAL_OFFSET_MINUTES = 7 * 60, MS_A_MINUTE = 60000 };
static const int64_t INSTANT_MS_MAX = INT64_C(4000000000000000); /* a hundred thousand years */
enum { YEAR_MIN = 1970, YEAR_MAX = 2205 };

static int64_t floor_divide(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

struct minute instant_minute(struct instant instant)
{
    int64_t minute = floor_divide(instant.ms, MS_A_MINUTE) + LOCAL_OFFSET_MINUTES;
    if (minute > INT32_MAX) {
        return MINUTE_NEVER;
    }
    return (struct minute){minute < INT32_MIN ? INT32_MIN : (int32_t)minute};
}

struct instant minute_instant(struct minute minute)
{
    if (minute.m == INT32_MAX) {
        return INSTANT_NEVER;
    }
    return (struct instant){((int64_t)minute.m - LOCAL_OFFSET_MINUTES) * MS_A_MINUTE};
}

int day_weekday(struct day day)
{
    int32_t from_monday = (day.d + 3) % 7; /* 1970-01-01 was a Thursday */
    return (from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

/* Days from civil and back: H. Hinnant, "chrono-compatible low-level date algorithms". */
static int32_t days_of(int year, int month, int day)
{
    int shifted = month <= 2 ? year - 1 : year;
    int era = shifted / 400;
    int year_of_era = shifted - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct civil day_civil(struct day day)
{
    int64_t shifted = (int64_t)day.d + 719468;
    int64_t era = floor_divide(shifted, 146097);
    int64_t of_era = shifted - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_shifted = (5 * of_year + 2) / 153;
    int64_t month = month_shifted < 10 ? month_shifted + 3 : month_shifted - 9;
    return (struct civil){.year = (int)(year_of_era + era * 400 + (month <= 2)),
                          .month = (int)month,
                          .day = (int)(of_year - (153 * month_shifted + 2) / 5 + 1)};
}

bool civil_day(int year, int month, int day, struct day *out_day)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    struct day candidate = {days_of(year, month, day)};
    struct civil back = day_civil(candidate);
    if (back.month != month || back.day != day) {
        return false; /* 30 February and its kin */
    }
    *out_day = candidate;
    return true;
}

struct civil instant_civil(struct instant instant)
{
    if (instant.ms > INSTANT_MS_MAX || instant.ms < -INSTANT_MS_MAX) {
        instant.ms = instant.ms > 0 ? INSTANT_MS_MAX : -INSTANT_MS_MAX; /* "never" has no date */
    }
    int64_t local_ms = instant.ms + (int64_t)LOCAL_OFFSET_MINUTES * MS_A_MINUTE;
    int64_t day = floor_divide(local_ms, (int64_t)MINUTES_A_DAY * MS_A_MINUTE);
    int64_t second = (local_ms - day * MINUTES_A_DAY * MS_A_MINUTE) / 1000;
    struct civil civil = day_civil((struct day){(int32_t)day});
    civil.hour = (int)(second / 3600);
    civil.minute = (int)(second / 60 % 60);
    civil.second = (int)(second % 60);
    return civil;
}

static bool digits_at(struct text text, size_t from, size_t count, int *out)
{
    uint64_t value = 0;
    if (from + count > text.size ||
        !text_unsigned((struct text){.at = text.at + from, .size = count}, &value)) {
        return false;
    }
    *out = (int)value;
    return true;
}

static bool clock_ok(int hour, int minute, int second)
{
    return hour <= 23 && minute <= 59 && second <= 60; /* a leap second counts as the next second */
}

static struct instant local_instant(struct day day, int hour, int minute, int second)
{
    struct instant instant = minute_instant(day_minute(day, hour * 60 + minute));
    instant.ms += (int64_t)second * 1000;
    return instant;
}

/* A zone or a leap second may lead over the last New Year's Eve: its own text would be refused. */
static bool has_text(struct instant instant)
{
    return instant_civil(instant).year <= YEAR_MAX;
}

enum status day_parse(struct text text, struct day *out_day)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (text.size != 10 || text.at[4] != '-' || text.at[7] != '-' ||
        !digits_at(text, 0, 4, &year) || !digits_at(text, 5, 2, &month) ||
        !digits_at(text, 8, 2, &day) || !civil_day(year, month, day, out_day)) {
        return STATUS_MALFORMED;
    }
    return STATUS_OK;
}

/* Takes a trailing zone off. Returns the minutes to add to reach local time. */
static int zone_minutes(struct text *text)
{
    if (text->size > 0 && text->at[text->size - 1] == 'Z') {
        text->size--;
        return LOCAL_OFFSET_MINUTES;
    }
    static const char local[] = "+07:00";
    size_t size = sizeof local - 1;
    if (text->size > size &&
        text_is((struct text){.at = text->at + text->size - size, .size = size}, local)) {
        text->size -= size;
    }
    return 0;
}

enum status instant_parse(struct text text, struct instant *out_instant)
{
    struct day day;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int ms = 0;
    int to_local = text.size > 10 ? zone_minutes(&text) : 0;
    if (text.size < 10 || day_parse((struct text){.at = text.at, .size = 10}, &day) != STATUS_OK) {
        return STATUS_MALFORMED;
    }
    bool sized = text.size == 10 || text.size == 16 || text.size == 19 || text.size == 23;
    if (!sized || (text.size > 10 && (text.at[10] != 'T' && text.at[10] != ' '))) {
        return STATUS_MALFORMED;
    }
    bool ok = text.size < 16 || (text.at[13] == ':' && digits_at(text, 11, 2, &hour) &&
                                 digits_at(text, 14, 2, &minute));
    ok = ok && (text.size < 19 || (text.at[16] == ':' && digits_at(text, 17, 2, &second)));
    ok = ok && (text.size < 23 || (text.at[19] == '.' && digits_at(text, 20, 3, &ms)));
    if (!ok || !clock_ok(hour, minute, second)) {
        return STATUS_MALFORMED;
    }
    struct instant instant = local_instant(day, hour, minute, second);
    instant.ms += ms + (int64_t)to_local * MS_A_MINUTE;
    if (!has_text(instant)) {
        return STATUS_MALFORMED;
    }
    *out_instant = instant;
    return STATUS_OK;
}

enum status instant_parse_compact(struct text text, struct instant *out_instant)
{
    int part[6] = {0};
    struct day day;
    size_t from = 4;
    if (text.size != 14 || !digits_at(text, 0, 4, &part[0])) {
        return STATUS_MALFORMED;
    }
    for (int i = 1; i < 6; i++, from += 2) {
        if (!digits_at(text, from, 2, &part[i])) {
            return STATUS_MALFORMED;
        }
    }
    if (!civil_day(part[0], part[1], part[2], &day) || !clock_ok(part[3], part[4], part[5])) {
        return STATUS_MALFORMED;
    }
    struct instant instant = local_instant(day, part[3], part[4], part[5]);
    if (!has_text(instant)) {
        return STATUS_MALFORMED;
    }
    *out_instant = instant;
    return STATUS_OK;
}

static void line_date(struct line *line, const struct civil *civil)
{
    line_digits(line, (uint64_t)civil->year, 4);
    line_char(line, '-');
    line_digits(line, (uint64_t)civil->month, 2);
    line_char(line, '-');
    line_digits(line, (uint64_t)civil->day, 2);
}

static void line_clock(struct line *line, const struct civil *civil)
{
    line_char(line, 'T');
    line_digits(line, (uint64_t)civil->hour, 2);
    line_char(line, ':');
    line_digits(line, (uint64_t)civil->minute, 2);
}

char *instant_text(struct instant instant, char out[INSTANT_TEXT_SIZE])
{
    struct line line = line_of(out, INSTANT_TEXT_SIZE);
    struct civil civil = instant_civil(instant);
    int64_t ms = instant.ms - floor_divide(instant.ms, 1000) * 1000;
    line_date(&line, &civil);
    line_clock(&line, &civil);
    line_char(&line, ':');
    line_digits(&line, (uint64_t)civil.second, 2);
    if (ms > 0) {
        line_char(&line, '.');
        line_digits(&line, (uint64_t)ms, 3);
    }
    return out;
}

char *minute_text(struct minute minute, char out[INSTANT_TEXT_SIZE])
{
    struct line line = line_of(out, INSTANT_TEXT_SIZE);
    struct civil civil = instant_civil(minute_instant(minute));
    line_date(&line, &civil);
    line_clock(&line, &civil);
    return out;
}

char *day_text(struct day day, char out[INSTANT_TEXT_SIZE])
{
    struct line line = line_of(out, INSTANT_TEXT_SIZE);
    struct civil civil = day_civil(day);
    line_date(&line, &civil);
    return out;
}
