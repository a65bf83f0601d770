/* INVARIANTS
 * (1) At most `handshakes` lines are GATE_LINE_SERVED: so much of libzmq's time they may take from
 *     the lines that are open, and `serving` is their number.
 * (2) A line that is not open stands in the list by age and counts for its source, and they are at
 *     most `waiting`.
 * (3) A handshake that began has an end: it opens, it fails, or we cut it and that is nobody's
 *     fault. */
#include "adapters/zmq/gate.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "adapters/zmq/gate_sources.h"
#include "base/check.h"
#include "base/sign.h"

enum {
    EVENTS = 256,
    ACCEPTS = 64, /* a turn */
    BACKLOG = 1024,
    TICK_MS = 50,
    TCP_SILENT_MS = 30000,
    HOST_SIZE = 200
};

struct gate {
    struct gate_settings settings;
    char inner[GATE_INNER_SIZE];
    char endpoint[GATE_ENDPOINT_SIZE];
    int listener, epoll, end;
    pthread_t thread;
    struct gate_sources sources;
    unsigned waiting, serving;
    struct gate_line *oldest, *newest; /* of those that are not open */
    struct gate_line *open;            /* the others, in the same links */
    struct gate_line *dead;
    atomic_uint_fast64_t accepted, passed, opened, crowded, late, foreign, failed, turned_away;
    atomic_uint_fast64_t waiting_told; /* `waiting`, for other threads */
};

