/* notices - who was told of which flags, and what became of it: for the page and for programs.
 *
 * Knows no rule of its own: core/ladder has told, watch has written it down. */
#ifndef BOARD_NOTICES_H
#define BOARD_NOTICES_H

#include "core/ladder.h"
#include "server/board/request.h"
#include "server/board/source.h"

/* What has become of a notice. */
enum notice_state {
    NOTICE_STANDS,       /* the flag is what was told, and nobody has answered */
    NOTICE_CLIMBED,      /* likewise, and a higher rung was reached since */
    NOTICE_ACKNOWLEDGED, /* somebody has taken it on */
    NOTICE_HANDLED,      /* somebody says that it is done */
    NOTICE_GONE,         /* the flag is another one by now */
    NOTICE_STATES
};

struct notices_asked {
    struct text party; /* empty: all */
    uint8_t rung;      /* RUNG_NONE: all */
    bool all;          /* those too that stand no more */
    size_t limit;
};

/* Newest list first. All in the request's arena. */
struct notices {
    struct book_position position;
    const struct book_notice *rows;
    const enum notice_state *states; /* of each row */
    size_t count;
};

/* party, rung, all=1. NULL: understood; else the parameter that is not, and nothing is written. */
const char *notices_ask(const struct request *request, struct notices_asked *out_asked);
/* Those that have been told by the book's clock, what is still to come aside. */
enum status notices_read(struct source *source, const struct notices_asked *asked,
                         struct notices *out_notices) MUST_CHECK;
const char *notice_state_name(enum notice_state state); /* `stands` … */

#endif
