/* device_list - `trao device list`: who is enrolled, and when each was last heard. */
#include <stdlib.h>

#include "tools/trao/answer.h"
#include "tools/trao/device_verbs.h"
#include "tools/trao/table.h"
#include "tools/trao/trao_said.h"
#include "tools/trao/words.h"

enum { ROWS_MAX = 16384, STEP = 64, COLUMNS = 6, CELL_SIZE = 80 };

struct listed {
    struct act_device device;
    struct act_stream stream; /* zero: it has never sent */
    struct instant seen;      /* INSTANT_NEVER: never */
};

struct list {
    struct listed *rows;
    size_t count;
    struct act_stream *streams;
    size_t stream_count;
    uint8_t *page;
};

static enum status read_devices(struct act_reader *reader, struct list *list)
{
    struct act_device rows[STEP];
    size_t count = STEP;
    while (count == STEP && list->count + STEP <= ROWS_MAX) {
        enum status status = act_reader_devices(reader, list->count, rows, STEP, &count);
        if (status != STATUS_OK) {
            return status;
        }
        for (size_t i = 0; i < count; i++) {
            list->rows[list->count++] = (struct listed){.device = rows[i], .seen = INSTANT_NEVER};
        }
    }
    return STATUS_OK;
}

static enum status read_streams(struct act_reader *reader, struct list *list)
{
    size_t count = STEP;
    while (count == STEP && list->stream_count + STEP <= ROWS_MAX) {
        enum status status = act_reader_streams(reader, list->stream_count,
                                                list->streams + list->stream_count, STEP, &count);
        if (status != STATUS_OK) {
            return status;
        }
        list->stream_count += count;
    }
    return STATUS_OK;
}

/* The commit time of its newest row: when something of it was last taken. */
static void read_seen(struct act_reader *reader, struct list *list, struct listed *row)
{
    struct act_batch batch;
    struct act_page page = {
        .at = list->page, .room = BOOKS_PAGE_SIZE, .rows = &batch, .rows_max = 1};
    for (size_t i = 0; i < list->stream_count; i++) {
        const struct act_stream *stream = &list->streams[i];
        if (stream->stream.device.id != row->device.device.id) {
            continue;
        }
        row->stream = *stream;
        if (stream->trail.last > 0 &&
            act_reader_read(reader, stream->trail.last - 1, &page) == STATUS_OK &&
            page.count == 1) {
            row->seen = batch.received;
        }
    }
}

static const char *state_of(const struct call *call, const struct listed *row)
{
    if (row->device.revoked) {
        return call_word(call, "đã thu hồi", "revoked");
    }
    return row->stream.stream.state == STREAM_LOCKED ? call_word(call, "bị khóa", "locked")
                                                     : call_word(call, "dùng", "in use");
}

static void put_cells(const struct call *call, const struct listed *row,
                      char bytes[COLUMNS][CELL_SIZE], struct text cells[COLUMNS])
{
    struct line line[COLUMNS];
    char number[DEVICE_TEXT_SIZE];
    char time[WORD_TIME_SIZE];
    for (int i = 0; i < COLUMNS; i++) {
        line[i] = line_of(bytes[i], CELL_SIZE);
    }
    struct place head = row->stream.stream.high_water.place;
    line_put(&line[0], device_text(row->device.device, number));
    line_put(&line[1], row->device.label);
    line_put(&line[2], row->device.party);
    line_put(&line[3], state_of(call, row));
    line_unsigned(&line[4], head.epoch);
    line_char(&line[4], '/');
    line_unsigned(&line[4], head.seq);
    line_put(&line[5], word_minute(call,
                                   row->seen.ms == INSTANT_NEVER.ms ? MINUTE_NEVER
                                                                    : instant_minute(row->seen),
                                   time));
    for (int i = 0; i < COLUMNS; i++) {
        cells[i] = line_done(&line[i]);
    }
}

