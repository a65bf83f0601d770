/* asked - which flags a request wants: its parameters, read once and kept within bounds. */
#ifndef BOARD_ASKED_H
#define BOARD_ASKED_H

#include "ports/flag_book.h"
#include "server/board/request.h"

enum { ASKED_LIMIT_MAX = 500, ASKED_LIMIT_USUAL = 100 };

struct asked {
    struct flag_filter filter;
    uint64_t limit; /* 1 .. ASKED_LIMIT_MAX */
    uint64_t page;  /* from 0 */
};

/* `lang=vi|en`; USUAL if it says neither. */
enum language asked_language(const struct request *request, enum language usual);
/* level (a level, or `all`), cause, agency, limit, page. A limit that is too large is made the
 * largest. NULL: understood; else the parameter that is not, and nothing is written. */
const char *asked_flags(const struct request *request, struct asked *out_asked);

#endif
