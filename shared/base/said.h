/* said - one sentence a person may see, in both languages, with the code that names it.
 *
 * Each room keeps its own table of these (…_said.c); this is only their shape. A sentence may hold
 * places written {0} … {3}; said_line() fills them. Codes look like `SCAN-03` and never change. */
#ifndef BASE_SAID_H
#define BASE_SAID_H

#include <stddef.h>

#include "base/text.h"

enum language { LANGUAGE_VI, LANGUAGE_EN };

struct said {
    const char *code;
    const char *vi;
    const char *en;
};

/* A row of a table; the formatter leaves it alone where it would spread a bare list. */
#define SAID(code_, vi_, en_)                                                                      \
    {                                                                                              \
        .code = (code_), .vi = (vi_), .en = (en_)                                                  \
    }

const char *said_in(const struct said *said, enum language language);
/* Appends the sentence to LINE with its places filled from VALUES[0..COUNT). */
void said_line(struct line *line, const struct said *said, enum language language,
               const struct text *values, size_t count);
/* True if the row is whole: a code, both languages well-formed, and the same places in both. */
bool said_valid(const struct said *said);

#endif
