/* clock_posix - the clock port over the operating system's clocks, and the demo clock.
 *
 * The only place where time is read. Wall: CLOCK_REALTIME. Mono: CLOCK_BOOTTIME, which also counts
 * while the machine sleeps. */
#ifndef ADAPTERS_POSIX_CLOCK_POSIX_H
#define ADAPTERS_POSIX_CLOCK_POSIX_H

#include "base/status.h"
#include "ports/clock.h"

enum { CLOCK_DEMO_RATE_MAX = 100000 };

/* A demo's time: `start` at the anchor, then `rate` times as fast as real time, the same in every
 * process that is given the same three values. */
struct clock_demo {
    struct instant start;
    uint32_t rate;          /* 1..CLOCK_DEMO_RATE_MAX */
    int64_t anchor_mono_ms; /* a CLOCK_MONOTONIC reading, not in the future */
};

struct clock_posix {
    struct clock port; /* give &port away; it points back here, so do not copy or move this */
    uint64_t boot;
    struct instant built;
    bool demo;
    struct clock_demo as;
};

/* DEMO NULL: real time. STATUS_MALFORMED: DEMO is not as its comments ask (an anchor of before the
 * last boot, most likely). STATUS_IO: the kernel gives no boot id. */
enum status clock_posix_init(struct clock_posix *clock, const struct clock_demo *demo) MUST_CHECK;
/* Real milliseconds, rounded up, until `mono` reads UNTIL: what to give to a wait. 0 when it is
 * past, -1 for INSTANT_NEVER. */
int64_t clock_posix_ms_until(const struct clock_posix *clock, struct instant until);
/* CLOCK_MONOTONIC now: the anchor for a new demo. */
int64_t clock_posix_anchor(void);

#endif
