#include "tests/sim/marks.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tests/sim/dice.h"

enum { FIRST_ROOM = 1024 };

static uint64_t mark_of(struct device device, const struct hash *hash)
{
    uint64_t bits = 0;
    memcpy(&bits, hash->byte, sizeof bits);
    bits = dice_mix(bits ^ dice_mix(device.id));
    return bits ? bits : 1;
}

/* The slot of MARK, or the free one where it would stand. */
static uint64_t *slot_of(uint64_t *set, size_t room, uint64_t mark)
{
    size_t i = (size_t)mark & (room - 1);
    while (set[i] != 0 && set[i] != mark) {
        i = (i + 1) & (room - 1);
    }
    return &set[i];
}

static uint64_t *make(size_t room)
{
    uint64_t *set = calloc(room, sizeof *set);
    assert(set);
    return set;
}

static void widen(struct marks *marks)
{
    const size_t room = 2 * marks->room;
    uint64_t *set = make(room);
    for (size_t i = 0; i < marks->room; i++) {
        if (marks->at[i] != 0) {
            *slot_of(set, room, marks->at[i]) = marks->at[i];
        }
    }
    free(marks->at);
    marks->at = set;
    marks->room = room;
}

void marks_init(struct marks *marks)
{
    *marks = (struct marks){.at = make(FIRST_ROOM), .room = FIRST_ROOM};
}

void marks_fini(struct marks *marks)
{
    free(marks->at);
    *marks = (struct marks){0};
}

void marks_add(struct marks *marks, struct device device, const struct hash *hash)
{
    const uint64_t mark = mark_of(device, hash);
    if (2 * (marks->count + 1) > marks->room) {
        widen(marks);
    }
    uint64_t *slot = slot_of(marks->at, marks->room, mark);
    marks->count += *slot == 0;
    *slot = mark;
}

bool marks_has(const struct marks *marks, struct device device, const struct hash *hash)
{
    return *slot_of(marks->at, marks->room, mark_of(device, hash)) != 0;
}
