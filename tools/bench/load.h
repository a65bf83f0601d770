/* load - the clients: one DEALER with CURVE a unit, as units have, one batch outstanding each.
 *
 * Runs in a process of its own, which load_run() forks; the figures come back in memory that both
 * share. The same clients speak to the real intake and to the bare ROUTER. */
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include <sys/types.h>

#include "tools/bench/histogram.h"
#include "tools/bench/units.h"

enum { LOAD_ENDPOINT_SIZE = 256 };

enum load_kind {
    LOAD_TIMED, /* after every client was answered once: closed loop for `ms` */
    LOAD_DRAIN, /* from the first connect until every act of every client is acknowledged */
};

struct load {
    enum load_kind kind;
    const struct units *units;
    size_t clients;
    uint32_t batch; /* acts a message; LOAD_DRAIN with 0: only the opening entry */
    uint32_t acts;  /* LOAD_DRAIN: of each client */
    int64_t ms;     /* LOAD_TIMED */
    const char *endpoint;
    struct link_key server;
    pid_t server_pid; /* whose processor time and memory are read */
    bool checked;     /* answers are receipts that name the last act of the batch */
};

struct load_result {
    bool done;         /* false: not every client was answered in time */
    double seconds;    /* of the closed loop, or of the drain */
    double connected;  /* seconds from the first connect until all were answered once */
    uint64_t acts;     /* acknowledged in that time */
    uint64_t other;    /* answers that were no receipt for what was sent: busy, refusals */
    double server_cpu; /* seconds, of all its threads, in that time */
    double client_cpu;
    int64_t server_bytes_before; /* resident, before the first connect … */
    int64_t server_bytes_after;  /* … and with all connected */
    struct histogram latency;    /* ns from send to answer */
    bool ran_out; /* a client had no more acts: the loop ended early, its time is as it was */
};

/* False: no process or no memory; the reason is on standard error. */
bool load_run(const struct load *load, struct load_result *out);

#endif
