#include "province_maker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct province province;

static struct name named(const char *text)
{
    struct name name;
    assert_int_equal(names_give(&province.names, text_of(text), &name), STATUS_OK);
    return name;
}

static bool first_run(const char *from, const char *to, const char *at, struct run *run)
{
    return plan_first_run(&province.plan, named(from), named(to), minute_at(at), run);
}

static void departs(const char *from, const char *to, const char *at, const char *departure)
{
    struct run run;
    assert_true(first_run(from, to, at, &run));
    assert_int_equal(run.departs.m, minute_at(departure).m);
}

static void base(void)
{
    province_plan_base(&province, NULL, 0);
}

static void the_first_run_is_the_first_whose_cut_off_is_not_over(void **unused)
{
    (void)unused;
    base();
    struct run run;
    departs("center", "H41.04", "2023-03-21T08:45", "2023-03-21T09:00");
    departs("center", "H41.04", "2023-03-21T08:46", "2023-03-21T15:00");
    assert_true(first_run("center", "H41.04", "2023-03-21T08:46", &run));
    assert_int_equal(run.cut_off.m, minute_at("2023-03-21T14:45").m);
    assert_int_equal(run.arrives.m, minute_at("2023-03-21T15:40").m);
    assert_true(text_is(names_text(&province.names, run.round), "2"));
    departs("center", "H41.04", "2023-03-24T16:00", "2023-03-27T09:00"); /* over a week-end */
    departs("center", "H41.04", "2023-04-28T16:00", "2023-05-04T09:00"); /* and the holidays */
    departs("H41.04", "H41.05", "2023-03-21T08:00", "2023-03-21T09:50");
    assert_false(first_run("H41.05", "H41.04", "2023-03-21T08:00", &run));
    assert_false(first_run("center", "H41.99", "2023-03-21T08:00", &run));
    assert_false(first_run("center", "center", "2023-03-21T08:00", &run));
}

static void runs_are_walked_forth_and_back_in_one_order(void **unused)
{
    (void)unused;
    static const char *const extra[] = {
        "call,R2,1,1,TTG,,09:00,5,135,all,2020-01-01,",
        "call,R2,1,2,NNM,09:20,09:30,5,135,all,2020-01-01,",
        "call,R2,1,3,TTG,09:50,,0,135,all,2020-01-01,",
    };
    province_plan_base(&province, extra, 3);
    struct run runs[40];
    int count = 0;
    assert_true(first_run("center", "H41.04", "2023-03-20T00:00", &runs[0]));
    while (++count < 40) {
        assert_true(plan_next_run(&province.plan, named("center"), named("H41.04"),
                                  &runs[count - 1], &runs[count]));
        assert_true(plan_run_before(&runs[count - 1], &runs[count]));
        assert_true(runs[count].departs.m >= runs[count - 1].departs.m);
    }
    assert_int_equal(runs[0].departs.m, runs[1].departs.m); /* Monday: two leave at 09:00, */
    assert_true(runs[0].arrives.m < runs[1].arrives.m);     /* the faster first */
    struct run run = runs[39];
    for (int i = 38; i >= 0; i--) {
        assert_true(
            plan_previous_run(&province.plan, named("center"), named("H41.04"), &run, &run));
        assert_int_equal(run.leg, runs[i].leg);
        assert_int_equal(run.departs.m, runs[i].departs.m);
    }
    assert_true(plan_last_run(&province.plan, named("center"), named("H41.04"),
                              minute_at("2023-03-21T09:00"), &run));
    assert_int_equal(run.departs.m, minute_at("2023-03-20T15:00").m);
}

