/* handover - the entries that end a give or a take: record, digest, and who took (SEMANTICS
 * section 2).
 *
 * Each call needs an open operation of its kind with items, and but for the last leaves it ended.
 */
#ifndef HANDHELD_APP_HANDOVER_H
#define HANDHELD_APP_HANDOVER_H

#include "handheld/app/shift.h"

/* The giver's record. ABSENT: why nobody signed for it; empty: the receiver's own unit will. */
void handover_give(struct shift *shift, struct text absent);
/* The giver's record, and on the same device the take by PERSON, proven by badge, of it and of the
 * full ones before it. Returns how many codes were signed for. */
uint32_t handover_sign(struct shift *shift, struct text person);
/* What was taken from the counterpart, on the receiver's device. The giver's record is on another
 * device; the server brings the two together by their codes. */
void handover_take(struct shift *shift);
/* What was read, held against the list that the giver's unit has shown. Borrows from the operation
 * and itself. */
struct handover_tally {
    bool known; /* the list is there; else nothing is matched, missing or over */
    uint32_t matched, missing_count, over_count;
    struct text missing[OPERATION_ITEMS_MAX], over[OPERATION_ITEMS_MAX];
    uint8_t record[ENTRY_BODY_MAX];
};
void handover_tally(const struct operation *operation, struct handover_tally *out_tally);
/* The record is full: ends it and opens the next one, for the same handover. */
void handover_continue(struct shift *shift);

#endif
