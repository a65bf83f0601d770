#include "tools/bench/bound_disk.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/bench/folder.h"
#include "tools/bench/measure.h"

enum { FILE_BYTES = 64 * 1024 * 1024, FILL_AT_ONCE = 1024 * 1024 };

/* Written once with zeros: on ext4 a file that is only reserved still pays for its extents. */
static bool fill(int file, uint8_t *bytes)
{
    memset(bytes, 0, FILL_AT_ONCE);
    for (off_t at = 0; at < FILE_BYTES; at += FILL_AT_ONCE) {
        if (pwrite(file, bytes, FILL_AT_ONCE, at) != FILL_AT_ONCE) {
            return false;
        }
    }
    return fsync(file) == 0;
}

static bool write_groups(int file, const uint8_t *bytes, size_t size, int64_t ms,
                         struct bound_disk *out, uint64_t *out_groups)
{
    const int64_t end = measure_ns() + ms * 1000000;
    off_t at = 0;
    uint64_t groups = 0;
    for (int64_t now = measure_ns(); now < end; groups++) {
        if (at + (off_t)size > FILE_BYTES) {
            at = 0;
        }
        if (pwrite(file, bytes, size, at) != (ssize_t)size) {
            return false;
        }
        const int64_t written = measure_ns();
        if (fdatasync(file) != 0) {
            return false;
        }
        now = measure_ns();
        histogram_add(&out->sync, (uint64_t)(now - written));
        at += (off_t)size;
    }
    *out_groups = groups;
    return true;
}

bool bound_disk_run(const char *folder, size_t group, size_t size, int64_t ms,
                    struct bound_disk *out)
{
    char path[FOLDER_PATH_MAX + 16];
    uint64_t groups = 0;
    memset(out, 0, sizeof *out);
    (void)snprintf(path, sizeof path, "%s/bound.log", folder);
    uint8_t *bytes = malloc(FILL_AT_ONCE);
    const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    bool done = bytes && file >= 0 && group * size <= FILL_AT_ONCE && fill(file, bytes);
    const int64_t began = measure_ns();
    done = done && write_groups(file, bytes, group * size, ms, out, &groups);
    if (done) {
        out->acts_a_second = (double)(groups * group) * 1e9 / (double)(measure_ns() - began);
    }
    if (file >= 0) {
        (void)close(file);
        (void)unlink(path);
    }
    free(bytes);
    return done;
}
