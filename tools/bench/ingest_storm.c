#include "tools/bench/ingest_storm.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tools/bench/bound_link.h"
#include "tools/bench/intake_server.h"
#include "tools/bench/kill_open.h"
#include "tools/bench/ratio.h"

/* Seconds until all are done; 0: they were not. */
static double storm_once(const struct units *units, const char *folder, bool product,
                         uint32_t batch)
{
    static struct load_result result;
    static struct intake_server server;
    struct bound_link link = {.pid = -1};
    struct load load = {.kind = LOAD_DRAIN,
                        .units = units,
                        .clients = STORM_UNITS,
                        .batch = batch,
                        .acts = STORM_ACTS,
                        .checked = product};
    memset(&result, 0, sizeof result);
    bool ready = product ? intake_server_make(&server, folder, units, STORM_UNITS) &&
                               intake_server_start(&server)
                         : bound_link_start(&link, units, NULL);
    load.endpoint = product ? server.endpoint : link.endpoint;
    load.server = product ? server.key : link.key;
    load.server_pid = product ? server.pid : link.pid;
    ready = ready && load_run(&load, &result) && result.done;
    if (product) {
        intake_server_remove(&server);
    } else {
        bound_link_end(&link);
    }
    return !ready ? 0 : batch == 0 ? result.connected : result.seconds;
}

static void print_storm(const char *name, double goal, const double *ours, const double *bound,
                        size_t rounds)
{
    char text[RATIO_TEXT_SIZE];
    const struct ratio ratio = ratio_between(ours, bound, rounds);
    const struct ratio seconds = ratio_of(ours, rounds);
    (void)printf("| %-36s | <= %-5.2f | %-18s | %6.2f s | %s |\n", name, goal,
                 ratio_text(&ratio, text), seconds.median,
                 ratio_stays_within(&ratio, goal) ? "met" : "missed");
}

static void storm(const struct units *units, const char *folder, size_t rounds, uint64_t seed,
                  uint32_t batch, double out_ours[RATIO_ROUNDS_MAX],
                  double out_bound[RATIO_ROUNDS_MAX])
{
    for (size_t i = 0; i < rounds; i++) {
        size_t order[2];
        shuffle(order, 2, seed + i);
        for (size_t k = 0; k < 2; k++) {
            const bool product = order[k] == 0;
            const double seconds = storm_once(units, folder, product, batch);
            (void)fprintf(stderr, "round %zu  storm of %d, %u acts a batch, %s: %.2f s\n", i + 1,
                          STORM_UNITS, batch, product ? "Trao" : "B-link", seconds);
            *(product ? &out_ours[i] : &out_bound[i]) = seconds;
        }
    }
}

bool storm_run(const struct units *units, const char *folder, size_t rounds, uint64_t seed)
{
    double ours[2][RATIO_ROUNDS_MAX];
    double bound[2][RATIO_ROUNDS_MAX];
    struct kill_open kill = {.rounds = 0};
    storm(units, folder, rounds, seed, 0, ours[0], bound[0]);
    storm(units, folder, rounds, seed, STORM_BATCH, ours[1], bound[1]);
    const bool killed = kill_open_run(units, folder, rounds, &kill);
    (void)printf("| goal | | median [min-max] | | |\n|---|---|---|---|---|\n");
    print_storm("P10 3,000 reconnect, of B-link", 1.15, ours[0], bound[0], rounds);
    print_storm("P11 3,000 x 500 acts, of B-link", 1.3, ours[1], bound[1], rounds);
    if (killed) {
        print_storm("P12 kill -9, of a bare open + commit", 1.3, kill.ours, kill.bare, rounds);
        (void)printf("\nP12: %.0f MiB of WAL\n", kill.wal_bytes / 1048576);
    }
    return killed;
}
