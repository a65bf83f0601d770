#include "tools/bench/ingest_storm.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tools/bench/bench_said.h"
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

static void print_storm(enum bench_sentence name, double goal, const double *ours,
                        const double *bound, size_t rounds)
{
    char text[RATIO_TEXT_SIZE];
    const struct ratio ratio = ratio_between(ours, bound, rounds);
    const struct ratio seconds = ratio_of(ours, rounds);
    (void)fputs("| ", stdout);
    bench_cell(name, 44);
    (void)printf(" | <= %-5.2f | %-18s | %6.2f s | %s |\n", goal, ratio_text(&ratio, text),
                 seconds.median,
                 bench_word(ratio.rounds == 0                  ? BENCH_SAID_NOT_RUN
                            : ratio.median <= goal             ? BENCH_SAID_MET
                            : ratio_stays_within(&ratio, goal) ? BENCH_SAID_BEST_ROUND
                                                               : BENCH_SAID_MISSED));
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
            char digits[BENCH_NUMBER_SIZE];
            const char *const values[] = {bench_number((double)i + 1, 0, digits)};
            bench_put(stderr, BENCH_SAID_ROUND, values, 1);
            (void)fprintf(stderr, "  %dx%u  %s: %.2f s\n", STORM_UNITS, batch,
                          product ? "Trao" : "B-link", seconds);
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
    (void)printf("| %s | | %s | | |\n|---|---|---|---|---|\n", bench_word(BENCH_SAID_GOAL),
                 bench_word(BENCH_SAID_MEDIAN));
    print_storm(BENCH_SAID_P10, 1.15, ours[0], bound[0], rounds);
    print_storm(BENCH_SAID_P11, 1.3, ours[1], bound[1], rounds);
    if (killed) {
        print_storm(BENCH_SAID_P12, 1.3, kill.ours, kill.bare, rounds);
        char size[BENCH_NUMBER_SIZE];
        const char *const values[] = {bench_number(kill.wal_bytes / 1048576, 0, size)};
        (void)puts("");
        bench_put(stdout, BENCH_SAID_WAL_BYTES, values, 1);
        (void)puts("");
    }
    return killed;
}
