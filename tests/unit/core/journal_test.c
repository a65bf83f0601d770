#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/statement.h"

struct fixture {
    struct sign_public key;
    struct sign_secret secret;
    struct device device;
    uint8_t body[256];
    uint8_t bytes[SEALED_SIZE_MAX];
    size_t size;
    struct hash hash;
};

static struct fixture made;

static void make_keys(uint8_t mark)
{
    uint8_t seed[SIGN_SEED_SIZE];
    memset(seed, mark, sizeof seed);
    sign_keys(seed, &made.key, &made.secret);
    made.device = device_of(&made.key);
}

static struct entry plain_entry(void)
{
    return (struct entry){
        .device = made.device,
        .place = {1,                        7                    },
        .prev = hash_of(span_of("before", 6)),
        .kind = ENTRY_ACT,
        .proven = PROVEN_BADGE,
        .when = { .wall_set = true,
                  .wall_ms = 1700000000123,
                  .mono_ms = 5555,
                  .boot = 0x1122334455667788,
                  .has_gnss = true,
                  .gnss_ms = 1700000000500,
                  .fix = {true, 900, 186500000, 1056800000, 4200}},
        .person = TEXT("vt-007"),
        .body = span_of("a body", 6),
    };
}

static void seal(const struct entry *entry)
{
    assert_int_equal(entry_seal(entry, &made.secret, made.bytes, &made.size, &made.hash),
                     STATUS_OK);
}

static int start(void **unused)
{
    (void)unused;
    make_keys(1);
    return sign_start() == STATUS_OK ? 0 : -1;
}

static void what_is_sealed_opens_to_the_same_values(void **unused)
{
    (void)unused;
    struct entry entry = plain_entry();
    seal(&entry);
    struct span rest = span_of(made.bytes, made.size);
    struct sealed sealed;
    assert_int_equal(entry_open(&rest, &sealed), STATUS_OK);
    assert_int_equal(rest.size, 0);
    assert_int_equal(sealed.entry.device.id, entry.device.id);
    assert_int_equal(place_order(sealed.entry.place, entry.place), 0);
    assert_true(hash_equal(&sealed.entry.prev, &entry.prev));
    assert_int_equal(sealed.entry.kind, ENTRY_ACT);
    assert_int_equal(sealed.entry.proven, PROVEN_BADGE);
    assert_true(text_equal(sealed.entry.person, entry.person));
    assert_true(span_equal(sealed.entry.body, entry.body));
    assert_true(sealed.entry.when.wall_set);
    assert_int_equal(sealed.entry.when.wall_ms, entry.when.wall_ms);
    assert_int_equal(sealed.entry.when.mono_ms, entry.when.mono_ms);
    assert_int_equal(sealed.entry.when.boot, entry.when.boot);
    assert_int_equal(sealed.entry.when.gnss_ms, entry.when.gnss_ms);
    assert_true(sealed.entry.when.fix.has);
    assert_int_equal(sealed.entry.when.fix.age_ms, 900);
    assert_int_equal(sealed.entry.when.fix.lat_e7, 186500000);
    assert_int_equal(sealed.entry.when.fix.lon_e7, 1056800000);
    assert_int_equal(sealed.entry.when.fix.accuracy_mm, 4200);
    assert_true(hash_equal(&sealed.hash, &made.hash));
    assert_true(entry_signed_by(&sealed, &made.key));
}

static void the_header_stands_where_the_contract_says(void **unused)
{
    (void)unused;
    struct entry entry = plain_entry();
    seal(&entry);
    const uint8_t head[8] = {1, 1, ENTRY_HEAD_SIZE + 12, 0, 2, 0, 2, 7};
    assert_memory_equal(made.bytes, head, sizeof head);
    assert_int_equal(made.bytes[16], 1); /* epoch */
    assert_int_equal(made.bytes[20], 7); /* seq */
    assert_memory_equal(made.bytes + 28, entry.prev.byte, HASH_SIZE);
    assert_int_equal(made.bytes[108], 6); /* length of the person */
    assert_memory_equal(made.bytes + 109, "vt-007a body", 12);
    assert_int_equal(made.size, ENTRY_HEAD_SIZE + 12 + SIGNATURE_SIZE);
}

