/* import_rows - one record of a feed, supplements, acts or offices file: judged, and written in
 * normal form.
 *
 * The judges are core's own parsers, on the very line that goes into the journal. */
#ifndef TRAO_IMPORT_ROWS_H
#define TRAO_IMPORT_ROWS_H

#include "core/csv_line.h"
#include "core/item_code.h"
#include "core/names.h"
#include "tools/trao/import_file.h"

enum { IMPORT_NAMES = 2048, IMPORT_NAMES_TEXT = 128 * 1024, IMPORT_COLUMNS_MAX = 11 };

/* The columns of a kind in normal form, closed by NULL. */
const char *const *import_columns(enum file_kind kind);

struct import_rows {
    struct import_file *file;
    struct faults *faults;
    struct item_grammar grammar;
    struct names names; /* the parsers want one; forgotten when it is full */
    void *memory;
    char line[CSV_LINE_MAX + 2];
};

/* Writes the header. False: no memory. */
bool import_rows_begin(struct import_rows *rows, struct import_file *file, struct faults *faults);
void import_rows_end(struct import_rows *rows);
/* One record, found in line NUMBER of the file as it came: as many fields as there are columns. */
void import_row(struct import_rows *rows, uint64_t number, const struct text *given);

#endif
