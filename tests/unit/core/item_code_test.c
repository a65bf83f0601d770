#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/item_check.h"
#include "core/item_code.h"

static struct item_grammar grammar;

static int set_up(void **state)
{
    (void)state;
    item_grammar_default(&grammar);
    return 0;
}

static struct item_code code_of(struct text raw)
{
    struct item_code code;
    memset(&code, 0xA5, sizeof code);
    item_code_read(raw, &grammar, &code);
    assert_int_equal(strlen(code.text), code.size);
    return code;
}

static void reads_as(const char *raw, enum item_kind kind, const char *form)
{
    struct item_code code = code_of(text_of(raw));
    if (code.kind != kind) {
        fail_msg("%s is %s", raw, item_kind_name(code.kind));
    }
    assert_string_equal(code.text, form);
    assert_int_equal(code.shape, kind);
    assert_int_equal(code.bad, ITEM_GOOD);
}

static void is_bad(const char *raw, enum item_bad bad)
{
    struct item_code code = code_of(text_of(raw));
    if (code.bad != bad || code.kind != ITEM_BAD) {
        fail_msg("%s is %s, reason %d", raw, item_kind_name(code.kind), code.bad);
    }
}

static void has_check(const char *raw, enum item_kind shape, char expected, char found)
{
    struct item_code code = code_of(text_of(raw));
    assert_int_equal(code.kind, ITEM_BAD);
    assert_int_equal(code.bad, ITEM_BAD_CHECK);
    assert_int_equal(code.shape, shape);
    assert_int_equal(code.expected, expected);
    assert_int_equal(code.found, found);
}

static void text_equals(struct text found, const char *expected)
{
    char text[ITEM_CODE_SIZE];
    assert_true(text_copy(found, text, sizeof text));
    assert_string_equal(text, expected);
}

static void the_dossier_codes_of_the_domain_are_accepted(void **unused)
{
    (void)unused;
    static const char *const codes[] = {"000.00.04.H41-230321-0001", "H41.04-230321-0001",
                                        "H41-230321-0001",           "000.17.22.H56-210531-0001",
                                        "000.A0.01.H26-210212-9090", "38.98.H29-210519-0013",
                                        "G22.99.08-260921-896048",   "H41.04-230321-10000"};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        reads_as(codes[i], ITEM_DOSSIER, codes[i]);
    }
}

static void the_dossier_codes_the_domain_refuses_are_refused(void **unused)
{
    (void)unused;
    is_bad("H41.04-231321-0001", ITEM_BAD_DATE);
    is_bad("H41.04-230321-001", ITEM_BAD_FORM);
    is_bad("H41..04-230321-0001", ITEM_BAD_FORM);
}

static void a_date_must_exist(void **unused)
{
    (void)unused;
    is_bad("H41.04-230229-0001", ITEM_BAD_DATE);
    is_bad("H41.04-230300-0001", ITEM_BAD_DATE);
    is_bad("H41.04-230431-0001", ITEM_BAD_DATE);
    is_bad("H41.04-000000-0001", ITEM_BAD_DATE);
    reads_as("H41.04-240229-0001", ITEM_DOSSIER, "H41.04-240229-0001");
}

static void a_half_read_dossier_code_is_said_to_be_one(void **unused)
{
    (void)unused;
    is_bad("H41.04-230321-", ITEM_BAD_FORM);
    is_bad("H41.04-230321-1", ITEM_BAD_FORM);
    is_bad("H41.04-230321-1234567", ITEM_BAD_FORM);
    is_bad("H41.1234-230321-0001", ITEM_BAD_FORM);
    reads_as("H41.04-23032-0001", ITEM_UNKNOWN, "H41.04-23032-0001");
}

static void a_dossier_code_names_its_agency_and_day(void **unused)
{
    (void)unused;
    struct item_code code = code_of(TEXT("000.00.04.h41-230321-0001"));
    char text[INSTANT_TEXT_SIZE];
    text_equals(item_code_text(&code), "000.00.04.H41-230321-0001");
    text_equals(item_code_party(&code), "000.00.04.H41");
    assert_string_equal(day_text(code.date, text), "2023-03-21");
}

