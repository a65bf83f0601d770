/* sync_receiver - the server half of sync: one device's stream, what is new, double, gap or fork.
 *
 * Pure. Holds the high water of one stream; the caller looks up stored hashes for it when asked.
 * Nothing here is durable: a verdict becomes a receipt only after the store has committed. */
#ifndef CORE_SYNC_RECEIVER_H
#define CORE_SYNC_RECEIVER_H

#include "core/sync.h"

enum stream_state {
    STREAM_FOLLOWING, /* accepts what follows the high water */
    STREAM_BRANCHING, /* also a new epoch that names `branch`: the unit lost its tail */
    STREAM_HOLED,     /* also a start at `hole_to`: the unit has nothing older any more */
    STREAM_LOCKED,    /* forked: until re-enrolled under a new key */
    STREAM_STATES
};

/* What moves a stream from one state to another. */
enum stream_on {
    STREAM_ON_CONTINUE,  /* hello: the unit has our high water */
    STREAM_ON_PROVE,     /* hello: that is still to be seen */
    STREAM_ON_BRANCH,    /* hello: the unit has an entry before our high water and a later epoch */
    STREAM_ON_TAIL_LOST, /* hello: the unit's newest entry lies before our high water */
    STREAM_ON_HOLE,      /* hello: the unit's oldest entry lies behind our high water */
    STREAM_ON_ACCEPTED,  /* batch */
    STREAM_ON_CLONE,     /* hello or batch: other content at a place we have */
    STREAM_ONS
};

struct stream_move {
    enum stream_state from;
    enum stream_on on;
    enum stream_state to;
};

/* Two clones that take turns may never meet at one place: each finds the other's epoch ahead of
 * itself and opens the next. Beyond so many epochs people must look: the stream is locked. */
enum { STREAM_EPOCHS_MAX = 100 };

/* Durable are high_water, epoch_max and whether it is locked; revocation comes from the book. */
struct stream {
    enum stream_state state;
    struct device device;
    struct head high_water; /* committed, or in the group about to be */
    uint32_t epoch_max;     /* the highest epoch ever heard of */
    struct head branch;     /* STREAM_BRANCHING */
    struct place hole_to;   /* STREAM_HOLED */
    bool revoked;
    struct place trusted_to; /* with `revoked` */
};

enum hello_outcome_kind {
    HELLO_CONTINUE,   /* welcome: send what you have after our high water */
    HELLO_PROVE,      /* welcome: prove that you have our high water */
    HELLO_LOOK_UP,    /* no answer yet: find our hash at `look_up`, then ask again with it */
    HELLO_OPEN_EPOCH, /* welcome: tail lost, open `epoch`; incident */
    HELLO_HOLE,       /* welcome as continue; the batch that begins there tells what is missing */
    HELLO_LOCKED,     /* welcome: clone; incident; keep that the stream is locked */
    HELLO_UPDATE_NEEDED,
    HELLO_TOO_OLD,
    HELLO_NOT_YOURS, /* incident */
};

struct hello_outcome {
    enum hello_outcome_kind kind;
    struct place look_up;
    uint32_t epoch;
    bool server_behind; /* the unit holds receipts for more than we have: we were restored */
};

void stream_init(struct stream *stream, struct device device, const struct head *high_water,
                 uint32_t epoch_max, bool locked);
/* The epoch table of SEMANTICS section 2. STORED is the server's hash at `look_up`, once looked
 * up; NULL before; a zero hash if the server has no such entry. */
struct hello_outcome stream_hello(struct stream *stream, const struct hello *hello,
                                  const struct hash *stored);
/* The answer where OUTCOME is one of the five welcomes, else false: a refusal of
 * hello_refusal_code(). The caller adds server_wall_ms and level_two. A welcome tells the high
 * water, so it is a receipt: it may go out only when the high water is durable. */
bool stream_welcome(const struct stream *stream, const struct hello *hello,
                    const struct hello_outcome *outcome, struct welcome *out_welcome);
enum refusal_code hello_refusal_code(enum hello_outcome_kind kind);

enum batch_outcome_kind {
    BATCH_ACCEPTED,     /* `fresh` is new; the high water has moved */
    BATCH_DOUBLE,       /* all known, same content: answer with the receipt */
    BATCH_LOOK_UP,      /* no answer yet: find our hash at `look_up`, then ask again with it */
    BATCH_QUARANTINE,   /* as accepted, but of a revoked device: receipted, kept apart */
    BATCH_GAP,          /* refuse: send again from the high water */
    BATCH_CHAIN_BROKEN, /* the same; incident */
    BATCH_FORKED,       /* refuse, keep the bytes in quarantine, keep the lock; incident */
    BATCH_MALFORMED,    /* refuse, keep the bytes in quarantine */
    BATCH_TOO_NEW,      /* refuse: an entry of a later format */
    BATCH_TOO_LARGE,
    BATCH_NOT_YOURS, /* refuse; incident */
};

struct batch_outcome {
    enum batch_outcome_kind kind;
    struct place look_up;
    uint32_t known;         /* entries at the front that the server has already */
    struct place from;      /* first new place */
    struct head head;       /* after the batch */
    struct span fresh;      /* borrowed: the new entries' bytes, back to back */
    uint32_t fresh_count;   /* 1 or more when accepted or quarantined */
    uint32_t trusted_count; /* of those at the front, not after `trusted_to` */
    bool for_the_door; /* an enrolment, revocation or backup is among the new: look into them */
    bool hole;         /* between hole_after and `from` entries are missing: record a gap */
    struct place hole_after;
};

/* Walk the batch's entries: shape, device, sequence and chain. The high water moves only with
 * BATCH_ACCEPTED and BATCH_QUARANTINE; whoever cannot commit puts a copy of the stream back. */
void stream_batch(struct stream *stream, const struct batch *batch, const struct hash *stored,
                  struct batch_outcome *out_outcome);
/* 0 where the batch is answered with a receipt. */
enum refusal_code batch_refusal_code(enum batch_outcome_kind kind);
const char *stream_state_name(enum stream_state state);
const char *stream_on_name(enum stream_on on);
/* Every move there is, for docs/moves/sync_receiver.dot. */
const struct stream_move *stream_moves(size_t *out_count);

#endif
