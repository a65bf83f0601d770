/* peers - what others do with the same bytes, each as its own promise allows. */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include "tools/bench/contender.h"

#endif
