/* chance - random bytes: from the operating system in production, from a seed in the simulator. */
#ifndef PORTS_CHANCE_H
#define PORTS_CHANCE_H

#include <stddef.h>

struct chance_ops {
    void (*fill)(void *self, void *out, size_t size);
};

struct chance {
    const struct chance_ops *ops;
    void *self; /* borrowed */
};

static inline void chance_fill(const struct chance *chance, void *out, size_t size)
{
    chance->ops->fill(chance->self, out, size);
}

#endif
