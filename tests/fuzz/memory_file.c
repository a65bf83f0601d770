#include "tests/fuzz/memory_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/check.h"
#include "base/text.h"

void memory_file_put(struct memory_file *file, struct span bytes)
{
    if (file->fd == 0) {
        struct line line = line_of(file->path, sizeof file->path);
        file->fd = memfd_create("fuzz", MFD_CLOEXEC);
        assert(file->fd > 0);
        line_put(&line, "/proc/self/fd/");
        line_signed(&line, file->fd);
    }
    int emptied = ftruncate(file->fd, 0);
    ssize_t written = bytes.size > 0 ? pwrite(file->fd, bytes.at, bytes.size, 0) : 0;
    assert(emptied == 0 && written == (ssize_t)bytes.size);
}
