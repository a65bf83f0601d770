#include "tests/sim/shrink.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

struct search {
    struct scenario *best;
    struct run_result *result; /* of the best */
    struct scenario *tried;
    struct run_result *heard;
    enum invariant wanted;
    unsigned runs, runs_max;
    FILE *progress;
};

static bool try_it(struct search *search, const char *what)
{
    if (search->runs == search->runs_max) {
        return false;
    }
    search->runs++;
    scenario_run(search->tried, search->heard);
    if (search->heard->violations == 0 || search->heard->first != search->wanted) {
        return false;
    }
    memcpy(search->best, search->tried, sizeof *search->best);
    memcpy(search->result, search->heard, sizeof *search->result);
    if (search->progress) {
        (void)fprintf(search->progress,
                      "%4u runs: %-20s %" PRIu32 " units %" PRIu32 " days, %zu strikes left\n",
                      search->runs, what, search->result->units, search->result->days,
                      search->result->struck_count);
    }
    return true;
}

static void begin(struct search *search)
{
    memcpy(search->tried, search->best, sizeof *search->tried);
}

static void fewer_kinds(struct search *search)
{
    for (unsigned i = 0; i < FAULTS; i++) {
        if (search->result->fired[i] > 0) {
            begin(search);
            search->tried->options.without[i] = true;
            search->tried->options.only[i] = false;
            (void)try_it(search, swarm_name((enum fault)i));
        }
    }
}

static void fewer_units(struct search *search)
{
    bool smaller = true;
    while (smaller && search->result->units > 1) {
        begin(search);
        search->tried->options.units = search->result->units - 1;
        smaller = try_it(search, "one unit less");
    }
}

static void fewer_days(struct search *search)
{
    bool smaller = true;
    while (smaller && search->result->days > 1) {
        begin(search);
        search->tried->options.days = search->result->days / 2;
        smaller = try_it(search, "half the days");
    }
}

/* Without the strikes [FROM, FROM + COUNT) of the best run. */
static bool without(struct search *search, size_t from, size_t count)
{
    begin(search);
    struct world_options *options = &search->tried->options;
    for (size_t i = from; i < from + count && options->masked_count < SCENARIO_MASK_MAX; i++) {
        search->tried->mask[options->masked_count++] = search->result->struck[i];
    }
    return try_it(search, "fewer strikes");
}

static void fewer_strikes(struct search *search)
{
    size_t pieces = 2;
    while (search->runs < search->runs_max && search->result->struck_count > 0) {
        const size_t total = search->result->struck_count;
        pieces = pieces < total ? pieces : total;
        const size_t size = (total + pieces - 1) / pieces;
        bool smaller = false;
        for (size_t from = 0; from < total && !smaller; from += size) {
            smaller = without(search, from, from + size < total ? size : total - from);
        }
        if (!smaller && size == 1) {
            return;
        }
        pieces = smaller ? (pieces > 2 ? pieces - 1 : 2) : 2 * pieces;
    }
}

unsigned shrink(struct scenario *scenario, struct run_result *result, unsigned runs_max,
                FILE *progress)
{
    struct search search = {.best = scenario,
                            .result = result,
                            .tried = malloc(sizeof *scenario),
                            .heard = malloc(sizeof *result),
                            .runs_max = runs_max,
                            .wanted = result->first,
                            .progress = progress};
    assert(search.tried && search.heard);
    fewer_units(&search);
    fewer_days(&search);
    fewer_kinds(&search);
    fewer_strikes(&search);
    fewer_units(&search);
    fewer_days(&search);
    free(search.tried);
    free(search.heard);
    return search.runs;
}
