/* plan - the timetable, the budgets and the settings in force, resolved so that asking is cheap.
 *
 * SEMANTICS section 5: one CSV, first word says what; dates inclusive, empty = open; the newest row
 * whose dates hold is in force, of equals the later line. One struct is one version; its memory is
 * the caller's. Knows no file and no clock. */
#ifndef CORE_PLAN_H
#define CORE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/said.h"
#include "core/calendar.h"
#include "core/ladder.h"
#include "core/merger.h"
#include "core/names.h"
#include "core/party.h"
#include "core/promise.h"

enum { PLAN_SEARCH_DAYS = 400 }; /* a run further away than this is none */

enum journey_kind { JOURNEY_PAPER, JOURNEY_ON_THE_SPOT, JOURNEY_RESULT_ONLY, JOURNEY_KINDS };

const char *journey_kind_name(enum journey_kind kind); /* `paper` … */

struct plan_settings {
    int32_t grace;         /* minutes after planned departure in which a take counts as that run */
    int32_t extra_notice;  /* working minutes until an extra run can leave */
    int32_t due_soon;      /* working minutes */
    int32_t pass_on_after; /* minute of the day, PROMISE_RULE_OFF when empty */
    enum promise_judged judged;
    struct ladder_settings ladder;
};

struct budget {
    enum journey_kind kind;
    bool share;         /* processing is a share of W(received, first promise), in percent */
    int32_t processing; /* working minutes, or percent */
    int32_t handover;   /* working minutes */
    int32_t receipt;    /* working minutes */
    struct day from;    /* the answer is the same on all these days */
    struct day to;
};

/* By which rules a promise is kept: those in force on the day the dossier was received. */
struct plan_terms {
    enum promise_pause pause;
    enum promise_judged judged;
};

struct plan_stop {
    struct name code;
    struct name party;
    struct name label; /* what people call it */
    int32_t lat_e6;    /* micro-degrees */
    int32_t lon_e6;
    struct day from;
    struct day to;
    uint32_t line;
};

/* One run between two parties' stops on one day. */
struct run {
    struct day day;
    struct name route;
    struct name round;
    struct minute cut_off; /* departure less the stop's cut-off */
    struct minute departs;
    struct minute arrives;
    uint32_t leg; /* the plan's own number for it */
};

struct plan_call;
struct plan_budget_row;
struct plan_cancel;
struct plan_leg;
struct plan_pair;
struct plan_terms_row;

struct plan {
    struct plan_settings settings;
    const struct calendar *calendar; /* borrowed: working days and seasons of runs */
    struct plan_stop *stops;
    struct plan_call *calls;
    struct plan_budget_row *budgets;
    struct plan_cancel *cancels;
    struct plan_terms_row *terms;
    struct merger *mergers;
    struct minute *known; /* when cancellations became known, in order */
    struct plan_leg *legs;
    struct plan_pair *pairs;
    uint32_t stop_count, call_count, budget_count, cancel_count, terms_count, merger_count;
    uint32_t leg_count, pair_count;
    uint8_t *memory;
    size_t memory_size;
    size_t memory_used;
    uint32_t rows_max, legs_max, pairs_max;
    struct day last_change; /* the last day on which a row begins or ends to hold */
    uint32_t line;          /* of the row taken last, from 1 */
};

enum plan_fault_kind {
    PLAN_FAULT_NONE,
    PLAN_FAULT_LINE,        /* not CSV, or not UTF-8 */
    PLAN_FAULT_WORD,        /* the first word is none of set, stop, call, budget … */
    PLAN_FAULT_FIELDS,      /* too few or too many fields */
    PLAN_FAULT_SETTING,     /* no such setting */
    PLAN_FAULT_NUMBER,      /* not a number, or out of bounds */
    PLAN_FAULT_NEGATIVE,    /* a duration below nothing */
    PLAN_FAULT_TIME,        /* not hh:mm */
    PLAN_FAULT_DATE,        /* no such date or instant */
    PLAN_FAULT_DATES,       /* it ends before it begins */
    PLAN_FAULT_CODE,        /* a code that is empty or too long */
    PLAN_FAULT_POSITION,    /* latitude or longitude outside the world, or 0,0 */
    PLAN_FAULT_DAYS,        /* neither W nor digits 1 to 7 */
    PLAN_FAULT_SEASON,      /* neither all, summer nor winter */
    PLAN_FAULT_CALL_TIMES,  /* neither arrives nor departs, or departs before it arrives */
    PLAN_FAULT_KIND,        /* neither paper, on_the_spot nor result_only */
    PLAN_FAULT_PROCESSING,  /* not 24wh, 1hd, 3wd or 70% */
    PLAN_FAULT_STOP,        /* a call at a stop no row declares */
    PLAN_FAULT_BACKWARDS,   /* a run that arrives before it left the stop before */
    PLAN_FAULT_CIRCLE,      /* a run that calls twice at one agency's stop */
    PLAN_FAULT_ALONE,       /* a run with one call only: it leads nowhere */
    PLAN_FAULT_UNREACHABLE, /* calls at an agency's stop that join it with no other stop */
    PLAN_FAULT_NO_RUN,      /* the run cancelled is in no row */
    PLAN_FAULT_PAUSE,       /* neither extend nor restart */
    PLAN_FAULT_MERGED,      /* no agency, or one that merges twice, into itself or in a circle */
    PLAN_FAULT_FULL,        /* more than the memory holds */
    PLAN_FAULTS
};

