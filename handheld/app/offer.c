#include "handheld/app/offer.h"

#include <string.h>

/* INVARIANTS
 * (1) Every part but the last has HANDOFF_PART_SIZE bytes, so each has its place in `list`.
 * (2) A list that is whole has the digest that was offered. */

void offer_begin(struct shown_offer *offer, const struct handoff_code *code)
{
    memset(offer, 0, sizeof *offer);
    offer->read = true;
    offer->parts = code->parts;
    offer->count = code->count;
    offer->digest = code->digest;
    offer->giver_entry = code->entry;
}

bool offer_expected(const struct shown_offer *offer, uint8_t room[ENTRY_BODY_MAX],
                    struct handoff *out)
{
    struct writer record = writer_of(room, ENTRY_BODY_MAX);
    if (!offer->read || offer->had_count < offer->parts) {
        return false;
    }
    const size_t size = (size_t)(offer->parts - 1) * HANDOFF_PART_SIZE + offer->last_size;
    if (handoff_list_unpack(span_of(offer->list, size), &record) != STATUS_OK) {
        return false;
    }
    const struct hash digest = handoff_digest(writer_span(&record));
    return hash_equal(&digest, &offer->digest) &&
           handoff_decode(writer_span(&record), out) == STATUS_OK;
}

enum offer_part offer_add(struct shown_offer *offer, const struct handoff_code *code)
{
    uint8_t room[ENTRY_BODY_MAX];
    struct handoff handoff;
    const bool last = code->part == code->parts;
    if (code->parts != offer->parts || (!last && code->bytes.size != HANDOFF_PART_SIZE)) { /* (1) */
        return OFFER_PART_OTHER;
    }
    const size_t at = (size_t)code->part - 1;
    if (offer->had[at]) {
        const struct span had = span_of(offer->list + at * HANDOFF_PART_SIZE,
                                        last ? offer->last_size : (size_t)HANDOFF_PART_SIZE);
        return span_equal(had, code->bytes) ? OFFER_PART_AGAIN : OFFER_PART_OTHER;
    }
    memcpy(offer->list + at * HANDOFF_PART_SIZE, code->bytes.at, code->bytes.size);
    offer->last_size = last ? code->bytes.size : offer->last_size;
    offer->had[at] = true;
    offer->had_count++;
    if (offer->had_count == offer->parts && !offer_expected(offer, room, &handoff)) { /* (2) */
        offer->had[at] = false;
        offer->had_count--;
        return OFFER_PART_OTHER;
    }
    return OFFER_PART_NEW;
}
