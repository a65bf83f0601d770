#include "server/board/http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    CONNECTIONS_MAX = 400,
    CONNECTIONS_PER_ADDRESS = 400, /* the proxy is one address */
    TIMEOUT_S = 5,
    CONNECTION_MEMORY = 32 * 1024,
    URL_MAX = 2048,
    BODY_IN_MAX = 64 * 1024,
    COOKIE_SIZE = 512,
};

/* `__Host-` wants Secure, which a browser gives no page on plain loopback (RELIABILITY 6). */
static const char cookie_name[] = "trao_session";

static struct text query(void *self, const char *name)
{
    return text_of(MHD_lookup_connection_value(self, MHD_GET_ARGUMENT_KIND, name));
}

static void add_headers(struct MHD_Response *response, const struct answer *answer)
{
    static const char *const headers[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
         "frame-ancestors 'none'; base-uri 'none'"  },
        {"X-Content-Type-Options",     "nosniff"    },
        {"Referrer-Policy",            "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cache-Control",              "no-store"   },
    };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        (void)MHD_add_response_header(response, headers[i][0], headers[i][1]);
    }
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type);
    if (answer->location[0] != '\0') {
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, answer->location);
    }
    if (answer->code == MHD_HTTP_UNAUTHORIZED) {
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer");
    }
    if (answer->code == MHD_HTTP_METHOD_NOT_ALLOWED) {
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    }
    if (answer->set_cookie) {
        char cookie[COOKIE_SIZE];
        struct line line = line_of(cookie, sizeof cookie);
        line_put(&line, cookie_name);
        line_char(&line, '=');
        line_put(&line, answer->set_cookie);
        line_put(&line, "; Path=/; HttpOnly; SameSite=Strict");
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_SET_COOKIE, cookie);
    }
}

static enum MHD_Result reply(struct MHD_Connection *connection, struct answer *answer)
{
    static char none[1];
    bool empty = answer->body.size == 0;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(answer->body.size, empty ? none : answer->body.at,
                                        empty ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_FREE);
    if (!response) {
        body_free(&answer->body);
        return MHD_NO;
    }
    if (empty) {
        body_free(&answer->body);
    }
    add_headers(response, answer);
    enum MHD_Result result = MHD_queue_response(connection, answer->code, response);
    MHD_destroy_response(response);
    return result;
}

static struct text header(struct MHD_Connection *connection, const char *name)
{
    return text_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

/* More than a route would read; a chunked body does not even say how much it is. */
static bool is_too_large(struct MHD_Connection *connection)
{
    uint64_t size = 0;
    struct text length = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return header(connection, MHD_HTTP_HEADER_TRANSFER_ENCODING).size > 0 ||
           (length.size > 0 && (!text_unsigned(length, &size) || size > BODY_IN_MAX));
}

static enum MHD_Result answer_request(struct http *http, struct MHD_Connection *connection,
                                      const char *url, const char *method)
{
    struct answer answer;
    struct request request = {
        .method = text_of(method),
        .path = text_of(url),
        .authorization = header(connection, MHD_HTTP_HEADER_AUTHORIZATION),
        .cookie = text_of(MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, cookie_name)),
        .too_large = is_too_large(connection),
        .too_long = strlen(url) > URL_MAX,
        .query = query,
        .self = connection,
    };
    http->answerer.answer(http->answerer.self, &request, &answer);
    return reply(connection, &answer);
}

/* libmicrohttpd calls once with the headers, then for each piece of a body, then to be answered. */
/* MHD_AccessHandlerCallback has eight. NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result take_request(void *self, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version, const char *upload,
                                    size_t *upload_size, void **exchange)
{
    static char seen;
    (void)version;
    (void)upload;
    if (*exchange == NULL && !is_too_large(connection)) {
        *exchange = &seen; /* the next call is when all of a small body has been passed over */
        return MHD_YES;
    }
    if (*upload_size > 0) {
        *upload_size = 0; /* no route wants a body */
        return MHD_YES;
    }
    *exchange = &seen;
    return answer_request(self, connection, url, method);
}

/* Called for the path and for each name and value of the query. Paths are compared as they come: an
 * escaped one is none of ours (row 87). */
static size_t unescape(void *self, struct MHD_Connection *connection, char *text)
{
    (void)self;
    (void)connection;
    return text[0] == '/' ? strlen(text) : MHD_http_unescape(text);
}

enum status http_open(struct http *http, struct http_answerer answerer, uint16_t port,
                      uint16_t *out_port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    *http = (struct http){.answerer = answerer};
    http->daemon = MHD_start_daemon(
        MHD_USE_EPOLL, port, NULL, NULL, take_request, http, MHD_OPTION_SOCK_ADDR, &address,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_PER_ADDRESS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_UNESCAPE_CALLBACK,
        unescape, NULL, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (!http->daemon) {
        return STATUS_DENIED;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    *out_port = info ? info->port : port;
    return STATUS_OK;
}

void http_close(struct http *http)
{
    if (http && http->daemon) {
        MHD_stop_daemon(http->daemon);
        http->daemon = NULL;
    }
}

int http_fd(const struct http *http)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info ? info->epoll_fd : -1;
}

int64_t http_wait_ms(const struct http *http)
{
    MHD_UNSIGNED_LONG_LONG wait_ms = 0;
    return MHD_get_timeout(http->daemon, &wait_ms) == MHD_YES ? (int64_t)wait_ms : -1;
}

void http_turn(struct http *http)
{
    (void)MHD_run(http->daemon);
}
