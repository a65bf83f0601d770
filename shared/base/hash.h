/* hash - SHA-256 (FIPS 180-4), algorithm identifier 1 of protocols/journal.md.
 *
 * With sign.c the one place that knows which library computes it. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/text.h"

enum { HASH_SIZE = 32, HASH_TEXT_SIZE = 2 * HASH_SIZE + 1 };

struct hash {
    uint8_t byte[HASH_SIZE];
};

/* A hash over several pieces: begin, add …, end. Lives on the caller's stack. */
struct hash_sum {
    _Alignas(16) uint8_t state[128];
};

struct hash hash_of(struct span bytes);
/* Domain separation: the hash of LABEL (with no NUL) followed by BYTES, as in SEMANTICS section 2.
 */
struct hash hash_labelled(struct text label, struct span bytes);
void hash_begin(struct hash_sum *sum);
void hash_add(struct hash_sum *sum, struct span bytes);
struct hash hash_end(struct hash_sum *sum);

bool hash_equal(const struct hash *a, const struct hash *b);
bool hash_is_zero(const struct hash *hash);
char *hash_text(const struct hash *hash, char out[HASH_TEXT_SIZE]); /* lower-case hex */
bool hash_parse(struct text hex, struct hash *out_hash);

#endif
