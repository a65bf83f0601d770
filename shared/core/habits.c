#include "core/habits.h"

#include <string.h>

#include "base/check.h"

/* INVARIANT
 * (1) a quarter of the groups stays free, so that looking for one ends. */

size_t habits_memory(uint32_t group_max)
{
    return (size_t)group_max * sizeof(struct habit_group);
}

void habits_init(struct habits *habits, void *memory, uint32_t group_max)
{
    assert(group_max > 3 && (group_max & (group_max - 1)) == 0);
    *habits = (struct habits){.groups = memory, .group_max = group_max};
    for (uint32_t i = 0; i < group_max; i++) {
        habits->groups[i].key = 0;
    }
}

/* splitmix64's finish (Steele et al. 2014): every bit of the key counts. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

/* GRAIN 0 is the finest. What a grain does not tell apart does not enter its key. */
static uint64_t key_of(enum habit habit, const struct habit_place *place, int grain)
{
    struct habit_place seen = *place;
    if (grain >= 1) {
        seen.by = NAME_NONE;
        seen.when = HABIT_ANY_TIME;
    }
    if (grain >= 2) {
        seen.from = NAME_NONE;
        seen.to = NAME_NONE;
    }
    uint64_t key = mix(((uint64_t)habit << 8 | (uint64_t)grain) + 1);
    key = mix(key ^ seen.from.id);
    key = mix(key ^ ((uint64_t)seen.to.id << 8));
    key = mix(key ^ ((uint64_t)seen.by.id << 16));
    key = mix(key ^ seen.when);
    return key != 0 ? key : 1;
}

/* The group of KEY, or the free one where it would stand. */
static struct habit_group *find(const struct habits *habits, uint64_t key)
{
    uint32_t at = (uint32_t)key & (habits->group_max - 1);
    while (habits->groups[at].key != 0 && habits->groups[at].key != key) {
        at = (at + 1) & (habits->group_max - 1);
    }
    return &habits->groups[at];
}

void habits_learn(struct habits *habits, enum habit habit, const struct habit_place *place,
                  int32_t value)
{
    for (int grain = 0; grain < HABIT_GRAINS; grain++) {
        const uint64_t key = key_of(habit, place, grain);
        struct habit_group *group = find(habits, key);
        if (group->key == 0) {
            if (habits->group_count >= habits->group_max / 4 * 3) { /* (1) */
                habits->left_out++;
                continue;
            }
            group->key = key;
            sketch_init(&group->sketch);
            habits->group_count++;
        }
        sketch_add(&group->sketch, value);
    }
}

const struct sketch *habits_of(const struct habits *habits, enum habit habit,
                               const struct habit_place *place, int32_t from)
{
    for (int grain = 0; grain < HABIT_GRAINS; grain++) {
        const struct habit_group *group = find(habits, key_of(habit, place, grain));
        if (group->key != 0 && sketch_from(&group->sketch, from) >= HABIT_ENOUGH) {
            return &group->sketch;
        }
    }
    return NULL;
}
