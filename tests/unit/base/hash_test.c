#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"

static struct hash of(const char *text)
{
    struct text all = text_of(text);
    return hash_of(span_of(all.at, all.size));
}

static void is_hash(struct hash found, const char *expected)
{
    char hex[HASH_TEXT_SIZE];
    assert_string_equal(hash_text(&found, hex), expected);
}

/* FIPS 180-4 and NIST's examples for SHA-256. */
static void the_examples_of_fips_180_4_come_out_right(void **unused)
{
    (void)unused;
    is_hash(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    is_hash(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    is_hash(of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void a_million_letters_in_pieces_are_one_hash(void **unused)
{
    (void)unused;
    char piece[997];
    struct hash_sum sum;
    size_t left = 1000000;
    for (size_t i = 0; i < sizeof piece; i++) {
        piece[i] = 'a';
    }
    hash_begin(&sum);
    while (left > 0) {
        size_t size = left < sizeof piece ? left : sizeof piece;
        hash_add(&sum, span_of(piece, size));
        left -= size;
    }
    hash_add(&sum, span_of(NULL, 0));
    is_hash(hash_end(&sum), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void a_label_stands_in_front_without_a_nul(void **unused)
{
    (void)unused;
    struct hash labelled = hash_labelled(TEXT("trao/entry/1"), span_of("abc", 3));
    is_hash(labelled, "4ccfdae810981811d553c82ef0e59b43b94d02846b0980cc475563cf9425b2ac");
    struct hash joined = of("trao/entry/1abc");
    assert_true(hash_equal(&labelled, &joined));
}

static void hashes_compare_whole(void **unused)
{
    (void)unused;
    struct hash a = of("abc");
    struct hash b = a;
    struct hash zero = {{0}};
    assert_true(hash_equal(&a, &b));
    b.byte[HASH_SIZE - 1] ^= 1;
    assert_false(hash_equal(&a, &b));
    assert_true(hash_is_zero(&zero));
    zero.byte[HASH_SIZE - 1] = 1;
    assert_false(hash_is_zero(&zero));
}

static void hex_is_read_back_and_nothing_else_is(void **unused)
{
    (void)unused;
    char hex[HASH_TEXT_SIZE];
    struct hash hash = of("abc");
    struct hash back = {{0}};
    assert_true(hash_parse(text_of(hash_text(&hash, hex)), &back));
    assert_true(hash_equal(&hash, &back));
    struct hash kept = back;
    hex[63] = 'g';
    assert_false(hash_parse(text_of(hex), &back));
    hex[63] = '\0';
    assert_false(hash_parse(text_of(hex), &back));
    assert_true(hash_equal(&kept, &back));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_fips_180_4_come_out_right),
        cmocka_unit_test(a_million_letters_in_pieces_are_one_hash),
        cmocka_unit_test(a_label_stands_in_front_without_a_nul),
        cmocka_unit_test(hashes_compare_whole),
        cmocka_unit_test(hex_is_read_back_and_nothing_else_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
