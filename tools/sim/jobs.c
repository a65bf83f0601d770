#include "tools/sim/jobs.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"

/* What comes back from a child: the strikes are left off, they are asked for by a run of one. */
struct parcel {
    struct run_result result;
    uint64_t cpu_ns;
};

static uint64_t cpu_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static bool is_real(const struct jobs *jobs, uint64_t seed)
{
    return jobs->signatures == SIGNATURES_REAL ||
           (jobs->signatures == SIGNATURES_SHARED && seed % JOBS_REAL_EVERY == 0);
}

static void run_one(const struct jobs *jobs, uint64_t seed, struct scenario *scenario,
                    struct parcel *parcel)
{
    const uint64_t before = cpu_ns();
    memcpy(scenario, &jobs->base, sizeof *scenario);
    scenario->options.seed = seed;
    scenario->real_signatures = is_real(jobs, seed);
    scenario_run(scenario, &parcel->result);
    parcel->cpu_ns = cpu_ns() - before;
}

static bool write_all(int fd, const void *from, size_t size)
{
    const char *at = from;
    while (size > 0) {
        const ssize_t written = write(fd, at, size);
        if (written <= 0) {
            return false;
        }
        at += written;
        size -= (size_t)written;
    }
    return true;
}

static bool read_all(int fd, void *into, size_t size)
{
    char *at = into;
    while (size > 0) {
        const ssize_t got = read(fd, at, size);
        if (got <= 0) {
            return false;
        }
        at += got;
        size -= (size_t)got;
    }
    return true;
}

/* Every JOBSth seed from FIRST on. */
static void child(const struct jobs *jobs, unsigned first, int fd)
{
    static struct scenario scenario;
    static struct parcel parcel;
    bool heard = true;
    for (uint64_t i = first; heard && i < jobs->count; i += jobs->jobs) {
        run_one(jobs, jobs->base.options.seed + i, &scenario, &parcel);
        heard = write_all(fd, &parcel, sizeof parcel);
    }
}

static void run_here(const struct jobs *jobs)
{
    static struct scenario scenario;
    static struct parcel parcel;
    bool more = true;
    for (uint64_t i = 0; more && i < jobs->count; i++) {
        run_one(jobs, jobs->base.options.seed + i, &scenario, &parcel);
        more = jobs->done(jobs->self, &parcel.result, parcel.cpu_ns);
    }
}

static bool start(const struct jobs *jobs, unsigned number, int *out_fd, pid_t *out_pid)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return false;
    }
    const pid_t pid = fork();
    if (pid == 0) {
        (void)close(ends[0]);
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a seed that does not end must not outlive us */
        child(jobs, number, ends[1]);
        _exit(0);
    }
    (void)close(ends[1]);
    *out_fd = ends[0];
    *out_pid = pid;
    return pid > 0;
}

bool jobs_run(const struct jobs *jobs, uint64_t *out_seed)
{
    static struct parcel parcel;
    int fds[JOBS_MAX];
    pid_t pids[JOBS_MAX];
    bool good = true;
    bool more = true;
    assert(jobs->jobs >= 1 && jobs->jobs <= JOBS_MAX);
    if (jobs->jobs == 1) {
        run_here(jobs);
        return true;
    }
    unsigned started = 0;
    while (good && started < jobs->jobs) {
        good = start(jobs, started, &fds[started], &pids[started]);
        started += good;
    }
    for (uint64_t i = 0; good && more && i < jobs->count; i++) {
        *out_seed = jobs->base.options.seed + i;
        good = read_all(fds[i % jobs->jobs], &parcel, sizeof parcel);
        more = good && jobs->done(jobs->self, &parcel.result, parcel.cpu_ns);
    }
    for (unsigned i = 0; i < started; i++) {
        (void)close(fds[i]); /* a child that still writes is told by SIGPIPE */
        (void)waitpid(pids[i], NULL, 0);
    }
    return good;
}
