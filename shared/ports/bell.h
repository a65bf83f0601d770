/* bell - "the book has advanced to n": all that one role ever tells another.
 *
 * A ring may be lost or doubled; whoever listens reads the book anyway and looks again after a
 * while. Kept by adapters/posix/bell_posix.c. */
#ifndef PORTS_BELL_H
#define PORTS_BELL_H

#include <stdint.h>

struct bell_ops {
    void (*ring)(void *self, uint64_t position);
};

struct bell {
    const struct bell_ops *ops;
    void *self; /* borrowed */
};

static inline void bell_ring(const struct bell *bell, uint64_t position)
{
    bell->ops->ring(bell->self, position);
}

#endif
