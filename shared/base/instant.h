/* instant - points in time, as data. No function here reads a clock.
 *
 * Two kinds that must not mix: `instant`, milliseconds of UTC since 1970, for what happened; and
 * `minute`, whole minutes of the local calendar (+07:00, no summer time), in which all working-time
 * arithmetic is done (SEMANTICS section 1: every boundary is floored to its local minute). */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

struct instant {
    int64_t ms; /* since 1970-01-01T00:00:00Z */
};

struct minute {
    int32_t m; /* since 1970-01-01T00:00 local time */
};

/* A day of the local calendar, counted from 1970-01-01; day 0 was a Thursday. */
struct day {
    int32_t d;
};

struct civil {
    int year, month, day, hour, minute, second;
};

#define INSTANT_NEVER ((struct instant){INT64_MAX})
#define MINUTE_NEVER  ((struct minute){INT32_MAX})
enum { MINUTES_A_DAY = 1440 };

static inline bool instant_before(struct instant a, struct instant b)
{
    return a.ms < b.ms;
}

static inline struct instant instant_min(struct instant a, struct instant b)
{
    return a.ms < b.ms ? a : b;
}

struct minute instant_minute(struct instant instant); /* floored */
struct instant minute_instant(struct minute minute);
/* Asked in every step of working-time arithmetic: therefore here, and in 32 bits. */
static inline struct day minute_day(struct minute minute)
{
    const int32_t day = minute.m / MINUTES_A_DAY;
    return (struct day){day - (minute.m < day * MINUTES_A_DAY)};
}
static inline int minute_of_day(struct minute minute) /* 0..1439 */
{
    const int32_t rest = minute.m % MINUTES_A_DAY;
    return rest < 0 ? rest + MINUTES_A_DAY : rest;
}
static inline struct minute day_minute(struct day day, int minute_of_day)
{
    return (struct minute){(int32_t)((int64_t)day.d * MINUTES_A_DAY + minute_of_day)};
}
int day_weekday(struct day day); /* ISO: Monday 1 .. Sunday 7 */

struct civil instant_civil(struct instant instant); /* local time */
struct civil day_civil(struct day day);
/* False when there is no such date, or it lies outside 1970..2205. */
bool civil_day(int year, int month, int day, struct day *out_day);

/* Text is local time: `2023-03-21`, `2023-03-21T15:10`, `…:05` or `…:05.123`; a trailing Z or
 * +07:00 is understood. STATUS_MALFORMED: no such instant; nothing written. */
enum status instant_parse(struct text text, struct instant *out_instant) MUST_CHECK;
enum status day_parse(struct text text, struct day *out_day) MUST_CHECK;
/* The national portal's yyyyMMddHHmmss (DOMAIN section 9), local time. */
enum status instant_parse_compact(struct text text, struct instant *out_instant) MUST_CHECK;

enum { INSTANT_TEXT_SIZE = 24 }; /* with the closing NUL */
/* `2023-03-21T15:10:00`, local; milliseconds only where there are any. Returns OUT. */
char *instant_text(struct instant instant, char out[INSTANT_TEXT_SIZE]);
char *minute_text(struct minute minute, char out[INSTANT_TEXT_SIZE]); /* `2023-03-21T15:10` */
char *day_text(struct day day, char out[INSTANT_TEXT_SIZE]);          /* `2023-03-21` */

#endif
