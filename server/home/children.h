/* children - the roles as child processes: started, watched, started again when they end.
 *
 * The parent does nothing else, holds no book and no key. Knows no role: it is given command lines.
 */
#ifndef HOME_CHILDREN_H
#define HOME_CHILDREN_H

#include <stddef.h>

#include "ports/clock.h"
#include "ports/log.h"

enum { CHILDREN_MAX = 4, CHILDREN_WORDS_MAX = 8, CHILDREN_STOP_MS = 10000 };

struct children_role {
    const char *name;                      /* for the log */
    const char *words[CHILDREN_WORDS_MAX]; /* argv, closed by NULL */
};

struct children_settings {
    const char *program;               /* a path: our own */
    const struct children_role *roles; /* borrowed */
    size_t count;                      /* CHILDREN_MAX at most */
    int stop_fd;                       /* of process_signals_open() */
    const struct clock *clock;         /* the true one */
    const struct log *log;
};

/* Runs until told to stop; then ends all of them, by force after CHILDREN_STOP_MS. Returns the
 * process's exit code. */
int children_run(const struct children_settings *settings);

#endif
