#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/csv_line.h"
#include "core/dossier.h"
#include "tools/trao/import_file.h"
#include "tools/trao/trao_said.h"

static const struct call call = {.language = LANGUAGE_EN, .json = true, .quiet = true};
static struct faults faults;
static struct import_file file;
static struct import_file supplements;

static int set_up(void **unused)
{
    (void)unused;
    faults_begin(&faults, &call);
    return 0;
}

static int tear_down(void **unused)
{
    (void)unused;
    import_free(&file);
    import_free(&supplements);
    faults_end(&faults);
    return 0;
}

static void take_csv(enum file_kind kind, struct text bytes)
{
    assert_true(import_begin(&file, "f.csv", kind));
    import_csv(&file, bytes, &faults);
    assert_true(import_end(&file));
}

static void take_json(struct text bytes)
{
    assert_true(import_begin(&file, "f.json", FILE_FEED));
    assert_true(import_begin(&supplements, "f.json", FILE_SUPPLEMENTS));
    import_json(&file, &supplements, bytes, &faults);
    assert_true(import_end(&file));
    assert_true(import_end(&supplements));
}

/* The only fault there is: its line and code. */
static void one_fault(long long line, const char *code)
{
    assert_int_equal(faults.count, 1);
    const json_t *one = json_array_get(faults.list, 0);
    assert_int_equal(json_integer_value(json_object_get(one, "line")), line);
    assert_string_equal(json_string_value(json_object_get(one, "code")), code);
}

#define ROW                                                                                        \
    "H41.04-230321-0001,1.002696.000.00.00.H41,T,O,20230321080500,20230324170000,4,,H41.04,0,"
#define HEAD FEED_HEADER "\n"

static void a_feed_in_normal_form_stays_as_it_is(void **unused)
{
    (void)unused;
    take_csv(FILE_FEED, TEXT(HEAD ROW "\n"));
    assert_int_equal(faults.count, 0);
    assert_int_equal(file.rows, 1);
    assert_string_equal(file.bytes, HEAD ROW "\n");
}

static void byte_order_mark_crlf_spaces_and_lower_case_are_put_right(void **unused)
{
    (void)unused;
    take_csv(FILE_FEED, TEXT("\xEF\xBB\xBF" FEED_HEADER "\r\n"
                             "# said by hand\r\n\r\n"
                             " h41.04-230321-0001 ,1.002696.000.00.00.H41, T ,O,20230321080500,"
                             "20230324170000,4,,H41.04,0,\r\n"));
    assert_int_equal(faults.count, 0);
    assert_string_equal(file.bytes, HEAD ROW "\n");
}

static void columns_may_stand_in_another_order_and_others_beside_them(void **unused)
{
    (void)unused;
    take_csv(FILE_SUPPLEMENTS,
             TEXT("Ghi chu,NgayBoSung,MaHoSo,NgayHenTraMoi,NgayHenTraTruoc,NgayTiepNhanBoSung\n"
                  "x,20230322090000,H41.04-230321-0001,,,20230323090000\n"));
    assert_int_equal(faults.count, 0);
    assert_string_equal(file.bytes, SUPPLEMENTS_HEADER "\nH41.04-230321-0001,20230322090000,"
                                                       "20230323090000,,\n");
}

/* The only doubt there is: its line and code; no fault. */
static void one_doubt(long long line, const char *code)
{
    assert_int_equal(faults.count, 0);
    assert_int_equal(faults.doubts, 1);
    const json_t *one = json_array_get(faults.doubt_list, 0);
    assert_int_equal(json_integer_value(json_object_get(one, "line")), line);
    assert_string_equal(json_string_value(json_object_get(one, "code")), code);
}

static void a_promise_before_the_receipt_is_named_and_the_row_is_kept(void **unused)
{
    (void)unused;
    take_csv(FILE_FEED,
             TEXT(HEAD ROW "\n"
                           "H41.04-230321-0002,,,,20230321080500,20230320170000,4,,,0,\n"));
    one_doubt(3, "FEED-12");
    assert_int_equal(file.rows, 2);
}

