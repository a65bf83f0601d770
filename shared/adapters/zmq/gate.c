/* INVARIANTS
 * (1) At most `handshakes` lines are GATE_LINE_SERVED: so much of libzmq's time they may take from
 *     the lines that are open, and `serving` is their number.
 * (2) A line that is not open counts for its source, and they are at most `waiting`. Who talks
 *     stands in a list by age and has a time to be done; who waits for us has all the time there
 * is. (3) A handshake that began has an end: it opens, it fails, or we cut it and that is nobody's
 *     fault. */
#include "adapters/zmq/gate.h"

#include <errno.h>
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
    TICK_MS = 50,
    TCP_SILENT_MS = 30000
};

struct gate {
    struct gate_settings settings;
    char inner[GATE_INNER_SIZE];
    char endpoint[GATE_ENDPOINT_SIZE];
    int listener, epoll, end;
    pthread_t thread;
    struct gate_sources sources;
    unsigned waiting, serving;
    struct gate_line *oldest, *newest; /* of those that talk */
    struct gate_line *others;          /* in the same links */
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

static void talking_add(struct gate *gate, struct gate_line *line, int64_t now)
{
    line->due_us = now + (int64_t)gate->settings.handshake_ms * 1000;
    line->older = gate->newest;
    line->newer = NULL;
    *(gate->newest ? &gate->newest->newer : &gate->oldest) = line;
    gate->newest = line;
}

static void talking_remove(struct gate *gate, struct gate_line *line)
{
    *(line->older ? &line->older->newer : &gate->oldest) = line->newer;
    *(line->newer ? &line->newer->older : &gate->newest) = line->older;
}

static void others_add(struct gate *gate, struct gate_line *line)
{
    line->older = NULL;
    line->newer = gate->others;
    if (gate->others) {
        gate->others->older = line;
    }
    gate->others = line;
}

static void others_remove(struct gate *gate, struct gate_line *line)
{
    *(line->older ? &line->older->newer : &gate->others) = line->newer;
    if (line->newer) {
        line->newer->older = line->older;
    }
}

/* LINE waits no longer: it is open, or ends. */
static void leave(struct gate *gate, const struct gate_line *line)
{
    gate->waiting--;
    gate_sources_remove(&gate->sources, line);
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
    if (line->state == GATE_LINE_TALKING) {
        talking_remove(gate, line);
    } else {
        others_remove(gate, line);
    }
    if (line->state != GATE_LINE_OPEN) {
        leave(gate, line);
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
    if (line->answers == 1) {
        line->state = GATE_LINE_TALKING;
        others_remove(gate, line);
        talking_add(gate, line, now_us());
    } else {
        line->state = GATE_LINE_OPEN;
        leave(gate, line);
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
        talking_remove(gate, line);
        others_add(gate, line);
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

/* When most of those who wait are silent, the one that has been so for longest; when most wait for
 * us, the last of the longest queue, who has waited least among the most. */
static void make_room(struct gate *gate)
{
    const bool silent = 2 * gate->sources.queued < gate->waiting;
    struct gate_line *line = silent ? gate->oldest : gate_sources_last(&gate->sources);
    line = line ? line : gate->oldest;
    if (line) {
        atomic_fetch_add(&gate->crowded, 1);
        cut_line(gate, line);
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
    gate->waiting++;
    gate_sources_add(&gate->sources, line);
    talking_add(gate, line, now);
    look_for(gate, line);
    if (gate->waiting > gate->settings.limits.waiting) { /* (2) */
        make_room(gate);
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
                make_room(gate);
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
    const int64_t now = now_us();
    while (gate->oldest && gate->oldest->due_us <= now) {
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
    while (gate->others) {
        end_line(gate, gate->others);
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
    enum status status = gate_listen(settings->endpoint, &gate->listener, gate->endpoint);
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
