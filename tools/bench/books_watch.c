#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/bench/verbs.h"
#include "tools/bench/books.h"
#include "tools/bench/books_figures.h"
#include "tools/bench/books_maker.h"

enum { MILLION = 1000000 };

struct asked {
    const char *folder;
    uint32_t dossiers;
    int help; /* getopt's */
};

static bool parse(struct asked *asked, int argc, char **argv)
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

static int help(const char *verb)
{
    (void)printf(
        "Usage: trao-bench %s [--dir FOLDER] [--dossiers N]   (from the project's folder)\n"
        "  --dir       where books are made; a folder on a real disk (here)\n"
        "  --dossiers  how many there are, 100 to %d (1000000: ten million acts)\n",
        verb, BOOK_DOSSIERS_MAX);
    return BENCH_OK;
}

static void print_goal(const char *goal, double is, double at_most)
{
    (void)printf("  %-66s %10.2f  %s\n", goal, is, is <= at_most ? "met" : "missed");
}

static void print_open(const struct figures_open *open)
{
    const struct kernels *kernels = &open->kernels;
    (void)printf("%u open dossiers\n", open->count);
    (void)printf("  effect of one act: mean %.0f ns, p50 %llu, p99 %llu, p99.9 %llu ns\n",
                 open->effect_ns, (unsigned long long)histogram_at(&open->effect, 0.5),
                 (unsigned long long)histogram_at(&open->effect, 0.99),
                 (unsigned long long)histogram_at(&open->effect, 0.999));
    (void)printf(
        "  kernels: hash %.0f + dossier %.0f + due %.0f + chain %.0f + timer %.0f = %.0f ns\n",
        kernels->hash, kernels->dossier, kernels->due, kernels->chain, kernels->timer,
        kernels_sum(kernels));
    (void)printf("  all judged again: %.0f ms, %.0f ns each; memory %.0f bytes each\n",
                 open->all_ns / 1e6, open->all_ns / open->count, open->bytes_each);
    (void)printf("  tick: nothing due %.0f ns; %u due %.1f us, bare wheel %.1f us\n",
                 open->tick_none_ns, open->fired, open->tick_fire_ns / 1e3, kernels->fire / 1e3);
    print_goal("E1 effect of one act / sum of kernels, at most 2",
               open->effect_ns / kernels_sum(kernels), 2);
    print_goal("E1 p99 in us, at most 2", (double)histogram_at(&open->effect, 0.99) / 1e3, 2);
    print_goal("E2 all again / chain kernel x dossiers, at most 2",
               open->all_ns / (kernels->chain * open->count), 2);
    print_goal("E4 1,000 firing / bare wheel, at most 4", open->tick_fire_ns / kernels->fire, 4);
    print_goal("E4 nothing due, us, at most 1", open->tick_none_ns / 1e3, 1);
}

static void print_ended(const struct figures_ended *ended)
{
    (void)printf("\n%llu acts of %u ended dossiers in %llu rows\n", (unsigned long long)ended->acts,
                 ended->count, (unsigned long long)ended->rows);
    (void)printf(
        "  bare fold of the file %.2f s; state of watch rebuilt %.2f s, with flags.db %.2f s\n",
        ended->fold_ns / 1e9, ended->rebuild_memory_ns / 1e9, ended->rebuild_ns / 1e9);
    (void)printf("  of that: signatures, one a row, %.2f s; SHA-256, one an act, %.2f s\n",
                 ended->verify_ns * (double)ended->rows / 1e9,
                 ended->hash_ns * (double)ended->acts / 1e9);
    print_goal("P13 rebuild in memory / bare fold, at most 2.5",
               ended->rebuild_memory_ns / ended->fold_ns, 2.5);
    (void)printf("  commits of acts.db: first 100,000 acts %.0f ns an act, last %.0f\n",
                 ended->first_ns_an_act, ended->last_ns_an_act);
    print_goal("P14 time an act at the end / at the beginning, at most 1.11 (rate 0.9)",
               ended->last_ns_an_act / ended->first_ns_an_act, 1.11);
}

