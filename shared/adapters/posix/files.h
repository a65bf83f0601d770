/* files - small whole files: read with a bound, written so that a crash leaves the old one or the
 * new one, folders nobody else may look into, and a lock that ends with its process. */
#ifndef ADAPTERS_POSIX_FILES_H
#define ADAPTERS_POSIX_FILES_H

#include <stdbool.h>

#include "base/span.h"
#include "base/status.h"

enum { FILES_PATH_MAX = 1024, FILES_PRIVATE = 0600, FILES_SHARED = 0644 };

struct files_lock {
    int fd;
};

/* STATUS_FULL: longer than ROOM, nothing is given. STATUS_NOT_FOUND, STATUS_DENIED, STATUS_IO.
 * A folder or a device is STATUS_MALFORMED. */
enum status files_read(const char *path, void *out, size_t room, size_t *out_size) MUST_CHECK;
/* Writes PATH.new, syncs it, renames it to PATH and syncs the folder (rename(2)): after a power cut
 * PATH is whole, as it was or as it is to be. MODE: FILES_PRIVATE or FILES_SHARED. */
enum status files_write(const char *path, struct span bytes, unsigned mode) MUST_CHECK;
/* As files_write(), but never in place of what is there: STATUS_DENIED. For keys. */
enum status files_write_once(const char *path, struct span bytes, unsigned mode) MUST_CHECK;
/* As files_write(), but not synced: whole for every reader, and worthless after a power cut. For
 * what is written every second. */
enum status files_put(const char *path, struct span bytes, unsigned mode) MUST_CHECK;
/* Is anything there? */
bool files_exist(const char *path);
/* Makes the folder and those above it, each for its owner alone (0700). One that exists is left as
 * it is. */
enum status files_make_folder(const char *path) MUST_CHECK;

/* STATUS_DENIED: another process holds it, or PATH may not be written. The file stays behind; what
 * counts is the lock on it (flock(2)), which ends with the process. */
enum status files_lock(const char *path, struct files_lock *out_lock) MUST_CHECK;
void files_unlock(struct files_lock *lock);

#endif
