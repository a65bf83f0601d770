/* whatif - one life whose result is back, replayed over another timetable.
 *
 * SEMANTICS section 6, What-if. What is known stays: how long each agency worked, how many runs
 * each transfer let leave, how late its run came. Only the waits for runs move, and what follows
 * them; a run takes whatever is there. Pure. */
#ifndef CORE_WHATIF_H
#define CORE_WHATIF_H

#include "core/butfor.h"

struct whatif {
    struct minute back;    /* J, as it was */
    struct minute same;    /* replayed over the plan it lived under: should be J */
    struct minute other;   /* replayed over the other plan; MINUTE_NEVER: no run, no budget */
    struct minute promise; /* P at J; MINUTE_NEVER: none */
    bool late, late_other; /* J and `other` against P */
    uint8_t steps;
    struct whatif_step {
        struct name from, to, agency;
        uint8_t kind;    /* enum step_kind */
        int32_t minutes; /* working minutes of the step, as it was */
        int32_t other;   /* and over the other plan */
    } step[JOURNEY_STEPS_MAX];
};

/* OUTLOOK at a minute when the result is back, FORECAST of it; OTHER is the other plan, read with
 * the same calendar. False: the result is not back, or the life cannot be replayed at all. */
bool whatif_of(struct outlook *outlook, const struct forecast *forecast, const struct plan *other,
               struct whatif *out_whatif);

/* The first half of it: how the life behaved, when each step ends in a replay over its own plan,
 * and `back`, `same` and `promise` of *out_whatif, `same` not yet settled. False: as whatif_of().
 */
bool whatif_measure(struct outlook *outlook, const struct forecast *forecast,
                    struct behaviour out_behaviour[JOURNEY_STEPS_MAX],
                    struct minute out_ends[JOURNEY_STEPS_MAX], struct whatif *out_whatif);
/* What no working minute parts is one instant, and what another plan leaves as it was is as it was:
 * the end OTHER of a replay, or `back` itself. */
struct minute whatif_settled(const struct outlook *outlook, const struct whatif *whatif,
                             struct minute other);

#endif
