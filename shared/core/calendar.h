/* calendar - the working time of state offices, as tables that answer in constant time.
 *
 * DOMAIN section 6, SEMANTICS section 1. One struct is one version of the calendar; which version
 * is meant (the newest, or the one a promise was made under) is the caller's choice. Knows no file
 * and no clock. Every function is total: outside the tables W counts nothing, and an end beyond
 * them is MINUTE_NEVER. */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/instant.h"
#include "base/said.h"
#include "base/text.h"

enum { CALENDAR_YEAR_MIN = 2010, CALENDAR_YEAR_MAX = 2039 };
enum {
    CALENDAR_DAY_FIRST = 14610,    /* 2010-01-01, counted as in struct day */
    CALENDAR_DAYS = 10957,         /* to 2039-12-31 */
    CALENDAR_DAY_MINUTES_MIN = 60, /* a worked day has at least this much: one table step */
    CALENDAR_DAY_MINUTES_MAX = 720,
    CALENDAR_STEPS = CALENDAR_DAYS * (CALENDAR_DAY_MINUTES_MAX / CALENDAR_DAY_MINUTES_MIN),
    CALENDAR_SHORTS_MAX = 60, /* different hours of short days in one version */
    CALENDAR_SESSIONS_MAX = 2
};

/* One unbroken stretch of work in a day, [from, to) in minutes of the day. */
struct session {
    int16_t from;
    int16_t to;
};

struct day_hours {
    struct session session[CALENDAR_SESSIONS_MAX]; /* in order; an unused one is {0, 0} */
};

enum calendar_season { CALENDAR_SUMMER, CALENDAR_WINTER, CALENDAR_SEASONS };

/* Hours by season. A season holds from its first day (month, day) to the other's. */
struct calendar_hours {
    struct {
        uint8_t month;
        uint8_t day;
        struct day_hours hours;
    } season[CALENDAR_SEASONS];
};

/* Nghe An: 16/4-15/10 07:00-11:30, 13:30-17:00; 16/10-15/4 07:30-12:00, 13:30-17:00. */
extern const struct calendar_hours calendar_hours_nghe_an;

struct calendar {
    uint32_t version;      /* the caller's number for it */
    struct day valid_from; /* promises made from this day on */
    struct hash hash;      /* of what it says, comments and authorities aside */
    uint32_t rows;         /* dates named */
    uint32_t years;        /* bit y: year CALENDAR_YEAR_MIN + y has rows */
    int32_t total;         /* working minutes in the tables */
    int32_t working_days;  /* in the tables */
    uint32_t shorts;       /* used entries of `hours` beyond the two seasons and none */
    struct calendar_hours seasons;
    struct day_hours hours[CALENDAR_SEASONS + 1 + CALENDAR_SHORTS_MAX];
    int32_t before[CALENDAR_DAYS + 1]; /* working minutes before day i */
    uint16_t rank[CALENDAR_DAYS + 1];  /* working days before day i */
    uint16_t worked[CALENDAR_DAYS];    /* the i-th working day */
    uint16_t day_at[CALENDAR_STEPS];   /* the day on which working minute 60*i is worked */
    uint8_t of_day[CALENDAR_DAYS];     /* index into `hours`; while building, what the rows said */
    uint8_t season_of[CALENDAR_DAYS];  /* enum calendar_season */
};

enum calendar_fault_kind {
    CALENDAR_FAULT_NONE,
    CALENDAR_FAULT_FIELDS,   /* not date,kind,authority[,hours] */
    CALENDAR_FAULT_DATE,     /* no such date */
    CALENDAR_FAULT_RANGE,    /* a date the tables do not hold */
    CALENDAR_FAULT_KIND,     /* neither off, work nor short */
    CALENDAR_FAULT_TWICE,    /* the date has a row already */
    CALENDAR_FAULT_NO_HOURS, /* short without hours */
    CALENDAR_FAULT_HOURS,    /* hours that are none, or beside off or work */
    CALENDAR_FAULT_OVERLAP,  /* hours that overlap or stand in the wrong order */
    CALENDAR_FAULT_LENGTH,   /* less than an hour or more than twelve in all */
    CALENDAR_FAULT_SHORTS,   /* more different short hours than the tables hold */
    CALENDAR_FAULT_UTF8,     /* not well-formed UTF-8 */
    CALENDAR_FAULTS
};

struct calendar_fault {
    enum calendar_fault_kind kind;
    uint32_t line;     /* from 1; kept by calendar_read(), 0 from calendar_row() */
    struct text found; /* the field at fault, borrowed from the line */
};