static void one_style_is_never_rewritten_into_the_other(void **unused)
{
    (void)unused;
    struct item_code older = code_of(TEXT("000.00.04.H41-230321-0001"));
    struct item_code newer = code_of(TEXT("H41.04-230321-0001"));
    assert_string_not_equal(older.text, newer.text);
}

static void procedures_have_their_optional_parts(void **unused)
{
    (void)unused;
    reads_as("1.000123", ITEM_PROCEDURE, "1.000123");
    reads_as("2.001234.000.00.00", ITEM_PROCEDURE, "2.001234.000.00.00");
    reads_as("3.001234.000.00.00.h41", ITEM_PROCEDURE, "3.001234.000.00.00.H41");
    reads_as("1.001234.H41.02", ITEM_PROCEDURE, "1.001234.H41.02");
    reads_as("1.001234.02", ITEM_PROCEDURE, "1.001234.02");
    reads_as("4.001234", ITEM_UNKNOWN, "4.001234");
    reads_as("1.00123", ITEM_UNKNOWN, "1.00123");
    reads_as("1.001234.2", ITEM_UNKNOWN, "1.001234.2");
    reads_as("1.001234.02.H41", ITEM_UNKNOWN, "1.001234.02.H41");
}

static void waybills_carry_the_s10_check_digit(void **unused)
{
    (void)unused;
    reads_as("EE473124829VN", ITEM_WAYBILL, "EE473124829VN");
    reads_as("ee473124829vn", ITEM_WAYBILL, "EE473124829VN");
    has_check("EE473124828VN", ITEM_WAYBILL, '9', '8');
    reads_as("EE47312482VN", ITEM_UNKNOWN, "EE47312482VN");
}

static void receptacles_are_accepted(void **unused)
{
    (void)unused;
    reads_as("VNSGNAVNHANAAEN30001001100151", ITEM_RECEPTACLE, "VNSGNAVNHANAAEN30001001100151");
    reads_as("VNSGNAVNHANAAE130001001100151", ITEM_UNKNOWN, "VNSGNAVNHANAAE130001001100151");
}

static void bundle_labels_carry_stops_a_day_and_a_check_character(void **unused)
{
    (void)unused;
    struct item_code code = code_of(TEXT("bttg0042303211007i"));
    assert_int_equal(code.kind, ITEM_BUNDLE);
    assert_string_equal(code.text, "BTTG0042303211007I");
    text_equals(item_code_party(&code), "TTG");
    text_equals(item_code_person(&code), "004");
    reads_as("B004TTG2303212001W", ITEM_BUNDLE, "B004TTG2303212001W");
    has_check("BTTG0042303211007J", ITEM_BUNDLE, 'I', 'J');
    has_check("BTTG0042303212007I", ITEM_BUNDLE, '2', 'I');
}

static void a_bundle_label_of_no_day_is_refused(void **unused)
{
    (void)unused;
    char label[] = "BTTG0042313211007?";
    label[17] = item_check_37_36((struct text){label, 17});
    is_bad(label, ITEM_BAD_DATE);
}

static void a_bundle_label_is_made_unless_its_check_letter_is_unsafe(void **unused)
{
    (void)unused;
    struct day day;
    struct item_code made;
    int refused = 0;
    assert_true(civil_day(2023, 3, 21, &day));
    for (int serial = 0; serial <= 999; serial++) {
        if (!item_code_bundle_make(TEXT("004"), TEXT("TTG"), day, 2, serial, &made)) {
            refused++;
            continue;
        }
        struct item_code read = code_of(item_code_text(&made));
        assert_int_equal(read.kind, ITEM_BUNDLE);
        assert_string_equal(read.text, made.text);
        assert_int_equal(made.size, 18);
        assert_true(item_check_is_printed(made.text[17]));
        assert_int_equal(read.date.d, day.d);
    }
    assert_in_range(refused, 300, 500); /* 14 of 36 characters */
    assert_false(item_code_bundle_make(TEXT("04"), TEXT("TTG"), day, 2, 1, &made));
    assert_false(item_code_bundle_make(TEXT("004"), TEXT("TTg"), day, 2, 1, &made));
    assert_false(item_code_bundle_make(TEXT("004"), TEXT("TTG"), day, 0, 1, &made));
    assert_false(item_code_bundle_make(TEXT("004"), TEXT("TTG"), day, 10, 1, &made));
    assert_false(item_code_bundle_make(TEXT("004"), TEXT("TTG"), day, 1, 1000, &made));
    assert_false(item_code_bundle_make(TEXT("004"), TEXT("TTG"), (struct day){0}, 1, 1, &made));
}

