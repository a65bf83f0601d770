/* small_disk - runs a scenario in a child process that has a disk of its own: a small tmpfs, seen
 * by nobody else. Needs the right to mount, or user namespaces. */
#ifndef TESTS_SMALL_DISK_H
#define TESTS_SMALL_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

/* In a child no cmocka assert can be used: it would jump into the parent's code. */
#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            _exit(1);                                                                              \
        }                                                                                          \
    } while (0)

enum small_disk_outcome { SMALL_DISK_PASSED, SMALL_DISK_FAILED, SMALL_DISK_IMPOSSIBLE };

/* Mounts BYTES at FOLDER, calls SCENARIO; returning is passing. */
enum small_disk_outcome small_disk_run(const char *folder, size_t bytes, void (*scenario)(void));
/* For scenarios: takes all room but LEAVE bytes, in the file NAME. */
void small_disk_fill(const char *name, size_t leave);
/* For scenarios: lays a read-only view over FOLDER, and takes it away again. */
bool small_disk_read_only(const char *folder, bool on);

#endif