static void the_largest_entry_fits_and_one_byte_more_does_not(void **unused)
{
    (void)unused;
    static uint8_t body[ENTRY_BODY_MAX + 1];
    struct entry entry = plain_entry();
    entry.person = TEXT("0123456789012345678901234567890");
    entry.body = span_of(body, ENTRY_BODY_MAX);
    seal(&entry);
    assert_int_equal(made.size, SEALED_SIZE_MAX);
    struct span rest = span_of(made.bytes, made.size);
    struct sealed sealed;
    assert_int_equal(entry_open(&rest, &sealed), STATUS_OK);

    made.bytes[108] = 0; /* the person's bytes would belong to the body */
    rest = span_of(made.bytes, made.size);
    assert_int_equal(entry_open(&rest, &sealed), STATUS_MALFORMED);

    made.size = 99;
    entry.body.size++;
    assert_int_equal(entry_seal(&entry, &made.secret, made.bytes, &made.size, &made.hash),
                     STATUS_FULL);
    entry.body.size--;
    entry.person = TEXT("01234567890123456789012345678901");
    assert_int_equal(entry_seal(&entry, &made.secret, made.bytes, &made.size, &made.hash),
                     STATUS_FULL);
    assert_int_equal(made.size, 99);
}

/* Row 70 of bad-inputs.csv, and every other byte: one flipped bit is refused by the shape, or
 * changes the hash, or spoils the signature. */
static void row_70_no_bit_can_be_flipped_unseen(void **unused)
{
    (void)unused;
    struct entry entry = plain_entry();
    seal(&entry);
    for (size_t bit = 0; bit < 8 * made.size; bit++) {
        uint8_t *byte = &made.bytes[bit / 8];
        *byte = (uint8_t)(*byte ^ 1u << (bit % 8));
        struct span rest = span_of(made.bytes, made.size);
        struct sealed sealed;
        if (entry_open(&rest, &sealed) == STATUS_OK) {
            assert_false(entry_signed_by(&sealed, &made.key));
        }
        *byte = (uint8_t)(*byte ^ 1u << (bit % 8));
    }
}

static void another_devices_key_does_not_fit(void **unused)
{
    (void)unused;
    struct entry entry = plain_entry();
    seal(&entry);
    struct span rest = span_of(made.bytes, made.size);
    struct sealed sealed;
    assert_int_equal(entry_open(&rest, &sealed), STATUS_OK);
    make_keys(2);
    assert_false(entry_signed_by(&sealed, &made.key));
    assert_true(made.device.id != sealed.entry.device.id);
    make_keys(1);
}

static void a_cut_entry_is_malformed_and_moves_nothing(void **unused)
{
    (void)unused;
    struct entry entry = plain_entry();
    seal(&entry);
    for (size_t size = 0; size < made.size; size++) {
        struct span rest = span_of(made.bytes, size);
        struct sealed sealed = {.whole = {.size = 77}};
        assert_int_equal(entry_open(&rest, &sealed), STATUS_MALFORMED);
        assert_int_equal(rest.size, size);
        assert_int_equal(sealed.whole.size, 77);
    }
}

static enum status open_with(size_t at, uint8_t value)
{
    struct entry entry = plain_entry();
    entry.when.has_gnss = false;
    entry.when.fix.has = false;
    seal(&entry);
    made.bytes[at] = value;
    struct span rest = span_of(made.bytes, made.size);
    struct sealed sealed;
    return entry_open(&rest, &sealed);
}

