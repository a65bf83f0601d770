#include "province_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct province province;

static enum act_fault_kind fault_of(const char *line)
{
    struct act act;
    struct act_fault fault = {
        ACT_FAULT_NONE, {.at = "", .size = 0}
    };
    bool taken = act_csv_parse(text_of(line), &province.names, &act, &fault);
    assert_int_equal(taken, fault.kind == ACT_FAULT_NONE);
    if (!taken) {
        /* what is shown lies in the line, never in memory that is gone */
        assert_true(fault.found.size == 0 ||
                    (fault.found.at >= line && fault.found.at <= line + strlen(line)));
    }
    return fault.kind;
}

static void one_line_becomes_one_act(void **unused)
{
    (void)unused;
    struct act act =
        act_of(&province, "2023-03-21T09:00:00,give,H41.04-230321-0001,center,lan,post,"
                          "TTG,B1,\"a, b\"");
    const struct names *names = &province.names;
    assert_int_equal(act.at.ms, instant_at("2023-03-21T09:00").ms);
    assert_int_equal(act.early_ms, 0);
    assert_int_equal(act.late_ms, 0);
    assert_int_equal(act.kind, ACT_GIVE);
    assert_true(text_is(names_text(names, act.subject), "H41.04-230321-0001"));
    assert_true(text_is(names_text(names, act.party), "center"));
    assert_true(text_is(names_text(names, act.person), "lan"));
    assert_true(text_is(names_text(names, act.counterpart), "post"));
    assert_true(text_is(names_text(names, act.stop), "TTG"));
    assert_true(text_is(names_text(names, act.parent), "B1"));
    assert_true(text_is(names_text(names, act.reason), "a, b"));
}

static void each_fault_has_its_name(void **unused)
{
    (void)unused;
    static const struct {
        const char *line;
        enum act_fault_kind kind;
    } rows[] = {
        {"2023-03-21T09:00,ready,D,a,,,,,",                       ACT_FAULT_NONE    },
        {"2023-03-21T09:00,ready,D,a,,,,\"",                      ACT_FAULT_LINE    },
        {"2023-03-21T09:00,ready,D,a,,,,",                        ACT_FAULT_FIELDS  },
        {"2023-02-30T09:00,ready,D,a,,,,,",                       ACT_FAULT_AT      },
        {"2023-03-21T09:00,steal,D,a,,,,,",                       ACT_FAULT_KIND    },
        {"2023-03-21T09:00,ready,,a,,,,,",                        ACT_FAULT_SUBJECT },
        {"2023-03-21T09:00,depart,R1,post,,,,,",                  ACT_FAULT_SUBJECT },
        {"2023-03-21T09:00,depart,R1/1,post,,,,,",                ACT_FAULT_NONE    },
        {"2023-03-21T09:00,ready,D,,,,,,",                        ACT_FAULT_PARTY   },
        {"2023-03-21T09:00,give,D,a,,,,,",                        ACT_FAULT_RECEIVER},
        {"2023-03-21T09:00,pack,D,a,,,,,",                        ACT_FAULT_PARENT  },
        {"2023-03-21T09:00,pack,D,a,,,,D,",                       ACT_FAULT_PARENT  },
        {"2023-03-21T09:00,void,D,a,,,,yesterday,",               ACT_FAULT_WRONG   },
        {"2023-03-21T09:00,void,D,a,,,,2023-03-21T08:00/take/a,", ACT_FAULT_NONE    },
        {"2023-03-21T09:00,void,D,a,,,,2023-03-21T08:00/void/a,", ACT_FAULT_WRONG   },
        {"2023-03-21T09:00,exception,D,a,,,,,eaten",              ACT_FAULT_REASON  },
        {"2023-03-21T09:00,exception,D,a,,,,,\"eaten\"",          ACT_FAULT_REASON  },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(fault_of(rows[i].line), rows[i].kind);
    }
    char row[400];
    char longer[NAME_SIZE_MAX + 2] = {0};
    struct line line = line_of(row, sizeof row);
    memset(longer, 'x', sizeof longer - 1);
    line_put(&line, "2023-03-21T09:00,ready,");
    line_put(&line, longer);
    line_put(&line, ",a,,,,,");
    assert_int_equal(fault_of(row), ACT_FAULT_LONG);
}

static void a_full_table_of_names_is_not_the_lines_fault(void **unused)
{
    (void)unused;
    struct names names;
    uint32_t memory[200];
    struct act act;
    struct act_fault fault;
    names_init(&names, memory, 1, 64);
    assert_false(act_csv_parse(TEXT("2023-03-21T09:00,ready,D,a,,,,,"), &names, &act, &fault));
    assert_int_equal(fault.kind, ACT_FAULT_FULL);
}

static void header_comments_and_empty_lines_mean_nothing(void **unused)
{
    (void)unused;
    assert_true(act_csv_skip(TEXT(ACT_CSV_HEADER "\r\n")));
    assert_true(act_csv_skip(TEXT("# yes")));
    assert_true(act_csv_skip(TEXT("  ")));
    assert_false(act_csv_skip(TEXT("2023-03-21T09:00,ready,D,a,,,,,")));
}

static void every_fault_has_a_sentence_in_both_languages(void **unused)
{
    (void)unused;
    for (int i = 0; i < ACT_FAULTS; i++) {
        assert_true(said_valid(act_fault_said((enum act_fault_kind)i)));
    }
    assert_non_null(act_fault_said(ACT_FAULTS));
}

static void a_void_names_its_act(void **unused)
{
    (void)unused;
    struct act_reference reference;
    assert_true(act_reference_parse(TEXT("2023-03-22T09:00:00/ready/H41.04"), &reference));
    assert_int_equal(reference.at.ms, instant_at("2023-03-22T09:00").ms);
    assert_int_equal(reference.kind, ACT_READY);
    assert_true(text_is(reference.party, "H41.04"));
    assert_false(act_reference_parse(TEXT("2023-03-22T09:00:00/ready/"), &reference));
    assert_false(act_reference_parse(TEXT("2023-03-22T09:00:00"), &reference));
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
        cmocka_unit_test(one_line_becomes_one_act),
        cmocka_unit_test(each_fault_has_its_name),
        cmocka_unit_test(a_full_table_of_names_is_not_the_lines_fault),
        cmocka_unit_test(header_comments_and_empty_lines_mean_nothing),
        cmocka_unit_test(every_fault_has_a_sentence_in_both_languages),
        cmocka_unit_test(a_void_names_its_act),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
