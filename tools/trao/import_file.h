/* import_file - one file on its way in: read, recognised, judged whole, and in normal form.
 *
 * The normal form is CSV in UTF-8 with LF (decision 0002): what goes into the journal is what watch
 * reads later, by the same parsers of core. Sends nothing. */
#ifndef TRAO_IMPORT_FILE_H
#define TRAO_IMPORT_FILE_H

#include <stdio.h>

#include "core/calendar.h"
#include "core/statement.h"
#include "tools/trao/faults.h"

enum { IMPORT_BYTES_MAX = 512 * 1024 * 1024, IMPORT_WHOLE_MAX = 2 * 1024 * 1024 };

struct import_file {
    const char *path; /* borrowed */
    enum file_kind kind;
    char *bytes; /* the normal form; owned */
    size_t size;
    FILE *out; /* while it is made */
    uint64_t rows;
    struct hash hash;
    struct hash stated; /* without what was added: by import_again(), or a decision */
};

/* What stands in a file as it came. */
enum import_form { IMPORT_UNKNOWN, IMPORT_CSV, IMPORT_JSON };

/* By its first words: the form, and the kind if those tell. */
enum import_form import_recognise(struct text bytes, enum file_kind *out_kind, bool *out_known);
const char *import_kind_name(enum file_kind kind); /* `feed` … */

/* Reads all of PATH; *out_bytes is allocated. CALL_OK, or CALL_FAILED after one sentence. */
int import_read(const struct call *call, const char *path, char **out_bytes, size_t *out_size);

/* Begin, write lines to `out`, end: then bytes, size and hash are there. False: no memory. */
bool import_begin(struct import_file *file, const char *path, enum file_kind kind);
bool import_end(struct import_file *file);
void import_free(struct import_file *file); /* also of one that was only begun */
/* A file that counts already changes nothing: a plan that is to come into force again gets a line
 * that says since when, and so another hash. False: no memory. */
bool import_again(struct import_file *file, struct instant now);

/* The four ways in. FILE has begun; what is wrong goes to FAULTS. */
void import_csv(struct import_file *file, struct text bytes, struct faults *faults);
/* SUPPLEMENTS gets the rows of DanhSachHoSoBoSung. */
void import_json(struct import_file *feed, struct import_file *supplements, struct text bytes,
                 struct faults *faults);
void import_calendar(struct import_file *file, struct text bytes, struct calendar *calendar,
                     struct faults *faults);
void import_plan(struct import_file *file, struct text bytes, const struct calendar *calendar,
                 struct faults *faults);

#endif
