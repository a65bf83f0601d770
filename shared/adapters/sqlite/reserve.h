/* reserve - a file that only takes up room, given up when the disk is full.
 *
 * New things are refused while the reserve is still there; receipts and a purge may use what it
 * frees (RELIABILITY section 3: on a full disk even a DELETE fails). */
#ifndef ADAPTERS_SQLITE_RESERVE_H
#define ADAPTERS_SQLITE_RESERVE_H

#include <stdbool.h>
#include <stddef.h>

/* Makes PATH-reserve of SIZE bytes, if the disk then still has as many free again. True: it
 * stands. */
bool reserve_make(const char *path, size_t size);
/* Removes it. False: there was none. */
bool reserve_spend(const char *path);
/* Has the disk SIZE bytes free, beside the reserve? A disk that does not say is taken to have. */
bool reserve_room(const char *path, size_t size);

#endif
