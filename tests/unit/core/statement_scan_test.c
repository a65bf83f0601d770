#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/statement.h"
#include "core/statement_scan.h"

static uint8_t bytes[ENTRY_BODY_MAX];
static const char long_text[] = "0123456789012345678901234567890123456789012345678901234567890123";

static struct scan_body a_scan(void)
{
    struct scan_body scan = {.kind = ACT_TAKE,
                             .typed = true,
                             .code = TEXT("H41.04-230321-0001"),
                             .party = TEXT("post"),
                             .counterpart = TEXT("center")};
    memset(scan.handoff_id, 0x5A, sizeof scan.handoff_id);
    return scan;
}

static void a_scan_comes_back_as_it_was(void **unused)
{
    (void)unused;
    struct scan_body scan = a_scan();
    struct scan_body back;
    for (int turn = 0; turn < 4; turn++) {
        struct writer writer = writer_of(bytes, sizeof bytes);
        scan.kind = turn < 2 ? ACT_TAKE : ACT_GIVE;
        scan.typed = turn % 2 == 0;
        scan.withdrawn = turn % 2 == 1;
        assert_int_equal(scan_encode(&scan, &writer), STATUS_OK);
        assert_int_equal(scan_decode(writer_span(&writer), &back), STATUS_OK);
        assert_memory_equal(back.handoff_id, scan.handoff_id, sizeof back.handoff_id);
        assert_int_equal(back.kind, scan.kind);
        assert_int_equal(back.typed, scan.typed);
        assert_int_equal(back.withdrawn, scan.withdrawn);
        assert_true(text_equal(back.code, scan.code));
        assert_true(text_equal(back.party, scan.party));
        assert_true(text_equal(back.counterpart, scan.counterpart));
    }
}

static void every_byte_has_its_place(void **unused)
{
    (void)unused;
    static const char expected[] =
        "\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A\x5A"
        "\x08\x01\x12H41.04-230321-0001\x04post\x06"
        "center";
    struct scan_body scan = a_scan();
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(scan_encode(&scan, &writer), STATUS_OK);
    assert_int_equal(writer.size, sizeof expected - 1);
    assert_memory_equal(bytes, expected, writer.size);
}

static void what_is_not_exactly_a_scan_is_refused(void **unused)
{
    (void)unused;
    struct scan_body scan = a_scan();
    struct scan_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(scan_encode(&scan, &writer), STATUS_OK);
    struct entry entry = {.kind = ENTRY_SCAN, .body = writer_span(&writer)};
    assert_int_equal(statement_check(&entry), STATUS_OK);
    for (size_t size = 0; size < writer.size; size++) {
        entry.body.size = size;
        assert_int_equal(statement_check(&entry), STATUS_MALFORMED);
    }
    bytes[writer.size] = 0;
    assert_int_equal(scan_decode(span_of(bytes, writer.size + 1), &back), STATUS_MALFORMED);
    bytes[16] = 7; /* a refuse is no handover */
    assert_int_equal(scan_decode(span_of(bytes, writer.size), &back), STATUS_MALFORMED);
    bytes[16] = 8;
    bytes[17] = 4;
    assert_int_equal(scan_decode(span_of(bytes, writer.size), &back), STATUS_MALFORMED);
}

static void what_would_not_be_read_is_not_written(void **unused)
{
    (void)unused;
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct scan_body scan = a_scan();
    scan.kind = ACT_READY;
    assert_int_equal(scan_encode(&scan, &writer), STATUS_MALFORMED);
    scan = a_scan();
    scan.code = (struct text){0};
    assert_int_equal(scan_encode(&scan, &writer), STATUS_MALFORMED);
    scan.code = text_of(long_text);
    assert_int_equal(scan_encode(&scan, &writer), STATUS_FULL);
    scan = a_scan();
    scan.counterpart = (struct text){0};
    assert_int_equal(scan_encode(&scan, &writer), STATUS_MALFORMED);
    assert_int_equal(writer.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scan_comes_back_as_it_was),
        cmocka_unit_test(every_byte_has_its_place),
        cmocka_unit_test(what_is_not_exactly_a_scan_is_refused),
        cmocka_unit_test(what_would_not_be_read_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
