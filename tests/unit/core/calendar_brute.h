/* calendar_brute - the calendar the slow way: one byte a minute, counted minute by minute.
 *
 * Shares no code with core/calendar: its own reader of the CSV, its own dates (libc), its own
 * hours. What both say is believed. */
#ifndef UNIT_CALENDAR_BRUTE_H
#define UNIT_CALENDAR_BRUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum { BRUTE_YEAR_FIRST = 2021, BRUTE_YEAR_LAST = 2027 };

/* 64-bit minutes since 1970-01-01T00:00 local. */
void brute_load(struct text csv);
int64_t brute_first(void); /* the first minute known */
int64_t brute_end(void);   /* behind the last */
bool brute_is_worked(int64_t minute);
int64_t brute_working(int64_t a, int64_t b);
int64_t brute_add(int64_t t, int64_t n); /* n >= 0; -1: beyond */
int64_t brute_of(int year, int month, int day, int hour, int minute);

/* The whole of a file of the source tree, in memory that lives until the program ends. */
struct text test_file(const char *path);

/* A small generator, so that a failing case can be repeated: xorshift64*. */
uint64_t test_chance(uint64_t *seed);
int64_t test_between(uint64_t *seed, int64_t from, int64_t to); /* [from, to) */

#endif
