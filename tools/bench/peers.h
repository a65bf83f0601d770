/* peers - what others do with the same bytes, each as its own promise allows. The bench starts each
 * server itself, in a folder of its own on the same disk, on loopback, and ends it by its number.
 */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include "tools/bench/contender.h"

bool peer_redis_there(void);
bool peer_redis_acts(const struct round *round, struct load_result *out);    /* XADD an act */
bool peer_redis_batches(const struct round *round, struct load_result *out); /* XADD a batch */

bool peer_nats_there(void);
bool peer_nats_sync_there(void); /* chattr +S works in the folder the bench runs in */
bool peer_nats_shipped(const struct round *round, struct load_result *out);
bool peer_nats_sync_acts(const struct round *round, struct load_result *out);
bool peer_nats_sync_batches(const struct round *round, struct load_result *out);

bool peer_mosquitto_there(void);
bool peer_mosquitto_acts(const struct round *round, struct load_result *out);

bool peer_postgres_there(void); /* also false when the bench was built without libpq */
bool peer_postgres_rows(const struct round *round, struct load_result *out);
bool peer_postgres_copy(const struct round *round, struct load_result *out);

#endif
