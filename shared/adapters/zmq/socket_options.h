/* socket_options - a socket made with all its options, or not made. */
#ifndef ADAPTERS_ZMQ_SOCKET_OPTIONS_H
#define ADAPTERS_ZMQ_SOCKET_OPTIONS_H

#include <stddef.h>

#include "adapters/zmq/context.h"
#include "adapters/zmq/keys.h"

struct socket_option {
    int option; /* ZMQ_… of zmq.h, one that takes an int */
    int value;
};

/* NULL: one option was not taken, or there is no room for another socket. */
void *socket_open(const struct context *context, int type, const struct socket_option *options,
                  size_t count);
/* SERVER NULL: the socket is the server of this key pair. */
bool socket_set_curve(void *socket, const struct curve_keypair *keys,
                      const struct link_key *server);

#endif
