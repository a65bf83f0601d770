#include "tools/bench/books_ask.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/bench/books_maker.h"
#include "tools/bench/verbs.h"

bool asked_parse(struct asked *asked, int argc, char **argv)
{
    const struct option known[] = {
        {"dir",      required_argument, NULL,         'd'},
        {"dossiers", required_argument, NULL,         'n'},
        {"help",     no_argument,       &asked->help, 1  },
        {NULL,       0,                 NULL,         0  }
    };
    int option = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == 'd') {
            asked->folder = optarg;
        } else if (option == 'n') {
            asked->dossiers = (uint32_t)strtoul(optarg, NULL, 10);
        } else if (option != 0) {
            return false;
        }
    }
    return optind == argc && asked->dossiers >= 100 && asked->dossiers <= BOOK_DOSSIERS_MAX;
}

int asked_help(const char *verb)
{
    (void)printf(
        "Usage: trao-bench %s [--dir FOLDER] [--dossiers N]   (from the project's folder)\n"
        "  --dir       where books are made; a folder on a real disk (here)\n"
        "  --dossiers  how many there are, 100 to %d (1000000: ten million acts)\n",
        verb, BOOK_DOSSIERS_MAX);
    return BENCH_OK;
}

void goal_print(const char *goal, double is, double at_most)
{
    (void)printf("  %-66s %10.2f  %s\n", goal, is, is <= at_most ? "met" : "missed");
}

void history_print(const struct figures_ended *ended)
{
    const double own = (double)histogram_at(&ended->timeline, 0.5);
    const double bound = (double)histogram_at(&ended->ten_rows, 0.5);
    (void)printf(
        "\none dossier's timeline in %llu acts: p50 %.0f us, p99 %.0f us; ten rows by number: "
        "p50 %.0f us, p99 %.0f us\n",
        (unsigned long long)ended->acts, own / 1e3,
        (double)histogram_at(&ended->timeline, 0.99) / 1e3, bound / 1e3,
        (double)histogram_at(&ended->ten_rows, 0.99) / 1e3);
    goal_print("P15 p50 / ten rows by number, at most 1.5", own / bound, 1.5);
    goal_print("P15 p99 in us, at most 1000", (double)histogram_at(&ended->timeline, 0.99) / 1e3,
               1000);
}
