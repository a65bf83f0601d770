/* flag_rows_memory - the tables of the fake of watch's book: rows sorted by key, in memory.
 *
 * Belongs to flag_book_memory.c. What a row's fields are stands in the .c file, the key first. */
#ifndef FAKES_FLAG_ROWS_MEMORY_H
#define FAKES_FLAG_ROWS_MEMORY_H

#include "ports/flag_book.h"

enum flag_memory_table {
    MEMORY_DOSSIER,
    MEMORY_ACT,
    MEMORY_CHANGE,
    MEMORY_CONFLICT,
    MEMORY_INCIDENT,
    MEMORY_APART,
    MEMORY_READING,
    MEMORY_OFFICE,
    MEMORY_NOTICE,
    FLAG_MEMORY_TABLES
};

/* Rows of one table, by key; each is a struct of the port with its texts behind it. */
struct flag_memory_rows {
    void **at;
    size_t count, room;
};

/* A copy of ROW with its texts behind it, malloc's or the arena's; NULL: the arena is full. */
void *flag_memory_copy(enum flag_memory_table which, const void *row, struct arena *arena);
size_t flag_memory_width(enum flag_memory_table which);
int flag_memory_order(enum flag_memory_table which, const void *a, const void *b);
/* One line of the canonical export. */
struct text flag_memory_line(enum flag_memory_table which, const void *row, struct line *line);

void flag_memory_push(struct flag_memory_rows *rows, void *row);
void flag_memory_insert(struct flag_memory_rows *rows, size_t at, void *row);
void flag_memory_remove(struct flag_memory_rows *rows, size_t at);
void flag_memory_free_each(struct flag_memory_rows *rows);
void flag_memory_same(struct flag_memory_rows *to, const struct flag_memory_rows *from);
/* Where ROW's key stands or would stand. */
size_t flag_memory_place(enum flag_memory_table table, const struct flag_memory_rows *rows,
                         const void *row, bool *out_there);
/* The rows [*out_from, *out_end) whose key begins with the text CODE. */
void flag_memory_about(enum flag_memory_table which, const struct flag_memory_rows *rows,
                       struct text code, size_t *out_from, size_t *out_end);

/* The notices of ROWS that FILTER wants, into an empty OUT, in the order of the port; whether one
 * stands DOSSIERS say. */
void flag_memory_notices(const struct flag_memory_rows *rows,
                         const struct flag_memory_rows *dossiers,
                         const struct notice_filter *filter, struct flag_memory_rows *out);

#endif
