/* books_ask - the words that watch, history and growth take, and how a goal is told. */
#ifndef BENCH_BOOKS_ASK_H
#define BENCH_BOOKS_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "tools/bench/bench_said.h"
#include "tools/bench/books_figures.h"

enum { ASKED_USUAL = 1000000 };

struct asked {
    const char *folder;
    uint32_t dossiers;
    bool only_open, only_ended;
    int keep; /* getopt's, as the next */
    int help;
};

bool asked_parse(struct asked *asked, int argc, char **argv);
int asked_help(const char *verb); /* BENCH_OK */
/* Says how long a verb over DOSSIERS will take, from a try of a few. */
void books_plan(const char *folder, uint32_t dossiers);
void goal_print(const char *goal, double is, double at_most);
void history_print(const struct figures_ended *ended);

#endif
