/* contender - whoever takes part in a round: the product, a bound, a peer. All are sent the same
 * acts by as many clients in the same minute. */
#ifndef BENCH_CONTENDER_H
#define BENCH_CONTENDER_H

#include "tools/bench/bench_said.h"
#include "tools/bench/load.h"

struct shape {
    size_t clients;
    uint32_t batch;
    uint32_t acts; /* sealed for each client: enough for a second and a half of the fastest */
};

/* What every contender is given. */
struct round {
    const struct units *units;
    const struct shape *shape;
    const char *folder; /* on a real disk */
    int64_t ms;
};

struct contender {
    const char *name;
    enum bench_sentence promise; /* of its acknowledgement, in plain words */
    /* False: it is not installed, and is left out by name. NULL: always there. */
    bool (*there)(void);
    bool (*run)(const struct round *round, struct load_result *out);
    bool batches_only; /* takes no part where a batch is one act */
    bool few_only;     /* … where there are more than 64 clients */
};

/* contenders.c: the product first, then B-link, then the rest. */
extern const struct contender contenders[];
extern const size_t contender_count;

enum { CONTENDER_PRODUCT, CONTENDER_LINK, CONTENDERS_MAX = 16 };

#endif
