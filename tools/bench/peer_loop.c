#include "tools/bench/peer_loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/measure.h"

enum {
    NS_A_MS = 1000000,
    EVENTS_AT_ONCE = 64,
    OUT_AN_ACT = 512,
    OUT_BESIDE = 4096,
    IN_ROOM = 65536,
    PATIENCE_MS = 20000
};

struct peer_client {
    int socket;
    char *out;
    size_t out_size, out_done;
    char *in;
    size_t in_size;
    uint32_t next;    /* act */
    uint32_t number;  /* message */
    uint32_t awaited; /* acknowledgements */
    int64_t sent_at;
    bool greeted;
};

struct peer_clients {
    const struct round *round;
    const struct peer_wire *wire;
    struct load_result *result;
    struct peer_client *client;
    int epoll;
    size_t greeted;
    bool looping, failed;
};

void peer_put(struct peer_bytes *bytes, const void *from, size_t size)
{
    assert(bytes->size + size <= bytes->room);
    memcpy(bytes->at + bytes->size, from, size);
    bytes->size += size;
}

void peer_print(struct peer_bytes *bytes, const char *form, ...)
{
    va_list values;
    va_start(values, form);
    const int size = vsnprintf(bytes->at + bytes->size, bytes->room - bytes->size, form, values);
    va_end(values);
    assert(size >= 0 && bytes->size + (size_t)size < bytes->room);
    bytes->size += (size_t)size;
}

static size_t out_room(const struct round *round)
{
    return (size_t)round->shape->batch * OUT_AN_ACT + OUT_BESIDE;
}

static void flush(struct peer_clients *clients, struct peer_client *client)
{
    while (client->out_done < client->out_size) {
        const ssize_t sent = send(client->socket, client->out + client->out_done,
                                  client->out_size - client->out_done, MSG_NOSIGNAL);
        if (sent < 0) {
            clients->failed = clients->failed || (errno != EAGAIN && errno != EINTR);
            return;
        }
        client->out_done += (size_t)sent;
    }
}

static void say_next(struct peer_clients *clients, struct peer_client *client)
{
    const struct peer_wire *wire = clients->wire;
    const uint32_t batch = clients->round->shape->batch;
    const size_t number = (size_t)(client - clients->client);
    const struct unit *unit = &clients->round->units->unit[number];
    struct peer_bytes bytes = {.at = client->out, .room = out_room(clients->round)};
    if (client->next + batch > unit->count) {
        client->next = 0; /* the peers look into nothing: the same acts will do again */
    }
    const uint8_t *acts = unit->acts + (size_t)client->next * UNITS_ACT_SIZE;
    const uint32_t messages = wire->an_act ? batch : 1;
    for (uint32_t i = 0; i < messages; i++) {
        wire->say(&bytes, number, client->number++, acts + (size_t)i * UNITS_ACT_SIZE,
                  batch / messages);
    }
    client->next += batch;
    client->awaited = messages;
    client->out_size = bytes.size;
    client->out_done = 0;
    client->sent_at = measure_ns();
    flush(clients, client);
}

static void batch_answered(struct peer_clients *clients, struct peer_client *client)
{
    if (!client->greeted) {
        client->greeted = true;
        clients->greeted++;
        return;
    }
    if (clients->looping) {
        histogram_add(&clients->result->latency, (uint64_t)(measure_ns() - client->sent_at));
    }
    say_next(clients, client);
}

static void tell_fault(const char *bytes, size_t size)
{
    char words[200];
    (void)snprintf(words, sizeof words, "%.*s", (int)size, bytes);
    bench_refuse(BENCH_SAID_PEER_SAYS, words, NULL);
}

/* One piece of what was received. False: no whole one is there. */
static bool hear_one(struct peer_clients *clients, struct peer_client *client, size_t *done)
{
    size_t used = 0;
    switch (clients->wire->hear(client->in + *done, client->in_size - *done, &used)) {
    case PEER_SHORT:
        return false;
    case PEER_FAULT:
        tell_fault(client->in + *done, client->in_size - *done);
        clients->failed = true;
        return false;
    case PEER_ASIDE:
        break;
    case PEER_ANSWER:
        if (clients->looping) { /* each for itself: a slow one never ends a batch in a second */
            clients->result->acts += clients->wire->an_act ? 1 : clients->round->shape->batch;
        }
        if (client->awaited > 0 && --client->awaited == 0) {
            batch_answered(clients, client);
        }
        break;
    }
    *done += used;
    return true;
}

