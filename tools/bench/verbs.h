/* verbs - what every verb of trao-bench stands on: how things are measured, and how they end. */
#ifndef BENCH_VERBS_H
#define BENCH_VERBS_H

#include "tools/bench/folder.h"
#include "tools/bench/histogram.h"
#include "tools/bench/measure.h"
#include "tools/bench/ratio.h"

/* Exit codes of all verbs. */
enum { BENCH_OK = 0, BENCH_FAILED = 1, BENCH_USAGE = 2 };

int bench_ingest(int argc, char **argv);

#endif
