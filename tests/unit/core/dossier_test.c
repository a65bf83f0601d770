#include "province_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct province province;

#define ROW                                                                                        \
    "H41.04-230321-0001,1.005555.000.00.00.H41,\"Cấp phép, mới\",A,20230321080015,"           \
    "20230328080000,4,,H41.04,1,"

static bool parse(const char *line, struct dossier_facts *facts, struct feed_fault *fault)
{
    return feed_line_parse(text_of(line), &province.names, facts, fault);
}

static void a_feed_row_becomes_facts(void **unused)
{
    (void)unused;
    struct dossier_facts facts;
    struct feed_fault fault;
    assert_true(parse(ROW, &facts, &fault));
    assert_true(text_is(names_text(&province.names, facts.dossier), "H41.04-230321-0001"));
    assert_true(text_is(names_text(&province.names, facts.procedure), "1.005555"));
    assert_true(text_is(names_text(&province.names, facts.agency), "H41.04"));
    assert_int_equal(facts.received.m, minute_at("2023-03-21T08:00").m);
    assert_int_equal(facts.received_second, 15);
    assert_int_equal(dossier_instant(facts.received, facts.received_second).ms,
                     instant_at("2023-03-21T08:00:15").ms);
    assert_int_equal(facts.promised.m, minute_at("2023-03-28T08:00").m);
    assert_int_equal(facts.finished.m, MINUTE_NEVER.m);
    assert_int_equal(facts.returned.m, MINUTE_NEVER.m);
    assert_int_equal(facts.status, DOSSIER_PROCESSING);
    assert_true(facts.by_post);
}

static void each_fault_names_the_portals_column(void **unused)
{
    (void)unused;
    static const struct {
        const char *column;
        enum feed_fault_kind kind;
        const char *line;
    } rows[] = {
        {"",                FEED_FAULT_LINE,      "\"open"                               },
        {"",                FEED_FAULT_FIELDS,    "D,1.005555"                           },
        {"MaHoSo",          FEED_FAULT_DOSSIER,   ",1.005555,,,,20230328080000,4,,,0,"   },
        {"MaTTHC",          FEED_FAULT_PROCEDURE, "D,4.005555,,,,20230328080000,4,,,0,"  },
        {"MaTTHC",          FEED_FAULT_PROCEDURE, "D,1.005555x,,,,20230328080000,4,,,0," },
        {"NgayTiepNhan",    FEED_FAULT_TIME,      "D,,,,20230230080000,,4,,,0,"          },
        {"NgayHenTra",      FEED_FAULT_TIME,      "D,,,,20230321080000,2023-03-28,4,,,0,"},
        {"NgayKetThucXuLy", FEED_FAULT_TIME,      "D,,,,20230321080000,,4,x,,0,"         },
        {"NgayTra",         FEED_FAULT_TIME,      "D,,,,20230321080000,,4,,,0,9"         },
        {"TrangThaiHoSo",   FEED_FAULT_STATUS,    "D,,,,20230321080000,,11,,,0,"         },
        {"HinhThuc",        FEED_FAULT_HOW,       "D,,,,20230321080000,,4,,,2,"          },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct dossier_facts facts = {.status = 77};
        struct feed_fault fault = {.kind = FEED_FAULT_NONE};
        assert_false(parse(rows[i].line, &facts, &fault));
        assert_int_equal(fault.kind, rows[i].kind);
        assert_true(text_is(fault.column, rows[i].column));
        assert_int_equal(facts.status, 77); /* written only on success */
    }
}

static void a_promise_before_the_receipt_is_none_and_is_said(void **unused)
{
    (void)unused;
    struct dossier_facts facts;
    struct feed_fault fault;
    assert_true(parse("D,,,,20230321080000,20230320080000,4,,,0,", &facts, &fault));
    assert_int_equal(facts.promised.m, MINUTE_NEVER.m);
    assert_true(facts.promise_impossible);
    assert_true(parse("D,,,,20230321080000,20230321080000,4,,,0,", &facts, &fault));
    assert_int_equal(facts.promised.m, facts.received.m);
    assert_false(facts.promise_impossible);
    assert_true(parse("D,,,,,20230320080000,4,,,0,", &facts, &fault));
    assert_false(facts.promise_impossible); /* nobody says when it was received */
}

static void what_is_odd_in_a_line_that_counts_is_a_doubt_and_no_fault(void **unused)
{
    (void)unused;
    struct dossier_facts facts;
    struct feed_fault fault;
    struct supplement supplement = {.asked.m = 1000, .brought.m = 1100, .promised.m = 999};
    assert_true(parse("D,,,,20230321080000,20230320080000,4,,,0,", &facts, &fault));
    assert_int_equal(feed_doubt(&facts), FEED_DOUBT_RECEIPT);
    assert_true(dossier_impossible(&facts));
    assert_true(parse("D,,,,20230321080000,20230328080000,4,,,0,", &facts, &fault));
    assert_int_equal(feed_doubt(&facts), FEED_FAULT_NONE);
    assert_false(dossier_impossible(&facts));
    assert_int_equal(supplement_doubt(&supplement), FEED_DOUBT_ASKED);
    assert_true(dossier_supplement(&facts, &supplement));
    assert_true(dossier_impossible(&facts));
    supplement.promised = MINUTE_NEVER;
    assert_int_equal(supplement_doubt(&supplement), FEED_FAULT_NONE);
}