static void hear(struct peer_clients *clients, struct peer_client *client)
{
    ssize_t got = 0;
    while (!clients->failed && (got = recv(client->socket, client->in + client->in_size,
                                           IN_ROOM - client->in_size, 0)) > 0) {
        size_t done = 0;
        client->in_size += (size_t)got;
        while (!clients->failed && hear_one(clients, client, &done)) {
        }
        memmove(client->in, client->in + done, client->in_size - done);
        client->in_size -= done;
    }
    clients->failed = clients->failed || got == 0 || (got < 0 && errno != EAGAIN);
}

static bool connect_one(struct peer_clients *clients, size_t i, uint16_t port)
{
    struct peer_client *client = &clients->client[i];
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons(port),
                                        .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u64 = i};
    const int yes = 1;
    client->out = malloc(out_room(clients->round));
    client->in = malloc(IN_ROOM);
    client->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (!client->out || !client->in || client->socket < 0 ||
        connect(client->socket, (const struct sockaddr *)&address, sizeof address) != 0 ||
        setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0) {
        return false;
    }
    struct peer_bytes bytes = {.at = client->out, .room = out_room(clients->round)};
    client->greeted = clients->wire->greet == NULL;
    clients->greeted += client->greeted;
    if (!client->greeted) {
        clients->wire->greet(&bytes, i);
        client->awaited = clients->wire->greet_answers;
        client->out_size = bytes.size;
        flush(clients, client);
    }
    return fcntl(client->socket, F_SETFL, O_NONBLOCK) == 0 &&
           epoll_ctl(clients->epoll, EPOLL_CTL_ADD, client->socket, &event) == 0;
}

static bool turn(struct peer_clients *clients, int64_t end_ns)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    const int64_t left_ms = (end_ns - measure_ns()) / NS_A_MS;
    const int count =
        epoll_wait(clients->epoll, events, EVENTS_AT_ONCE, left_ms > 0 ? (int)left_ms : 0);
    for (int i = 0; i < count && !clients->failed; i++) {
        struct peer_client *client = &clients->client[events[i].data.u64];
        if (events[i].events & EPOLLOUT) {
            flush(clients, client);
        }
        if (events[i].events & EPOLLIN) {
            hear(clients, client);
        }
    }
    return !clients->failed && measure_ns() < end_ns;
}

static void loop(struct peer_clients *clients, pid_t server_pid)
{
    const struct round *round = clients->round;
    const int64_t server_before = measure_cpu_family_ns(server_pid);
    const int64_t client_before = measure_cpu_ns(0);
    const int64_t began = measure_ns();
    clients->looping = true;
    for (size_t i = 0; i < round->shape->clients; i++) {
        say_next(clients, &clients->client[i]);
    }
    while (turn(clients, began + round->ms * NS_A_MS)) {
    }
    clients->result->seconds = (double)(measure_ns() - began) / 1e9;
    clients->result->server_cpu = (double)(measure_cpu_family_ns(server_pid) - server_before) / 1e9;
    clients->result->client_cpu = (double)(measure_cpu_ns(0) - client_before) / 1e9;
    clients->result->done = !clients->failed && clients->result->acts > 0;
}

static void be_clients(const struct round *round, const struct peer_wire *wire, uint16_t port,
                       pid_t server_pid, struct load_result *result)
{
    struct peer_clients clients = {.round = round, .wire = wire, .result = result};
    clients.client = calloc(round->shape->clients, sizeof *clients.client);
    clients.epoll = epoll_create1(EPOLL_CLOEXEC);
    bool connected = clients.client && clients.epoll >= 0;
    for (size_t i = 0; connected && i < round->shape->clients; i++) {
        connected = connect_one(&clients, i, port);
    }
    const int64_t end = measure_ns() + (int64_t)PATIENCE_MS * NS_A_MS;
    while (connected && clients.greeted < round->shape->clients && turn(&clients, end)) {
    }
    if (connected && clients.greeted == round->shape->clients) {
        loop(&clients, server_pid);
    }
}

bool peer_loop_run(const struct round *round, const struct peer_wire *wire, uint16_t port,
                   pid_t server_pid, struct load_result *out)
{
    struct load_result *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int state = 0;
    if (shared == MAP_FAILED) {
        return false;
    }
    (void)fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        be_clients(round, wire, port, server_pid, shared);
        _exit(0);
    }
    const bool ran = child > 0 && waitpid(child, &state, 0) == child && WIFEXITED(state);
    *out = *shared;
    (void)munmap(shared, sizeof *shared);
    return ran;
}
