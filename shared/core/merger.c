#include "core/merger.h"

/* INVARIANT
 * (1) A walk along successors takes at most MERGER_CHAIN_MAX steps: what a plan says in a circle is
 *     refused (plan_check.c), and ends here all the same. */

static const struct merger *merger_of(const struct mergers *mergers, struct name party)
{
    for (uint32_t i = 0; i < mergers->count; i++) {
        if (name_same(mergers->row[i].old_party, party)) {
            return &mergers->row[i];
        }
    }
    return NULL;
}

struct name merger_party(const struct mergers *mergers, struct name party, struct day day)
{
    for (int step = 0; mergers->count > 0 && step < MERGER_CHAIN_MAX; step++) { /* (1) */
        const struct merger *merger = merger_of(mergers, party);
        if (!merger || merger->from.d > day.d) {
            return party;
        }
        party = merger->new_party;
    }
    return party;
}

bool merger_same(const struct mergers *mergers, struct name a, struct name b, struct day day)
{
    return name_same(a, b) || (mergers->count > 0 && name_same(merger_party(mergers, a, day),
                                                               merger_party(mergers, b, day)));
}

bool merger_since(const struct mergers *mergers, struct name a, struct name b, struct day *out_day)
{
    bool found = false;
    for (uint32_t i = 0; i < mergers->count; i++) {
        const struct day day = mergers->row[i].from;
        if ((!found || day.d < out_day->d) && merger_same(mergers, a, b, day)) {
            *out_day = day;
            found = true;
        }
    }
    return found;
}

bool merger_next(const struct mergers *mergers, struct day day, struct day *out_day)
{
    bool found = false;
    for (uint32_t i = 0; i < mergers->count; i++) {
        const struct day from = mergers->row[i].from;
        if (from.d > day.d && (!found || from.d < out_day->d)) {
            *out_day = from;
            found = true;
        }
    }
    return found;
}

bool merger_endless(const struct mergers *mergers, struct name party)
{
    const struct merger *merger = merger_of(mergers, party);
    for (int step = 0; merger && step < MERGER_CHAIN_MAX; step++) {
        merger = merger_of(mergers, merger->new_party);
    }
    return merger != NULL;
}
