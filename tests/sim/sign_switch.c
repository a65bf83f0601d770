#include "tests/sim/sign_switch.h"

#include <string.h>

#include "base/sign.h"
#include "tests/sim/dice.h"

/* base/sign.c once more, under these names. */
enum status real_sign_start(void) MUST_CHECK;
void real_sign_keys(const uint8_t seed[SIGN_SEED_SIZE], struct sign_public *out_public,
                    struct sign_secret *out_secret);
struct signature real_sign_hash(const struct sign_secret *secret, const struct hash *hash);
bool real_sign_verify(const struct sign_public *key, const struct hash *hash,
                      const struct signature *signature);
void real_sign_wipe(struct sign_secret *secret);
void real_sign_random(void *out, size_t size);

static bool is_real;

void sign_switch_real(bool real)
{
    is_real = real;
}

enum status sign_start(void)
{
    return real_sign_start();
}

static uint64_t word(const uint8_t *at)
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--) {
        value = value << 8 | at[i];
    }
    return value;
}

static void put_word(uint8_t *at, uint64_t value)
{
    for (int i = 0; i < 8; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

/* Every word of the signature hangs on every word of the key and of the hash. */
static struct signature digest(const uint8_t key[SIGN_PUBLIC_SIZE], const struct hash *hash)
{
    struct signature signature;
    uint64_t sum = 0x5472616f;
    for (size_t i = 0; i < SIGN_PUBLIC_SIZE; i += 8) {
        sum = dice_mix(sum ^ word(key + i));
    }
    for (size_t i = 0; i < HASH_SIZE; i += 8) {
        sum = dice_mix(sum ^ word(hash->byte + i));
    }
    for (size_t i = 0; i < SIGNATURE_SIZE; i += 8) {
        put_word(signature.byte + i, dice_mix(sum + i));
    }
    return signature;
}

void sign_keys(const uint8_t seed[SIGN_SEED_SIZE], struct sign_public *out_public,
               struct sign_secret *out_secret)
{
    if (is_real) {
        real_sign_keys(seed, out_public, out_secret);
        return;
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < SIGN_SEED_SIZE; i += 8) {
        sum = dice_mix(sum ^ word(seed + i));
    }
    for (size_t i = 0; i < SIGN_PUBLIC_SIZE; i += 8) {
        put_word(out_public->byte + i, dice_mix(sum + i + 1));
    }
    memcpy(out_secret->byte, seed, SIGN_SEED_SIZE);
    memcpy(out_secret->byte + SIGN_SEED_SIZE, out_public->byte, SIGN_PUBLIC_SIZE);
}

struct signature sign_hash(const struct sign_secret *secret, const struct hash *hash)
{
    return is_real ? real_sign_hash(secret, hash) : digest(secret->byte + SIGN_SEED_SIZE, hash);
}

bool sign_verify(const struct sign_public *key, const struct hash *hash,
                 const struct signature *signature)
{
    if (is_real) {
        return real_sign_verify(key, hash, signature);
    }
    const struct signature own = digest(key->byte, hash);
    return memcmp(own.byte, signature->byte, SIGNATURE_SIZE) == 0;
}

void sign_wipe(struct sign_secret *secret)
{
    real_sign_wipe(secret);
}

void sign_random(void *out, size_t size)
{
    real_sign_random(out, size);
}