static void days_seasons_and_dates_say_when_a_call_holds(void **unused)
{
    (void)unused;
    static const char *const rows[] = {
        "stop,TTG,center,,,,,",
        "stop,NNM,H41.04,,,,,",
        "call,R1,1,1,TTG,,09:00,0,24,winter,2023-01-01,2023-12-31",
        "call,R1,1,2,NNM,09:40,,0,24,all,,",
        "call,R9,1,1,TTG,,10:00,0,W,all,2023-08-02,2023-08-02",
        "call,R9,1,2,NNM,10:30,,0,W,all,2023-08-02,2023-08-02",
    };
    province_plan_begin(&province, sizeof rows / sizeof rows[0]);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        province_plan_row(&province, rows[i]);
    }
    province_plan_end(&province);
    struct run run;
    departs("center", "H41.04", "2022-06-01T00:00", "2023-01-03T09:00"); /* from 2023 on, Tuesday */
    departs("center", "H41.04", "2023-03-22T00:00", "2023-03-23T09:00"); /* Thursday */
    departs("center", "H41.04", "2023-04-14T00:00", "2023-08-02T10:00"); /* summer: one extra run */
    departs("center", "H41.04", "2023-08-03T00:00", "2023-10-17T09:00"); /* winter again */
    assert_false(first_run("center", "H41.04", "2023-12-29T00:00", &run));
    assert_false(first_run("center", "H41.04", "2021-06-01T00:00", &run)); /* too far away */
}

static void the_newest_row_whose_dates_hold_is_in_force(void **unused)
{
    (void)unused;
    static const char *const extra[] = {
        "call,R1,1,1,TTG,,08:00,15,W,all,2023-03-23,2023-03-24",
        "call,R1,1,1,TTG,,08:20,15,W,all,2023-03-24,",
        "call,R1,1,1,TTG,,08:30,15,W,all,2023-03-24,2023-03-24", /* of equals the later line */
        "stop,NNM,H41.99,moved,,,2023-03-28,",
    };
    province_plan_base(&province, extra, 4);
    departs("center", "H41.04", "2023-03-22T00:00", "2023-03-22T09:00");
    departs("center", "H41.04", "2023-03-23T00:00", "2023-03-23T08:00");
    departs("center", "H41.04", "2023-03-24T00:00", "2023-03-24T08:30");
    departs("center", "H41.04", "2023-03-27T00:00", "2023-03-27T08:20");
    departs("center", "H41.99", "2023-03-27T00:00", "2023-03-28T08:20");
    struct run run;
    assert_false(first_run("center", "H41.04", "2023-03-28T00:00", &run));
    const struct plan_stop *stop =
        plan_stop(&province.plan, named("NNM"), minute_day(minute_at("2023-03-28T00:00")));
    assert_true(stop && name_same(stop->party, named("H41.99")));
    assert_null(plan_stop(&province.plan, named("QQQ"), stop->from));
}

static void a_plan_is_steady_behind_the_last_day_on_which_a_row_begins_or_ends(void **unused)
{
    (void)unused;
    static const char *const extra[] = {
        "call,R9,1,1,TTG,,10:30,10,W,all,2023-05-02,2023-05-09",
        "call,R9,1,2,NNM,11:10,,0,W,all,2023-05-02,",
        "budget,1.009999,*,paper,70%,20,10,2023-04-01,",
    };
    province_plan_base(&province, extra, sizeof extra / sizeof extra[0]);
    assert_false(plan_steady(&province.plan, minute_day(minute_at("2023-05-09T00:00"))));
    assert_true(plan_steady(&province.plan, minute_day(minute_at("2023-05-10T00:00"))));
}

