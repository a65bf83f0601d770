#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/study/event_log.h"

static struct log_map map;
static struct event_log event_log;
static char *acts;
static size_t acts_size;

static void begin(const char *rules)
{
    struct log_map_fault fault;
    assert_true(log_map_read(text_of(rules), &map, &fault));
    event_log = (struct event_log){.map = &map};
    assert_int_equal(event_log_open(&event_log, 1 << 12), STATUS_OK);
    event_log.acts = open_memstream(&acts, &acts_size);
    assert_non_null(event_log.acts);
}

static int tear_down(void **unused)
{
    (void)unused;
    event_log_close(&event_log);
    free(acts);
    acts = NULL;
    return 0;
}

struct say {
    const char *dossier, *activity, *transition, *start, *end, *party;
};

static enum event_fault take(struct say say)
{
    const struct text value[LOG_FIELDS] = {[LOG_CASE] = text_of(say.dossier),
                                           [LOG_ACTIVITY] = text_of(say.activity),
                                           [LOG_TRANSITION] = text_of(say.transition),
                                           [LOG_START] = text_of(say.start),
                                           [LOG_END] = text_of(say.end),
                                           [LOG_PARTY] = text_of(say.party)};
    struct text found;
    return event_log_take(&event_log, value, &found);
}

static void says(const char *expected)
{
    assert_int_equal(fflush(event_log.acts), 0);
    assert_string_equal(acts, expected);
    assert_int_equal(fclose(event_log.acts), 0);
}

#define CODE  "H41.04-230321-0002"
#define RULES "case,c\nactivity,a\nstart,s\nend,e\nparty,p\nname,Desk,H41.04\nis,Work,*,work\n"

static void work_with_a_start_and_an_end_is_a_take_and_ready(void **unused)
{
    (void)unused;
    begin(RULES);
    assert_int_equal(
        take((struct say){CODE, "Work", "", "2023-03-21T08:00:00", "2023-03-21T09:00:00", "Desk"}),
        EVENT_FINE);
    says("2023-03-21T08:00:00,take," CODE ",H41.04,,,,,\n"
         "2023-03-21T09:00:00,ready," CODE ",H41.04,,,,,\n");
}

static void work_that_began_in_one_event_ends_in_another(void **unused)
{
    (void)unused;
    begin(RULES);
    assert_int_equal(take((struct say){CODE, "Work", "start", "", "2023-03-21T08:00", "Desk"}),
                     EVENT_FINE);
    assert_int_equal(take((struct say){CODE, "Work", "complete", "", "2023-03-21T09:00", "Desk"}),
                     EVENT_FINE);
    says("2023-03-21T08:00:00,take," CODE ",H41.04,,,,,\n"
         "2023-03-21T09:00:00,ready," CODE ",H41.04,,,,,\n");
}

static void work_that_only_ends_is_taken_as_it_ends(void **unused)
{
    (void)unused;
    begin(RULES);
    assert_int_equal(take((struct say){CODE, "Work", "complete", "", "2023-03-21T09:00", "Desk"}),
                     EVENT_FINE);
    says("2023-03-21T09:00:00,take," CODE ",H41.04,,,,,\n"
         "2023-03-21T09:00:00,ready," CODE ",H41.04,,,,,\n");
}

static void what_no_rule_names_is_counted_and_left_out(void **unused)
{
    (void)unused;
    begin(RULES "is,Nap,*,ignore\n");
    assert_int_equal(take((struct say){CODE, "Sing", "", "2023-03-21T08:00", "", "Desk"}),
                     EVENT_FINE);
    assert_int_equal(take((struct say){CODE, "Nap", "", "2023-03-21T08:00", "", ""}), EVENT_FINE);
    assert_int_equal(event_log.unmapped, 1);
    assert_int_equal(event_log.ignored, 1);
    assert_int_equal(event_log.events, 0);
    says("");
}

static void the_most_exact_rule_counts(void **unused)
{
    (void)unused;
    begin("case,c\nactivity,a\nend,e\nis,*,*,ignore\nis,Work,*,work\nis,Work,start,take\n");
    const struct log_rule *rule = log_map_rule(&map, TEXT("Work"), TEXT("start"));
    assert_int_equal(rule->meaning, LOG_ACT);
    assert_int_equal(rule->act, ACT_TAKE);
    assert_int_equal(log_map_rule(&map, TEXT("Work"), TEXT("complete"))->meaning, LOG_WORK);
    assert_int_equal(log_map_rule(&map, TEXT("Sing"), TEXT(""))->meaning, LOG_IGNORE);
    says("");
}

