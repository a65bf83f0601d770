#include "server/board/runs.h"

#include <stdlib.h>

enum { PAGE_ROWS = 250 };

static int by_run(const void *one, const void *two)
{
    const struct run_due *a = one;
    const struct run_due *b = two;
    if (a->run.departs.m != b->run.departs.m) {
        return a->run.departs.m < b->run.departs.m ? -1 : 1;
    }
    const int orders[] = {text_order(a->run.route, b->run.route),
                          text_order(a->run.round, b->run.round), text_order(a->from, b->from)};
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        if (orders[i] != 0) {
            return orders[i];
        }
    }
    return text_order(a->code, b->code);
}

static void add(struct runs_due *runs, struct run_due *rows, const struct book_dossier *row,
                struct text party)
{
    if (row->last_safe_run.departs.m == MINUTE_NEVER.m ||
        (party.size > 0 && !text_equal(row->from, party))) {
        return;
    }
    if (runs->count == RUNS_DOSSIERS_MAX) {
        runs->left_off = true;
        return;
    }
    rows[runs->count++] = (struct run_due){row->last_safe_run, row->from, row->code};
}

enum status runs_read(struct source *source, struct text party, struct runs_due *out_runs)
{
    const struct flag_filter filter = {.level = FLAG_DUE_SOON, .any_cause = true};
    struct book_dossier *page = arena_take(&source->arena, PAGE_ROWS * sizeof *page);
    struct run_due *rows = arena_take(&source->arena, RUNS_DOSSIERS_MAX * sizeof *rows);
    struct runs_due runs = {.count = 0};
    if (!page || !rows) {
        return STATUS_FULL;
    }
    enum status status = flag_reader_position(source->reader, &runs.position);
    size_t count = PAGE_ROWS;
    for (uint64_t skip = 0; status == STATUS_OK && count == PAGE_ROWS && !runs.left_off;
         skip += count) {
        status = flag_reader_flags(source->reader, &filter, skip, &source->arena, page, PAGE_ROWS,
                                   &count);
        runs.left_off = skip + count >= RUNS_LOOKED_AT_MAX;
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            add(&runs, rows, &page[i], party);
        }
    }
    if (status == STATUS_OK) {
        qsort(rows, runs.count, sizeof *rows, by_run);
        runs.rows = rows;
        *out_runs = runs;
    }
    return status;
}
