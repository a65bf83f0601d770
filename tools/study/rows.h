/* rows - what one dossier puts into each file of a study, and what is counted on the way.
 *
 * One function a file; each writes whole lines to its own stream and judges nothing itself. */
#ifndef STUDY_ROWS_H
#define STUDY_ROWS_H

#include <stdio.h>

#include "core/custody.h"
#include "core/flag.h"
#include "core/movement.h"
#include "tools/study/past.h"

enum study_file {
    STUDY_MINUTES,
    STUDY_LEGS,
    STUDY_FLAGS,
    STUDY_CONFLICTS,
    STUDY_FORECAST,
    STUDY_WHATIF,
    STUDY_REPORT,
    STUDY_FILES
};

enum { STUDY_MINUTES_MAX = 512 };

/* Minutes of one party for one cause, of all lives together. */
struct study_minutes {
    struct name party;
    uint8_t cause; /* enum ledger_cause */
    uint32_t lives;
    int64_t minutes;
};

enum { STUDY_LEGS_MAX = 256 };

/* All waits of one holder for runs to one other party. */
struct study_leg {
    struct name from, to;
    uint32_t waits;
    uint32_t missed; /* waits that let one feasible run or more leave */
    int64_t minutes; /* working, from fit to the take */
};

/* What was counted on the way; the report and the last line of the command say it. */
struct study_counts {
    uint64_t lives;
    uint64_t open;        /* not ended at the study's present */
    uint64_t unseen;      /* in the feed, without an act of their own */
    uint64_t impossible;  /* promised before they were received: the promise is unknown */
    uint64_t not_in_feed; /* acts speak of them, the feed does not */
    uint64_t future;      /* acts behind the study's present: not known */
    uint64_t conflicts;
    uint64_t held_up;               /* lives that a transfer once held up */
    uint64_t endless;               /* histories cut: a bug, and none are known */
    uint64_t by_level[FLAG_LEVELS]; /* open ones, at the present */
    struct study_minutes minutes[STUDY_MINUTES_MAX];
    uint32_t minutes_count;
    struct study_leg legs[STUDY_LEGS_MAX];
    uint32_t leg_count;
};

struct asks;
struct replay;
struct trials;

struct study {
    const struct past *past; /* borrowed, as all of these */
    const struct calendar *calendar;
    const struct calendar *const *versions; /* under which promises were made, as they came … */
    size_t version_count;                   /* … 0: under `calendar` all of them */
    const struct plan *plan;
    struct minute now;
    struct movements movements; /* when runs were seen; owned */
    struct movement *movements_memory;
    struct asks *asks;        /* NULL: nothing is forecast */
    const struct plan *other; /* NULL: no other timetable is tried */
    struct replay *replay;    /* with `other`: what it would have done */
    struct trials *trials;    /* NULL: no timetable is searched for */
    struct day from, to;      /* lives received on these days are replayed */
    FILE *out[STUDY_FILES];   /* NULL: not asked for */
    struct act *acts;         /* owned: of the dossier under way */
    uint32_t next;            /* in the order of codes */
    struct study_counts counts;
};

/* One dossier taken up; lives until the next one is. */
struct study_life {
    const struct past_dossier *dossier;
    struct text code;
    struct flag_input input;
    struct custody custody; /* at the study's present */
};

void minutes_out(struct study *study, const struct study_life *life);
void legs_out(struct study *study, const struct study_life *life);
void flags_out(struct study *study, const struct study_life *life);
void conflicts_out(struct study *study, const struct study_life *life);
void whatif_out(struct study *study, const struct study_life *life);
/* Takes the life among the trials. STATUS_FULL: no memory. */
enum status whatif_note(struct study *study, const struct study_life *life) MUST_CHECK;

/* A field of CSV as RFC 4180 wants it. */
void study_field(FILE *out, struct text text);
void study_minute(FILE *out, struct minute minute); /* nothing for MINUTE_NEVER */

#endif
