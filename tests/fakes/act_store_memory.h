/* act_store_memory - the server's book of acts in memory: a writer's port and a reader's.
 *
 * The test may let the next commit fail, with or without effect. */
#ifndef FAKES_ACT_STORE_MEMORY_H
#define FAKES_ACT_STORE_MEMORY_H

#include "ports/act_store.h"

/* One table: elements of one size, in order. */
struct act_table {
    uint8_t *at; /* its own */
    size_t count, room, element;
};

struct act_store_memory {
    struct act_store port;    /* give &port away; do not copy or move this */
    struct act_reader reader; /* &reader likewise */
    enum status next;         /* the next commit says this instead; STATUS_OK: it is done */
    bool lands;               /* with next = STATUS_IO: done all the same, and not told */
    bool full;                /* the disk */
    bool failed;              /* STATUS_IO was said: nothing until reopened */
    uint64_t commits;
    struct act_table batches, streams, devices, quarantine, incidents;
};

void act_store_memory_init(struct act_store_memory *store);
void act_store_memory_fini(struct act_store_memory *store);
/* The power was cut: what was committed is there. */
void act_store_memory_restart(struct act_store_memory *store);
/* Row N, from 1; NULL if there is none. */
const struct act_batch *act_store_memory_batch(const struct act_store_memory *store, uint64_t n);

#endif
