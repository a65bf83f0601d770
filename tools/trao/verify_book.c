#include <stdlib.h>

#include "tools/trao/verify.h"
#include "wire/message.h"

/* acts.db: rows in the order they came; each holds a batch as it was received, of which the first
 * `skip` entries were in the book already. */

enum { DEVICES_STEP = 64 };

struct walk {
    struct verify *verify;
    struct act_reader reader;
    uint8_t *page;
    uint8_t *arena;
};

static enum status read_keys(struct walk *walk)
{
    struct act_device rows[DEVICES_STEP];
    char where[VERIFY_WHERE_SIZE];
    size_t count = DEVICES_STEP;
    for (uint64_t skip = 0; count == DEVICES_STEP; skip += count) {
        enum status status = act_reader_devices(&walk->reader, skip, rows, DEVICES_STEP, &count);
        if (status != STATUS_OK) {
            return status;
        }
        for (size_t i = 0; i < count; i++) {
            if (!chain_check_key(&walk->verify->check, rows[i].device, &rows[i].sign_key)) {
                const struct entry about = {.device = rows[i].device};
                verify_fault(walk->verify,
                             verify_where(walk->verify, "bảng thiết bị, dòng ",
                                          "table of devices, line ", skip + i + 1, where),
                             SAID_VERIFY_OTHER_KEY, &about);
            }
        }
    }
    return STATUS_OK;
}

/* What the row says of its message must be so. */
static bool row_agrees(const struct act_batch *row, const struct batch *batch)
{
    return row->device.id == batch->device.id && row->first.epoch == batch->epoch &&
           row->first.seq == batch->first_seq && row->count == batch->count &&
           row->skip <= row->count;
}

static void take_entries(struct verify *verify, const struct act_batch *row, struct span left,
                         const char *where)
{
    uint32_t count = 0;
    while (left.size > 0) {
        struct sealed sealed;
        if (entry_open(&left, &sealed) != STATUS_OK) {
            verify_fault(verify, where, SAID_VERIFY_SHAPE, NULL);
            return;
        }
        if (sealed.entry.device.id != row->device.id) {
            verify_fault(verify, where, SAID_VERIFY_ROW, &sealed.entry);
        }
        if (count++ >= row->skip) {
            verify->check.covered = verify->copy && left.size > 0;
            verify_entry(verify, where, &sealed);
        }
    }
    if (count != row->count) {
        verify_fault(verify, where, SAID_VERIFY_ROW, NULL);
    }
}

static void take_row(struct walk *walk, const struct act_batch *row)
{
    struct message message;
    char where[VERIFY_WHERE_SIZE];
    struct arena arena = arena_of(walk->arena, MESSAGE_ARENA_SIZE);
    (void)verify_where(walk->verify, "hàng ", "row ", row->n, where);
    if (message_decode(row->message, &arena, &message) != STATUS_OK ||
        message.kind != MESSAGE_BATCH) {
        verify_fault(walk->verify, where, SAID_VERIFY_MESSAGE, NULL);
        return;
    }
    if (!row_agrees(row, &message.batch)) {
        verify_fault(walk->verify, where, SAID_VERIFY_ROW, NULL);
    }
    take_entries(walk->verify, row, message.batch.entries, where);
}

static enum status take_rows(struct walk *walk)
{
    struct act_batch rows[BOOKS_PAGE_ROWS];
    struct act_position position;
    uint64_t after = 0;
    struct act_page page = {
        .at = walk->page, .room = BOOKS_PAGE_SIZE, .rows = rows, .rows_max = BOOKS_PAGE_ROWS};
    enum status status = act_reader_position(&walk->reader, &position);
    if (status == STATUS_OK) {
        progress_begin(&walk->verify->progress, walk->verify->call, trao_said(SAID_VERIFYING),
                       position.n);
    }
    while (status == STATUS_OK && after < position.n) {
        status = act_reader_read(&walk->reader, after, &page);
        if (status == STATUS_OK && page.count == 0) {
            status = STATUS_BROKEN; /* a row that was there is not */
        }
        for (size_t i = 0; status == STATUS_OK && i < page.count; i++) {
            char where[VERIFY_WHERE_SIZE];
            if (rows[i].n != after + 1) {
                verify_fault(walk->verify,
                             verify_where(walk->verify, "hàng ", "row ", after + 1, where),
                             SAID_VERIFY_NO_ROW, NULL);
            }
            after = rows[i].n;
            take_row(walk, &rows[i]);
        }
        progress_at(&walk->verify->progress, after);
    }
    progress_end(&walk->verify->progress);
    return status;
}

/* The high water that intake goes by is the newest entry that is there. */
static enum status compare_heads(struct walk *walk)
{
    struct act_stream rows[DEVICES_STEP];
    size_t count = DEVICES_STEP;
    for (uint64_t skip = 0; count == DEVICES_STEP; skip += count) {
        enum status status = act_reader_streams(&walk->reader, skip, rows, DEVICES_STEP, &count);
        if (status != STATUS_OK) {
            return status;
        }
        for (size_t i = 0; i < count; i++) {
            const struct stream *stream = &rows[i].stream;
            const struct chain_stream *seen =
                chain_check_stream(&walk->verify->check, stream->device);
            struct head head = seen ? seen->head : (struct head){0};
            /* the writer may have gone on since the walk began: then it is ahead of what we saw */
            int order = place_order(stream->high_water.place, head.place);
            if (order < 0 || (order == 0 && !hash_equal(&stream->high_water.hash, &head.hash))) {
                const struct entry about = {.device = stream->device,
                                            .place = stream->high_water.place};
                verify_fault(
                    walk->verify,
                    call_word(walk->verify->call, "bảng mức cao nhất", "table of high waters"),
                    SAID_VERIFY_HEAD, &about);
            }
        }
    }
    return STATUS_OK;
}

int verify_book(struct verify *verify)
{
    struct act_reader_sqlite book;
    const struct database_options options = {.path = verify->path, .still = verify->copy};
    int result = books_open_options(verify->call, &options, &book);
    if (result != CALL_OK) {
        return result;
    }
    struct walk walk = {.verify = verify,
                        .reader = act_reader_sqlite_reader(&book),
                        .page = malloc(BOOKS_PAGE_SIZE),
                        .arena = malloc(MESSAGE_ARENA_SIZE)};
    enum status status = walk.page && walk.arena ? read_keys(&walk) : STATUS_FULL;
    if (status == STATUS_OK) {
        status = take_rows(&walk);
    }
    if (status == STATUS_OK && !verify->check.only_claims) {
        status = compare_heads(&walk);
    }
    free(walk.page);
    free(walk.arena);
    act_reader_sqlite_close(&book);
    return status == STATUS_OK ? CALL_OK : books_failed(verify->call, verify->path, status);
}
