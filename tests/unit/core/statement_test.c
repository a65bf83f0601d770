#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/statement.h"

static uint8_t bytes[ENTRY_BODY_MAX];
static const char long_text[] = "0123456789012345678901234567890123456789012345678901234567890123";

static const struct act_body an_act = {
    .kind = ACT_GIVE,
    .scanned = true,
    .party = {"center",             6 },
    .subject = {"H41.04-230321-0001", 18},
    .counterpart = {"post",               4 },
    .stop = {"TTG",                3 },
    .parent = {"BTTG0042303211007I", 18},
    .reason = {"",                   0 },
};

static struct span written(const struct writer *writer)
{
    return writer_span(writer);
}

/* Every proper prefix of a body, and the body with a byte more, is malformed and writes nothing. */
static void assert_exact(enum entry_kind kind, struct span body)
{
    static uint8_t longer[ENTRY_BODY_MAX + 1];
    struct entry entry = {.kind = kind, .body = body};
    assert_int_equal(statement_check(&entry), STATUS_OK);
    for (size_t size = 0; size < body.size; size++) {
        entry.body.size = size;
        assert_int_equal(statement_check(&entry), STATUS_MALFORMED);
    }
    memcpy(longer, body.at, body.size);
    longer[body.size] = 0;
    entry.body = span_of(longer, body.size + 1);
    assert_int_equal(statement_check(&entry), STATUS_MALFORMED);
}

static void an_act_comes_back_as_it_was(void **unused)
{
    (void)unused;
    for (enum act_kind kind = 0; kind < ACT_KINDS; kind++) {
        struct writer writer = writer_of(bytes, sizeof bytes);
        struct act_body act = an_act;
        struct act_body back;
        act.kind = kind;
        assert_int_equal(act_encode(&act, &writer), STATUS_OK);
        assert_int_equal(act_decode(written(&writer), &back), STATUS_OK);
        assert_int_equal(back.kind, kind);
        assert_true(back.scanned);
        assert_false(back.typed);
        assert_true(text_equal(back.party, act.party));
        assert_true(text_equal(back.subject, act.subject));
        assert_true(text_equal(back.counterpart, act.counterpart));
        assert_true(text_equal(back.stop, act.stop));
        assert_true(text_equal(back.parent, act.parent));
        assert_int_equal(back.reason.size, 0);
        assert_exact(ENTRY_ACT, written(&writer));
    }
}

static void the_numbers_of_acts_never_change(void **unused)
{
    (void)unused;
    static const enum act_kind kinds[] = {ACT_INTAKE, ACT_READY,  ACT_PACK,   ACT_SEAL,
                                          ACT_ARRIVE, ACT_GIVE,   ACT_REFUSE, ACT_TAKE,
                                          ACT_UNPACK, ACT_PAUSE,  ACT_RESUME, ACT_EXCEPTION,
                                          ACT_DEPART, ACT_RETURN, ACT_VOID};
    assert_int_equal(sizeof kinds / sizeof kinds[0], ACT_KINDS);
    for (size_t i = 0; i < ACT_KINDS; i++) {
        struct act_body act = an_act;
        struct writer writer = writer_of(bytes, sizeof bytes);
        act.kind = kinds[i];
        assert_int_equal(act_encode(&act, &writer), STATUS_OK);
        assert_int_equal(bytes[0], i + 1);
    }
}

static void an_act_needs_a_party_and_a_subject(void **unused)
{
    (void)unused;
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct act_body act = an_act;
    act.party = TEXT("");
    assert_int_equal(act_encode(&act, &writer), STATUS_MALFORMED);
    act = an_act;
    act.subject = TEXT("");
    assert_int_equal(act_encode(&act, &writer), STATUS_MALFORMED);
    act = an_act;
    act.typed = true; /* and scanned */
    assert_int_equal(act_encode(&act, &writer), STATUS_MALFORMED);
    assert_int_equal(writer.size, 0);
}

