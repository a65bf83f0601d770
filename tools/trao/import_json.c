#include <jansson.h>
#include <string.h>

#include "tools/trao/import_rows.h"
#include "tools/trao/progress.h"
#include "tools/trao/trao_said.h"

/* The national portal's feed: an array of dossiers, or an object whose member `data` is one.
 * jansson reads the dossiers one by one, so that a year's feed needs no more memory than one of
 * them and each fault has its line; only brackets and commas between them are looked at here.
 * Refused: a name twice in one object, a lone surrogate, NUL, what nests deeper than a feed can. */

enum { NESTING_MAX = 8, NUMBER_SIZE = 24 };

struct reading {
    struct import_rows feed;
    struct import_rows supplements;
    struct faults *faults;
    const char *path;
    struct text all;
    size_t at;         /* in `all` */
    size_t counted;    /* lines are counted up to here */
    uint64_t row_line; /* in which the dossier at hand begins */
    uint64_t line;     /* of `counted`, from 1 */
    bool failed;       /* the text is no JSON: nothing after it can be read */
};

static const char *const supplement_names[] = {"NgayBoSung", "NgayTiepNhanBoSung",
                                               "NgayHenTraTruoc", "NgayHenTraMoi", NULL};

enum { SUPPLEMENT_NAMES = sizeof supplement_names / sizeof supplement_names[0] - 1 };

static uint64_t line_at(struct reading *reading, size_t at)
{
    for (; reading->counted < at; reading->counted++) {
        reading->line += reading->all.at[reading->counted] == '\n';
    }
    return reading->line;
}

static void fail(struct reading *reading, enum trao_said said, struct text one)
{
    if (!reading->failed) {
        faults_add_line(reading->faults, reading->path, line_at(reading, reading->at),
                        trao_said(said), one, (struct text){0});
    }
    reading->failed = true;
}

static char peek(struct reading *reading)
{
    while (reading->at < reading->all.size && strchr(" \t\r\n", reading->all.at[reading->at]) &&
           reading->all.at[reading->at] != '\0') {
        reading->at++;
    }
    if (reading->at == reading->all.size) {
        return '\0';
    }
    return reading->all.at[reading->at];
}

/* True and past it if MARK is next. */
static bool take_mark(struct reading *reading, char mark)
{
    if (peek(reading) != mark) {
        return false;
    }
    reading->at++;
    return true;
}

/* How deep the value at hand nests; jansson itself would follow two thousand levels. */
static bool nests_too_deep(const struct reading *reading)
{
    bool quoted = false;
    int depth = 0;
    for (size_t i = reading->at; i < reading->all.size; i++) {
        char c = reading->all.at[i];
        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        }
        if (depth > NESTING_MAX) {
            return true;
        }
        if (depth <= 0 && !quoted) {
            return false;
        }
    }
    return false;
}

/* The next value; NULL after a fault was said. */
static json_t *take_value(struct reading *reading)
{
    json_error_t error;
    char next = peek(reading);
    if ((next == '{' || next == '[') && nests_too_deep(reading)) {
        fail(reading, SAID_JSON_DEEP, (struct text){0});
        return NULL;
    }
    json_t *value =
        json_loadb(reading->all.at + reading->at, reading->all.size - reading->at,
                   JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY, &error);
    if (!value) {
        size_t left = reading->all.size - reading->at;
        size_t behind = error.position > 0 ? (size_t)error.position : 0;
        reading->at += behind < left ? behind : left;
        fail(reading, SAID_NOT_JSON, text_of(error.text));
        return NULL;
    }
    reading->at += (size_t)error.position;
    return value;
}

/* A member as text: a string as it is, a whole number in digits, null or none as nothing. */
static bool member(const json_t *object, const char *name, char number[NUMBER_SIZE],
                   struct text *out_text)
{
    const json_t *value = json_object_get(object, name);
    *out_text = (struct text){.at = "", .size = 0};
    if (!value || json_is_null(value)) {
        return true;
    }
    if (json_is_string(value)) {
        *out_text = (struct text){json_string_value(value), json_string_length(value)};
        return true;
    }
    if (json_is_integer(value)) {
        struct line line = line_of(number, NUMBER_SIZE);
        line_signed(&line, json_integer_value(value));
        *out_text = line_done(&line);
        return true;
    }
    return false;
}

static void fault(struct reading *reading, uint64_t line, enum trao_said said, const char *name)
{
    faults_add_line(reading->faults, reading->path, line, trao_said(said), text_of(name),
                    (struct text){0});
}

/* The members of OBJECT called NAMES, closed by NULL; the digits of numbers live in NUMBERS. */
static bool take_members(struct reading *reading, const json_t *object, const char *const *names,
                         struct text *out_fields, char numbers[][NUMBER_SIZE])
{
    for (size_t i = 0; names[i]; i++) {
        if (!member(object, names[i], numbers[i], &out_fields[i])) {
            fault(reading, reading->row_line, SAID_JSON_TYPE, names[i]);
            return false;
        }
    }
    return true;
}

