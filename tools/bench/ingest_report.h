/* ingest_report - what all rounds of all contenders came to, as tables and goals. */
#ifndef BENCH_INGEST_REPORT_H
#define BENCH_INGEST_REPORT_H

#include "tools/bench/contender.h"

struct report;

/* NULL: no memory. SHAPES is borrowed. */
struct report *report_new(const struct shape *shapes, size_t shape_count, size_t rounds);
void report_free(struct report *report);
/* One run of contender WHO at shape AT in round NUMBER. */
void report_take(struct report *report, size_t at, size_t who, size_t number,
                 const struct load_result *result);
/* The median ns of one fdatasync(2) in round NUMBER, for goal P5. */
void report_disk(struct report *report, size_t number, uint64_t sync_ns);
/* To standard output: a table a shape, the promises, the goals P1 to P9. */
void report_print(const struct report *report);

#endif
