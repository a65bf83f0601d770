/* lines - a bounded line reader on a descriptor: terminal, pipe, FIFO or file.
 *
 * Never waits and never changes the descriptor's flags (a shell may share it). A line that is too
 * long costs itself, never the next one. */
#ifndef ADAPTERS_POSIX_LINES_H
#define ADAPTERS_POSIX_LINES_H

#include <stdbool.h>

#include "base/status.h"
#include "base/text.h"

enum { LINES_LENGTH_MAX = 4096 };

struct lines {
    int fd; /* borrowed; a FIFO opened O_RDWR does not end when its writer goes */
    bool ended;
    bool skipping; /* the rest of a line that was too long */
    size_t start;
    size_t size;
    char bytes[LINES_LENGTH_MAX + 1];
};

struct lines_line {
    struct text text; /* without its LF, otherwise as it came; borrowed until the next call */
    bool has_nul;
};

void lines_init(struct lines *lines, int fd);
/* STATUS_OK: a line; at the end of the input also one without LF. STATUS_MALFORMED: a line longer
 * than LINES_LENGTH_MAX; its first bytes are given, the rest is dropped. STATUS_NOT_FOUND: no whole
 * line at this moment, or, if `ended`, never again. STATUS_IO: cannot be read; also ends it. */
enum status lines_next(struct lines *lines, struct lines_line *out_line) MUST_CHECK;

#endif
