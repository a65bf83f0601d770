#include "base/arena.h"

#include <string.h>

enum { ALIGNMENT = 16 };

struct arena arena_of(void *at, size_t room)
{
    return (struct arena){.at = at, .room = room};
}

void *arena_take(struct arena *arena, size_t size)
{
    size_t misaligned = ((uintptr_t)arena->at + arena->size) % ALIGNMENT;
    size_t from = arena->size + (misaligned ? ALIGNMENT - misaligned : 0);
    if (from > arena->room || size > arena->room - from) {
        return NULL;
    }
    arena->size = from + size;
    return memset(arena->at + from, 0, size);
}

void arena_reset(struct arena *arena)
{
    arena->size = 0;
}
