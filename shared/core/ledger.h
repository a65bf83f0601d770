/* ledger - whose minutes: every working minute of a life belongs to one party and one cause.
 *
 * SEMANTICS section 4, its nine rows, the first that fits. A life is walked span by span, in time;
 * the spans follow one another without a hole, so their minutes sum to W(received, end). Pure:
 * facts, acts, plan and calendar in, as known at a given minute. Memory is bounded. */
#ifndef CORE_LEDGER_H
#define CORE_LEDGER_H

#include "core/journey.h"
#include "core/movement.h"

/* In the order of the rows, from 1: the first that fits is taken. */
enum ledger_cause {
    LEDGER_PAUSED,
    LEDGER_UNKNOWN,
    LEDGER_UNCONFIRMED,
    LEDGER_IN_TRANSIT,
    LEDGER_PROCESSING,
    LEDGER_WAITING_FOR_RUN, /* rows 6 and 7: by party */
    LEDGER_MISSED_RUN,
    LEDGER_AT_COUNTER,
    LEDGER_CAUSES
};

enum ledger_leg { LEDGER_NO_LEG, LEDGER_OUT, LEDGER_BACK, LEDGER_LEGS };

/* What makes it so, for the sentence a person reads. */
enum ledger_why {
    LEDGER_WHY_PAUSE,
    LEDGER_WHY_GAP,       /* nobody's scan says who had it */
    LEDGER_WHY_UNLOCATED, /* short or lost, not found yet */
    LEDGER_WHY_NO_ACT,    /* not one act of its own */
    LEDGER_WHY_SILENCE,   /* the feed ended the life, nobody's act did */
    LEDGER_WHY_NO_RUN,    /* a wait with no run in the plan */
    LEDGER_WHY_NO_BUDGET, /* no budget says how long handing over may take */
    LEDGER_WHY_NO_ROOM,   /* more acts than are folded, or supplements than are held */
    LEDGER_WHY_OFFERED,   /* the carrier gave it, the receiver has not answered */
    LEDGER_WHY_CARRIED,
    LEDGER_WHY_PROCESSED,
    LEDGER_WHY_TIMETABLE,   /* the run had not to leave yet */
    LEDGER_WHY_RUN_LATE,    /* it had, and did not */
    LEDGER_WHY_CANCELLED,   /* the run was cancelled */
    LEDGER_WHY_LEFT_BEHIND, /* it was offered when the run was to leave */
    LEDGER_WHY_NOT_CALLED,  /* the run was seen elsewhere, not here */
    LEDGER_WHY_NOT_OFFERED, /* the holder let it leave */
    LEDGER_WHY_BACK,        /* the result is back, and not fetched */
    LEDGER_WHYS
};

const char *ledger_cause_name(enum ledger_cause cause); /* `waiting_for_run` … */
const char *ledger_leg_name(enum ledger_leg leg);       /* `out`, `back`, or empty */
const char *ledger_why_name(enum ledger_why why);
bool ledger_cause_parse(struct text text, enum ledger_cause *out_cause);

struct ledger_span {
    struct minute from;
    struct minute until;
    int32_t minutes; /* working; never 0 */
    struct name party;
    struct name holder;
    struct name agency; /* the agency's end of the transfer, or the one visited */
    struct run run;     /* waited for, missed, or that carries it; only with `has_run` */
    uint8_t cause;      /* enum ledger_cause */
    uint8_t why;        /* enum ledger_why */
    uint8_t leg;        /* enum ledger_leg */
    bool has_run;
};

/* A stay with a static holder, or a ride: one tenure of custody within the life. */
enum ledger_stay_kind {
    LEDGER_RIDE,
    LEDGER_VISIT,   /* an agency: processing, then a wait from `ready` on */
    LEDGER_DESK,    /* the Center before an agency's visit or between two: a wait */
    LEDGER_COUNTER, /* the result is back, or with the citizen */
    LEDGER_SPOT     /* the Center does it all itself */
};

struct ledger_stay {
    struct minute from;
    struct minute until; /* MINUTE_NEVER: still */
    struct minute ready; /* of a visit or spot: where processing ends; of a desk: `from` */
    struct name holder;
    struct name to; /* the next static party; NAME_NONE: nothing says */
    struct name agency;
    uint8_t kind; /* enum ledger_stay_kind */
    uint8_t leg;  /* enum ledger_leg */
};

/* One wait for a run: what was possible, and what was done. What-if replays it. */
struct ledger_wait {
    uint8_t stay; /* number of the stay */
    enum ledger_leg leg;
    struct name holder, to, agency;
    struct minute begin; /* ready, taken or received */
    struct minute fit;   /* from when a run may be chosen: pass_on_after moves it */
    struct minute ready; /* add(fit, handover): no cut-off before it is feasible */
    struct minute until; /* the take, or the end of the life */
    bool taken;
    bool has_budget;
    bool has_run;    /* `first` is the first feasible run, cancelled or not */
    bool has_chosen; /* `chosen` is the run it left with: the first feasible one, not cancelled,
                        with departure + grace >= take */
    struct run first;
    struct run chosen;
    uint32_t missed; /* feasible runs that left without it */
    int32_t lag;     /* 0, or W(fit, cut-off of the last of those) + 1 */
};

struct ledger_input {
    const struct names *names;
    const struct parties *parties;
    const struct dossier_facts *facts;
    const struct act *acts; /* as folded into `custody` */
    size_t act_count;
    const struct custody *custody;     /* at `now` */
    const struct movements *movements; /* NULL: no run was seen anywhere */
    const struct plan *plan;
    const struct calendar *calendar; /* the newest version */
    struct minute now;
};

/* A life being walked. Borrows what its input points to. */
struct ledger {
    struct ledger_input input;
    struct journey journey;
    struct minute received; /* MINUTE_NEVER: nothing says when it began, or later than now */
    struct minute end;
    struct minute silent; /* from when on the feed's word is all there is; MINUTE_NEVER */
    bool unknown;         /* more than is held: every minute is unknown */
    uint8_t stays;
    struct ledger_stay stay[CUSTODY_TENURES_MAX];
    /* where the walk is */
    struct minute at;
    uint8_t here;            /* the stay */
    struct ledger_wait wait; /* of the stay, or of the one before a ride */
    bool waits;              /* `wait` is filled in */
    struct run run;          /* the last one that left without it, or the first to come */
    struct minute run_left;  /* when; MINUTE_NEVER: not yet */
    int32_t minutes;         /* walked so far */
};

/* Begins the walk of a life as known at input->now. */
void ledger_open(struct ledger *ledger, const struct ledger_input *input);
/* The next span that has working minutes. False: the walk is over, and the minutes of all spans
 * are W(received, end). */
bool ledger_next(struct ledger *ledger, struct ledger_span *out_span);

enum { LEDGER_SUMS_MAX = 256 * (MERGER_CHAIN_MAX + 1) }; /* an office may have had other names */

struct ledger_sum {
    struct name party;
    uint8_t cause; /* enum ledger_cause */
    int32_t minutes;
};

/* Walks to the end. By party and cause, in the order of their first minute. */
size_t ledger_sums(struct ledger *ledger, struct ledger_sum out_sums[LEDGER_SUMS_MAX]);

/* The wait of stay NUMBER; false: nothing waits there. Neither disturbs the walk. */
bool ledger_wait_of(const struct ledger *ledger, int number, struct ledger_wait *out_wait);

#endif
