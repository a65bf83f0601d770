/* report - what many seeds come to: scans, device-years an hour of one core, and how often each
 * kind of fault struck. */
#ifndef TOOLS_SIM_REPORT_H
#define TOOLS_SIM_REPORT_H

#include "tests/sim/run.h"

struct report_share {
    uint64_t seeds, scans, entries, device_days, cpu_ns;
};

struct report {
    struct report_share keyed, real;
    uint64_t fired[FAULTS];
    uint64_t seeds_with[FAULTS];
    uint64_t trace;
    uint64_t violations;
};

void report_add(struct report *report, const struct run_result *result, uint64_t cpu_ns);
/* The table of --report. */
void report_write(const struct report *report, FILE *out);
/* The one line at the end. */
void report_end(const struct report *report, uint64_t from, const char *storage, FILE *out);

#endif
