#include "base/sign.h"

#include <sodium.h>

enum status sign_start(void)
{
    return sodium_init() < 0 ? STATUS_IO : STATUS_OK;
}

void sign_keys(const uint8_t seed[SIGN_SEED_SIZE], struct sign_public *out_public,
               struct sign_secret *out_secret)
{
    (void)crypto_sign_seed_keypair(out_public->byte, out_secret->byte, seed);
}

struct signature sign_hash(const struct sign_secret *secret, const struct hash *hash)
{
    struct signature signature;
    (void)crypto_sign_detached(signature.byte, NULL, hash->byte, HASH_SIZE, secret->byte);
    return signature;
}

bool sign_verify(const struct sign_public *key, const struct hash *hash,
                 const struct signature *signature)
{
    return crypto_sign_verify_detached(signature->byte, hash->byte, HASH_SIZE, key->byte) == 0;
}

void sign_wipe(struct sign_secret *secret)
{
    sodium_memzero(secret, sizeof *secret);
}

void sign_random(void *out, size_t size)
{
    randombytes_buf(out, size);
}
