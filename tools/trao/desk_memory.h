/* desk_memory - what lies where in the desk's one block of memory.
 *
 * Belongs to desk.c and desk_send.c: sealed entries while something is said, messages while it is
 * sent. Both never happen at once. */
#ifndef TRAO_DESK_MEMORY_H
#define TRAO_DESK_MEMORY_H

#include "core/journal.h"
#include "core/sync.h"
#include "wire/message.h"

enum { DESK_GROUP_MAX = 16 };

struct desk_entry {
    uint8_t bytes[SEALED_SIZE_MAX];
};

struct desk_messages {
    uint8_t entries[BATCH_BYTES_MAX];
    uint8_t out[MESSAGE_BYTES_MAX];
    uint8_t in[MESSAGE_BYTES_MAX];
    _Alignas(16) uint8_t arena[MESSAGE_ARENA_SIZE];
};

enum {
    DESK_ENTRIES_SIZE = DESK_GROUP_MAX * sizeof(struct desk_entry),
    DESK_MEMORY_SIZE = DESK_ENTRIES_SIZE > sizeof(struct desk_messages)
                           ? DESK_ENTRIES_SIZE
                           : sizeof(struct desk_messages)
};

static inline struct desk_entry *desk_entry_at(uint8_t *memory, size_t at)
{
    return (struct desk_entry *)(void *)memory + at;
}

static inline struct desk_messages *desk_messages(uint8_t *memory)
{
    return (struct desk_messages *)(void *)memory;
}

#endif
