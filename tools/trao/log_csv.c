#include <csv.h>
#include <string.h>

#include "tools/study/study_said.h"
#include "tools/trao/log_file.h"
#include "tools/trao/trao_said.h"

/* A log as CSV: the first record names the columns, each further one is an event. Comma, semicolon
 * or tab, whichever the first line has most of. */

enum { COLUMNS_MAX = 256, BYTES_MAX = 64 * 1024 };

struct reading_csv {
    struct log_reading *reading;
    struct text field[COLUMNS_MAX];
    size_t count;
    char bytes[BYTES_MAX];
    size_t size;
    bool too_long, headed;
    uint64_t line;
    uint8_t means[COLUMNS_MAX]; /* enum log_field */
    size_t columns;
};

static void on_field(void *bytes, size_t size, void *self)
{
    struct reading_csv *csv = self;
    if (csv->count == COLUMNS_MAX || size > sizeof csv->bytes - csv->size) {
        csv->too_long = true;
        return;
    }
    memcpy(csv->bytes + csv->size, bytes, size);
    csv->field[csv->count++] = (struct text){.at = csv->bytes + csv->size, .size = size};
    csv->size += size;
}

static void fault(const struct reading_csv *csv, enum trao_said said)
{
    faults_add_line(csv->reading->faults, csv->reading->path, csv->line, trao_said(said),
                    (struct text){.at = "", .size = 0}, (struct text){.at = "", .size = 0});
}

static void take_header(struct reading_csv *csv)
{
    csv->headed = true;
    csv->columns = csv->count;
    for (size_t i = 0; i < csv->count; i++) {
        csv->means[i] = (uint8_t)log_map_field(csv->reading->map, text_trim(csv->field[i]));
    }
}

static bool has_case(const struct reading_csv *csv)
{
    for (size_t i = 0; i < csv->columns; i++) {
        if (csv->means[i] == LOG_CASE) {
            return true;
        }
    }
    return false;
}

static void take_event(struct reading_csv *csv)
{
    struct text value[LOG_FIELDS];
    for (int i = 0; i < LOG_FIELDS; i++) {
        value[i] = (struct text){.at = "", .size = 0};
    }
    for (size_t i = 0; i < csv->count && i < csv->columns; i++) {
        if (csv->means[i] != LOG_FIELDS) {
            value[csv->means[i]] = text_trim(csv->field[i]);
        }
    }
    log_reading_take(csv->reading, csv->line, value);
}

static void on_record(int ended_by, void *self)
{
    struct reading_csv *csv = self;
    (void)ended_by;
    if (csv->too_long) {
        fault(csv, SAID_ROW_LONG);
    } else if (!csv->headed) {
        take_header(csv);
    } else if (has_case(csv) && (csv->count > 1 || csv->field[0].size > 0)) {
        take_event(csv);
    }
    csv->count = 0;
    csv->size = 0;
    csv->too_long = false;
}

static unsigned char separator_of(struct text bytes)
{
    static const char marks[] = {',', ';', '\t'};
    const struct text first = text_split(&bytes, '\n');
    size_t most = 0;
    char best = ',';
    for (size_t m = 0; m < sizeof marks; m++) {
        size_t count = 0;
        for (size_t i = 0; i < first.size; i++) {
            count += first.at[i] == marks[m];
        }
        if (count > most) {
            most = count;
            best = marks[m];
        }
    }
    return (unsigned char)best;
}

int log_csv(struct log_reading *reading, struct text bytes)
{
    static struct reading_csv csv; /* too large for a stack */
    struct csv_parser parser;
    csv = (struct reading_csv){.reading = reading};
    if (text_starts(bytes, "\xEF\xBB\xBF")) {
        bytes.at += 3;
        bytes.size -= 3;
    }
    if (csv_init(&parser, CSV_APPEND_NULL) != 0) {
        return call_refuse_plain(reading->call, CALL_FAILED, study_said(STUDY_TOO_MUCH));
    }
    csv_set_delim(&parser, separator_of(bytes));
    while (bytes.size > 0) {
        const char *end = memchr(bytes.at, '\n', bytes.size);
        const size_t size = end ? (size_t)(end + 1 - bytes.at) : bytes.size;
        csv.line++;
        if (csv_parse(&parser, bytes.at, size, on_field, on_record, &csv) != size) {
            fault(&csv, SAID_QUOTES);
        }
        bytes.at += size;
        bytes.size -= size;
    }
    (void)csv_fini(&parser, on_field, on_record, &csv);
    csv_free(&parser);
    return has_case(&csv)
               ? CALL_OK
               : call_refuse(reading->call, CALL_FOUND, study_said(STUDY_NO_COLUMN),
                             text_of(reading->path), text_of(reading->map->key[LOG_CASE]));
}