static void a_cancelled_run_is_passed_over_once_it_is_known(void **unused)
{
    (void)unused;
    static const char *const extra[] = {"cancel,2023-03-21,R1,1,2023-03-21T08:00",
                                        "cancel,2023-03-22,R1,2,2023-03-20T08:00"};
    province_plan_base(&province, extra, 2);
    const struct plan *plan = &province.plan;
    struct run run;
    struct minute at = minute_at("2023-03-21T07:30");
    assert_true(plan_first_open_run(plan, named("center"), named("H41.04"), at,
                                    minute_at("2023-03-21T07:59"), &run));
    assert_int_equal(run.departs.m, minute_at("2023-03-21T09:00").m);
    assert_false(plan_cancelled(plan, &run, minute_at("2023-03-21T07:59")));
    assert_true(plan_cancelled(plan, &run, minute_at("2023-03-21T08:00")));
    assert_true(plan_first_open_run(plan, named("center"), named("H41.04"), at,
                                    minute_at("2023-03-21T08:00"), &run));
    assert_int_equal(run.departs.m, minute_at("2023-03-21T15:00").m);
    assert_int_equal(plan_next_known(plan, minute_at("2023-03-19T08:00")).m,
                     minute_at("2023-03-20T08:00").m);
    assert_int_equal(plan_next_known(plan, minute_at("2023-03-20T08:00")).m,
                     minute_at("2023-03-21T08:00").m);
    assert_int_equal(plan_next_known(plan, minute_at("2023-03-21T08:00")).m, MINUTE_NEVER.m);
}

static void transit_is_the_least_of_the_calls_in_force(void **unused)
{
    (void)unused;
    static const char *const extra[] = {
        "call,R2,1,1,TTG,,12:00,5,1,all,2023-03-22,",
        "call,R2,1,2,NNM,12:15,12:30,5,1,all,2023-03-22,",
        "call,R2,1,3,TTG,12:50,,0,1,all,2023-03-22,",
    };
    province_plan_base(&province, extra, 3);
    int32_t minutes = -1;
    struct day before = minute_day(minute_at("2023-03-21T00:00"));
    struct day after = {before.d + 1}; /* a Wednesday: R2 runs on Mondays, its way counts */
    assert_true(plan_transit(&province.plan, named("center"), named("H41.04"), before, &minutes));
    assert_int_equal(minutes, 40);
    assert_true(plan_transit(&province.plan, named("center"), named("H41.04"), after, &minutes));
    assert_int_equal(minutes, 15);
    assert_true(plan_transit(&province.plan, named("H41.05"), named("center"), before, &minutes));
    assert_int_equal(minutes, 30);
    assert_false(plan_transit(&province.plan, named("H41.99"), named("center"), before, &minutes));
}

static void the_most_specific_budget_wins_procedure_before_agency(void **unused)
{
    (void)unused;
    static const char *const extra[] = {
        "budget,1.002696,H41.04,on_the_spot,1wd,1,2,2023-03-20,2023-03-22",
        "budget,*,H41.04,paper,50%,3,4,2020-01-01,",
        "budget,1.002696.000.00.00.H41,H41.04,on_the_spot,2hd,5,6,2023-03-22,",
    };
    province_plan_base(&province, extra, 3);
    const struct plan *plan = &province.plan;
    struct day day = minute_day(minute_at("2023-03-21T00:00"));
    struct budget budget;
    assert_true(plan_budget(plan, named("1.002696"), named("H41.04"), day, JOURNEY_KINDS, &budget));
    assert_int_equal(budget.processing, 480);
    assert_int_equal(budget.from.d, day.d - 1); /* the same answer from the 20th to the 21st */
    assert_int_equal(budget.to.d, day.d);
    day.d++;
    assert_true(plan_budget(plan, named("1.002696"), named("H41.04"), day, JOURNEY_KINDS, &budget));
    assert_int_equal(budget.processing, 480); /* 2hd: of equals the newest */
    assert_int_equal(budget.handover, 5);
    assert_true(plan_budget(plan, named("1.002696"), named("H41.05"), day, JOURNEY_KINDS, &budget));
    assert_int_equal(budget.processing, 240);
    assert_true(plan_budget(plan, named("1.000000"), named("H41.04"), day, JOURNEY_KINDS, &budget));
    assert_true(budget.share);
    assert_int_equal(budget.processing, 50);
    assert_true(plan_budget(plan, named("1.000000"), named("H41.05"), day, JOURNEY_KINDS, &budget));
    assert_int_equal(budget.processing, 1440);
    assert_true(plan_budget(plan, named("1.002696"), named("H41.05"), day, JOURNEY_PAPER, &budget));
    assert_int_equal(budget.processing, 1440);
    day = (struct day){0};
    assert_false(plan_budget(plan, named("1.002696"), NAME_NONE, day, JOURNEY_KINDS, &budget));
    assert_string_equal(journey_kind_name(JOURNEY_RESULT_ONLY), "result_only");
}