static int64_t now_us(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* --- the lists --- */

static void list_add(struct gate *gate, struct gate_line *line)
{
    line->older = gate->newest;
    line->newer = NULL;
    *(gate->newest ? &gate->newest->newer : &gate->oldest) = line;
    gate->newest = line;
    gate->waiting++;
    gate_sources_add(&gate->sources, line);
}

static void list_remove(struct gate *gate, struct gate_line *line)
{
    *(line->older ? &line->older->newer : &gate->oldest) = line->newer;
    *(line->newer ? &line->newer->older : &gate->newest) = line->older;
    gate->waiting--;
    gate_sources_remove(&gate->sources, line);
}

static void open_add(struct gate *gate, struct gate_line *line)
{
    line->older = NULL;
    line->newer = gate->open;
    if (gate->open) {
        gate->open->older = line;
    }
    gate->open = line;
}

static void open_remove(struct gate *gate, struct gate_line *line)
{
    *(line->older ? &line->older->newer : &gate->open) = line->newer;
    if (line->newer) {
        line->newer->older = line->older;
    }
}

/* --- lines --- */

/* Tells epoll what has changed; most turns of an open line change nothing. */
static void look_for(const struct gate *gate, struct gate_line *line)
{
    for (int side = 0; side < 2; side++) {
        struct epoll_event event = {.events = gate_line_interest(line, side)};
        event.data.ptr = &line->ends[side];
        if (line->fd[side] < 0 || (line->watched[side] && line->asked[side] == event.events)) {
            continue;
        }
        (void)epoll_ctl(gate->epoll, line->watched[side] ? EPOLL_CTL_MOD : EPOLL_CTL_ADD,
                        line->fd[side], &event);
        line->watched[side] = true;
        line->asked[side] = event.events;
    }
}

static void end_line(struct gate *gate, struct gate_line *line)
{
    if (line->dead) {
        return;
    }
    if (line->state == GATE_LINE_QUEUED) {
        gate_sources_unqueue(&gate->sources, line);
    }
    gate->serving -= line->state == GATE_LINE_SERVED;
    if (line->state == GATE_LINE_OPEN) {
        open_remove(gate, line);
    } else {
        list_remove(gate, line);
    }
    line->dead = true; /* its other event may still stand in this turn's */
    line->next_dead = gate->dead;
    gate->dead = line;
}

/* By its own doing or by libzmq's word. */
static void fail_line(struct gate *gate, struct gate_line *line)
{
    if (!line->dead && line->begun && line->state != GATE_LINE_OPEN) { /* (3) */
        atomic_fetch_add(&gate->failed, 1);
        gate_sources_fail(&gate->sources, line->source, now_us());
    }
    end_line(gate, line);
}

/* By us: who was waiting for us has done nothing wrong. */
static void cut_line(struct gate *gate, struct gate_line *line)
{
    if (line->state == GATE_LINE_TALKING) {
        fail_line(gate, line);
    } else {
        end_line(gate, line);
    }
}

static void bury(struct gate *gate)
{
    while (gate->dead) {
        struct gate_line *line = gate->dead;
        gate->dead = line->next_dead;
        gate_line_free(line);
    }
}

static void serve_one(struct gate *gate, struct gate_line *line, int64_t now)
{
    if (!line->begun) {
        atomic_fetch_add(&gate->passed, 1);
        line->begun = true;
        line->distrusted = gate_sources_distrust(&gate->sources, line->source, now);
        list_remove(gate, line); /* what it waited for us is not taken from its own time */
        line->due_ms = now / 1000 + gate->settings.handshake_ms;
        list_add(gate, line);
    }
    if (line->distrusted) { /* one at a time: the next is due when this one has cost something */
        gate_sources_spend(&gate->sources, INT32_MAX, now);
    }
    line->passed_us = now;
    line->state = GATE_LINE_SERVED;
    gate->serving++;
    if (gate_line_pass(line, gate->inner)) {
        look_for(gate, line);
    } else {
        end_line(gate, line);
    }
}

static void serve_queue(struct gate *gate)
{
    while (gate->serving < gate->settings.limits.handshakes) { /* (1) */
        const int64_t now = now_us();
        struct gate_line *line = gate_sources_take(&gate->sources, now);
        if (!line) {
            return;
        }
        serve_one(gate, line, now);
    }
}

/* What a distrusted address's step has cost decides when the next may begin. */
static void account(struct gate *gate, const struct gate_line *line)
{
    if (line->distrusted) {
        const int64_t now = now_us();
        gate->sources.due_us = now;
        gate_sources_spend(&gate->sources, now - line->passed_us, now);
    }
}

static void answered(struct gate *gate, struct gate_line *line)
{
    account(gate, line);
    line->answers++;
    gate->serving--;
    line->state = GATE_LINE_TALKING;
    if (line->answers == 2) {
        list_remove(gate, line);
        line->state = GATE_LINE_OPEN;
        open_add(gate, line);
        atomic_fetch_add(&gate->opened, 1);
        gate_sources_succeed(&gate->sources, line->source);
    }
}

static void take_event(struct gate *gate, struct gate_line *line, int side, uint32_t events)
{
    enum gate_turn turn = GATE_NOTHING;
    if (line->dead) {
        return;
    }
    if (events & EPOLLOUT) {
        turn = gate_line_write(line, side);
    }
    if (turn == GATE_NOTHING && (gate_line_interest(line, side) & EPOLLIN) &&
        (events & (EPOLLIN | EPOLLERR | EPOLLHUP))) {
        turn = gate_line_read(line, side);
    } else if (events & (EPOLLERR | EPOLLHUP)) {
        turn = GATE_ENDED; /* nobody is there to take what is left */
    }
    switch (turn) {
    case GATE_NOTHING:
        break;
    case GATE_WHOLE:
        line->state = GATE_LINE_QUEUED;
        gate_sources_queue(&gate->sources, line);
        break;
    case GATE_ANSWERED:
        answered(gate, line);
        break;
    case GATE_REFUSED:
        account(gate, line);
        fail_line(gate, line);
        return;
    case GATE_FOREIGN:
        atomic_fetch_add(&gate->foreign, 1);
        fail_line(gate, line);
        return;
    case GATE_ENDED:
        fail_line(gate, line);
        return;
    }
    look_for(gate, line);
}

static unsigned source_of(const struct gate *gate, const struct sockaddr_storage *from)
{
    uint8_t at[8] = {0}; /* an IPv4 address, or a network of IPv6 */
    if (from->ss_family == AF_INET) {
        memcpy(at, &((const struct sockaddr_in *)(const void *)from)->sin_addr, 4);
    } else if (from->ss_family == AF_INET6) {
        memcpy(at, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, sizeof at);
    }
    return gate_sources_of(&gate->sources, at, sizeof at);
}

static void cut_oldest(struct gate *gate)
{
    if (gate->oldest) {
        atomic_fetch_add(&gate->crowded, 1);
        cut_line(gate, gate->oldest);
    }
}

static void welcome(struct gate *gate, int fd, unsigned source, int64_t now)
{
    const int on = 1;
    const int silent = TCP_SILENT_MS;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silent, sizeof silent);
    struct gate_line *line = gate_line_new(fd);
    if (!line) {
        (void)close(fd);
        return;
    }
    line->source = source;
    line->due_ms = now / 1000 + gate->settings.handshake_ms;
    list_add(gate, line);
    look_for(gate, line);
    if (gate->waiting > gate->settings.limits.waiting) { /* (2) */
        cut_oldest(gate);
    }
}

