/* access - who may read what: the one place that decides. Deny by default.
 *
 * Today there is one token, which may read everything; some routes are open to anybody on this
 * machine. Knows no book and no page. */
#ifndef BOARD_ACCESS_H
#define BOARD_ACCESS_H

#include "server/board/request.h"

enum route {
    ROUTE_NONE, /* there is no such page: only who may read learns that */
    ROUTE_HEALTH,
    ROUTE_READY,
    ROUTE_METRICS,
    ROUTE_STYLE,
    ROUTE_PAGE,
    ROUTE_FLAGS,
    ROUTE_NOTICES,
    ROUTE_RUNS,
    ROUTE_DOSSIER,
    ROUTES
};

enum access {
    ACCESS_DENIED,
    ACCESS_GRANTED,
    ACCESS_LOGIN, /* the page with a good `?token=`: to be turned into a cookie */
};

/* *out_code is what stands behind the route's path: the dossier's code. */
enum route route_of(struct text path, struct text *out_code);
enum access access_of(const char *token, enum route route, const struct request *request);

#endif