static void a_new_promise_before_it_was_asked_for_is_named_and_the_row_is_kept(void **unused)
{
    (void)unused;
    take_csv(FILE_SUPPLEMENTS,
             TEXT(SUPPLEMENTS_HEADER
                  "\nH41.04-230321-0001,20230322090000,20230323090000,,20230320080000\n"
                  "H41.04-230321-0002,20230322090000,20230323090000,,20230330080000\n"));
    one_doubt(2, "FEED-13");
    assert_int_equal(file.rows, 2);
}

static void quoted_fields_keep_commas_and_quotes(void **unused)
{
    (void)unused;
    take_csv(FILE_OFFICES, TEXT("code,name,short_name,kind,stop\n"
                                "H41.04,\"Sở Nông nghiệp, \"\"lớn\"\"\",Sở NN,agency,NNM\n"));
    assert_int_equal(faults.count, 0);
    struct csv_line line;
    const char *row = strchr(file.bytes, '\n') + 1;
    assert_int_equal(csv_line_split((struct text){row, strlen(row) - 1}, &line), STATUS_OK);
    assert_true(text_is(csv_field(&line, 1), "Sở Nông nghiệp, \"lớn\""));
}

static void a_file_with_semicolons_is_refused_in_so_many_words(void **unused)
{
    (void)unused;
    take_csv(FILE_FEED, TEXT("MaHoSo;MaTTHC;TenTTHC\nH41.04-230321-0001;1.002696;T\n"));
    one_fault(1, trao_said(SAID_SEMICOLON)->code);
}

static void a_missing_column_is_named(void **unused)
{
    (void)unused;
    take_csv(FILE_SUPPLEMENTS, TEXT("MaHoSo,NgayBoSung,NgayTiepNhanBoSung,NgayHenTraMoi\n"));
    one_fault(1, trao_said(SAID_NO_COLUMN)->code);
    const json_t *one = json_array_get(faults.list, 0);
    assert_non_null(strstr(json_string_value(json_object_get(one, "reason")), "NgayHenTraTruoc"));
}

static void a_line_break_inside_quotes_is_refused_at_the_line_where_its_record_began(void **unused)
{
    (void)unused;
    take_csv(FILE_OFFICES, TEXT("code,name,short_name,kind,stop\n"
                                "center,Trung tâm,,center,TTG\n"
                                "H41.04,\"Sở Nông\r\nnghiệp\",Sở NN,agency,NNM\n"
                                "post,Bưu điện,,post,\n"));
    one_fault(3, trao_said(SAID_CONTROL_BYTE)->code);
    assert_int_equal(file.rows, 2);
}

static void every_bad_line_is_listed_and_none_hides_the_next(void **unused)
{
    (void)unused;
    take_csv(FILE_FEED,
             TEXT(HEAD ROW
                  "\n"
                  "H41.04-231321-0002,1.002696,T,O,20230321080500,,4,,H41.04,0,\n" /* month 13 */
                  "H41.04-230321-0003,1.002696,T,O,20230321086000,,4,,H41.04,0,\n" /* 08:60 */
                  "H41.04-230321-0004,1.002696,T,O,,,11,,H41.04,0,\n"
                  "H41.04-230321-0005,1.002696,T\n"
                  "H41.04-230321-0006,\"1.0\"02696,T,O,,,4,,H41.04,0,\n"
                  "H41.04-230321-0007,1.002696,T\xff,O,,,4,,H41.04,0,\n" ROW "\n"));
    static const int lines[] = {3, 4, 5, 6, 7, 8};
    assert_int_equal(faults.count, 6);
    for (size_t i = 0; i < 6; i++) {
        const json_t *one = json_array_get(faults.list, i);
        assert_int_equal(json_integer_value(json_object_get(one, "line")), lines[i]);
    }
}

static void an_open_quote_is_named_at_its_beginning(void **unused)
{
    (void)unused;
    take_csv(FILE_OFFICES, TEXT("code,name,short_name,kind,stop\nH41.04,\"Sở,Sở,agency,\nx\n"));
    one_fault(2, trao_said(SAID_QUOTE_OPEN)->code);
}

