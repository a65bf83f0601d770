#include "server/home/children.h"

#include <poll.h>
#include <signal.h>

#include "adapters/posix/process.h"
#include "base/check.h"

struct family {
    const struct children_settings *settings;
    struct process all[CHILDREN_MAX];
    bool stopping;
    struct instant force; /* monotonic: who then still runs is killed */
};

static const char *name_of(const struct family *family, const struct process *process)
{
    return family->settings->roles[process - family->all].name;
}

static void put_end(struct line *line, const struct process_end *end)
{
    line_put(line, end->signal ? "signal " : "exit code ");
    line_signed(line, end->signal ? end->signal : end->code);
}

static void tell_end(const struct family *family, const struct process_end *end)
{
    char how[32];
    struct line line = line_of(how, sizeof how);
    put_end(&line, end);
    const struct log_field fields[] = {
        {.key = "role", .value = text_of(name_of(family, end->process))},
        {.key = "how",             .value = line_done(&line)                                },
    };
    bool calm = family->stopping && end->signal == 0 && end->code == 0;
    log_write(family->settings->log, calm ? LOG_LEVEL_INFO : LOG_LEVEL_ERROR,
              family->stopping ? "a role has ended" : "a role has ended; it is started again",
              fields, 2);
}

static void start_due(struct family *family, struct instant mono)
{
    for (size_t i = 0; i < family->settings->count; i++) {
        struct process *process = &family->all[i];
        const bool ran = process->pid != 0;
        const struct log_field role = {.key = "role",
                                       .value = text_of(family->settings->roles[i].name)};
        if (process_step(process, mono) != STATUS_OK) {
            log_write(family->settings->log, LOG_LEVEL_ERROR, "no process can be started", &role,
                      1);
        } else if (!ran && process->pid != 0) {
            log_write(family->settings->log, LOG_LEVEL_INFO, "a role was started", &role, 1);
        }
    }
}

static void stop_all(struct family *family, int signal)
{
    for (size_t i = 0; i < family->settings->count; i++) {
        process_stop(&family->all[i], signal);
    }
}

static void take_signals(struct family *family, struct instant mono)
{
    struct process_end end;
    enum process_signal signal = PROCESS_NO_SIGNAL;
    while ((signal = process_signals_read(family->settings->stop_fd)) != PROCESS_NO_SIGNAL) {
        if (signal == PROCESS_STOP && !family->stopping) {
            family->stopping = true;
            family->force.ms = mono.ms + CHILDREN_STOP_MS;
            stop_all(family, SIGTERM);
        }
    }
    while (process_reap(family->all, family->settings->count, mono, &end)) {
        tell_end(family, &end);
    }
}

static bool any_runs(const struct family *family)
{
    for (size_t i = 0; i < family->settings->count; i++) {
        if (family->all[i].pid != 0) {
            return true;
        }
    }
    return false;
}

static int ms_to_wait(const struct family *family, struct instant mono)
{
    struct instant until = family->stopping ? family->force : INSTANT_NEVER;
    for (size_t i = 0; i < family->settings->count; i++) {
        until = instant_min(until, family->all[i].wakeup);
    }
    if (until.ms == INSTANT_NEVER.ms) {
        return -1;
    }
    int64_t ms = until.ms - mono.ms;
    return ms < 0 ? 0 : ms > CHILDREN_STOP_MS ? CHILDREN_STOP_MS : (int)ms;
}

int children_run(const struct children_settings *settings)
{
    struct family family = {.settings = settings};
    struct pollfd stop = {.fd = settings->stop_fd, .events = POLLIN};
    assert(settings->count <= CHILDREN_MAX);
    for (size_t i = 0; i < settings->count; i++) {
        process_init(&family.all[i], settings->program, settings->roles[i].words);
    }
    for (;;) {
        struct instant mono = clock_read(settings->clock).mono;
        take_signals(&family, mono);
        if (family.stopping && !any_runs(&family)) {
            return 0;
        }
        if (family.stopping && !instant_before(mono, family.force)) {
            stop_all(&family, SIGKILL);
            family.force.ms = mono.ms + CHILDREN_STOP_MS;
        }
        if (!family.stopping) {
            start_due(&family, mono);
        }
        (void)poll(&stop, 1, ms_to_wait(&family, mono));
    }
}
