/* promise - the instant by which a result is due, and whether and by how much one is late.
 *
 * DOMAIN section 6, SEMANTICS sections 1 and 6. Decree 61/2018/ND-CP and the office's own rules
 * are data here: durations, the two 15:00 rules, the policy for pauses. Knows no dossier. */
#ifndef CORE_PROMISE_H
#define CORE_PROMISE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/said.h"
#include "base/status.h"
#include "base/text.h"
#include "core/calendar.h"

enum duration_unit {
    DURATION_WORKING_DAY,  /* wd: whole days, the clock time stays */
    DURATION_HALF_DAY,     /* hd: 240 working minutes each */
    DURATION_WORKING_HOUR, /* wh: 60 working minutes each */
    DURATION_DAY           /* d: calendar days, moved on to a working day */
};

enum { DURATION_COUNT_MAX = 3660 };

struct duration {
    int32_t count; /* 1 .. DURATION_COUNT_MAX */
    enum duration_unit unit;
};

/* `10wd`, `3hd`, `4wh`, `3d`. */
bool duration_parse(struct text text, struct duration *out_duration);
enum { DURATION_TEXT_SIZE = 16 };
char *duration_text(struct duration duration, char out[DURATION_TEXT_SIZE]);
/* To be answered within the day it came: at most 8wh or 2hd. The 15:00 rule is about these. */
bool duration_same_day(struct duration duration);

enum promise_judged { PROMISE_BY_DATE, PROMISE_BY_INSTANT };
enum promise_pause { PROMISE_EXTEND, PROMISE_RESTART };
enum { PROMISE_RULE_OFF = -1, PROMISE_THREE_O_CLOCK = 15 * 60 };

struct promise_rules {
    /* Same-day procedures received after this minute of the day (strictly) slip to the next
     * working day; PROMISE_RULE_OFF: they do not. */
    int32_t slip_after;
};

struct promise {
    struct minute received;
    struct minute effective; /* where counting starts */
    struct minute due;
    bool slipped; /* by the 15:00 rule */
    bool beyond;  /* the due date lies in a year whose holidays are not loaded: a warning */
};

/* When a result is due. RULES NULL: no rule applies. With policy restart the same call with the
 * resume (or now) as RECEIVED gives the new promise. STATUS_NOT_FOUND: received or due lies outside
 * the calendar; STATUS_MALFORMED: the duration is out of bounds. Nothing written then. */
enum status promise_due(const struct calendar *cal, struct minute received,
                        struct duration duration, const struct promise_rules *rules,
                        struct promise *out_promise) MUST_CHECK;
/* Policy extend: DUE moved by the working minutes paused so far; unmoved by none. */
struct minute promise_extend(const struct calendar *cal, struct minute due, int32_t paused_minutes);
/* Where PROMISED, made at MADE under calendar BEFORE, falls under AFTER: a promise in whole working
 * days keeps their number and its clock time, any other one its working minutes. It stays where
 * the two agree in between. MINUTE_NEVER: outside the tables. Moves nothing by itself. */
struct minute promise_moved(const struct calendar *before, const struct calendar *after,
                            struct minute made, struct minute promised);
/* From when a dossier received at RECEIVED must be passed on: its effective instant, or, when that
 * is later in the day than AFTER (strictly), the next working day's opening. AFTER may be
 * PROMISE_RULE_OFF. This is a transfer deadline and moves no promise. */
struct minute promise_pass_on(const struct calendar *cal, struct minute received, int32_t after);

/* late(t): by instant t > P; by date date(t) > date(P). */
bool promise_late(struct minute promise, struct minute t, enum promise_judged judged);
/* P, or the end of its date. */
struct minute promise_edge(struct minute promise, enum promise_judged judged);
/* W(t, edge) if not late, else -max(1, W(edge, t)): working minutes. */
int32_t promise_slack(const struct calendar *cal, struct minute promise, struct minute t,
                      enum promise_judged judged);

/* A promised date somebody wrote down, in a feed or by hand. */
enum promise_verdict {
    PROMISE_ADMITTED,
    PROMISE_PAST,    /* before the dossier was received */
    PROMISE_HOLIDAY, /* nobody works on that day */
    PROMISE_OUTSIDE  /* the calendar does not reach so far */
};
/* Also the allowed range, which a refusal must name: written whatever the verdict. */
enum promise_verdict promise_admit(const struct calendar *cal, struct minute received,
                                   struct minute promised, struct day *out_first,
                                   struct day *out_last);
/* {0} the date, {1} and {2} the allowed range. NULL for PROMISE_ADMITTED. */
const struct said *promise_said(enum promise_verdict verdict);

#endif
