/* party - the few parties every province has; whoever else acts is an agency, by its code.
 *
 * The post is the carrier; the Center and the agencies are static parties, who hold and wait. */
#ifndef CORE_PARTY_H
#define CORE_PARTY_H

#include <stdbool.h>

#include "base/status.h"
#include "core/names.h"

struct parties {
    struct name center;
    struct name post;
    struct name citizen;
    struct name timetable; /* holds nothing; minutes are its own (SEMANTICS section 4) */
};

/* Gives `center`, `post`, `citizen` and `timetable` their numbers in NAMES. STATUS_FULL: no room.
 */
enum status parties_give(struct names *names, struct parties *out_parties) MUST_CHECK;

static inline bool party_carries(const struct parties *parties, struct name party)
{
    return name_same(party, parties->post);
}

/* An office that appraises: neither center, post, citizen nor nobody. */
static inline bool party_is_agency(const struct parties *parties, struct name party)
{
    return party.id != 0 && !name_same(party, parties->center) &&
           !name_same(party, parties->post) && !name_same(party, parties->citizen);
}

#endif
