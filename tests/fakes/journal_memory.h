/* journal_memory - a device's journal in memory, which outlives any crash the test plays.
 *
 * The test may let the next write fail, with or without effect, fill the disk, damage an entry. */
#ifndef FAKES_JOURNAL_MEMORY_H
#define FAKES_JOURNAL_MEMORY_H

#include "ports/journal_file.h"

enum { JOURNAL_MEMORY_KEPT = 16 };

struct journal_memory_entry {
    struct place place;
    struct hash hash;
    struct instant made;
    uint8_t *whole; /* its own */
    size_t size;
};

struct journal_memory_kept {
    char key[JOURNAL_KEPT_KEY_MAX + 1]; /* empty: free */
    uint8_t *value;                     /* its own */
    size_t size;
};

struct journal_memory {
    struct journal_file port; /* give &port away; do not copy or move this */
    enum status next;         /* the next write says this instead; STATUS_OK: it is done */
    bool lands;               /* with next = STATUS_IO: done all the same, and not told */
    bool full;                /* the disk */
    bool read_only;
    bool failed; /* STATUS_IO was said: nothing until reopened */
    uint64_t writes;
    struct journal_memory_entry *entries;
    size_t count, room;
    struct journal_receipt receipt;
    struct journal_memory_kept kept[JOURNAL_MEMORY_KEPT];
};

void journal_memory_init(struct journal_memory *journal);
void journal_memory_fini(struct journal_memory *journal);
/* The power was cut: what was written is there, whoever had it open has not. */
void journal_memory_restart(struct journal_memory *journal);
/* Flips a bit of the stored entry at PLACE. */
void journal_memory_damage(struct journal_memory *journal, struct place place);

#endif
