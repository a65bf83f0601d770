/* many_senders - devices with the real sync_sender, intake, and between them a network that loses,
 * doubles, delays and reorders. Everything follows from one seed. */
#ifndef TESTS_MANY_SENDERS_H
#define TESTS_MANY_SENDERS_H

#include "core/sync_sender.h"
#include "tests/fakes/chance_fake.h"
#include "tests/unit/server/intake/front.h"

enum { SENDERS = 5, FLYING_MAX = 256, MADE_MAX = 2048 };

struct faults {
    uint32_t loss;      /* of 1,000 messages */
    uint32_t doubled;   /* of 1,000 */
    uint32_t delay_ms;  /* at most */
    uint32_t commit;    /* of 1,000 commits fail; half of them with effect */
    uint32_t full;      /* of 1,000 steps the disk fills or empties */
    uint32_t restart;   /* of 1,000 steps the server dies */
    uint32_t old_image; /* of 10,000 steps a device comes back as it was */
};

struct sender {
    struct caller *caller;
    struct sync_sender sync;
    struct head receipted; /* the furthest it was ever promised */
};

struct flying {
    int64_t at; /* monotonic; 0: free */
    size_t sender;
    bool to_server;
    uint8_t *bytes;
    size_t size;
};

struct made {
    size_t sender;
    struct head head;
};

struct many {
    struct front *front;
    struct sender senders[SENDERS];
    struct flying flying[FLYING_MAX];
    struct made made[MADE_MAX]; /* every entry there ever was */
    size_t made_count;
    struct chance_fake chance;
    struct faults faults;
    unsigned images, restarts, failures;
};

struct many *many_open(uint64_t seed);
void many_close(struct many *many);
/* One step of up to half a second: perhaps an entry is made, a fault happens, messages arrive. */
void many_step(struct many *many, bool make_entries);
/* No faults any more. */
void many_calm(struct many *many);
/* Is every device's journal receipted, but for those that are locked? */
bool many_all_sent(const struct many *many);
/* Fails the test unless: what was promised is in the book; nothing stands there twice, with other
 * content than was made, or out of order. */
void many_check(struct many *many);

#endif
