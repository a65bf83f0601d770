/* verdict - the flag of one dossier at one minute, and when it may be another.
 *
 * SEMANTICS section 6: level, cause, but-for, what turns on a gap or on a disputed instant. */
#ifndef SIM_ORACLE_VERDICT_H
#define SIM_ORACLE_VERDICT_H

#include "base/arena.h"
#include "core/flag.h"
#include "tests/sim/oracle/told.h"

struct verdict {
    enum flag_level level;
    enum flag_cause cause;
    enum flag_leg leg;
    bool disputed;    /* `unknown` because an act's instant decides */
    int32_t slack;    /* this and the next five: not of done and unknown */
    int32_t forecast; /* of done: J, if there is one */
    int32_t promised;
    int32_t gained;
    int32_t last_safe; /* its departure; NOT_THERE */
    int32_t stated;    /* the promise as somebody stated it; NOT_THERE */
    int32_t until;     /* nothing changes before this minute unless something is told */
    /* custody, as known */
    const char *holder, *offer_to, *bundle;
    int32_t since;
    bool verified;
    const struct clash *clashes; /* in the arena */
    size_t clash_count;
};

/* ACTS are all that reach the dossier, COUNT of them, in no order. */
struct verdict verdict_at(struct all_told *told, const struct told_dossier *dossier,
                          const struct told_act *acts, size_t count, int32_t now,
                          struct arena *arena);

static inline bool verdict_same(const struct verdict *a, const struct verdict *b)
{
    return a->level == b->level && a->cause == b->cause && a->leg == b->leg;
}

#endif