static void a_formula_is_a_text_like_any_other(void **unused)
{
    (void)unused;
    take_csv(FILE_OFFICES, TEXT("H41.04,=cmd()|x,Sở,agency,NNM\n"));
    assert_int_equal(faults.count, 0);
    assert_non_null(strstr(file.bytes, "=cmd()|x"));
}

static void acts_are_judged_by_core(void **unused)
{
    (void)unused;
    take_csv(FILE_ACTS, TEXT("at,act,subject,party,person,counterpart,stop,parent,reason\n"
                             "2023-03-21T08:05,intake,H41.04-230321-0001,center,TT01,,TTG,,\n"
                             "2023-03-21T08:05,eat,H41.04-230321-0001,center,TT01,,TTG,,\n"));
    one_fault(3, "ACT-04");
}

static void json_comes_as_an_array_or_in_an_envelope(void **unused)
{
    (void)unused;
    take_json(TEXT("{\"service\":\"DongBoHoSoMC\",\"data\":[\n"
                   "{\"MaHoSo\":\"H41.04-230321-0001\",\"MaTTHC\":\"1.002696.000.00.00.H41\","
                   "\"TenTTHC\":\"T\",\"ChuHoSo\":\"O\",\"NgayTiepNhan\":\"20230321080500\","
                   "\"NgayHenTra\":\"20230324170000\",\"TrangThaiHoSo\":4,"
                   "\"NgayKetThucXuLy\":null,\"DonViXuLy\":\"H41.04\",\"HinhThuc\":\"0\","
                   "\"SoDienThoai\":\"0912\",\"DanhSachHoSoBoSung\":[{\"NgayBoSung\":"
                   "\"20230322090000\"}]}\n],\"more\":{}}\n"));
    assert_int_equal(faults.count, 0);
    assert_string_equal(file.bytes, HEAD ROW "\n");
    assert_string_equal(supplements.bytes,
                        SUPPLEMENTS_HEADER "\nH41.04-230321-0001,20230322090000,,,\n");
}

static void faults_of_json_have_their_line(void **unused)
{
    (void)unused;
    take_json(TEXT("[\n{\"MaHoSo\":\"H41.04-230321-0001\"},\n"
                   "{\"MaHoSo\":\"H41.04-230321-0002\",\"NgayTiepNhan\":\"2023\"},\n"
                   "{\"MaHoSo\":[\"H41\"]},\n17]\n"));
    static const int lines[] = {3, 4, 5};
    assert_int_equal(faults.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const json_t *one = json_array_get(faults.list, i);
        assert_int_equal(json_integer_value(json_object_get(one, "line")), lines[i]);
    }
}

/* Row 88 of bad-inputs.csv, where a feed meets it. */
static void row_88_json_that_is_none_is_refused(void **unused)
{
    (void)unused;
    static const char *const bad[] = {
        "[{\"MaHoSo\":\"H41.04-230321-0001\",\"MaHoSo\":\"H41.04-230321-0002\"}]",
        "[{\"MaHoSo\":\"\\ud800\"}]",
        "[{\"MaHoSo\":1e999}]",
        "[{\"MaHoSo\":\"H41.04-230321-0001\"}",
        "[{\"MaHoSo\":\"H41.04-230321-0001\"}] x",
        "{\"data\":[],\"data\":[]}",
        "{\"rows\":[]}",
        "{}",
        "[{\"MaHoSo\":\"a\\u0000b\"}]",
        "[{\"x\":[[[[[[[[[[]]]]]]]]]]}]",
        "[,]",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint64_t before = faults.count;
        take_json(text_of(bad[i]));
        if (faults.count == before) {
            fail_msg("taken: %s", bad[i]);
        }
        import_free(&file);
        import_free(&supplements);
    }
    char *deep = malloc(20001);
    memset(deep, '[', 20000);
    deep[20000] = '\0';
    uint64_t before = faults.count;
    take_json(text_of(deep));
    assert_int_equal(faults.count, before + 1);
    free(deep);
}

