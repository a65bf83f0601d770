#include "adapters/sqlite/log_cache.h"

#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

#include "base/text.h"

enum { NAME_MAX_SIZE = 512 };

/* The log alone: SQLite holds its locks on the book, and closing any handle of that would end them.
 * What a failed fsync leaves of the book itself is written again, out of the log. */
static void forget_here(const char *path)
{
    char name[NAME_MAX_SIZE];
    struct line line = line_of(name, sizeof name);
    line_put(&line, path);
    line_put(&line, "-wal");
    const int file = line.cut ? -1 : open(name, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        (void)posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        close(file);
    }
}

void log_cache_forget(const struct log_cache *cache, const char *path)
{
    if (cache == NULL) {
        forget_here(path);
    } else {
        cache->ops->forget(cache->self, path);
    }
}
