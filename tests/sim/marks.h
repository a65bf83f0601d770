/* marks - a set of (device, hash): which entries were sealed by whom, which were promised.
 *
 * Holds 64 bits of each and forgets nothing. */
#ifndef SIM_MARKS_H
#define SIM_MARKS_H

#include "base/hash.h"
#include "core/journal.h"

struct marks {
    uint64_t *at; /* its own; 0: a free slot */
    size_t count, room;
};

void marks_init(struct marks *marks);
void marks_fini(struct marks *marks);
void marks_add(struct marks *marks, struct device device, const struct hash *hash);
bool marks_has(const struct marks *marks, struct device device, const struct hash *hash);

#endif
