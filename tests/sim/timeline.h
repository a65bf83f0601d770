/* timeline - what will happen, in the order of virtual time; of two at one instant, what was put in
 * first comes first.
 *
 * Knows no meaning of an event. */
#ifndef SIM_TIMELINE_H
#define SIM_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event {
    int64_t at;     /* milliseconds of true time since 1970 */
    uint64_t order; /* the timeline's own */
    uint32_t kind;  /* the caller's */
    uint32_t who;   /* the caller's, as what follows */
    uint64_t what;
};

struct timeline {
    struct event *heap; /* its own */
    size_t count, room;
    uint64_t order;
    int64_t now; /* of the event taken last */
};

void timeline_init(struct timeline *timeline, int64_t now);
void timeline_fini(struct timeline *timeline);
/* AT in the past: now. */
void timeline_put(struct timeline *timeline, int64_t at, uint32_t kind, uint32_t who,
                  uint64_t what);
/* False: nothing will ever happen again. */
bool timeline_take(struct timeline *timeline, struct event *out_event);

#endif
