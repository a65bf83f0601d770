#include "tools/sim/report.h"

#include <inttypes.h>

enum { SCANS_A_DAY = 50, DAYS_A_YEAR = 365 };

void report_add(struct report *report, const struct run_result *result, uint64_t cpu_ns)
{
    struct report_share *share = result->real_signatures ? &report->real : &report->keyed;
    share->seeds++;
    share->scans += result->scans;
    share->entries += result->entries;
    share->device_days += (uint64_t)result->units * result->days;
    share->cpu_ns += cpu_ns;
    for (unsigned i = 0; i < FAULTS; i++) {
        report->fired[i] += result->fired[i];
        report->seeds_with[i] += result->fired[i] > 0;
    }
    report->violations += result->violations;
    report->trace = dice_mix(report->trace ^ dice_mix(result->trace ^ result->seed));
}

/* A device-year is 365 days of 50 scans: what the people did, not how long the world was. */
static void write_share(const struct report_share *share, const char *name, FILE *out)
{
    const double hours = (double)share->cpu_ns / 3.6e12;
    const double years = (double)share->scans / ((double)SCANS_A_DAY * DAYS_A_YEAR);
    (void)fprintf(out,
                  "%-18s %8" PRIu64 " seeds %10" PRIu64 " scans %10" PRIu64 " entries %8" PRIu64
                  " device-days %10.0f device-years/core-hour\n",
                  name, share->seeds, share->scans, share->entries, share->device_days,
                  hours > 0 ? years / hours : 0.0);
}

void report_write(const struct report *report, FILE *out)
{
    write_share(&report->keyed, "keyed signatures", out);
    write_share(&report->real, "real signatures", out);
    (void)fprintf(out, "%-18s %12s %12s\n", "fault", "struck", "in seeds");
    for (unsigned i = 0; i < FAULTS; i++) {
        if (i == FAULT_CABINET) {
            (void)fprintf(out, "%-18s %25s\n", swarm_name(FAULT_CABINET), "with the cabinets");
        } else {
            (void)fprintf(out, "%-18s %12" PRIu64 " %12" PRIu64 "%s\n", swarm_name((enum fault)i),
                          report->fired[i], report->seeds_with[i],
                          report->fired[i] ? "" : "  never");
        }
    }
}

void report_end(const struct report *report, uint64_t from, const char *storage, FILE *out)
{
    const uint64_t seeds = report->keyed.seeds + report->real.seeds;
    (void)fprintf(
        out,
        "seeds %" PRIu64 "..%" PRIu64 " %s: %" PRIu64 " scans, %" PRIu64 " device-days, %" PRIu64
        " violations, trace %016" PRIx64 "\n",
        from, from + (seeds ? seeds - 1 : 0), storage, report->keyed.scans + report->real.scans,
        report->keyed.device_days + report->real.device_days, report->violations, report->trace);
}
