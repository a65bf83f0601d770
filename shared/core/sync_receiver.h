/* sync_receiver - the server half of sync: one device's stream, what is new, double, gap or fork.
 *
 * Pure. Holds the high water of one stream; the caller looks up stored hashes for it when asked.
 * Nothing here is durable: a verdict becomes a receipt only after the store has committed. */
#ifndef CORE_SYNC_RECEIVER_H
#define CORE_SYNC_RECEIVER_H

#include "core/sync.h"

struct stream {
    struct device device;
    struct head high_water; /* committed, or in the group about to be */
    uint32_t epoch_max;     /* the highest epoch ever heard of */
    bool locked;            /* forked: until re-enrolled under a new key */
    bool revoked;
    struct place trusted_to; /* with `revoked` */
};

enum hello_outcome_kind {
    HELLO_CONTINUE,      /* welcome: send from high water + 1 */
    HELLO_PROVE,         /* welcome: prove that you have our high water */
    HELLO_LOOK_UP,       /* the caller finds our hash at the unit's head, then asks again */
    HELLO_OPEN_EPOCH,    /* tail lost: incident */
    HELLO_LOCKED,        /* clone: incident */
    HELLO_SERVER_BEHIND, /* the server was restored: continue from here, incident if a hole remains
                          */
    HELLO_UPDATE_NEEDED,
    HELLO_TOO_OLD,
    HELLO_NOT_YOURS,
};

/* The epoch table of SEMANTICS section 2. STORED is the server's hash at the unit's head, once
 * looked up; NULL before; zero if the server has no such entry. */
enum hello_outcome_kind stream_hello(struct stream *stream, const struct hello *hello,
                                     const struct hash *stored);

enum batch_outcome_kind {
    BATCH_ACCEPTED, /* entries [first_new ..] are new; the high water has moved */
    BATCH_DOUBLE,   /* all known, same content: answer with the receipt */
    BATCH_LOOK_UP,  /* overlaps what is stored: the caller compares `known` entries byte for byte */
    BATCH_GAP,
    BATCH_CHAIN_BROKEN,
    BATCH_FORKED,
    BATCH_MALFORMED,
    BATCH_QUARANTINE, /* revoked, locked: kept apart, receipted, never counted */
    BATCH_NOT_YOURS,
};

struct batch_outcome {
    enum batch_outcome_kind kind;
    uint32_t known;    /* entries at the front that the server should have already */
    struct place from; /* first new place */
    struct head head;  /* after the batch */
    struct span fresh; /* borrowed: the new entries' bytes, back to back */
    uint32_t fresh_count;
};

/* Walk the batch's entries: shape, device, sequence and chain. COMPARED: the caller has compared
 * the overlap and it was equal. The stream's high water moves only with BATCH_ACCEPTED. */
void stream_batch(struct stream *stream, const struct batch *batch, bool compared,
                  struct batch_outcome *out_outcome);

#endif
