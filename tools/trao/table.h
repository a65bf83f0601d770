/* table - rows of text under each other, at most 80 columns wide, as people read them.
 *
 * Width is counted in code points of NFC text; combining marks have none. What does not fit is cut
 * and ends in an ellipsis; the column that may shrink is the caller's choice. Control characters
 * never reach the terminal. Knows no verb. */
#ifndef TRAO_TABLE_H
#define TRAO_TABLE_H

#include <stddef.h>
#include <stdio.h>

#include "base/text.h"

enum { TABLE_WIDTH = 80, TABLE_COLUMNS_MAX = 8, TABLE_GAP = 2 };

struct table_column {
    struct text title;
    bool right;   /* numbers */
    bool shrinks; /* gives way when the line is too long */
};

struct table {
    const struct table_column *columns; /* borrowed */
    size_t count;
    size_t width[TABLE_COLUMNS_MAX];
    bool bold; /* the titles, on a terminal */
};

size_t text_width(struct text text); /* in columns of a terminal */
/* TEXT in at most WIDTH columns: as it is, or cut with an ellipsis, control characters replaced. */
void text_cut(struct line *line, struct text text, size_t width);

/* TEXT in lines of at most TABLE_WIDTH columns, broken between words, INDENT spaces before each. A
 * word that is longer than that, a path, stands alone and whole. */
void text_wrapped(struct text text, size_t indent, FILE *out);
/* A sentence of FORMAT on standard output, wrapped. */
void text_said(const char *format, ...) __attribute__((format(printf, 1, 2)));

void table_begin(struct table *table, const struct table_column *columns, size_t count, bool bold);
/* First every row that will be printed is measured, so that all stand under each other … */
void table_measure(struct table *table, const struct text *cells);
void table_fit(struct table *table);
/* … then titles and rows are printed. */
void table_titles(const struct table *table, FILE *out);
void table_row(const struct table *table, const struct text *cells, FILE *out);

#endif
