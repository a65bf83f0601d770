/* hours - working-time arithmetic on minutes that may be missing.
 *
 * NOT_THERE in, NOT_THERE out: what cannot be foreseen stays so. An end of a negative stretch is
 * the earliest minute with that count, as everywhere (READINGS 2 of tests/oracle). */
#ifndef SIM_ORACLE_HOURS_H
#define SIM_ORACLE_HOURS_H

#include "core/calendar.h"
#include "tests/sim/oracle/timetable.h"

/* W(a, b); 0 if b <= a. */
int32_t hours_between(const struct calendar *cal, int32_t a, int32_t b);
/* The same, below zero if b < a. */
int32_t hours_signed(const struct calendar *cal, int32_t a, int32_t b);
/* add(t, n); add(t, 0) is t's effective instant. */
int32_t hours_add(const struct calendar *cal, int32_t t, int32_t n);
/* N working minutes from T, either way; 0 moves nothing. */
int32_t hours_shift(const struct calendar *cal, int32_t t, int32_t n);
int32_t hours_later(int32_t a, int32_t b);
int32_t hours_earlier(int32_t a, int32_t b);

static inline int32_t hours_day(int32_t minute)
{
    return minute_day((struct minute){minute}).d;
}

#endif
