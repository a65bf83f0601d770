#include "tests/unit/core/calendar_brute.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_MINUTES = 24 * 60, DAYS = 7 * 366 };

static uint8_t worked[DAYS * DAY_MINUTES];
static int64_t first; /* set by brute_load() */
static int64_t end;

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days since 1970-01-01, counted one year and one month after the other. */
static int64_t day_number(int year, int month, int day)
{
    int64_t days = day - 1;
    for (int y = 1970; y < year; y++) {
        days += is_leap(y) ? 366 : 365;
    }
    for (int m = 1; m < month; m++) {
        days += days_in(year, m);
    }
    return days;
}

int64_t brute_of(int year, int month, int day, int hour, int minute)
{
    return day_number(year, month, day) * DAY_MINUTES + hour * 60 + minute;
}

int64_t brute_first(void)
{
    return brute_of(BRUTE_YEAR_FIRST, 1, 1, 0, 0);
}

int64_t brute_end(void)
{
    return brute_of(BRUTE_YEAR_LAST + 1, 1, 1, 0, 0);
}

bool brute_is_worked(int64_t minute)
{
    return minute >= first && minute < end && worked[minute - first];
}

static void mark(int64_t day, int from, int to)
{
    for (int i = from; i < to; i++) {
        worked[day * DAY_MINUTES - brute_first() + i] = 1;
    }
}

static void mark_whole(int64_t day, int month, int date)
{
    bool summer =
        (month > 4 || (month == 4 && date >= 16)) && (month < 10 || (month == 10 && date <= 15));
    mark(day, summer ? 7 * 60 : 7 * 60 + 30, summer ? 11 * 60 + 30 : 12 * 60);
    mark(day, 13 * 60 + 30, 17 * 60);
}

static void apply(const char *line)
{
    int year = 0;
    int month = 0;
    int date = 0;
    char kind[8] = "";
    int at[8] = {0};
    if (sscanf(line, "%d-%d-%d,%7[a-z]", &year, &month, &date, kind) != 4) {
        return;
    }
    int64_t day = day_number(year, month, date);
    memset(worked + (day * DAY_MINUTES - brute_first()), 0, DAY_MINUTES);
    if (strcmp(kind, "work") == 0) {
        mark_whole(day, month, date);
    }
    const char *hours = strrchr(line, ',') + 1;
    if (strcmp(kind, "short") == 0) {
        int found = sscanf(hours, "%d:%d-%d:%d %d:%d-%d:%d", &at[0], &at[1], &at[2], &at[3], &at[4],
                           &at[5], &at[6], &at[7]);
        for (int i = 0; i + 3 < found; i += 4) {
            mark(day, at[i] * 60 + at[i + 1], at[i + 2] * 60 + at[i + 3]);
        }
    }
}

void brute_load(struct text csv)
{
    first = brute_first();
    end = brute_end();
    memset(worked, 0, sizeof worked);
    for (int year = BRUTE_YEAR_FIRST; year <= BRUTE_YEAR_LAST; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int date = 1; date <= days_in(year, month); date++) {
                int64_t day = day_number(year, month, date);
                int weekday = (int)((day + 3) % 7); /* Monday 0 */
                if (weekday < 5) {
                    mark_whole(day, month, date);
                }
            }
        }
    }
    while (csv.size > 0) {
        char line[256];
        if (text_copy(text_trim(text_split(&csv, '\n')), line, sizeof line)) {
            apply(line);
        }
    }
}

int64_t brute_working(int64_t a, int64_t b)
{
    int64_t minutes = 0;
    for (int64_t i = a; i < b; i++) {
        minutes += brute_is_worked(i);
    }
    return minutes;
}

int64_t brute_add(int64_t t, int64_t n)
{
    if (n == 0) {
        while (t < end && !brute_is_worked(t)) {
            t++;
        }
        return t < end ? t : -1;
    }
    for (; t < end; t++) {
        if (brute_is_worked(t) && --n == 0) {
            return t + 1;
        }
    }
    return -1;
}

struct text test_file(const char *path)
{
    static char kept[6][128 * 1024];
    static size_t used;
    if (used == sizeof kept / sizeof kept[0]) {
        abort();
    }
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        abort();
    }
    char *at = kept[used++];
    size_t size = fread(at, 1, sizeof kept[0], file);
    fclose(file);
    return (struct text){.at = at, .size = size};
}

uint64_t test_chance(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * 0x2545F4914F6CDD1Du;
}

int64_t test_between(uint64_t *seed, int64_t from, int64_t to)
{
    return from + (int64_t)(test_chance(seed) % (uint64_t)(to - from));
}
