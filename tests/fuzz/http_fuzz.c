/* http_fuzz - bytes on the board's line from anywhere: whatever comes back is HTTP, nothing of the
 * book is in it without a token, and the next one is answered. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/board/http.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/server/board/asker.h"

enum { ANSWER_SIZE = 256 * 1024, IDLE_TURNS = 4, SENT_MAX = 32 * 1024 };

static struct asker *asker;
static struct http http;
static uint16_t port;
static char answers[ANSWER_SIZE];

static void answer(void *self, const struct request *request, struct answer *out_answer)
{
    board_answer(self, request, out_answer);
}

static void start(void)
{
    void *made = NULL;
    int result = asker_setup(&made);
    asker = made;
    enum status status =
        http_open(&http, (struct http_answerer){.answer = answer, .self = &asker->board}, 0, &port);
    assert(result == 0 && status == STATUS_OK);
}

/* A line whose end leaves nothing behind (a port that waits, after some ten thousands). */
static int call(void)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    const struct linger none = {.l_onoff = 1};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int set = setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    int connected = connect(fd, (const struct sockaddr *)&address, sizeof address);
    assert(fd >= 0 && set == 0 && connected == 0);
    return fd;
}

/* What came back until nothing more does. */
static struct text hear(int fd)
{
    size_t size = 0;
    for (int idle = 0; idle < IDLE_TURNS && size < ANSWER_SIZE;) {
        http_turn(&http);
        ssize_t got = recv(fd, answers + size, ANSWER_SIZE - size, MSG_DONTWAIT);
        if (got == 0) {
            break;
        }
        idle = got > 0 ? 0 : idle + 1;
        size += got > 0 ? (size_t)got : 0;
    }
    return (struct text){.at = answers, .size = size};
}

static bool holds(struct text text, const char *found)
{
    return text.size > 0 && memmem(text.at, text.size, found, strlen(found)) != NULL;
}

/* Does a part of the token stand in what was sent? The rest may have come escaped. */
static bool may_know(struct text sent)
{
    return holds(sent, "89abcdef") || holds(sent, "%");
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    if (!asker) {
        start();
    }
    size = size < SENT_MAX ? size : SENT_MAX;
    int fd = call();
    http_turn(&http);
    ssize_t sent = size > 0 ? send(fd, at, size, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;
    struct text heard = hear(fd);
    assert(sent == (ssize_t)size);
    assert(heard.size == 0 || text_starts(heard, "HTTP/1.1 ") || text_starts(heard, "HTTP/1.0 "));
    assert(!holds(heard, "500 Internal") && !holds(heard, "<script"));
    assert(!holds(heard, SAMPLE_TRACED) || may_know(fuzz_text(at, size)));
    assert(http_fd(&http) >= 0 && http_wait_ms(&http) >= -1);
    (void)close(fd);
    http_turn(&http);
    return 0;
}
