#include "tests/sim/scenario.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/sign_switch.h"

enum { LINE_SIZE = 2000, MASKS_A_LINE = 8 };

void scenario_init(struct scenario *scenario, uint64_t seed)
{
    memset(scenario, 0, sizeof *scenario);
    scenario->options.seed = seed;
    scenario->options.masked = scenario->mask;
}

static bool take_number(char **rest, uint64_t most, uint64_t *out_number)
{
    char *end = NULL;
    const char *word = strtok_r(NULL, " \t\n", rest);
    if (!word || word[0] < '0' || word[0] > '9') {
        return false;
    }
    *out_number = strtoull(word, &end, 10);
    return *end == '\0' && *out_number <= most;
}

/* One of two words. */
static bool take_choice(char **rest, const char *no, const char *yes, bool *out_yes)
{
    const char *word = strtok_r(NULL, " \t\n", rest);
    *out_yes = word && strcmp(word, yes) == 0;
    return word && (*out_yes || strcmp(word, no) == 0);
}

static bool take_fault(char **rest, enum fault *out_fault)
{
    const char *word = strtok_r(NULL, " \t\n", rest);
    return word && swarm_parse(word, out_fault);
}

static bool take_mask(struct scenario *scenario, char **rest)
{
    enum fault fault = FAULTS;
    uint64_t number = 0;
    if (!take_fault(rest, &fault) || !take_number(rest, UINT32_MAX, &number)) {
        return false;
    }
    do {
        if (scenario->options.masked_count == SCENARIO_MASK_MAX) {
            return false;
        }
        scenario->mask[scenario->options.masked_count++] =
            (struct swarm_masked){fault, (uint32_t)number};
    } while (take_number(rest, UINT32_MAX, &number));
    return true;
}

static bool take_word(struct scenario *scenario, const char *word, char **rest)
{
    struct world_options *options = &scenario->options;
    enum fault fault = FAULTS;
    uint64_t number = 0;
    if (strcmp(word, "seed") == 0) {
        return take_number(rest, UINT64_MAX, &options->seed);
    }
    if (strcmp(word, "units") == 0 && take_number(rest, WORLD_STATIONS_MAX, &number)) {
        options->units = (uint32_t)number;
        return true;
    }
    if (strcmp(word, "days") == 0 && take_number(rest, WORLD_DAYS_MOST, &number)) {
        options->days = (uint32_t)number;
        return true;
    }
    if (strcmp(word, "storage") == 0) {
        return take_choice(rest, "abstract", "sqlite", &options->sqlite);
    }
    if (strcmp(word, "signatures") == 0) {
        return take_choice(rest, "keyed", "real", &scenario->real_signatures);
    }
    if (strcmp(word, "only") == 0 && take_fault(rest, &fault)) {
        return options->only[fault] = true;
    }
    if (strcmp(word, "without") == 0 && take_fault(rest, &fault)) {
        return options->without[fault] = true;
    }
    return strcmp(word, "mask") == 0 && take_mask(scenario, rest);
}

bool scenario_line(struct scenario *scenario, const char *line)
{
    char copy[LINE_SIZE];
    char *rest = NULL;
    (void)snprintf(copy, sizeof copy, "%s", line);
    copy[strcspn(copy, "#")] = '\0';
    const char *word = strtok_r(copy, " \t\n", &rest);
    return !word || take_word(scenario, word, &rest);
}

bool scenario_read(struct scenario *scenario, const char *path, unsigned *out_line)
{
    char line[LINE_SIZE];
    bool good = true;
    FILE *in = fopen(path, "r");
    *out_line = 0;
    if (!in) {
        return false;
    }
    scenario_init(scenario, 0);
    while (good && fgets(line, sizeof line, in)) {
        ++*out_line;
        good = scenario_line(scenario, line);
    }
    (void)fclose(in);
    return good;
}

static void write_mask(const struct scenario *scenario, FILE *out)
{
    for (unsigned fault = 0; fault < FAULTS; fault++) {
        unsigned count = 0;
        for (size_t i = 0; i < scenario->options.masked_count; i++) {
            if (scenario->mask[i].fault != (enum fault)fault) {
                continue;
            }
            if (count++ % MASKS_A_LINE == 0) {
                (void)fprintf(out, "%smask %s", count > 1 ? "\n" : "",
                              swarm_name((enum fault)fault));
            }
            (void)fprintf(out, " %" PRIu32, scenario->mask[i].number);
        }
        if (count > 0) {
            (void)fputc('\n', out);
        }
    }
}

void scenario_write(const struct scenario *scenario, const struct run_result *found, FILE *out)
{
    const struct world_options *options = &scenario->options;
    (void)fprintf(out, "# invariant %d: %s\n", (int)found->first, found->sentence);
    (void)fprintf(out, "seed %" PRIu64 "\nunits %" PRIu32 "\ndays %" PRIu32 "\n", options->seed,
                  found->units, found->days);
    (void)fprintf(out, "storage %s\nsignatures %s\n", options->sqlite ? "sqlite" : "abstract",
                  scenario->real_signatures ? "real" : "keyed");
    for (unsigned i = 0; i < FAULTS; i++) {
        if (options->only[i]) {
            (void)fprintf(out, "only %s\n", swarm_name((enum fault)i));
        }
        if (options->without[i]) {
            (void)fprintf(out, "without %s\n", swarm_name((enum fault)i));
        }
    }
    write_mask(scenario, out);
}

void scenario_run(const struct scenario *scenario, struct run_result *out_result)
{
    struct world_options options = scenario->options;
    options.masked = scenario->mask;
    sign_switch_real(scenario->real_signatures);
    run_seed(&options, out_result);
    out_result->real_signatures = scenario->real_signatures;
}
