/* wheel - which dossiers must be looked at again at which minute: a timer wheel of minutes.
 *
 * Setting, moving and taking a timer cost the same however many there are (PERFORMANCE section 7;
 * Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987). Knows only numbers. */
#ifndef WATCH_WHEEL_H
#define WATCH_WHEEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/status.h"

enum { WHEEL_MINUTES = 1 << 16 }; /* 45 days; a timer further off goes round more than once */
#define WHEEL_NONE UINT32_MAX

struct wheel_timer {
    struct minute due; /* MINUTE_NEVER: not set */
    uint32_t next, prev;
};

struct wheel {
    struct minute now; /* every timer up to here has fired */
    uint32_t *first;   /* of each minute's list */
    struct wheel_timer *timers;
    uint32_t count_max;
};

/* Timers are numbered 0 .. COUNT_MAX - 1. STATUS_FULL: no memory. Close with wheel_close(). */
enum status wheel_open(struct wheel *wheel, uint32_t count_max) MUST_CHECK;
void wheel_close(struct wheel *wheel);
/* NOW before any timer is set. */
void wheel_start(struct wheel *wheel, struct minute now);
/* Sets or moves timer NUMBER; DUE must lie after `now`, or be MINUTE_NEVER. */
void wheel_set(struct wheel *wheel, uint32_t number, struct minute due);
/* The next timer due not later than UNTIL, in order of minutes, taken off; false when there is
 * none, and then `now` is UNTIL. *out_minute is the minute it was due. */
bool wheel_fire(struct wheel *wheel, struct minute until, uint32_t *out_number,
                struct minute *out_minute);

#endif