static void print_history(const struct figures_ended *ended)
{
    const double own = (double)histogram_at(&ended->timeline, 0.5);
    const double bound = (double)histogram_at(&ended->ten_rows, 0.5);
    (void)printf(
        "\none dossier's timeline in %llu acts: p50 %.0f us, p99 %.0f us; ten rows by number: "
        "p50 %.0f us, p99 %.0f us\n",
        (unsigned long long)ended->acts, own / 1e3,
        (double)histogram_at(&ended->timeline, 0.99) / 1e3, bound / 1e3,
        (double)histogram_at(&ended->ten_rows, 0.99) / 1e3);
    print_goal("P15 p50 / ten rows by number, at most 1.5", own / bound, 1.5);
    print_goal("P15 p99 in us, at most 1000", (double)histogram_at(&ended->timeline, 0.99) / 1e3,
               1000);
}

int bench_watch(int argc, char **argv)
{
    static struct figures_open open;
    static struct figures_ended ended;
    static const uint32_t sizes[] = {1000, 20000, MILLION};
    struct asked asked = {.folder = ".", .dossiers = MILLION};
    if (!parse(&asked, argc, argv) || asked.help) {
        (void)help("watch");
        return asked.help ? BENCH_OK : BENCH_USAGE;
    }
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        if (sizes[i] <= asked.dossiers) {
            if (!figures_open(asked.folder, sizes[i], true, &open)) {
                return BENCH_FAILED;
            }
            print_open(&open);
            (void)fflush(stdout);
        }
    }
    if (!figures_ended(asked.folder, asked.dossiers, true, &ended)) {
        return BENCH_FAILED;
    }
    print_ended(&ended);
    print_history(&ended);
    return BENCH_OK;
}

int bench_history(int argc, char **argv)
{
    static struct figures_ended ended;
    struct asked asked = {.folder = ".", .dossiers = MILLION};
    if (!parse(&asked, argc, argv) || asked.help) {
        (void)help("history");
        return asked.help ? BENCH_OK : BENCH_USAGE;
    }
    if (!figures_ended(asked.folder, asked.dossiers, true, &ended)) {
        return BENCH_FAILED;
    }
    print_history(&ended);
    return BENCH_OK;
}

/* --- growth --- */

enum { STEPS = 3, FIGURES = 9 };

static const char *const figure_names[FIGURES] = {
    "effect of one act, mean ns",
    "effect of one act, p99 ns",
    "all judged again, ns a dossier",
    "1,000 timers firing, us",
    "memory, bytes an open dossier",
    "commit of acts.db, ns an act at the end",
    "rebuild in memory, ns an act",
    "rebuild with flags.db, ns an act",
    "timeline p50, us",
};

static void figures(const struct figures_open *open, const struct figures_ended *ended,
                    double out[FIGURES])
{
    out[0] = open->effect_ns;
    out[1] = (double)histogram_at(&open->effect, 0.99);
    out[2] = open->all_ns / open->count;
    out[3] = open->tick_fire_ns / 1e3;
    out[4] = open->bytes_each;
    out[5] = ended->last_ns_an_act;
    out[6] = ended->rebuild_memory_ns / (double)ended->acts;
    out[7] = ended->rebuild_ns / (double)ended->acts;
    out[8] = (double)histogram_at(&ended->timeline, 0.5) / 1e3;
}

int bench_growth(int argc, char **argv)
{
    static struct figures_open open;
    static struct figures_ended ended;
    static double table[STEPS][FIGURES];
    struct asked asked = {.folder = ".", .dossiers = MILLION};
    uint32_t count[STEPS];
    if (!parse(&asked, argc, argv) || asked.help) {
        (void)help("growth");
        return asked.help ? BENCH_OK : BENCH_USAGE;
    }
    for (size_t i = 0; i < STEPS; i++) {
        count[i] = asked.dossiers / (i == 0 ? 100 : i == 1 ? 10 : 1);
        if (!figures_open(asked.folder, count[i], true, &open) ||
            !figures_ended(asked.folder, count[i], true, &ended)) {
            return BENCH_FAILED;
        }
        figures(&open, &ended, table[i]);
    }
    (void)printf("%-42s %11u %11u %11u %8s\n", "dossiers (ten acts each where ended)", count[0],
                 count[1], count[2], "100x/1x");
    for (size_t k = 0; k < FIGURES; k++) {
        (void)printf("%-42s %11.0f %11.0f %11.0f %8.2f\n", figure_names[k], table[0][k],
                     table[1][k], table[2][k], table[2][k] / table[0][k]);
    }
    return BENCH_OK;
}
