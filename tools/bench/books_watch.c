#include <stdio.h>

#include "tools/bench/books.h"
#include "tools/bench/books_ask.h"
#include "tools/bench/verbs.h"

static void print_again(const struct figures_open *open)
{
    (void)printf("  all judged by their acts, as when the plan is new: %.0f ms, %.0f ns each\n",
                 open->touched_ns / 1e6, open->touched_ns / open->count);
    (void)printf("  all asked at another minute: %.0f ms, %.0f ns each; %u of them by an outline\n",
                 open->all_ns / 1e6, open->all_ns / open->count, open->outlines);
    (void)printf("   ");
    for (int level = 0; level < FLAG_LEVELS; level++) {
        (void)printf(" %s %u", flag_level_name((enum flag_level)level), open->levels[level]);
    }
    (void)printf("\n  hot parts scanned for whose time has come: %.2f ms; it has for %u\n",
                 open->scan_ns / 1e6, open->come);
    (void)printf("  memory each: %u bytes, of which hot %u; resident with acts and names %.0f\n",
                 open->state_bytes, open->hot_bytes, open->bytes_each);
}

static void print_open(const struct figures_open *open)
{
    const struct kernels *kernels = &open->kernels;
    const double effect = (double)histogram_at(&open->effect, 0.5);
    (void)printf("%u open dossiers\n", open->count);
    (void)printf("  effect of one act: mean %.0f ns, p50 %.0f, p99 %llu, p99.9 %llu ns\n",
                 open->effect_ns, effect, (unsigned long long)histogram_at(&open->effect, 0.99),
                 (unsigned long long)histogram_at(&open->effect, 0.999));
    (void)printf(
        "  kernels: hash %.0f + dossier %.0f + due %.0f + chain %.0f + timer %.0f = %.0f ns\n",
        kernels->hash, kernels->dossier, kernels->due, kernels->chain, kernels->timer,
        kernels_sum(kernels));
    print_again(open);
    (void)printf("  tick: nothing due %.0f ns; %u due %.1f us, bare wheel %.1f us\n",
                 open->tick_none_ns, open->fired, open->tick_fire_ns / 1e3, kernels->fire / 1e3);
    goal_print("E1 effect of one act, p50 / sum of kernels, at most 2",
               effect / kernels_sum(kernels), 2);
    goal_print(bench_word(BENCH_SAID_E1_TAIL), (double)histogram_at(&open->effect, 0.99) / 1e3, 2);
    goal_print("E2 all at another minute / chain kernel x dossiers, at most 2",
               open->all_ns / (kernels->chain * open->count), 2);
    goal_print("E2 a million at another minute, ms, at most 250", open->all_ns / open->count, 250);
    goal_print(bench_word(BENCH_SAID_E4), open->tick_fire_ns / kernels->fire, 4);
    goal_print(bench_word(BENCH_SAID_E4_NONE), open->tick_none_ns / 1e3, 1);
    goal_print("bytes a dossier, at most 400", open->state_bytes, 400);
    goal_print("of which hot, at most 64", open->hot_bytes, 64);
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
    goal_print(bench_word(BENCH_SAID_P13), ended->rebuild_memory_ns / ended->fold_ns, 2.5);
    (void)printf("  commits of acts.db: first 100,000 acts %.0f ns an act, last %.0f\n",
                 ended->first_ns_an_act, ended->last_ns_an_act);
    goal_print(bench_word(BENCH_SAID_P14), ended->last_ns_an_act / ended->first_ns_an_act, 1.11);
}

int bench_watch(int argc, char **argv)
{
    static struct figures_open open;
    static struct figures_ended ended;
    static const uint32_t sizes[] = {1000, 20000, ASKED_USUAL};
    struct asked asked = {.folder = ".", .dossiers = ASKED_USUAL};
    if (!asked_parse(&asked, argc, argv) || asked.help) {
        (void)asked_help("watch");
        return asked.help ? BENCH_OK : BENCH_USAGE;
    }
    books_plan(asked.folder, asked.dossiers);
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
    history_print(&ended);
    return BENCH_OK;
}
