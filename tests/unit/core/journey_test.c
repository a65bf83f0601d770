#include "life_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct province province;
static struct life life;
static struct life_view view;

static void step_is(int number, enum step_kind kind, enum step_stage stage, const char *begin,
                    const char *end)
{
    assert_true(number < view.journey.steps);
    const struct step *step = &view.journey.step[number];
    assert_int_equal(step->kind, kind);
    assert_int_equal(step->stage, stage);
    assert_int_equal(step->begin.m, begin ? minute_at(begin).m : MINUTE_NEVER.m);
    assert_int_equal(step->end.m, end ? minute_at(end).m : MINUTE_NEVER.m);
}

static void a_life_is_out_processing_and_back(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-21T09:00,take,D-1,post,,center,,,", "2023-03-21T09:50,take,D-1,H41.04,,post,,,",
         "2023-03-24T09:10,ready,D-1,H41.04,,,,,", "2023-03-24T09:50,take,D-1,post,,H41.04,,,",
         "2023-03-24T11:00,take,D-1,center,,post,,,");
    life_view_at(&province, &life, "2023-03-21T08:30", &view);
    step_is(0, STEP_OUT, STEP_WAITING, "2023-03-21T08:00", NULL);
    step_is(1, STEP_PROCESSING, STEP_AHEAD, NULL, NULL);
    step_is(2, STEP_BACK, STEP_AHEAD, NULL, NULL);
    assert_int_equal(view.journey.next, 0);
    life_view_at(&province, &life, "2023-03-21T09:30", &view);
    step_is(0, STEP_OUT, STEP_CARRIED, "2023-03-21T08:00", NULL);
    life_view_at(&province, &life, "2023-03-23T09:30", &view);
    step_is(1, STEP_PROCESSING, STEP_WORKING, "2023-03-21T09:50", NULL);
    assert_int_equal(view.journey.next, 1);
    life_view_at(&province, &life, "2023-03-24T09:30", &view);
    step_is(2, STEP_BACK, STEP_WAITING, "2023-03-24T09:10", NULL);
    assert_int_equal(view.journey.back.m, MINUTE_NEVER.m);
    life_view_at(&province, &life, "2023-03-24T11:00", &view);
    step_is(2, STEP_BACK, STEP_DONE, "2023-03-24T09:10", "2023-03-24T11:00");
    assert_int_equal(view.journey.steps, 3);
    assert_int_equal(view.journey.next, 3);
    assert_int_equal(view.journey.back.m, minute_at("2023-03-24T11:00").m);
}

static void without_a_ready_the_carriers_take_says_when_it_was_ready(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:50,take,D-1,H41.04,,,,,",
         "2023-03-24T09:50,take,D-1,post,,H41.04,,,");
    life_view_at(&province, &life, "2023-03-24T10:00", &view);
    step_is(1, STEP_PROCESSING, STEP_DONE, "2023-03-21T09:50", "2023-03-24T09:50");
    life.facts.finished = minute_at("2023-03-23T10:00"); /* NgayKetThucXuLy inside the visit */
    life_view_at(&province, &life, "2023-03-24T10:00", &view);
    step_is(1, STEP_PROCESSING, STEP_DONE, "2023-03-21T09:50", "2023-03-23T10:00");
    step_is(2, STEP_BACK, STEP_CARRIED, "2023-03-23T10:00", NULL);
}

static void an_agency_that_takes_it_again_reopens_the_life(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:50,take,D-1,H41.04,,,,,",
         "2023-03-22T09:50,take,D-1,center,,H41.04,,,", "2023-03-22T15:00,take,D-1,post,,center,,,",
         "2023-03-22T15:50,take,D-1,H41.05,,post,,,");
    life_view_at(&province, &life, "2023-03-22T15:10", &view);
    assert_int_equal(view.journey.back.m, minute_at("2023-03-22T09:50").m); /* J stays */
    life_view_at(&province, &life, "2023-03-22T16:00", &view);
    assert_int_equal(view.journey.back.m, MINUTE_NEVER.m);
    step_is(3, STEP_OUT, STEP_DONE, "2023-03-22T09:50", "2023-03-22T15:50");
    step_is(4, STEP_PROCESSING, STEP_WORKING, "2023-03-22T15:50", NULL);
}

static void stays_at_the_center_without_an_agency_between_are_one_place(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:00,take,D-1,post,,center,,,",
         "2023-03-21T11:00,take,D-1,center,,post,,,");
    life_view_at(&province, &life, "2023-03-21T12:00", &view);
    step_is(0, STEP_OUT, STEP_WAITING, "2023-03-21T08:00", NULL);
    assert_int_equal(view.journey.step[0].waits.m, minute_at("2023-03-21T11:00").m);
    assert_int_equal(view.journey.step[0].picked.m, MINUTE_NEVER.m);
}

