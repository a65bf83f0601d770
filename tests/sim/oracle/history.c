#include "tests/sim/oracle/history.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_SIZE = 4 << 20 };

void history_init(struct history *history, const struct act_device *devices, size_t count)
{
    memset(history, 0, sizeof *history);
    statements_init(&history->statements, devices, count);
    history->memory = malloc(ARENA_SIZE);
    if (!history->memory) {
        abort();
    }
    history->arena = arena_of(history->memory, ARENA_SIZE);
}

void history_fini(struct history *history)
{
    for (size_t i = 0; i < history->chapter_count; i++) {
        free(history->chapters[i].acts);
        free(history->chapters[i].changes);
    }
    free(history->chapters);
    free(history->memory);
    statements_fini(&history->statements);
    memset(history, 0, sizeof *history);
}

static struct told_dossier *dossier_at(struct history *history, size_t index)
{
    return &history->statements.told.dossiers[index];
}

struct verdict history_now(struct history *history, size_t index)
{
    const struct chapter *chapter = &history->chapters[index];
    arena_reset(&history->arena);
    history->judged++;
    return verdict_at(&history->statements.told, dossier_at(history, index), chapter->acts,
                      chapter->act_count, history->clock, &history->arena);
}

/* The same flag: level, cause and leg, of the same promise as somebody stated it. */
static bool same_fact(const struct verdict *a, const struct verdict *b)
{
    return verdict_same(a, b) && a->stated == b->stated;
}

/* A flag that returns within half an hour is the flag it was. */
static struct change change_to(const struct chapter *chapter, const struct verdict *verdict,
                               int32_t at)
{
    struct change change = {.at = at, .verdict = *verdict, .raised_at = at};
    for (size_t i = chapter->change_count; i-- > 0;) {
        const struct change *old = &chapter->changes[i];
        const int32_t ended = i + 1 < chapter->change_count ? chapter->changes[i + 1].at : at;
        if (at - ended > SAME_FLAG_MINUTES) {
            break;
        }
        if (same_fact(&old->verdict, verdict)) {
            change.same_fact = true;
            change.raised_at = old->raised_at;
            break;
        }
    }
    return change;
}

static void look_at(struct history *history, size_t index)
{
    struct chapter *chapter = &history->chapters[index];
    const struct verdict verdict = history_now(history, index);
    chapter->until = verdict.until;
    if (!chapter->begun || !same_fact(&chapter->verdict, &verdict)) {
        const struct change change = change_to(chapter, &verdict, history->clock);
        const size_t count = chapter->change_count;
        if (count > 0 && chapter->changes[count - 1].at == history->clock) {
            chapter->changes[count - 1] = change; /* one a minute: the last one stands */
        } else {
            chapter->changes = list_grow(chapter->changes, count, sizeof *chapter->changes);
            chapter->changes[chapter->change_count++] = change;
        }
        chapter->raised_at = change.raised_at;
        chapter->begun = true;
    }
    chapter->verdict = verdict;
}

void history_pass(struct history *history, int32_t clock)
{
    while (history->clock < clock) {
        int32_t next = clock;
        for (size_t i = 0; i < history->chapter_count; i++) {
            const int32_t until = history->chapters[i].until;
            next = until < next ? until : next;
        }
        next = next <= history->clock || history->every_minute ? history->clock + 1 : next;
        history->clock = next;
        for (size_t i = 0; i < history->chapter_count; i++) {
            if (history->chapters[i].until <= next || history->every_minute) {
                look_at(history, i);
            }
        }
    }
}

/* The acts of a dossier that something was said of. */
static void gather(struct history *history, size_t index)
{
    struct all_told *told = &history->statements.told;
    struct chapter *chapter = &history->chapters[index];
    struct told_act *acts = realloc(chapter->acts, (told->act_count + 1) * sizeof *acts);
    if (!acts) {
        abort();
    }
    chapter->act_count = told_reaching(told, dossier_at(history, index), acts);
    chapter->acts = realloc(acts, (chapter->act_count + 1) * sizeof *acts);
    if (!chapter->acts) {
        abort();
    }
}

void history_row(struct history *history, const struct row *row)
{
    struct all_told *told = &history->statements.told;
    const int32_t minute = instant_minute(row->received).m;
    if (!history->any_row) {
        history->clock = minute;
        history->any_row = true;
    }
    history_pass(history, minute);
    statements_take(&history->statements, row);
    for (; history->chapter_count < told->dossier_count; history->chapter_count++) {
        history->chapters =
            list_grow(history->chapters, history->chapter_count, sizeof *history->chapters);
        history->chapters[history->chapter_count] = (struct chapter){.until = INT32_MAX};
        told->dossiers[history->chapter_count].touched = true;
    }
    for (size_t i = 0; i < history->chapter_count; i++) {
        if (told->dossiers[i].touched || told->all_touched) {
            gather(history, i);
            look_at(history, i);
            told->dossiers[i].touched = false;
        }
    }
    told->all_touched = false;
}
