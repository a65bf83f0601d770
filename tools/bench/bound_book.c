#include "tools/bench/bound_book.h"

#include <stdio.h>
#include <string.h>

#include "adapters/sqlite/act_store_sqlite.h"
#include "base/check.h"
#include "tools/bench/folder.h"
#include "tools/bench/measure.h"

enum { ROWS_MAX = 2048, MESSAGE_ROOM = BATCH_BYTES_MAX };

struct book {
    struct act_store_sqlite store;
    struct act_store port;
    struct act_stream streams[ROWS_MAX];
    struct act_batch rows[ROWS_MAX];
    struct act_stream *row_streams[ROWS_MAX];
    uint8_t message[MESSAGE_ROOM];
    size_t message_size;
};

/* Each row of a group belongs to another unit, as when all send at once. */
static void lay_out(struct book *book, const struct units *units, uint32_t rows)
{
    static const struct head nothing;
    for (uint32_t i = 0; i < rows; i++) {
        struct device device = units->unit[i % units->count].device;
        device.id += i / units->count;
        stream_init(&book->streams[i].stream, device, &nothing, 0, false);
        book->row_streams[i] = &book->streams[i];
    }
}

static bool commit_group(struct book *book, uint32_t rows, uint32_t batch)
{
    for (uint32_t i = 0; i < rows; i++) {
        struct head *high_water = &book->streams[i].stream.high_water;
        book->rows[i] = (struct act_batch){
            .device = book->streams[i].stream.device,
            .received = {1                                },
            .first = { .epoch = 1, .seq = high_water->place.seq + 1},
            .count = batch,
            .message = span_of(book->message, book->message_size)
        };
        high_water->place = (struct place){.epoch = 1, .seq = high_water->place.seq + batch};
    }
    struct act_group group = {.batches = book->rows,
                              .batch_streams = book->row_streams,
                              .batch_count = rows,
                              .streams = book->row_streams,
                              .stream_count = rows};
    return act_store_commit(&book->port, &group) == STATUS_OK;
}

static bool commit_for(struct book *book, uint32_t rows, uint32_t batch, int64_t ms,
                       struct bound_book *out)
{
    const int64_t began = measure_ns();
    const int64_t cpu = measure_cpu_ns(0);
    uint64_t acts = 0;
    bool done = true;
    while (done && measure_ns() - began < ms * 1000000) {
        done = commit_group(book, rows, batch);
        acts += (uint64_t)rows * batch;
    }
    if (done) {
        out->acts_a_second = (double)acts * 1e9 / (double)(measure_ns() - began);
        out->cpu = (double)(measure_cpu_ns(0) - cpu) / 1e9 / (double)acts;
    }
    return done;
}

bool bound_book_run(const char *folder, const struct units *units, uint32_t group, uint32_t batch,
                    int64_t ms, struct bound_book *out)
{
    static struct book book;
    char path[FOLDER_PATH_MAX + 32];
    const uint32_t rows = group / batch;
    assert(rows >= 1 && rows <= ROWS_MAX && batch <= units->unit[0].count);
    memset(&book, 0, sizeof book);
    (void)snprintf(path, sizeof path, "%s/book-%u-%u.db", folder, group, batch);
    const struct database_options options = act_store_sqlite_options(path, NULL);
    struct writer writer = writer_of(book.message, sizeof book.message);
    if (!units_message(&units->unit[0], 0, batch, &writer) ||
        act_store_sqlite_open(&book.store, &options) != STATUS_OK) {
        return false;
    }
    book.message_size = writer.size;
    book.port = act_store_sqlite_store(&book.store);
    lay_out(&book, units, rows);
    const bool done = commit_for(&book, rows, batch, ms, out);
    act_store_sqlite_close(&book.store);
    return done;
}
