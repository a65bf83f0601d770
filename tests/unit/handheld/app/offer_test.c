#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/app/offer.h"

static uint8_t list[HANDOFF_LIST_SIZE];

static struct handoff_code part_of(size_t size, uint8_t part)
{
    const size_t at = (size_t)(part - 1) * HANDOFF_PART_SIZE;
    const size_t left = size - at;
    const size_t parts = (size + HANDOFF_PART_SIZE - 1) / HANDOFF_PART_SIZE;
    return (struct handoff_code){
        .kind = HANDOFF_LIST,
        .part = part,
        .parts = (uint8_t)parts,
        .bytes = span_of(list + at, left < HANDOFF_PART_SIZE ? left : HANDOFF_PART_SIZE)};
}

/* A record of two bundles with long seals, in two parts. */
static size_t make_list(struct hash *out_digest)
{
    static uint8_t record[ENTRY_BODY_MAX];
    static const char seal[] = "123456789012345678901234567890123456789012345678901234567890123";
    struct handoff handoff = {.giver = TEXT("post"), .receiver = TEXT("center")};
    struct writer bytes = writer_of(record, sizeof record);
    struct writer packed = writer_of(list, sizeof list);
    handoff.bundle_count = 8;
    for (uint32_t i = 0; i < handoff.bundle_count; i++) {
        handoff.bundles[i] = (struct handoff_bundle){TEXT("EE473124829VN"), text_of(seal)};
    }
    assert_int_equal(handoff_encode(&handoff, &bytes), STATUS_OK);
    assert_int_equal(handoff_list_pack(writer_span(&bytes), &packed), STATUS_OK);
    assert_in_range(packed.size, 2 * HANDOFF_PART_SIZE + 1, 3 * HANDOFF_PART_SIZE);
    *out_digest = handoff_digest(writer_span(&bytes));
    return packed.size;
}

static void a_list_is_whole_when_its_parts_give_the_digest(void **unused)
{
    (void)unused;
    static struct shown_offer offer;
    uint8_t room[ENTRY_BODY_MAX];
    struct handoff handoff;
    struct handoff_code code = {.kind = HANDOFF_OFFER, .parts = 3, .count = 8};
    const size_t size = make_list(&code.digest);
    offer_begin(&offer, &code);
    for (uint8_t part = 3; part > 0; part--) {
        assert_false(offer_expected(&offer, room, &handoff));
        code = part_of(size, part);
        assert_int_equal(offer_add(&offer, &code), OFFER_PART_NEW);
        assert_int_equal(offer_add(&offer, &code), OFFER_PART_AGAIN);
    }
    assert_true(offer_expected(&offer, room, &handoff));
    assert_int_equal(handoff.bundle_count, 8);
}

static void a_part_of_another_list_changes_nothing(void **unused)
{
    (void)unused;
    static struct shown_offer offer;
    struct handoff_code code = {.kind = HANDOFF_OFFER, .parts = 3, .digest = {{1}}};
    struct hash digest;
    const size_t size = make_list(&digest);
    offer_begin(&offer, &code); /* of another digest */
    for (uint8_t part = 1; part <= 3; part++) {
        code = part_of(size, part);
        assert_int_equal(offer_add(&offer, &code), part < 3 ? OFFER_PART_NEW : OFFER_PART_OTHER);
    }
    assert_int_equal(offer.had_count, 2);
    code = part_of(size, 1);
    code.parts = 4;
    assert_int_equal(offer_add(&offer, &code), OFFER_PART_OTHER);
    code = part_of(size, 1);
    code.bytes.size--;
    assert_int_equal(offer_add(&offer, &code), OFFER_PART_OTHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_whole_when_its_parts_give_the_digest),
        cmocka_unit_test(a_part_of_another_list_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