static void take_supplements(struct reading *reading, const json_t *row, struct text code)
{
    const json_t *list = json_object_get(row, "DanhSachHoSoBoSung");
    struct text fields[SUPPLEMENT_NAMES + 1] = {code};
    char numbers[SUPPLEMENT_NAMES][NUMBER_SIZE];
    const json_t *one = NULL;
    size_t i = 0;
    if (!list || json_is_null(list)) {
        return;
    }
    if (!json_is_array(list)) {
        fault(reading, reading->row_line, SAID_JSON_TYPE, "DanhSachHoSoBoSung");
        return;
    }
    json_array_foreach(list, i, one)
    {
        if (!json_is_object(one)) {
            fault(reading, reading->row_line, SAID_JSON_TYPE, "DanhSachHoSoBoSung");
        } else if (take_members(reading, one, supplement_names, fields + 1, numbers)) {
            import_row(&reading->supplements, reading->row_line, fields);
        }
    }
}

static void take_dossier(struct reading *reading, const json_t *row)
{
    struct text fields[IMPORT_COLUMNS_MAX];
    char numbers[IMPORT_COLUMNS_MAX][NUMBER_SIZE];
    if (!json_is_object(row)) {
        fault(reading, reading->row_line, SAID_JSON_ROW, "");
        return;
    }
    if (!take_members(reading, row, import_columns(FILE_FEED), fields, numbers)) {
        return;
    }
    import_row(&reading->feed, reading->row_line, fields);
    take_supplements(reading, row, fields[0]);
}

/* One dossier after the other; false after what is no JSON. */
static bool take_dossiers(struct reading *reading)
{
    struct progress progress;
    bool good = true;
    progress_begin(&progress, reading->faults->call, trao_said(SAID_READING), reading->all.size);
    do {
        (void)peek(reading);
        progress_at(&progress, reading->at);
        reading->row_line = line_at(reading, reading->at);
        json_t *row = take_value(reading);
        good = row != NULL;
        if (good) {
            take_dossier(reading, row);
        }
        json_decref(row);
    } while (good && take_mark(reading, ','));
    progress_end(&progress);
    return good;
}

/* `[` dossier, dossier … `]` */
static void take_array(struct reading *reading)
{
    if (!take_mark(reading, '[')) {
        fail(reading, SAID_JSON_NO_DATA, (struct text){0});
        return;
    }
    if (take_mark(reading, ']')) {
        return;
    }
    if (!take_dossiers(reading)) {
        return;
    }
    if (!take_mark(reading, ']')) {
        fail(reading, SAID_NOT_JSON, TEXT("',' or ']' expected"));
    }
}

/* One member of the envelope; all but `data` are the portal's own business. */
static bool take_member(struct reading *reading, bool *has_data)
{
    json_t *name = peek(reading) == '"' ? take_value(reading) : NULL;
    if (!name || !take_mark(reading, ':')) {
        fail(reading, SAID_NOT_JSON, TEXT("name and ':' expected"));
        json_decref(name);
        return false;
    }
    bool is_data = strcmp(json_string_value(name), "data") == 0;
    json_decref(name);
    if (!is_data) {
        json_t *value = take_value(reading);
        json_decref(value);
        return value != NULL;
    }
    if (*has_data) {
        fail(reading, SAID_NOT_JSON, TEXT("duplicate object key \"data\""));
        return false;
    }
    *has_data = true;
    take_array(reading);
    return !reading->failed;
}

static void take_envelope(struct reading *reading)
{
    bool has_data = false;
    (void)take_mark(reading, '{');
    if (!take_mark(reading, '}')) {
        bool more = true;
        while (more) {
            more = take_member(reading, &has_data) && take_mark(reading, ',');
        }
        if (!reading->failed && !take_mark(reading, '}')) {
            fail(reading, SAID_NOT_JSON, TEXT("',' or '}' expected"));
        }
    }
    if (!has_data) {
        fail(reading, SAID_JSON_NO_DATA, (struct text){0});
    }
}

void import_json(struct import_file *feed, struct import_file *supplements, struct text bytes,
                 struct faults *faults)
{
    static struct reading reading; /* too large for a stack */
    reading = (struct reading){.faults = faults, .path = feed->path, .all = bytes, .line = 1};
    if (text_starts(bytes, "\xEF\xBB\xBF")) {
        reading.at = 3;
    }
    bool good = import_rows_begin(&reading.feed, feed, faults);
    good = import_rows_begin(&reading.supplements, supplements, faults) && good;
    if (!good) {
        fail(&reading, SAID_NO_MEMORY, (struct text){0});
    } else if (peek(&reading) == '[') {
        take_array(&reading);
    } else {
        take_envelope(&reading);
    }
    if (!reading.failed && peek(&reading) != '\0') {
        fail(&reading, SAID_NOT_JSON, TEXT("end of file expected"));
    } else if (!reading.failed && reading.at < bytes.size) {
        fail(&reading, SAID_NOT_JSON, TEXT("NUL byte"));
    }
    import_rows_end(&reading.feed);
    import_rows_end(&reading.supplements);
}
