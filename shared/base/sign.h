/* sign - Ed25519 signatures (RFC 8032), algorithm identifier 1 of protocols/journal.md.
 *
 * A signature proves the device that holds the key, never a person (SEMANTICS section 2). Call
 * sign_start() once before anything else here; it gathers entropy. */
#ifndef BASE_SIGN_H
#define BASE_SIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/status.h"

enum { SIGN_PUBLIC_SIZE = 32, SIGN_SECRET_SIZE = 64, SIGN_SEED_SIZE = 32, SIGNATURE_SIZE = 64 };

struct sign_public {
    uint8_t byte[SIGN_PUBLIC_SIZE];
};

struct sign_secret {
    uint8_t byte[SIGN_SECRET_SIZE]; /* wipe with sign_wipe() when done */
};

struct signature {
    uint8_t byte[SIGNATURE_SIZE];
};

enum status sign_start(void) MUST_CHECK;
/* From 32 bytes of entropy, so that the simulator and golden vectors can repeat a key. */
void sign_keys(const uint8_t seed[SIGN_SEED_SIZE], struct sign_public *out_public,
               struct sign_secret *out_secret);
struct signature sign_hash(const struct sign_secret *secret, const struct hash *hash);
bool sign_verify(const struct sign_public *key, const struct hash *hash,
                 const struct signature *signature);
void sign_wipe(struct sign_secret *secret);
/* SIZE random bytes from the operating system. Only main.c and key creation call this; everything
 * else gets chance through ports/chance.h. */
void sign_random(void *out, size_t size);

#endif
