#include "adapters/zmq/gate_line.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/check.h"

enum { SCRATCH = 65536, FRAME_LONG = 2, FRAME_COMMAND = 4 };

/* What every CURVE server of ZMTP 3.1 says first; libzmq's own, byte for byte. */
static const uint8_t greeting[GATE_GREETING_SIZE] = {0xFF, 0, 0, 0,   0,   0,   0,   0,  1,
                                                     0x7F, 3, 1, 'C', 'U', 'R', 'V', 'E'};
static const uint8_t hello[] = {FRAME_COMMAND, 200, 5, 'H', 'E', 'L', 'L', 'O', 1, 0};

struct gate_line *gate_line_new(int fd)
{
    struct gate_line *line = calloc(1, sizeof *line);
    if (line) {
        for (int side = 0; side < 2; side++) {
            line->ends[side] = (struct gate_end){.line = line, .side = side};
        }
        line->fd[GATE_OUTER] = fd;
        line->fd[GATE_INNER] = -1;
        (void)send(fd, greeting, sizeof greeting, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    return line;
}

void gate_line_free(struct gate_line *line)
{
    for (int side = 0; side < 2; side++) {
        if (line->fd[side] >= 0) {
            (void)close(line->fd[side]);
        }
        free(line->left[side]);
    }
    free(line);
}

/* Is what the caller has said so far what a CURVE client says? */
static bool is_curve(const struct gate_line *line)
{
    const size_t size = line->said_size;
    if (size >= 1 && line->said[0] != 0xFF) {
        return false;
    }
    if (size >= 32 && (line->said[9] != 0x7F || line->said[10] != 3 ||
                       memcmp(line->said + 12, greeting + 12, 20) != 0)) {
        return false;
    }
    const size_t of_hello = size > GATE_GREETING_SIZE ? size - GATE_GREETING_SIZE : 0;
    const size_t compare = of_hello < sizeof hello ? of_hello : sizeof hello;
    return memcmp(line->said + GATE_GREETING_SIZE, hello, compare) == 0;
}

/* How much the caller has to have said for the next step; 0: that cannot be known yet. */
static size_t needed(const struct gate_line *line)
{
    const uint8_t *at = line->said;
    if (line->answers == 0) {
        return GATE_GREETING_SIZE + GATE_HELLO_SIZE;
    }
    if (line->said_size < 9) {
        return 0;
    }
    if (!(at[0] & FRAME_LONG)) {
        return 2 + (size_t)at[1];
    }
    return 9 + ((size_t)at[7] << 8 | at[8]); /* longer ones are refused by their size */
}

static bool is_initiate(const struct gate_line *line)
{
    const uint8_t *at = line->said;
    return line->said_size < 9 ||
           ((at[0] & ~FRAME_LONG) == FRAME_COMMAND &&
            (!(at[0] & FRAME_LONG) || (at[1] | at[2] | at[3] | at[4] | at[5] | at[6]) == 0));
}

static enum gate_turn hear_caller(struct gate_line *line)
{
    const size_t need = needed(line);
    const size_t room = (need > 0 ? need : 9) - line->said_size;
    ssize_t got = recv(line->fd[GATE_OUTER], line->said + line->said_size, room, MSG_DONTWAIT);
    if (got <= 0) {
        return got < 0 && (errno == EAGAIN || errno == EINTR) ? GATE_NOTHING : GATE_ENDED;
    }
    line->said_size += (size_t)got;
    if (line->answers == 0 ? !is_curve(line) : !is_initiate(line)) {
        return GATE_FOREIGN;
    }
    const size_t now = needed(line);
    if (now > sizeof line->said || (now > 0 && now < line->said_size)) {
        return GATE_FOREIGN;
    }
    return now > 0 && line->said_size == now ? GATE_WHOLE : GATE_NOTHING;
}

/* Gives SIZE bytes to SIDE; what it does not take is kept. False: it is gone. */
static bool give(struct gate_line *line, int side, const uint8_t *bytes, size_t size)
{
    ssize_t sent = send(line->fd[side], bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        return false;
    }
    const size_t taken = sent > 0 ? (size_t)sent : 0;
    if (taken == size) {
        return true;
    }
    assert(!line->left[side]);
    line->left[side] = malloc(size - taken);
    if (!line->left[side]) {
        return false;
    }
    memcpy(line->left[side], bytes + taken, size - taken);
    line->left_at[side] = 0;
    line->left_size[side] = size - taken;
    return true;
}

/* RFC 26: the server ends a handshake with READY or with ERROR, and libzmq's ERROR is short. */
static bool is_error(const uint8_t *bytes, size_t size)
{
    static const uint8_t error[] = {5, 'E', 'R', 'R', 'O', 'R'};
    return size >= 2 + sizeof error && bytes[0] == FRAME_COMMAND &&
           memcmp(bytes + 2, error, sizeof error) == 0;
}

static enum gate_turn carry(struct gate_line *line, int from)
{
    static _Thread_local uint8_t scratch[SCRATCH];
    ssize_t got = recv(line->fd[from], scratch, sizeof scratch, MSG_DONTWAIT);
    if (got <= 0) {
        return got < 0 && (errno == EAGAIN || errno == EINTR) ? GATE_NOTHING : GATE_ENDED;
    }
    size_t skip = 0;
    if (from == GATE_INNER && line->swallow > 0) {
        skip = (size_t)got < line->swallow ? (size_t)got : line->swallow;
        line->swallow -= skip;
    }
    if ((size_t)got == skip) {
        return GATE_NOTHING;
    }
    if (!give(line, 1 - from, scratch + skip, (size_t)got - skip)) {
        return GATE_ENDED;
    }
    if (line->state != GATE_LINE_SERVED || from != GATE_INNER) {
        return GATE_NOTHING;
    }
    return is_error(scratch + skip, (size_t)got - skip) ? GATE_REFUSED : GATE_ANSWERED;
}

enum gate_turn gate_line_read(struct gate_line *line, int side)
{
    if (side == GATE_OUTER && line->state == GATE_LINE_TALKING) {
        return hear_caller(line);
    }
    return carry(line, side);
}

enum gate_turn gate_line_write(struct gate_line *line, int side)
{
    uint8_t *left = line->left[side];
    if (!left) {
        return GATE_NOTHING;
    }
    ssize_t sent = send(line->fd[side], left + line->left_at[side],
                        line->left_size[side] - line->left_at[side], MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0) {
        return errno == EAGAIN || errno == EINTR ? GATE_NOTHING : GATE_ENDED;
    }
    line->left_at[side] += (size_t)sent;
    if (line->left_at[side] == line->left_size[side]) {
        free(left);
        line->left[side] = NULL;
    }
    return GATE_NOTHING;
}

static int join(const char *inner)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX}; /* abstract: a name behind a zero byte */
    const size_t size = strlen(inner);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || size + 1 > sizeof to.sun_path) {
        return -1;
    }
    memcpy(to.sun_path + 1, inner, size);
    const socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + size);
    if (connect(fd, (const struct sockaddr *)&to, length) != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

bool gate_line_pass(struct gate_line *line, const char *inner)
{
    if (line->fd[GATE_INNER] < 0) {
        line->fd[GATE_INNER] = join(inner);
        line->swallow = GATE_GREETING_SIZE;
        if (line->fd[GATE_INNER] < 0) {
            return false;
        }
    }
    bool given = give(line, GATE_INNER, line->said, line->said_size);
    line->said_size = 0;
    return given;
}

uint32_t gate_line_interest(const struct gate_line *line, int side)
{
    const bool waits =
        side == GATE_OUTER && (line->state == GATE_LINE_QUEUED || line->state == GATE_LINE_SERVED);
    uint32_t interest = waits || line->left[1 - side] ? 0 : EPOLLIN;
    return interest | (line->left[side] ? (uint32_t)EPOLLOUT : 0);
}
