/* flag_book_memory - watch's book in memory: a writer's port and a reader's.
 *
 * Tables are sorted by key, as the port's comments name it. The test may let the next commit fail.
 */
#ifndef FAKES_FLAG_BOOK_MEMORY_H
#define FAKES_FLAG_BOOK_MEMORY_H

#include "tests/fakes/flag_rows_memory.h"

struct flag_memory_step;

struct flag_book_memory {
    struct flag_book port;     /* give &port away; do not copy or move this */
    struct flag_reader reader; /* &reader likewise */
    enum status next;          /* the next commit says this instead, and the turn is lost */
    bool failed;               /* nothing until reopened */
    uint64_t commits;          /* that wrote something */
    bool begun, dirty;
    struct book_position position;
    struct flag_memory_rows now[FLAG_MEMORY_TABLES];
    struct flag_memory_rows before[FLAG_MEMORY_TABLES]; /* as committed: what a reader sees */
    bool before_stale;              /* it is made when a reader asks in the midst of a turn */
    struct flag_memory_step *steps; /* of the turn under way */
    size_t step_count, step_room;
};

/* A row that came or went in a turn. */
struct flag_memory_step {
    enum flag_memory_table table;
    bool made;
    void *row;
};

void flag_book_memory_init(struct flag_book_memory *book);
void flag_book_memory_fini(struct flag_book_memory *book);
/* The power was cut: what was committed is there. */
void flag_book_memory_restart(struct flag_book_memory *book);
/* Another book with the same rows, as they were last committed; COPY is not initialised. */
void flag_book_memory_copy(struct flag_book_memory *copy, const struct flag_book_memory *book);

#endif
