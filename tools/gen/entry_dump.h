/* entry_dump - everything one sealed entry says, as lines of an answer. */
#ifndef GEN_ENTRY_DUMP_H
#define GEN_ENTRY_DUMP_H

#include <stdio.h>

#include "core/journal.h"

/* BYTES hold one sealed entry. KEY: whose signature it should be. */
void entry_dump(FILE *to, struct span bytes, const struct sign_public *key);
/* Only what its body states; nothing if it is not in form. */
void statement_dump(FILE *to, const struct entry *entry);

#endif
