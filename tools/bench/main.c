/* main - the table of verbs is the help. */
#include <stdio.h>
#include <string.h>

#include "base/sign.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/books.h"
#include "tools/bench/verbs.h"

static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    enum bench_sentence summary;
} verbs[] = {
    {"ingest",  bench_ingest,  BENCH_SAID_INGEST },
    {"watch",   bench_watch,   BENCH_SAID_WATCH  },
    {"history", bench_history, BENCH_SAID_HISTORY},
    {"due",     bench_due,     BENCH_SAID_DUE    },
    {"ledger",  bench_ledger,  BENCH_SAID_LEDGER },
    {"growth",  bench_growth,  BENCH_SAID_GROWTH },
};

enum { VERBS = sizeof verbs / sizeof verbs[0] };

static int help(void)
{
    (void)printf("%s\n\n", bench_word(BENCH_SAID_USAGE));
    for (size_t i = 0; i < VERBS; i++) {
        (void)printf("  %-8s %s\n", verbs[i].name, bench_word(verbs[i].summary));
    }
    (void)printf("  %-8s %s\n", "all", bench_word(BENCH_SAID_ALL));
    return BENCH_OK;
}

static int run_all(int argc, char **argv)
{
    int result = BENCH_OK;
    for (size_t i = 0; i < VERBS && result == BENCH_OK; i++) {
        (void)printf("## %s\n\n", verbs[i].name);
        (void)fflush(stdout);
        result = verbs[i].run(argc, argv);
    }
    return result;
}

int main(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        return help();
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)puts("trao-bench " TRAO_VERSION);
        return BENCH_OK;
    }
    if (sign_start() != STATUS_OK) {
        bench_refuse(BENCH_SAID_NO_ENTROPY, NULL, NULL);
        return BENCH_FAILED;
    }
    if (strcmp(argv[1], "all") == 0) {
        return run_all(argc - 1, argv + 1);
    }
    for (size_t i = 0; i < VERBS; i++) {
        if (strcmp(argv[1], verbs[i].name) == 0) {
            return verbs[i].run(argc - 1, argv + 1);
        }
    }
    bench_refuse(BENCH_SAID_NO_VERB, argv[1], NULL);
    return BENCH_USAGE;
}
