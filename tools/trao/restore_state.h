/* restore_state - a state folder changes hands: what is there moves aside, what was prepared takes
 * its place.
 *
 * Nobody else may use the folder meanwhile: its locks are held. Between the first and the last move
 * a mark stands in it, on the disk: trao-server does not start beside it, and a restore that was
 * cut off is simply run again. Nothing is deleted. Knows no backup. */
#ifndef TRAO_RESTORE_STATE_H
#define TRAO_RESTORE_STATE_H

#include "adapters/posix/files.h"
#include "base/instant.h"
#include "tools/trao/config.h"

enum { RESTORE_LOCKS = 3 };

struct restore_state {
    const char *state;           /* borrowed */
    char part[CONFIG_PATH_MAX];  /* where the new things are put together */
    char aside[CONFIG_PATH_MAX]; /* where the old ones go */
    bool moved;                  /* something was there, and is in `aside` */
    struct files_lock server;
    int books[RESTORE_LOCKS]; /* writer_lock.h */
};

/* Makes the folder if there is none and takes its locks. STATUS_DENIED: somebody is using it, or it
 * may not be written. Anything but STATUS_OK: nothing is held. */
enum status restore_state_open(struct restore_state *restore, const char *state,
                               struct instant now) MUST_CHECK;
void restore_state_close(struct restore_state *restore);
/* An empty `part`, with the folders of a backup in it. */
enum status restore_state_prepare(struct restore_state *restore) MUST_CHECK;
/* Everything in `part` belongs to the folder's owner; then it takes its place. */
enum status restore_state_swap(struct restore_state *restore) MUST_CHECK;

#endif
