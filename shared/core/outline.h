/* outline - a life laid out once and packed small, so that asking for its flag at another minute
 * folds and lays out nothing.
 *
 * What is packed is what a verdict needs of custody and journey; it is the same from the minute at
 * which it was laid out until something given becomes known. flag.h makes it and asks by it. Knows
 * no act. An outline of zeros holds in no minute. */
#ifndef CORE_OUTLINE_H
#define CORE_OUTLINE_H

#include "core/journey.h"

enum { OUTLINE_WORDS = 21 }; /* five steps that went their usual way, and a pause */

struct outline {
    struct minute since; /* it holds from here … */
    struct minute until; /* … to before this minute, if no act, row, plan or calendar comes */
    struct minute received;
    struct minute ended;
    struct minute back;
    struct minute held_since;
    struct name holder;
    struct name offer_to;
    struct name bundle;
    uint8_t kind; /* enum journey_kind */
    uint8_t steps, next, pauses, gaps;
    uint8_t conflicts;
    uint8_t said; /* bits: what is true of it */
    uint8_t words;
    uint32_t word[OUTLINE_WORDS];
};

/* False: it does not fit; then *out_outline holds in no minute. */
bool outline_pack(const struct journey *journey, const struct custody *custody,
                  struct outline *out_outline);
/* What was packed; the rest of *out_custody, and what lies behind the counts, is not written. */
void outline_unpack(const struct outline *outline, struct journey *out_journey,
                    struct custody *out_custody);

static inline bool outline_holds(const struct outline *outline, struct minute now)
{
    return outline->since.m <= now.m && now.m < outline->until.m;
}

#endif
