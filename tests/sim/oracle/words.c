#include "tests/sim/oracle/words.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 256 };

static void *must(void *memory)
{
    if (!memory) {
        abort(); /* a test has no way on without memory */
    }
    return memory;
}

void *list_grow(void *list, size_t count, size_t size)
{
    if (count == 0) {
        return must(realloc(list, size));
    }
    return (count & (count - 1)) == 0 ? must(realloc(list, 2 * count * size)) : list;
}

/* Where TEXT stands, or where it would. */
static size_t slot_of(const struct words *words, struct text text)
{
    size_t slot = (size_t)text_mix(text) & (words->room - 1);
    while (words->slots[slot] && !text_is(text, words->slots[slot])) {
        slot = (slot + 1) & (words->room - 1);
    }
    return slot;
}

static void widen(struct words *words)
{
    struct words wider = {.room = words->room == 0 ? FIRST_ROOM : 2 * words->room,
                          .count = words->count};
    wider.slots = must(calloc(wider.room, sizeof *wider.slots));
    for (size_t i = 0; i < words->room; i++) {
        if (words->slots[i]) {
            wider.slots[slot_of(&wider, text_of(words->slots[i]))] = words->slots[i];
        }
    }
    free(words->slots);
    *words = wider;
}

const char *words_give(struct words *words, struct text text)
{
    if (2 * words->count >= words->room) {
        widen(words);
    }
    const size_t slot = slot_of(words, text);
    if (!words->slots[slot]) {
        char *copy = must(malloc(text.size + 1));
        if (text.size > 0) {
            memcpy(copy, text.at, text.size);
        }
        copy[text.size] = '\0';
        words->slots[slot] = copy;
        words->count++;
    }
    return words->slots[slot];
}

void words_fini(struct words *words)
{
    for (size_t i = 0; i < words->room; i++) {
        free(words->slots[i]);
    }
    free(words->slots);
    memset(words, 0, sizeof *words);
}