static void guids_are_read_with_and_without_braces(void **unused)
{
    (void)unused;
    const char *form = "6F9619FF-8B86-D011-B42D-00CF4FC964FF";
    reads_as("6f9619ff-8b86-d011-b42d-00cf4fc964ff", ITEM_GUID, form);
    reads_as("{6F9619FF-8B86-D011-B42D-00CF4FC964FF}", ITEM_GUID, form);
    reads_as("6G9619FF-8B86-D011-B42D-00CF4FC964FF", ITEM_UNKNOWN,
             "6G9619FF-8B86-D011-B42D-00CF4FC964FF");
}

static void a_slip_keeps_its_number_and_never_its_password(void **unused)
{
    (void)unused;
    reads_as("D-geheim-12345-2", ITEM_SLIP, "D-***-12345-2");
    reads_as("D-ge-he-im-12345-2", ITEM_SLIP, "D-***-12345-2");
    reads_as("d-geheim-ab12-10", ITEM_SLIP, "D-***-AB12-10");
    static const char *const broken[] = {"D-geheim", "D-geheim-12345", "D-geheim-12345-x",
                                         "D-geheim--2", "D--1-2"};
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        struct item_code code = code_of(text_of(broken[i]));
        assert_int_equal(code.kind, ITEM_UNKNOWN);
        assert_null(strstr(code.text, "geheim"));
        assert_int_equal(code.size, 33);
    }
}

static void badges_name_a_party_and_a_person(void **unused)
{
    (void)unused;
    struct item_code code = code_of(TEXT("TH-H41.04-NV012"));
    assert_int_equal(code.kind, ITEM_BADGE);
    text_equals(item_code_party(&code), "H41.04");
    text_equals(item_code_person(&code), "NV012");
    reads_as("TH-post-BT03", ITEM_BADGE, "TH-post-BT03");
    reads_as("TH-CENTER-TT01", ITEM_BADGE, "TH-center-TT01"); /* Code 39 has no lower case */
    reads_as("TH-000.00.04.H41-NV1", ITEM_BADGE, "TH-000.00.04.H41-NV1");
    static const char *const wrong[] = {"TH-",           "TH-post",          "TH-post-",
                                        "TH--BT03",      "TH-post-B",        "TH-p st-B03",
                                        "TH-post-BT-03", "TH-.04-BT03",      "TH-H4-B03",
                                        "TH-H41.-B03",   "TH-post-B\xC3\x8A"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_not_equal(code_of(text_of(wrong[i])).kind, ITEM_BADGE);
    }
}

static void the_laminated_card_has_four_commands_and_a_test_code(void **unused)
{
    (void)unused;
    assert_int_equal(code_of(TEXT("LENH-XONG")).command, ITEM_COMMAND_DONE);
    assert_int_equal(code_of(TEXT("LENH-HOANTAC")).command, ITEM_COMMAND_UNDO);
    assert_int_equal(code_of(TEXT("LENH-DOICHUYEN")).command, ITEM_COMMAND_CHANGE_RUN);
    assert_int_equal(code_of(TEXT("LENH-SUCO")).command, ITEM_COMMAND_INCIDENT);
    reads_as("lenh-xong", ITEM_COMMAND, "LENH-XONG");
    reads_as("LENH-GIDO", ITEM_UNKNOWN, "LENH-GIDO");
    reads_as(ITEM_TEST_CODE, ITEM_TEST, ITEM_TEST_CODE);
}

