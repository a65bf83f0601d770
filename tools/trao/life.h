/* life - everything flags.db has on one dossier, its bundles' acts included, in order of time. */
#ifndef TRAO_LIFE_H
#define TRAO_LIFE_H

#include "ports/flag_book.h"

enum { LIFE_ACTS_MAX = 4096, LIFE_CHANGES_MAX = 2048, LIFE_CONFLICTS_MAX = 256 };

struct life {
    struct book_dossier dossier; /* texts in the caller's arena, as all of these */
    struct book_act acts[LIFE_ACTS_MAX];
    size_t act_count;
    struct book_change changes[LIFE_CHANGES_MAX];
    size_t change_count;
    struct book_conflict conflicts[LIFE_CONFLICTS_MAX];
    size_t conflict_count;
};

/* STATUS_NOT_FOUND: nobody has heard of CODE. */
enum status life_read(struct flag_reader *reader, struct text code, struct arena *arena,
                      struct life *out_life) MUST_CHECK;

#endif
