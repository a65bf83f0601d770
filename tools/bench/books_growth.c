#include <stdio.h>

#include "tools/bench/books.h"
#include "tools/bench/books_ask.h"
#include "tools/bench/verbs.h"

enum { STEPS = 3, FIGURES = 9, OF_OPEN = 5, NAME_COLUMNS = 50 };

static const enum bench_sentence figure_names[FIGURES] = {
    BENCH_SAID_EFFECT_MEAN,  BENCH_SAID_EFFECT_P99,         BENCH_SAID_ALL_AGAIN,
    BENCH_SAID_TICK_FIRE,    BENCH_SAID_MEMORY_EACH,        BENCH_SAID_COMMIT_LAST,
    BENCH_SAID_REBUILD_EACH, BENCH_SAID_REBUILD_FLAGS_EACH, BENCH_SAID_TIMELINE_P50,
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
    out[6] = ended->rebuild_memory_cpu_ns / (double)ended->acts;
    out[7] = ended->rebuild_cpu_ns / (double)ended->acts;
    out[8] = (double)histogram_at(&ended->timeline, 0.5) / 1e3;
}

int bench_growth(int argc, char **argv)
{
    static struct figures_open open;
    static struct figures_ended ended;
    static double table[STEPS][FIGURES];
    struct asked asked = {.folder = ".", .dossiers = ASKED_USUAL};
    uint32_t count[STEPS];
    if (!asked_parse(&asked, argc, argv) || asked.help) {
        (void)asked_help("growth");
        return asked.help ? BENCH_OK : BENCH_USAGE;
    }
    books_plan(asked.folder, asked.dossiers + asked.dossiers / 10 + asked.dossiers / 100);
    for (size_t i = 0; i < STEPS; i++) {
        count[i] = asked.dossiers / (i == 0 ? 100 : i == 1 ? 10 : 1);
        const struct figures_words words = {
            .folder = asked.folder, .count = count[i], .keep = asked.keep != 0, .progress = true};
        if ((!asked.only_ended && !figures_open(&words, &open)) ||
            (!asked.only_open && !figures_ended(&words, &ended))) {
            return BENCH_FAILED;
        }
        figures(&open, &ended, table[i]);
    }
    bench_cell(BENCH_SAID_GROWTH_HEAD, NAME_COLUMNS);
    (void)printf(" %11u %11u %11u %8s\n", count[0], count[1], count[2], "100x/1x");
    for (size_t k = asked.only_ended ? OF_OPEN : 0; k < (asked.only_open ? OF_OPEN : FIGURES);
         k++) {
        bench_cell(figure_names[k], NAME_COLUMNS);
        (void)printf(" %11.0f %11.0f %11.0f %8.2f\n", table[0][k], table[1][k], table[2][k],
                     table[2][k] / table[0][k]);
    }
    return BENCH_OK;
}
