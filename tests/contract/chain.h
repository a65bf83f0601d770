/* chain - a device's real, sealed entries, one after the other, for tests of what keeps them. */
#ifndef CONTRACT_CHAIN_H
#define CONTRACT_CHAIN_H

#include "ports/journal_file.h"

enum { CHAIN_ENTRY_ROOM = 1024 };

struct chain {
    struct sign_secret secret;
    struct device device;
    struct head head; /* of what was made so far */
};

/* An entry and the bytes it borrows: do not copy. */
struct chain_entry {
    struct journal_entry entry;
    uint8_t whole[CHAIN_ENTRY_ROOM];
};

void chain_start(struct chain *chain, uint8_t device);
/* The next entry, made at MADE ms, its body telling its place and BODY_SIZE bytes long. */
void chain_next(struct chain *chain, int64_t made, size_t body_size, struct chain_entry *out);
/* The next one opens EPOCH. */
void chain_open_epoch(struct chain *chain, uint32_t epoch);
/* Make the next COUNT entries and append them in one group. */
enum status chain_append(struct chain *chain, struct journal_file *file, size_t count) MUST_CHECK;
/* Does FILE hold exactly the entries (epoch, first_seq ..) up to its head, whole, each linked to
 * the one before? Gives their number. */
bool chain_whole(struct journal_file *file, uint64_t *out_count);

#endif
