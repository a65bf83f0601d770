/* names - short texts as numbers, so that acts and dossiers stay small and compare fast.
 *
 * One table for all of them: dossiers, bundles, parties, persons, stops, reasons. Number 0 is the
 * empty text. The memory is the caller's; numbers depend on the order of arrival and therefore
 * never enter a book, an export or a tie (ties compare the texts). */
#ifndef CORE_NAMES_H
#define CORE_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

struct name {
    uint32_t id;
};

#define NAME_NONE ((struct name){0})
enum { NAME_SIZE_MAX = 96 }; /* longer texts are refused: STATUS_FULL */

struct names {
    uint32_t *slots;     /* open addressing; 0 = free */
    uint32_t slot_count; /* a power of two */
    uint32_t *starts;    /* where text ID begins in `texts`; starts[count] is the end */
    uint32_t count;
    uint32_t count_max;
    char *texts;
    uint32_t texts_room;
};

/* Bytes that names_init() wants for COUNT_MAX texts of TEXTS_ROOM characters together. */
size_t names_memory(uint32_t count_max, uint32_t texts_room);
void names_init(struct names *names, void *memory, uint32_t count_max, uint32_t texts_room);
/* The number of TEXT, given out now if it is new. STATUS_FULL: no room; nothing changed. */
enum status names_give(struct names *names, struct text text, struct name *out_name) MUST_CHECK;
/* NAME_NONE if TEXT never came by. */
struct name names_find(const struct names *names, struct text text);
struct text names_text(const struct names *names, struct name name);

static inline bool name_same(struct name a, struct name b)
{
    return a.id == b.id;
}

#endif