static void an_event_without_case_time_or_party_says_which(void **unused)
{
    (void)unused;
    begin(RULES);
    assert_int_equal(take((struct say){"", "Work", "", "2023-03-21T08:00", "", "Desk"}),
                     EVENT_NO_CASE);
    assert_int_equal(take((struct say){CODE, "Work", "", "", "", "Desk"}), EVENT_NO_TIME);
    assert_int_equal(take((struct say){CODE, "Work", "", "noon", "", "Desk"}), EVENT_BAD_TIME);
    assert_int_equal(take((struct say){CODE, "Work", "", "2023-03-21T08:00", "", ""}),
                     EVENT_NO_PARTY);
    says("");
}

static void a_case_of_another_kind_is_given_a_code_by_its_first_day(void **unused)
{
    (void)unused;
    char *feed = NULL;
    size_t size = 0;
    begin(RULES);
    (void)take((struct say){"case 17", "Work", "", "2023-03-21T08:00", "2023-03-21T09:00", "Desk"});
    FILE *out = open_memstream(&feed, &size);
    event_log_feed(&event_log, out);
    assert_int_equal(event_log_codes(&event_log, out), 1);
    assert_int_equal(fclose(out), 0);
    assert_string_equal(feed, "X00-230321-000001,,,,20230321080000,,4,,,0,\n"
                              "X00-230321-000001,case 17\n");
    free(feed);
    assert_int_equal(fclose(event_log.acts), 0);
}

static void is_instant(const char *text, const char *expected)
{
    struct instant instant;
    char shown[INSTANT_TEXT_SIZE];
    assert_true(log_instant(text_of(text), &instant));
    assert_string_equal(instant_text(instant, shown), expected);
}

static void instants_are_understood_as_logs_write_them(void **unused)
{
    (void)unused;
    struct instant instant;
    is_instant("2023-03-21T08:00:00", "2023-03-21T08:00:00");
    is_instant("2023-03-21T08:00:00.000+07:00", "2023-03-21T08:00:00");
    is_instant("2023-03-21T01:00:00Z", "2023-03-21T08:00:00");
    is_instant("2023-03-21T01:00:00.000000+0000", "2023-03-21T08:00:00");
    is_instant("2023-03-20T20:00:00-05:00", "2023-03-21T08:00:00");
    is_instant("2023/03/21 08:00:00.000", "2023-03-21T08:00:00");
    is_instant(" 2023-03-21 08:00 ", "2023-03-21T08:00:00");
    is_instant("2023-03-21", "2023-03-21T00:00:00");
    assert_false(log_instant(TEXT("21.03.2023 08:00"), &instant));
    assert_false(log_instant(TEXT("2023-02-30T08:00"), &instant));
    assert_false(log_instant(TEXT("+07:00"), &instant));
    assert_false(log_instant(TEXT(""), &instant));
}

static void a_mapping_at_fault_says_in_which_line(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        enum log_map_fault_kind kind;
        uint32_t line;
    } all[] = {
        {"case,c\nactivity,a\n",        LOG_MAP_FAULT_KEYS,   2},
        {"# so\ncases,c\n",             LOG_MAP_FAULT_WORD,   2},
        {"case\n",                      LOG_MAP_FAULT_FIELDS, 1},
        {"case,c,d\n",                  LOG_MAP_FAULT_FIELDS, 1},
        {"name,a\n",                    LOG_MAP_FAULT_FIELDS, 1},
        {"is,Work,start\n",             LOG_MAP_FAULT_FIELDS, 1},
        {"case,c\n\nis,Work,*,dance\n", LOG_MAP_FAULT_ACT,    3},
        {"is,Work,*,void\n",            LOG_MAP_FAULT_ACT,    1},
        {"case,\"c\n",                  LOG_MAP_FAULT_LINE,   1}
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct log_map_fault fault;
        assert_false(log_map_read(text_of(all[i].text), &map, &fault));
        assert_int_equal(fault.kind, all[i].kind);
        assert_int_equal(fault.line, all[i].line);
        assert_non_null(log_map_fault_said(fault.kind)->vi);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(work_with_a_start_and_an_end_is_a_take_and_ready, tear_down),
        cmocka_unit_test_teardown(work_that_began_in_one_event_ends_in_another, tear_down),
        cmocka_unit_test_teardown(work_that_only_ends_is_taken_as_it_ends, tear_down),
        cmocka_unit_test_teardown(what_no_rule_names_is_counted_and_left_out, tear_down),
        cmocka_unit_test_teardown(the_most_exact_rule_counts, tear_down),
        cmocka_unit_test_teardown(an_event_without_case_time_or_party_says_which, tear_down),
        cmocka_unit_test_teardown(a_case_of_another_kind_is_given_a_code_by_its_first_day,
                                  tear_down),
        cmocka_unit_test(instants_are_understood_as_logs_write_them),
        cmocka_unit_test(a_mapping_at_fault_says_in_which_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