static void print_table(const struct call *call, const struct list *list)
{
    const struct table_column columns[COLUMNS] = {
        {text_of(call_word(call, "Thiết bị",  "Device")),     false, false},
        {text_of(call_word(call, "Tên",          "Label")),      false, true },
        {text_of(call_word(call, "Bên",          "Party")),      false, true },
        {text_of(call_word(call, "Trạng thái", "State")),      false, false},
        {text_of(call_word(call, "Đã nhận",   "Received")),   true,  false},
        {text_of(call_word(call, "Lần cuối",  "Last heard")), false, false}
    };
    struct table table;
    char bytes[COLUMNS][CELL_SIZE];
    struct text cells[COLUMNS];
    table_begin(&table, columns, COLUMNS, call->color);
    for (size_t i = 0; i < list->count; i++) {
        put_cells(call, &list->rows[i], bytes, cells);
        table_measure(&table, cells);
    }
    table_fit(&table);
    table_titles(&table, stdout);
    for (size_t i = 0; i < list->count; i++) {
        put_cells(call, &list->rows[i], bytes, cells);
        table_row(&table, cells, stdout);
    }
}

static json_t *row_json(const struct listed *row)
{
    char number[DEVICE_TEXT_SIZE];
    const struct stream *stream = &row->stream.stream;
    const struct act_device *device = &row->device;
    return json_pack("{s:s, s:s, s:s, s:s, s:b, s:b, s:o, s:o, s:{s:I, s:I}, s:I}", "device",
                     device_text(device->device, number), "kind", device_kind_name(device->kind),
                     "label", device->label, "party", device->party, "revoked", device->revoked,
                     "locked", stream->state == STREAM_LOCKED, "enrolled_at",
                     answer_instant(device->enrolled), "last_heard_at", answer_instant(row->seen),
                     "received", "epoch", (json_int_t)stream->high_water.place.epoch, "seq",
                     (json_int_t)stream->high_water.place.seq, "batches",
                     (json_int_t)row->stream.trail.rows);
}

static void print(const struct call *call, const struct list *list)
{
    if (!call->json) {
        print_table(call, list);
        return;
    }
    json_t *rows = json_array();
    for (size_t i = 0; i < list->count; i++) {
        (void)json_array_append_new(rows, row_json(&list->rows[i]));
    }
    (void)answer_json(json_pack("{s:o}", "devices", rows));
}

static int list_book(const struct call *call, struct act_reader_sqlite *book, struct list *list)
{
    struct act_reader reader = act_reader_sqlite_reader(book);
    enum status status = read_devices(&reader, list);
    if (status == STATUS_OK) {
        status = read_streams(&reader, list);
    }
    if (status != STATUS_OK) {
        return books_failed(call, STATE_ACTS, status);
    }
    for (size_t i = 0; i < list->count; i++) {
        read_seen(&reader, list, &list->rows[i]);
    }
    print(call, list);
    return CALL_OK;
}

int device_list(struct call *call, int argc, char **argv)
{
    struct config config;
    struct act_reader_sqlite book;
    int result = call_options(call, argc, argv, NULL, 0);
    if (result == CALL_OK) {
        result = call_words(call, 0, NULL);
    }
    if (result == CALL_OK) {
        result = config_read(call, &config);
    }
    if (result == CALL_OK) {
        result = books_acts(call, &config, &book);
    }
    if (result != CALL_OK) {
        return result;
    }
    struct list list = {.rows = calloc(ROWS_MAX, sizeof *list.rows),
                        .streams = calloc(ROWS_MAX, sizeof *list.streams),
                        .page = malloc(BOOKS_PAGE_SIZE)};
    if (list.rows && list.streams && list.page) {
        result = list_book(call, &book, &list);
    } else {
        result = call_refuse_plain(call, CALL_FAILED, trao_said(SAID_NO_MEMORY));
    }
    free(list.rows);
    free(list.streams);
    free(list.page);
    act_reader_sqlite_close(&book);
    return result;
}
