#include "handheld/app/memory.h"

#include <string.h>

#include "base/check.h"

/* INVARIANTS
 * (1) A code stands in one slot at most, and its chain is heads[mix % MEMORY_HEADS].
 * (2) Slots are filled in a circle: the one behind the newest is the oldest, and goes first. Until
 *     the circle is closed, `filled` of them count, so that the rest need not be cleared. */

static uint16_t *head_of(struct memory *memory, struct text code)
{
    return &memory->heads[text_mix(code) % MEMORY_HEADS];
}

static bool is_of(const struct memory_mark *mark, struct text code)
{
    return text_equal(text_of(mark->code), code);
}

static void empty(struct memory *memory, uint16_t slot)
{
    struct memory_mark *mark = &memory->marks[slot - 1];
    if (!mark->code[0]) {
        return;
    }
    uint16_t *link = head_of(memory, text_of(mark->code));
    while (*link != slot) {
        assert(*link != 0); /* (1) */
        link = &memory->marks[*link - 1].next;
    }
    *link = mark->next;
    *mark = (struct memory_mark){.next = 0};
}

void memory_init(struct memory *memory)
{
    memory->newest = memory->filled = 0;
    memset(memory->heads, 0, sizeof memory->heads);
    memory->handoff_next = 0;
    memset(memory->handoffs, 0, sizeof memory->handoffs);
}

const struct memory_mark *memory_find(const struct memory *memory, struct text code)
{
    uint16_t slot = memory->heads[text_mix(code) % MEMORY_HEADS];
    while (slot != 0 && !is_of(&memory->marks[slot - 1], code)) {
        slot = memory->marks[slot - 1].next;
    }
    return slot == 0 ? NULL : &memory->marks[slot - 1];
}

void memory_forget(struct memory *memory, struct text code)
{
    const struct memory_mark *known = memory_find(memory, code);
    if (known) {
        empty(memory, (uint16_t)(known - memory->marks + 1));
    }
}

void memory_note(struct memory *memory, const struct memory_mark *mark)
{
    struct text code = text_of(mark->code);
    assert(code.size > 0);
    memory_forget(memory, code); /* (1) */
    memory->newest = (uint16_t)(memory->newest % MEMORY_MARKS + 1);
    if (memory->newest > memory->filled) {
        memory->filled = memory->newest;
    } else {
        empty(memory, memory->newest); /* (2) */
    }
    struct memory_mark *slot = &memory->marks[memory->newest - 1];
    uint16_t *head = head_of(memory, code);
    *slot = *mark;
    slot->next = *head;
    *head = memory->newest;
}

size_t memory_at(const struct memory *memory, struct place place, struct text *out_codes,
                 size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < memory->filled && count < room; i++) {
        const struct memory_mark *mark = &memory->marks[i];
        if (mark->code[0] && place_order(mark->place, place) == 0) {
            out_codes[count++] = text_of(mark->code);
        }
    }
    return count;
}

uint32_t memory_packed(const struct memory *memory, struct text bundle)
{
    uint32_t count = 0;
    for (size_t i = 0; i < memory->filled; i++) {
        const struct memory_mark *mark = &memory->marks[i];
        count +=
            mark->code[0] && mark->kind == ACT_PACK && text_equal(text_of(mark->detail), bundle);
    }
    return count;
}

void memory_note_handoff(struct memory *memory, const struct memory_handoff *handoff)
{
    memory->handoffs[memory->handoff_next] = *handoff;
    memory->handoff_next = (uint8_t)((memory->handoff_next + 1) % MEMORY_HANDOFFS);
}

const struct memory_handoff *memory_handoff(const struct memory *memory, const uint8_t id[16],
                                            bool gave)
{
    for (size_t i = 0; i < MEMORY_HANDOFFS; i++) {
        const struct memory_handoff *handoff = &memory->handoffs[i];
        if (handoff->place.epoch != 0 && handoff->gave == gave &&
            memcmp(handoff->id, id, sizeof handoff->id) == 0) {
            return handoff;
        }
    }
    return NULL;
}

const struct memory_handoff *memory_newest_handoff(const struct memory *memory, bool gave)
{
    for (size_t back = 1; back <= MEMORY_HANDOFFS; back++) {
        const struct memory_handoff *handoff =
            &memory->handoffs[(memory->handoff_next + MEMORY_HANDOFFS - back) % MEMORY_HANDOFFS];
        const bool fits = gave ? !handoff->agreed : !hash_is_zero(&handoff->digest);
        if (handoff->place.epoch != 0 && handoff->gave == gave && fits) {
            return handoff;
        }
    }
    return NULL;
}

void memory_agree(struct memory *memory, const uint8_t id[16], bool codes)
{
    const struct memory_handoff *known = memory_handoff(memory, id, true);
    if (!known) {
        return;
    }
    memory->handoffs[known - memory->handoffs].agreed = true;
    for (size_t i = 0; codes && i < memory->filled; i++) {
        struct memory_mark *mark = &memory->marks[i];
        if (mark->code[0] && mark->kind == ACT_GIVE &&
            place_order(mark->place, known->place) == 0) {
            mark->agreed = true;
        }
    }
}
