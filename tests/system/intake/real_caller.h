/* real_caller - a device on a real line: its journal in memory, the real sync_sender, CURVE. */
#ifndef TESTS_REAL_CALLER_H
#define TESTS_REAL_CALLER_H

#include "adapters/zmq/link_zmq.h"
#include "core/device_card.h"
#include "core/sync_sender.h"
#include "tests/fakes/chance_fake.h"
#include "tests/fakes/log_fake.h"
#include "tests/unit/core/chain_maker.h"

struct real_caller {
    struct chain chain;
    struct curve_keypair keys;
    struct sync_sender sync;
    struct link_zmq link;
    struct head receipted; /* the furthest it was ever promised */
    struct chance_fake chance;
    struct log_fake log;
    bool refused; /* the door does not know its key */
};

/* Joins the line to ENDPOINT; the keys and the chain are there. */
bool real_caller_open(struct real_caller *caller, const struct context *context,
                      const char *endpoint, const struct link_key *server);
void real_caller_close(struct real_caller *caller);
/* The server came up somewhere else; the device itself goes on. */
bool real_caller_rejoin(struct real_caller *caller, const struct context *context,
                        const char *endpoint, const struct link_key *server);
/* The chain has a new head. */
void real_caller_written(struct real_caller *caller);
/* Sends and hears for MS, or until all is receipted or the door refuses. True: all receipted. */
bool real_caller_work(struct real_caller *caller, int64_t ms);

#endif
