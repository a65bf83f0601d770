#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/core/chain_maker.h"
#include "tools/trao/chain_check.h"

static struct chain chain;
static struct chain other;
static struct chain_check check;
static uint8_t bytes[CHAIN_BYTES_MAX];

static int set_up(void **unused)
{
    (void)unused;
    assert_int_equal(sign_start(), STATUS_OK);
    chain_check_init(&check);
    chain_init(&chain, 1);
    chain_open_epoch(&chain, 1);
    for (uint32_t i = 0; i < 10; i++) {
        chain_append(&chain, i);
    }
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    chain_check_fini(&check);
    return 0;
}

/* Checks links FROM .. TO of CHAIN as they lie in AT; the faults, one bit a link. */
static uint32_t walk(const uint8_t *at, const struct chain *of, size_t from, size_t to)
{
    uint32_t faults = 0;
    for (size_t i = from; i < to; i++) {
        struct span left = span_of(at + of->links[i].at, of->links[i].size);
        struct sealed sealed;
        assert_int_equal(entry_open(&left, &sealed), STATUS_OK);
        faults |= (uint32_t)(chain_check_entry(&check, &sealed) != CHAIN_GOOD) << i;
    }
    return faults;
}

static enum chain_fault fault_of(const struct chain *of, size_t link)
{
    struct span left = span_of(of->bytes + of->links[link].at, of->links[link].size);
    struct sealed sealed;
    assert_int_equal(entry_open(&left, &sealed), STATUS_OK);
    return chain_check_entry(&check, &sealed);
}

static void a_whole_chain_has_no_fault(void **unused)
{
    (void)unused;
    assert_int_equal(walk(chain.bytes, &chain, 0, chain.count), 0);
    const struct chain_stream *stream = chain_check_stream(&check, chain.device);
    assert_int_equal(stream->entries, 11);
    assert_true(hash_equal(&stream->head.hash, &chain.head.hash));
}

static void two_devices_may_be_mixed(void **unused)
{
    (void)unused;
    chain_init(&other, 2);
    chain_open_epoch(&other, 1);
    chain_append(&other, 1);
    assert_int_equal(fault_of(&chain, 0), CHAIN_GOOD);
    assert_int_equal(fault_of(&other, 0), CHAIN_GOOD);
    assert_int_equal(fault_of(&chain, 1), CHAIN_GOOD);
    assert_int_equal(fault_of(&other, 1), CHAIN_GOOD);
    assert_int_equal(check.stream_count, 2);
}

/* Whatever bit of an entry is turned: it does not open, or it and nothing before it is at fault. */
static void every_flipped_bit_is_found_at_its_entry(void **unused)
{
    (void)unused;
    const size_t link = 5;
    for (size_t bit = 0; bit < 8 * chain.links[link].size; bit += 3) {
        struct sealed sealed;
        memcpy(bytes, chain.bytes, chain.size);
        bytes[chain.links[link].at + bit / 8] ^= (uint8_t)(1u << bit % 8);
        struct span left = span_of(bytes + chain.links[link].at, chain.links[link].size);
        if (entry_open(&left, &sealed) != STATUS_OK || left.size != 0) {
            continue;
        }
        chain_check_fini(&check);
        uint32_t faults = walk(bytes, &chain, 0, link + 1);
        assert_int_equal(faults, 1u << link);
    }
}

static void a_missing_entry_is_a_gap_and_the_rest_goes_on(void **unused)
{
    (void)unused;
    assert_int_equal(walk(chain.bytes, &chain, 0, 4), 0);
    assert_int_equal(fault_of(&chain, 5), CHAIN_GAP);
    assert_int_equal(fault_of(&chain, 6), CHAIN_GOOD);
    assert_int_equal(fault_of(&chain, 6), CHAIN_GAP); /* twice */
}

static void another_history_under_the_same_numbers_does_not_link(void **unused)
{
    (void)unused;
    chain_init(&other, 1); /* the same key: a clone */
    chain_open_epoch(&other, 1);
    chain_append(&other, 77);
    chain_append(&other, 78);
    assert_int_equal(fault_of(&chain, 0), CHAIN_GOOD);
    assert_int_equal(fault_of(&chain, 1), CHAIN_GOOD);
    assert_int_equal(fault_of(&other, 2), CHAIN_LINK);
}

static void a_piece_of_a_stream_needs_a_key(void **unused)
{
    (void)unused;
    assert_int_equal(fault_of(&chain, 4), CHAIN_NO_KEY);
    assert_true(chain_check_key(&check, chain.device, &chain.key));
    assert_int_equal(fault_of(&chain, 5), CHAIN_GOOD);
}

static void a_key_that_is_not_the_devices_is_not_taken(void **unused)
{
    (void)unused;
    chain_init(&other, 2);
    assert_false(chain_check_key(&check, chain.device, &other.key));
}

static void a_new_epoch_may_name_an_earlier_head_that_was_there(void **unused)
{
    (void)unused;
    chain_cut_after(&chain, (struct place){1, 6});
    const size_t kept = chain.count;
    memcpy(bytes, chain.bytes, chain.size);
    chain_open_epoch(&chain, 2);
    /* the tail that the unit has lost is still in the book */
    chain_init(&other, 1);
    chain_open_epoch(&other, 1);
    for (uint32_t i = 0; i < 10; i++) {
        chain_append(&other, i);
    }
    assert_int_equal(walk(other.bytes, &other, 0, other.count), 0);
    assert_int_equal(fault_of(&chain, kept), CHAIN_GOOD);
    assert_true(chain_check_again(&check));
    (void)walk(other.bytes, &other, 0, other.count);
    assert_int_equal(check.claim_count, 1);
    assert_true(check.claims[0].found);
}

static void a_new_epoch_that_names_what_never_was_is_found_in_the_second_walk(void **unused)
{
    (void)unused;
    chain_init(&other, 1);
    chain_open_epoch(&other, 1);
    chain_append(&other, 77);
    chain_open_epoch(&other, 2); /* names 1/2 of another history */
    assert_int_equal(walk(chain.bytes, &chain, 0, chain.count), 0);
    assert_int_equal(fault_of(&other, 2), CHAIN_GOOD);
    assert_true(chain_check_again(&check));
    (void)walk(chain.bytes, &chain, 0, chain.count);
    assert_false(check.claims[0].found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_whole_chain_has_no_fault, set_up, tear_down),
        cmocka_unit_test_setup_teardown(two_devices_may_be_mixed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_flipped_bit_is_found_at_its_entry, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_missing_entry_is_a_gap_and_the_rest_goes_on, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(another_history_under_the_same_numbers_does_not_link,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_piece_of_a_stream_needs_a_key, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_key_that_is_not_the_devices_is_not_taken, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_new_epoch_may_name_an_earlier_head_that_was_there, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_new_epoch_that_names_what_never_was_is_found_in_the_second_walk, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
