/* fix_judge - what a receiver's epochs are worth: STALE, NOFIX, SUSPECT, WEAK or GOOD.
 *
 * Pure: epochs and clocks in, class and evidence out. The receiver reports and does not judge, and
 * nothing it says is believed by itself. Knows no gpsd and no stop. What is written into an entry
 * tells its class (protocols/journal.md section 8), so that whoever reads it later need not ask. */
#ifndef CORE_FIX_JUDGE_H
#define CORE_FIX_JUDGE_H

#include "core/journal.h"
#include "core/position.h"

/* Worst first. */
enum fix_class { FIX_STALE, FIX_NOFIX, FIX_SUSPECT, FIX_WEAK, FIX_GOOD, FIX_CLASSES };

/* Why it is suspect. */
enum fix_doubt {
    FIX_DOUBT_NONE,
    FIX_DOUBT_CLOCK, /* its time differs from our clock, or lies before what is certain */
    FIX_DOUBT_STEP,  /* its time jumped */
    FIX_DOUBT_JUMP,  /* its place jumped */
    FIX_DOUBT_FROZEN /* it moves, and stays where it is to the last digit */
};

enum {
    FIX_SILENCE_MS = 3000, /* without an epoch: STALE */
    FIX_CLOCK_MS = 5000,
    FIX_SPEED_MM_S = 60000, /* faster goes no parcel */
    FIX_HOLD_MS = 10000,    /* a doubt is kept so long after its cause */
    FIX_FROZEN_MS = 60000,
    FIX_MOVING_MM_S = 2000,
    FIX_WEAK_MM = 50000, /* an accuracy above this is WEAK */
    FIX_SATELLITES_MIN = 4,
    FIX_ROW = 3,           /* good epochs in a row after a cold start */
    FIX_KEPT_MS = 3600000, /* the newest position is no evidence after that */
};
#define FIX_NOT_BELIEVED UINT32_MAX       /* instead of an accuracy: the fix was SUSPECT */
#define FIX_NOT_KNOWN    (UINT32_MAX - 1) /* the receiver told none */

/* One report of the receiver. Whatever it did not say, or said as no number, is not there. */
struct fix_epoch {
    bool has_time;
    int64_t gnss_ms;
    uint8_t mode; /* 2: two dimensions, 3: three; below 2 it has no fix */
    bool has_position;
    struct position position;
    uint32_t accuracy_mm; /* FIX_NOT_KNOWN */
    uint32_t used;        /* satellites */
    bool has_speed;
    uint32_t speed_mm_s;
};

/* Our own clocks at that moment. */
struct fix_clock {
    int64_t mono_ms;
    uint64_t boot;
    bool wall_known; /* the wall clock is set */
    int64_t wall_ms; /* corrected by the offset measured, where there is one */
};

/* A fix that was trusted: what the next one is measured by. */
struct fix_anchor {
    bool has;
    struct position position;
    struct fix_clock at;
    bool has_gnss;
    int64_t gnss_ms;
};

/* As it stood before the epoch that is being judged, and after it. */
struct fix_state {
    struct fix_anchor anchor;
    bool has_step; /* an epoch before had a time */
    int64_t step_gnss_ms, step_mono_ms;
    uint32_t row;  /* good epochs in a row, to FIX_ROW */
    bool has_seen; /* an epoch before had a position */
    struct position seen;
    int64_t still_since_ms; /* it moves and has not changed since; INT64_MAX: it has */
};

struct fix_judge {
    int64_t built_ms; /* no true time lies before it */
    struct fix_state before;
    struct fix_state after;
    bool has_heard;
    int64_t heard_ms; /* mono, of any epoch */
    bool has_epoch;
    int64_t epoch_ms;     /* GNSS time that is being judged */
    enum fix_doubt doubt; /* the newest cause there was, … */
    int64_t doubt_ms;     /* … when */
    enum fix_class class; /* of the newest epoch */
    /* The newest position there was, and what it was worth. */
    bool has_position;
    struct position position;
    enum fix_class position_class;
    uint32_t accuracy_mm;
    int64_t position_ms; /* mono */
    bool has_gnss;       /* its time is believed */
    int64_t gnss_ms;
};

/* The receiver now. */
struct fix_now {
    enum fix_class class;
    enum fix_doubt doubt; /* with FIX_SUSPECT */
    struct fix fix;       /* the newest position with its age, as an entry holds it */
    bool has_gnss;
    int64_t gnss_ms; /* of now */
};

/* BUILT_MS: when this program was built; no receiver's time lies before it (row 31). */
void fix_judge_init(struct fix_judge *judge, int64_t built_ms);
/* After a restart: WHEN is of an entry of ours. It becomes the anchor if its fix was good. */
void fix_judge_recall(struct fix_judge *judge, const struct time_evidence *when);
/* One report. A receiver tells one epoch several times: it is judged once, by all of them. */
void fix_judge_take(struct fix_judge *judge, const struct fix_epoch *told,
                    const struct fix_clock *clock);
struct fix_now fix_judge_now(const struct fix_judge *judge, int64_t mono_ms);

/* What FIX of an entry was worth: FIX_NOFIX when there is none, FIX_STALE when it was old. Only
 * FIX_GOOD may be held against anybody (DOMAIN section 5 allows more). */
enum fix_class fix_class_of(const struct fix *fix);

#endif
