#include "tools/bench/books_ask.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/bench/books_maker.h"
#include "tools/bench/measure.h"
#include "tools/bench/verbs.h"

enum { GOAL_COLUMNS = 66, TRIED = 2000 };

bool asked_parse(struct asked *asked, int argc, char **argv)
{
    const struct option known[] = {
        {"dir",      required_argument, NULL,         'd'},
        {"dossiers", required_argument, NULL,         'n'},
        {"only",     required_argument, NULL,         'o'},
        {"keep",     no_argument,       &asked->keep, 1  },
        {"help",     no_argument,       &asked->help, 1  },
        {NULL,       0,                 NULL,         0  }
    };
    int option = 0;
    bool known_part = true;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
        if (option == 'd') {
            asked->folder = optarg;
        } else if (option == 'n') {
            asked->dossiers = (uint32_t)strtoul(optarg, NULL, 10);
        } else if (option == 'o') {
            asked->only_open = strcmp(optarg, "open") == 0;
            asked->only_ended = strcmp(optarg, "ended") == 0;
            known_part = asked->only_open || asked->only_ended;
        } else if (option != 0) {
            return false;
        }
    }
    return known_part && optind == argc && asked->dossiers >= 100 &&
           asked->dossiers <= BOOK_DOSSIERS_MAX;
}

int asked_help(const char *verb)
{
    char most[BENCH_NUMBER_SIZE];
    const char *const values[] = {verb, bench_number(BOOK_DOSSIERS_MAX, 0, most)};
    bench_put(stdout, BENCH_SAID_HELP_BOOKS, values, 2);
    (void)puts("");
    return BENCH_OK;
}

void books_plan(const char *folder, uint32_t dossiers)
{
    static struct figures_ended tried;
    char acts[BENCH_NUMBER_SIZE];
    char seconds[BENCH_NUMBER_SIZE];
    const int64_t began = measure_ns();
    const struct figures_words words = {.folder = folder, .count = TRIED};
    if (dossiers < 2 * TRIED || !figures_ended(&words, &tried)) {
        return;
    }
    const double each = (double)(measure_ns() - began) / 1e9 / TRIED;
    const char *const values[] = {bench_number((double)dossiers * BOOK_ACTS_ENDED, 0, acts),
                                  bench_number(each * dossiers, 0, seconds)};
    bench_put(stderr, BENCH_SAID_PLAN_BOOKS, values, 2);
    (void)fputc('\n', stderr);
}

void goal_print(const char *goal, double is, double at_most)
{
    (void)fputs("  ", stdout);
    bench_cell_text(goal, GOAL_COLUMNS);
    (void)printf(" %10.2f  %s\n", is,
                 bench_word(is <= at_most ? BENCH_SAID_MET : BENCH_SAID_MISSED));
}

static double us(const struct histogram *histogram, double rank)
{
    return (double)histogram_at(histogram, rank) / 1e3;
}

void history_print(const struct figures_ended *ended)
{
    const double own = us(&ended->timeline, 0.5);
    (void)puts("");
    bench_row(BENCH_SAID_ACTS, (double)ended->acts, 0);
    bench_row(BENCH_SAID_TIMELINE_P50, own, 0);
    bench_row(BENCH_SAID_TIMELINE_P99, us(&ended->timeline, 0.99), 0);
    bench_row(BENCH_SAID_TEN_ROWS_P50, us(&ended->ten_rows, 0.5), 0);
    bench_row(BENCH_SAID_TEN_ROWS_P99, us(&ended->ten_rows, 0.99), 0);
    goal_print(bench_word(BENCH_SAID_P15), own / us(&ended->ten_rows, 0.5), 1.5);
    goal_print(bench_word(BENCH_SAID_P15_TAIL), us(&ended->timeline, 0.99), 1000);
}
