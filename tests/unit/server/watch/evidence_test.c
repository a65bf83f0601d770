#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/watch/evidence.h"
#include "tests/fakes/act_store_memory.h"
#include "tests/unit/core/chain_maker.h"
#include "wire/message.h"

enum { NOON = 1679374800, RECEIVED_MS = 60000 }; /* after the device's clock began */

static struct act_store_memory store;
static struct evidence evidence;
static struct chain chain;
static uint8_t bytes[MESSAGE_BYTES_MAX];
static struct writer writer;

static int start(void **unused)
{
    (void)unused;
    assert_int_equal(sign_start(), STATUS_OK);
    act_store_memory_init(&store);
    assert_int_equal(evidence_open(&evidence), STATUS_OK);
    chain_init(&chain, 1);
    chain_open_epoch(&chain, 1);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    evidence_close(&evidence);
    act_store_memory_fini(&store);
    return 0;
}

static void enrol(const struct chain *whose, const char *label)
{
    struct act_device device = {
        .device = whose->device, .sign_key = whose->key, .kind = DEVICE_HANDHELD};
    assert_true(text_copy(text_of(label), device.label, sizeof device.label));
    struct act_group group = {.devices = &device, .device_count = 1};
    assert_int_equal(act_store_commit(&store.port, &group), STATUS_OK);
    assert_int_equal(evidence_devices(&evidence, &store.reader), STATUS_OK);
}

/* BATCH as a row of the acts; SKIP at its front were known. */
static struct act_batch row_of(const struct batch *batch, uint32_t skip)
{
    const struct message message = {.kind = MESSAGE_BATCH, .batch = *batch};
    writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(message_encode(&message, &writer), STATUS_OK);
    return (struct act_batch){
        .n = 1,
        .device = batch->device,
        .received = {(int64_t)NOON * 1000 + RECEIVED_MS},
        .first = { batch->epoch,                  batch->first_seq},
        .count = batch->count,
        .skip = skip,
        .message = writer_span(&writer)
    };
}

static struct batch batch_after(uint64_t seq)
{
    return chain_batch(&chain, (struct place){1, seq}, 100);
}

static enum batch_verdict verdict_on(const struct batch *batch)
{
    struct batch_walk walk;
    const struct act_batch row = row_of(batch, 0);
    return evidence_batch(&evidence, &row, false, &walk);
}

/* The entries of BATCH that count, their places from FIRST on by 1; the time of the last one. */
static uint32_t walked(const struct batch *batch, uint32_t skip, uint64_t first,
                       struct instant *last)
{
    struct batch_walk walk;
    struct sealed sealed;
    struct event_time time;
    uint32_t count = 0;
    const struct act_batch row = row_of(batch, skip);
    assert_int_equal(evidence_batch(&evidence, &row, false, &walk), BATCH_COUNTS);
    while (evidence_next(&walk, &sealed, &time)) {
        assert_int_equal(sealed.entry.place.seq, first + count);
        assert_true(time.at.ms > last->ms);
        assert_true(time.at.ms <= row.received.ms + 1000);
        *last = time.at;
        count++;
    }
    return count;
}

/* --- */

static void a_batch_signed_by_its_device_counts(void **unused)
{
    (void)unused;
    struct instant last = {0};
    chain_append(&chain, 1);
    chain_append(&chain, 2);
    enrol(&chain, "unit");
    const struct batch batch = batch_after(0);
    assert_int_equal(walked(&batch, 0, 1, &last), 3);
}

static void what_stands_behind_the_cut_of_a_revocation_does_not_count(void **unused)
{
    (void)unused;
    struct batch_walk walk;
    struct sealed sealed;
    struct event_time time;
    for (uint32_t i = 0; i < 4; i++) {
        chain_append(&chain, i);
    }
    enrol(&chain, "unit");
    const struct batch batch = batch_after(0);
    struct act_batch row = row_of(&batch, 1);
    row.count = 3; /* of five; the last two are in quarantine */
    assert_int_equal(evidence_batch(&evidence, &row, false, &walk), BATCH_COUNTS);
    for (uint64_t seq = 2; seq <= 3; seq++) {
        assert_true(evidence_next(&walk, &sealed, &time));
        assert_int_equal(sealed.entry.place.seq, seq);
    }
    assert_false(evidence_next(&walk, &sealed, &time));
}

