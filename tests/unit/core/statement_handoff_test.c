#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/statement.h"

static uint8_t record_bytes[ENTRY_BODY_MAX];
static uint8_t body_bytes[ENTRY_BODY_MAX];
static char codes[HANDOFF_ITEMS_MAX + 1][24];

/* ITEMS codes, sorted. */
static struct handoff a_handoff(uint32_t items)
{
    struct handoff handoff = {.giver = TEXT("center"),
                              .receiver = TEXT("post"),
                              .stop = TEXT("TTG"),
                              .giver_person = TEXT("cb-03"),
                              .giver_device = {0x1122334455667788},
                              .giver_wall_ms = 1700000000000,
                              .declared = items,
                              .item_count = items,
                              .bundle_count = 1};
    memset(handoff.id, 0xAB, sizeof handoff.id);
    handoff.bundles[0] = (struct handoff_bundle){TEXT("BTTG0042303211007I"), TEXT("N-1")};
    for (uint32_t i = 0; i < items && i < HANDOFF_ITEMS_MAX; i++) {
        struct line line = line_of(codes[i], sizeof codes[i]);
        line_put(&line, "H41.04-230321-");
        line_digits(&line, i + 1, 4);
        handoff.items[i] = line_done(&line);
    }
    return handoff;
}

static struct span encode(const struct handoff *handoff)
{
    struct writer writer = writer_of(record_bytes, sizeof record_bytes);
    assert_int_equal(handoff_encode(handoff, &writer), STATUS_OK);
    return writer_span(&writer);
}

static void a_record_comes_back_with_all_its_items(void **unused)
{
    (void)unused;
    struct handoff handoff = a_handoff(HANDOFF_ITEMS_MAX);
    struct handoff back;
    assert_int_equal(handoff_decode(encode(&handoff), &back), STATUS_OK);
    assert_memory_equal(back.id, handoff.id, sizeof back.id);
    assert_int_equal(back.item_count, HANDOFF_ITEMS_MAX);
    assert_true(text_is(back.items[99], "H41.04-230321-0100"));
    assert_int_equal(back.declared, HANDOFF_ITEMS_MAX);
    assert_int_equal(back.giver_device.id, handoff.giver_device.id);
    assert_int_equal(back.giver_wall_ms, handoff.giver_wall_ms);
    assert_int_equal(back.bundle_count, 1);
    assert_true(text_is(back.bundles[0].seal, "N-1"));
    assert_true(text_is(back.giver_person, "cb-03"));
    assert_true(text_is(back.receiver, "post"));
}

static void more_than_a_manifest_holds_is_refused(void **unused)
{
    (void)unused;
    struct handoff handoff = a_handoff(3);
    struct writer writer = writer_of(record_bytes, sizeof record_bytes);
    handoff.item_count = HANDOFF_ITEMS_MAX + 1;
    assert_int_equal(handoff_encode(&handoff, &writer), STATUS_FULL);
    handoff.item_count = 3;
    handoff.bundle_count = HANDOFF_BUNDLES_MAX + 1;
    assert_int_equal(handoff_encode(&handoff, &writer), STATUS_FULL);
    assert_int_equal(writer.size, 0);
}

static void items_out_of_order_or_twice_are_refused(void **unused)
{
    (void)unused;
    struct handoff handoff = a_handoff(3);
    struct writer writer = writer_of(record_bytes, sizeof record_bytes);
    struct text first = handoff.items[0];
    handoff.items[0] = handoff.items[1];
    assert_int_equal(handoff_encode(&handoff, &writer), STATUS_MALFORMED); /* twice */
    handoff.items[1] = first;
    assert_int_equal(handoff_encode(&handoff, &writer), STATUS_MALFORMED); /* out of order */
    struct span record = encode(&(struct handoff){
        .giver = TEXT("a"),
        .receiver = TEXT("b"),
        .items = {TEXT("x"), TEXT("y")},
        .item_count = 2
    });
    struct handoff back;
    assert_int_equal(handoff_decode(record, &back), STATUS_OK);
    record_bytes[record.size - 1] = 'x';
    assert_int_equal(handoff_decode(record, &back), STATUS_MALFORMED);
    record_bytes[record.size - 1] = 'w';
    assert_int_equal(handoff_decode(record, &back), STATUS_MALFORMED);
}

static void an_empty_handoff_or_one_without_parties_is_refused(void **unused)
{
    (void)unused;
    struct writer writer = writer_of(record_bytes, sizeof record_bytes);
    struct handoff handoff = a_handoff(0);
    handoff.bundle_count = 0;
    assert_int_equal(handoff_encode(&handoff, &writer), STATUS_MALFORMED);
    handoff = a_handoff(1);
    handoff.receiver = TEXT("");
    assert_int_equal(handoff_encode(&handoff, &writer), STATUS_MALFORMED);
    handoff = a_handoff(1);
    handoff.bundles[0].code = TEXT("");
    assert_int_equal(handoff_encode(&handoff, &writer), STATUS_MALFORMED);
}

