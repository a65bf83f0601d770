/* proxy - a bad network in one process: passes bytes between units and a server, late, cut or not.
 *
 * Usage: fire-proxy PORT SERVER-PORT SEED. Prints "ready" once it listens on 127.0.0.1:PORT. SEED 0
 * is a calm network. Knows nothing of what it passes on. Made to be killed at any instant. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINKS = 64, ROOM = 16384, LATE_MS_MAX = 60, LIFE_BYTES_MAX = 60000, LISTENER = 2 * LINKS };

enum fate { FATE_CALM, FATE_LATE, FATE_CUT, FATE_SILENT };

/* Bytes on their way from one end to the other. */
struct way {
    uint8_t bytes[ROOM];
    size_t count;
    int64_t due_ms; /* not before */
};

struct link {
    bool used;
    int end[2]; /* the unit's, the server's */
    struct way way[2];
    enum fate fate;
    size_t left; /* bytes until its fate befalls it */
};

static struct link links[LINKS];
static uint64_t chance_state;
static struct sockaddr_in server;

static uint64_t below(uint64_t bound)
{
    uint64_t z = (chance_state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (z ^ (z >> 31)) % bound;
}

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct sockaddr_in address_of(const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static void end_link(struct link *link)
{
    (void)close(link->end[0]);
    (void)close(link->end[1]);
    link->used = false;
}

static void choose_fate(struct link *link, bool calm)
{
    static const enum fate fates[] = {FATE_CALM, FATE_CALM, FATE_CALM, FATE_LATE,
                                      FATE_LATE, FATE_CUT,  FATE_CUT,  FATE_SILENT};
    link->fate = calm ? FATE_CALM : fates[below(sizeof fates / sizeof fates[0])];
    link->left = (size_t)below(LIFE_BYTES_MAX);
}

static void accept_link(int listener, bool calm)
{
    int unit = accept(listener, NULL, NULL);
    int far = unit < 0 ? -1 : socket(AF_INET, SOCK_STREAM, 0);
    struct link *link = NULL;
    for (size_t i = 0; i < LINKS && !link; i++) {
        link = links[i].used ? NULL : &links[i];
    }
    if (!link || far < 0 || connect(far, (struct sockaddr *)&server, sizeof server) != 0) {
        (void)close(unit);
        (void)close(far);
        return;
    }
    *link = (struct link){
        .used = true, .end = {unit, far}
    };
    (void)fcntl(unit, F_SETFL, O_NONBLOCK);
    (void)fcntl(far, F_SETFL, O_NONBLOCK);
    choose_fate(link, calm);
}

/* False: the link has to end. */
static bool take_in(struct link *link, int side, int64_t now)
{
    struct way *way = &link->way[side];
    ssize_t got = read(link->end[side], way->bytes + way->count, ROOM - way->count);
    if (got <= 0) {
        return got < 0 && errno == EAGAIN;
    }
    bool befallen = link->left < (size_t)got;
    size_t kept = befallen ? link->left : (size_t)got;
    link->left -= link->fate == FATE_CUT || link->fate == FATE_SILENT ? kept : 0;
    if (befallen && link->fate == FATE_SILENT) {
        way->count += kept; /* what follows is swallowed, and both ends believe the link is up */
        return true;
    }
    if (link->fate == FATE_LATE && way->count == 0) {
        way->due_ms = now + (int64_t)below(LATE_MS_MAX);
    }
    way->count += befallen && link->fate == FATE_CUT ? kept : (size_t)got;
    return !(befallen && link->fate == FATE_CUT);
}

static bool pass_on(struct link *link, int side, int64_t now)
{
    struct way *way = &link->way[side];
    if (way->count == 0 || now < way->due_ms) {
        return true;
    }
    ssize_t sent = send(link->end[!side], way->bytes, way->count, MSG_NOSIGNAL);
    if (sent < 0) {
        return errno == EAGAIN;
    }
    way->count -= (size_t)sent;
    memmove(way->bytes, way->bytes + sent, way->count);
    return true;
}

/* What to wait for at each end, and for how long at most. */
static int prepare(struct pollfd *ready, int listener, int64_t now)
{
    int patience = -1;
    ready[LISTENER] = (struct pollfd){.fd = listener, .events = POLLIN};
    for (size_t i = 0; i < LINKS; i++) {
        struct link *link = &links[i];
        for (size_t side = 0; side < 2; side++) {
            const struct way *way = &link->way[side];
            struct pollfd *end = &ready[2 * i + side];
            *end = (struct pollfd){.fd = link->used ? link->end[side] : -1};
            end->events = (short)(way->count < ROOM ? POLLIN : 0);
            if (link->used && way->count > 0) {
                patience = way->due_ms > now ? (int)(way->due_ms - now) : 1;
            }
        }
    }
    return patience;
}

static void serve(int listener, bool calm)
{
    struct pollfd ready[2 * LINKS + 1];
    for (;;) {
        int patience = prepare(ready, listener, now_ms());
        if (poll(ready, 2 * LINKS + 1, patience) < 0) {
            return;
        }
        int64_t now = now_ms();
        for (size_t i = 0; i < LINKS; i++) {
            struct link *link = &links[i];
            bool good = true;
            for (int side = 0; link->used && side < 2; side++) {
                good &= ready[2 * i + (size_t)side].revents == 0 || take_in(link, side, now);
                good &= pass_on(link, side, now);
            }
            if (link->used && !good) {
                end_link(link);
            }
        }
        if (ready[LISTENER].revents) {
            accept_link(listener, calm);
        }
    }
}

int main(int argc, char **argv)
{
    const int yes = 1;
    if (argc != 4) {
        (void)fprintf(stderr, "usage: fire-proxy PORT SERVER-PORT SEED\n");
        return 2;
    }
    chance_state = strtoull(argv[3], NULL, 10);
    server = address_of(argv[2]);
    struct sockaddr_in here = address_of(argv[1]);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(listener, (struct sockaddr *)&here, sizeof here) != 0 || listen(listener, 64) != 0) {
        perror("fire-proxy");
        return 1;
    }
    (void)puts("ready");
    (void)fflush(stdout);
    serve(listener, chance_state == 0);
    perror("fire-proxy");
    return 1;
}
