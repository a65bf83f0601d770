/* tcp_relay - a wire between a link and a door that a test can freeze or cut.
 *
 * Frozen: the connections that exist stay open and carry nothing more, as when a unit walks out of
 * the network's reach (half-open TCP). New ones work. */
#ifndef UNIT_ADAPTERS_ZMQ_TCP_RELAY_H
#define UNIT_ADAPTERS_ZMQ_TCP_RELAY_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { TCP_RELAY_LINES = 64, TCP_RELAY_ENDPOINT_SIZE = 64 };

struct tcp_relay {
    pthread_t thread;
    int listener;
    int target_port;
    int near[TCP_RELAY_LINES];
    int far[TCP_RELAY_LINES];
    bool frozen[TCP_RELAY_LINES];
    int lines;
    atomic_int accepted;
    atomic_bool freeze; /* asked for; the thread clears it when done */
    atomic_bool cut;
    atomic_bool end;
    char endpoint[TCP_RELAY_ENDPOINT_SIZE];
};

bool tcp_relay_open(struct tcp_relay *relay, const char *target); /* tcp://127.0.0.1:PORT */
void tcp_relay_close(struct tcp_relay *relay);
void tcp_relay_freeze(struct tcp_relay *relay); /* returns when all lines are frozen */
void tcp_relay_cut(struct tcp_relay *relay);    /* returns when all lines are closed */

#endif
