/* INVARIANTS
 * (1) ZMQ_FD tells changes only: after every send the socket is read until it is empty, or the
 *     first answer is never seen (PERFORMANCE section 8).
 * (2) Messages are made before the clock starts. */
#include "tools/bench/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include "base/check.h"
#include "tools/bench/bench_said.h"
#include "tools/bench/measure.h"
#include "wire/message.h"

enum {
    NS_A_MS = 1000000,
    EVENTS_AT_ONCE = 256,
    ANSWER_ROOM = 1024,
    MESSAGE_OVERHEAD = 128, /* of a Batch around its entries */
    PATIENCE_MS = 60000,
    STALL_MS = 20000,
    SOCKETS_MAX = 8192,
    FILES_A_CLIENT = 4,
};

struct client {
    void *socket;
    uint8_t *bytes;  /* all its messages, one after the other */
    uint32_t *sizes; /* of each */
    uint32_t messages, next;
    size_t offset; /* of the next one */
    int64_t sent_at;
    bool opened; /* its opening entry was answered */
    bool ended;
};

struct clients {
    const struct load *load;
    struct load_result *result;
    struct client *client;
    void *context;
    int epoll;
    size_t opened, ended;
    bool looping; /* the timed loop is on: answers count */
};

/* (2) */
static bool make_messages(const struct load *load, const struct unit *unit, struct client *client)
{
    const uint32_t acts = load->kind == LOAD_DRAIN ? load->acts : unit->count;
    const uint32_t messages = load->batch == 0 ? 0 : acts / load->batch;
    const size_t room = (size_t)load->batch * UNITS_ACT_SIZE + MESSAGE_OVERHEAD;
    client->sizes = calloc((size_t)messages + 1, sizeof *client->sizes);
    client->bytes = malloc((size_t)messages * room + SEALED_SIZE_MAX + MESSAGE_OVERHEAD);
    if (!client->sizes || !client->bytes) {
        return false;
    }
    size_t offset = 0;
    for (uint32_t i = 0; i <= messages; i++) {
        struct writer writer =
            writer_of(client->bytes + offset, i == 0 ? SEALED_SIZE_MAX + MESSAGE_OVERHEAD : room);
        const uint32_t count = i == 0 ? 0 : load->batch;
        if (!units_message(unit, i == 0 ? 0 : (i - 1) * load->batch, count, &writer)) {
            return false;
        }
        client->sizes[i] = (uint32_t)writer.size;
        offset += writer.size;
    }
    client->messages = messages + 1;
    return true;
}

