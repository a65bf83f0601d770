#include "core/names.h"

#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) Text ID lies in texts[starts[ID] .. starts[ID + 1]); starts[1] is 0.
 * (2) At most half of the slots are taken, so that a search always ends. */

static uint32_t slots_for(uint32_t count_max)
{
    uint32_t slots = 16;
    while (slots < count_max * 2) {
        slots *= 2;
    }
    return slots;
}

enum { NAMES_COUNT_BOUND = 1u << 30 };

size_t names_memory(uint32_t count_max, uint32_t texts_room)
{
    assert(count_max < NAMES_COUNT_BOUND);
    return (size_t)slots_for(count_max) * sizeof(uint32_t) +
           ((size_t)count_max + 2) * sizeof(uint32_t) + texts_room;
}

void names_init(struct names *names, void *memory, uint32_t count_max, uint32_t texts_room)
{
    assert(count_max < NAMES_COUNT_BOUND);
    uint32_t *words = memory;
    *names = (struct names){.slots = words,
                            .slot_count = slots_for(count_max),
                            .count_max = count_max,
                            .texts_room = texts_room};
    names->starts = words + names->slot_count;
    names->texts = (char *)(names->starts + count_max + 2);
    memset(names->slots, 0, (size_t)names->slot_count * sizeof *names->slots);
    names->starts[0] = 0;
    names->starts[1] = 0;
}

struct text names_text(const struct names *names, struct name name)
{
    assert(name.id <= names->count);
    if (name.id == 0) {
        return (struct text){.at = "", .size = 0};
    }
    uint32_t start = names->starts[name.id];
    return (struct text){.at = names->texts + start, .size = names->starts[name.id + 1] - start};
}

/* The slot where TEXT stands, or the free one where it would. */
static uint32_t slot_of(const struct names *names, struct text text)
{
    uint64_t mix = text_mix(text);
    uint32_t mask = names->slot_count - 1;
    uint32_t slot = (uint32_t)(mix ^ mix >> 32) & mask;
    while (names->slots[slot] != 0 &&
           !text_equal(names_text(names, (struct name){names->slots[slot]}), text)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

struct name names_find(const struct names *names, struct text text)
{
    if (text.size == 0 || text.size > NAME_SIZE_MAX) {
        return NAME_NONE;
    }
    return (struct name){names->slots[slot_of(names, text)]};
}

enum status names_give(struct names *names, struct text text, struct name *out_name)
{
    if (text.size == 0) {
        *out_name = NAME_NONE;
        return STATUS_OK;
    }
    if (text.size > NAME_SIZE_MAX) {
        return STATUS_FULL;
    }
    uint32_t slot = slot_of(names, text);
    if (names->slots[slot] == 0) {
        uint32_t start = names->starts[names->count + 1];
        if (names->count == names->count_max || text.size > names->texts_room - start) {
            return STATUS_FULL;
        }
        memcpy(names->texts + start, text.at, text.size);
        names->count++;
        names->starts[names->count + 1] = start + (uint32_t)text.size;
        names->slots[slot] = names->count;
    }
    *out_name = (struct name){names->slots[slot]};
    return STATUS_OK;
}