static void kinds_are_recognised_by_their_first_words(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        enum import_form form;
        enum file_kind kind;
    } cases[] = {
        {"\xEF\xBB\xBF [{}]",                          IMPORT_JSON, FILE_FEED       },
        {HEAD,                                         IMPORT_CSV,  FILE_FEED       },
        {SUPPLEMENTS_HEADER,                           IMPORT_CSV,  FILE_SUPPLEMENTS},
        {"# a word\n\nset,grace,15\n",                 IMPORT_CSV,  FILE_PLAN       },
        {"stop,TTG,center,T,18,105,,\n",               IMPORT_CSV,  FILE_PLAN       },
        {"date,kind,authority\n",                      IMPORT_CSV,  FILE_CALENDAR   },
        {"2023-01-01,off,x\n",                         IMPORT_CSV,  FILE_CALENDAR   },
        {"at,act,subject,party,person,counterpart\n",  IMPORT_CSV,  FILE_ACTS       },
        {"\"code\",\"name\",short_name,kind,\"stop\"", IMPORT_CSV,  FILE_OFFICES    },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum file_kind kind = FILE_FEED;
        bool known = false;
        assert_int_equal(import_recognise(text_of(cases[i].text), &kind, &known), cases[i].form);
        assert_true(known);
        assert_int_equal(kind, cases[i].kind);
    }
    enum file_kind kind = FILE_FEED;
    bool known = true;
    (void)import_recognise(TEXT("hello\n"), &kind, &known);
    assert_false(known);
}

static void every_fault_of_a_calendar_is_listed(void **unused)
{
    (void)unused;
    static struct calendar calendar;
    assert_true(import_begin(&file, "c.csv", FILE_CALENDAR));
    import_calendar(&file,
                    TEXT("date,kind,authority\r\n2023-01-02,off,x\r\n2023-13-01,off,x\r\n"
                         "2023-01-03,rest,x\r\n"),
                    &calendar, &faults);
    assert_true(import_end(&file));
    assert_int_equal(faults.count, 2);
}

static void a_plan_is_judged_as_a_whole(void **unused)
{
    (void)unused;
    static struct calendar calendar;
    static const char plan[] = "set,grace,15\n"
                               "stop,TTG,center,T,18.6733,105.6922,2020-01-01,\n"
                               "stop,NNM,H41.04,S,18.6701,105.6890,2020-01-01,\n"
                               "call,R1,1,1,TTG,,09:00,15,W,all,2020-01-01,\n"
                               "call,R1,1,2,QQQ,09:40,09:50,10,W,all,2020-01-01,\n";
    struct calendar_fault why;
    assert_true(calendar_read(&calendar, 1, (struct day){0}, TEXT("2023-01-02,off,x\n"), &why));
    assert_true(import_begin(&file, "p.csv", FILE_PLAN));
    import_plan(&file, text_of(plan), &calendar, &faults);
    assert_true(import_end(&file));
    one_fault(5, "PLAN-17");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        T(a_feed_in_normal_form_stays_as_it_is),
        T(byte_order_mark_crlf_spaces_and_lower_case_are_put_right),
        T(columns_may_stand_in_another_order_and_others_beside_them),
        T(a_promise_before_the_receipt_is_named_and_the_row_is_kept),
        T(a_new_promise_before_it_was_asked_for_is_named_and_the_row_is_kept),
        T(quoted_fields_keep_commas_and_quotes),
        T(a_file_with_semicolons_is_refused_in_so_many_words),
        T(a_missing_column_is_named),
        T(a_line_break_inside_quotes_is_refused_at_the_line_where_its_record_began),
        T(every_bad_line_is_listed_and_none_hides_the_next),
        T(an_open_quote_is_named_at_its_beginning),
        T(a_formula_is_a_text_like_any_other),
        T(acts_are_judged_by_core),
        T(json_comes_as_an_array_or_in_an_envelope),
        T(faults_of_json_have_their_line),
        T(row_88_json_that_is_none_is_refused),
        T(kinds_are_recognised_by_their_first_words),
        T(every_fault_of_a_calendar_is_listed),
        T(a_plan_is_judged_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
