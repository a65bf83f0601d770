/* trao-sim - the deterministic simulator: many small provinces, each a seed, with everything that
 * may go wrong. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sign.h"
#include "tests/sim/scenario.h"
#include "tests/sim/shrink.h"
#include "tools/sim/jobs.h"
#include "tools/sim/report.h"
#include "tools/sim/sim_said.h"

enum { CODE_GOOD = 0, CODE_FAILED = 1, CODE_USAGE = 2, CODE_VIOLATION = 3 };
enum { SHRINK_RUNS_MAX = 400, BLAMED_MAX = 10 };

struct command {
    struct jobs jobs;
    const char *scenario;
    bool story, shrink, report;
};

struct progress {
    const struct command *command;
    struct report report;
    bool terminal;
    uint64_t blamed;
    uint64_t first_bad; /* seed; UINT64_MAX: none */
    bool first_bad_real;
};

static void blame(bool terminal, const struct run_result *result)
{
    char seed[SIM_NUMBER_SIZE];
    char invariant[SIM_NUMBER_SIZE];
    char count[SIM_NUMBER_SIZE];
    const char *const values[] = {sim_number(result->seed, seed),
                                  sim_number((uint64_t)result->first, invariant), result->sentence,
                                  sim_number(result->violations, count)};
    (void)fputs(terminal ? "\r" : "", stdout);
    sim_put(stdout, SIM_SAID_VIOLATION, values, 4);
    (void)fputc('\n', stdout);
}

static void say_left(const struct command *command, uint64_t seed)
{
    const uint64_t last = command->jobs.base.options.seed + command->jobs.count - 1;
    char at[SIM_NUMBER_SIZE];
    char left[SIM_NUMBER_SIZE];
    const char *const values[] = {sim_number(seed, at), sim_number(last - seed, left)};
    (void)fputc('\r', stderr);
    sim_put(stderr, SIM_SAID_TO_GO, values, 2);
}

static bool say_done(void *self, const struct run_result *result, uint64_t cpu_ns)
{
    struct progress *progress = self;
    report_add(&progress->report, result, cpu_ns);
    if (result->violations > 0 && progress->blamed++ < BLAMED_MAX) {
        blame(progress->terminal, result);
    }
    if (result->violations > 0 && progress->first_bad == UINT64_MAX) {
        progress->first_bad = result->seed;
        progress->first_bad_real = result->real_signatures;
    }
    if (progress->terminal && !progress->command->story) {
        say_left(progress->command, result->seed);
    }
    return !progress->command->shrink || result->violations == 0;
}

/* The first failure again, smaller and smaller. */
static void shrink_first(const struct command *command, const struct progress *progress)
{
    static struct scenario scenario;
    static struct run_result result;
    memcpy(&scenario, &command->jobs.base, sizeof scenario);
    scenario.options.seed = progress->first_bad;
    scenario.options.story = NULL;
    scenario.real_signatures = progress->first_bad_real;
    scenario_run(&scenario, &result);
    if (result.violations > 0) {
        (void)shrink(&scenario, &result, SHRINK_RUNS_MAX, stderr);
        scenario_write(&scenario, &result, stdout);
    }
}

static bool parse_number(const char *text, uint64_t most, uint64_t *out)
{
    char *end = NULL;
    if (text[0] < '0' || text[0] > '9') {
        return false;
    }
    *out = strtoull(text, &end, 10);
    return *end == '\0' && *out <= most;
}

/* An option that a scenario file has a word for. */
static bool take_word(struct command *command, const char *word, const char *value)
{
    char line[256];
    (void)snprintf(line, sizeof line, "%s %s", word, value);
    return scenario_line(&command->jobs.base, line);
}

static bool take_signatures(struct command *command, const char *value)
{
    const bool real = strcmp(value, "real") == 0;
    command->jobs.signatures = real ? SIGNATURES_REAL : SIGNATURES_KEYED;
    return real || strcmp(value, "keyed") == 0;
}