static void a_device_that_is_not_enrolled_counts_for_nothing(void **unused)
{
    (void)unused;
    static struct chain stranger;
    chain_init(&stranger, 9);
    enrol(&stranger, "another");
    const struct batch batch = batch_after(0);
    assert_int_equal(verdict_on(&batch), BATCH_NOBODYS);
    assert_null(evidence_witness(&evidence, chain.device));
    enrol(&chain, "unit");
    assert_int_equal(verdict_on(&batch), BATCH_COUNTS);
}

static void a_last_entry_that_is_not_signed_by_the_device_is_refused(void **unused)
{
    (void)unused;
    chain_append(&chain, 1);
    enrol(&chain, "unit");
    chain.bytes[chain.size - 1] ^= 1; /* in the last signature */
    const struct batch batch = batch_after(0);
    assert_int_equal(verdict_on(&batch), BATCH_UNSIGNED);
}

static void an_entry_that_was_changed_breaks_the_chain(void **unused)
{
    (void)unused;
    chain_append(&chain, 1);
    chain_append(&chain, 2);
    enrol(&chain, "unit");
    chain.bytes[chain.links[1].at + chain.links[1].size - SIGNATURE_SIZE - 1] ^= 1;
    const struct batch batch = batch_after(0);
    assert_int_equal(verdict_on(&batch), BATCH_BROKEN);
}

static void an_entry_left_out_breaks_the_chain(void **unused)
{
    (void)unused;
    chain_append(&chain, 1);
    chain_append(&chain, 2);
    enrol(&chain, "unit");
    struct batch batch = batch_after(0);
    const size_t from = chain.links[1].at;
    const size_t size = chain.links[1].size;
    memmove(chain.bytes + from, chain.bytes + from + size, chain.size - from - size);
    batch.entries.size -= size;
    batch.count--;
    assert_int_equal(verdict_on(&batch), BATCH_BROKEN);
}

static void another_devices_entries_are_not_this_ones(void **unused)
{
    (void)unused;
    static struct chain other;
    chain_init(&other, 9);
    enrol(&chain, "unit");
    enrol(&other, "other");
    struct batch batch = batch_after(0);
    batch.device = other.device;
    assert_int_equal(verdict_on(&batch), BATCH_BROKEN);
}

static void a_count_that_the_bytes_do_not_bear_out_is_broken(void **unused)
{
    (void)unused;
    chain_append(&chain, 1);
    enrol(&chain, "unit");
    struct batch batch = batch_after(0);
    batch.count = 1;
    assert_int_equal(verdict_on(&batch), BATCH_BROKEN);
    batch.count = 3;
    assert_int_equal(verdict_on(&batch), BATCH_BROKEN);
}

static void bytes_that_are_no_batch_are_broken(void **unused)
{
    (void)unused;
    struct batch_walk walk;
    uint32_t checked = 9;
    struct place bad;
    enrol(&chain, "unit");
    struct batch batch = batch_after(0);
    struct act_batch row = row_of(&batch, 0);
    row.message = span_of("not a message", 13);
    assert_int_equal(evidence_batch(&evidence, &row, false, &walk), BATCH_BROKEN);
    checked = evidence_signatures(&evidence, &row, &bad);
    assert_int_equal(checked, 0);
}

static void what_was_in_the_book_already_is_passed_over(void **unused)
{
    (void)unused;
    struct instant last = {0};
    for (uint32_t i = 0; i < 4; i++) {
        chain_append(&chain, i);
    }
    enrol(&chain, "unit");
    struct batch batch = chain_batch(&chain, (struct place){1, 0}, 3);
    assert_int_equal(walked(&batch, 0, 1, &last), 3);
    batch = batch_after(1);
    assert_int_equal(walked(&batch, 2, 4, &last), 2);
    assert_int_equal(walked(&batch, 4, 0, &last), 0);
}

/* chain_append() says everything within a few milliseconds: batch after batch, a later entry is
 * later, whatever the clocks said. */
static void event_times_of_a_device_only_grow(void **unused)
{
    (void)unused;
    struct instant last = {0};
    enrol(&chain, "unit");
    for (uint64_t i = 0; i < 20; i++) {
        chain_append(&chain, (uint32_t)i);
        const struct batch batch = batch_after(i);
        assert_int_equal(walked(&batch, i > 0, i + (i > 0 ? 2 : 1), &last), i > 0 ? 1 : 2);
    }
    assert_int_equal(evidence_witness(&evidence, chain.device)->last.ms, last.ms);
}