static void settings_have_their_defaults_and_the_last_line_counts(void **unused)
{
    (void)unused;
    static const char *const extra[] = {"set,grace,5", "set,grace,7", "set,pass_on_after,14:30",
                                        "set,judged,instant"};
    base();
    assert_int_equal(province.plan.settings.grace, 15);
    assert_int_equal(province.plan.settings.extra_notice, 30);
    assert_int_equal(province.plan.settings.due_soon, 240);
    assert_int_equal(province.plan.settings.pass_on_after, PROMISE_RULE_OFF);
    assert_int_equal(province.plan.settings.judged, PROMISE_BY_DATE);
    province_plan_base(&province, extra, 4);
    assert_int_equal(province.plan.settings.grace, 7);
    assert_int_equal(province.plan.settings.pass_on_after, 14 * 60 + 30);
    assert_int_equal(province.plan.settings.judged, PROMISE_BY_INSTANT);
}

static void a_faulty_row_is_named_and_leaves_the_plan_as_it_was(void **unused)
{
    (void)unused;
    static const struct {
        const char *row;
        enum plan_fault_kind kind;
    } rows[] = {
        {"halt,TTG",                                             PLAN_FAULT_WORD      },
        {"set,\"grace,5",                                        PLAN_FAULT_LINE      },
        {"set",                                                  PLAN_FAULT_FIELDS    },
        {"call,R1,1,1,TTG",                                      PLAN_FAULT_FIELDS    },
        {"set,speed,5",                                          PLAN_FAULT_SETTING   },
        {"set,judged,never",                                     PLAN_FAULT_SETTING   },
        {"set,grace,five",                                       PLAN_FAULT_NUMBER    },
        {"set,grace,99999",                                      PLAN_FAULT_NUMBER    },
        {"set,grace,-5",                                         PLAN_FAULT_NEGATIVE  },
        {"set,pass_on_after,24:00",                              PLAN_FAULT_TIME      },
        {"call,R1,1,1,TTG,9:00,,0,W,all,,",                      PLAN_FAULT_TIME      },
        {"call,R1,1,1,TTG,,09:00,0,W,all,2023-02-30,",           PLAN_FAULT_DATE      },
        {"call,R1,1,1,TTG,,09:00,0,W,all,2023-02-03,2023-02-02", PLAN_FAULT_DATES     },
        {"stop,,center,x,1,1,,",                                 PLAN_FAULT_CODE      },
        {"stop,TTG,center,x,91,1,,",                             PLAN_FAULT_POSITION  },
        {"stop,TTG,center,x,18.6,-180.5,,",                      PLAN_FAULT_POSITION  },
        {"stop,TTG,center,x,0,0,,",                              PLAN_FAULT_POSITION  },
        {"call,R1,1,1,TTG,,09:00,0,8,all,,",                     PLAN_FAULT_DAYS      },
        {"call,R1,1,1,TTG,,09:00,0,,all,,",                      PLAN_FAULT_DAYS      },
        {"call,R1,1,1,TTG,,09:00,0,W,rain,,",                    PLAN_FAULT_SEASON    },
        {"call,R1,1,1,TTG,,,0,W,all,,",                          PLAN_FAULT_CALL_TIMES},
        {"call,R1,1,1,TTG,09:00,08:59,0,W,all,,",                PLAN_FAULT_CALL_TIMES},
        {"call,R1,1,1,TTG,,09:00,-1,W,all,,",                    PLAN_FAULT_NEGATIVE  },
        {"budget,*,*,rocket,24wh,20,10,,",                       PLAN_FAULT_KIND      },
        {"budget,*,*,paper,24,20,10,,",                          PLAN_FAULT_PROCESSING},
        {"budget,*,*,paper,101%,20,10,,",                        PLAN_FAULT_PROCESSING},
        {"budget,*,*,paper,-3wd,20,10,,",                        PLAN_FAULT_NEGATIVE  },
        {"budget,*,*,paper,3wd,-20,10,,",                        PLAN_FAULT_NEGATIVE  },
        {"budget,,*,paper,3wd,20,10,,",                          PLAN_FAULT_CODE      },
        {"cancel,2023-03-21,R1,1,soon",                          PLAN_FAULT_DATE      },
        {"promise,*,stretch,,,",                                 PLAN_FAULT_PAUSE     },
        {"promise,*,extend,never,,",                             PLAN_FAULT_SETTING   },
        {"promise,,extend,,,",                                   PLAN_FAULT_CODE      },
        {"merge,H41.04,H41.05,soon",                             PLAN_FAULT_DATE      },
        {"merge,H41.04,,2023-03-21",                             PLAN_FAULT_CODE      },
    };
    base();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct plan_fault fault = {.kind = PLAN_FAULT_NONE};
        uint32_t calls = province.plan.call_count;
        uint32_t line = province.plan.line;
        bool taken = plan_row(&province.plan, &province.names, text_of(rows[i].row), &fault);
        if (taken || fault.kind != rows[i].kind) {
            fail_msg("%s: fault %d, not %d", rows[i].row, fault.kind, rows[i].kind);
        }
        assert_int_equal(fault.line, line + 1);
        assert_int_equal(province.plan.call_count, calls);
        assert_int_equal(province.plan.settings.grace, 15);
    }
}