static void an_act_unknown_here_is_malformed(void **unused)
{
    (void)unused;
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct act_body back;
    assert_int_equal(act_encode(&an_act, &writer), STATUS_OK);
    const uint8_t wrong[] = {0, 16, 255};
    for (size_t i = 0; i < sizeof wrong; i++) {
        bytes[0] = wrong[i];
        assert_int_equal(act_decode(written(&writer), &back), STATUS_MALFORMED);
    }
    bytes[0] = 1;
    bytes[1] = 4;
    assert_int_equal(act_decode(written(&writer), &back), STATUS_MALFORMED);
}

static void a_text_too_long_is_refused_and_the_writer_stays(void **unused)
{
    (void)unused;
    struct writer writer = writer_of(bytes, sizeof bytes);
    write_u8(&writer, 9);
    struct act_body act = an_act;
    act.reason = text_of(long_text);
    assert_int_equal(act.reason.size, STATEMENT_TEXT_MAX + 1);
    assert_int_equal(act_encode(&act, &writer), STATUS_FULL);
    assert_int_equal(writer.size, 1);
    act.reason.size--;
    assert_int_equal(act_encode(&act, &writer), STATUS_OK);
    struct writer small = writer_of(bytes, 20);
    assert_int_equal(act_encode(&act, &small), STATUS_FULL);
    assert_int_equal(small.size, 0);
    assert_false(small.short_of);
}

/* Row 69 of bad-inputs.csv: that event is refused; its raw bytes stay where they are. */
static void row_69_invalid_utf8_or_nul_spoils_one_statement(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80",
                                      "a\xFF"};
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct act_body act = an_act;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        act.reason = text_of(bad[i]);
        assert_int_equal(act_encode(&act, &writer), STATUS_MALFORMED);
    }
    act.reason = (struct text){"a\0b", 3};
    assert_int_equal(act_encode(&act, &writer), STATUS_MALFORMED);

    act.reason = TEXT("lý do");
    assert_int_equal(act_encode(&act, &writer), STATUS_OK);
    struct entry entry = {.kind = ENTRY_ACT, .body = written(&writer), .person = TEXT("vt-007")};
    assert_int_equal(statement_check(&entry), STATUS_OK);
    entry.person = (struct text){"v\0", 2};
    assert_int_equal(statement_check(&entry), STATUS_MALFORMED);
    entry.person = TEXT("vt-007");
    bytes[writer.size - 1] = 0; /* the reason's last letter */
    assert_int_equal(statement_check(&entry), STATUS_MALFORMED);
}

static void a_reading_keeps_its_raw_bytes(void **unused)
{
    (void)unused;
    uint8_t raw[READING_SIZE_MAX];
    for (size_t i = 0; i < sizeof raw; i++) {
        raw[i] = (uint8_t)i;
    }
    struct reading_body reading = {.raw = span_of(raw, sizeof raw),
                                   .symbology = TEXT("]C1"),
                                   .party = TEXT("post"),
                                   .stop = TEXT("TTG")};
    struct writer writer = writer_of(bytes, sizeof bytes);
    struct reading_body back;
    assert_int_equal(reading_encode(&reading, &writer), STATUS_OK);
    assert_int_equal(reading_decode(written(&writer), &back), STATUS_OK);
    assert_true(span_equal(back.raw, reading.raw));
    assert_true(text_is(back.symbology, "]C1"));
    assert_exact(ENTRY_READING, written(&writer));
    reading.raw.size++;
    assert_int_equal(reading_encode(&reading, &writer), STATUS_FULL);
    reading.raw.size = 0;
    assert_int_equal(reading_encode(&reading, &writer), STATUS_MALFORMED);
}

static void a_run_comes_back(void **unused)
{
    (void)unused;
    struct run_body run = {.route = TEXT("T1"), .round = TEXT("2"), .day = {20500}};
    struct run_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(run_encode(&run, &writer), STATUS_OK);
    assert_int_equal(run_decode(written(&writer), &back), STATUS_OK);
    assert_int_equal(back.day.d, 20500);
    assert_true(text_is(back.round, "2"));
    assert_exact(ENTRY_RUN_CALLED, written(&writer));
    assert_exact(ENTRY_RUN_CANCELLED, written(&writer));
    run.round = TEXT("");
    assert_int_equal(run_encode(&run, &writer), STATUS_MALFORMED);
}

