/* bell_posix - the bell port over Unix datagrams in a folder of the state.
 *
 * A ring never waits: nobody listening, or a full queue, loses it, and that is all right. */
#ifndef ADAPTERS_POSIX_BELL_POSIX_H
#define ADAPTERS_POSIX_BELL_POSIX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "ports/bell.h"

enum { BELL_EARS_MAX = 4, BELL_NAME_SIZE = 32 };

struct bell_posix {
    struct bell port; /* give &port away; it points back here, so do not copy or move this */
    int fd;
    int folder;
    char ears[BELL_EARS_MAX][BELL_NAME_SIZE];
    size_t count;
};

struct bell_ear {
    int fd; /* wait for it to become readable, then bell_ear_heard() */
};

/* Rings every one of NAMES[0..COUNT) in FOLDER, whether or not somebody listens there yet.
 * STATUS_NOT_FOUND: no such folder. STATUS_MALFORMED: too many names, or one too long. */
enum status bell_posix_open(struct bell_posix *bell, const char *folder, const char *const *names,
                            size_t count) MUST_CHECK;
void bell_posix_close(struct bell_posix *bell);

/* Listens as NAME in FOLDER, in place of whoever listened there before (a process that died). */
enum status bell_ear_open(struct bell_ear *ear, const char *folder, const char *name) MUST_CHECK;
void bell_ear_close(struct bell_ear *ear);
/* Takes all rings that have come. False: none. Otherwise the greatest position. Never waits. */
bool bell_ear_heard(struct bell_ear *ear, uint64_t *out_position);

#endif
