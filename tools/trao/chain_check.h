/* chain_check - are these the entries their devices sealed, one after the other?
 *
 * Pure, but for the memory it takes. Entries come in, in the order of each stream; streams may be
 * mixed. What device signs is said by its first entry: a device's number is a hash of its key
 * (decision 0001), so that nobody has to vouch for it. */
#ifndef TRAO_CHAIN_CHECK_H
#define TRAO_CHAIN_CHECK_H

#include "core/statement.h"

enum chain_fault {
    CHAIN_GOOD,
    CHAIN_SIGNATURE, /* not what its device signed */
    CHAIN_LINK,      /* does not name the hash of the one before it */
    CHAIN_GAP,       /* entries before it are missing, or it came twice */
    CHAIN_NO_KEY,    /* nothing says which key signs */
    CHAIN_OTHER_KEY, /* the opening entry's key is not the device's */
    CHAIN_NAMED,     /* a later epoch names a head that was never there */
    CHAIN_FAULTS
};

struct chain_stream {
    struct device device;
    struct place first;
    struct head head;
    uint64_t entries;
    bool begun;
    bool has_key;
    struct sign_public key;
};

/* A later epoch's word on an earlier entry; looked for in a second walk. */
struct chain_claim {
    struct device device;
    struct head named;
    struct place said_at;
    bool found;
};

struct chain_check {
    struct chain_stream *streams;
    size_t stream_count, stream_room, last;
    struct chain_claim *claims;
    size_t claim_count, claim_room;
    uint64_t entries;
    bool only_claims; /* the second walk */
    bool covered;     /* the next entry's signature is not looked at: that of a later entry, which
                         the chain ties to it, is */
    bool no_memory;
};

void chain_check_init(struct chain_check *check);
void chain_check_fini(struct chain_check *check);
/* A key known from elsewhere: a unit's card, the book's table. False: it is not DEVICE's. */
bool chain_check_key(struct chain_check *check, struct device device,
                     const struct sign_public *key);
/* The next entry of its stream. After a fault the stream goes on from here. */
enum chain_fault chain_check_entry(struct chain_check *check, const struct sealed *sealed);
/* True if a second walk over the same entries is needed: then only_claims is set. */
bool chain_check_again(struct chain_check *check);
/* The stream of DEVICE; NULL: none. */
const struct chain_stream *chain_check_stream(const struct chain_check *check,
                                              struct device device);

#endif
