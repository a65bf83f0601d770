#include "tools/sim/report.h"

#include <inttypes.h>

#include "tools/sim/sim_said.h"

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
static void write_share(const struct report_share *share, enum sim_sentence name, FILE *out)
{
    const double hours = (double)share->cpu_ns / 3.6e12;
    const double years = (double)share->scans / ((double)SCANS_A_DAY * DAYS_A_YEAR);
    char number[5][SIM_NUMBER_SIZE];
    const char *const first[] = {sim_number(share->seeds, number[0]),
                                 sim_number(share->scans, number[1]),
                                 sim_number(share->entries, number[2])};
    const char *const second[] = {
        sim_number(share->device_days, number[3]),
        sim_number(hours > 0 ? (uint64_t)(years / hours + 0.5) : 0, number[4])};
    sim_cell(out, name, -18);
    (void)fputc(' ', out);
    sim_put(out, SIM_SAID_SHARE, first, 3);
    (void)fputs(", ", out);
    sim_put(out, SIM_SAID_YEARS, second, 2);
    (void)fputc('\n', out);
}

void report_write(const struct report *report, FILE *out)
{
    write_share(&report->keyed, SIM_SAID_KEYED, out);
    write_share(&report->real, SIM_SAID_REAL, out);
    sim_cell(out, SIM_SAID_FAULT, -18);
    sim_cell(out, SIM_SAID_STRUCK, 13);
    sim_cell(out, SIM_SAID_IN_SEEDS, 13);
    (void)fputc('\n', out);
    for (unsigned i = 0; i < FAULTS; i++) {
        if (i == FAULT_CABINET) {
            (void)fprintf(out, "%-18s", swarm_name(FAULT_CABINET));
            sim_cell(out, SIM_SAID_CABINETS, 26);
        } else {
            (void)fprintf(out, "%-18s %12" PRIu64 " %12" PRIu64, swarm_name((enum fault)i),
                          report->fired[i], report->seeds_with[i]);
        }
        if (i != FAULT_CABINET && report->fired[i] == 0) {
            (void)fputs("  ", out);
            sim_cell(out, SIM_SAID_NEVER, 0);
        }
        (void)fputc('\n', out);
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