static bool take_option(struct command *command, int option, const char *value)
{
    uint64_t number = 0;
    switch (option) {
    case 's':
        return take_word(command, "seed", value);
    case 'c':
        return parse_number(value, UINT32_MAX, &command->jobs.count) && command->jobs.count > 0;
    case 'k':
        return take_word(command, "storage", value);
    case 'u':
        return take_word(command, "units", value);
    case 'd':
        return take_word(command, "days", value);
    case 'o':
        return take_word(command, "only", value);
    case 'w':
        return take_word(command, "without", value);
    case 'g':
        return take_signatures(command, value);
    case 'j':
        command->jobs.jobs = parse_number(value, JOBS_MAX, &number) ? (unsigned)number : 0;
        return command->jobs.jobs > 0;
    case 'f':
        command->scenario = value;
        return true;
    case 'y':
        return command->story = true;
    case 'x':
        return command->shrink = true;
    case 'r':
        return command->report = true;
    default:
        return false;
    }
}

static bool parse(struct command *command, int count, char **values)
{
    static const struct option options[] = {
        {"seed",       required_argument, NULL, 's'},
        {"count",      required_argument, NULL, 'c'},
        {"storage",    required_argument, NULL, 'k'},
        {"units",      required_argument, NULL, 'u'},
        {"days",       required_argument, NULL, 'd'},
        {"only",       required_argument, NULL, 'o'},
        {"without",    required_argument, NULL, 'w'},
        {"signatures", required_argument, NULL, 'g'},
        {"jobs",       required_argument, NULL, 'j'},
        {"scenario",   required_argument, NULL, 'f'},
        {"story",      no_argument,       NULL, 'y'},
        {"shrink",     no_argument,       NULL, 'x'},
        {"report",     no_argument,       NULL, 'r'},
        {"help",       no_argument,       NULL, 'h'},
        {NULL,         0,                 NULL, 0  }
    };
    bool good = true;
    int option = 0;
    while (good && (option = getopt_long(count, values, "h", options, NULL)) != -1) {
        if (option == 'h') {
            sim_put(stdout, SIM_SAID_USAGE, NULL, 0);
            (void)fputc('\n', stdout);
            exit(CODE_GOOD);
        }
        good = take_option(command, option, optarg);
    }
    return good && optind == count;
}

static void complain(enum sim_sentence sentence, const char *const *values, size_t count)
{
    sim_put(stderr, sentence, values, count);
    (void)fputc('\n', stderr);
}

/* The file's own words are the whole run. */
static bool read_scenario(struct command *command)
{
    unsigned line = 0;
    if (!scenario_read(&command->jobs.base, command->scenario, &line)) {
        char number[SIM_NUMBER_SIZE];
        const char *const values[] = {command->scenario,
                                      line == 0 ? strerror(errno) : sim_number(line, number)};
        complain(line == 0 ? SIM_SAID_NO_FILE : SIM_SAID_NO_LINE, values, 2);
        return false;
    }
    command->jobs.count = 1;
    command->jobs.signatures =
        command->jobs.base.real_signatures ? SIGNATURES_REAL : SIGNATURES_KEYED;
    return true;
}

static int run(struct command *command)
{
    struct progress progress = {
        .command = command, .terminal = isatty(STDERR_FILENO) == 1, .first_bad = UINT64_MAX};
    uint64_t seed = 0;
    const struct world_options *options = &command->jobs.base.options;
    const uint64_t from = options->seed;
    command->jobs.base.options.story = command->story ? stdout : NULL;
    command->jobs.done = say_done;
    command->jobs.self = &progress;
    if (!jobs_run(&command->jobs, &seed)) {
        char number[SIM_NUMBER_SIZE];
        const char *const values[] = {sim_number(seed, number)};
        complain(SIM_SAID_DIED, values, 1);
        return CODE_FAILED;
    }
    if (progress.terminal && !command->story) {
        (void)fputc('\r', stderr);
    }
    if (command->shrink && progress.first_bad != UINT64_MAX) {
        shrink_first(command, &progress);
    }
    if (command->report) {
        report_write(&progress.report, stdout);
    }
    report_end(&progress.report, from, options->sqlite ? "sqlite" : "abstract", stdout);
    return progress.report.violations > 0 ? CODE_VIOLATION : CODE_GOOD;
}

int main(int count, char **values)
{
    static struct command command;
    scenario_init(&command.jobs.base, 1);
    command.jobs.count = 1;
    command.jobs.jobs = 1;
    if (!parse(&command, count, values)) {
        complain(SIM_SAID_USAGE, NULL, 0);
        return CODE_USAGE;
    }
    if (command.scenario && !read_scenario(&command)) {
        return CODE_USAGE;
    }
    if (sign_start() != STATUS_OK) {
        complain(SIM_SAID_NO_SODIUM, NULL, 0);
        return CODE_FAILED;
    }
    return run(&command);
}
