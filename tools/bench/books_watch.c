#include <stdio.h>

#include "tools/bench/books.h"
#include "tools/bench/books_ask.h"
#include "tools/bench/verbs.h"

static void print_some(const struct figures_open *open, enum bench_sentence sentence,
                       const enum flag_level *levels, size_t count)
{
    char numbers[FLAG_LEVELS][BENCH_NUMBER_SIZE];
    const char *values[FLAG_LEVELS];
    for (size_t i = 0; i < count; i++) {
        values[i] = bench_number(open->levels[levels[i]], 0, numbers[i]);
    }
    (void)fputs("  ", stdout);
    bench_put(stdout, sentence, values, count);
    (void)puts("");
}

static void print_levels(const struct figures_open *open)
{
    static const enum flag_level bad[] = {FLAG_OVERDUE, FLAG_AT_RISK, FLAG_WILL_MISS,
                                          FLAG_DUE_SOON};
    static const enum flag_level good[] = {FLAG_ON_TRACK, FLAG_DONE, FLAG_UNKNOWN};
    print_some(open, BENCH_SAID_LEVELS, bad, sizeof bad / sizeof bad[0]);
    print_some(open, BENCH_SAID_LEVELS_GOOD, good, sizeof good / sizeof good[0]);
}

static void print_kernels(const struct kernels *kernels)
{
    bench_row(BENCH_SAID_KERNEL_HASH, kernels->hash, 0);
    bench_row(BENCH_SAID_KERNEL_DOSSIER, kernels->dossier, 0);
    bench_row(BENCH_SAID_KERNEL_DUE, kernels->due, 0);
    bench_row(BENCH_SAID_KERNEL_CHAIN, kernels->chain, 0);
    bench_row(BENCH_SAID_KERNEL_TIMER, kernels->timer, 0);
    bench_row(BENCH_SAID_WHEEL_FIRE, kernels->fire / 1e3, 1);
}

static void print_figures(const struct figures_open *open)
{
    const double acts = (double)open->acts;
    (void)puts("");
    bench_row(BENCH_SAID_OPEN_COUNT, open->count, 0);
    print_levels(open);
    bench_row(BENCH_SAID_FOLDED_EACH, open->fold_ns / acts, 0);
    bench_row(BENCH_SAID_VERDICTS_EACH, (double)open->verdicts / acts, 2);
    bench_row(BENCH_SAID_ROWS_EACH, (double)open->rows / acts, 2);
    bench_row(BENCH_SAID_EFFECT_MEAN, open->effect_ns, 0);
    bench_row(BENCH_SAID_EFFECT_P50, (double)histogram_at(&open->effect, 0.5), 0);
    bench_row(BENCH_SAID_EFFECT_P99, (double)histogram_at(&open->effect, 0.99), 0);
    bench_row(BENCH_SAID_EFFECT_P999, (double)histogram_at(&open->effect, 0.999), 0);
    print_kernels(&open->kernels);
    bench_row(BENCH_SAID_TOUCHED_EACH, open->touched_ns / open->count, 0);
    bench_row(BENCH_SAID_ALL_AGAIN, open->all_ns / open->count, 0);
    bench_row(BENCH_SAID_OUTLINES, open->outlines, 0);
    bench_row(BENCH_SAID_SCAN_MS, open->scan_ns / 1e6, 2);
    bench_row(BENCH_SAID_STATE_BYTES, open->state_bytes, 0);
    bench_row(BENCH_SAID_HOT_BYTES, open->hot_bytes, 0);
    bench_row(BENCH_SAID_MEMORY_EACH, open->bytes_each, 0);
    bench_row(BENCH_SAID_TICK_NONE, open->tick_none_ns, 0);
    bench_row(BENCH_SAID_TICK_FIRE, open->tick_fire_ns / 1e3, 1);
}

