/* text - characters somebody else owns, and a line that is built without stdio.
 *
 * UTF-8 everywhere. A `line` never passes its room: what does not fit is cut on a whole character
 * and `cut` says so. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *at; /* borrowed, not closed by a NUL */
    size_t size;
};

struct line {
    char *at;    /* the caller's buffer, always closed by a NUL */
    size_t room; /* with the NUL */
    size_t size;
    bool cut;
};

#define TEXT(literal) ((struct text){.at = (literal), .size = sizeof(literal) - 1})

struct text text_of(const char *closed); /* NULL gives an empty text */
bool text_equal(struct text a, struct text b);
bool text_is(struct text a, const char *closed);
int text_order(struct text a, struct text b); /* as memcmp, the shorter first */
bool text_starts(struct text a, const char *closed);
struct text text_trim(struct text text); /* spaces, tabs, CR and LF at both ends */
/* Splits at the first MARK: returns what stands before it and moves *rest behind it. Without a mark
 * the whole text is returned and *rest becomes empty with at == NULL. */
struct text text_split(struct text *rest, char mark);
/* Copies and closes with a NUL. False, and an empty string, if it does not fit. */
bool text_copy(struct text text, char *out, size_t room);
bool text_unsigned(struct text text, uint64_t *out_value); /* decimal digits only, all of them */
bool text_signed(struct text text, int64_t *out_value);
bool text_utf8(struct text text);    /* well-formed UTF-8 without NUL (RFC 3629) */
uint64_t text_mix(struct text text); /* FNV-1a: for tables in memory, never for evidence */

struct line line_of(char *at, size_t room);
void line_text(struct line *line, struct text text);
void line_put(struct line *line, const char *closed);
void line_char(struct line *line, char c);
void line_unsigned(struct line *line, uint64_t value);
void line_signed(struct line *line, int64_t value);
void line_digits(struct line *line, uint64_t value, int width); /* zero-padded */
void line_hex(struct line *line, const void *bytes, size_t size);
/* Control characters and bytes that are no UTF-8 as \xNN, quotes and backslashes escaped: safe in
 * a log or on a terminal. */
void line_escaped(struct line *line, struct text text);
struct text line_done(const struct line *line);

bool hex_bytes(struct text hex, void *out, size_t size); /* exactly 2*size hex digits */

#endif
