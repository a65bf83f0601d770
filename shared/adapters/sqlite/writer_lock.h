/* writer_lock - one process writes a book: held as a lock on PATH-lock, with its pid inside.
 *
 * Dies with the process, so that nothing is left to clear after a kill. A child made by fork()
 * shares it: fork first, then open; exec() gives it up. */
#ifndef ADAPTERS_SQLITE_WRITER_LOCK_H
#define ADAPTERS_SQLITE_WRITER_LOCK_H

#include "base/status.h"
#include "ports/log.h"

/* STATUS_DENIED: another process holds it; the log names its pid. */
enum status writer_lock_take(const char *path, const struct log *log, int *out_lock) MUST_CHECK;
/* Gives it back and leaves *LOCK at -1; -1: nothing. The file stays: to remove it would let two
 * processes lock two files of one name. */
void writer_lock_give(int *lock);

#endif
