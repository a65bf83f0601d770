/* source - where the board's answers come from: the book, the clock, intake's sign of life. */
#ifndef BOARD_SOURCE_H
#define BOARD_SOURCE_H

#include "base/arena.h"
#include "base/said.h"
#include "ports/clock.h"
#include "ports/flag_book.h"
#include "server/board/intake_sign.h"

struct source {
    struct flag_reader *reader; /* borrowed, as the next */
    const struct clock *clock;
    int64_t stale_ms;       /* a book that stands still for longer is old */
    enum language language; /* where a request does not say */
    bool demo;              /* the clock is a demonstration's: said on every page */
    struct intake_sign intake;
    struct arena arena; /* of the request under way */
};

#endif
