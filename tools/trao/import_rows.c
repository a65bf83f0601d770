#include "tools/trao/import_rows.h"

#include <stdlib.h>
#include <string.h>

#include "core/act_csv.h"
#include "core/dossier.h"
#include "tools/trao/trao_said.h"

static const char *const feed_columns[] = {
    "MaHoSo",        "MaTTHC",          "TenTTHC",   "ChuHoSo",  "NgayTiepNhan", "NgayHenTra",
    "TrangThaiHoSo", "NgayKetThucXuLy", "DonViXuLy", "HinhThuc", "NgayTra",      NULL};
static const char *const supplement_columns[] = {
    "MaHoSo", "NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraTruoc", "NgayHenTraMoi", NULL};
enum { NEW_PROMISE = 4 }; /* of these */
static const char *const act_columns[] = {"at",          "act",  "subject", "party",  "person",
                                          "counterpart", "stop", "parent",  "reason", NULL};
static const char *const office_columns[] = {"code", "name", "short_name", "kind", "stop", NULL};

const char *const *import_columns(enum file_kind kind)
{
    switch (kind) {
    case FILE_FEED:
        return feed_columns;
    case FILE_SUPPLEMENTS:
        return supplement_columns;
    case FILE_ACTS:
        return act_columns;
    case FILE_OFFICES:
        return office_columns;
    case FILE_PLAN:
    case FILE_CALENDAR:
        break;
    }
    return NULL;
}

bool import_rows_begin(struct import_rows *rows, struct import_file *file, struct faults *faults)
{
    const char *const *columns = import_columns(file->kind);
    rows->file = file;
    rows->faults = faults;
    rows->memory = malloc(names_memory(IMPORT_NAMES, IMPORT_NAMES_TEXT));
    if (!rows->memory) {
        return false;
    }
    item_grammar_default(&rows->grammar);
    names_init(&rows->names, rows->memory, IMPORT_NAMES, IMPORT_NAMES_TEXT);
    for (size_t i = 0; columns[i]; i++) {
        (void)fprintf(file->out, "%s%s", i > 0 ? "," : "", columns[i]);
    }
    (void)fputc('\n', file->out);
    return true;
}

void import_rows_end(struct import_rows *rows)
{
    free(rows->memory);
    rows->memory = NULL;
}

/* RFC 4180, 2.6 and 2.7: quoted where it must be, a quote doubled. */
static void put_field(struct line *line, struct text field)
{
    bool quoted = false;
    for (size_t i = 0; i < field.size; i++) {
        quoted = quoted || field.at[i] == ',' || field.at[i] == '"';
    }
    if (!quoted) {
        line_text(line, field);
        return;
    }
    line_char(line, '"');
    for (size_t i = 0; i < field.size; i++) {
        if (field.at[i] == '"') {
            line_char(line, '"');
        }
        line_char(line, field.at[i]);
    }
    line_char(line, '"');
}

/* A line break inside a field would cut a record in two; other control bytes have no business in a
 * register either. */
static bool has_control(struct text field)
{
    for (size_t i = 0; i < field.size; i++) {
        if ((uint8_t)field.at[i] < 0x20 || field.at[i] == 0x7F) {
            return true;
        }
    }
    return false;
}

static void fault(struct import_rows *rows, uint64_t number, const struct said *said,
                  struct text one, struct text two)
{
    faults_add_line(rows->faults, rows->file->path, number, said, one, two);
}

/* A dossier's code in normal form, so that scans of it meet: trimmed and upper-case. */
static bool normal_code(struct import_rows *rows, uint64_t number, struct text *field,
                        struct item_code *code)
{
    item_code_read(*field, &rows->grammar, code);
    if (code->kind == ITEM_DOSSIER) {
        *field = item_code_text(code);
        return true;
    }
    if (code->kind != ITEM_BAD) {
        fault(rows, number, trao_said(SAID_NOT_A_DOSSIER), *field, (struct text){0});
        return false;
    }
    const struct text values[] = {
        *field,
        {.at = &code->expected, .size = code->expected != '\0'},
        {.at = &code->found,    .size = code->found != '\0'   }
    };
    faults_add(rows->faults, rows->file->path, number, item_bad_said(code->bad), values, 3);
    return false;
}

static bool is_office_kind(struct text kind)
{
    return text_is(kind, "center") || text_is(kind, "agency") || text_is(kind, "post");
}

