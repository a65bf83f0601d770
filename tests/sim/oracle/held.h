/* held - who holds one dossier, from the set of its acts (SEMANTICS section 3).
 *
 * Knows no feed, plan or calendar. Voids first, then event time, then the order of ties; everything
 * is kept in instants. READINGS 5 to 14 of tests/oracle say how the open points are read. */
#ifndef SIM_ORACLE_HELD_H
#define SIM_ORACLE_HELD_H

#include "base/arena.h"
#include "core/custody.h"
#include "tests/sim/oracle/told.h"

/* One party's unbroken custody. */
struct holding {
    const char *holder;
    int64_t since;
    bool verified;
    int64_t ready;    /* first `ready` of this visit; NEVER_TOLD */
    int64_t evidence; /* last act of the holder in it; NEVER_TOLD */
};

struct hole { /* nobody's scan says who had it */
    int64_t from, to;
};

struct clash {
    int64_t at;
    enum conflict_kind kind;
};

struct packing {
    const char *subject, *bundle;
};

struct holdings { /* what a take by bundle may have to give back */
    size_t count;
    struct holding last;
};

struct folded {
    const char *code;
    struct holding *holdings;
    size_t count;
    bool offered;
    const char *offer_from, *offer_to;
    int64_t offer_at;
    bool unlocated;
    struct hole *holes;
    size_t hole_count;
    struct clash *clashes;
    size_t clash_count;
    int64_t returned; /* NEVER_TOLD */
    struct packing *packed;
    size_t packed_count;
    bool may_fall; /* the holder took only the bundle: */
    struct holdings before;
};

struct held_start {
    const char *code;
    const char *holder;
    int64_t since;
    const char *nothing; /* the word "" */
};

/* ACTS without doubles, without what a void that counts declares wrong, without voids, in the order
 * of the fold; in place. Returns how many are left. */
size_t held_effective(struct told_act *acts, size_t count);
/* Sorts ACTS into the order of the fold. */
void held_sort(struct told_act *acts, size_t count);
/* The custody after ACTS, which are effective and sorted; lists live in ARENA. */
struct folded held_of(const struct held_start *start, const struct told_act *acts, size_t count,
                      struct arena *arena);
/* The bundle CODE lies in; NULL: in none. */
const char *held_bundle(const struct folded *fold, const char *code);

static inline const struct holding *held_now(const struct folded *fold)
{
    return &fold->holdings[fold->count - 1];
}

#endif
