/* peer_loop - clients of a peer: plain TCP connections in one process with epoll(7), one batch
 * outstanding each, as our own clients have. What is said over them is the peer's table. */
#ifndef BENCH_PEER_LOOP_H
#define BENCH_PEER_LOOP_H

#include "tools/bench/contender.h"

/* Bytes about to be sent; `room` is always enough for what a batch needs. */
struct peer_bytes {
    char *at;
    size_t size, room;
};

void peer_put(struct peer_bytes *bytes, const void *from, size_t size);
void peer_print(struct peer_bytes *bytes, const char *form, ...)
    __attribute__((format(printf, 2, 3)));

/* What stands at the front of what was received. */
enum peer_heard {
    PEER_SHORT,  /* not whole yet */
    PEER_ANSWER, /* one acknowledgement */
    PEER_ASIDE,  /* something else; pass over it */
    PEER_FAULT,  /* an error */
};

struct peer_wire {
    /* Said once on connection CLIENT, before the clock; answered by READY acknowledgements or
     * asides that END_GREETING recognises. NULL: nothing. */
    void (*greet)(struct peer_bytes *bytes, size_t client);
    unsigned greet_answers;
    /* One message of COUNT acts at ACTS; a batch is one of it, or one for each act. */
    void (*say)(struct peer_bytes *bytes, size_t client, uint32_t number, const uint8_t *acts,
                uint32_t count);
    bool an_act; /* one message and one acknowledgement an act */
    enum peer_heard (*hear)(const char *at, size_t size, size_t *out_used);
};

/* As load_run() with LOAD_TIMED; the processor time is that of SERVER_PID and its children. */
bool peer_loop_run(const struct round *round, const struct peer_wire *wire, uint16_t port,
                   pid_t server_pid, struct load_result *out);

#endif
