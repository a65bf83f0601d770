/* request - what is asked and what is answered, as values; http.c alone knows the web server. */
#ifndef BOARD_REQUEST_H
#define BOARD_REQUEST_H

#include "base/said.h"
#include "server/board/body.h"

struct request {
    struct text method;
    struct text path;          /* decoded by no one: routes are plain ASCII */
    struct text authorization; /* header, or empty */
    struct text cookie;        /* value of the session cookie, or empty */
    bool too_large;            /* it brings more than any route would read */
    bool too_long;             /* its address is longer than any of ours */
    struct text (*query)(void *self, const char *name); /* value, decoded; or an empty text */
    void *self;
};

struct answer {
    unsigned code;
    const char *type; /* a constant */
    struct body body;
    char location[64];      /* of a redirect; empty otherwise */
    const char *set_cookie; /* borrowed; NULL: none */
};

#endif
