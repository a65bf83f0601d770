/* board - what the flag book says, as JSON, as a page and as metrics.
 *
 * A request comes in as a value and an answer goes out as one; http.c alone knows the web server.
 * Reads through the flag_reader port, a call at a time, never across requests. */
#ifndef BOARD_BOARD_H
#define BOARD_BOARD_H

#include "base/said.h"
#include "ports/clock.h"
#include "ports/flag_book.h"
#include "ports/log.h"
#include "server/board/body.h"

enum { BOARD_TOKEN_MAX = 128, BOARD_STAT_MAX = 4096 };

/* What intake last said of itself: the bytes of its sign of life, and when they changed. */
struct intake_sign {
    bool known;
    struct instant changed; /* monotonic */
    char text[BOARD_STAT_MAX];
};

struct board {
    struct flag_reader *reader; /* borrowed, as the next two */
    const struct clock *clock;
    const struct log *log;
    enum language language;   /* where a request does not say */
    bool demo;                /* the clock is a demonstration's: said on every page */
    int64_t intake_silent_ms; /* no sign of life for so long: intake is down */
    char token[BOARD_TOKEN_MAX];
    struct intake_sign intake;
    uint64_t requests;
    uint64_t unauthorised;
    struct arena arena; /* of the request under way */
};

struct request {
    struct text method;
    struct text path;          /* decoded by no one: routes are plain ASCII */
    struct text authorization; /* header, or empty */
    struct text cookie;        /* value of the session cookie, or empty */
    struct text (*query)(void *self, const char *name); /* value, or an empty text */
    void *self;
};

struct answer {
    unsigned code;
    const char *type;
    struct body body;
    char location[256]; /* of a redirect; empty otherwise */
    bool set_cookie;    /* hand the token out as a session cookie */
};

void board_answer(struct board *board, const struct request *request, struct answer *out_answer);

#endif
