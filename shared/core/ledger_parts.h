/* ledger_parts - what the files that make up ledger share.
 *
 * Nobody outside ledger*.c looks here. */
#ifndef CORE_LEDGER_PARTS_H
#define CORE_LEDGER_PARTS_H

#include "core/ledger.h"

static inline struct minute ledger_minute(struct instant instant)
{
    return instant.ms == INSTANT_NEVER.ms ? MINUTE_NEVER : instant_minute(instant);
}

static inline struct minute ledger_earlier(struct minute a, struct minute b)
{
    return a.m < b.m ? a : b;
}

static inline struct minute ledger_later(struct minute a, struct minute b)
{
    return a.m > b.m ? a : b;
}

/* Custody's tenures as stays, and from when on the life is silent. */
void ledger_read_stays(struct ledger *ledger);
/* Fills in how stay NUMBER waits: to where, from when, for which run first. */
void ledger_wait_begin(const struct ledger *ledger, int number, struct ledger_wait *out_wait);
/* When RUN left without what waits; MINUTE_NEVER: it did not. */
struct minute ledger_left(const struct ledger *ledger, const struct ledger_wait *wait,
                          const struct run *run);
/* Why RUN left without it: one of the four of row 8. */
enum ledger_why ledger_blame(const struct ledger *ledger, const struct ledger_wait *wait,
                             const struct run *run);
/* The feasible run after *RUN. */
bool ledger_run_after(const struct ledger *ledger, const struct ledger_wait *wait, struct run *run);

#endif
