#include "tests/unit/adapters/zmq/tcp_relay.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "tests/unit/adapters/zmq/raw_tcp.h"

enum { TICK_MS = 5, PIECE = 65536 };

static void close_line(struct tcp_relay *relay, int line)
{
    (void)close(relay->near[line]);
    (void)close(relay->far[line]);
    relay->near[line] = -1;
    relay->far[line] = -1;
}

static void carry(struct tcp_relay *relay, int line, int from, int to)
{
    static _Thread_local char piece[PIECE];
    ssize_t size = recv(from, piece, sizeof piece, MSG_DONTWAIT);
    if (size > 0) {
        size = send(to, piece, (size_t)size, MSG_NOSIGNAL);
    }
    if (size <= 0) {
        close_line(relay, line);
    }
}

static void accept_one(struct tcp_relay *relay)
{
    int near = accept(relay->listener, NULL, NULL);
    if (near < 0 || relay->lines == TCP_RELAY_LINES) {
        (void)close(near);
        return;
    }
    int far = raw_tcp_connect(relay->target_port);
    if (far < 0) {
        (void)close(near); /* nobody listens behind us */
        return;
    }
    relay->near[relay->lines] = near;
    relay->far[relay->lines] = far;
    relay->frozen[relay->lines] = false;
    relay->lines++;
    (void)atomic_fetch_add(&relay->accepted, 1);
}

static void obey(struct tcp_relay *relay)
{
    bool freeze = atomic_load(&relay->freeze);
    bool cut = atomic_load(&relay->cut);
    for (int i = 0; i < relay->lines; i++) {
        relay->frozen[i] = relay->frozen[i] || freeze;
        if (cut && relay->near[i] >= 0) {
            close_line(relay, i);
        }
    }
    if (freeze) {
        atomic_store(&relay->freeze, false);
    }
    if (cut) {
        atomic_store(&relay->cut, false);
    }
}

static void *run(void *unowned)
{
    struct tcp_relay *relay = unowned;
    while (!atomic_load(&relay->end)) {
        struct pollfd all[2 * TCP_RELAY_LINES + 1] = {
            {.fd = relay->listener, .events = POLLIN}
        };
        nfds_t count = 1;
        obey(relay);
        for (int i = 0; i < relay->lines; i++) {
            int near = relay->frozen[i] ? -1 : relay->near[i]; /* poll(2) passes over -1 */
            int far = relay->frozen[i] ? -1 : relay->far[i];
            all[count++] = (struct pollfd){.fd = near, .events = POLLIN};
            all[count++] = (struct pollfd){.fd = far, .events = POLLIN};
        }
        if (poll(all, count, TICK_MS) <= 0) {
            continue;
        }
        for (int i = 0; 2 * i + 2 < (int)count; i++) {
            if (all[2 * i + 1].revents) {
                carry(relay, i, relay->near[i], relay->far[i]);
            } else if (all[2 * i + 2].revents) {
                carry(relay, i, relay->far[i], relay->near[i]);
            }
        }
        if (all[0].revents) {
            accept_one(relay);
        }
    }
    return NULL;
}

bool tcp_relay_open(struct tcp_relay *relay, const char *target)
{
    memset(relay, 0, sizeof *relay);
    relay->target_port = raw_tcp_port(target);
    int port = 0;
    relay->listener = raw_tcp_listen(&port);
    struct line line = line_of(relay->endpoint, sizeof relay->endpoint);
    line_put(&line, "tcp://127.0.0.1:");
    line_signed(&line, port);
    return relay->listener >= 0 && pthread_create(&relay->thread, NULL, run, relay) == 0;
}

void tcp_relay_close(struct tcp_relay *relay)
{
    atomic_store(&relay->end, true);
    (void)pthread_join(relay->thread, NULL);
    for (int i = 0; i < relay->lines; i++) {
        if (relay->near[i] >= 0) {
            close_line(relay, i);
        }
    }
    (void)close(relay->listener);
}

static void ask(atomic_bool *what)
{
    atomic_store(what, true);
    while (atomic_load(what)) {
        (void)poll(NULL, 0, 1);
    }
}

void tcp_relay_freeze(struct tcp_relay *relay)
{
    ask(&relay->freeze);
}

void tcp_relay_cut(struct tcp_relay *relay)
{
    ask(&relay->cut);
}
