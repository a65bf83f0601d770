/* uplink - the background half of a unit: what the journal holds goes to the server, and what the
 * server has is kept.
 *
 * Performs what core/sync_sender.h decides, over the journal and the line. Never waits, writes no
 * entry, and knows nothing of scans. `line` times are real milliseconds, also when the unit lives
 * by a demo's clock: retries are about the wire. */
#ifndef HANDHELD_APP_UPLINK_H
#define HANDHELD_APP_UPLINK_H

#include "core/load_list.h"
#include "core/sync_sender.h"
#include "ports/chance.h"
#include "ports/clock.h"
#include "ports/journal_file.h"
#include "ports/link.h"
#include "ports/log.h"
#include "wire/message.h"

enum { UPLINK_NOTE_SIZE = 64 };

/* What `clock` keeps in the journal: the server's clock less ours, as last measured. */
struct uplink_clock {
    int64_t offset_ms;
    uint32_t rtt_ms;
    struct instant measured; /* wall */
};

struct uplink {
    struct sync_sender sender;
    struct journal_file *journal; /* borrowed, as link and log */
    struct link *link;            /* NULL: no server was named */
    const struct log *log;
    struct text software;
    bool loaded; /* the sender knows the journal */
    bool locked; /* for good: two persons must act */
    bool revoked;
    struct uplink_clock clock; /* measured = 0: never */
    uint64_t refused_messages; /* that did not decode */
    uint8_t page[BATCH_BYTES_MAX];
    uint8_t message[LINK_MESSAGE_MAX];
    char load_first[LOAD_LIST_SIZE]; /* what came in this turn */
    _Alignas(16) uint8_t memory[MESSAGE_ARENA_SIZE];
};

/* What the unit has to do or say after a turn. */
struct uplink_news {
    uint32_t open_epoch; /* write ENTRY_OPENED for it, then uplink_opened(); 0: no */
    bool locked;         /* since now, as all below */
    bool revoked;
    bool outdated;
    bool not_admitted; /* the door refused our key, or it is not the pinned server */
    bool tail_lost;
    enum refusal_code refusal; /* 0: none */
    struct place damaged;      /* an entry that should have gone; {0,0}: none */
    bool io;                   /* the journal is to be reopened */
    struct text load_first;    /* lists of core/load_list that came, until the next turn */
};

/* Nothing is known yet: uplink_reload() comes next. CHANCE seeds the jitter. */
void uplink_init(struct uplink *uplink, struct device device, struct text software,
                 uint64_t chance);
/* STATE as the journal has it now: at the start, and after it was reopened. */
void uplink_reload(struct uplink *uplink, const struct journal_state *state);
/* One turn: what came, what is due, and HEAD if the journal has grown. */
void uplink_turn(struct uplink *uplink, const struct clock_reading *now, struct instant line,
                 const struct head *head, struct uplink_news *out_news);
/* The entry that opens the epoch is durable and is HEAD. */
void uplink_opened(struct uplink *uplink, const struct clock_reading *now, struct instant line,
                   const struct head *head, struct uplink_news *out_news);
/* When to turn again though nothing has come: in line time. INSTANT_NEVER: no need. */
struct instant uplink_wakeup(const struct uplink *uplink);
/* Has the server everything? */
bool uplink_is_idle(const struct uplink *uplink);
/* STATUS_NOT_FOUND: the clocks were never compared. */
enum status uplink_kept_clock(struct journal_file *journal, struct uplink_clock *out) MUST_CHECK;

#endif
