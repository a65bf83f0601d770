/* words - each text once, so that two texts are the same when their pointers are.
 *
 * Knows nothing of what the texts mean. */
#ifndef SIM_ORACLE_WORDS_H
#define SIM_ORACLE_WORDS_H

#include "base/text.h"

struct words {
    char **slots; /* open addressing; NULL = free */
    size_t room;  /* a power of two, or 0 */
    size_t count;
};

/* TEXT, closed by a NUL; it lives until words_fini(). */
const char *words_give(struct words *words, struct text text);
void words_fini(struct words *words);

/* LIST with room for COUNT + 1 things of SIZE bytes; it moves. Ends the program without memory. */
void *list_grow(void *list, size_t count, size_t size);

#endif