static void the_digest_is_over_the_stored_bytes(void **unused)
{
    (void)unused;
    struct handoff handoff = a_handoff(2);
    struct span record = encode(&handoff);
    struct hash_sum sum;
    hash_begin(&sum);
    hash_add(&sum, span_of("trao/handoff/1", 14));
    hash_add(&sum, record);
    struct hash expected = hash_end(&sum);
    struct hash digest = handoff_digest(record);
    assert_true(hash_equal(&digest, &expected));
}

static void a_give_hands_out_the_record_as_it_is_stored(void **unused)
{
    (void)unused;
    struct handoff handoff = a_handoff(5);
    struct span record = encode(&handoff);
    struct writer writer = writer_of(body_bytes, sizeof body_bytes);
    struct give_body give;
    assert_int_equal(give_encode(record, TEXT("agency_closed"), &writer), STATUS_OK);
    assert_int_equal(give_decode(writer_span(&writer), &give), STATUS_OK);
    assert_true(span_equal(give.record, record));
    assert_true(text_is(give.absent, "agency_closed"));
    assert_int_equal(give.handoff.item_count, 5);
    for (size_t size = 0; size < writer.size; size++) {
        assert_int_equal(give_decode(span_of(body_bytes, size), &give), STATUS_MALFORMED);
    }
    assert_int_equal(give_encode(span_of("junk", 4), TEXT(""), &writer), STATUS_MALFORMED);
}

static void a_take_comes_back_with_its_lists(void **unused)
{
    (void)unused;
    struct handoff handoff = a_handoff(3);
    struct take_body take = {
        .digest = handoff_digest(encode(&handoff)),
        .giver_entry = hash_of(span_of("g", 1)),
        .one_device = true,
        .party = TEXT("post"),
        .person = TEXT("vt-007"),
        .proven = PROVEN_OTP,
        .giver = TEXT("center"),
        .stop = TEXT("TTG"),
        .bundles = {TEXT("BTTG0042303211007I")},
        .bundle_count = 1,
        .scanned = {TEXT("b"),                  TEXT("a")},
        .scanned_count = 2,
        .missing = {TEXT("c")                         },
        .missing_count = 1,
        .over = {TEXT("d")},
        .over_count = 1
    };
    memset(take.handoff_id, 7, sizeof take.handoff_id);
    struct writer writer = writer_of(body_bytes, sizeof body_bytes);
    struct take_body back;
    assert_int_equal(take_encode(&take, &writer), STATUS_OK);
    assert_int_equal(take_decode(writer_span(&writer), &back), STATUS_OK);
    assert_memory_equal(back.handoff_id, take.handoff_id, sizeof back.handoff_id);
    assert_true(hash_equal(&back.digest, &take.digest));
    assert_true(hash_equal(&back.giver_entry, &take.giver_entry));
    assert_true(back.one_device);
    assert_int_equal(back.proven, PROVEN_OTP);
    assert_int_equal(back.scanned_count, 2);
    assert_true(text_is(back.scanned[0], "b"));
    assert_true(text_is(back.missing[0], "c"));
    assert_true(text_is(back.over[0], "d"));
    assert_true(text_is(back.bundles[0], "BTTG0042303211007I"));
    for (size_t size = 0; size < writer.size; size++) {
        assert_int_equal(take_decode(span_of(body_bytes, size), &back), STATUS_MALFORMED);
    }
    body_bytes[80] = 2; /* a flag without a meaning */
    assert_int_equal(take_decode(writer_span(&writer), &back), STATUS_MALFORMED);
    body_bytes[80] = 1;
    body_bytes[81] = PROVENS;
    assert_int_equal(take_decode(writer_span(&writer), &back), STATUS_MALFORMED);
}

static void a_take_that_does_not_fit_an_entry_is_full(void **unused)
{
    (void)unused;
    static const char code[] = "012345678901234567890123456789012345678901234567890123456789012";
    struct take_body take = {.party = TEXT("post"),
                             .scanned_count = HANDOFF_ITEMS_MAX,
                             .missing_count = HANDOFF_ITEMS_MAX,
                             .over_count = HANDOFF_ITEMS_MAX};
    for (size_t i = 0; i < HANDOFF_ITEMS_MAX; i++) {
        take.scanned[i] = take.missing[i] = take.over[i] = text_of(code);
    }
    struct writer writer = writer_of(body_bytes, sizeof body_bytes);
    assert_int_equal(take_encode(&take, &writer), STATUS_FULL);
    assert_int_equal(writer.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_comes_back_with_all_its_items),
        cmocka_unit_test(more_than_a_manifest_holds_is_refused),
        cmocka_unit_test(items_out_of_order_or_twice_are_refused),
        cmocka_unit_test(an_empty_handoff_or_one_without_parties_is_refused),
        cmocka_unit_test(the_digest_is_over_the_stored_bytes),
        cmocka_unit_test(a_give_hands_out_the_record_as_it_is_stored),
        cmocka_unit_test(a_take_comes_back_with_its_lists),
        cmocka_unit_test(a_take_that_does_not_fit_an_entry_is_full),
    };
    return cmocka_run_group_tests_name("statement_handoff", tests, NULL, NULL);
}
