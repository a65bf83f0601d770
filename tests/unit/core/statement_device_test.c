#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/statement.h"

static uint8_t bytes[ENTRY_BODY_MAX];

static struct enrolled_body an_enrolment(void)
{
    struct enrolled_body enrolled = {.kind = DEVICE_HANDHELD,
                                     .label = TEXT("Máy 07"),
                                     .party = TEXT("post"),
                                     .person_one = TEXT("an"),
                                     .person_two = TEXT("binh")};
    memset(enrolled.link_key, 3, sizeof enrolled.link_key);
    memset(enrolled.sign_key.byte, 4, sizeof enrolled.sign_key.byte);
    enrolled.device = device_of(&enrolled.sign_key);
    return enrolled;
}

static void an_enrolment_comes_back(void **unused)
{
    (void)unused;
    struct enrolled_body enrolled = an_enrolment();
    struct enrolled_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(enrolled_encode(&enrolled, &writer), STATUS_OK);
    assert_int_equal(enrolled_decode(writer_span(&writer), &back), STATUS_OK);
    assert_int_equal(back.device.id, enrolled.device.id);
    assert_memory_equal(back.link_key, enrolled.link_key, sizeof back.link_key);
    assert_memory_equal(back.sign_key.byte, enrolled.sign_key.byte, sizeof back.sign_key.byte);
    assert_int_equal(back.kind, DEVICE_HANDHELD);
    assert_true(text_is(back.label, "Máy 07"));
    assert_true(text_is(back.person_two, "binh"));
    for (size_t size = 0; size < writer.size; size++) {
        assert_int_equal(enrolled_decode(span_of(bytes, size), &back), STATUS_MALFORMED);
    }
}

static void a_device_cannot_be_enrolled_under_anothers_key(void **unused)
{
    (void)unused;
    struct enrolled_body enrolled = an_enrolment();
    struct writer writer = writer_of(bytes, sizeof bytes);
    enrolled.device.id++;
    assert_int_equal(enrolled_encode(&enrolled, &writer), STATUS_MALFORMED);
    enrolled.device.id--;
    assert_int_equal(enrolled_encode(&enrolled, &writer), STATUS_OK);
    bytes[0] ^= 1;
    assert_int_equal(enrolled_decode(writer_span(&writer), &enrolled), STATUS_MALFORMED);
}

static void a_device_is_of_a_known_kind(void **unused)
{
    (void)unused;
    struct enrolled_body enrolled = an_enrolment();
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(enrolled_encode(&enrolled, &writer), STATUS_OK);
    bytes[72] = DEVICE_ADMIN + 1;
    assert_int_equal(enrolled_decode(writer_span(&writer), &enrolled), STATUS_MALFORMED);
    bytes[72] = 0;
    assert_int_equal(enrolled_decode(writer_span(&writer), &enrolled), STATUS_MALFORMED);
}

static void a_revocation_comes_back(void **unused)
{
    (void)unused;
    struct revoked_body revoked = {
        .device = {0x1234},
        .trusted_to = { 2,    77},
        .reason = TEXT("mất máy"),
        .person_one = TEXT("an"),
        .person_two = TEXT("binh")
    };
    struct revoked_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(revoked_encode(&revoked, &writer), STATUS_OK);
    assert_int_equal(revoked_decode(writer_span(&writer), &back), STATUS_OK);
    assert_int_equal(back.device.id, 0x1234);
    assert_int_equal(back.trusted_to.epoch, 2);
    assert_int_equal(back.trusted_to.seq, 77);
    assert_true(text_is(back.reason, "mất máy"));
    revoked.trusted_to = (struct place){0};
    writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(revoked_encode(&revoked, &writer), STATUS_OK); /* nothing is trusted */
    revoked.trusted_to.seq = 1;
    assert_int_equal(revoked_encode(&revoked, &writer), STATUS_MALFORMED);
}

static void an_opening_names_a_whole_head_or_none(void **unused)
{
    (void)unused;
    struct opened_body opened = {.software = TEXT("trao-handheld 0.1.0")};
    struct opened_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(opened_encode(&opened, &writer), STATUS_OK);
    assert_int_equal(opened_decode(writer_span(&writer), &back), STATUS_OK);
    assert_true(hash_is_zero(&back.head.hash));
    opened.head.place = (struct place){1, 9};
    assert_int_equal(opened_encode(&opened, &writer), STATUS_MALFORMED); /* no hash */
    opened.head.hash = hash_of(span_of("h", 1));
    writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(opened_encode(&opened, &writer), STATUS_OK);
    assert_int_equal(opened_decode(writer_span(&writer), &back), STATUS_OK);
    assert_int_equal(back.head.place.seq, 9);
    opened.head.place = (struct place){0};
    assert_int_equal(opened_encode(&opened, &writer), STATUS_MALFORMED); /* a hash of nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_enrolment_comes_back),
        cmocka_unit_test(a_device_cannot_be_enrolled_under_anothers_key),
        cmocka_unit_test(a_device_is_of_a_known_kind),
        cmocka_unit_test(a_revocation_comes_back),
        cmocka_unit_test(an_opening_names_a_whole_head_or_none),
    };
    return cmocka_run_group_tests_name("statement_device", tests, NULL, NULL);
}
