/* habits - what legs have really taken, in groups, as far as it is known by now.
 *
 * A quantity is learnt into every group it belongs to, from the finest to the coarsest, and asked
 * of the finest group that has seen enough. Three are kept: how long an agency works, as
 * thousandths of its budget; how many feasible runs a transfer lets leave; how long it rides, from
 * the planned departure to the take. Memory is the caller's. Knows no dossier. */
#ifndef CORE_HABITS_H
#define CORE_HABITS_H

#include <stddef.h>

#include "core/names.h"
#include "core/sketch.h"

enum habit { HABIT_WORK, HABIT_MISSED, HABIT_RIDE, HABITS };

enum {
    HABIT_ENOUGH = 30, /* values; below, the next coarser group is asked */
    HABIT_GRAINS = 3,
    HABIT_ANY_TIME = 0
};

/* Where a quantity belongs. WORK: from = the agency, by = the procedure. MISSED, RIDE: from, to =
 * the static parties, by = the route, when = HABIT_TIME() of the fit or departure. */
struct habit_place {
    struct name from;
    struct name to;
    struct name by;
    uint8_t when;
};
/* Weekday (ISO) and half of the day: forenoon and afternoon runs are not alike. */
static inline uint8_t habit_time(int weekday, int minute_of_day)
{
    return (uint8_t)(1 + weekday * 2 + (minute_of_day >= 12 * 60));
}

struct habit_group {
    uint64_t key; /* 0: free */
    struct sketch sketch;
};

struct habits {
    struct habit_group *groups; /* open addressing */
    uint32_t group_max;         /* a power of two */
    uint32_t group_count;
    uint64_t left_out; /* values of groups that found no room: coarser ones have them */
};

/* GROUP_MAX: a power of two. */
size_t habits_memory(uint32_t group_max);
void habits_init(struct habits *habits, void *memory, uint32_t group_max);
void habits_learn(struct habits *habits, enum habit habit, const struct habit_place *place,
                  int32_t value);
/* The finest group with HABIT_ENOUGH values of which enough are not below FROM; NULL: none. */
const struct sketch *habits_of(const struct habits *habits, enum habit habit,
                               const struct habit_place *place, int32_t from);

#endif
