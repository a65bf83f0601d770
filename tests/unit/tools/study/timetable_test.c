#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/study/timetable.h"

static const char plan[] = "set,grace,15\n"
                           "stop,TTG,center,\"Trung tâm, cửa 1\",,,2020-01-01,\n"
                           "call,R1,1,1,TTG,,09:00,15,W,all,2020-01-01,\n"
                           "call,R1,1,2,NNM,09:40,09:50,10,W,all,2020-01-01,\n"
                           "call,R1,1,3,TTG,10:50,,0,W,all,2020-01-01,\n"
                           "call,R1,2,1,TTG,,15:00,15,W,all,2020-01-01,\n"
                           "call,R1,2,2,NNM,15:40,,10,W,all,2020-01-01,\n"
                           "cancel,2023-03-21,R1,2,2023-03-20T10:00\n";

static char *text;
static size_t size;

static bool edit(struct timetable_edit edit)
{
    edit.route = TEXT("R1");
    free(text);
    text = NULL;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    const bool done = timetable_edit(text_of(plan), &edit, 9 * 60, 16 * 60 + 50, out);
    assert_int_equal(fclose(out), 0);
    return done;
}

static int tear_down(void **unused)
{
    (void)unused;
    free(text);
    text = NULL;
    return 0;
}

static void a_run_that_is_moved_keeps_its_way_and_all_else_stays(void **unused)
{
    (void)unused;
    assert_true(
        edit((struct timetable_edit){.kind = EDIT_SHIFT, .round = TEXT("1"), .minutes = 75}));
    assert_non_null(strstr(text, "call,R1,1,1,TTG,,10:15,15,W,all,2020-01-01,\n"
                                 "call,R1,1,2,NNM,10:55,11:05,10,W,all,2020-01-01,\n"
                                 "call,R1,1,3,TTG,12:05,,0,W,all,2020-01-01,\n"
                                 "call,R1,2,1,TTG,,15:00,15,W,all,2020-01-01,\n"));
    assert_null(strstr(text, "09:"));
    assert_non_null(strstr(text, "\"Trung tâm, cửa 1\""));
    assert_non_null(strstr(text, "cancel,2023-03-21,R1,2,"));
}

static void a_copy_stands_beside_its_pattern_under_a_new_name(void **unused)
{
    (void)unused;
    assert_true(edit((struct timetable_edit){
        .kind = EDIT_COPY, .round = TEXT("2"), .name = TEXT("+1"), .minutes = -240}));
    assert_non_null(strstr(text, "call,R1,2,1,TTG,,15:00,15,"));
    assert_non_null(strstr(text, "call,R1,+1,1,TTG,,11:00,15,W,all,2020-01-01,\n"));
    assert_non_null(strstr(text, "call,R1,+1,2,NNM,11:40,,10,W,all,2020-01-01,\n"));
}

static void a_run_that_is_dropped_takes_its_cancellations_along(void **unused)
{
    (void)unused;
    assert_true(edit((struct timetable_edit){.kind = EDIT_DROP, .round = TEXT("2")}));
    assert_null(strstr(text, "call,R1,2,"));
    assert_null(strstr(text, "cancel,"));
    assert_non_null(strstr(text, "call,R1,1,3,TTG,10:50,"));
}

static void a_stop_that_is_skipped_is_passed_by_one_run_only(void **unused)
{
    (void)unused;
    assert_true(
        edit((struct timetable_edit){.kind = EDIT_SKIP, .round = TEXT("1"), .name = TEXT("NNM")}));
    assert_null(strstr(text, "call,R1,1,2,NNM"));
    assert_non_null(strstr(text, "call,R1,1,3,TTG"));
    assert_non_null(strstr(text, "call,R1,2,2,NNM"));
}

static void nothing_goes_before_the_first_run_or_behind_the_last(void **unused)
{
    (void)unused;
    assert_false(
        edit((struct timetable_edit){.kind = EDIT_SHIFT, .round = TEXT("1"), .minutes = -1}));
    assert_false(
        edit((struct timetable_edit){.kind = EDIT_SHIFT, .round = TEXT("2"), .minutes = 71}));
    assert_true(
        edit((struct timetable_edit){.kind = EDIT_SHIFT, .round = TEXT("2"), .minutes = 70}));
}

static void an_edit_of_what_is_not_there_is_none(void **unused)
{
    (void)unused;
    assert_false(edit((struct timetable_edit){.kind = EDIT_SHIFT, .round = TEXT("7")}));
    assert_false(
        edit((struct timetable_edit){.kind = EDIT_SKIP, .round = TEXT("2"), .name = TEXT("BVT")}));
}

static void the_hours_of_a_plan_are_its_first_and_last_call(void **unused)
{
    (void)unused;
    int32_t first = 0;
    int32_t last = 0;
    assert_true(timetable_hours(text_of(plan), (struct text){0}, (struct text){0}, &first, &last));
    assert_int_equal(first, 9 * 60);
    assert_int_equal(last, 15 * 60 + 40);
    assert_true(timetable_hours(text_of(plan), TEXT("R1"), TEXT("2"), &first, &last));
    assert_int_equal(first, 15 * 60);
    assert_false(
        timetable_hours(TEXT("set,grace,15\n"), (struct text){0}, (struct text){0}, &first, &last));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_run_that_is_moved_keeps_its_way_and_all_else_stays, tear_down),
        cmocka_unit_test_teardown(a_copy_stands_beside_its_pattern_under_a_new_name, tear_down),
        cmocka_unit_test_teardown(a_run_that_is_dropped_takes_its_cancellations_along, tear_down),
        cmocka_unit_test_teardown(a_stop_that_is_skipped_is_passed_by_one_run_only, tear_down),
        cmocka_unit_test_teardown(nothing_goes_before_the_first_run_or_behind_the_last, tear_down),
        cmocka_unit_test_teardown(an_edit_of_what_is_not_there_is_none, tear_down),
        cmocka_unit_test(the_hours_of_a_plan_are_its_first_and_last_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
