#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "tools/bench/bound_link.h"
#include "tools/bench/contender.h"
#include "tools/bench/intake_server.h"
#include "tools/bench/peers.h"

static bool run_product(const struct round *round, struct load_result *out)
{
    struct intake_server server;
    uint64_t acts = 0;
    if (!intake_server_make(&server, round->folder, round->units, round->shape->clients)) {
        return false;
    }
    bool done = intake_server_start(&server);
    if (done) {
        const struct load load = {.kind = LOAD_TIMED,
                                  .units = round->units,
                                  .clients = round->shape->clients,
                                  .batch = round->shape->batch,
                                  .acts = round->shape->acts,
                                  .ms = round->ms,
                                  .endpoint = server.endpoint,
                                  .server = server.key,
                                  .server_pid = server.pid,
                                  .checked = true};
        done = load_run(&load, out);
        intake_server_end(&server, SIGKILL); /* the hardest way: what was acknowledged is there */
        if (done && (!intake_server_count(&server, &acts) || acts < out->acts)) {
            char told[BENCH_NUMBER_SIZE];
            char kept[BENCH_NUMBER_SIZE];
            bench_refuse(BENCH_SAID_LOST, bench_number((double)out->acts, 0, told),
                         bench_number((double)acts, 0, kept));
            done = false;
        }
    }
    intake_server_remove(&server);
    return done;
}

static bool run_bound(const struct round *round, const char *log, struct load_result *out)
{
    struct bound_link link;
    if (!bound_link_start(&link, round->units, log)) {
        return false;
    }
    const struct load load = {.kind = LOAD_TIMED,
                              .units = round->units,
                              .clients = round->shape->clients,
                              .batch = round->shape->batch,
                              .acts = round->shape->acts,
                              .ms = round->ms,
                              .endpoint = link.endpoint,
                              .server = link.key,
                              .server_pid = link.pid};
    const bool done = load_run(&load, out);
    bound_link_end(&link);
    return done;
}

static bool run_link(const struct round *round, struct load_result *out)
{
    return run_bound(round, NULL, out);
}

static bool run_log(const struct round *round, struct load_result *out)
{
    char path[FOLDER_PATH_MAX + 16];
    (void)snprintf(path, sizeof path, "%s/bound.log", round->folder);
    const bool done = run_bound(round, path, out);
    (void)unlink(path);
    return done;
}

/* clang-format off */
const struct contender contenders[] = {
    {.name = "Trao", .promise = BENCH_SAID_PROMISE_OURS,
     .run = run_product},
    {.name = "B-link", .promise = BENCH_SAID_PROMISE_LINK, .run = run_link},
    {.name = "B-log", .promise = BENCH_SAID_PROMISE_LOG, .run = run_log},
    {.name = "Redis, XADD an act", .promise = BENCH_SAID_PROMISE_REDIS,
     .there = peer_redis_there, .run = peer_redis_acts, .few_only = true},
    {.name = "Redis, XADD a batch", .promise = BENCH_SAID_PROMISE_OPAQUE,
     .there = peer_redis_there, .run = peer_redis_batches, .batches_only = true,
     .few_only = true},
#ifdef BENCH_POSTGRES
    {.name = "PostgreSQL multi-row", .promise = BENCH_SAID_PROMISE_ROWS,
     .there = peer_postgres_there, .run = peer_postgres_rows, .few_only = true},
    {.name = "PostgreSQL COPY", .promise = BENCH_SAID_PROMISE_COPY,
     .there = peer_postgres_there, .run = peer_postgres_copy, .batches_only = true,
     .few_only = true},
#endif
    {.name = "NATS synchronous, act", .promise = BENCH_SAID_PROMISE_NATS,
     .there = peer_nats_sync_there, .run = peer_nats_sync_acts, .few_only = true},
    {.name = "NATS synchronous, batch", .promise = BENCH_SAID_PROMISE_OPAQUE,
     .there = peer_nats_sync_there, .run = peer_nats_sync_batches, .batches_only = true,
     .few_only = true},
    {.name = "NATS as shipped", .promise = BENCH_SAID_PROMISE_NATS_AS_IS,
     .there = peer_nats_there, .run = peer_nats_shipped, .few_only = true},
    {.name = "Mosquitto QoS 1", .promise = BENCH_SAID_PROMISE_MOSQUITTO,
     .there = peer_mosquitto_there, .run = peer_mosquitto_acts, .few_only = true},
};
/* clang-format on */

const size_t contender_count = sizeof contenders / sizeof contenders[0];
