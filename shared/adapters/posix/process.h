/* process - child processes, one a role, started again when they end; and signals as a descriptor.
 *
 * For a process without threads of its own (it forks). A child gets SIGTERM when its parent ends,
 * however that happens (PR_SET_PDEATHSIG, prctl(2)). Knows no clock: the time comes in. */
#ifndef ADAPTERS_POSIX_PROCESS_H
#define ADAPTERS_POSIX_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/instant.h"
#include "base/status.h"

/* A role that ends is started again after 0.2 s, then 0.4 s ... 10 s; after a calm half minute the
 * count begins anew. */
enum { PROCESS_WAIT_MS_MIN = 200, PROCESS_WAIT_MS_MAX = 10000, PROCESS_CALM_MS = 30000 };

struct process {
    const char *program;      /* borrowed: a path, as a rule /proc/self/exe */
    const char *const *words; /* borrowed: what its main gets, closed by NULL; the name first */
    int pid;                  /* 0: not running */
    bool stopping;            /* process_stop() was called */
    unsigned failures;        /* ends in a row without a calm time between them */
    struct instant began;     /* on the monotonic clock */
    struct instant
        wakeup; /* when to start it (again); INSTANT_NEVER: it runs, or is to stay away */
};

struct process_end {
    struct process *process;
    int code;   /* exit code, or -1 */
    int signal; /* the signal that ended it, or 0 */
};

enum process_signal {
    PROCESS_NO_SIGNAL,
    PROCESS_STOP,        /* SIGTERM, SIGINT: end in order */
    PROCESS_RELOAD,      /* SIGHUP */
    PROCESS_CHILD_ENDED, /* SIGCHLD: call process_reap() */
};

/* To be started at once by the next process_step(). */
void process_init(struct process *process, const char *program, const char *const *words);
/* Starts it if its time has come. STATUS_IO: the system gives no new process; tried again later. */
enum status process_step(struct process *process, struct instant mono) MUST_CHECK;
/* Takes one ended child of ALL and says when it is to start again. False: no more have ended. */
bool process_reap(struct process *all, size_t count, struct instant mono,
                  struct process_end *out_end);
/* Sends SIGNAL (SIGTERM, SIGKILL of signal.h) if it runs; it is not started again. */
void process_stop(struct process *process, int signal);

/* From here on SIGTERM, SIGINT, SIGHUP and SIGCHLD come by the descriptor only, and SIGPIPE is
 * ignored. Call before any thread starts. A child started by process_step() has them as usual. */
enum status process_signals_open(int *out_fd) MUST_CHECK;
/* The next signal that has come, or PROCESS_NO_SIGNAL. Never waits. */
enum process_signal process_signals_read(int fd);

#endif