static enum plan_fault_kind whole_fault(const char *const *rows, size_t count, uint32_t *line)
{
    struct plan_fault fault = {.kind = PLAN_FAULT_NONE};
    province_plan_begin(&province, 20);
    for (size_t i = 0; i < count; i++) {
        province_plan_row(&province, rows[i]);
    }
    (void)plan_end(&province.plan, &province.names, &province.parties, &fault);
    *line = fault.line;
    return fault.kind;
}

#define FIRST      "call,R1,1,1,TTG,,09:00,0,W,all,,"
#define SECOND     "call,R1,1,2,NNM,09:40,,0,W,all,,"
#define BACKWARD   "call,R1,1,2,NNM,08:40,,0,W,all,,"
#define NOWHERE    "call,R1,1,2,ZZZ,09:40,,0,W,all,,"
#define PASSING    "call,R1,1,2,NNM,09:40,09:50,0,W,all,,"
#define AGAIN      "call,R1,1,3,NNM,10:40,,0,W,all,,"
#define ARRIVAL    "call,R1,1,1,TTG,09:00,,0,W,all,,"
#define MERGED     "merge,H41.04,H41.05,2023-07-01"
#define TWICE      "merge,H41.04,H41.06,2023-08-01"
#define BACK_AGAIN "merge,H41.05,H41.04,2023-08-01"
#define NO_OFFICE  "merge,H41.04,post,2023-07-01"
#define NO_RUN     "cancel,2023-01-01,R1,2,2023-01-01T08:00"

