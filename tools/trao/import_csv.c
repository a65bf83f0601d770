#include <csv.h>
#include <string.h>

#include "tools/trao/import_rows.h"
#include "tools/trao/progress.h"
#include "tools/trao/trao_said.h"

/* CSV as people and programs write it (RFC 4180): a byte-order mark, CRLF, quotes and columns in
 * another order are understood; another separator is refused in so many words. libcsv takes the
 * records apart; it is fed line by line, so that a fault has its line. */

enum { FIELDS_KEPT = 64, PROGRESS_LINES = 4096 };

struct reading {
    struct import_rows rows;
    struct csv_parser parser;
    struct text field[FIELDS_KEPT]; /* of the record under way, in `bytes` */
    size_t count;
    char bytes[2 * CSV_LINE_MAX];
    size_t size;
    bool too_long;
    bool ended;                     /* a record ended in this line */
    uint64_t line;                  /* under way, from 1 */
    uint64_t began;                 /* the line in which the record began */
    bool headed;                    /* the first record has been looked at */
    bool unreadable;                /* … and the columns are not known */
    int column[IMPORT_COLUMNS_MAX]; /* where each column of the kind stands */
    size_t columns;                 /* in a record */
};

static void fault(struct reading *reading, uint64_t line, enum trao_said said, struct text one,
                  struct text two)
{
    faults_add_line(reading->rows.faults, reading->rows.file->path, line, trao_said(said), one,
                    two);
}

static void on_field(void *bytes, size_t size, void *self)
{
    struct reading *reading = self;
    if (reading->count == FIELDS_KEPT || size > sizeof reading->bytes - reading->size) {
        reading->too_long = true;
        return;
    }
    char *to = reading->bytes + reading->size;
    memcpy(to, bytes, size);
    reading->field[reading->count++] = (struct text){.at = to, .size = size};
    reading->size += size;
}

static int find_field(const struct reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->count; i++) {
        if (text_is(text_trim(reading->field[i]), name)) {
            return (int)i;
        }
    }
    return -1;
}

/* The file says `;` where it should say `,`. */
static bool has_semicolons(const struct reading *reading)
{
    return reading->count == 1 && reading->field[0].size > 0 &&
           memchr(reading->field[0].at, ';', reading->field[0].size) != NULL;
}

/* True if the record names columns. Columns that are not ours are passed over. */
static bool take_header(struct reading *reading)
{
    const char *const *columns = import_columns(reading->rows.file->kind);
    size_t found = 0;
    size_t wanted = 0;
    for (; columns[wanted]; wanted++) {
        reading->column[wanted] = find_field(reading, columns[wanted]);
        found += reading->column[wanted] >= 0;
    }
    reading->columns = reading->count;
    if (has_semicolons(reading)) {
        fault(reading, reading->began, SAID_SEMICOLON, (struct text){0}, (struct text){0});
        reading->unreadable = true;
        return true;
    }
    if (found == 0) { /* no header: the columns stand in their order */
        for (size_t i = 0; i < wanted; i++) {
            reading->column[i] = (int)i;
        }
        reading->columns = wanted;
        return false;
    }
    for (size_t i = 0; i < wanted && found < wanted; i++) {
        if (reading->column[i] < 0) {
            fault(reading, reading->began, SAID_NO_COLUMN, text_of(columns[i]), (struct text){0});
            reading->unreadable = true;
        }
    }
    return true;
}

static void take_row(struct reading *reading)
{
    struct text fields[IMPORT_COLUMNS_MAX];
    char counts[2][24];
    struct text shown[2];
    const char *const *columns = import_columns(reading->rows.file->kind);
    if (reading->count != reading->columns) {
        const size_t number[2] = {reading->count, reading->columns};
        for (int i = 0; i < 2; i++) {
            struct line line = line_of(counts[i], sizeof counts[i]);
            line_unsigned(&line, number[i]);
            shown[i] = line_done(&line);
        }
        fault(reading, reading->began, SAID_FIELD_COUNT, shown[0], shown[1]);
        return;
    }
    for (size_t i = 0; columns[i]; i++) {
        fields[i] = reading->field[reading->column[i]];
    }
    import_row(&reading->rows, reading->began, fields);
}

static void on_record(int ended_by, void *self)
{
    struct reading *reading = self;
    (void)ended_by;
    if (reading->too_long) {
        fault(reading, reading->began, SAID_ROW_LONG, (struct text){0}, (struct text){0});
    } else if (!reading->headed) {
        reading->headed = true;
        if (!take_header(reading)) {
            take_row(reading);
        }
    } else if (!reading->unreadable) {
        take_row(reading);
    }
    reading->ended = true;
    reading->count = 0;
    reading->size = 0;
    reading->too_long = false;
}

static void start_over(struct reading *reading)
{
    csv_free(&reading->parser);
    (void)csv_init(&reading->parser, CSV_STRICT | CSV_STRICT_FINI);
    reading->count = 0;
    reading->size = 0;
    reading->too_long = false;
}

/* LINE with its line end. OPEN: a record that began above goes on here. */
static bool take_line(struct reading *reading, struct text line, bool open)
{
    reading->line++;
    struct text trimmed = text_trim(line);
    if (!open) {
        reading->began = reading->line;
        if (trimmed.size == 0 || trimmed.at[0] == '#') {
            return false;
        }
    }
    reading->ended = false;
    if (csv_parse(&reading->parser, line.at, line.size, on_field, on_record, reading) !=
        line.size) {
        fault(reading, reading->began, SAID_QUOTES, (struct text){0}, (struct text){0});
        start_over(reading);
        return false;
    }
    return !reading->ended;
}

static void take_lines(struct reading *reading, struct text bytes)
{
    struct progress progress;
    const size_t all = bytes.size;
    bool open = false;
    progress_begin(&progress, reading->rows.faults->call, trao_said(SAID_READING), all);
    while (bytes.size > 0) {
        if (reading->line % PROGRESS_LINES == 0) {
            progress_at(&progress, all - bytes.size);
        }
        const char *end = memchr(bytes.at, '\n', bytes.size);
        size_t size = end ? (size_t)(end + 1 - bytes.at) : bytes.size;
        open = take_line(reading, (struct text){.at = bytes.at, .size = size}, open);
        bytes.at += size;
        bytes.size -= size;
    }
    progress_end(&progress);
    if (open && csv_fini(&reading->parser, on_field, on_record, reading) != 0) {
        fault(reading, reading->began, SAID_QUOTE_OPEN, (struct text){0}, (struct text){0});
    }
}

void import_csv(struct import_file *file, struct text bytes, struct faults *faults)
{
    static struct reading reading; /* too large for a stack */
    reading = (struct reading){0};
    if (text_starts(bytes, "\xEF\xBB\xBF")) {
        bytes.at += 3;
        bytes.size -= 3;
    }
    if (!import_rows_begin(&reading.rows, file, faults) ||
        csv_init(&reading.parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        fault(&reading, 0, SAID_NO_MEMORY, (struct text){0}, (struct text){0});
        import_rows_end(&reading.rows);
        return;
    }
    take_lines(&reading, bytes);
    csv_free(&reading.parser);
    import_rows_end(&reading.rows);
}
