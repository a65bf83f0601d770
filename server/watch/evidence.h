/* evidence - which entries of a received batch count, and when each happened.
 *
 * A batch counts when its last entry carries the signature of the device that the door knew: the
 * chain covers the others (SEMANTICS section 2). Event times come from the stored batch alone. */
#ifndef WATCH_EVIDENCE_H
#define WATCH_EVIDENCE_H

#include "base/arena.h"
#include "core/event_time.h"
#include "ports/act_store.h"

enum { EVIDENCE_DEVICES_MAX = 8192 };

/* What watch keeps of a device between its batches. */
struct witness {
    struct act_device device;
    struct instant last; /* event time of its newest entry; {INT64_MIN} before the first */
};

struct evidence {
    struct witness *witnesses;
    uint32_t count;
    uint32_t *by_device; /* open addressing: 0 free, else index + 1 */
    void *memory;        /* of the arena */
    struct arena arena;  /* the batch under way, taken apart */
};

enum batch_verdict {
    BATCH_COUNTS,
    BATCH_BROKEN,   /* the stored bytes do not decode or link up: the book is damaged */
    BATCH_UNSIGNED, /* its last entry is not signed by the device */
    BATCH_NOBODYS,  /* the device is not enrolled */
};

/* The new entries of one row, one after the other. */
struct batch_walk {
    struct witness *witness;
    struct batch_evidence evidence;
    struct span left;
    uint32_t count; /* so many of them stand in the book, from the front */
    uint32_t skip;
};

/* STATUS_FULL: no memory. */
enum status evidence_open(struct evidence *evidence) MUST_CHECK;
void evidence_close(struct evidence *evidence);
/* Reads the table of devices again: it changes with the acts. */
enum status evidence_devices(struct evidence *evidence, struct act_reader *reader) MUST_CHECK;
struct witness *evidence_witness(const struct evidence *evidence, struct device device);

/* Takes ROW apart; the entries stay valid until the next row. KNOWN: it was found to count before,
 * and the signature need not be looked at again. */
enum batch_verdict evidence_batch(struct evidence *evidence, const struct act_batch *row,
                                  bool known, struct batch_walk *out_walk);
/* Looks at the signature of each new entry of ROW, a batch that counts. Gives how many there were;
 * *out_bad is the first that does not hold, or {0,0}. */
uint32_t evidence_signatures(struct evidence *evidence, const struct act_batch *row,
                             struct place *out_bad);
/* The next new entry and its event time; false at the end. */
bool evidence_next(struct batch_walk *walk, struct sealed *out_sealed, struct event_time *out_time);
const char *batch_verdict_text(enum batch_verdict verdict);
const char *batch_verdict_kind(enum batch_verdict verdict); /* of the incident */

#endif
