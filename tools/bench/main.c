/* main - the table of verbs is the help. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/said.h"
#include "base/sign.h"
#include "tools/bench/books.h"
#include "tools/bench/verbs.h"

/* clang-format off */
static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    struct said summary;
} verbs[] = {
    {"ingest", bench_ingest,
     SAID("", "cửa nhận: số việc bền vững mỗi giây, bên các giới hạn và hệ khác",
          "the door: durable acts a second, beside its bounds and peers")},
    {"watch", bench_watch,
     SAID("", "gấp sổ: một việc giữa nhiều hồ sơ mở, xét lại, dựng lại",
          "folding the book: one act among many open dossiers, re-evaluation, rebuild")},
    {"history", bench_history,
     SAID("", "dòng thời gian của một hồ sơ trong sổ lớn", "one dossier's timeline in a big book")},
    {"due", bench_due,
     SAID("", "ngày hẹn trả và thời gian làm việc", "promised dates and elapsed working time")},
    {"ledger", bench_ledger,
     SAID("", "sổ phút của một năm: mỗi phút là của ai", "the ledger of a year: whose minutes")},
    {"growth", bench_growth,
     SAID("", "mọi con số với 1, 10 và 100 lần dữ liệu",
          "each figure with 1, 10 and 100 times the data")},
};
/* clang-format on */

enum { VERBS = sizeof verbs / sizeof verbs[0] };

static enum language usual_language(void)
{
    const char *said = getenv("TRAO_LANG");
    return said && strncmp(said, "en", 2) == 0 ? LANGUAGE_EN : LANGUAGE_VI;
}

static int help(void)
{
    const enum language language = usual_language();
    (void)puts(language == LANGUAGE_EN
                   ? "Usage: trao-bench VERB …      'trao-bench VERB --help'\n"
                   : "Cách dùng: trao-bench LỆNH …   'trao-bench LỆNH --help'\n");
    for (size_t i = 0; i < VERBS; i++) {
        (void)printf("  %-8s %s\n", verbs[i].name, said_in(&verbs[i].summary, language));
    }
    (void)printf("  %-8s %s\n", "all",
                 language == LANGUAGE_EN ? "all of these, as they stand here"
                                         : "tất cả, theo thứ tự trên");
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
        (void)fputs("this machine gives no entropy\n", stderr);
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
    (void)fprintf(stderr,
                  usual_language() == LANGUAGE_EN
                      ? "%s: no such verb; 'trao-bench help' names them\n"
                      : "%s: không có lệnh này; 'trao-bench help' kể các lệnh\n",
                  argv[1]);
    return BENCH_USAGE;
}
