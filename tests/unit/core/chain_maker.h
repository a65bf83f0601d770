/* chain_maker - a device's journal in memory, for tests: real keys, real seals, and the accidents.
 *
 * Knows no file. What it forgets is gone, as after a power cut or a restored image. */
#ifndef TESTS_CHAIN_MAKER_H
#define TESTS_CHAIN_MAKER_H

#include "core/statement.h"
#include "core/sync.h"

enum { CHAIN_ENTRIES_MAX = 700, CHAIN_BYTES_MAX = CHAIN_ENTRIES_MAX * 256 };

struct chain_link {
    struct head head;
    struct hash prev;
    size_t at; /* in bytes */
    size_t size;
};

struct chain {
    struct sign_public key;
    struct sign_secret secret;
    struct device device;
    struct head head;
    struct chain_link links[CHAIN_ENTRIES_MAX];
    size_t first; /* links before this one are purged */
    size_t count;
    uint8_t bytes[CHAIN_BYTES_MAX];
    size_t size;
};

void chain_init(struct chain *chain, uint8_t key_seed);
/* An ENTRY_OPENED as (EPOCH, 1) that names the head. */
void chain_open_epoch(struct chain *chain, uint32_t epoch);
/* An act whose subject is `H41.04-230321-NUMBER`. */
void chain_append(struct chain *chain, uint32_t number);
/* Any statement. */
void chain_state(struct chain *chain, enum entry_kind kind, struct span body);
/* Forget everything after PLACE (an old image is back), or up to PLACE (purged). */
void chain_cut_after(struct chain *chain, struct place place);
void chain_purge_to(struct chain *chain, struct place place);

struct place chain_first(const struct chain *chain);
const struct chain_link *chain_find(const struct chain *chain, struct place place);
/* The newest entry not after PLACE, zero if there is none: what a proof is. */
struct head chain_proof(const struct chain *chain, struct place place);
/* Entries behind AFTER, of one epoch, at most COUNT_MAX; count 0 if there are none. */
struct batch chain_batch(const struct chain *chain, struct place after, uint32_t count_max);

#endif
