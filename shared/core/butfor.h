/* butfor - what holds up the promise: the life replayed as if some of its steps had gone by plan.
 *
 * SEMANTICS section 6, the but-for test. F_S is the life replayed from receipt with the steps in S
 * ending at the earlier of own and standard and the others behaving as they did. Pure. */
#ifndef CORE_BUTFOR_H
#define CORE_BUTFOR_H

#include "core/forecast.h"

enum butfor_cause {
    BUTFOR_TRANSFER, /* one transfer alone: `step` */
    BUTFOR_TRANSFERS,
    BUTFOR_PROCESSING,
    BUTFOR_BOTH,
    BUTFOR_PLAN
};

struct butfor {
    enum butfor_cause cause;
    int step;          /* BUTFOR_TRANSFER: which; else -1 */
    uint32_t steps;    /* S, bit by bit */
    struct minute end; /* F_S; with BUTFOR_PLAN that of all steps, late all the same, or never */
    int32_t taken;     /* working minutes of the steps in S that have begun ... */
    int32_t standard;  /* ... and of these by plan: to the earlier of own and standard end */
    /* Once the promise is over, the cause stays until something becomes known, if the plan does. */
    bool steady;
};

/* How a step behaved, measured once. */
struct behaviour {
    struct minute begin;
    struct minute end;
    int32_t worked; /* processing, or a transfer no run of the plan fits: working minutes kept */
    int32_t lag;    /* working minutes from fit until the last run left without it, and one */
    int32_t over;   /* signed working minutes from its run's planned end to its own */
    bool by_run;    /* `lag` and `over` count */
};

void butfor_measure(struct outlook *outlook, const struct forecast *forecast,
                    struct behaviour out_behaviour[JOURNEY_STEPS_MAX]);
/* F_S for S, bit I for step I; MINUTE_NEVER: cannot be said. */
struct minute butfor_replay(struct outlook *outlook, const struct behaviour *behaviour,
                            uint32_t steps);
/* What-if: the life replayed, S empty, over outlook->plan, which need not be the plan BEHAVIOUR was
 * measured by. Under that same plan it should be the real end; how often it is not is the caller's
 * to say. MINUTE_NEVER: no run or no budget; else *out_ends holds each step's end. */
struct minute butfor_replan(struct outlook *outlook, const struct behaviour *behaviour,
                            struct minute out_ends[JOURNEY_STEPS_MAX]);
/* Why F, which is late, is late. */
void butfor_of(struct outlook *outlook, const struct forecast *forecast, struct butfor *out_butfor);

#endif
