/* verify - what `trao verify` has found so far; filled by the walks over each kind of file.
 *
 * Walks: verify_book.c (acts.db), verify_journal.c (a unit's journal.db), verify_entries.c (sealed
 * entries back to back, as `trao export --entries` writes them). */
#ifndef TRAO_VERIFY_H
#define TRAO_VERIFY_H

#include <jansson.h>

#include "tools/trao/books.h"
#include "tools/trao/chain_check.h"
#include "tools/trao/progress.h"
#include "tools/trao/trao_said.h"

enum { VERIFY_SHOWN_MAX = 100, VERIFY_WHERE_SIZE = 96 };

struct verify {
    const struct call *call; /* borrowed */
    const char *path;        /* borrowed */
    struct chain_check check;
    struct progress progress;
    bool copy; /* of a backup: nobody writes it, and one signature a batch is enough: its last
                  entry's covers it (SEMANTICS section 2); what is between is in the chain */
    uint64_t faults;
    uint64_t signatures; /* … of those, bad signatures */
    json_t *list;        /* of faults, for JSON */
};

/* One walk over the whole file. CALL_OK if it could be read to its end, faults or not. */
int verify_book(struct verify *verify);
int verify_journal(struct verify *verify);
int verify_entries(struct verify *verify);

/* WALK, and where epochs name entries that came long before, once more to find those. */
int verify_twice(struct verify *verify, int (*walk)(struct verify *verify));

/* An entry of the walk; WHERE is the place in the file, in words. */
void verify_entry(struct verify *verify, const char *where, const struct sealed *sealed);
/* A fault that is no entry's; not said again in the second walk. ENTRY may be NULL. */
void verify_fault(struct verify *verify, const char *where, enum trao_said said,
                  const struct entry *entry);
/* `row 17`, `byte 4711` … into OUT. */
const char *verify_where(const struct verify *verify, const char *vi, const char *en,
                         uint64_t number, char out[VERIFY_WHERE_SIZE]);

#endif
