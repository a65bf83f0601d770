/* MQTT 3.1.1 (OASIS), written by hand: CONNECT, and a PUBLISH with QoS 1 an act. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tools/bench/peer_loop.h"
#include "tools/bench/peer_server.h"
#include "tools/bench/peers.h"

#define PROGRAM "/usr/sbin/mosquitto"

enum { CONNACK = 0x20, PUBACK = 0x40, ANSWER_SIZE = 4, TOPIC_SIZE = 3 };

bool peer_mosquitto_there(void)
{
    return peer_server_there(PROGRAM);
}

static void greet(struct peer_bytes *bytes, size_t client)
{
    char name[16];
    const int size = snprintf(name, sizeof name, "c%zu", client);
    /* Protocol MQTT, level 4, clean session, no keep-alive. */
    const char head[] = {0x10, (char)(12 + size), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0,
                         0,    (char)size};
    peer_put(bytes, head, sizeof head);
    peer_put(bytes, name, (size_t)size);
}

/* Two bytes of length hold what an act needs (section 2.2.3); the packet's number is never 0. */
static void say(struct peer_bytes *bytes, size_t client, uint32_t number, const uint8_t *acts,
                uint32_t count)
{
    const size_t size = (size_t)count * UNITS_ACT_SIZE;
    const size_t left = 2 + TOPIC_SIZE + 2 + size;
    const uint32_t packet = number % 65535 + 1;
    (void)client;
    const uint8_t head[] = {
        0x32, (uint8_t)(left % 128 | 128), (uint8_t)(left / 128), 0, TOPIC_SIZE, 'a', '/',
        'b',  (uint8_t)(packet >> 8),      (uint8_t)packet};
    peer_put(bytes, head, sizeof head);
    peer_put(bytes, acts, size);
}

static enum peer_heard hear(const char *at, size_t size, size_t *out_used)
{
    if (size < ANSWER_SIZE) {
        return PEER_SHORT;
    }
    *out_used = ANSWER_SIZE;
    const bool known = at[0] == CONNACK || at[0] == PUBACK;
    return known && (at[0] == PUBACK || at[3] == 0) ? PEER_ANSWER : PEER_FAULT;
}

static bool write_configuration(const struct peer_server *server, const char *path)
{
    FILE *file = fopen(path, "we");
    if (!file) {
        return false;
    }
    (void)fprintf(file,
                  "listener %u 127.0.0.1\nallow_anonymous true\npersistence true\n"
                  "persistence_location %s/\nset_tcp_nodelay true\nuser root\n"
                  "max_inflight_messages 0\nmax_queued_messages 0\nlog_type error\n",
                  server->port, server->folder);
    return fclose(file) == 0;
}

bool peer_mosquitto_acts(const struct round *round, struct load_result *out)
{
    static const struct peer_wire wire = {
        .greet = greet, .greet_answers = 1, .say = say, .an_act = true, .hear = hear};
    struct peer_server server;
    char path[FOLDER_PATH_MAX + 32];
    if (!peer_server_make(&server, round->folder)) {
        return false;
    }
    (void)snprintf(path, sizeof path, "%s/mosquitto.conf", server.folder);
    const char *const words[] = {PROGRAM, "-c", path, NULL};
    const bool done = write_configuration(&server, path) &&
                      peer_server_start(&server, words, NULL) &&
                      peer_loop_run(round, &wire, server.port, server.pid, out);
    peer_server_end(&server, SIGKILL);
    return done;
}
