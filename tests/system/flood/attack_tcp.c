/* The attacks that speak bare TCP: one process, one epoll, connections that are begun anew when the
 * server ends them. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/system/flood/attack.h"

enum {
    EVENTS = 512,
    GREETING = 64, /* ZMTP 3.1, ZeroMQ RFC 37 */
    FRAME_HEAD = 9,
    BEGUN_BYTES = 16384, /* so much of the announced frame is sent */
    BURST_MAX = 200,
    DESCRIPTORS_MAX = 65536
};

struct flood {
    const struct attack *attack;
    struct sockaddr_in to;
    int epoll;
    unsigned open;
    int64_t began_us;
    uint64_t begun;
    uint8_t says[GREETING + FRAME_HEAD + BEGUN_BYTES];
    size_t size;
    bool spoken[DESCRIPTORS_MAX]; /* by its number: it has said what it had to say */
};

static void make_words(struct flood *flood)
{
    const enum attack_kind kind = flood->attack->plan.kind;
    uint8_t *at = flood->says;
    if (kind != ATTACK_HALF_HANDSHAKE && kind != ATTACK_HUGE_FRAMES) {
        return;
    }
    at[0] = 0xFF;
    at[8] = 1;
    at[9] = 0x7F;
    at[10] = 3;
    at[11] = 1;
    static const uint8_t mechanism[] = {'C', 'U', 'R', 'V', 'E'};
    memcpy(at + 12, mechanism, sizeof mechanism);
    flood->size = GREETING;
    if (kind == ATTACK_HUGE_FRAMES) {
        at[GREETING] = 0x06;     /* a command with a length of eight bytes */
        at[GREETING + 5] = 0x40; /* 2^30 */
        flood->size = sizeof flood->says;
    }
}

static int port_of(const char *endpoint)
{
    const char *colon = strrchr(endpoint, ':');
    return colon ? (int)strtol(colon + 1, NULL, 10) : 0;
}

static void count_open(struct flood *flood)
{
    atomic_store(&flood->attack->counts->held, flood->open);
}

static void end_one(struct flood *flood, int fd)
{
    const struct linger now = {.l_onoff = 1}; /* no port waits behind us */
    (void)setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    (void)close(fd);
    flood->open--;
    count_open(flood);
}

static bool begin_one(struct flood *flood)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLOUT | EPOLLET};
    if (fd < 0 || fd >= DESCRIPTORS_MAX) {
        return false;
    }
    flood->spoken[fd] = false;
    event.data.fd = fd;
    if ((connect(fd, (const struct sockaddr *)&flood->to, sizeof flood->to) != 0 &&
         errno != EINPROGRESS) ||
        epoll_ctl(flood->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        (void)close(fd);
        return false;
    }
    flood->open++;
    flood->begun++;
    atomic_fetch_add(&flood->attack->counts->begun, 1);
    count_open(flood);
    return true;
}

/* As many as the pace allows by now and the plan holds at once. */
static void begin_due(struct flood *flood)
{
    const struct attack_plan *plan = &flood->attack->plan;
    const int64_t passed = unit_now_us() - flood->began_us;
    const uint64_t due = (uint64_t)passed * plan->a_second / 1000000;
    for (int i = 0; i < BURST_MAX && flood->begun < due && flood->open < plan->lines; i++) {
        if (!begin_one(flood)) {
            break;
        }
    }
    if (flood->open == plan->lines && flood->begun < due) {
        flood->began_us = unit_now_us(); /* what was not begun in time is not caught up with */
        flood->begun = 0;
    }
}

static void take_event(struct flood *flood, const struct epoll_event *event)
{
    char said[512];
    const int fd = event->data.fd;
    bool ended = (event->events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0;
    while (!ended) {
        ssize_t got = recv(fd, said, sizeof said, MSG_DONTWAIT);
        ended = got == 0 || (got < 0 && errno != EAGAIN);
        if (got <= 0) {
            break;
        }
    }
    if (!ended && (event->events & EPOLLOUT) && flood->size > 0 && !flood->spoken[fd]) {
        flood->spoken[fd] = true;
        ended =
            send(fd, flood->says, flood->size, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno != EAGAIN;
    }
    const bool hang_up =
        flood->attack->plan.kind == ATTACK_CONNECTS && (event->events & EPOLLOUT) != 0;
    if (ended || hang_up) {
        atomic_fetch_add(&flood->attack->counts->cut, ended);
        end_one(flood, fd);
    }
}

static void raise_open_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

bool attack_tcp_run(void *self)
{
    static struct flood flood;
    struct epoll_event events[EVENTS];
    flood.attack = self;
    flood.to =
        (struct sockaddr_in){.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port_of(flood.attack->server->endpoint)),
                             .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    raise_open_files();
    make_words(&flood);
    flood.epoll = epoll_create1(EPOLL_CLOEXEC);
    flood.began_us = unit_now_us();
    while (!atomic_load(&flood.attack->counts->stop)) {
        begin_due(&flood);
        int count = epoll_wait(flood.epoll, events, EVENTS, 2);
        for (int i = 0; i < count; i++) {
            take_event(&flood, &events[i]);
        }
    }
    (void)close(flood.epoll);
    return true; /* the connections end with the process */
}
