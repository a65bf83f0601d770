#include "adapters/zmq/gate_listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { BACKLOG = 1024, HOST_SIZE = 200 };

static enum status listen_at(const char *host, const char *port, int *out_listener)
{
    const struct addrinfo wish = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    const int on = 1;
    if (getaddrinfo(strcmp(host, "*") == 0 ? NULL : host, strcmp(port, "*") == 0 ? "0" : port,
                    &wish, &found) != 0) {
        return STATUS_MALFORMED;
    }
    enum status status = STATUS_IO;
    const int listener =
        socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP);
    if (listener >= 0) {
        (void)setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        const bool bound = bind(listener, found->ai_addr, found->ai_addrlen) == 0 &&
                           listen(listener, BACKLOG) == 0;
        const bool taken = errno == EADDRINUSE || errno == EACCES || errno == EADDRNOTAVAIL;
        status = bound ? STATUS_OK : taken ? STATUS_DENIED : STATUS_IO;
    }
    freeaddrinfo(found);
    *out_listener = listener;
    return status;
}

static enum status tell_port(int listener, const char *host, bool brackets,
                             char out_endpoint[GATE_ENDPOINT_SIZE])
{
    struct sockaddr_storage at;
    socklen_t size = sizeof at;
    memset(&at, 0, sizeof at); /* all of it: it is looked at as another type */
    if (getsockname(listener, (struct sockaddr *)&at, &size) != 0) {
        return STATUS_IO;
    }
    const in_port_t port = at.ss_family == AF_INET6
                               ? ((const struct sockaddr_in6 *)(const void *)&at)->sin6_port
                               : ((const struct sockaddr_in *)(const void *)&at)->sin_port;
    (void)snprintf(out_endpoint, GATE_ENDPOINT_SIZE, brackets ? "tcp://[%s]:%u" : "tcp://%s:%u",
                   strcmp(host, "*") == 0 ? "0.0.0.0" : host, ntohs(port));
    return STATUS_OK;
}

enum status gate_listen(const char *endpoint, int *out_listener,
                        char out_endpoint[GATE_ENDPOINT_SIZE])
{
    char host[HOST_SIZE];
    const char *colon = strrchr(endpoint, ':');
    *out_listener = -1;
    if (strncmp(endpoint, "tcp://", 6) != 0 || !colon || colon < endpoint + 6) {
        return STATUS_MALFORMED;
    }
    const char *from = endpoint + 6;
    size_t size = (size_t)(colon - from);
    const bool brackets = size >= 2 && from[0] == '[' && from[size - 1] == ']';
    from += brackets;
    size -= brackets ? 2 : 0;
    if (size == 0 || size >= sizeof host) {
        return STATUS_MALFORMED;
    }
    memcpy(host, from, size);
    host[size] = '\0';
    enum status status = listen_at(host, colon + 1, out_listener);
    return status == STATUS_OK ? tell_port(*out_listener, host, brackets, out_endpoint) : status;
}
