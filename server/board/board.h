/* board - what the flag book says, as JSON, as a page and as metrics.
 *
 * A request comes in as a value and an answer goes out as one. Reads through the flag_reader port,
 * a call at a time, never across requests; writes nothing. */
#ifndef BOARD_BOARD_H
#define BOARD_BOARD_H

#include "server/board/request.h"
#include "server/board/source.h"

enum { BOARD_TOKEN_MAX = 128 };

struct board {
    struct source source;
    char token[BOARD_TOKEN_MAX];
    uint64_t requests;
    uint64_t unauthorised;
};

/* The caller frees the answer's body. */
void board_answer(struct board *board, const struct request *request, struct answer *out_answer);

#endif
