/* log_posix - the log port as logfmt lines on a descriptor, as a rule standard error.
 *
 * `time=2026-11-23T14:25:00.123+07:00 level=info role=intake msg="…" key=value`; under systemd's
 * journal, which stamps lines itself, `<6>role=intake msg="…" key=value` (sd-daemon(3)). */
#ifndef ADAPTERS_POSIX_LOG_POSIX_H
#define ADAPTERS_POSIX_LOG_POSIX_H

#include "ports/log.h"

struct log_posix {
    struct log port; /* give &port away; it points back here, so do not copy or move this */
    int fd;          /* borrowed */
    enum log_level up_to;
    bool journal;
    const char *role; /* borrowed */
};

/* Writes what is at most UP_TO (as in syslog, a greater number is less urgent). JOURNAL: the
 * environment has JOURNAL_STREAM; only a main may look. Each line is one write, cut at 4,000 bytes,
 * so that lines of several processes on one pipe never mix. */
void log_posix_init(struct log_posix *log, int fd, enum log_level up_to, bool journal,
                    const char *role);

#endif