static void print_open(const struct figures_open *open)
{
    const struct kernels *kernels = &open->kernels;
    print_figures(open);
    goal_print(bench_word(BENCH_SAID_E1),
               (double)histogram_at(&open->effect, 0.5) / kernels_sum(kernels), 2);
    goal_print(bench_word(BENCH_SAID_E1_TAIL), (double)histogram_at(&open->effect, 0.99) / 1e3, 2);
    goal_print(bench_word(BENCH_SAID_E2), open->all_ns / (kernels->chain * open->count), 2);
    goal_print(bench_word(BENCH_SAID_E2_MILLION), open->all_ns / open->count, 250);
    goal_print(bench_word(BENCH_SAID_E4), open->tick_fire_ns / kernels->fire, 4);
    goal_print(bench_word(BENCH_SAID_E4_NONE), open->tick_none_ns / 1e3, 1);
    goal_print(bench_word(BENCH_SAID_BYTES), open->state_bytes, 400);
    goal_print(bench_word(BENCH_SAID_HOT), open->hot_bytes, 64);
    (void)fflush(stdout);
}

static void print_ended(const struct figures_ended *ended)
{
    (void)puts("");
    bench_row(BENCH_SAID_ENDED_COUNT, ended->count, 0);
    bench_row(BENCH_SAID_ACTS, (double)ended->acts, 0);
    bench_row(BENCH_SAID_ROWS, (double)ended->rows, 0);
    bench_row(BENCH_SAID_FOLD_S, ended->fold_cpu_ns / 1e9, 2);
    bench_row(BENCH_SAID_REBUILD_S, ended->rebuild_memory_cpu_ns / 1e9, 2);
    bench_row(BENCH_SAID_SIGNATURES_S, ended->verify_ns * (double)ended->rows / 1e9, 2);
    bench_row(BENCH_SAID_HASHES_S, ended->hash_ns * (double)ended->acts / 1e9, 2);
    bench_row(BENCH_SAID_REBUILD_FLAGS_S, ended->rebuild_cpu_ns / 1e9, 2);
    goal_print(bench_word(BENCH_SAID_P13), ended->rebuild_memory_cpu_ns / ended->fold_cpu_ns, 2.5);
    if (ended->first_ns_an_act > 0) {
        bench_row(BENCH_SAID_COMMIT_FIRST, ended->first_ns_an_act, 0);
        bench_row(BENCH_SAID_COMMIT_LAST, ended->last_ns_an_act, 0);
        goal_print(bench_word(BENCH_SAID_P14), ended->last_ns_an_act / ended->first_ns_an_act,
                   1.11);
    }
}

static bool watch_open_ones(const struct asked *asked)
{
    static struct figures_open open;
    const uint32_t sizes[] = {1000, 20000, asked->dossiers};
    struct figures_words words = {
        .folder = asked->folder, .keep = asked->keep != 0, .progress = true};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        words.count = sizes[i];
        if (i + 1 < sizeof sizes / sizeof sizes[0] && sizes[i] >= asked->dossiers) {
            continue;
        }
        if (!figures_open(&words, &open)) {
            return false;
        }
        print_open(&open);
    }
    return true;
}

static bool watch_ended_ones(const struct asked *asked)
{
    static struct figures_ended ended;
    const struct figures_words words = {.folder = asked->folder,
                                        .count = asked->dossiers,
                                        .keep = asked->keep != 0,
                                        .progress = true};
    if (!figures_ended(&words, &ended)) {
        return false;
    }
    print_ended(&ended);
    history_print(&ended);
    return true;
}

int bench_watch(int argc, char **argv)
{
    struct asked asked = {.folder = ".", .dossiers = ASKED_USUAL};
    if (!asked_parse(&asked, argc, argv) || asked.help) {
        (void)asked_help("watch");
        return asked.help ? BENCH_OK : BENCH_USAGE;
    }
    books_plan(asked.folder, asked.dossiers);
    return (asked.only_ended || watch_open_ones(&asked)) &&
                   (asked.only_open || watch_ended_ones(&asked))
               ? BENCH_OK
               : BENCH_FAILED;
}