static void what_no_line_alone_can_be_blamed_for_is_found_at_the_end(void **unused)
{
    (void)unused;
    static const char *const stops[] = {"stop,TTG,center,,,,,", "stop,NNM,H41.04,,,,,",
                                        "stop,XDG,H41.05,,,,,"};
    static const struct {
        enum plan_fault_kind kind;
        uint32_t line;
        const char *row[4];
    } plans[] = {
        {PLAN_FAULT_NONE,        0, {FIRST, SECOND}                    },
        {PLAN_FAULT_STOP,        5, {FIRST, NOWHERE}                   },
        {PLAN_FAULT_BACKWARDS,   5, {FIRST, BACKWARD}                  },
        {PLAN_FAULT_CIRCLE,      6, {FIRST, PASSING, AGAIN}            },
        {PLAN_FAULT_ALONE,       4, {FIRST}                            },
        {PLAN_FAULT_NO_RUN,      6, {FIRST, SECOND, NO_RUN}            },
        {PLAN_FAULT_UNREACHABLE, 5, {ARRIVAL, SECOND}                  },
        {PLAN_FAULT_NONE,        0, {FIRST, SECOND, MERGED}            },
        {PLAN_FAULT_MERGED,      7, {FIRST, SECOND, MERGED, TWICE}     },
        {PLAN_FAULT_MERGED,      6, {FIRST, SECOND, MERGED, BACK_AGAIN}},
        {PLAN_FAULT_MERGED,      6, {FIRST, SECOND, NO_OFFICE}         },
    };
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        const char *rows[8];
        size_t count = 0;
        uint32_t line = 0;
        for (size_t s = 0; s < 3; s++) {
            rows[count++] = stops[s];
        }
        for (size_t r = 0; r < 4 && plans[i].row[r]; r++) {
            rows[count++] = plans[i].row[r];
        }
        assert_int_equal(whole_fault(rows, count, &line), plans[i].kind);
        assert_int_equal(line, plans[i].line);
    }
}

static void comments_count_as_lines_and_a_full_plan_is_said(void **unused)
{
    (void)unused;
    struct plan_fault fault;
    province_plan_begin(&province, 1);
    province_plan_row(&province, "# kind,...");
    province_plan_row(&province, "");
    province_plan_row(&province, "stop,TTG,center,,,,,");
    assert_int_equal(province.plan.line, 3);
    assert_false(plan_row(&province.plan, &province.names, TEXT("stop,NNM,H41.04,,,,,"), &fault));
    assert_int_equal(fault.kind, PLAN_FAULT_FULL);
    assert_int_equal(fault.line, 4);
}

static void the_terms_of_a_promise_are_its_procedures_own_then_anybodys(void **unused)
{
    (void)unused;
    static const char *const extra[] = {
        "set,judged,instant",
        "promise,*,restart,,,2023-03-20",
        "promise,1.002696.000.00.00.H41,extend,date,2023-03-22,",
        "promise,1.002696,restart,,2023-03-23,2023-03-23",
    };
    province_plan_base(&province, extra, 4);
    const struct plan *plan = &province.plan;
    struct day day = minute_day(minute_at("2023-03-20T00:00"));
    struct plan_terms terms = plan_terms(plan, named("1.002696"), day);
    assert_int_equal(terms.pause, PROMISE_RESTART);
    assert_int_equal(terms.judged, PROMISE_BY_INSTANT);
    day.d++;
    assert_int_equal(plan_terms(plan, named("1.002696"), day).pause, PROMISE_EXTEND);
    day.d++;
    assert_int_equal(plan_terms(plan, named("1.002696"), day).judged, PROMISE_BY_DATE);
    assert_int_equal(plan_terms(plan, named("1.005555"), day).judged, PROMISE_BY_INSTANT);
    day.d++;
    assert_int_equal(plan_terms(plan, named("1.002696"), day).pause, PROMISE_RESTART);
}

static size_t notes_of(const char *const *extra, size_t count, struct plan_note notes[8])
{
    province_plan_base(&province, extra, count);
    return plan_notes(&province.plan, &province.names, &province.parties, notes, 8);
}