static void a_later_format_or_algorithm_is_too_new_and_none_is_malformed(void **unused)
{
    (void)unused;
    assert_int_equal(open_with(0, 1), STATUS_OK);
    assert_int_equal(open_with(0, 2), STATUS_TOO_NEW);
    assert_int_equal(open_with(1, 2), STATUS_TOO_NEW);
    assert_int_equal(open_with(0, 0), STATUS_MALFORMED);
    assert_int_equal(open_with(1, 0), STATUS_MALFORMED);
}

static void what_has_no_meaning_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(open_with(2, ENTRY_HEAD_SIZE - 1), STATUS_MALFORMED); /* size */
    assert_int_equal(open_with(3, 0xF0), STATUS_MALFORMED);
    assert_int_equal(open_with(4, 0), STATUS_MALFORMED); /* no kind */
    assert_int_equal(open_with(6, PROVENS), STATUS_MALFORMED);
    assert_int_equal(open_with(7, 8), STATUS_MALFORMED);  /* a bit without a meaning */
    assert_int_equal(open_with(16, 0), STATUS_MALFORMED); /* epoch 0 */
    assert_int_equal(open_with(20, 0), STATUS_MALFORMED); /* seq 0 */
    assert_int_equal(open_with(84, 1), STATUS_MALFORMED); /* GNSS time without GNSS */
    assert_int_equal(open_with(92, 1), STATUS_MALFORMED); /* a fix's age without a fix */
    assert_int_equal(open_with(104, 1), STATUS_MALFORMED);
    assert_int_equal(open_with(108, ENTRY_PERSON_MAX + 1), STATUS_MALFORMED);
}

static void an_unknown_kind_is_kept(void **unused)
{
    (void)unused;
    struct entry entry = plain_entry();
    entry.kind = (enum entry_kind)4711;
    seal(&entry);
    struct span rest = span_of(made.bytes, made.size);
    struct sealed sealed;
    assert_int_equal(entry_open(&rest, &sealed), STATUS_OK);
    assert_int_equal((int)sealed.entry.kind, 4711);
    assert_int_equal(statement_check(&sealed.entry), STATUS_TOO_NEW);
}

static struct sealed next_of(const struct head *head, struct place place)
{
    struct entry entry = plain_entry();
    entry.place = place;
    entry.prev = head->hash;
    seal(&entry);
    struct span rest = span_of(made.bytes, made.size);
    struct sealed sealed;
    assert_int_equal(entry_open(&rest, &sealed), STATUS_OK);
    return sealed;
}

static void the_next_entry_follows_and_no_other(void **unused)
{
    (void)unused;
    struct head head = {
        .place = {1, 7},
          .hash = hash_of(span_of("7", 1))
    };
    struct head other = {
        .place = {1, 7},
          .hash = hash_of(span_of("x", 1))
    };
    struct sealed next = next_of(&head, (struct place){1, 8});
    assert_true(entry_follows(&next, &head));
    assert_false(entry_follows(&next, &other)); /* row 71: chain break */
    next = next_of(&head, (struct place){1, 9});
    assert_false(entry_follows(&next, &head)); /* row 72: gap */
    next = next_of(&head, (struct place){1, 7});
    assert_false(entry_follows(&next, &head));
    next = next_of(&head, (struct place){2, 1}); /* an act cannot open an epoch */
    assert_false(entry_follows(&next, &head));
    head.place.epoch = 2;
    next = next_of(&head, (struct place){1, 8});
    assert_false(entry_follows(&next, &head));
}

static struct sealed opening(struct place place, const struct head *named, const struct hash *prev)
{
    struct writer writer = writer_of(made.body, sizeof made.body);
    struct opened_body opened = {.sign_key = made.key, .head = *named, .software = TEXT("test")};
    assert_int_equal(opened_encode(&opened, &writer), STATUS_OK);
    struct entry entry = plain_entry();
    entry.kind = ENTRY_OPENED;
    entry.place = place;
    entry.prev = *prev;
    entry.body = writer_span(&writer);
    seal(&entry);
    struct span rest = span_of(made.bytes, made.size);
    struct sealed sealed;
    assert_int_equal(entry_open(&rest, &sealed), STATUS_OK);
    return sealed;
}

