/* claim - what the unit's own book says against a reading: a bounce of the scanner, a repeat, or a
 * claim on something that somebody else holds. Three different things (DOMAIN section 10).
 *
 * Pure. A claim is recorded all the same and said aloud; the server, which has every unit's acts,
 * decides (DOMAIN section 4, rule 4). */
#ifndef HANDHELD_APP_CLAIM_H
#define HANDHELD_APP_CLAIM_H

#include "handheld/app/shift.h"

enum { CLAIM_BOUNCE_MS = 2000 };

enum claim_kind {
    CLAIM_NONE,
    CLAIM_BOUNCE,      /* read a moment ago in this operation: one event */
    CLAIM_ALREADY,     /* said before, and nothing has happened since */
    CLAIM_OTHER_HOLDER /* by this unit's book somebody else has it */
};

struct claim {
    enum claim_kind kind;
    struct time_evidence since; /* unless CLAIM_NONE */
    struct text holder;         /* CLAIM_OTHER_HOLDER; borrowed until the memory changes */
};

/* CODE read in the open operation. */
struct claim claim_of(const struct shift *shift, struct text code);
/* A seal, arrival or departure as the unit's newest word on SUBJECT. */
struct claim claim_of_whole(const struct shift *shift, enum act_kind kind, struct text subject,
                            struct text detail);
/* Says a bounce or a repeat. */
void claim_say(struct shift *shift, struct text code, const struct claim *claim);

#endif
