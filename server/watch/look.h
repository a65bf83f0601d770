/* look - one life taken up to be judged: its flag at a minute, as a row shows it, and when to look
 * again.
 *
 * Pure but for the memory it is lent. Knows no book. */
#ifndef WATCH_LOOK_H
#define WATCH_LOOK_H

#include "server/watch/almanac.h"
#include "server/watch/model.h"

enum {
    LOOK_ACTS_MAX = CUSTODY_ACTS_MAX + 1, /* one too many shows that there are too many */
    LOOK_AGAIN_DAYS = 30,                 /* shorter than the wheel */
};

struct look {
    bool ready;              /* there are a calendar and a plan */
    struct flag_input input; /* without acts, where the outline says enough */
    const struct model *model;
    struct outline *outline; /* of the life, laid out anew when it does not hold */
    struct act *room;
};

/* To be asked at NOW; at other minutes it may cost more. ACTS (LOOK_ACTS_MAX) is used until the
 * next one is taken up. */
struct look look_at(struct model *model, const struct almanac *almanac, const struct life *life,
                    struct minute now, struct act *acts);
/* The flag at NOW; what is done or unknown says no more than the port's comment on book_dossier
 * does. *out_next is the earliest minute at which (level, cause, leg) may differ, or the stated
 * promise; MINUTE_NEVER: it cannot by time alone. */
struct flag look_flag(const struct look *look, struct minute now, struct minute *out_next);
/* The first minute after NOW at which anything that a row shows may differ from CURRENT, the flag
 * at NOW; NEXT, as of look_flag(), at the latest. */
struct minute look_again(const struct look *look, const struct flag *current, struct minute now,
                         struct minute next);
struct custody look_custody(const struct look *look, struct minute now);
/* The newest promise stated and known at NOW, without what pauses add to it: while one lasts, P
 * moves with every minute, and yet it is the same flag. */
struct minute look_stated(const struct dossier_facts *facts, struct minute now);

#endif
