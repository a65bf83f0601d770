/* offer - what a giver's unit has shown to this one: the record's digest, and part by part its
 * list.
 *
 * Pure. Belongs to the open take; comes back from the unit's own entries after a crash. */
#ifndef HANDHELD_APP_OFFER_H
#define HANDHELD_APP_OFFER_H

#include "core/handoff_code.h"

enum offer_part {
    OFFER_PART_NEW,
    OFFER_PART_AGAIN, /* had already */
    OFFER_PART_OTHER  /* of another list, or the whole is not what the digest says */
};

struct shown_offer {
    bool read; /* there is one */
    uint8_t parts, had_count;
    bool had[HANDOFF_PARTS_MAX];
    uint32_t count; /* bundles and items, as the giver says */
    struct hash digest, giver_entry;
    size_t last_size;
    uint8_t list[HANDOFF_LIST_SIZE];
};

/* CODE is an offer. */
void offer_begin(struct shown_offer *offer, const struct handoff_code *code);
/* CODE is a part of a list; OFFER changes only with OFFER_PART_NEW. */
enum offer_part offer_add(struct shown_offer *offer, const struct handoff_code *code);
/* The record, once all its parts are there; OUT borrows from ROOM. */
bool offer_expected(const struct shown_offer *offer, uint8_t room[ENTRY_BODY_MAX],
                    struct handoff *out);

#endif
