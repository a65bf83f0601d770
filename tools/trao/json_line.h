/* json_line - a text as a JSON string (RFC 8259) at the end of a line, without memory of its own.
 *
 * For the answers that come a hundred thousand at a time; everything else is built with jansson. */
#ifndef TRAO_JSON_LINE_H
#define TRAO_JSON_LINE_H

#include "base/text.h"

/* With its quotes. Bytes that are no UTF-8 become U+FFFD: what is written is always JSON. */
void json_line(struct line *line, struct text text);

#endif