static void accept_some(struct gate *gate)
{
    const int64_t now = now_us();
    for (int i = 0; i < ACCEPTS; i++) {
        struct sockaddr_storage from = {0};
        socklen_t size = sizeof from;
        int fd =
            accept4(gate->listener, (struct sockaddr *)&from, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE) {
                cut_oldest(gate);
            }
            return;
        }
        const unsigned source = source_of(gate, &from);
        atomic_fetch_add(&gate->accepted, 1);
        if (gate_sources_admit(&gate->sources, source, now)) {
            welcome(gate, fd, source, now);
        } else {
            atomic_fetch_add(&gate->turned_away, 1);
            (void)close(fd);
        }
    }
}

static void cut_late(struct gate *gate)
{
    const int64_t now = now_us() / 1000;
    while (gate->oldest && gate->oldest->due_ms <= now) {
        atomic_fetch_add(&gate->late, 1);
        cut_line(gate, gate->oldest);
    }
}

static void *work(void *self)
{
    struct gate *gate = self;
    struct epoll_event events[EVENTS];
    bool stop = false;
    while (!stop) {
        int count = epoll_wait(gate->epoll, events, EVENTS, gate->waiting > 0 ? TICK_MS : -1);
        bool knocks = false;
        for (int i = 0; i < count; i++) {
            const struct gate_end *end = events[i].data.ptr;
            if (events[i].data.ptr == &gate->end) {
                stop = true;
            } else if (events[i].data.ptr == &gate->listener) {
                knocks = true;
            } else {
                take_event(gate, end->line, end->side, events[i].events);
            }
        }
        if (knocks) {
            accept_some(gate);
        }
        cut_late(gate);
        serve_queue(gate);
        bury(gate);
        atomic_store(&gate->waiting_told, gate->waiting);
    }
    return NULL;
}

/* --- opening --- */

static enum status listen_at(struct gate *gate, const char *host, const char *port)
{
    const struct addrinfo wish = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    const int on = 1;
    if (getaddrinfo(strcmp(host, "*") == 0 ? NULL : host, strcmp(port, "*") == 0 ? "0" : port,
                    &wish, &found) != 0) {
        return STATUS_MALFORMED;
    }
    enum status status = STATUS_IO;
    gate->listener =
        socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP);
    if (gate->listener >= 0) {
        (void)setsockopt(gate->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        const bool bound = bind(gate->listener, found->ai_addr, found->ai_addrlen) == 0 &&
                           listen(gate->listener, BACKLOG) == 0;
        const bool taken = errno == EADDRINUSE || errno == EACCES || errno == EADDRNOTAVAIL;
        status = bound ? STATUS_OK : taken ? STATUS_DENIED : STATUS_IO;
    }
    freeaddrinfo(found);
    return status;
}

