#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/bench/bench_said.h"
#include "tools/bench/books_figures.h"
#include "tools/bench/books_place.h"
#include "tools/bench/books_run.h"
#include "tools/bench/measure.h"

enum { EFFECTS = 20000, LATEST = 4000, FIRING = 1000, CLOCK_READINGS = 100000, ASKED_LATER = 30 };

static volatile uint64_t kept;

/* What reading the clock costs, to be taken off. */
static double clock_ns(void)
{
    const int64_t began = measure_ns();
    int64_t last = began;
    for (int i = 0; i < CLOCK_READINGS; i++) {
        last = measure_ns();
    }
    return (double)(last - began) / CLOCK_READINGS;
}

static struct name name_of(struct watch *watch, const char *text)
{
    struct name name = NAME_NONE;
    return names_give(&watch->model.names, text_of(text), &name) == STATUS_OK ? name : NAME_NONE;
}

/* The agency has a dossier of the newest cohort ready: all that follows in watch but the reading of
 * the batch and the writing of the book. */
static bool one_effect(struct books_run *run, uint32_t number, uint32_t count, int64_t *out_ns)
{
    struct watch *watch = &run->watch;
    char code[BOOK_CODE_SIZE];
    const struct minute now = watch->position.clock;
    struct act act = {.at = {minute_instant(now).ms + number % 60000}, .kind = ACT_READY};
    const struct book_source source = {
        .place = {1, number + 1}
    };
    bool is_new = false;
    const uint32_t which = count - 1 - number % (count < LATEST ? count : LATEST);
    (void)book_code(which, count, code);
    act.party = name_of(watch, code[5] == '4' ? "H41.04" : "H41.05"); /* the agency in its code */
    const int64_t began = measure_ns();
    act.subject = names_find(&watch->model.names, text_of(code));
    const bool done = model_add(&watch->model, &act, &source, &is_new) == STATUS_OK &&
                      judge_touched(&watch->judge, now) == STATUS_OK &&
                      judge_rows(&watch->judge, now) == STATUS_OK;
    *out_ns = measure_ns() - began;
    return done;
}

static bool effects(struct books_run *run, uint32_t count, struct figures_open *out)
{
    const double clock = clock_ns();
    double sum = 0;
    const uint32_t times = count < EFFECTS ? count : EFFECTS;
    for (uint32_t i = 0; i < times; i++) {
        int64_t ns = 0;
        if (!one_effect(run, i, count, &ns)) {
            return false;
        }
        histogram_add(&out->effect, (uint64_t)ns);
        sum += (double)ns - clock;
    }
    out->effect_ns = sum / times;
    return true;
}

static bool judge_touched_all(struct books_run *run, struct figures_open *out)
{
    struct watch *watch = &run->watch;
    model_touch_all(&watch->model);
    const int64_t began = measure_cpu_ns(0);
    const bool done = judge_touched(&watch->judge, watch->position.clock) == STATUS_OK;
    out->touched_ns = (double)(measure_cpu_ns(0) - began);
    return done && judge_rows(&watch->judge, watch->position.clock) == STATUS_OK;
}

/* Time alone has passed: each is asked for its whole flag and for when to ask again. */
static void ask_all(struct books_run *run, struct figures_open *out)
{
    struct watch *watch = &run->watch;
    struct model *model = &watch->model;
    const struct minute now = {watch->position.clock.m + ASKED_LATER};
    for (uint32_t i = 0; i < model->life_count; i++) {
        out->outlines += outline_holds(&model->outlines[i], now);
    }
    const int64_t began = measure_cpu_ns(0);
    for (uint32_t i = 0; i < model->life_count; i++) {
        struct minute next;
        const struct look look =
            look_at(model, &watch->almanac, &model->lives[i], now, watch->judge.acts);
        const struct flag flag = look_flag(&look, now, &next);
        out->levels[flag.level]++;
        kept += (uint32_t)next.m;
    }
    out->all_ns = (double)(measure_cpu_ns(0) - began);
}

static void scan_all(struct books_run *run, struct figures_open *out)
{
    const struct model *model = &run->watch.model;
    const struct minute now = {run->watch.position.clock.m + 1};
    const int64_t began = measure_cpu_ns(0);
    for (uint32_t i = 0; i < model->life_count; i++) {
        out->come += model->lives[i].verdict_due.m <= now.m;
    }
    out->scan_ns = (double)(measure_cpu_ns(0) - began);
    out->hot_bytes = (uint32_t)offsetof(struct life, facts);
    out->state_bytes = (uint32_t)(sizeof(struct life) + sizeof(struct outline) +
                                  sizeof(struct wheel_timer) + 2 * sizeof(uint32_t));
}

/* A wheel of COUNT timers, none due in the next minute, then FIRING of them in one. */
static bool ticks(uint32_t count, struct figures_open *out)
{
    struct wheel wheel;
    uint32_t number = 0;
    struct minute minute = {0};
    if (wheel_open(&wheel, count) != STATUS_OK) {
        return false;
    }
    wheel_start(&wheel, minute);
    out->fired = count < FIRING ? count : FIRING;
    for (uint32_t i = 0; i < count; i++) {
        wheel_set(&wheel, i, (struct minute){i < out->fired ? 2 : (int32_t)(10 + i % 60000)});
    }
    int64_t began = measure_ns();
    (void)wheel_fire(&wheel, (struct minute){1}, &number, &minute);
    out->tick_none_ns = (double)(measure_ns() - began);
    began = measure_ns();
    while (wheel_fire(&wheel, (struct minute){2}, &number, &minute)) {
    }
    out->tick_fire_ns = (double)(measure_ns() - began);
    wheel_close(&wheel);
    return true;
}

static bool measure_all(struct books_run *run, const struct book_words *words,
                        const struct book *book, struct figures_open *out)
{
    const int64_t began = measure_cpu_ns(0);
    if (!books_run_open(run, words, book, NULL)) {
        return false;
    }
    out->acts = book->acts;
    out->fold_ns = (double)(measure_cpu_ns(0) - began);
    out->verdicts = run->watch.judge.counters.verdicts;
    out->rows = run->watch.judge.counters.rows;
    out->bytes_each = (double)run->resident_more / words->dossiers;
    const bool done = effects(run, words->dossiers, out) && judge_touched_all(run, out);
    ask_all(run, out);
    scan_all(run, out);
    return done;
}

bool figures_open(const struct figures_words *asked, struct figures_open *out)
{
    struct books_place place;
    struct book_words words = {.dossiers = asked->count,
                               .acts_each = BOOK_ACTS_OPEN,
                               .progress =
                                   asked->progress ? bench_word(BENCH_SAID_OPEN_DOSSIERS) : NULL};
    struct book book;
    struct books_run *run = calloc(1, sizeof *run);
    memset(out, 0, sizeof *out);
    out->count = asked->count;
    if (!run || !books_place_find(asked, "open", &place)) {
        free(run);
        return false;
    }
    const bool done = books_place_book(&place, &words, &book) &&
                      measure_all(run, &words, &book, out) && ticks(asked->count, out) &&
                      kernels_run(asked->count, &out->kernels) == 0;
    books_run_close(run);
    free(run);
    books_place_leave(&place);
    return done;
}
