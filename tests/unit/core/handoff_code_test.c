#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/handoff_code.h"

static struct sign_public key;
static struct sign_secret secret;

static int make_key(void **state)
{
    static const uint8_t seed[SIGN_SEED_SIZE] = {9};
    (void)state;
    assert_int_equal(sign_start(), STATUS_OK);
    sign_keys(seed, &key, &secret);
    return 0;
}

static struct handoff_code offer(void)
{
    return (struct handoff_code){
        .kind = HANDOFF_OFFER,
        .id = {1,   2, 3},
        .digest = {{4} },
        .entry = {{5}},
        .count = 17,
        .parts = 2,
        .giver = TEXT("post"),
        .receiver = TEXT("H41.04"),
        .key = key
    };
}

static enum status read(const char *text, struct handoff_code *out_code)
{
    static uint8_t room[HANDOFF_CODE_BYTES];
    return handoff_code_read(text_of(text), room, out_code);
}

static void what_one_unit_shows_another_reads(void **unused)
{
    (void)unused;
    char text[HANDOFF_CODE_SIZE];
    struct handoff_code code = offer();
    struct handoff_code back;
    assert_int_equal(handoff_code_write(&code, &secret, text), STATUS_OK);
    assert_int_equal(read(text, &back), STATUS_OK);
    assert_int_equal(back.kind, HANDOFF_OFFER);
    assert_memory_equal(back.id, code.id, sizeof code.id);
    assert_true(hash_equal(&back.digest, &code.digest) && hash_equal(&back.entry, &code.entry));
    assert_int_equal(back.count, 17);
    assert_int_equal(back.parts, 2);
    assert_true(text_is(back.giver, "post") && text_is(back.receiver, "H41.04"));
    code.kind = HANDOFF_ANSWER;
    code.missing = 1;
    code.over = 2;
    assert_int_equal(handoff_code_write(&code, &secret, text), STATUS_OK);
    assert_int_equal(read(text, &back), STATUS_OK);
    assert_int_equal(back.kind, HANDOFF_ANSWER);
    assert_int_equal(back.count, 17);
    assert_int_equal(back.missing, 1);
    assert_int_equal(back.over, 2);
    code.kind = HANDOFF_LIST;
    code.part = 2;
    code.bytes = span_of("xyz", 3);
    assert_int_equal(handoff_code_write(&code, &secret, text), STATUS_OK);
    assert_int_equal(read(text, &back), STATUS_OK);
    assert_int_equal(back.part, 2);
    assert_true(span_equal(back.bytes, code.bytes));
}

/* A QR code holds 45 characters in its denser mode: digits, capitals and a few marks. */
static void every_character_fits_the_alphanumeric_mode(void **unused)
{
    (void)unused;
    char text[HANDOFF_CODE_SIZE];
    struct handoff_code code = offer();
    assert_int_equal(handoff_code_write(&code, &secret, text), STATUS_OK);
    assert_int_equal(strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"), strlen(text));
    char longest[STATEMENT_TEXT_MAX];
    memset(longest, 'A', sizeof longest);
    code.giver = code.receiver = (struct text){.at = longest, .size = sizeof longest};
    assert_int_equal(handoff_code_write(&code, &secret, text), STATUS_OK);
    uint8_t part[HANDOFF_PART_SIZE] = {0};
    code = (struct handoff_code){
        .kind = HANDOFF_LIST, .part = 1, .parts = 1, .bytes = span_of(part, sizeof part)};
    assert_int_equal(handoff_code_write(&code, &secret, text), STATUS_OK);
}

/* Each character changed to each other one of the alphabet: never another code. */
static void a_changed_character_is_never_believed(void **unused)
{
    (void)unused;
    char text[HANDOFF_CODE_SIZE];
    struct handoff_code code = offer();
    struct handoff_code back = {.count = 99};
    size_t broken = 0;
    assert_int_equal(handoff_code_write(&code, &secret, text), STATUS_OK);
    for (size_t i = 0; text[i]; i++) {
        const char was = text[i];
        text[i] = was == 'Q' ? '7' : 'Q';
        enum status status = read(text, &back);
        assert_int_not_equal(status, STATUS_OK);
        broken += status == STATUS_BROKEN;
        text[i] = was;
    }
    assert_int_equal(back.count, 99);
    assert_true(broken > strlen(text) / 2);
}

static void what_has_no_form_of_ours_is_refused(void **unused)
{
    (void)unused;
    char text[HANDOFF_CODE_SIZE];
    struct handoff_code code = offer();
    struct handoff_code back;
    assert_int_equal(handoff_code_write(&code, &secret, text), STATUS_OK);
    text[strlen(text) - 1] = '\0';
    assert_int_not_equal(read(text, &back), STATUS_OK);
    text[2] = '2';
    assert_int_equal(read(text, &back), STATUS_TOO_NEW);
    assert_int_equal(read("BG1O-", &back), STATUS_MALFORMED);
    assert_int_equal(read("BG1X-AAAA", &back), STATUS_MALFORMED);
    assert_int_equal(read("BG1O-aaaa", &back), STATUS_MALFORMED);
    assert_int_equal(read("BTTG0042303211007I", &back), STATUS_MALFORMED);
    assert_int_equal(read("", &back), STATUS_MALFORMED);
    char more[1024];
    memset(more, 'A', sizeof more);
    memcpy(more, "BG1L-", 5);
    more[sizeof more - 1] = '\0';
    assert_int_equal(read(more, &back), STATUS_MALFORMED);
}

static void a_list_comes_back_byte_for_byte_and_is_short(void **unused)
{
    (void)unused;
    static char codes[HANDOFF_ITEMS_MAX][32];
    uint8_t record[ENTRY_BODY_MAX];
    uint8_t list[HANDOFF_LIST_SIZE];
    uint8_t back[ENTRY_BODY_MAX];
    struct handoff handoff = {.giver = TEXT("post"),
                              .receiver = TEXT("center"),
                              .bundles = {{TEXT("BTTG0042303211007I"), TEXT("NP1")}},
                              .bundle_count = 1,
                              .item_count = HANDOFF_ITEMS_MAX};
    for (uint32_t i = 0; i < HANDOFF_ITEMS_MAX; i++) {
        (void)snprintf(codes[i], sizeof codes[i], "000.00.04.H41-230321-%04u", i * 7);
        handoff.items[i] = text_of(codes[i]);
    }
    struct writer bytes = writer_of(record, sizeof record);
    struct writer packed = writer_of(list, sizeof list);
    struct writer again = writer_of(back, sizeof back);
    assert_int_equal(handoff_encode(&handoff, &bytes), STATUS_OK);
    assert_int_equal(handoff_list_pack(writer_span(&bytes), &packed), STATUS_OK);
    assert_true(packed.size < bytes.size / 4);
    assert_int_equal(handoff_list_unpack(writer_span(&packed), &again), STATUS_OK);
    assert_true(span_equal(writer_span(&bytes), writer_span(&again)));
    for (size_t size = 0; size < packed.size; size++) {
        again = writer_of(back, sizeof back);
        if (handoff_list_unpack(span_of(list, size), &again) == STATUS_OK) { /* fewer items */
            assert_false(span_equal(writer_span(&bytes), writer_span(&again)));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_one_unit_shows_another_reads),
        cmocka_unit_test(every_character_fits_the_alphanumeric_mode),
        cmocka_unit_test(a_changed_character_is_never_believed),
        cmocka_unit_test(what_has_no_form_of_ours_is_refused),
        cmocka_unit_test(a_list_comes_back_byte_for_byte_and_is_short),
    };
    return cmocka_run_group_tests(tests, make_key, NULL);
}