static void a_life_ends_by_the_feed_as_far_as_it_is_known(void **unused)
{
    (void)unused;
    struct dossier_facts facts;
    struct feed_fault fault;
    assert_true(parse("D,1.005555,,,20230321080000,20230328080000,10,20230324100000,H41.04,0,"
                      "20230327090000",
                      &facts, &fault));
    assert_int_equal(dossier_feed_end(&facts, minute_at("2023-03-24T09:00")).m, MINUTE_NEVER.m);
    assert_int_equal(dossier_feed_end(&facts, minute_at("2023-03-25T09:00")).m,
                     minute_at("2023-03-24T10:00").m);
    assert_int_equal(dossier_feed_end(&facts, minute_at("2023-03-27T09:00")).m,
                     minute_at("2023-03-27T09:00").m);
    facts.status = DOSSIER_FINISHED; /* "the result still has to travel" */
    facts.returned = MINUTE_NEVER;
    assert_int_equal(dossier_feed_end(&facts, minute_at("2023-03-29T09:00")).m, MINUTE_NEVER.m);
}

static struct supplement supplement_of(const char *line)
{
    struct name dossier;
    struct supplement supplement;
    struct feed_fault fault;
    assert_true(
        supplement_line_parse(text_of(line), &province.names, &dossier, &supplement, &fault));
    return supplement;
}

static void supplements_stand_in_order_and_a_newer_row_replaces_the_old(void **unused)
{
    (void)unused;
    struct dossier_facts facts;
    dossier_facts_init(&facts, NAME_NONE);
    struct supplement late = supplement_of("D,20230424100000,,,");
    struct supplement early = supplement_of("D,20230422100000,20230423100030,20230501080000,"
                                            "20230502080000");
    assert_int_equal(early.brought.m, minute_at("2023-04-23T10:00").m);
    assert_int_equal(early.brought_second, 30);
    assert_int_equal(early.promised.m, minute_at("2023-05-02T08:00").m);
    assert_true(dossier_supplement(&facts, &late));
    assert_true(dossier_supplement(&facts, &early));
    assert_int_equal(facts.supplements, 2);
    assert_int_equal(facts.supplement[0].asked.m, early.asked.m);
    struct supplement answered = supplement_of("D,20230424100000,20230425100000,,");
    assert_true(dossier_supplement(&facts, &answered));
    assert_int_equal(facts.supplements, 2);
    assert_int_equal(facts.supplement[1].brought.m, answered.brought.m);
}

static void more_supplements_than_are_held_are_left_off_and_said(void **unused)
{
    (void)unused;
    struct dossier_facts facts;
    dossier_facts_init(&facts, NAME_NONE);
    for (int i = 0; i < DOSSIER_SUPPLEMENTS_MAX; i++) {
        struct supplement row = {.asked = {i}, .brought = MINUTE_NEVER, .promised = MINUTE_NEVER};
        assert_true(dossier_supplement(&facts, &row));
    }
    struct supplement one_more = {.asked = {100}};
    assert_false(facts.supplements_left_off);
    assert_false(dossier_supplement(&facts, &one_more));
    assert_true(facts.supplements_left_off);
    assert_int_equal(facts.supplements, DOSSIER_SUPPLEMENTS_MAX);
}

static void bad_supplements_are_named(void **unused)
{
    (void)unused;
    struct name dossier;
    struct supplement row;
    struct feed_fault fault;
    assert_false(supplement_line_parse(TEXT("D,,20230425100000,,"), &province.names, &dossier, &row,
                                       &fault));
    assert_int_equal(fault.kind, FEED_FAULT_TIME);
    assert_true(text_is(fault.column, "NgayBoSung"));
    assert_false(supplement_line_parse(TEXT("D,20230425100000,20230424100000,,"), &province.names,
                                       &dossier, &row, &fault));
    assert_int_equal(fault.kind, FEED_FAULT_ORDER);
    assert_false(
        supplement_line_parse(TEXT(",20230425100000,,,"), &province.names, &dossier, &row, &fault));
    assert_int_equal(fault.kind, FEED_FAULT_DOSSIER);
}

static void headers_mean_nothing_and_every_fault_has_its_sentence(void **unused)
{
    (void)unused;
    assert_true(feed_line_skip(TEXT(FEED_HEADER)));
    assert_true(feed_line_skip(TEXT(SUPPLEMENTS_HEADER "\r")));
    assert_false(feed_line_skip(TEXT(ROW)));
    for (int i = 0; i < FEED_FAULTS; i++) {
        assert_true(said_valid(feed_fault_said((enum feed_fault_kind)i)));
    }
}

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    return 0;
}

static int close_province(void **unused)
{
    (void)unused;
    province_close(&province);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_row_becomes_facts),
        cmocka_unit_test(each_fault_names_the_portals_column),
        cmocka_unit_test(a_promise_before_the_receipt_is_none_and_is_said),
        cmocka_unit_test(what_is_odd_in_a_line_that_counts_is_a_doubt_and_no_fault),
        cmocka_unit_test(a_life_ends_by_the_feed_as_far_as_it_is_known),
        cmocka_unit_test(supplements_stand_in_order_and_a_newer_row_replaces_the_old),
        cmocka_unit_test(more_supplements_than_are_held_are_left_off_and_said),
        cmocka_unit_test(bad_supplements_are_named),
        cmocka_unit_test(headers_mean_nothing_and_every_fault_has_its_sentence),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
