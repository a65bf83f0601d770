/* http - the web server behind the board: the one file that knows libmicrohttpd.
 *
 * Listens on 127.0.0.1 only; a proxy with TLS stands in front where others must reach it. Limits as
 * RELIABILITY section 6 measured them. One thread: requests are answered in the caller's turn. */
#ifndef BOARD_HTTP_H
#define BOARD_HTTP_H

#include "base/status.h"
#include "server/board/request.h"

struct MHD_Daemon;

/* Who answers; the server frees the answer's body. */
struct http_answerer {
    void (*answer)(void *self, const struct request *request, struct answer *out_answer);
    void *self; /* borrowed */
};

struct http {
    struct MHD_Daemon *daemon;
    struct http_answerer answerer;
};

/* PORT 0: any. STATUS_DENIED: the port is taken. */
enum status http_open(struct http *http, struct http_answerer answerer, uint16_t port,
                      uint16_t *out_port) MUST_CHECK;
void http_close(struct http *http);
int http_fd(const struct http *http);          /* readable when there is something to do */
int64_t http_wait_ms(const struct http *http); /* until then at most; -1: no limit */
void http_turn(struct http *http);             /* answers what is there; never waits */

#endif
