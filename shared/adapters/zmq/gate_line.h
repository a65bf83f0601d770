/* gate_line - one caller at the gate: what it has said so far, and where its bytes go.
 *
 * Knows its two sockets and nothing of other lines. */
#ifndef ADAPTERS_ZMQ_GATE_LINE_H
#define ADAPTERS_ZMQ_GATE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    GATE_GREETING_SIZE = 64, /* ZMTP 3.1, RFC 37 */
    GATE_HELLO_SIZE = 202,   /* CurveZMQ, RFC 26: a command frame of 200 bytes */
    GATE_FRAME_MAX = 1024,   /* an INITIATE with more metadata than that is nobody's of ours */
    GATE_OUTER = 0,
    GATE_INNER = 1
};

enum gate_state {
    GATE_LINE_TALKING, /* what the caller has to say next is not whole */
    GATE_LINE_QUEUED,  /* it is, and waits for its step */
    GATE_LINE_SERVED,  /* libzmq does the step */
    GATE_LINE_OPEN     /* the handshake is over */
};

/* What became of an event. GATE_REFUSED: libzmq answered that it will not have this caller. */
enum gate_turn { GATE_NOTHING, GATE_WHOLE, GATE_ANSWERED, GATE_REFUSED, GATE_FOREIGN, GATE_ENDED };

/* One of its two sockets, as epoll gives it back. */
struct gate_end {
    struct gate_line *line;
    int side;
};

struct gate_line {
    struct gate_end ends[2];
    int fd[2]; /* GATE_OUTER, GATE_INNER; -1 */
    enum gate_state state;
    unsigned answers;             /* steps done: WELCOME, READY or ERROR */
    uint8_t said[GATE_FRAME_MAX]; /* by the caller, not passed on */
    size_t said_size;
    size_t swallow;   /* of libzmq's greeting, which the gate has given itself */
    uint8_t *left[2]; /* what this side has not taken yet */
    size_t left_at[2], left_size[2];
    int64_t due_us;                  /* while it talks: then it is cut */
    int64_t passed_us;               /* when its step began */
    bool begun;                      /* its handshake has cost libzmq something */
    bool distrusted;                 /* its address was, when its handshake began */
    unsigned source;                 /* of its address, gate_sources.h */
    bool watched[2];                 /* by epoll, each side ... */
    uint32_t asked[2];               /* ... for this */
    struct gate_line *older, *newer; /* by age, while it talks */
    struct gate_line *behind;        /* in its source's queue */
    struct gate_line *next_dead;
    bool dead;
};

/* Says the greeting. NULL: no memory. */
struct gate_line *gate_line_new(int fd);
void gate_line_free(struct gate_line *line); /* closes both */
/* SIDE can be read or written. */
enum gate_turn gate_line_read(struct gate_line *line, int side);
enum gate_turn gate_line_write(struct gate_line *line, int side);
/* Passes on what the caller has said; joins libzmq at INNER the first time. False: it is not there.
 */
bool gate_line_pass(struct gate_line *line, const char *inner);
/* What to wait for on SIDE (EPOLLIN, EPOLLOUT). */
uint32_t gate_line_interest(const struct gate_line *line, int side);

#endif
