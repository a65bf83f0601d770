#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "base/sign.h"

static void unhex(const char *hex, void *out, size_t size)
{
    assert_true(hex_bytes(text_of(hex), out, size));
}

static void make_keys(const char *seed_hex, struct sign_public *out_public,
                      struct sign_secret *out_secret)
{
    uint8_t seed[SIGN_SEED_SIZE];
    unhex(seed_hex, seed, sizeof seed);
    sign_keys(seed, out_public, out_secret);
}

static int set_up(void **state)
{
    (void)state;
    return sign_start() == STATUS_OK ? 0 : -1;
}

/* RFC 8032 section 7.1. */
static const char seed_1[] = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
static const char seed_2[] = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
static const char seed_3[] = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";

static void public_keys_are_those_of_rfc_8032(void **unused)
{
    (void)unused;
    static const char *const cases[][2] = {
        {seed_1, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"},
        {seed_2, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"},
        {seed_3, "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"}
    };
    for (size_t i = 0; i < 3; i++) {
        struct sign_public key;
        struct sign_secret secret;
        uint8_t expected[SIGN_PUBLIC_SIZE];
        make_keys(cases[i][0], &key, &secret);
        unhex(cases[i][1], expected, sizeof expected);
        assert_memory_equal(key.byte, expected, sizeof expected);
    }
}

/* Our own calls sign 32 bytes, which no RFC example has; so the library is asked directly, with
 * the key our calls made: TEST 2, the message 0x72. */
static void a_key_signs_the_message_of_rfc_8032_test_2(void **unused)
{
    (void)unused;
    struct sign_public key;
    struct sign_secret secret;
    uint8_t found[SIGNATURE_SIZE];
    uint8_t expected[SIGNATURE_SIZE];
    const uint8_t message = 0x72;
    make_keys(seed_2, &key, &secret);
    unhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
          expected, sizeof expected);
    assert_int_equal(crypto_sign_detached(found, NULL, &message, 1, secret.byte), 0);
    assert_memory_equal(found, expected, sizeof expected);
}

/* openssl pkeyutl -sign -rawin (OpenSSL 3.0) with the key of TEST 1 over SHA-256("abc"). */
static void another_library_gives_the_same_signature(void **unused)
{
    (void)unused;
    struct sign_public key;
    struct sign_secret secret;
    uint8_t expected[SIGNATURE_SIZE];
    struct hash hash = hash_of(span_of("abc", 3));
    make_keys(seed_1, &key, &secret);
    unhex("096f5569d807ee8ac7b1913da70cf0aab335c258f4b94c8f210dd141e9743927"
          "c8d1a6b378872a72c9446c1f75e6dc7b2def98bd0c214be6706d48791f57680a",
          expected, sizeof expected);
    struct signature signature = sign_hash(&secret, &hash);
    assert_memory_equal(signature.byte, expected, sizeof expected);
    assert_true(sign_verify(&key, &hash, &signature));
}

static void a_change_of_any_bit_is_seen(void **unused)
{
    (void)unused;
    struct sign_public key;
    struct sign_public stranger;
    struct sign_secret secret;
    struct sign_secret other;
    struct hash hash = hash_of(span_of("abc", 3));
    make_keys(seed_1, &key, &secret);
    make_keys(seed_2, &stranger, &other);
    struct signature signature = sign_hash(&secret, &hash);
    assert_false(sign_verify(&stranger, &hash, &signature));
    for (size_t i = 0; i < SIGNATURE_SIZE * 8; i++) {
        signature.byte[i / 8] ^= (uint8_t)(1u << i % 8);
        assert_false(sign_verify(&key, &hash, &signature));
        signature.byte[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    for (size_t i = 0; i < HASH_SIZE * 8; i++) {
        hash.byte[i / 8] ^= (uint8_t)(1u << i % 8);
        assert_false(sign_verify(&key, &hash, &signature));
        hash.byte[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    assert_true(sign_verify(&key, &hash, &signature));
}

/* Group order added to S: the same point, so a lax verifier takes it (RFC 8032, 5.1.7). */
static void a_signature_cannot_be_written_in_a_second_way(void **unused)
{
    (void)unused;
    struct sign_public key;
    struct sign_secret secret;
    uint8_t order[32];
    unsigned carry = 0;
    struct hash hash = hash_of(span_of("abc", 3));
    make_keys(seed_1, &key, &secret);
    unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", order, sizeof order);
    struct signature signature = sign_hash(&secret, &hash);
    for (size_t i = 0; i < sizeof order; i++) {
        carry += signature.byte[32 + i] + (unsigned)order[i];
        signature.byte[32 + i] = (uint8_t)carry;
        carry >>= 8;
    }
    assert_false(sign_verify(&key, &hash, &signature));
}

static void a_wiped_secret_is_gone(void **unused)
{
    (void)unused;
    struct sign_public key;
    struct sign_secret secret;
    const struct sign_secret zero = {{0}};
    make_keys(seed_1, &key, &secret);
    sign_wipe(&secret);
    assert_memory_equal(secret.byte, zero.byte, sizeof zero.byte);
}

static void chance_does_not_repeat(void **unused)
{
    (void)unused;
    uint8_t a[32] = {0};
    uint8_t b[32] = {0};
    sign_random(a, sizeof a);
    sign_random(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(public_keys_are_those_of_rfc_8032),
        cmocka_unit_test(a_key_signs_the_message_of_rfc_8032_test_2),
        cmocka_unit_test(another_library_gives_the_same_signature),
        cmocka_unit_test(a_change_of_any_bit_is_seen),
        cmocka_unit_test(a_signature_cannot_be_written_in_a_second_way),
        cmocka_unit_test(a_wiped_secret_is_gone),
        cmocka_unit_test(chance_does_not_repeat),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