static bool judge_office(struct import_rows *rows, uint64_t number, const struct text *fields)
{
    if (fields[0].size == 0 || fields[0].size > NAME_SIZE_MAX || fields[1].size == 0) {
        fault(rows, number, trao_said(SAID_OFFICE_CODE), fields[0], (struct text){0});
        return false;
    }
    if (!is_office_kind(fields[3])) {
        fault(rows, number, trao_said(SAID_OFFICE_KIND), fields[3], (struct text){0});
        return false;
    }
    return true;
}

/* What counts although it is odd is said with the dossier's code and the promise in question. */
static bool judge_feed(struct import_rows *rows, uint64_t number, struct text line,
                       const struct text *fields)
{
    struct feed_fault why;
    enum feed_fault_kind doubt = FEED_FAULT_NONE;
    struct dossier_facts facts;
    struct name dossier;
    struct supplement supplement;
    const bool feed = rows->file->kind == FILE_FEED;
    const bool good = feed ? feed_line_parse(line, &rows->names, &facts, &why)
                           : supplement_line_parse(line, &rows->names, &dossier, &supplement, &why);
    if (!good) {
        fault(rows, number, feed_fault_said(why.kind), why.column, why.found);
        return false;
    }
    doubt = feed ? feed_doubt(&facts) : supplement_doubt(&supplement);
    if (doubt != FEED_FAULT_NONE) {
        faults_doubt(rows->faults, rows->file->path, number, feed_fault_said(doubt), fields[0],
                     fields[feed ? FEED_PROMISED : NEW_PROMISE]);
    }
    return true;
}

static bool judge_act(struct import_rows *rows, uint64_t number, struct text line)
{
    struct act act;
    struct act_fault why;
    bool good = act_csv_parse(line, &rows->names, &act, &why);
    if (!good) {
        fault(rows, number, act_fault_said(why.kind), why.found, (struct text){0});
    }
    return good;
}

static bool judge(struct import_rows *rows, uint64_t number, struct text line,
                  const struct text *fields)
{
    switch (rows->file->kind) {
    case FILE_FEED:
    case FILE_SUPPLEMENTS:
        return judge_feed(rows, number, line, fields);
    case FILE_ACTS:
        return judge_act(rows, number, line);
    case FILE_OFFICES:
        return judge_office(rows, number, fields);
    case FILE_PLAN:
    case FILE_CALENDAR:
        break;
    }
    return false;
}

static bool fits(struct import_rows *rows, uint64_t number, struct text *fields, size_t count,
                 struct text *out_line)
{
    struct line line = line_of(rows->line, CSV_LINE_MAX + 1);
    for (size_t i = 0; i < count; i++) {
        fields[i] = text_trim(fields[i]);
        if (!text_utf8(fields[i]) || has_control(fields[i])) {
            fault(rows, number, trao_said(text_utf8(fields[i]) ? SAID_CONTROL_BYTE : SAID_NOT_UTF8),
                  text_of(import_columns(rows->file->kind)[i]), fields[i]);
            return false;
        }
        line_put(&line, i > 0 ? "," : "");
        put_field(&line, fields[i]);
    }
    if (line.cut) {
        fault(rows, number, trao_said(SAID_ROW_LONG), fields[0], (struct text){0});
        return false;
    }
    *out_line = line_done(&line);
    return true;
}

void import_row(struct import_rows *rows, uint64_t number, const struct text *given)
{
    struct text fields[IMPORT_COLUMNS_MAX];
    struct item_code code;
    struct text line;
    size_t count = 0;
    bool of_feed = rows->file->kind == FILE_FEED || rows->file->kind == FILE_SUPPLEMENTS;
    while (import_columns(rows->file->kind)[count]) {
        fields[count] = given[count];
        count++;
    }
    if (rows->names.count > IMPORT_NAMES / 2) {
        names_init(&rows->names, rows->memory, IMPORT_NAMES, IMPORT_NAMES_TEXT);
    }
    if ((of_feed && !normal_code(rows, number, &fields[0], &code)) ||
        !fits(rows, number, fields, count, &line) || !judge(rows, number, line, fields)) {
        return;
    }
    (void)fwrite(line.at, 1, line.size, rows->file->out);
    (void)fputc('\n', rows->file->out);
    rows->file->rows++;
}
