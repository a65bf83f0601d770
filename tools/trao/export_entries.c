#include <stdlib.h>

#include "tools/trao/exports.h"
#include "tools/trao/progress.h"
#include "tools/trao/trao_said.h"
#include "wire/message.h"

/* Rows lie in the order they came, devices mixed; the export has one device after the other. So
 * the book is walked once for the row numbers, and once more row by row in the new order. */

struct where {
    uint64_t device;
    uint64_t n;
};

struct gathering {
    struct act_reader reader;
    struct out_file *out;
    uint8_t *page;
    uint8_t *arena;
    struct where *rows;
    size_t count, room;
    uint64_t entries;
};

static int by_device(const void *one, const void *two)
{
    const struct where *a = one;
    const struct where *b = two;
    if (a->device != b->device) {
        return a->device < b->device ? -1 : 1;
    }
    return a->n < b->n ? -1 : a->n > b->n;
}

static enum status add(struct gathering *all, const struct act_batch *row)
{
    if (all->count == all->room) {
        size_t room = all->room ? 2 * all->room : 1024;
        struct where *rows = realloc(all->rows, room * sizeof *rows);
        if (!rows) {
            return STATUS_FULL;
        }
        all->rows = rows;
        all->room = room;
    }
    all->rows[all->count++] = (struct where){row->device.id, row->n};
    return STATUS_OK;
}

static enum status gather(struct gathering *all)
{
    struct act_batch rows[BOOKS_PAGE_ROWS];
    struct act_page page = {
        .at = all->page, .room = BOOKS_PAGE_SIZE, .rows = rows, .rows_max = BOOKS_PAGE_ROWS};
    enum status status = STATUS_OK;
    uint64_t after = 0;
    do {
        status = act_reader_read(&all->reader, after, &page);
        for (size_t i = 0; status == STATUS_OK && i < page.count; i++) {
            after = rows[i].n;
            status = add(all, &rows[i]);
        }
    } while (status == STATUS_OK && page.count > 0);
    if (all->count > 0) {
        qsort(all->rows, all->count, sizeof all->rows[0], by_device);
    }
    return status;
}

static enum status write_row(struct gathering *all, const struct act_batch *row)
{
    struct message message;
    struct arena arena = arena_of(all->arena, MESSAGE_ARENA_SIZE);
    if (message_decode(row->message, &arena, &message) != STATUS_OK ||
        message.kind != MESSAGE_BATCH) {
        return STATUS_BROKEN;
    }
    struct span left = message.batch.entries;
    for (uint32_t i = 0; left.size > 0; i++) {
        struct sealed sealed;
        if (entry_open(&left, &sealed) != STATUS_OK) {
            return STATUS_BROKEN;
        }
        if (i < row->skip) {
            continue;
        }
        if (fwrite(sealed.whole.at, 1, sealed.whole.size, all->out->stream) != sealed.whole.size) {
            return STATUS_IO;
        }
        all->entries++;
    }
    return STATUS_OK;
}

static enum status write_rows(struct gathering *all, struct progress *progress)
{
    struct act_batch row;
    struct act_page page = {.at = all->page, .room = BOOKS_PAGE_SIZE, .rows = &row, .rows_max = 1};
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < all->count; i++) {
        status = act_reader_read(&all->reader, all->rows[i].n - 1, &page);
        if (status == STATUS_OK) {
            status =
                page.count == 1 && row.n == all->rows[i].n ? write_row(all, &row) : STATUS_BROKEN;
        }
        progress_at(progress, i);
    }
    return status;
}

int export_entries(const struct call *call, const struct config *config, struct out_file *out,
                   uint64_t *out_count)
{
    struct act_reader_sqlite book;
    struct progress progress;
    int result = books_acts(call, config, &book);
    if (result != CALL_OK) {
        return result;
    }
    struct gathering all = {.reader = act_reader_sqlite_reader(&book),
                            .out = out,
                            .page = malloc(BOOKS_PAGE_SIZE),
                            .arena = malloc(MESSAGE_ARENA_SIZE)};
    enum status status = all.page && all.arena ? gather(&all) : STATUS_FULL;
    progress_begin(&progress, call, trao_said(SAID_EXPORTING), all.count);
    if (status == STATUS_OK) {
        status = write_rows(&all, &progress);
    }
    progress_end(&progress);
    *out_count = all.entries;
    free(all.page);
    free(all.arena);
    free(all.rows);
    act_reader_sqlite_close(&book);
    return status == STATUS_OK ? CALL_OK : books_failed(call, STATE_ACTS, status);
}
