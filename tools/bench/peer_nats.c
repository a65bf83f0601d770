/* NATS' text protocol and JetStream: every publication names where its acknowledgement goes.
 * Debian's 2.9.10 knows no sync_interval: as shipped its acknowledgement follows a write into the
 * page cache. A folder marked with chattr +S makes each of its writes synchronous. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/bench/peer_loop.h"
#include "tools/bench/peer_server.h"
#include "tools/bench/peers.h"

#define PROGRAM "/usr/sbin/nats-server"
#define CHATTR  "/usr/bin/chattr"

static const char stream[] = "{\"name\":\"S\",\"subjects\":[\"a.*\"],\"storage\":\"file\","
                             "\"retention\":\"limits\",\"num_replicas\":1}";

bool peer_nats_there(void)
{
    return peer_server_there(PROGRAM);
}

bool peer_nats_sync_there(void)
{
    return peer_server_there(PROGRAM) && peer_server_there(CHATTR);
}

/* Whoever comes first makes the stream; for the others it is there already, with the same words. */
static void greet(struct peer_bytes *bytes, size_t client)
{
    peer_print(bytes,
               "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nSUB _I.%zu.* 1\r\n"
               "PUB $JS.API.STREAM.CREATE.S _I.%zu.c %zu\r\n%s\r\n",
               client, client, sizeof stream - 1, stream);
}

static void say(struct peer_bytes *bytes, size_t client, uint32_t number, const uint8_t *acts,
                uint32_t count)
{
    const size_t size = (size_t)count * UNITS_ACT_SIZE;
    (void)number;
    peer_print(bytes, "PUB a.%zu _I.%zu.r %zu\r\n", client, client, size);
    peer_put(bytes, acts, size);
    peer_put(bytes, "\r\n", 2);
}

/* `MSG subject sid size`, then the acknowledgement: a stream's name and a number, or an error. */
static enum peer_heard hear(const char *at, size_t size, size_t *out_used)
{
    const char *line = memchr(at, '\n', size);
    if (!line) {
        return PEER_SHORT;
    }
    const size_t head = (size_t)(line - at) + 1;
    *out_used = head;
    if (strncmp(at, "MSG ", 4) != 0) {
        return at[0] == '-' ? PEER_FAULT : PEER_ASIDE;
    }
    const char *number = line;
    while (number[-1] != ' ') {
        number--;
    }
    const size_t body = strtoul(number, NULL, 10);
    *out_used = head + body + 2;
    if (*out_used > size) {
        return PEER_SHORT;
    }
    return memmem(at + head, body, "\"error\"", 7) ? PEER_FAULT : PEER_ANSWER;
}

static bool run(const struct round *round, const struct peer_wire *wire, bool synchronous,
                struct load_result *out)
{
    struct peer_server server;
    char port[16];
    if (!peer_server_make(&server, round->folder)) {
        return false;
    }
    (void)snprintf(port, sizeof port, "%u", server.port);
    const char *const mark[] = {CHATTR, "+S", server.folder, NULL};
    const char *const words[] = {PROGRAM, "-a",  "127.0.0.1",   "-p", port,
                                 "-js",   "-sd", server.folder, NULL};
    const bool done = (!synchronous || peer_server_call(&server, mark, NULL)) &&
                      peer_server_start(&server, words, NULL) &&
                      peer_loop_run(round, wire, server.port, server.pid, out);
    peer_server_end(&server, SIGKILL);
    return done;
}

static const struct peer_wire an_act = {
    .greet = greet, .greet_answers = 1, .say = say, .an_act = true, .hear = hear};
static const struct peer_wire a_batch = {
    .greet = greet, .greet_answers = 1, .say = say, .hear = hear};

bool peer_nats_shipped(const struct round *round, struct load_result *out)
{
    return run(round, &an_act, false, out);
}

bool peer_nats_sync_acts(const struct round *round, struct load_result *out)
{
    return run(round, &an_act, true, out);
}

bool peer_nats_sync_batches(const struct round *round, struct load_result *out)
{
    return run(round, &a_batch, true, out);
}
