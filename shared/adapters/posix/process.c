#include "adapters/posix/process.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_NO_PROGRAM = 127 }; /* as a shell says it */

static sigset_t our_signals(void)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGHUP);
    (void)sigaddset(&set, SIGCHLD);
    return set;
}

void process_init(struct process *process, const char *program, const char *const *words)
{
    *process = (struct process){.program = program, .words = words, .wakeup = {INT64_MIN}};
}

/* In the child; only calls that signal-safety(7) allows. */
static _Noreturn void become(const struct process *process, pid_t parent)
{
    union {
        const char *const *ours;
        char *const *theirs; /* execv(3) does not write to them, but cannot say so in C */
    } words = {.ours = process->words};
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigaction(SIGPIPE, &usual, NULL);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() == parent) { /* else it ended before we asked to be told */
        (void)execv(process->program, words.theirs);
    }
    _exit(EXIT_NO_PROGRAM);
}

/* When to try again after FAILURES ends in a row. */
static int64_t wait_ms(unsigned failures)
{
    int64_t ms = PROCESS_WAIT_MS_MIN;
    for (unsigned i = 1; i < failures && ms < PROCESS_WAIT_MS_MAX; i++) {
        ms *= 2;
    }
    return ms < PROCESS_WAIT_MS_MAX ? ms : PROCESS_WAIT_MS_MAX;
}

static void ended(struct process *process, struct instant mono)
{
    bool calm = mono.ms - process->began.ms >= PROCESS_CALM_MS;
    process->pid = 0;
    process->failures = calm ? 1 : process->failures + 1;
    process->wakeup =
        process->stopping ? INSTANT_NEVER : (struct instant){mono.ms + wait_ms(process->failures)};
}

enum status process_step(struct process *process, struct instant mono)
{
    if (process->pid != 0 || instant_before(mono, process->wakeup)) {
        return STATUS_OK;
    }
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        become(process, parent);
    }
    process->began = mono;
    if (pid < 0) {
        ended(process, mono);
        return STATUS_IO;
    }
    process->pid = pid;
    process->wakeup = INSTANT_NEVER;
    return STATUS_OK;
}

bool process_reap(struct process *all, size_t count, struct instant mono,
                  struct process_end *out_end)
{
    for (size_t i = 0; i < count; i++) {
        int how = 0;
        if (all[i].pid == 0 || waitpid(all[i].pid, &how, WNOHANG) != all[i].pid) {
            continue;
        }
        ended(&all[i], mono);
        *out_end = (struct process_end){
            .process = &all[i],
            .code = WIFEXITED(how) ? WEXITSTATUS(how) : -1,
            .signal = WIFSIGNALED(how) ? WTERMSIG(how) : 0,
        };
        return true;
    }
    return false;
}

void process_stop(struct process *process, int signal)
{
    process->stopping = true;
    process->wakeup = INSTANT_NEVER;
    if (process->pid != 0) {
        (void)kill(process->pid, signal);
    }
}

enum status process_signals_open(int *out_fd)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t set = our_signals();
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0 || sigaction(SIGPIPE, &ignore, NULL) != 0) {
        return STATUS_IO;
    }
    int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0) {
        return STATUS_IO;
    }
    *out_fd = fd;
    return STATUS_OK;
}

enum process_signal process_signals_read(int fd)
{
    struct signalfd_siginfo info;
    ssize_t size = 0;
    do {
        size = read(fd, &info, sizeof info);
    } while (size < 0 && errno == EINTR);
    if (size != (ssize_t)sizeof info) {
        return PROCESS_NO_SIGNAL;
    }
    switch (info.ssi_signo) {
    case SIGHUP:
        return PROCESS_RELOAD;
    case SIGCHLD:
        return PROCESS_CHILD_ENDED;
    default:
        return PROCESS_STOP;
    }
}
