/* sync_sender - the device half of sync: what to send, and when to try again.
 *
 * Pure. The caller waits, steps and performs:
 *     event = wait_until(sync_sender_wakeup(&sender));
 *     sync_sender_step(&sender, &event, &effect);
 * Stop and wait: at most one hello or batch is under way. protocols/sync.md has the diagram. */
#ifndef CORE_SYNC_SENDER_H
#define CORE_SYNC_SENDER_H

#include "core/sync.h"

enum sync_sender_state {
    SENDER_GREETING, /* hello sent or due; no welcome yet */
    SENDER_IDLE,     /* welcome; nothing to send */
    SENDER_AWAITING, /* a batch is under way */
    SENDER_HELD,     /* the server said busy */
    SENDER_OUTDATED, /* update needed; data are kept; greets again once an hour */
    SENDER_LOCKED,   /* a clone or revoked: two persons must act; nothing is sent */
    SENDER_STATES
};

struct sync_sender {
    enum sync_sender_state state;
    struct device device;
    struct head head;     /* the journal's newest entry */
    struct head received; /* receipted, level 1 */
    struct place level_two;
    struct place sent_to; /* the batch under way ends here */
    struct place asked;   /* the server's high water, to be proven in the next hello */
    struct hash asked_hash;
    int64_t greeted_mono_ms;
    bool has_offset;
    int64_t offset_ms;
    uint32_t rtt_ms;
    uint32_t timeouts; /* in a row */
    int64_t retry_ms;
    struct instant wakeup; /* on the monotonic clock */
    uint64_t chance;       /* of the jitter: xorshift, seeded at init */
};

enum sync_event_kind {
    SYNC_WRITTEN,      /* the journal has a new head */
    SYNC_MESSAGE,      /* welcome, receipt, busy or refusal came */
    SYNC_TIMEOUT,      /* the wake-up time has come */
    SYNC_PROVEN,       /* the journal looked up `asked`: asked_hash (zero: no such entry) */
    SYNC_NOT_ADMITTED, /* the link was refused by the server's door */
    SYNC_RENEWED,      /* epoch opened: head is its first entry */
};

struct sync_event {
    enum sync_event_kind kind;
    struct instant mono;           /* now, milliseconds since boot */
    int64_t wall_ms;               /* now, as the device believes */
    struct head head;              /* SYNC_WRITTEN, SYNC_RENEWED */
    const struct message *message; /* SYNC_MESSAGE */
    struct hash asked_hash;        /* SYNC_PROVEN */
};

enum sync_incident {
    SYNC_NO_INCIDENT,
    SYNC_RECEIPT_BEYOND,
    SYNC_STALE_RECEIPT,
    SYNC_TAIL_LOST,
    SYNC_CLONED,
    SYNC_REFUSED
};

struct sync_effect {
    bool send_hello; /* with head, clock, asked and asked_hash of the sender */
    bool send_batch; /* entries from `first` on, at most `count_max` */
    struct place first;
    uint32_t count_max;
    bool look_up;    /* find the hash at `asked` and step with SYNC_PROVEN */
    bool open_epoch; /* write ENTRY_OPENED as (epoch, 1) naming the head; then SYNC_RENEWED */
    uint32_t epoch;
    bool record_receipt; /* received or level_two moved: keep them */
    bool renew_link;     /* close the socket and make a new one */
    enum sync_incident incident;
};

void sync_sender_init(struct sync_sender *sender, struct device device, const struct head *head,
                      const struct head *received, struct place level_two, uint64_t chance);
void sync_sender_step(struct sync_sender *sender, const struct sync_event *event,
                      struct sync_effect *out_effect);
/* On the monotonic clock; INSTANT_NEVER when only a new entry can wake it. */
struct instant sync_sender_wakeup(const struct sync_sender *sender);
/* What the sender tells of a batch that is about to go: SENT_TO is its last place. */
void sync_sender_sent(struct sync_sender *sender, struct place sent_to);
const char *sync_sender_state_name(enum sync_sender_state state);

#endif
