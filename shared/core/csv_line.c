#include "core/csv_line.h"

#include <string.h>

/* A quoted field, FROM just behind its opening quote: copied without its doubled quotes. False
 * when none closes it; *out_end is where it ends, behind the closing quote. */
static bool quoted_field(struct text line, size_t from, struct csv_line *out, size_t *out_end)
{
    char *to = out->plain + out->plain_size;
    size_t size = 0;
    for (size_t i = from; i < line.size; i++) {
        if (line.at[i] == '"') {
            if (i + 1 == line.size || line.at[i + 1] != '"') {
                out->field[out->count++] = (struct text){.at = to, .size = size};
                out->plain_size += size;
                *out_end = i + 1;
                return true;
            }
            i++; /* "a double-quote appearing inside a field must be escaped by preceding it with
                    another double quote" (RFC 4180, 2.7) */
        }
        to[size++] = line.at[i];
    }
    return false;
}

/* A plain field from FROM. False when a quote stands in it. */
static bool plain_field(struct text line, size_t from, struct csv_line *out, size_t *out_end)
{
    size_t i = from;
    while (i < line.size && line.at[i] != ',') {
        if (line.at[i] == '"') {
            return false;
        }
        i++;
    }
    out->field[out->count++] = (struct text){.at = line.at + from, .size = i - from};
    *out_end = i;
    return true;
}

enum status csv_line_split(struct text line, struct csv_line *out)
{
    out->count = 0;
    out->plain_size = 0;
    if (line.size > 0 && line.at[line.size - 1] == '\r') {
        line.size--;
    }
    if (line.size > CSV_LINE_MAX) {
        return STATUS_FULL;
    }
    if (!text_utf8(line)) {
        return STATUS_MALFORMED;
    }
    for (size_t at = 0;; at++) {
        if (out->count == CSV_FIELDS_MAX) {
            return STATUS_FULL;
        }
        bool quoted = at < line.size && line.at[at] == '"';
        if (!(quoted ? quoted_field(line, at + 1, out, &at) : plain_field(line, at, out, &at))) {
            return STATUS_MALFORMED;
        }
        if (at == line.size) {
            return STATUS_OK;
        }
        if (line.at[at] != ',') {
            return STATUS_MALFORMED;
        }
    }
}

struct text csv_field(const struct csv_line *line, size_t i)
{
    return i < line->count ? line->field[i] : (struct text){.at = "", .size = 0};
}
