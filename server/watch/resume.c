#include "server/watch/resume.h"

#include <stdlib.h>

#include "server/watch/row.h"

enum { STATE_ROWS = 1024, STATE_MEMORY = STATE_ROWS * 2048 };

/* Rows out of the flag book, a page at a time. */
struct pages {
    struct book_dossier *dossiers;
    struct book_apart *aparts;
    void *memory;
};

static enum status pages_open(struct pages *pages)
{
    *pages = (struct pages){.dossiers = malloc(STATE_ROWS * sizeof *pages->dossiers),
                            .aparts = malloc(STATE_ROWS * sizeof *pages->aparts),
                            .memory = malloc(STATE_MEMORY)};
    return pages->dossiers && pages->aparts && pages->memory ? STATUS_OK : STATUS_FULL;
}

static void pages_close(struct pages *pages)
{
    free(pages->dossiers);
    free(pages->aparts);
    free(pages->memory);
}

static enum status load_aparts(struct watch *watch, const struct pages *pages)
{
    enum status status = STATUS_OK;
    size_t count = STATE_ROWS;
    for (uint64_t after = 0; status == STATUS_OK && count == STATE_ROWS;) {
        struct arena arena = arena_of(pages->memory, STATE_MEMORY);
        status =
            flag_book_aparts(watch->ports.book, after, &arena, pages->aparts, STATE_ROWS, &count);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            after = pages->aparts[i].n;
            status = fold_apart(&watch->fold, after);
        }
    }
    return status;
}

/* As watch.c takes a row, but for the judging. */
static enum status load_row(struct watch *watch, const struct act_batch *row)
{
    struct model *model = &watch->model;
    const struct minute minute = row_minute(&watch->fold, row);
    chances_pass(&watch->chances, minute);
    const enum status status = row_load(&watch->fold, row);
    for (uint32_t i = 0; i < model->touched_count; i++) {
        struct life *life = &model->lives[model->touched[i]];
        life->touched = false;
        chances_touched(&watch->chances, life, minute);
    }
    model->touched_count = 0;
    return status;
}

/* Every row that the flag book has folded in already, into the model only. */
static enum status load_rows(struct watch *watch)
{
    struct act_page page = {.at = watch->page,
                            .room = WATCH_PAGE_SIZE,
                            .rows = watch->rows,
                            .rows_max = WATCH_PAGE_ROWS};
    uint64_t after = 0;
    uint64_t trail = 0;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && after < watch->position.n) {
        status = act_reader_read(watch->ports.reader, after, &page);
        if (status == STATUS_OK && page.count == 0) {
            return STATUS_BROKEN; /* the flag book is ahead of the acts: those were restored */
        }
        for (size_t i = 0; status == STATUS_OK && i < page.count && after < watch->position.n;
             i++) {
            after = watch->rows[i].n;
            trail = row_trail(trail, &watch->rows[i]);
            status = load_row(watch, &watch->rows[i]);
        }
    }
    return status == STATUS_OK && trail != watch->position.trail ? STATUS_BROKEN : status;
}

static enum status load_dossiers(struct watch *watch, const struct pages *pages)
{
    char after_code[NAME_SIZE_MAX + 1];
    struct text after = {0};
    uint32_t lives = 0;
    size_t count = STATE_ROWS;
    while (count == STATE_ROWS) {
        struct arena arena = arena_of(pages->memory, STATE_MEMORY);
        const enum status status = flag_book_dossiers(watch->ports.book, after, &arena,
                                                      pages->dossiers, STATE_ROWS, &count);
        if (status != STATUS_OK) {
            return status;
        }
        for (size_t i = 0; i < count; i++) {
            if (!judge_resume(&watch->judge, &pages->dossiers[i], watch->position.clock)) {
                return STATUS_BROKEN;
            }
        }
        lives += (uint32_t)count;
        if (count > 0 &&
            !text_copy(pages->dossiers[count - 1].code, after_code, sizeof after_code)) {
            return STATUS_BROKEN;
        }
        after = text_of(after_code);
    }
    return lives == watch->model.life_count ? STATUS_OK : STATUS_BROKEN;
}

static enum status load(struct watch *watch, const struct pages *pages)
{
    const struct minute clock = watch->position.clock;
    enum status status = evidence_devices(&watch->evidence, watch->ports.reader);
    if (status == STATUS_OK) {
        status = load_aparts(watch, pages);
    }
    if (status == STATUS_OK) {
        status = load_rows(watch);
    }
    chances_pass(&watch->chances, clock);
    wheel_start(&watch->wheel, clock);
    if (status == STATUS_OK) {
        status = handoffs_pass(&watch->fold.handoffs, NULL, clock);
    }
    return status == STATUS_OK ? load_dossiers(watch, pages) : status;
}

/* Rows may be the same and what intake noticed at the door not: those have no trail. */
static enum status check_incidents(const struct watch *watch)
{
    struct act_position acts;
    const enum status status = act_reader_position(watch->ports.reader, &acts);
    return status == STATUS_OK && acts.incident < watch->position.incident ? STATUS_BROKEN : status;
}

enum status resume(struct watch *watch)
{
    struct pages pages;
    enum status status = flag_book_position(watch->ports.book, &watch->position);
    if (status == STATUS_OK && watch->position.incident > 0) {
        status = check_incidents(watch);
    }
    if (status != STATUS_OK || watch->position.n == 0) {
        return status;
    }
    if (watch->position.fold != WATCH_RULES) {
        return STATUS_TOO_NEW;
    }
    status = pages_open(&pages);
    if (status == STATUS_OK) {
        status = load(watch, &pages);
    }
    pages_close(&pages);
    return status;
}
