/* resume - watch at its start: what the flag book has folded in, in memory again.
 *
 * Nothing is written. The acts are read once more; verdicts and rows come from the flag book. */
#ifndef WATCH_RESUME_H
#define WATCH_RESUME_H

#include "server/watch/memory.h"

/* STATUS_BROKEN: the flag book is not one of these acts. STATUS_TOO_NEW: made by other rules. */
enum status resume(struct watch *watch) MUST_CHECK;

#endif
