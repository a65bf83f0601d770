/* past - a book of the abstract disk: the fake that keeps it, and what of it is not synced yet.
 *
 * A commit is a write and a sync. Between an unsynced write and the next sync that works, the
 * states before each such group are kept; a cut goes back to one of them. What a real log finds at
 * opening by its checks (a torn group and all behind it are no part of it) is that choice. */
#ifndef SIM_STORAGE_PAST_H
#define SIM_STORAGE_PAST_H

#include "tests/fakes/act_store_memory.h"
#include "tests/fakes/flag_book_memory.h"
#include "tests/fakes/journal_memory.h"
#include "tests/sim/storage/kind.h"

/* How a book in memory is made, copied as it was last committed, and given back. */
struct past_type {
    size_t size;
    void (*init)(void *book);
    void (*fini)(void *book);
    void (*copy)(void *to, const void *from); /* TO is not initialised */
    void (*settle)(void *book);               /* moved here: its ports point to it again */
};

extern const struct past_type past_journal, past_acts, past_flags;

enum { PAST_MAX = 8 };

struct past {
    const struct past_type *type;
    struct disk *disk; /* borrowed */
    void *now;         /* the fake; the caller's memory */
    void *before[PAST_MAX];
    size_t count; /* 0: all is synced */
};

/* How a write is to go. */
struct past_write {
    enum status says;
    bool lands;
};

void past_init(struct past *past, const struct past_type *type, struct disk *disk, void *now);
void past_fini(struct past *past);
/* Asks for the faults of a write and its sync; if it will land and is not synced, what is there
 * now is put aside. */
struct past_write past_write(struct past *past);
/* Everything written so far is on the disk, unless the sync lies. */
void past_sync(struct past *past);
/* A cut, of the whole disk; FATE is asked for once, when *FATED is false. */
void past_cut(struct past *past, enum fate *fate, bool *fated);
/* The book as a cut would leave it now that drops all it may. */
const void *past_durable(const struct past *past);
/* BOOK instead of what is there; NULL: an empty one. Synced. */
void past_put(struct past *past, const void *book);
/* A copy of what is there; past_drop() gives it back. */
void *past_copy(const struct past_type *type, const void *book);
void past_drop(const struct past_type *type, void *book);

#endif