static bool set_int(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

static bool connect_client(struct clients *clients, size_t i)
{
    const struct load *load = clients->load;
    const struct curve_keypair *keys = &load->units->unit[i].link;
    struct client *client = &clients->client[i];
    int fd = -1;
    size_t size = sizeof fd;
    client->socket = zmq_socket(clients->context, ZMQ_DEALER);
    if (!client->socket || !set_int(client->socket, ZMQ_LINGER, 0) ||
        !set_int(client->socket, ZMQ_RECONNECT_IVL, 200) ||
        zmq_setsockopt(client->socket, ZMQ_CURVE_SECRETKEY, keys->secret, LINK_KEY_SIZE) != 0 ||
        zmq_setsockopt(client->socket, ZMQ_CURVE_PUBLICKEY, keys->public_key.byte, LINK_KEY_SIZE) !=
            0 ||
        zmq_setsockopt(client->socket, ZMQ_CURVE_SERVERKEY, load->server.byte, LINK_KEY_SIZE) !=
            0 ||
        zmq_connect(client->socket, load->endpoint) != 0 ||
        zmq_getsockopt(client->socket, ZMQ_FD, &fd, &size) != 0) {
        return false;
    }
    struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u64 = i};
    return epoll_ctl(clients->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void end_client(struct clients *clients, struct client *client)
{
    if (!client->ended) {
        client->ended = true;
        clients->ended++;
    }
}

static void send_next(struct clients *clients, struct client *client)
{
    if (client->next == client->messages && !clients->load->checked && clients->looping) {
        client->next = 1; /* a bound looks into nothing: the same acts will do again */
        client->offset = client->sizes[0];
    }
    if (client->next == client->messages) {
        clients->result->ran_out = clients->load->kind == LOAD_TIMED;
        end_client(clients, client);
        return;
    }
    const size_t size = client->sizes[client->next];
    client->sent_at = measure_ns();
    if (zmq_send(client->socket, client->bytes + client->offset, size, ZMQ_DONTWAIT) < 0) {
        clients->result->other++;
        end_client(clients, client);
        return;
    }
    client->offset += size;
    client->next++;
}

static bool is_receipt(const struct clients *clients, const struct client *client,
                       struct span bytes)
{
    uint8_t memory[MESSAGE_OVERHEAD * 8];
    struct arena arena = arena_of(memory, sizeof memory);
    struct message message;
    const uint64_t last = 1 + (uint64_t)(client->next - 1) * clients->load->batch;
    if (message_decode(bytes, &arena, &message) != STATUS_OK || message.kind != MESSAGE_RECEIPT) {
        return false;
    }
    return !clients->load->checked || message.receipt.head.place.seq == last;
}

static void take_answer(struct clients *clients, struct client *client, struct span bytes)
{
    const bool receipt = is_receipt(clients, client, bytes);
    const bool counts = clients->looping || clients->load->kind == LOAD_DRAIN;
    if (!receipt) {
        clients->result->other++;
    }
    if (!client->opened) {
        client->opened = true;
        clients->opened++;
        if (clients->load->kind == LOAD_TIMED) {
            return; /* the loop begins for all at once */
        }
    } else if (receipt && counts) {
        clients->result->acts += clients->load->batch;
        histogram_add(&clients->result->latency, (uint64_t)(measure_ns() - client->sent_at));
    }
    send_next(clients, client);
}

/* (1) */
static void pump(struct clients *clients, struct client *client)
{
    uint8_t answer[ANSWER_ROOM];
    int size = 0;
    while ((size = zmq_recv(client->socket, answer, sizeof answer, ZMQ_DONTWAIT)) >= 0) {
        take_answer(clients, client, span_of(answer, (size_t)size));
    }
}

/* Until DONE says so, END_NS, or nothing has moved for a while. */
static bool turn(struct clients *clients, int64_t end_ns)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    const int64_t left_ms = (end_ns - measure_ns()) / NS_A_MS;
    const int count =
        epoll_wait(clients->epoll, events, EVENTS_AT_ONCE, left_ms > 0 ? (int)left_ms : 0);
    for (int i = 0; i < count; i++) {
        pump(clients, &clients->client[events[i].data.u64]);
    }
    return measure_ns() < end_ns;
}

static bool open_clients(struct clients *clients)
{
    const struct load *load = clients->load;
    bool opened = true;
    for (size_t i = 0; opened && i < load->clients; i++) {
        opened = make_messages(load, &load->units->unit[i], &clients->client[i]);
    }
    clients->result->server_bytes_before = measure_resident_bytes(load->server_pid);
    return opened;
}

static bool greet(struct clients *clients, int64_t began)
{
    const struct load *load = clients->load;
    for (size_t i = 0; i < load->clients; i++) {
        if (!connect_client(clients, i)) {
            bench_refuse(BENCH_SAID_FAILED, load->endpoint, zmq_strerror(zmq_errno()));
            return false;
        }
        send_next(clients, &clients->client[i]);
        pump(clients, &clients->client[i]);
    }
    const int64_t end = began + (int64_t)PATIENCE_MS * NS_A_MS;
    while (clients->opened < load->clients && turn(clients, end)) {
    }
    clients->result->connected = (double)(measure_ns() - began) / 1e9;
    clients->result->server_bytes_after = measure_resident_bytes(load->server_pid);
    return clients->opened == load->clients;
}

static void loop(struct clients *clients)
{
    const struct load *load = clients->load;
    const int64_t began = measure_ns();
    const int64_t end = began + load->ms * NS_A_MS;
    clients->looping = true;
    for (size_t i = 0; i < load->clients; i++) {
        send_next(clients, &clients->client[i]);
        pump(clients, &clients->client[i]);
    }
    while (!clients->result->ran_out && clients->ended < load->clients && turn(clients, end)) {
    }
    clients->result->seconds = (double)(measure_ns() - began) / 1e9;
}

static void drain(struct clients *clients, int64_t began)
{
    int64_t moved = measure_ns();
    uint64_t acts = 0;
    while (clients->ended < clients->load->clients) {
        (void)turn(clients, measure_ns() + (int64_t)100 * NS_A_MS);
        if (acts != clients->result->acts) {
            acts = clients->result->acts;
            moved = measure_ns();
        } else if (measure_ns() - moved > (int64_t)STALL_MS * NS_A_MS) {
            return;
        }
    }
    clients->result->seconds = (double)(measure_ns() - began) / 1e9;
}

static double cpu_since(pid_t pid, int64_t before)
{
    return (double)(measure_cpu_ns(pid) - before) / 1e9;
}

static void play(struct clients *clients)
{
    const struct load *load = clients->load;
    struct load_result *result = clients->result;
    if (!open_clients(clients)) {
        return;
    }
    int64_t server_before = measure_cpu_ns(load->server_pid);
    int64_t client_before = measure_cpu_ns(0);
    const int64_t began = measure_ns();
    if (!greet(clients, began)) {
        return;
    }
    if (load->kind == LOAD_TIMED) {
        server_before = measure_cpu_ns(load->server_pid);
        client_before = measure_cpu_ns(0);
        loop(clients);
    } else {
        drain(clients, began);
    }
    result->server_cpu = cpu_since(load->server_pid, server_before);
    result->client_cpu = cpu_since(0, client_before);
    result->done = result->seconds > 0;
}

/* The child: it ends without closing anything, as units do when their power goes. */
static void be_clients(const struct load *load, struct load_result *result)
{
    struct clients clients = {.load = load, .result = result};
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    clients.client = calloc(load->clients, sizeof *clients.client);
    clients.context = zmq_ctx_new();
    clients.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (clients.client && clients.context && clients.epoll >= 0 &&
        zmq_ctx_set(clients.context, ZMQ_MAX_SOCKETS, SOCKETS_MAX) == 0) {
        play(&clients);
    }
}

bool load_run(const struct load *load, struct load_result *out)
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
        be_clients(load, shared);
        _exit(0);
    }
    const bool ran = child > 0 && waitpid(child, &state, 0) == child && WIFEXITED(state);
    *out = *shared;
    (void)munmap(shared, sizeof *shared);
    return ran;
}