static void who_is_not_served_and_rows_in_each_others_way_are_remarked(void **unused)
{
    (void)unused;
    struct plan_note notes[8];
    static const char *const nobody[] = {"budget,*,H41.77,paper,1wd,20,10,,",
                                         "budget,*,H41.78,on_the_spot,1wd,20,10,,",
                                         "stop,ZZZ,H41.05,,,,,"};
    static const char *const one_way[] = {"stop,ONE,H41.88,,,,,",
                                          "call,R7,1,1,TTG,,08:00,0,W,all,,",
                                          "call,R7,1,2,ONE,08:30,,0,W,all,,"};
    static const char *const dates[] = {
        "stop,XDG,H41.05,again,,,2020-01-01,",
        "budget,9.999999,*,paper,1wd,20,10,2023-01-01,2023-06-30",
        "budget,9.999999,*,paper,2wd,20,10,2023-06-30,",
        "budget,8.888888,*,paper,1wd,20,10,2023-01-01,",
        "budget,8.888888,*,paper,2wd,20,10,2023-06-30,", /* that is how a row is replaced */
        "call,R1,1,2,NNM,09:35,09:45,10,W,all,2024-01-01,2024-01-31", /* for a while */
    };
    assert_int_equal(notes_of(NULL, 0, notes), 0);
    assert_int_equal(notes_of(nobody, 3, notes), 2);
    assert_int_equal(notes[0].kind, PLAN_NOTE_NO_CALL);
    assert_true(text_is(notes[0].found, "ZZZ"));
    assert_int_equal(notes[1].kind, PLAN_NOTE_NOT_SERVED);
    assert_true(text_is(notes[1].found, "H41.77"));
    assert_int_equal(notes_of(one_way, 3, notes), 1);
    assert_int_equal(notes[0].kind, PLAN_NOTE_NO_WAY_BACK);
    assert_int_equal(notes_of(dates, 6, notes), 2);
    assert_int_equal(notes[0].kind, PLAN_NOTE_HIDDEN);
    assert_true(notes[0].line < notes[0].other);
    assert_int_equal(notes[1].kind, PLAN_NOTE_OVERLAP);
    assert_int_equal(notes[1].line, notes[1].other + 1);
    assert_int_equal(plan_notes(&province.plan, &province.names, &province.parties, notes, 0), 2);
}

static void every_fault_has_a_sentence_in_both_languages(void **unused)
{
    (void)unused;
    for (int i = 0; i <= PLAN_NOTES; i++) {
        assert_true(said_valid(plan_note_said((enum plan_note_kind)i)));
    }
    for (int i = 0; i < PLAN_FAULTS; i++) {
        assert_true(said_valid(plan_fault_said((enum plan_fault_kind)i)));
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
        cmocka_unit_test(the_first_run_is_the_first_whose_cut_off_is_not_over),
        cmocka_unit_test(runs_are_walked_forth_and_back_in_one_order),
        cmocka_unit_test(days_seasons_and_dates_say_when_a_call_holds),
        cmocka_unit_test(the_newest_row_whose_dates_hold_is_in_force),
        cmocka_unit_test(a_plan_is_steady_behind_the_last_day_on_which_a_row_begins_or_ends),
        cmocka_unit_test(a_cancelled_run_is_passed_over_once_it_is_known),
        cmocka_unit_test(transit_is_the_least_of_the_calls_in_force),
        cmocka_unit_test(the_most_specific_budget_wins_procedure_before_agency),
        cmocka_unit_test(settings_have_their_defaults_and_the_last_line_counts),
        cmocka_unit_test(a_faulty_row_is_named_and_leaves_the_plan_as_it_was),
        cmocka_unit_test(what_no_line_alone_can_be_blamed_for_is_found_at_the_end),
        cmocka_unit_test(comments_count_as_lines_and_a_full_plan_is_said),
        cmocka_unit_test(the_terms_of_a_promise_are_its_procedures_own_then_anybodys),
        cmocka_unit_test(who_is_not_served_and_rows_in_each_others_way_are_remarked),
        cmocka_unit_test(every_fault_has_a_sentence_in_both_languages),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
