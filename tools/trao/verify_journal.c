#include <stdlib.h>

#include "adapters/sqlite/journal_sqlite.h"
#include "tools/trao/verify.h"

/* A unit's journal.db, also while the unit writes it. A row that no longer agrees with its own hash
 * is named, and the walk goes on behind it. */

enum { PAGE_SIZE = 512 * 1024, PAGE_ENTRIES = 512, DAMAGED_MAX = 1000 };

static void take_page(struct verify *verify, const struct journal_page *page)
{
    struct span left = span_of(page->at, page->size);
    struct sealed sealed;
    while (left.size > 0 && entry_open(&left, &sealed) == STATUS_OK) {
        verify_entry(verify, "journal", &sealed);
    }
}

static enum status walk_pages(struct verify *verify, struct journal_file *file,
                              const struct journal_state *state, struct journal_page *page)
{
    struct place from = state->first;
    uint64_t done = 0;
    int damaged = 0;
    while (place_order(from, state->head.place) <= 0) {
        enum status status = journal_file_read(file, from, page);
        if (status == STATUS_BROKEN && damaged++ < DAMAGED_MAX) {
            const struct entry about = {.place = from};
            verify_fault(verify, "journal", SAID_VERIFY_DAMAGED, &about);
            from.seq++;
            continue;
        }
        if (status != STATUS_OK || page->count == 0) {
            return status;
        }
        take_page(verify, page);
        done += page->count;
        progress_at(&verify->progress, done);
        from = (struct place){page->last.epoch, page->last.seq + 1};
    }
    return STATUS_OK;
}

int verify_journal(struct verify *verify)
{
    struct journal_sqlite journal;
    struct journal_state state;
    const struct database_options options = {.path = verify->path, .reading = true};
    enum status status = journal_sqlite_open(&journal, &options);
    if (status != STATUS_OK) {
        return books_failed(verify->call, verify->path, status);
    }
    struct journal_file file = journal_sqlite_file(&journal);
    struct journal_page page = {
        .at = malloc(PAGE_SIZE), .room = PAGE_SIZE, .count_max = PAGE_ENTRIES};
    status = page.at ? journal_file_state(&file, &state) : STATUS_FULL;
    if (status == STATUS_OK && state.head.place.epoch > 0) {
        progress_begin(&verify->progress, verify->call, trao_said(SAID_VERIFYING),
                       state.head.place.seq);
        status = walk_pages(verify, &file, &state, &page);
        progress_end(&verify->progress);
    }
    free(page.at);
    journal_sqlite_close(&journal);
    return status == STATUS_OK ? CALL_OK : books_failed(verify->call, verify->path, status);
}
