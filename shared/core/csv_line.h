/* csv_line - one line of CSV taken apart into its fields (RFC 4180), without memory of its own.
 *
 * A record is one line: files in a journal are cut at line ends and hold no line break inside
 * quotes (the import door refuses those). */
#ifndef CORE_CSV_LINE_H
#define CORE_CSV_LINE_H

#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

enum { CSV_FIELDS_MAX = 24, CSV_LINE_MAX = 4096 };

struct csv_line {
    struct text field[CSV_FIELDS_MAX]; /* borrowed from the line, or from `plain` when quoted */
    size_t count;
    size_t plain_size;
    char plain[CSV_LINE_MAX];
};

/* LINE without its line end; a trailing CR is understood. STATUS_MALFORMED: a quote is left open
 * or stands where none may, or bytes that are no UTF-8; STATUS_FULL: longer than CSV_LINE_MAX or
 * more than CSV_FIELDS_MAX fields. */
enum status csv_line_split(struct text line, struct csv_line *out) MUST_CHECK;
/* Field I, empty when the line has fewer. */
struct text csv_field(const struct csv_line *line, size_t i);

#endif