/* True if the seasons have hours a table can hold: in order, an hour to twelve a day. */
bool calendar_hours_valid(const struct calendar_hours *hours);

/* Building: begin, row …, end. HOURS NULL means Nghe An's. Between begin and end nothing else may
 * be asked. Weekends are off and other days worked unless a row says otherwise. */
void calendar_begin(struct calendar *cal, uint32_t version, struct day valid_from,
                    const struct calendar_hours *hours);
/* One line `date,kind,authority[,hours]`; kind off, work or short; hours only beside short,
 * `07:30-11:30`, or two stretches with a blank between them. Empty lines, lines starting with #
 * and the header line are taken and mean nothing. False: out_fault is written, the calendar is as
 * before. */
bool calendar_row(struct calendar *cal, struct text line, struct calendar_fault *out_fault);
void calendar_end(struct calendar *cal);
/* All of it: begin, every line of FILE (a byte-order mark and CRLF are understood), end. False at
 * the first fault; then the calendar must not be used. */
bool calendar_read(struct calendar *cal, uint32_t version, struct day valid_from, struct text file,
                   struct calendar_fault *out_fault);
/* The sentence for a fault; {0} line number, {1} what was found. Never NULL. */
const struct said *calendar_fault_said(enum calendar_fault_kind kind);

/* One row as it was written, for those who show it; borrowed from the line. */
struct calendar_entry {
    struct day day;
    struct text kind;
    struct text authority;
    struct text hours; /* empty unless short */
};

/* False: the line says nothing, or is not in order. */
bool calendar_entry_read(struct text line, struct calendar_entry *out_entry);

/* What may be meant, and is worth a look before people rely on it. */
enum calendar_note_kind {
    CALENDAR_NOTE_NONE,
    CALENDAR_NOTE_IDLE,         /* off on a week-end, work on a weekday: goes without saying */
    CALENDAR_NOTE_NO_AUTHORITY, /* nobody is named who ordered it */
    CALENDAR_NOTE_GAP,          /* a year without rows between years that have some */
    CALENDAR_NOTES
};

enum calendar_note_kind calendar_entry_note(const struct calendar_entry *entry);
/* The first year behind AFTER without rows, if a later one has some. False: there is none. */
bool calendar_gap(const struct calendar *cal, int after, int *out_year);
/* {0} line number (0: the whole), {1} the date or year. Never NULL. */
const struct said *calendar_note_said(enum calendar_note_kind kind);

/* W(a, b): working minutes in [a, b); 0 if b <= a. */
int32_t calendar_working(const struct calendar *cal, struct minute a, struct minute b);
/* N working minutes after T. add(t, 0) is t's effective instant; an end on the closing of a
 * session stays there. N < 0 goes back: an end on an opening stays there; before the tables it is
 * their first opening. */
struct minute calendar_add(const struct calendar *cal, struct minute t, int32_t n);
/* T itself inside a session, else the next session's opening (a session is half-open: 12:00 sharp
 * is already lunch). */
struct minute calendar_effective(const struct calendar *cal, struct minute t);

bool calendar_is_working_day(const struct calendar *cal, struct day day);
/* The N-th working day after DAY, DAY itself not counted; N 0: DAY, or the first working day after
 * it when it is none. False: beyond the tables. */
bool calendar_working_day(const struct calendar *cal, struct day day, int32_t n,
                          struct day *out_day);
/* The opening of the first working day after T's own day. */
struct minute calendar_next_opening(const struct calendar *cal, struct minute t);
/* Of a day that is not worked: MINUTE_NEVER. */
struct minute calendar_opening(const struct calendar *cal, struct day day);
struct minute calendar_closing(const struct calendar *cal, struct day day);
/* The clock time MINUTE_OF_DAY held to DAY's hours: before opening to opening, into lunch to the
 * end of the morning, past closing to closing. MINUTE_NEVER when DAY is not worked. */
struct minute calendar_clamp(const struct calendar *cal, struct day day, int minute_of_day);
/* How many sessions DAY has, 0 to 2; written in order. */
int calendar_sessions(const struct calendar *cal, struct day day,
                      struct session out_sessions[CALENDAR_SESSIONS_MAX]);
enum calendar_season calendar_season(const struct calendar *cal, struct day day);
/* Fills in `season_of`; calendar_begin() calls it. */
void calendar_lay_seasons(struct calendar *cal);

/* True when no row of this version speaks of T's year, so that its holidays are unknown: a date
 * there carries a warning. */
bool calendar_beyond(const struct calendar *cal, struct minute t);
/* True when T lies within the tables at all. */
bool calendar_covers(const struct calendar *cal, struct minute t);

#endif
