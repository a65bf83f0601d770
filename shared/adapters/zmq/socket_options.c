#include "adapters/zmq/socket_options.h"

#include <stdint.h>
#include <zmq.h>

enum { MESSAGE_SIZE_MAX = 65536 }; /* RELIABILITY finding 6 */

static bool set_int(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

void *socket_open(const struct context *context, int type, const struct socket_option *options,
                  size_t count)
{
    const int64_t size_max = MESSAGE_SIZE_MAX;
    void *socket = zmq_socket(context->zmq, type);
    if (!socket) {
        return NULL;
    }
    bool set = set_int(socket, ZMQ_LINGER, 0) &&
               zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &size_max, sizeof size_max) == 0;
    for (size_t i = 0; set && i < count; i++) {
        set = set_int(socket, options[i].option, options[i].value);
    }
    if (!set) {
        (void)zmq_close(socket);
        return NULL;
    }
    return socket;
}

bool socket_set_curve(void *socket, const struct curve_keypair *keys, const struct link_key *server)
{
    bool set = zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, keys->secret, LINK_KEY_SIZE) == 0;
    if (server) {
        return set &&
               zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, keys->public_key.byte, LINK_KEY_SIZE) ==
                   0 &&
               zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, server->byte, LINK_KEY_SIZE) == 0;
    }
    return set && set_int(socket, ZMQ_CURVE_SERVER, 1);
}
