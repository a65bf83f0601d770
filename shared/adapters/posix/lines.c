#include "adapters/posix/lines.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { READS_MAX = 16 }; /* a call: an endless line must not keep the loop from its other work */

void lines_init(struct lines *lines, int fd)
{
    *lines = (struct lines){.fd = fd};
}

static bool readable(int fd)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};
    return poll(&one, 1, 0) > 0;
}

static enum status fill(struct lines *lines)
{
    if (lines->start > 0) {
        memmove(lines->bytes, lines->bytes + lines->start, lines->size - lines->start);
        lines->size -= lines->start;
        lines->start = 0;
    }
    if (!readable(lines->fd)) {
        return STATUS_NOT_FOUND;
    }
    ssize_t got = read(lines->fd, lines->bytes + lines->size, sizeof lines->bytes - lines->size);
    if (got < 0) {
        bool later = errno == EINTR || errno == EAGAIN;
        lines->ended = !later;
        return later ? STATUS_NOT_FOUND : STATUS_IO;
    }
    lines->ended = got == 0;
    lines->size += (size_t)got;
    return STATUS_OK;
}

static void give(const struct lines *lines, size_t size, struct lines_line *out_line)
{
    const char *at = lines->bytes + lines->start;
    out_line->text = (struct text){.at = at, .size = size};
    out_line->has_nul = memchr(at, '\0', size) != NULL;
}

/* STATUS_FULL: what is there holds no whole line. */
static enum status take(struct lines *lines, struct lines_line *out_line)
{
    while (lines->start < lines->size) {
        size_t have = lines->size - lines->start;
        const char *end = memchr(lines->bytes + lines->start, '\n', have);
        size_t size = end ? (size_t)(end - lines->bytes) - lines->start : have;
        bool too_long = size > LINES_LENGTH_MAX;
        bool whole = end != NULL || lines->ended;
        if (!lines->skipping && !whole && !too_long) {
            return STATUS_FULL;
        }
        bool skipped = lines->skipping;
        give(lines, too_long ? LINES_LENGTH_MAX : size, out_line);
        lines->skipping = end == NULL;
        lines->start += end ? size + 1 : size;
        if (!skipped) {
            return too_long ? STATUS_MALFORMED : STATUS_OK;
        }
    }
    return STATUS_FULL;
}

enum status lines_next(struct lines *lines, struct lines_line *out_line)
{
    for (int i = 0; i < READS_MAX; i++) {
        struct lines_line line;
        enum status status = take(lines, &line);
        if (status != STATUS_FULL) {
            *out_line = line;
            return status;
        }
        if (lines->ended) {
            return STATUS_NOT_FOUND;
        }
        status = fill(lines);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_NOT_FOUND;
}
