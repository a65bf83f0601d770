/* act_agreement - do the tables of acts.db say the same about what came in of late?
 *
 * Asked when the writer opens the book. A disk that said "synced" and did nothing may have kept one
 * page and lost another; SQLite sees nothing wrong with that, and intake would build on it. */
#ifndef ADAPTERS_SQLITE_ACT_AGREEMENT_H
#define ADAPTERS_SQLITE_ACT_AGREEMENT_H

#include "adapters/sqlite/act_rows.h"

enum { ACT_AGREEMENT_ROWS = 1000 };

/* STATUS_BROKEN, and logged: of the newest ACT_AGREEMENT_ROWS rows one is missing, or a stream and
 * the row that it calls its last do not fit together. POSITION is the book's. */
enum status act_agreement(struct act_rows *rows, const struct act_position *position) MUST_CHECK;

#endif
