/* flood-recovery - how soon the door is there again: after kill -9 with a long log, and for
 * everybody at once after an outage.
 *
 * flood-recovery wal ACTS LIMIT_MS | outage UNITS LIMIT_MS; exit 0 in time, 3 missed, 1 not
 * measured, 2 wrong usage. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/home/places.h"
#include "tests/system/flood/crowd.h"
#include "tests/system/flood/vitals.h"

enum { EXIT_GOOD = 0, EXIT_BROKEN = 1, EXIT_USAGE = 2, EXIT_MISSED = 3 };
enum {
    LINES_A_PROCESS = 300, /* libzmq has 1,023 sockets a context, a line takes three */
    PROCESSES_MAX = 20,
    JOIN_MS = 150000,
    BACK_MS = 60000,
    OUTAGE_MS = 3000,
    NAP_US = 3000,
    UNITS_NICE = 10,
    BATCH_ENTRIES = 32 /* what a unit sends at once, PERFORMANCE section 8 */
};

static struct real_server server;

static void give_up(int signal)
{
    (void)signal;
    if (server.pid > 0) {
        (void)kill(server.pid, SIGKILL);
    }
    _exit(EXIT_BROKEN);
}

/* One process's units, and what it tells of them. */
struct slice {
    struct unit *units;
    size_t count;
    uint32_t acts; /* each writes */
    struct slice_told {
        atomic_bool joined;
        atomic_bool down; /* the parent: the server is gone, write an act each */
        int64_t synced_us;
        size_t waiting;
        struct crowd_check check;
    } * told;
};

static int64_t drained_at(struct slice *slice, int64_t ms)
{
    slice->told->waiting = crowd_drain(slice->units, slice->count, ms);
    return unit_now_us();
}

static bool live_through(void *self)
{
    struct slice *slice = self;
    struct crowd crowd;
    (void)!nice(UNITS_NICE); /* they are other machines: here they get what the server leaves */
    if (!crowd_open(&crowd, &server)) {
        return false;
    }
    for (size_t i = 0; i < slice->count; i++) {
        if (!unit_open(&slice->units[i], &crowd.place)) {
            return false;
        }
    }
    (void)drained_at(slice, JOIN_MS);
    atomic_store(&slice->told->joined, slice->told->waiting == 0);
    while (!atomic_load(&slice->told->down)) {
        unit_nap_us(NAP_US);
    }
    for (size_t i = 0; i < slice->count; i++) {
        unit_act(&slice->units[i], (uint32_t)i);
        unit_written(&slice->units[i]);
    }
    slice->told->synced_us = drained_at(slice, OUTAGE_MS + BACK_MS);
    for (size_t i = 0; i < slice->count; i++) {
        unit_close(&slice->units[i]);
    }
    crowd_close(&crowd);
    return crowd_compare(&server, slice->units, slice->count, &slice->told->check);
}

static bool all_joined(const struct slice *slices, size_t count)
{
    for (int64_t us = 0; us < JOIN_MS * 1000; us += NAP_US) {
        size_t joined = 0;
        for (size_t i = 0; i < count; i++) {
            joined += atomic_load(&slices[i].told->joined);
        }
        if (joined == count) {
            return true;
        }
        unit_nap_us(NAP_US);
    }
    return false;
}

static int verdict(const char *what, int64_t us, int64_t limit_ms, uint64_t lost)
{
    const bool good = us <= limit_ms * 1000 && lost == 0;
    (void)printf("%s %.2f s (limit %.0f s), %llu lost: %s\n", what, (double)us / 1e6,
                 (double)limit_ms / 1e3, (unsigned long long)lost, good ? "ok" : "MISSED");
    return good ? EXIT_GOOD : EXIT_MISSED;
}

static int tell_outage(const struct slice *slices, size_t count, int64_t began, int64_t limit_ms)
{
    int64_t last = 0;
    uint64_t lost = 0;
    size_t units = 0;
    char what[64];
    for (size_t i = 0; i < count; i++) {
        const struct slice_told *told = slices[i].told;
        last = told->synced_us > last ? told->synced_us : last;
        lost += told->check.lost + told->check.missing + told->check.doubled;
        units += slices[i].count;
    }
    (void)snprintf(what, sizeof what, "outage: %zu units synced after", units);
    return verdict(what, last - began, limit_ms, lost);
}

/* Kills the server under all of them, lets everyone write one act, and starts it again. */
static int break_down(struct slice *slices, size_t count, int64_t limit_ms)
{
    pid_t pids[PROCESSES_MAX];
    bool ended = true;
    struct vitals vitals = {0};
    for (size_t i = 0; i < count; i++) {
        pids[i] = crowd_fork(live_through, &slices[i]);
    }
    if (!all_joined(slices, count)) {
        (void)fprintf(stderr, "the units could not join\n");
        return EXIT_BROKEN;
    }
    (void)real_server_end(&server, SIGKILL);
    for (size_t i = 0; i < count; i++) {
        atomic_store(&slices[i].told->down, true);
    }
    unit_nap_us(OUTAGE_MS * 1000);
    const int64_t began = unit_now_us();
    const bool back = real_server_start(&server);
    for (size_t i = 0; i < count; i++) {
        ended = crowd_wait(pids[i]) && ended;
    }
    const bool lives = vitals_read(server.pid, &vitals);
    if (!back || !ended || !lives) {
        (void)fprintf(stderr, "the server did not come back, or a client failed\n");
        return EXIT_BROKEN;
    }
    (void)printf("server: %.1f MB, %.1f s of processor time\n", (double)vitals.rss_kb / 1024,
                 (double)vitals.cpu_ms / 1e3);
    return tell_outage(slices, count, began, limit_ms);
}