static void another_grammar_reads_other_dossier_codes(void **unused)
{
    (void)unused;
    struct item_grammar own;
    struct item_code code;
    size_t at = 0;
    item_grammar_init(&own);
    assert_int_equal(item_grammar_add(&own, TEXT("NA/%/#{3}"), &at), ITEM_PATTERN_OK);
    item_code_read(TEXT("na/230321/001"), &own, &code);
    assert_int_equal(code.kind, ITEM_DOSSIER);
    text_equals(item_code_party(&code), "NA");
    item_code_read(TEXT("H41.04-230321-0001"), &own, &code);
    assert_int_equal(code.bad, ITEM_BAD_FORM);
}

/* Rows of tests/data/bad-inputs.csv, door scan, as far as this module answers for them. */

static void row_01_an_empty_scan_is_empty(void **unused)
{
    (void)unused;
    is_bad("", ITEM_BAD_EMPTY);
    is_bad(" \t\r\n", ITEM_BAD_EMPTY);
    is_bad("]C1", ITEM_BAD_EMPTY);
    assert_int_equal(code_of((struct text){0}).bad, ITEM_BAD_EMPTY);
}

static void row_02_an_unknown_symbol_is_kept_as_it_is(void **unused)
{
    (void)unused;
    reads_as("abc Xyz 1", ITEM_UNKNOWN, "abc Xyz 1");
    reads_as("040123456789|Nguyễn Văn A|01011990", ITEM_UNKNOWN,
             "040123456789|Nguyễn Văn A|01011990");
    char wide[101];
    memset(wide, 'x', 100);
    wide[100] = '\0';
    struct item_code code = code_of(text_of(wide));
    assert_int_equal(code.kind, ITEM_UNKNOWN);
    /* printf 'x%.0s' {1..100} | sha256sum */
    assert_string_equal(code.text, "#09ecb6ebc8bcefc733f6f2ec44f791ab");
}

static void row_03_a_wrong_check_character_is_named(void **unused)
{
    (void)unused;
    has_check("EE473124828VN", ITEM_WAYBILL, '9', '8');
    has_check("BTTG0042303211007M", ITEM_BUNDLE, 'I', 'M');
    assert_string_equal(code_of(TEXT("EE473124828VN")).text, "EE473124828VN");
}

static void row_04_a_code_of_a_thousand_characters_is_refused(void **unused)
{
    (void)unused;
    static char wide[1000];
    memset(wide, 'A', sizeof wide);
    assert_int_equal(code_of((struct text){wide, 1000}).bad, ITEM_BAD_LONG);
    assert_int_equal(code_of((struct text){wide, ITEM_RAW_MAX + 1}).bad, ITEM_BAD_LONG);
    assert_int_equal(code_of((struct text){wide, ITEM_RAW_MAX}).kind, ITEM_UNKNOWN);
}

static void row_05_control_bytes_and_the_aim_identifier_are_stripped(void **unused)
{
    (void)unused;
    struct item_code code = code_of(TEXT("\x02]C1H41.04\x1d-230321\0-0001\x1b\r\n"));
    assert_int_equal(code.kind, ITEM_DOSSIER);
    assert_string_equal(code.text, "H41.04-230321-0001");
    reads_as("]A0EE473124829VN", ITEM_WAYBILL, "EE473124829VN");
}

static void row_06_broken_utf8_and_other_keyboards_are_refused(void **unused)
{
    (void)unused;
    is_bad("H41.04-230321-\xFF", ITEM_BAD_UTF8);
    is_bad("H'&:à')é\"à\"é&)ààà&", ITEM_BAD_LAYOUT);
    is_bad("EE'è\"&é'_éçVN", ITEM_BAD_LAYOUT);
    is_bad("H41.04ß230321ß0001", ITEM_BAD_LAYOUT);
    is_bad("Ê473124829VN", ITEM_BAD_IME);
    is_bad("THU-ÂZYWQM.Á-0123456789", ITEM_BAD_IME);
    is_bad("THU)QQWYZA?:Q&)à&é\"'(-è_ç", ITEM_BAD_LAYOUT);
    is_bad("THUßAAZYWQM.A1ß0123456789", ITEM_BAD_LAYOUT);
    is_bad("THU-AAYZWQM.A1-0123456789", ITEM_BAD_LAYOUT); /* QWERTZ */
    reads_as("THU VIEN TINH NGHE AN PHONG 3", ITEM_UNKNOWN, "THU VIEN TINH NGHE AN PHONG 3");
}

