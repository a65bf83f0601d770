#include "tests/system/flood/row.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/system/flood/vitals.h"

enum { READY_MS = 30000, DRAIN_MS = 20000, NAP_MS = 20, ATTACKERS_NICE = 10 };

struct bench {
    struct real_server *server;
    const struct row_plan *plan;
    struct load_result *results; /* connected, fresh */
    struct attack_counts *counts;
    struct load loads[2];
    struct attack attack;
    pid_t pids[2];
    pid_t attacker;
};

static bool both_ready(const struct bench *bench)
{
    for (int64_t ms = 0; ms < READY_MS; ms += NAP_MS) {
        if (atomic_load(&bench->results[0].ready) && atomic_load(&bench->results[1].ready)) {
            return true;
        }
        unit_nap_us(NAP_MS * 1000);
    }
    return false;
}

/* Attackers are other machines: here they only get what server and units leave of the processors,
 * and the table shows what they did with it. */
static bool attack_run(void *self)
{
    const struct attack *attack = self;
    const enum attack_kind kind = attack->plan.kind;
    const bool by_zmq = kind == ATTACK_BAD_KEYS || kind == ATTACK_ROGUE;
    (void)!nice(ATTACKERS_NICE);
    return by_zmq ? attack_zmq_run(self) : attack_tcp_run(self);
}

static bool begin(struct bench *bench)
{
    const enum attack_kind kind = bench->plan->attack.kind;
    if (!real_server_start(bench->server)) {
        return false;
    }
    bench->pids[0] = crowd_fork(load_connected, &bench->loads[0]);
    bench->pids[1] = crowd_fork(load_fresh, &bench->loads[1]);
    if (!both_ready(bench)) {
        return false;
    }
    if (kind != ATTACK_NONE) {
        bench->attacker = crowd_fork(attack_run, &bench->attack);
        unit_nap_us(bench->plan->settle_ms * 1000);
    }
    return true;
}

static void watch(const struct bench *bench, struct row *row)
{
    const struct attack_counts *counts = bench->counts;
    const int64_t began = unit_now_us();
    const uint64_t begun = atomic_load(&counts->begun);
    const uint64_t cut = atomic_load(&counts->cut);
    struct vitals first = {0};
    struct vitals now = {0};
    row->lives = vitals_read(bench->server->pid, &first);
    atomic_store(&bench->results[0].begin, true);
    atomic_store(&bench->results[1].begin, true);
    uint64_t held = 0;
    uint64_t looks = 0;
    int64_t passed = 0;
    while (row->lives && passed < bench->plan->last_ms * 1000) {
        unit_nap_us(NAP_MS * 1000);
        row->lives = vitals_read(bench->server->pid, &now);
        row->rss_kb = now.rss_kb > row->rss_kb ? now.rss_kb : row->rss_kb;
        held += atomic_load(&counts->held);
        looks++;
        passed = unit_now_us() - began;
    }
    const uint64_t us = passed > 0 ? (uint64_t)passed : 1;
    row->cpu = (unsigned)((uint64_t)(now.cpu_ms - first.cpu_ms) * 100 * 1000 / us);
    row->begun_a_second = (atomic_load(&counts->begun) - begun) * 1000000 / us;
    row->cut_a_second = (atomic_load(&counts->cut) - cut) * 1000000 / us;
    row->held = looks > 0 ? held / looks : 0;
}

static bool finish(struct bench *bench, struct row *row)
{
    bool ended = true;
    atomic_store(&bench->counts->stop, true);
    if (bench->attacker > 0) {
        ended = crowd_wait(bench->attacker);
    }
    for (int i = 0; i < 2; i++) {
        if (bench->pids[i] > 0 && !row->lives) {
            (void)kill(bench->pids[i], SIGKILL);
        }
        ended = crowd_wait(bench->pids[i]) && ended;
    }
    row->lives = real_server_end(bench->server, SIGTERM) == 0 && row->lives;
    return ended;
}

