/* far_end - the server at the other end of a unit's line, in memory: core's sync_receiver and a
 * list of entries. It loses, repeats and holds back messages as the test asks. */
#ifndef TESTS_UNIT_HANDHELD_APP_FAR_END_H
#define TESTS_UNIT_HANDHELD_APP_FAR_END_H

#include "core/sync_receiver.h"
#include "tests/unit/handheld/app/bench.h"

enum { FAR_END_ENTRIES = 4096 };

struct far_entry {
    struct head head;
    enum entry_kind kind;
};

struct far_end {
    struct stream stream;
    struct place level_two;
    int64_t ahead_ms;         /* its clock less the unit's */
    unsigned lose_next;       /* so many messages of the unit never arrive */
    unsigned silent_next;     /* so many are taken, and the answer is lost */
    bool twice;               /* every message arrives twice */
    bool forgets;             /* answers a receipt for more than was sent */
    enum refusal_code refuse; /* 0: no */
    uint32_t version;         /* it speaks; 0: ours */
    size_t count;
    struct far_entry entries[FAR_END_ENTRIES];
    size_t hellos, batches, doubles, gaps;
    struct hello hello; /* the last one */
};

void far_end_init(struct far_end *far, const struct bench *bench);
/* Takes what the unit has sent and answers. False: there was nothing. */
bool far_end_turn(struct far_end *far, struct bench *bench);
/* Unit and server by turns, with time passing, until the unit is synced or MS are over. */
bool far_end_settle(struct far_end *far, struct bench *bench, int64_t ms);
void far_end_say(struct bench *bench, const struct message *message);

#endif