static void on_the_spot_turns_paper_once_a_carrier_takes_it(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.002696", "2023-03-21T08:00,intake,D-1,center,,,,,",
         "2023-03-21T11:00,ready,D-1,center,,,,,", "2023-03-21T15:00,take,D-1,post,,center,,,");
    life_view_at(&province, &life, "2023-03-21T10:00", &view);
    assert_int_equal(view.journey.kind, JOURNEY_ON_THE_SPOT);
    step_is(0, STEP_PROCESSING, STEP_WORKING, "2023-03-21T08:00", NULL);
    life_view_at(&province, &life, "2023-03-21T11:00", &view);
    assert_int_equal(view.journey.back.m, minute_at("2023-03-21T11:00").m);
    life_view_at(&province, &life, "2023-03-21T15:00", &view);
    assert_int_equal(view.journey.kind, JOURNEY_PAPER);
    step_is(0, STEP_OUT, STEP_CARRIED, "2023-03-21T08:00", NULL);
}

static void only_a_result_begins_at_the_agency(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "2.001234", "2023-03-22T16:00,ready,D-1,H41.04,,,,,");
    life_view_at(&province, &life, "2023-03-22T16:30", &view);
    step_is(0, STEP_PROCESSING, STEP_DONE, "2023-03-21T08:00", "2023-03-22T16:00");
    step_is(1, STEP_BACK, STEP_WAITING, "2023-03-22T16:00", NULL);
    assert_int_equal(view.custody.conflicts, 0);
}

static void an_offer_to_another_agency_is_where_it_goes(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:00,take,D-1,post,,center,,,",
         "2023-03-21T10:10,give,D-1,post,,H41.05,,,");
    life_view_at(&province, &life, "2023-03-21T10:20", &view);
    step_is(0, STEP_OUT, STEP_OFFERED, "2023-03-21T08:00", NULL);
    assert_true(text_is(names_text(&province.names, view.journey.step[0].to), "H41.05"));
    assert_true(text_is(names_text(&province.names, view.journey.step[2].from), "H41.05"));
}

static void pauses_of_feed_and_acts_are_one_stream(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-21T09:00,pause,D-1,H41.04,,,,,agency_stop",
         "2023-03-21T10:00,resume,D-1,H41.04,,,,,", "2023-03-21T11:00,resume,D-1,H41.04,,,,,");
    struct supplement row = {.asked = minute_at("2023-03-21T09:30"),
                             .brought = minute_at("2023-03-21T11:30"),
                             .promised = MINUTE_NEVER};
    assert_true(dossier_supplement(&life.facts, &row));
    life_view_at(&province, &life, "2023-03-21T16:00", &view);
    assert_int_equal(view.journey.pauses, 1); /* a second pause inside, lone resumes: nothing */
    assert_int_equal(view.journey.pause[0].until.m, minute_at("2023-03-21T10:00").m);
    assert_int_equal(journey_paused(&view.journey, &province.calendar, (struct minute){0},
                                    minute_at("2023-03-21T16:00")),
                     60);
    life_view_at(&province, &life, "2023-03-21T09:20", &view);
    assert_int_equal(view.journey.pause[0].until.m, MINUTE_NEVER.m); /* still */
    assert_int_equal(journey_paused(&view.journey, &province.calendar, (struct minute){0},
                                    minute_at("2023-03-21T09:20")),
                     20);
}

static void what_was_paused_before_receipt_is_no_part_of_the_life(void **unused)
{
    (void)unused;
    LIFE(&province, &life, "1.005555", "2023-03-20T09:00,pause,D-1,center,,,,,",
         "2023-03-21T08:10,resume,D-1,center,,,,,");
    life_view_at(&province, &life, "2023-03-21T16:00", &view);
    assert_int_equal(view.journey.pauses, 1);
    assert_int_equal(view.journey.pause[0].from.m, minute_at("2023-03-21T08:00").m);
}

static int open_province(void **unused)
{
    (void)unused;
    province_open(&province);
    province_plan_base(&province, NULL, 0);
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
        cmocka_unit_test(a_life_is_out_processing_and_back),
        cmocka_unit_test(without_a_ready_the_carriers_take_says_when_it_was_ready),
        cmocka_unit_test(an_agency_that_takes_it_again_reopens_the_life),
        cmocka_unit_test(stays_at_the_center_without_an_agency_between_are_one_place),
        cmocka_unit_test(on_the_spot_turns_paper_once_a_carrier_takes_it),
        cmocka_unit_test(only_a_result_begins_at_the_agency),
        cmocka_unit_test(an_offer_to_another_agency_is_where_it_goes),
        cmocka_unit_test(pauses_of_feed_and_acts_are_one_stream),
        cmocka_unit_test(what_was_paused_before_receipt_is_no_part_of_the_life),
    };
    return cmocka_run_group_tests(tests, open_province, close_province);
}
