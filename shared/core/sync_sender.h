/* sync_sender - the device half of sync: what to send, and when to try again.
 *
 * Pure. The caller waits, steps and performs:
 *     event = wait_until(sync_sender_wakeup(&sender));
 *     sync_sender_step(&sender, &event, &effect);
 * Stop and wait: at most one hello or batch is under way. protocols/sync.md has the diagram. */
#ifndef CORE_SYNC_SENDER_H
#define CORE_SYNC_SENDER_H

#include "core/sync.h"

enum {
    SYNC_RETRY_MS_MIN = 500, /* the first time-out; doubled … */
    SYNC_RETRY_MS_MAX = 4000,
    SYNC_RENEW_AFTER = 3, /* time-outs in a row: a new line */
    SYNC_BUSY_MS_MAX = 60000,
    SYNC_REFUSED_MS = 60000,      /* after a refusal that asking again does not mend */
    SYNC_GREET_AGAIN_MS = 300000, /* idle: offset, level two and the server's high water */
    SYNC_OUTDATED_MS = 3600000,
};

enum sync_sender_state {
    SENDER_GREETING, /* hello sent or due; no welcome yet */
    SENDER_IDLE,     /* welcome; nothing to send */
    SENDER_AWAITING, /* a batch is under way */
    SENDER_HELD,     /* the server said busy */
    SENDER_OUTDATED, /* update needed; data are kept; greets again once an hour */
    SENDER_LOCKED,   /* a clone: two persons must act; nothing is sent but a hello once an hour */
    SENDER_STATES
};

struct sync_sender {
    enum sync_sender_state state;
    struct device device;
    struct head head;     /* the journal's newest entry */
    struct head received; /* the server's high water: receipted, level 1 */
    struct place level_two;
    struct head sent_to; /* the batch under way ends here */
    struct place asked;  /* the server's high water, to be proven in the next hello … */
    struct head proof;   /* … by our newest entry not after it */
    struct place first;  /* the oldest entry we still have */
    bool greeted;        /* a hello is out and its welcome has not come */
    int64_t greeted_mono_ms;
    int64_t greeted_wall_ms;
    bool has_offset;
    int64_t offset_ms; /* server minus device */
    uint32_t rtt_ms;
    uint32_t timeouts; /* in a row */
    uint32_t refusals; /* in a row */
    int64_t retry_ms;
    struct instant wakeup; /* on the monotonic clock */
    uint64_t chance;       /* of the jitter: xorshift, seeded at init */
};

enum sync_event_kind {
    SYNC_WRITTEN,      /* the journal has a new head */
    SYNC_MESSAGE,      /* welcome, receipt, busy or refusal came */
    SYNC_TIMEOUT,      /* the wake-up time has come */
    SYNC_PROVEN,       /* the journal was looked up: head and first */
    SYNC_NOT_ADMITTED, /* the link was refused by the server's door */
    SYNC_RENEWED,      /* epoch opened: head is its first entry */
    SYNC_LINK_UP,      /* the line has come up: no need to wait for the time-out */
};

struct sync_event {
    enum sync_event_kind kind;
    struct instant mono; /* now, milliseconds since boot */
    int64_t wall_ms;     /* now, as the device believes */
    struct head head;    /* SYNC_WRITTEN, SYNC_RENEWED: the newest entry; SYNC_PROVEN: the newest
                            one not after `asked`, zero if there is none */
    struct place first;  /* SYNC_PROVEN: the oldest entry the journal still has */
    const struct message *message; /* SYNC_MESSAGE */
};

enum sync_incident {
    SYNC_NO_INCIDENT,
    SYNC_RECEIPT_BEYOND, /* a receipt for more than was sent: refused */
    SYNC_STALE_RECEIPT,  /* of an earlier epoch: ignored */
    SYNC_TAIL_LOST,
    SYNC_CLONED,
    SYNC_REFUSED
};

