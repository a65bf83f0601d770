/* board - what the flag book says, as JSON, as a page and as metrics.
 *
 * A request comes in as a value and an answer goes out as one. Reads through the flag_reader port,
 * a call at a time, never across requests; writes nothing. */
#ifndef BOARD_BOARD_H
#define BOARD_BOARD_H

#include "ports/clock.h"
#include "ports/flag_book.h"
#include "server/board/intake_sign.h"
#include "server/board/request.h"

enum { BOARD_TOKEN_MAX = 128 };

struct board {
    struct flag_reader *reader; /* borrowed, as the next */
    const struct clock *clock;
    enum language language; /* where a request does not say */
    bool demo;              /* the clock is a demonstration's: said on every page */
    int64_t stale_ms;       /* a book that stands still for longer is old */
    char token[BOARD_TOKEN_MAX];
    struct intake_sign intake;
    uint64_t requests;
    uint64_t unauthorised;
    struct arena arena; /* of the request under way */
};

/* The caller frees the answer's body. */
void board_answer(struct board *board, const struct request *request, struct answer *out_answer);

#endif