static void a_row_found_good_before_is_not_looked_at_again(void **unused)
{
    (void)unused;
    struct batch_walk walk;
    struct sealed sealed;
    struct event_time time;
    enrol(&chain, "unit");
    chain.bytes[chain.size - 1] ^= 1;
    const struct batch batch = batch_after(0);
    const struct act_batch row = row_of(&batch, 0);
    assert_int_equal(evidence_batch(&evidence, &row, true, &walk), BATCH_COUNTS);
    assert_true(evidence_next(&walk, &sealed, &time));
}

static void a_bad_signature_within_a_batch_is_named(void **unused)
{
    (void)unused;
    struct place bad;
    for (uint32_t i = 0; i < 3; i++) {
        chain_append(&chain, i);
    }
    enrol(&chain, "unit");
    struct batch batch = batch_after(0);
    struct act_batch row = row_of(&batch, 0);
    assert_int_equal(evidence_signatures(&evidence, &row, &bad), 3);
    assert_int_equal(bad.seq, 0);
    chain.bytes[chain.links[2].at - 1] ^= 1; /* the second one's */
    batch = batch_after(0);
    assert_int_equal(verdict_on(&batch), BATCH_COUNTS);
    row = row_of(&batch, 0);
    assert_int_equal(evidence_signatures(&evidence, &row, &bad), 2);
    assert_int_equal(bad.epoch, 1);
    assert_int_equal(bad.seq, 2);
    row = row_of(&batch, 2); /* known: looked at when it first came */
    assert_int_equal(evidence_signatures(&evidence, &row, &bad), 1);
    assert_int_equal(bad.seq, 0);
}

static void the_table_of_devices_is_read_again_whole(void **unused)
{
    (void)unused;
    struct act_device device = {.kind = DEVICE_HANDHELD, .sign_key = chain.key};
    enrol(&chain, "old name");
    evidence_witness(&evidence, chain.device)->last.ms = 77;
    for (uint64_t i = 1; i <= 150; i++) { /* more than one page of them */
        device.device.id = i;
        struct act_group group = {.devices = &device, .device_count = 1};
        assert_int_equal(act_store_commit(&store.port, &group), STATUS_OK);
    }
    enrol(&chain, "new name");
    assert_int_equal(evidence.count, 151);
    assert_non_null(evidence_witness(&evidence, (struct device){150}));
    assert_string_equal(evidence_witness(&evidence, chain.device)->device.label, "new name");
    assert_int_equal(evidence_witness(&evidence, chain.device)->last.ms, 77);
}

static void each_verdict_has_its_words(void **unused)
{
    (void)unused;
    assert_string_equal(batch_verdict_kind(BATCH_UNSIGNED), "bad_signature");
    assert_string_equal(batch_verdict_kind(BATCH_BROKEN), "batch_broken");
    assert_string_equal(batch_verdict_kind(BATCH_NOBODYS), "unknown_device");
    for (int i = BATCH_COUNTS; i <= BATCH_NOBODYS; i++) {
        assert_true(strlen(batch_verdict_text((enum batch_verdict)i)) > 0);
    }
}

#define WITH_A_DEVICE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_DEVICE(a_batch_signed_by_its_device_counts),
        WITH_A_DEVICE(what_stands_behind_the_cut_of_a_revocation_does_not_count),
        WITH_A_DEVICE(a_device_that_is_not_enrolled_counts_for_nothing),
        WITH_A_DEVICE(a_last_entry_that_is_not_signed_by_the_device_is_refused),
        WITH_A_DEVICE(an_entry_that_was_changed_breaks_the_chain),
        WITH_A_DEVICE(an_entry_left_out_breaks_the_chain),
        WITH_A_DEVICE(another_devices_entries_are_not_this_ones),
        WITH_A_DEVICE(a_count_that_the_bytes_do_not_bear_out_is_broken),
        WITH_A_DEVICE(bytes_that_are_no_batch_are_broken),
        WITH_A_DEVICE(what_was_in_the_book_already_is_passed_over),
        WITH_A_DEVICE(event_times_of_a_device_only_grow),
        WITH_A_DEVICE(a_row_found_good_before_is_not_looked_at_again),
        WITH_A_DEVICE(a_bad_signature_within_a_batch_is_named),
        WITH_A_DEVICE(the_table_of_devices_is_read_again_whole),
        WITH_A_DEVICE(each_verdict_has_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
