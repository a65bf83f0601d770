#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/board/http.h"
#include "tests/unit/server/board/asker.h"

enum { ANSWER_SIZE = 64 * 1024, TURNS_MAX = 2000 };

static void answer(void *self, const struct request *request, struct answer *out_answer)
{
    board_answer(self, request, out_answer);
}

static struct http_answerer answerer_of(struct asker *asker)
{
    return (struct http_answerer){.answer = answer, .self = &asker->board};
}

/* Sends what is to be sent and reads until the other side closes. */
static const char *exchange(struct http *http, uint16_t port, const char *sent)
{
    static char answer[ANSWER_SIZE];
    size_t size = 0;
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    assert_true(send(fd, sent, strlen(sent), MSG_NOSIGNAL) > 0);
    for (int i = 0; i < TURNS_MAX; i++) {
        struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
        http_turn(http);
        if (poll(&poll_fd, 1, 1) == 1) {
            ssize_t got = recv(fd, answer + size, sizeof answer - 1 - size, 0);
            if (got <= 0) {
                break;
            }
            size += (size_t)got;
        }
    }
    close(fd);
    answer[size] = '\0';
    return answer;
}

static const char *get(struct http *http, uint16_t port, const char *path, const char *headers)
{
    static char request[ANSWER_SIZE];
    (void)snprintf(request, sizeof request,
                   "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n", path, headers);
    return exchange(http, port, request);
}

static void answers_travel_with_the_headers_that_guard_them(void **state)
{
    struct asker *asker = *state;
    struct http http;
    uint16_t port = 0;
    assert_int_equal(http_open(&http, answerer_of(asker), 0, &port), STATUS_OK);
    const char *answer =
        get(&http, port, "/api/v1/flags", "Authorization: Bearer " ASKER_TOKEN "\r\n");
    assert_memory_equal(answer, "HTTP/1.1 200 ", 13);
    assert_non_null(strstr(answer, "Content-Security-Policy: default-src 'none'; style-src"));
    assert_non_null(strstr(answer, "X-Content-Type-Options: nosniff"));
    assert_non_null(strstr(answer, SAMPLE_TRACED));
    answer = get(&http, port, "/api/v1/flags", "");
    assert_memory_equal(answer, "HTTP/1.1 401 ", 13);
    assert_non_null(strstr(answer, "WWW-Authenticate: Bearer"));
    http_close(&http);
    http_close(&http); /* twice: nothing */
}

static void a_token_in_the_address_comes_back_as_a_guarded_cookie(void **state)
{
    struct asker *asker = *state;
    struct http http;
    uint16_t port = 0;
    assert_int_equal(http_open(&http, answerer_of(asker), 0, &port), STATUS_OK);
    /* %66 is f: forms may encode what they like. */
    const char *answer = get(&http, port, "/?token=0123456789abcdef0123456789abcde%66", "");
    assert_memory_equal(answer, "HTTP/1.1 303 ", 13);
    assert_non_null(strstr(answer, "Location: /\r\n"));
    assert_non_null(strstr(answer, "Set-Cookie: trao_session=" ASKER_TOKEN
                                   "; Path=/; HttpOnly; SameSite=Strict"));
    answer = get(&http, port, "/", "Cookie: trao_session=" ASKER_TOKEN "\r\n");
    assert_memory_equal(answer, "HTTP/1.1 200 ", 13);
    http_close(&http);
}

static void row_84_large_bodies_long_addresses_and_many_headers_are_refused(void **state)
{
    static char path[4096];
    static char headers[ANSWER_SIZE - 256];
    struct asker *asker = *state;
    struct http http;
    uint16_t port = 0;
    assert_int_equal(http_open(&http, answerer_of(asker), 0, &port), STATUS_OK);
    const char *answer = get(&http, port, "/", "Content-Length: 10485760\r\n");
    assert_memory_equal(answer, "HTTP/1.1 413 ", 13);
    answer = get(&http, port, "/", "Transfer-Encoding: chunked\r\n");
    assert_memory_equal(answer, "HTTP/1.1 413 ", 13);
    memset(path, 'a', sizeof path - 1);
    path[0] = '/';
    assert_memory_equal(get(&http, port, path, ""), "HTTP/1.1 414 ", 13);
    struct line line = line_of(headers, sizeof headers);
    for (int i = 0; i < 1000; i++) {
        line_put(&line, "X-A");
        line_signed(&line, i);
        line_put(&line, ": aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
    }
    assert_memory_equal(get(&http, port, "/healthz", headers), "HTTP/1.1 431 ", 13);
    assert_memory_equal(get(&http, port, "/healthz", ""), "HTTP/1.1 200 ", 13);
    http_close(&http);
}

static void row_87_escaped_paths_reach_nothing(void **state)
{
    static const char *const paths[] = {"/../style.css", "/%2e%2e/style.css", "/%73tyle.css",
                                        "/style.css%00", "/api/v1/dossiers/%00"};
    struct asker *asker = *state;
    struct http http;
    uint16_t port = 0;
    assert_int_equal(http_open(&http, answerer_of(asker), 0, &port), STATUS_OK);
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        assert_memory_equal(get(&http, port, paths[i], "Authorization: Bearer " ASKER_TOKEN "\r\n"),
                            "HTTP/1.1 404 ", 13);
    }
    http_close(&http);
}

static void a_port_that_is_taken_is_denied(void **state)
{
    struct asker *asker = *state;
    struct http first;
    struct http second;
    uint16_t port = 0;
    uint16_t none = 0;
    assert_int_equal(http_open(&first, answerer_of(asker), 0, &port), STATUS_OK);
    assert_int_equal(http_open(&second, answerer_of(asker), port, &none), STATUS_DENIED);
    assert_true(http_fd(&first) >= 0);
    http_close(&first);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, asker_setup, asker_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(answers_travel_with_the_headers_that_guard_them),
        CASE(a_token_in_the_address_comes_back_as_a_guarded_cookie),
        CASE(row_84_large_bodies_long_addresses_and_many_headers_are_refused),
        CASE(row_87_escaped_paths_reach_nothing),
        CASE(a_port_that_is_taken_is_denied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
