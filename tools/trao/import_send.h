/* import_send - a judged file as entries in the desk's journal: its parts, then its close.
 *
 * Nothing of it counts before the close is in the book (decision 0002). The desk keeps which files
 * it has sent, so that importing twice changes nothing. */
#ifndef TRAO_IMPORT_SEND_H
#define TRAO_IMPORT_SEND_H

#include "tools/trao/desk.h"
#include "tools/trao/import_file.h"

/* True if the desk has sent just this file before. */
bool import_was_sent(struct desk *desk, const struct import_file *file);
/* True if it is a plan and the desk has sent another one since. */
bool import_was_replaced(struct desk *desk, const struct import_file *file);
/* True if the desk has sent a calendar before, or knows that there is one. */
bool import_has_calendar(struct desk *desk);
/* Into the journal, durable; VALID_FROM is a calendar's or plan's. CALL_OK, or CALL_FAILED after
 * one sentence; then nothing counts. */
int import_send(struct desk *desk, const struct import_file *file, struct day valid_from);

#endif