struct plan_fault {
    enum plan_fault_kind kind;
    uint32_t line;     /* from 1, counting every line given to plan_row() */
    struct text found; /* borrowed from the line, or from NAMES */
};

/* Bytes that plan_begin() wants for a plan of ROWS lines. */
size_t plan_memory(size_t rows);
/* CALENDAR says which days are worked and which season they lie in; it is borrowed and may still
 * be built further, but not moved, while the plan is in use. */
void plan_begin(struct plan *plan, void *memory, size_t memory_size,
                const struct calendar *calendar);
/* One line, in file order. Empty lines and comments are counted and mean nothing. False: out_fault
 * is written, the plan is as before, and one may go on to collect further faults. */
bool plan_row(struct plan *plan, struct names *names, struct text line,
              struct plan_fault *out_fault);
/* Checks the whole and resolves it. False: the plan must not be used. */
bool plan_end(struct plan *plan, const struct names *names, const struct parties *parties,
              struct plan_fault *out_fault);
/* The sentence for a fault; {0} line number, {1} what was found. Never NULL. */
const struct said *plan_fault_said(enum plan_fault_kind kind);

/* What a plan in order may still say by mistake. */
enum plan_note_kind {
    PLAN_NOTE_NONE,
    PLAN_NOTE_NOT_SERVED,  /* no run goes from the Center to an agency that a row names */
    PLAN_NOTE_NO_WAY_BACK, /* none goes back */
    PLAN_NOTE_NO_CALL,     /* a stop at which no run calls */
    PLAN_NOTE_OVERLAP,     /* begins to hold before an older row of its key has ended as it said */
    PLAN_NOTE_HIDDEN,      /* never in force: a later line holds on all its days */
    PLAN_NOTES
};

struct plan_note {
    enum plan_note_kind kind;
    uint32_t line;
    uint32_t other;    /* the other row; 0: none */
    struct text found; /* borrowed from NAMES */
};

/* Of a plan that plan_end() has taken: at most ROOM are written. Returns how many there are. */
size_t plan_notes(const struct plan *plan, const struct names *names, const struct parties *parties,
                  struct plan_note *out, size_t room);
/* {0} line number, {1} what was found, {2} the other line. Never NULL. */
const struct said *plan_note_said(enum plan_note_kind kind);

/* The first run FROM -> TO whose cut-off is not before NOT_BEFORE, cancelled ones included: it
 * calls at one of FROM's stops and later at one of TO's. False: there is none. */
bool plan_first_run(const struct plan *plan, struct name from, struct name to,
                    struct minute not_before, struct run *out_run);
/* The one after RUN in the order of departure. Where a run calls twice at TO, its first call there
 * is its arrival. */
bool plan_next_run(const struct plan *plan, struct name from, struct name to, const struct run *run,
                   struct run *out_run);
/* As plan_first_run(), but not one known at KNOWN_AT to be cancelled. */
bool plan_first_open_run(const struct plan *plan, struct name from, struct name to,
                         struct minute not_before, struct minute known_at, struct run *out_run);
/* The last run in the order of departure that leaves before LEAVES_BEFORE. */
bool plan_last_run(const struct plan *plan, struct name from, struct name to,
                   struct minute leaves_before, struct run *out_run);
/* The one before RUN. */
bool plan_previous_run(const struct plan *plan, struct name from, struct name to,
                       const struct run *run, struct run *out_run);
/* Both of one pair of parties: A stands before B in the order of departure, then of arrival. */
static inline bool plan_run_before(const struct run *a, const struct run *b)
{
    return a->day.d != b->day.d ? a->day.d < b->day.d : a->leg < b->leg;
}
bool plan_cancelled(const struct plan *plan, const struct run *run, struct minute known_at);
/* The stop at which RUN is boarded: its code. */
struct name plan_run_stop(const struct plan *plan, const struct run *run);
/* The first instant after NOW at which a cancellation becomes known; MINUTE_NEVER if none. */
struct minute plan_next_known(const struct plan *plan, struct minute now);
/* True if on all days from DAY on the same stops, calls and budgets hold. */
static inline bool plan_steady(const struct plan *plan, struct day day)
{
    return day.d > plan->last_change.d;
}
/* Least planned minutes by the clock from a stop of FROM to one of TO, by the calls in force on
 * DAY. False: nothing joins them. */
bool plan_transit(const struct plan *plan, struct name from, struct name to, struct day day,
                  int32_t *out_minutes);
/* The most specific budget in force on DAY, procedure before agency; of KIND only, unless that is
 * JOURNEY_KINDS. False: there is none. */
bool plan_budget(const struct plan *plan, struct name procedure, struct name agency, struct day day,
                 enum journey_kind kind, struct budget *out_budget);
/* The rules for a promise of PROCEDURE received on DAY: of its own row, else of `*`, else pauses
 * extend, and `set,judged` says how it is judged. */
struct plan_terms plan_terms(const struct plan *plan, struct name procedure, struct day day);
static inline struct mergers plan_mergers(const struct plan *plan)
{
    return (struct mergers){plan->mergers, plan->merger_count};
}
/* The stop row in force on DAY for a stop's code; NULL if none. */
const struct plan_stop *plan_stop(const struct plan *plan, struct name code, struct day day);

#endif