static void row_07_two_codes_run_together_are_refused(void **unused)
{
    (void)unused;
    is_bad("H41.04-230321-0001H41.04-230321-0002", ITEM_BAD_TOGETHER);
    is_bad("H41.04-230321-0001000.00.04.H41-230321-0002", ITEM_BAD_TOGETHER);
    is_bad("H41.04-230321-0001\r\nH41.04-230321-0002", ITEM_BAD_TOGETHER);
    is_bad("EE473124829VNEE473124829VN", ITEM_BAD_TOGETHER);
    is_bad("000.00.04.H41-230321-0001000.00.04.H41-230321-0002", ITEM_BAD_TOGETHER);
    is_bad("VNSGNAVNHANAAEN30001001100151EE473124829VN", ITEM_BAD_TOGETHER);
    is_bad("EE473124828VNH41.04-230321-0002", ITEM_BAD_TOGETHER);
    is_bad("BTTG0042303211007IB004TTG2303212001W", ITEM_BAD_TOGETHER);
    is_bad("EE473124829VN EE473124829VN EE473124829VN", ITEM_BAD_TOGETHER);
    is_bad("H41.04-230321-0001 EE473124829VN", ITEM_BAD_TOGETHER);
}

static void rows_08_and_09_the_same_code_is_the_same_whatever_came_around_it(void **unused)
{
    (void)unused;
    const char *form = "H41.04-230321-0001";
    reads_as("H41.04-230321-0001", ITEM_DOSSIER, form);
    reads_as(" h41.04-230321-0001\r\n", ITEM_DOSSIER, form);
    reads_as("]C1H41.04-230321-0001", ITEM_DOSSIER, form);
    reads_as("https://dvc.example/tra?mahs=H41.04-230321-0001", ITEM_DOSSIER, form);
}

static void row_10_codes_of_other_provinces_are_accepted(void **unused)
{
    (void)unused;
    reads_as("000.17.22.H56-210531-0001", ITEM_DOSSIER, "000.17.22.H56-210531-0001");
    reads_as("A01-230321-0001", ITEM_DOSSIER, "A01-230321-0001");
}

static void row_11_a_url_yields_its_code_and_a_script_stays_data(void **unused)
{
    (void)unused;
    struct item_code code = code_of(TEXT("https://dvc.example/t?x=1&maHoSo=h41.04%2D230321-0001"));
    assert_int_equal(code.kind, ITEM_DOSSIER);
    assert_true(code.from_url);
    assert_string_equal(code.text, "H41.04-230321-0001");
    reads_as("http://a.example/#/t?ma_ho_so=%20EE473124829VN%0A", ITEM_WAYBILL, "EE473124829VN");
    is_bad("http://a.example/?mahs=EE473124828VN", ITEM_BAD_CHECK);
    is_bad("http://a.example/?mahs=%FF", ITEM_BAD_UTF8);
    reads_as("http://a.example/?mahs=%00", ITEM_UNKNOWN, "http://a.example/?mahs=%00");
    reads_as("http://a.example/?mahs=%27%20OR%201=1", ITEM_UNKNOWN, "' OR 1=1");
    reads_as("'; DROP TABLE act;--", ITEM_UNKNOWN, "'; DROP TABLE act;--");
    reads_as("<script>alert(1)</script>", ITEM_UNKNOWN, "<script>alert(1)</script>");
    assert_false(code_of(TEXT("H41.04-230321-0001")).from_url);
}

