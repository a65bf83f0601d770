#include "tools/trao/table.h"

#include <stdarg.h>

#include "base/check.h"

enum { ELLIPSIS_WIDTH = 1, LINE_BYTES = 2048 };

#define ELLIPSIS "…"

/* Bytes of the character that begins TEXT, 1 for what is none. */
static size_t character(struct text text)
{
    uint8_t first = (uint8_t)text.at[0];
    size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    return size <= text.size ? size : 1;
}

/* U+0300 to U+036F: what Vietnamese text has when it is not composed. */
static bool is_mark(struct text one)
{
    return one.size == 2 && ((uint8_t)one.at[0] == 0xCC ||
                             ((uint8_t)one.at[0] == 0xCD && (uint8_t)one.at[1] <= 0xAF));
}

static struct text first_of(struct text *text)
{
    struct text one = {.at = text->at, .size = character(*text)};
    text->at += one.size;
    text->size -= one.size;
    return one;
}

size_t text_width(struct text text)
{
    size_t width = 0;
    while (text.size > 0) {
        width += !is_mark(first_of(&text));
    }
    return width;
}

static void put_one(struct line *line, struct text one)
{
    uint8_t c = (uint8_t)one.at[0];
    bool control = one.size == 1 && (c < 0x20 || c >= 0x7F);
    bool c1 = one.size == 2 && c == 0xC2 && (uint8_t)one.at[1] < 0xA0;
    line_text(line, control || c1 ? TEXT("?") : one);
}

void text_cut(struct line *line, struct text text, size_t width)
{
    bool whole = text_width(text) <= width;
    size_t left = whole ? width : width > ELLIPSIS_WIDTH ? width - ELLIPSIS_WIDTH : 0;
    while (text.size > 0) {
        struct text one = first_of(&text);
        if (!is_mark(one)) {
            if (left == 0) {
                break;
            }
            left--;
        }
        put_one(line, one);
    }
    if (!whole && width > 0) {
        line_put(line, ELLIPSIS);
    }
}

/* How much of TEXT fits into WIDTH columns, in whole words; at least one. */
static size_t fits(struct text text, size_t width)
{
    struct text rest = text;
    size_t used = 0;
    size_t whole = 0;
    while (rest.size > 0) {
        struct text one = first_of(&rest);
        if (one.size == 1 && one.at[0] == ' ') {
            whole = text.size - rest.size - 1;
        }
        used += !is_mark(one);
        if (used > width && whole > 0) {
            return whole;
        }
    }
    return text.size;
}

void text_wrapped(struct text text, size_t indent, FILE *out)
{
    for (text = text_trim(text); text.size > 0; text = text_trim(text)) {
        char bytes[LINE_BYTES];
        struct line line = line_of(bytes, sizeof bytes);
        const size_t size = fits(text, TABLE_WIDTH - indent);
        text_cut(&line, (struct text){.at = text.at, .size = size}, sizeof bytes);
        (void)fprintf(out, "%*s%.*s\n", (int)indent, "", (int)line.size, bytes);
        text = (struct text){.at = text.at + size, .size = text.size - size};
    }
}

void text_said(const char *format, ...)
{
    char bytes[LINE_BYTES];
    va_list values;
    va_start(values, format);
    const int size = vsnprintf(bytes, sizeof bytes, format, values);
    va_end(values);
    assert(size >= 0);
    text_wrapped(text_of(bytes), 0, stdout);
}

void table_begin(struct table *table, const struct table_column *columns, size_t count, bool bold)
{
    assert(count <= TABLE_COLUMNS_MAX);
    *table = (struct table){.columns = columns, .count = count, .bold = bold};
    for (size_t i = 0; i < count; i++) {
        table->width[i] = text_width(columns[i].title);
    }
}

void table_measure(struct table *table, const struct text *cells)
{
    for (size_t i = 0; i < table->count; i++) {
        size_t width = text_width(cells[i]);
        table->width[i] = width > table->width[i] ? width : table->width[i];
    }
}

void table_fit(struct table *table)
{
    size_t total = TABLE_GAP * (table->count - 1);
    for (size_t i = 0; i < table->count; i++) {
        total += table->width[i];
    }
    while (total > TABLE_WIDTH) {
        size_t widest = table->count;
        for (size_t i = 0; i < table->count; i++) {
            bool may = table->columns[i].shrinks && table->width[i] > 1;
            if (may && (widest == table->count || table->width[i] > table->width[widest])) {
                widest = i;
            }
        }
        if (widest == table->count) {
            break;
        }
        table->width[widest]--;
        total--;
    }
}

static void put_spaces(struct line *line, size_t count)
{
    while (count-- > 0) {
        line_char(line, ' ');
    }
}

static void put_cell(const struct table *table, size_t at, struct text cell, struct line *line)
{
    size_t width = text_width(cell);
    size_t room = table->width[at];
    size_t rest = width < room ? room - width : 0;
    bool last = at + 1 == table->count;
    if (table->columns[at].right) {
        put_spaces(line, rest);
    }
    text_cut(line, cell, room);
    if (!last) {
        put_spaces(line, (table->columns[at].right ? 0 : rest) + TABLE_GAP);
    }
}

void table_row(const struct table *table, const struct text *cells, FILE *out)
{
    char bytes[LINE_BYTES];
    struct line line = line_of(bytes, sizeof bytes);
    for (size_t i = 0; i < table->count; i++) {
        put_cell(table, i, cells[i], &line);
    }
    while (line.size > 0 && line.at[line.size - 1] == ' ') {
        line.at[--line.size] = '\0';
    }
    (void)fprintf(out, "%s\n", bytes);
}

void table_titles(const struct table *table, FILE *out)
{
    struct text titles[TABLE_COLUMNS_MAX];
    for (size_t i = 0; i < table->count; i++) {
        titles[i] = table->columns[i].title;
    }
    (void)fputs(table->bold ? "\x1b[1m" : "", out);
    table_row(table, titles, out);
    (void)fputs(table->bold ? "\x1b[0m" : "", out);
}
