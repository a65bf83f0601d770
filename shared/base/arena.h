/* arena - memory for one turn: taken piece by piece, given back all at once.
 *
 * The app floor has one arena per turn and resets it when the turn ends; so there is nothing to
 * free on the way out. The memory behind it is the caller's. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena {
    uint8_t *at; /* borrowed */
    size_t room;
    size_t size;
};

struct arena arena_of(void *at, size_t room);
/* Zeroed and aligned for anything; NULL when there is no room left (the bound is the caller's). */
void *arena_take(struct arena *arena, size_t size);
void arena_reset(struct arena *arena);

#endif