static void only_what_has_a_check_character_proves_itself(void **unused)
{
    (void)unused;
    static const struct {
        const char *raw;
        bool unproved;
    } rows[] = {
        {"H41.04-230321-0001",            true },
        {"VNHANAVNSGNAAUN21001001000101", true },
        {"EE473124829VN",                 false},
        {"BTTG0042303211007I",            false},
        {"TH-center-TT01",                false}, /* does not count: nothing to prove */
        {"hello",                         false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct item_code code = code_of(text_of(rows[i].raw));
        assert_int_equal(item_code_is_unproved(&code), rows[i].unproved);
    }
}

static void row_16_a_typed_code_is_doubted_by_its_date_and_agency(void **unused)
{
    (void)unused;
    const struct text agencies[] = {TEXT("H41.04"), TEXT("000.00.04.H41")};
    struct day today;
    struct item_code code = code_of(TEXT("H41.04-230321-0001"));
    assert_true(civil_day(2023, 3, 21, &today));
    assert_int_equal(item_code_doubt(&code, today, agencies, 2), ITEM_DOUBT_NONE);
    assert_int_equal(item_code_doubt(&code, (struct day){today.d - 1}, agencies, 2),
                     ITEM_DOUBT_FUTURE);
    assert_int_equal(item_code_doubt(&code, (struct day){today.d + 732}, agencies, 2),
                     ITEM_DOUBT_NONE);
    assert_int_equal(item_code_doubt(&code, (struct day){today.d + 733}, agencies, 2),
                     ITEM_DOUBT_OLD);
    code = code_of(TEXT("H41.05-230321-0001"));
    assert_int_equal(item_code_doubt(&code, today, agencies, 2), ITEM_DOUBT_AGENCY);
    assert_int_equal(item_code_doubt(&code, today, NULL, 0), ITEM_DOUBT_NONE);
    code = code_of(TEXT("EE473124829VN"));
    assert_int_equal(item_code_doubt(&code, today, agencies, 2), ITEM_DOUBT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_dossier_codes_of_the_domain_are_accepted),
        cmocka_unit_test(the_dossier_codes_the_domain_refuses_are_refused),
        cmocka_unit_test(a_date_must_exist),
        cmocka_unit_test(a_half_read_dossier_code_is_said_to_be_one),
        cmocka_unit_test(a_dossier_code_names_its_agency_and_day),
        cmocka_unit_test(one_style_is_never_rewritten_into_the_other),
        cmocka_unit_test(procedures_have_their_optional_parts),
        cmocka_unit_test(waybills_carry_the_s10_check_digit),
        cmocka_unit_test(receptacles_are_accepted),
        cmocka_unit_test(bundle_labels_carry_stops_a_day_and_a_check_character),
        cmocka_unit_test(a_bundle_label_of_no_day_is_refused),
        cmocka_unit_test(a_bundle_label_is_made_unless_its_check_letter_is_unsafe),
        cmocka_unit_test(guids_are_read_with_and_without_braces),
        cmocka_unit_test(a_slip_keeps_its_number_and_never_its_password),
        cmocka_unit_test(badges_name_a_party_and_a_person),
        cmocka_unit_test(the_laminated_card_has_four_commands_and_a_test_code),
        cmocka_unit_test(another_grammar_reads_other_dossier_codes),
        cmocka_unit_test(row_01_an_empty_scan_is_empty),
        cmocka_unit_test(row_02_an_unknown_symbol_is_kept_as_it_is),
        cmocka_unit_test(row_03_a_wrong_check_character_is_named),
        cmocka_unit_test(row_04_a_code_of_a_thousand_characters_is_refused),
        cmocka_unit_test(row_05_control_bytes_and_the_aim_identifier_are_stripped),
        cmocka_unit_test(row_06_broken_utf8_and_other_keyboards_are_refused),
        cmocka_unit_test(row_07_two_codes_run_together_are_refused),
        cmocka_unit_test(rows_08_and_09_the_same_code_is_the_same_whatever_came_around_it),
        cmocka_unit_test(row_10_codes_of_other_provinces_are_accepted),
        cmocka_unit_test(row_11_a_url_yields_its_code_and_a_script_stays_data),
        cmocka_unit_test(only_what_has_a_check_character_proves_itself),
        cmocka_unit_test(row_16_a_typed_code_is_doubted_by_its_date_and_agency),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
