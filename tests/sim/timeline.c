#include "tests/sim/timeline.h"

#include <stdlib.h>

#include "base/check.h"

enum { ROOM_FIRST = 256 };

void timeline_init(struct timeline *timeline, int64_t now)
{
    *timeline = (struct timeline){.now = now};
}

void timeline_fini(struct timeline *timeline)
{
    free(timeline->heap);
    *timeline = (struct timeline){.now = timeline->now};
}

static bool is_before(const struct event *a, const struct event *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void grow(struct timeline *timeline)
{
    timeline->room = timeline->room ? 2 * timeline->room : ROOM_FIRST;
    timeline->heap = realloc(timeline->heap, timeline->room * sizeof *timeline->heap);
    assert(timeline->heap);
}

void timeline_put(struct timeline *timeline, int64_t at, uint32_t kind, uint32_t who, uint64_t what)
{
    if (timeline->count == timeline->room) {
        grow(timeline);
    }
    const struct event event = {.at = at < timeline->now ? timeline->now : at,
                                .order = ++timeline->order,
                                .kind = kind,
                                .who = who,
                                .what = what};
    size_t i = timeline->count++;
    while (i > 0 && is_before(&event, &timeline->heap[(i - 1) / 2])) {
        timeline->heap[i] = timeline->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    timeline->heap[i] = event;
}

bool timeline_take(struct timeline *timeline, struct event *out_event)
{
    if (timeline->count == 0) {
        return false;
    }
    struct event *heap = timeline->heap;
    *out_event = heap[0];
    const struct event last = heap[--timeline->count];
    size_t i = 0;
    for (size_t child = 1; child < timeline->count; child = 2 * i + 1) {
        if (child + 1 < timeline->count && is_before(&heap[child + 1], &heap[child])) {
            child++;
        }
        if (!is_before(&heap[child], &last)) {
            break;
        }
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = last;
    timeline->now = out_event->at;
    return true;
}