static int outage(struct unit *units, size_t count, int64_t limit_ms)
{
    struct slice slices[PROCESSES_MAX] = {{0}};
    struct slice_told *told = crowd_shared(PROCESSES_MAX * sizeof *told);
    const size_t processes = (count + LINES_A_PROCESS - 1) / LINES_A_PROCESS;
    if (!told) {
        return EXIT_BROKEN;
    }
    for (size_t i = 0; i < processes; i++) {
        const size_t first = i * LINES_A_PROCESS;
        slices[i].units = units + first;
        slices[i].count = count - first < LINES_A_PROCESS ? count - first : LINES_A_PROCESS;
        slices[i].told = &told[i];
    }
    const int code = break_down(slices, processes, limit_ms);
    crowd_unshare(told, PROCESSES_MAX * sizeof *told);
    return code;
}

/* --- a long log --- */

static bool write_acts(void *self)
{
    struct slice *slice = self;
    struct crowd crowd;
    if (!crowd_open(&crowd, &server)) {
        return false;
    }
    for (uint32_t i = 0; i < slice->acts; i++) {
        unit_act(slice->units, i);
    }
    bool done = unit_open(slice->units, &crowd.place) && drained_at(slice, BACK_MS) > 0;
    slice->told->synced_us = unit_now_us();
    unit_close(slice->units);
    crowd_close(&crowd);
    return done && slice->told->waiting == 0;
}

static bool fill_wal(const char *acts)
{
    int how = 0;
    pid_t pid = fork();
    if (pid == 0) {
        (void)execl("/usr/bin/python3", "python3", FILL_WAL, real_server_place(&server, PLACE_ACTS),
                    acts, (char *)NULL);
        _exit(127);
    }
    return pid > 0 && waitpid(pid, &how, 0) == pid && WIFSIGNALED(how);
}

static int long_log(struct unit *units, const char *acts, int64_t limit_ms)
{
    struct slice slice = {.units = units,
                          .count = 1,
                          .acts = BATCH_ENTRIES,
                          .told = crowd_shared(sizeof *slice.told)};
    char what[64];
    if (!slice.told) {
        return EXIT_BROKEN;
    }
    bool done = crowd_wait(crowd_fork(write_acts, &slice)); /* the batch that is repeated */
    slice.units = &units[1];
    slice.acts = 1;
    (void)real_server_end(&server, SIGKILL);
    (void)printf("bytes in the log: ");
    (void)fflush(stdout);
    done = done && fill_wal(acts);
    const int64_t began = unit_now_us();
    done = done && real_server_start(&server);
    const int64_t open = unit_now_us();
    done = done && crowd_wait(crowd_fork(write_acts, &slice));
    const int64_t us = slice.told->synced_us - began;
    crowd_unshare(slice.told, sizeof *slice.told);
    if (!done) {
        (void)fprintf(stderr, "the log could not be filled, or nobody was heard\n");
        return EXIT_BROKEN;
    }
    (void)printf("the door was open after %.2f s\n", (double)(open - began) / 1e6);
    (void)snprintf(what, sizeof what, "log of %s acts: first receipt after", acts);
    return verdict(what, us, limit_ms, 0);
}

static bool prepare(const struct unit *units, size_t count)
{
    (void)setenv("TRAO_INTAKE_UNITS", "4000", 1);
    if (!real_server_make(&server, "intake") || !real_server_start(&server) ||
        !crowd_enrol(&server, units, count)) {
        return false;
    }
    return setenv("TRAO_INTAKE_LISTEN", server.endpoint, 1) == 0; /* back where they look for it */
}

int main(int argc, char **argv)
{
    const bool is_wal = argc == 4 && strcmp(argv[1], "wal") == 0;
    const bool is_outage = argc == 4 && strcmp(argv[1], "outage") == 0;
    const size_t count = is_outage ? (size_t)strtoul(argv[2], NULL, 10) : 2;
    int code = EXIT_BROKEN;
    if ((!is_wal && !is_outage) || count == 0 || count > PROCESSES_MAX * LINES_A_PROCESS) {
        (void)fprintf(stderr, "usage: recovery wal ACTS LIMIT_MS | outage UNITS LIMIT_MS\n");
        return EXIT_USAGE;
    }
    (void)signal(SIGTERM, give_up);
    (void)signal(SIGINT, give_up);
    struct unit *units = sign_start() == STATUS_OK ? crowd_make(count) : NULL;
    if (units && prepare(units, count)) {
        const int64_t limit_ms = strtol(argv[3], NULL, 10);
        code = is_wal ? long_log(units, argv[2], limit_ms) : outage(units, count, limit_ms);
    } else {
        (void)fprintf(stderr, "no server could be started and given its units\n");
    }
    real_server_remove(&server);
    for (size_t i = 0; units && i < count; i++) {
        unit_free(&units[i]);
    }
    free(units);
    return code;
}
