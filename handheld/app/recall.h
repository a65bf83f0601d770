/* recall - what an entry of the unit's own tells its memory and the operation under way.
 *
 * Pure. Called for each entry as it is written, and at start for the newest entries of the journal,
 * so that a unit after a crash knows what it knew before. */
#ifndef HANDHELD_APP_RECALL_H
#define HANDHELD_APP_RECALL_H

#include "handheld/app/operation.h"

/* Entries in the order of the stream. Those before operation->from tell only MEMORY. */
void recall_entry(struct memory *memory, struct operation *operation, const struct entry *entry);
/* The place that the parent of a void names as `entry/EPOCH/SEQ`. */
bool recall_place(struct text parent, struct place *out_place);

#endif
