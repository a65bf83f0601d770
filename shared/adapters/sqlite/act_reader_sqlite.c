#include "adapters/sqlite/act_reader_sqlite.h"

enum status act_reader_sqlite_open(struct act_reader_sqlite *reader,
                                   const struct database_options *options)
{
    struct database_options reading = *options;
    reading.reading = true;
    return act_rows_open(&reader->rows, &reading);
}

void act_reader_sqlite_close(struct act_reader_sqlite *reader)
{
    if (reader != NULL) {
        act_rows_close(&reader->rows);
    }
}

struct database *act_reader_sqlite_database(struct act_reader_sqlite *reader)
{
    return &reader->rows.database;
}

/* A book that was replaced is another book: the reader has to look for it again. */
static enum status position(void *self, struct act_position *out_position)
{
    struct act_reader_sqlite *reader = self;
    const enum status status = database_in_place(&reader->rows.database);
    return status == STATUS_OK ? act_rows_position(&reader->rows, out_position) : status;
}

static enum status read_page(void *self, uint64_t after, struct act_page *page)
{
    struct act_reader_sqlite *reader = self;
    return act_rows_read(&reader->rows, after, page);
}

static enum status devices(void *self, uint64_t skip, struct act_device *out, size_t room,
                           size_t *out_count)
{
    struct act_reader_sqlite *reader = self;
    return act_rows_devices(&reader->rows, skip, out, room, out_count);
}

static enum status streams(void *self, uint64_t skip, struct act_stream *out, size_t room,
                           size_t *out_count)
{
    struct act_reader_sqlite *reader = self;
    return act_rows_streams(&reader->rows, skip, out, room, out_count);
}

static enum status find(void *self, const struct act_stream *stream, struct place place,
                        struct act_page *page)
{
    struct act_reader_sqlite *reader = self;
    return act_rows_find(&reader->rows, stream, place, page);
}

static enum status quarantine(void *self, uint64_t after, struct act_quarantine *out, size_t room,
                              size_t *out_count)
{
    struct act_reader_sqlite *reader = self;
    return act_rows_quarantine(&reader->rows, after, out, room, out_count);
}

static enum status incidents(void *self, uint64_t after, struct act_incident *out, size_t room,
                             size_t *out_count)
{
    struct act_reader_sqlite *reader = self;
    return act_rows_incidents(&reader->rows, after, out, room, out_count);
}

static enum status reopen(void *self)
{
    struct act_reader_sqlite *reader = self;
    return act_rows_reopen(&reader->rows);
}

struct act_reader act_reader_sqlite_reader(struct act_reader_sqlite *reader)
{
    static const struct act_reader_ops ops = {
        .position = position,
        .read = read_page,
        .devices = devices,
        .streams = streams,
        .find = find,
        .quarantine = quarantine,
        .incidents = incidents,
        .reopen = reopen,
    };
    return (struct act_reader){.ops = &ops, .self = reader};
}
