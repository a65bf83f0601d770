/* flag - whether a transfer holds up a promised return date, and who can still save it.
 *
 * SEMANTICS section 6. Decides alone: facts, acts, plan and calendar in, one flag out. Pure; the
 * same input and minute give the same flag for ever. */
#ifndef CORE_FLAG_H
#define CORE_FLAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/act.h"
#include "core/calendar.h"
#include "core/custody.h"
#include "core/dossier.h"
#include "core/outline.h"
#include "core/party.h"
#include "core/plan.h"

/* In the order in which the first that fits is taken. */
enum flag_level {
    FLAG_DONE,
    FLAG_UNKNOWN,
    FLAG_OVERDUE,
    FLAG_AT_RISK,
    FLAG_WILL_MISS,
    FLAG_DUE_SOON,
    FLAG_ON_TRACK,
    FLAG_LEVELS
};

enum flag_cause {
    CAUSE_NONE,
    CAUSE_TRANSFER,  /* one transfer alone: see `leg` */
    CAUSE_TRANSFERS, /* the transfers together */
    CAUSE_PROCESSING,
    CAUSE_BOTH,
    CAUSE_PLAN, /* late even by the book */
    FLAG_CAUSES
};

enum flag_leg { LEG_NONE, LEG_OUT, LEG_BACK, FLAG_LEGS };

/* What is missing when the level is `unknown`. */
enum flag_missing {
    MISSING_NOTHING,
    MISSING_PROMISE,
    MISSING_BUDGET,
    MISSING_RUN,
    MISSING_ACT,       /* not one act of its own */
    MISSING_ITEM,      /* unlocated */
    MISSING_CERTAINTY, /* the verdict turns on a disputed act */
    MISSING_SCAN,      /* the verdict turns on a gap */
    MISSING_ROOM,      /* more acts, tenures or supplements than are held */
    MISSING_KINDS
};

/* What would still save it. */
enum flag_saver { SAVER_NONE, SAVER_RUN, SAVER_EXTRA_RUN, FLAG_SAVERS };

const char *flag_level_name(enum flag_level level); /* `on_track` … */
const char *flag_cause_name(enum flag_cause cause); /* empty for CAUSE_NONE */
const char *flag_leg_name(enum flag_leg leg);       /* `out`, `back`, or empty */
const char *flag_missing_name(enum flag_missing missing);
const char *flag_saver_name(enum flag_saver saver);
bool flag_level_parse(struct text text, enum flag_level *out_level);
bool flag_cause_parse(struct text text, enum flag_cause *out_cause);
bool flag_leg_parse(struct text text, enum flag_leg *out_leg);

struct flag {
    enum flag_level level;
    enum flag_cause cause;
    enum flag_leg leg;
    enum flag_missing missing;
    struct minute promised;   /* P; MINUTE_NEVER: none */
    bool by_instant;          /* late is what comes after P, not after its day */
    struct minute forecast;   /* F, or J when done; MINUTE_NEVER: cannot be said */
    int32_t slack_minutes;    /* working; only with a forecast and a promise */
    int32_t minutes_gained;   /* W(F_S, F) of the cause */
    struct minute butfor;     /* F_S; cause plan: all by plan, and late; MINUTE_NEVER: none */
    int32_t minutes_spare;    /* W(F_S, edge): gained = late + spare; cause plan: below nothing */
    int32_t minutes_taken;    /* of the steps in S that have begun, working */
    int32_t minutes_standard; /* of these by plan */
    bool has_last_safe_run;
    struct run last_safe_run; /* of the next wait; leaves at .departs */
    enum flag_saver saver;
    enum flag_leg saver_leg;
    struct minute extra_before; /* SAVER_EXTRA_RUN: it must leave by then */
    struct name holder;
    struct minute since;
    struct name offer_to; /* NAME_NONE: nothing is offered */
    struct name from;     /* of the transfer that is the cause, or of the next one */
    struct name to;
    bool verified;
    uint8_t conflicts; /* in custody, as known now */
};

/* Same verdict: (level, cause, leg). */
static inline bool flag_same(const struct flag *a, const struct flag *b)
{
    return a->level == b->level && a->cause == b->cause && a->leg == b->leg;
}

struct flag_input {
    const struct names *names;
    const struct parties *parties;
    const struct dossier_facts *facts;
    const struct act *acts; /* as custody_input: the dossier's and its bundles', in any order */
    size_t act_count;
    const struct plan *plan;            /* the version in force */
    const struct calendar *calendar;    /* the newest version */
    const struct calendar *promised_by; /* the version the promise was made under */
};

/* The flag at NOW. What lies in a later minute than NOW, acts and feed times alike, is not known.
 */
void flag_judge(const struct flag_input *input, struct minute now, struct flag *out_flag);
/* Custody as the flag sees it at NOW: start and holder by the plan. */
void flag_custody(const struct flag_input *input, struct minute now, struct custody *out_custody);
/* Both at once: the flag, and flag_next_change() of it. */
void flag_judge_until(const struct flag_input *input, struct minute now, struct flag *out_flag,
                      struct minute *out_next);
/* As flag_judge_until(); *out_outline is the life laid out, to be asked by at other minutes. It
 * holds in none when it is too long, or when a verdict may turn on the interval of an act. */
void flag_judge_outline(const struct flag_input *input, struct minute now, struct flag *out_flag,
                        struct minute *out_next, struct outline *out_outline);
/* What flag_judge_until() says of the same life at a minute in which OUTLINE holds. No act is read.
 * False, and nothing written: it does not hold. */
bool flag_by_outline(const struct outline *outline, const struct flag_input *input,
                     struct minute now, struct flag *out_flag, struct minute *out_next);
/* The earliest minute after NOW at which (level, cause, leg) may differ if nothing new arrives. It
 * may be too early, never too late; MINUTE_NEVER: it cannot change. CURRENT is flag_judge's answer
 * at NOW. */
struct minute flag_next_change(const struct flag_input *input, struct minute now,
                               const struct flag *current);

#endif
