/* flood-table - the flood table: the real intake under attack, judged by the limits of issue 3.
 *
 * flood-table [--seconds S] [--smoke] [NAME...]; exit 0 all rows hold, 3 one is missed, 1 it could
 * not be measured, 2 wrong usage. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/system/flood/row.h"

enum { EXIT_GOOD = 0, EXIT_BROKEN = 1, EXIT_USAGE = 2, EXIT_MISSED = 3, ROWS_MAX = 16 };

struct options {
    unsigned seconds;
    bool smoke;
    enum attack_kind kinds[ROWS_MAX];
    size_t count;
};

static struct real_server server;

static void give_up(int signal)
{
    (void)signal;
    if (server.pid > 0) {
        (void)kill(server.pid, SIGKILL);
    }
    _exit(EXIT_BROKEN);
}

static bool parse(struct options *options, int argc, char **argv)
{
    static const struct option known[] = {
        {"seconds", required_argument, NULL, 's'},
        {"smoke",   no_argument,       NULL, 'k'},
        {NULL,      0,                 NULL, 0  }
    };
    int option = 0;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == 's') {
            options->seconds = (unsigned)strtoul(optarg, NULL, 10);
        } else if (option == 'k') {
            options->smoke = true;
        } else {
            return false;
        }
    }
    const bool all = optind == argc;
    for (; optind < argc; optind++) {
        if (options->count == ROWS_MAX ||
            !attack_parse(argv[optind], &options->kinds[options->count++])) {
            return false;
        }
    }
    for (int kind = 0; all && kind < ATTACKS; kind++) {
        options->kinds[options->count++] = (enum attack_kind)kind;
    }
    return options->seconds >= 1 && options->seconds <= 600;
}

static struct row_plan plan_of(const struct options *options, enum attack_kind kind)
{
    struct row_plan plan = {.attack = attack_plan_of(kind),
                            .last_ms = 1000 * (int64_t)options->seconds,
                            .settle_ms = 3000,
                            .connected_every_ms = 50,
                            .fresh_every_ms = 200,
                            .judge_speed = true,
                            .judge_memory = true};
    if (options->smoke) { /* two busy cores, sanitizers: a tenth of the attack */
        plan.attack.lines = (plan.attack.lines + 9) / 10;
        plan.attack.a_second = (plan.attack.a_second + 9) / 10;
        plan.settle_ms = 500;
        plan.judge_speed = false;
    }
#if defined(__SANITIZE_ADDRESS__)
    plan.judge_memory = false; /* its shadow is not the server's */
#endif
    return plan;
}

static int measure_all(const struct options *options, struct unit *units)
{
    int code = EXIT_GOOD;
    row_print_head();
    for (size_t i = 0; i < options->count; i++) {
        const struct row_plan plan = plan_of(options, options->kinds[i]);
        const struct row row =
            row_measure(&server, units + i * ROW_UNITS, units + options->count * ROW_UNITS, &plan);
        row_print(&row, &plan);
        code = row_is_good(&row, &plan) ? code : EXIT_MISSED;
    }
    return code;
}

/* One first start enrols the units of all rows; each row then has a server's process of its own. */
static bool prepare(const struct unit *units, size_t count)
{
    if (!real_server_make(&server, "intake") || !real_server_start(&server) ||
        !crowd_enrol(&server, units, count)) {
        return false;
    }
    return real_server_end(&server, SIGTERM) == 0;
}

int main(int argc, char **argv)
{
    struct options options = {.seconds = 8};
    if (!parse(&options, argc, argv)) {
        (void)fprintf(stderr, "usage: floods [--seconds S] [--smoke] [NAME...]; names:");
        for (int kind = 0; kind < ATTACKS; kind++) {
            (void)fprintf(stderr, " %s", attack_name((enum attack_kind)kind));
        }
        (void)fprintf(stderr, "\n");
        return EXIT_USAGE;
    }
    (void)signal(SIGTERM, give_up);
    (void)signal(SIGINT, give_up);
    const size_t count = options.count * ROW_UNITS + 1;
    struct unit *units = sign_start() == STATUS_OK ? crowd_make(count) : NULL;
    int code = EXIT_BROKEN;
    if (units && prepare(units, count)) {
        code = measure_all(&options, units);
    } else {
        (void)fprintf(stderr, "no server could be started and given its units\n");
    }
    real_server_remove(&server);
    for (size_t i = 0; units && i < count; i++) {
        unit_free(&units[i]);
    }
    free(units);
    return code;
}