/* At most one of send_hello, send_batch, look_up and open_epoch. */
struct sync_effect {
    bool send_hello;    /* sync_sender_hello() fills it */
    bool send_batch;    /* sync_sender_batch() fills it; then sync_sender_sent() */
    struct place after; /* the batch begins with our first entry behind this place, and holds … */
    uint32_t count_max; /* … at most so many, all of one epoch, at most BATCH_BYTES_MAX */
    bool look_up;       /* find our newest entry not after `asked`; step with SYNC_PROVEN */
    struct place asked;
    bool open_epoch; /* write ENTRY_OPENED as (epoch, 1) naming the head; then SYNC_RENEWED */
    uint32_t epoch;
    bool record_receipt; /* received or level_two moved: keep them */
    bool renew_link;     /* close the socket and make a new one, before anything is sent */
    enum sync_incident incident;
    enum refusal_code refusal; /* with SYNC_REFUSED: for the log and the screen */
};

/* RECEIVED and LEVEL_TWO as last recorded; zero on a new device. It wants to greet at once. */
void sync_sender_init(struct sync_sender *sender, struct device device, const struct head *head,
                      const struct head *received, struct place level_two, uint64_t chance);
/* As last recorded: another branch of this journal exists. It wants to say so at once. */
void sync_sender_lock(struct sync_sender *sender);
void sync_sender_step(struct sync_sender *sender, const struct sync_event *event,
                      struct sync_effect *out_effect);
/* On the monotonic clock. */
struct instant sync_sender_wakeup(const struct sync_sender *sender);
/* After send_hello: all but clock.boot, software and battery_percent. */
void sync_sender_hello(const struct sync_sender *sender, struct hello *out_hello);
/* After send_batch: device and offset; the caller adds clock and entries. */
void sync_sender_batch(const struct sync_sender *sender, struct batch *out_batch);
/* The batch that now goes ends with SENT_TO (also if the link would not take it). */
void sync_sender_sent(struct sync_sender *sender, const struct head *sent_to);
const char *sync_sender_state_name(enum sync_sender_state state);

/* What moves a sender from one state to another, and what it does then: for
 * docs/moves/sync_sender.dot. */
enum sender_on {
    SENDER_ON_WRITTEN,
    SENDER_ON_LINK_UP,
    SENDER_ON_TIMEOUT,
    SENDER_ON_THIRD_TIMEOUT,
    SENDER_ON_PROVEN,
    SENDER_ON_PROVE,
    SENDER_ON_ALL_THERE,  /* welcome or receipt: nothing is left to send */
    SENDER_ON_MORE_TO_DO, /* welcome or receipt: send on */
    SENDER_ON_TAIL_LOST,
    SENDER_ON_EPOCH_OPENED,
    SENDER_ON_BUSY,
    SENDER_ON_ASK_AGAIN, /* refused for a gap or a broken chain: greet and send from there */
    SENDER_ON_REFUSED,
    SENDER_ON_NOT_ADMITTED,
    SENDER_ON_OUTDATED,
    SENDER_ON_LOCKED,
    SENDER_ONS
};

enum sender_do {
    SENDER_DO_NOTHING,
    SENDER_DO_LOOK_UP,
    SENDER_DO_RENEW, /* and look up */
    SENDER_DO_GREET,
    SENDER_DO_SEND,
    SENDER_DO_OPEN,
    SENDER_DO_REST,
    SENDER_DO_WAIT,        /* as long as the server said */
    SENDER_DO_WAIT_MINUTE, /* and with a new line after a refusal by the door */
    SENDER_DO_WAIT_HOUR,
    SENDER_DOS
};

struct sender_move {
    enum sync_sender_state from;
    enum sender_on on;
    enum sync_sender_state to;
    enum sender_do what;
};

const struct sender_move *sender_moves(size_t *out_count);
const char *sender_on_name(enum sender_on on);
const char *sender_do_name(enum sender_do what);

#endif
