/* row - one row of the acts' book: does it count, and what do its entries say?
 *
 * The same for a row that is new and for one that the flag book has already (fold.book NULL). */
#ifndef WATCH_ROW_H
#define WATCH_ROW_H

#include "ports/log.h"
#include "server/watch/fold.h"

/* The minute at which ROW is judged: that of its receipt, never before the row before it. */
struct minute row_minute(const struct fold *fold, const struct act_batch *row);
/* A batch that does not count is put apart, with an incident. Anything but STATUS_OK: the turn is
 * lost. */
enum status row_fold(struct fold *fold, const struct act_batch *row,
                     const struct log *log) MUST_CHECK;
/* A row that counted when it was new. */
enum status row_load(struct fold *fold, const struct act_batch *row) MUST_CHECK;
/* TRAIL, a digest of all rows before, with ROW. */
uint64_t row_trail(uint64_t trail, const struct act_batch *row);

#endif