static enum status tell_port(struct gate *gate, const char *host, bool brackets)
{
    struct sockaddr_storage at;
    socklen_t size = sizeof at;
    memset(&at, 0, sizeof at); /* all of it: it is looked at as another type */
    if (getsockname(gate->listener, (struct sockaddr *)&at, &size) != 0) {
        return STATUS_IO;
    }
    const in_port_t port = at.ss_family == AF_INET6
                               ? ((const struct sockaddr_in6 *)(const void *)&at)->sin6_port
                               : ((const struct sockaddr_in *)(const void *)&at)->sin_port;
    (void)snprintf(gate->endpoint, sizeof gate->endpoint,
                   brackets ? "tcp://[%s]:%u" : "tcp://%s:%u",
                   strcmp(host, "*") == 0 ? "0.0.0.0" : host, ntohs(port));
    return STATUS_OK;
}

static enum status open_listener(struct gate *gate, const char *endpoint)
{
    char host[HOST_SIZE];
    const char *colon = strrchr(endpoint, ':');
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
    enum status status = listen_at(gate, host, colon + 1);
    return status == STATUS_OK ? tell_port(gate, host, brackets) : status;
}

static bool open_epoll(struct gate *gate)
{
    struct epoll_event knock = {.events = EPOLLIN, .data.ptr = &gate->listener};
    struct epoll_event end = {.events = EPOLLIN, .data.ptr = &gate->end};
    gate->epoll = epoll_create1(EPOLL_CLOEXEC);
    gate->end = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return gate->epoll >= 0 && gate->end >= 0 &&
           epoll_ctl(gate->epoll, EPOLL_CTL_ADD, gate->listener, &knock) == 0 &&
           epoll_ctl(gate->epoll, EPOLL_CTL_ADD, gate->end, &end) == 0;
}

/* The thread takes no signals: they are for the main loop. */
static bool start_thread(struct gate *gate)
{
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool started = pthread_create(&gate->thread, NULL, work, gate) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static void release(struct gate *gate)
{
    const int fds[] = {gate->listener, gate->epoll, gate->end};
    while (gate->oldest) {
        end_line(gate, gate->oldest);
    }
    while (gate->open) {
        end_line(gate, gate->open);
    }
    bury(gate);
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0) {
            (void)close(fds[i]);
        }
    }
    free(gate);
}

enum status gate_open(struct gate **out_gate, const struct gate_settings *settings)
{
    struct gate *gate = calloc(1, sizeof *gate);
    if (!gate || strlen(settings->inner) >= sizeof gate->inner) {
        free(gate);
        return STATUS_IO;
    }
    gate->settings = *settings;
    (void)snprintf(gate->inner, sizeof gate->inner, "%s", settings->inner);
    gate->listener = gate->epoll = gate->end = -1;
    gate->sources.limits = settings->limits;
    sign_random(&gate->sources.salt, sizeof gate->sources.salt);
    enum status status = open_listener(gate, settings->endpoint);
    if (status == STATUS_OK && (!open_epoll(gate) || !start_thread(gate))) {
        status = STATUS_IO;
    }
    if (status != STATUS_OK) {
        release(gate);
        return status;
    }
    *out_gate = gate;
    return STATUS_OK;
}

void gate_close(struct gate *gate)
{
    const uint64_t one = 1;
    if (gate) {
        (void)!write(gate->end, &one, sizeof one);
        (void)pthread_join(gate->thread, NULL);
        release(gate);
    }
}

const char *gate_endpoint(const struct gate *gate)
{
    return gate->endpoint;
}

struct gate_counts gate_counts(const struct gate *gate)
{
    return (struct gate_counts){.accepted = atomic_load(&gate->accepted),
                                .passed = atomic_load(&gate->passed),
                                .opened = atomic_load(&gate->opened),
                                .crowded = atomic_load(&gate->crowded),
                                .late = atomic_load(&gate->late),
                                .foreign = atomic_load(&gate->foreign),
                                .failed = atomic_load(&gate->failed),
                                .turned_away = atomic_load(&gate->turned_away),
                                .waiting = atomic_load(&gate->waiting_told)};
}