static void a_ruling_takes_two_persons(void **unused)
{
    (void)unused;
    struct ruling_body ruling = {.dossier = TEXT("H41.04-230321-0001"),
                                 .wrong = TEXT("2023-03-21T15:10/take/H41.04"),
                                 .reason = TEXT("ruling_wrong_bag"),
                                 .person_one = TEXT("an"),
                                 .person_two = TEXT("binh")};
    struct ruling_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(ruling_encode(&ruling, &writer), STATUS_OK);
    assert_int_equal(ruling_decode(written(&writer), &back), STATUS_OK);
    assert_true(text_is(back.wrong, "2023-03-21T15:10/take/H41.04"));
    assert_exact(ENTRY_RULING, written(&writer));
    ruling.person_two = TEXT("an");
    assert_int_equal(ruling_encode(&ruling, &writer), STATUS_MALFORMED);
    ruling.person_two = TEXT("");
    assert_int_equal(ruling_encode(&ruling, &writer), STATUS_MALFORMED);
}

static void a_flag_statement_comes_back(void **unused)
{
    (void)unused;
    struct flag_body flag = {.dossier = TEXT("H41.04-230321-0001"),
                             .level = TEXT("at_risk"),
                             .cause = TEXT("transfer"),
                             .note = TEXT("Đã gọi thêm chuyến")};
    struct flag_body back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(flag_encode(&flag, &writer), STATUS_OK);
    assert_int_equal(flag_decode(written(&writer), &back), STATUS_OK);
    assert_true(text_equal(back.note, flag.note));
    assert_exact(ENTRY_FLAG_ACKNOWLEDGED, written(&writer));
    assert_exact(ENTRY_FLAG_HANDLED, written(&writer));
}

static void a_stop_position_and_an_incident_come_back(void **unused)
{
    (void)unused;
    struct stop_body stop = {.stop = TEXT("004"),
                             .lat_e7 = 186700000,
                             .lon_e7 = -1056900000,
                             .measured = 12,
                             .person = TEXT("an")};
    struct stop_body stop_back;
    struct writer writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(stop_encode(&stop, &writer), STATUS_OK);
    assert_int_equal(stop_decode(written(&writer), &stop_back), STATUS_OK);
    assert_int_equal(stop_back.lon_e7, -1056900000);
    assert_exact(ENTRY_STOP_POSITION, written(&writer));

    struct incident_body incident = {.code = TEXT("lost_unit"), .subject = TEXT("TH-04")};
    struct incident_body incident_back;
    writer = writer_of(bytes, sizeof bytes);
    assert_int_equal(incident_encode(&incident, &writer), STATUS_OK);
    assert_int_equal(incident_decode(written(&writer), &incident_back), STATUS_OK);
    assert_true(text_is(incident_back.subject, "TH-04"));
    assert_exact(ENTRY_INCIDENT_OPENED, written(&writer));
    assert_exact(ENTRY_INCIDENT_CLOSED, written(&writer));
}

static void a_refused_body_leaves_the_output_alone(void **unused)
{
    (void)unused;
    struct act_body back = {.kind = ACT_VOID, .party = TEXT("before")};
    assert_int_equal(act_decode(span_of("\x01", 1), &back), STATUS_MALFORMED);
    assert_int_equal(back.kind, ACT_VOID);
    assert_true(text_is(back.party, "before"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_act_comes_back_as_it_was),
        cmocka_unit_test(the_numbers_of_acts_never_change),
        cmocka_unit_test(an_act_needs_a_party_and_a_subject),
        cmocka_unit_test(an_act_unknown_here_is_malformed),
        cmocka_unit_test(a_text_too_long_is_refused_and_the_writer_stays),
        cmocka_unit_test(row_69_invalid_utf8_or_nul_spoils_one_statement),
        cmocka_unit_test(a_reading_keeps_its_raw_bytes),
        cmocka_unit_test(a_run_comes_back),
        cmocka_unit_test(a_ruling_takes_two_persons),
        cmocka_unit_test(a_flag_statement_comes_back),
        cmocka_unit_test(a_stop_position_and_an_incident_come_back),
        cmocka_unit_test(a_refused_body_leaves_the_output_alone),
    };
    return cmocka_run_group_tests_name("statement", tests, NULL, NULL);
}