static void an_epoch_is_opened_by_the_entry_that_names_a_head(void **unused)
{
    (void)unused;
    const struct head none = {0};
    struct head head = {
        .place = {1, 7},
          .hash = hash_of(span_of("7", 1))
    };
    struct head earlier = {
        .place = {1, 5},
          .hash = hash_of(span_of("5", 1))
    };
    struct head later = {
        .place = {1, 9},
          .hash = hash_of(span_of("9", 1))
    };
    struct sealed sealed = opening((struct place){1, 1}, &none, &none.hash);
    assert_true(entry_follows(&sealed, &none));
    sealed = opening((struct place){2, 1}, &head, &head.hash);
    assert_true(entry_follows(&sealed, &head));
    sealed = opening((struct place){2, 1}, &earlier, &earlier.hash); /* the tail was lost */
    assert_true(entry_follows(&sealed, &head));
    struct head named;
    assert_true(entry_names(&sealed, &named));
    assert_int_equal(named.place.seq, 5);
    sealed = opening((struct place){9, 1}, &none, &none.hash); /* all was lost */
    assert_true(entry_follows(&sealed, &head));
    sealed = opening((struct place){2, 1}, &later, &later.hash);
    assert_false(entry_follows(&sealed, &head));
    sealed = opening((struct place){2, 1}, &head, &earlier.hash); /* prev is another entry's */
    assert_false(entry_follows(&sealed, &head));
    sealed = opening((struct place){2, 2}, &head, &head.hash);
    assert_false(entry_follows(&sealed, &head));
    head.hash = earlier.hash;
    sealed = opening((struct place){2, 1}, &later, &later.hash);
    later.hash = earlier.hash; /* same place, other hash */
    assert_false(entry_follows(&sealed, &later));
}

static void a_device_is_shown_as_sixteen_digits(void **unused)
{
    (void)unused;
    char text[DEVICE_TEXT_SIZE];
    struct device device;
    assert_string_equal(device_text((struct device){0x00ab12cd34ef5601}, text), "00ab12cd34ef5601");
    assert_true(device_parse(text_of(text), &device));
    assert_true(device.id == 0x00ab12cd34ef5601);
    assert_false(device_parse(TEXT("00ab12cd34ef560"), &device));
    assert_false(device_parse(TEXT("00ab12cd34ef560g"), &device));
}

static void places_are_ordered_by_epoch_and_then_by_number(void **unused)
{
    (void)unused;
    assert_int_equal(place_order((struct place){1, 9}, (struct place){2, 1}), -1);
    assert_int_equal(place_order((struct place){2, 1}, (struct place){1, 9}), 1);
    assert_int_equal(place_order((struct place){2, 1}, (struct place){2, 2}), -1);
    assert_int_equal(place_order((struct place){2, 2}, (struct place){2, 2}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_opens_to_the_same_values),
        cmocka_unit_test(the_header_stands_where_the_contract_says),
        cmocka_unit_test(the_largest_entry_fits_and_one_byte_more_does_not),
        cmocka_unit_test(row_70_no_bit_can_be_flipped_unseen),
        cmocka_unit_test(another_devices_key_does_not_fit),
        cmocka_unit_test(a_cut_entry_is_malformed_and_moves_nothing),
        cmocka_unit_test(a_later_format_or_algorithm_is_too_new_and_none_is_malformed),
        cmocka_unit_test(what_has_no_meaning_is_refused),
        cmocka_unit_test(an_unknown_kind_is_kept),
        cmocka_unit_test(the_next_entry_follows_and_no_other),
        cmocka_unit_test(an_epoch_is_opened_by_the_entry_that_names_a_head),
        cmocka_unit_test(a_device_is_shown_as_sixteen_digits),
        cmocka_unit_test(places_are_ordered_by_epoch_and_then_by_number),
    };
    return cmocka_run_group_tests_name("journal", tests, start, NULL);
}
