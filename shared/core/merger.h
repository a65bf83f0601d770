/* merger - agencies that become part of another one, and who a party is on a given day.
 *
 * From its first day on what the old office holds, is offered or is on its way to it is the new
 * one's; both names mean one office then, and old stamps and feeds may go on saying the old one.
 * Knows no plan and no clock. */
#ifndef CORE_MERGER_H
#define CORE_MERGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "core/names.h"

enum { MERGER_CHAIN_MAX = 3 }; /* how often one office may become part of another */

struct merger {
    struct name old_party;
    struct name new_party;
    struct day from;
    uint32_t line; /* where it is written */
};

struct mergers {
    const struct merger *row; /* borrowed, in any order; each old party once */
    uint32_t count;
};

/* Who PARTY is on DAY: itself, or the office it has become part of by then. */
struct name merger_party(const struct mergers *mergers, struct name party, struct day day);
/* True if both names mean one office on DAY. */
bool merger_same(const struct mergers *mergers, struct name a, struct name b, struct day day);
/* The first day on which both names mean one office. False: they never do. */
bool merger_since(const struct mergers *mergers, struct name a, struct name b, struct day *out_day);
/* The first day after DAY on which some merger begins. False: none does. */
bool merger_next(const struct mergers *mergers, struct day day, struct day *out_day);
/* True if PARTY's successors are more than MERGER_CHAIN_MAX, or lead back to itself. */
bool merger_endless(const struct mergers *mergers, struct name party);

#endif
