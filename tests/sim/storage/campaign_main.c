/* disk-campaign [--cuts N] [--seed S] [--mode TEXT]: the table of RELIABILITY section 3. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/sim/storage/campaign.h"

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* False: the mode did other than it must. */
static bool run(const struct campaign_mode *mode, uint64_t seed, uint64_t cuts)
{
    struct campaign_result result;
    const double began = seconds();
    campaign_run(mode, seed, cuts, &result);
    const uint64_t bad = result.lost + result.doubled + result.corrupt + result.shut;
    printf("%-24s %9" PRIu64 " %9" PRIu64 " %8" PRIu64 " (%" PRIu64 ") %7" PRIu64 " %7" PRIu64
           " %6" PRIu64 " %8" PRIu64 "  %016" PRIx64 " %6.1f s\n",
           mode->name, result.cuts, result.acked, result.lost, result.lost_cuts, result.doubled,
           result.corrupt, result.shut, result.extra, result.print, seconds() - began);
    fflush(stdout);
    return mode->loses ? result.lost > 0 : bad == 0;
}

int main(int argc, char **argv)
{
    uint64_t cuts = 1000;
    uint64_t seed = 1;
    const char *only = "";
    bool good = true;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--cuts") == 0) {
            cuts = strtoull(argv[i + 1], NULL, 10);
        } else if (strcmp(argv[i], "--seed") == 0) {
            seed = strtoull(argv[i + 1], NULL, 10);
        } else if (strcmp(argv[i], "--mode") == 0) {
            only = argv[i + 1];
        } else {
            good = false;
        }
    }
    if (!good || argc % 2 == 0 || cuts == 0) {
        fprintf(stderr, "usage: disk-campaign [--cuts N] [--seed S] [--mode TEXT]\n");
        return 2;
    }
    printf("%-24s %9s %9s %8s %11s %7s %6s %8s  %s\n", "mode", "cuts", "acked", "lost (cuts)",
           "doubled", "corrupt", "shut", "extra", "print");
    for (size_t i = 0; i < campaign_mode_count; i++) {
        if (strstr(campaign_modes[i].name, only) != NULL) {
            good = run(&campaign_modes[i], seed, cuts) && good;
        }
    }
    printf("%s\n", good ? "as it must be" : "NOT as it must be");
    return good ? 0 : 1;
}
