/* flag_tables - the tables of flags.db as data: one list of columns for each, from which the SQL,
 * the binding, the reading and the canonical export are all made.
 *
 * Belongs to flag_book_sqlite.c and flag_reader_sqlite.c. */
#ifndef ADAPTERS_SQLITE_FLAG_TABLES_H
#define ADAPTERS_SQLITE_FLAG_TABLES_H

#include "adapters/sqlite/database.h"
#include "ports/flag_book.h"

enum flag_table {
    TABLE_BOOK, /* one row: the position */
    TABLE_DOSSIER,
    TABLE_ACT,
    TABLE_CHANGE,
    TABLE_CONFLICT,
    TABLE_INCIDENT,
    TABLE_APART,
    TABLE_READING,
    TABLE_OFFICE,
    TABLE_NOTICE,
    FLAG_TABLES
};

enum { FLAG_SQL_SIZE = 2048 };

extern const struct database_kind flags_kind;

/* `INSERT OR REPLACE INTO …` with one place for each column, into SQL (FLAG_SQL_SIZE). */
void flag_table_insert(enum flag_table which, char *sql);
/* `SELECT … FROM …` of all columns, then REST. */
void flag_table_select(enum flag_table which, const char *rest, char *sql);
/* ` ORDER BY` the key. */
void flag_table_by_key(enum flag_table which, char *order, size_t room);
/* Binds the columns of ROW, a value of the table's struct, in order from place 1. */
void flag_table_bind(enum flag_table which, struct sqlite3_stmt *statement, const void *row);
/* Reads the row under STATEMENT into *OUT_ROW; texts are copied into ARENA. STATUS_FULL: no room
 * there. STATUS_BROKEN: a value that the column cannot hold. */
enum status flag_table_read(enum flag_table which, struct sqlite3_stmt *statement,
                            struct arena *arena, void *out_row) MUST_CHECK;
/* The rows of STATEMENT, whose values are bound, into OUT_ROWS, ROOM at most; then it is reset. */
enum status flag_table_rows(struct database *database, enum flag_table which,
                            struct sqlite3_stmt *statement, struct arena *arena, void *out_rows,
                            size_t room, size_t *out_count) MUST_CHECK;
/* One line of the canonical export: table and fields between tabs, escaped. Signs of life (when it
 * was written) are left out. */
void flag_table_line(enum flag_table which, struct sqlite3_stmt *statement, struct line *line);

#endif
