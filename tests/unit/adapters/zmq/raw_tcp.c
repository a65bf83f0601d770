#include "tests/unit/adapters/zmq/raw_tcp.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in address_of(int port)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)},
    };
}

int raw_tcp_port(const char *endpoint)
{
    const char *colon = strrchr(endpoint, ':');
    return colon ? (int)strtol(colon + 1, NULL, 10) : 0;
}

int raw_tcp_listen(int *out_port)
{
    struct sockaddr_in address = address_of(0);
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (const struct sockaddr *)&address, size) != 0 || listen(fd, 64) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
        (void)close(fd);
        return -1;
    }
    *out_port = ntohs(address.sin_port);
    return fd;
}

int raw_tcp_connect(int port)
{
    struct sockaddr_in address = address_of(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

int raw_tcp_accept(int listener, int limit_ms)
{
    struct pollfd one = {.fd = listener, .events = POLLIN};
    return poll(&one, 1, limit_ms) > 0 ? accept(listener, NULL, NULL) : -1;
}

bool raw_tcp_send(int fd, const void *bytes, size_t size)
{
    return send(fd, bytes, size, MSG_NOSIGNAL) == (ssize_t)size;
}

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t raw_tcp_cut_after_ms(int fd, int64_t limit_ms)
{
    int64_t began = now_ms();
    for (int64_t now = began; now < began + limit_ms; now = now_ms()) {
        char said[256];
        struct pollfd one = {.fd = fd, .events = POLLIN};
        if (poll(&one, 1, (int)(began + limit_ms - now)) > 0 &&
            recv(fd, said, sizeof said, 0) <= 0) {
            return now_ms() - began;
        }
    }
    return -1;
}

void raw_tcp_greeting(const char *mechanism, uint8_t out[64])
{
    memset(out, 0, 64);
    out[0] = 0xFF;
    out[8] = 1;
    out[9] = 0x7F;
    out[10] = 3;
    out[11] = 1;
    memcpy(out + 12, mechanism, strnlen(mechanism, 20));
}
