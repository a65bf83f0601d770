/* RESP2, written by hand: a stream entry with one field, the next command in the same write. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/bench/peer_loop.h"
#include "tools/bench/peer_server.h"
#include "tools/bench/peers.h"

#define PROGRAM "/usr/bin/redis-server"

bool peer_redis_there(void)
{
    return peer_server_there(PROGRAM);
}

static void say(struct peer_bytes *bytes, size_t client, uint32_t number, const uint8_t *acts,
                uint32_t count)
{
    const size_t size = (size_t)count * UNITS_ACT_SIZE;
    (void)client;
    (void)number;
    peer_print(bytes, "*5\r\n$4\r\nXADD\r\n$1\r\ns\r\n$1\r\n*\r\n$1\r\na\r\n$%zu\r\n", size);
    peer_put(bytes, acts, size);
    peer_put(bytes, "\r\n", 2);
}

/* `$15\r\n1700000000000-0\r\n`, the new entry's number. */
static enum peer_heard hear(const char *at, size_t size, size_t *out_used)
{
    const char *line = memchr(at, '\n', size);
    if (!line) {
        return PEER_SHORT;
    }
    if (at[0] != '$') {
        return PEER_FAULT;
    }
    const size_t whole = (size_t)(line - at) + 1 + strtoul(at + 1, NULL, 10) + 2;
    *out_used = whole;
    return whole <= size ? PEER_ANSWER : PEER_SHORT;
}

static bool run(const struct round *round, const struct peer_wire *wire, struct load_result *out)
{
    struct peer_server server;
    char port[16];
    if (!peer_server_make(&server, round->folder)) {
        return false;
    }
    (void)snprintf(port, sizeof port, "%u", server.port);
    const char *const words[] = {PROGRAM,
                                 "--port",
                                 port,
                                 "--bind",
                                 "127.0.0.1",
                                 "--appendonly",
                                 "yes",
                                 "--dir",
                                 server.folder,
                                 "--appendfsync",
                                 "always",
                                 "--save",
                                 "",
                                 "--daemonize",
                                 "no",
                                 NULL};
    const bool done = peer_server_start(&server, words, NULL) &&
                      peer_loop_run(round, wire, server.port, server.pid, out);
    peer_server_end(&server, SIGKILL);
    return done;
}

bool peer_redis_acts(const struct round *round, struct load_result *out)
{
    static const struct peer_wire wire = {.say = say, .an_act = true, .hear = hear};
    return run(round, &wire, out);
}

bool peer_redis_batches(const struct round *round, struct load_result *out)
{
    static const struct peer_wire wire = {.say = say, .hear = hear};
    return run(round, &wire, out);
}