static void take_results(struct bench *bench, struct row *row)
{
    static const unsigned ranks[3] = {500, 990, 1000};
    for (int i = 0; i < 2; i++) {
        struct load_result *result = &bench->results[i];
        row->lost += result->check.lost + result->check.missing + result->check.doubled;
        row->ran = row->ran && result->compared && result->samples.count > 0;
        for (int rank = 0; rank < 3; rank++) {
            double *out = i == 0 ? row->connected_ms : row->fresh_ms;
            out[rank] = load_quantile(&result->samples, ranks[rank]);
        }
    }
    row->connected_count = bench->results[0].samples.count;
    row->fresh_count = bench->results[1].samples.count;
}

struct row row_measure(struct real_server *server, struct unit *units, const struct unit *rogue,
                       const struct row_plan *plan)
{
    struct row row = {0};
    struct bench bench = {.server = server,
                          .plan = plan,
                          .results = crowd_shared(2 * sizeof *bench.results),
                          .counts = crowd_shared(sizeof *bench.counts)};
    if (!bench.results || !bench.counts) {
        return row;
    }
    bench.attack = (struct attack){
        .plan = plan->attack, .server = server, .rogue = rogue, .counts = bench.counts};
    for (int i = 0; i < 2; i++) {
        bench.loads[i] = (struct load){
            .server = server,
            .units = i == 0 ? units : units + ROW_CONNECTED,
            .count = i == 0 ? ROW_CONNECTED : ROW_FRESH,
            .every_us = 1000 * (i == 0 ? plan->connected_every_ms : plan->fresh_every_ms),
            .last_us = plan->last_ms * 1000,
            .drain_ms = DRAIN_MS,
            .result = &bench.results[i]};
    }
    row.ran = begin(&bench);
    if (row.ran) {
        watch(&bench, &row);
    }
    row.ran = finish(&bench, &row) && row.ran;
    take_results(&bench, &row);
    crowd_unshare(bench.results, 2 * sizeof *bench.results);
    crowd_unshare(bench.counts, sizeof *bench.counts);
    return row;
}

bool row_is_good(const struct row *row, const struct row_plan *plan)
{
    const bool fast =
        row->connected_ms[1] <= ROW_CONNECTED_P99_MS && row->fresh_ms[1] <= ROW_FRESH_P99_MS;
    return row->ran && row->lives && row->lost == 0 && (fast || !plan->judge_speed) &&
           (row->rss_kb < ROW_RSS_KB_MAX || !plan->judge_memory);
}

void row_print_head(void)
{
    (void)printf("%-15s | %-27s | %-24s | %-24s | %4s | %6s | %4s | %s\n", "attack",
                 "held, begun/s, cut/s", "connected p50/p99/max ms", "fresh p50/p99/max ms", "lost",
                 "RSS MB", "CPU%", "verdict");
}

static void print_why(const struct row *row)
{
    if (!row->lives) {
        (void)printf(" server-gone");
    } else if (!row->ran) {
        (void)printf(" not-measured");
    }
    if (row->lost > 0) {
        (void)printf(" lost");
    }
    if (row->connected_ms[1] > ROW_CONNECTED_P99_MS) {
        (void)printf(" connected");
    }
    if (row->fresh_ms[1] > ROW_FRESH_P99_MS) {
        (void)printf(" fresh");
    }
    if (row->rss_kb >= ROW_RSS_KB_MAX) {
        (void)printf(" memory");
    }
}

void row_print(const struct row *row, const struct row_plan *plan)
{
    char did[64];
    (void)snprintf(did, sizeof did, "%llu, %llu, %llu", (unsigned long long)row->held,
                   (unsigned long long)row->begun_a_second, (unsigned long long)row->cut_a_second);
    (void)printf("%-15s | %-27s | %6.2f / %6.1f / %6.1f | %6.1f / %6.1f / %6.0f | %4llu | %6.1f | "
                 "%4u | %s",
                 attack_name(plan->attack.kind), did, row->connected_ms[0], row->connected_ms[1],
                 row->connected_ms[2], row->fresh_ms[0], row->fresh_ms[1], row->fresh_ms[2],
                 (unsigned long long)row->lost, (double)row->rss_kb / 1024, row->cpu,
                 row_is_good(row, plan) ? "ok" : "MISSED:");
    if (!row_is_good(row, plan)) {
        print_why(row);
    }
    (void)printf("\n");
    (void)fflush(stdout);
}
