/* clock - the time of day and the time since boot. Read by the loop only; time enters every step
 * inside its event. Kept by adapters/posix/clock_posix.c; faked by tests/fakes/clock_fake.c. */
#ifndef PORTS_CLOCK_H
#define PORTS_CLOCK_H

#include "base/instant.h"

struct clock_reading {
    struct instant wall;
    struct instant mono; /* milliseconds since boot, never backwards */
    uint64_t boot;       /* differs between boots */
    bool wall_set;       /* the wall clock has been set since the program was built */
};

struct clock_ops {
    struct clock_reading (*read)(void *self);
};

struct clock {
    const struct clock_ops *ops;
    void *self; /* borrowed */
};

static inline struct clock_reading clock_read(const struct clock *clock)
{
    return clock->ops->read(clock->self);
}

#endif
