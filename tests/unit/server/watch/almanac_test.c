#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/watch/almanac.h"
#include "tests/unit/server/watch/town.h"

enum { NAMES = 4096, TEXTS = 1 << 16 };

static struct names names;
static void *names_bytes;
static struct parties parties;
static struct almanac almanac;
static char *calendar;

static int start(void **unused)
{
    (void)unused;
    names_bytes = calloc(1, names_memory(NAMES, TEXTS));
    assert_non_null(names_bytes);
    names_init(&names, names_bytes, NAMES, TEXTS);
    assert_int_equal(parties_give(&names, &parties), STATUS_OK);
    assert_int_equal(almanac_open(&almanac, &names, &parties), STATUS_OK);
    calendar = town_read("tests/data/calendar-vn.csv");
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    almanac_close(&almanac);
    free(names_bytes);
    free(calendar);
    return 0;
}

static struct day day_of(const char *text)
{
    struct day day;
    assert_int_equal(day_parse(text_of(text), &day), STATUS_OK);
    return day;
}

static struct minute at(const char *text)
{
    return instant_minute(town_at(text));
}

static enum status take_calendar(const char *valid_from)
{
    return almanac_calendar(&almanac, text_of(calendar), day_of(valid_from));
}

static enum status cancel(const char *round, const char *day)
{
    return almanac_cancel(&almanac, TEXT("R1"), text_of(round), day_of(day),
                          at("2023-03-20T10:00"));
}

static void furnish(void)
{
    assert_int_equal(take_calendar("2020-01-01"), STATUS_OK);
    assert_int_equal(almanac_plan(&almanac, text_of(town_plan)), STATUS_OK);
}

/* The first run from the Center to H41.04 that is open from FROM on, as known at KNOWN. */
static struct minute leaves(const char *from, const char *known)
{
    struct run run;
    if (!plan_first_open_run(&almanac.plan, parties.center, names_find(&names, TEXT("H41.04")),
                             at(from), at(known), &run)) {
        return MINUTE_NEVER;
    }
    return run.departs;
}

/* --- */

static void there_is_nothing_to_judge_by_before_calendar_and_plan(void **unused)
{
    (void)unused;
    assert_false(almanac_ready(&almanac));
    assert_int_equal(almanac_plan(&almanac, text_of(town_plan)), STATUS_MALFORMED);
    assert_int_equal(take_calendar("2020-01-01"), STATUS_OK);
    assert_false(almanac_ready(&almanac));
    assert_int_equal(almanac_plan(&almanac, text_of(town_plan)), STATUS_OK);
    assert_true(almanac_ready(&almanac));
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-21T08:00").m, at("2023-03-21T09:00").m);
}

static void a_bad_plan_leaves_the_old_one_in_force(void **unused)
{
    (void)unused;
    furnish();
    assert_int_equal(almanac_plan(&almanac, TEXT("stop,TTG,center,C,18.6,105.6,2020-01-01,\n"
                                                 "nonsense,1,2\n")),
                     STATUS_MALFORMED);
    assert_int_equal(almanac_plan(&almanac, TEXT("call,R1,1,1,TTG,,09:00,15,W,all,2020-01-01,\n")),
                     STATUS_MALFORMED);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-21T08:00").m, at("2023-03-21T09:00").m);
    /* Also when the calendar changes and the plan is put together anew. */
    assert_int_equal(take_calendar("2023-01-01"), STATUS_OK);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-21T08:00").m, at("2023-03-21T09:00").m);
}

static void a_plan_that_is_too_long_is_refused(void **unused)
{
    (void)unused;
    char *big = malloc(ALMANAC_PLAN_BYTES_MAX + 1);
    assert_non_null(big);
    memset(big, '#', ALMANAC_PLAN_BYTES_MAX + 1);
    furnish();
    const struct text file = {.at = big, .size = ALMANAC_PLAN_BYTES_MAX + 1};
    assert_int_equal(almanac_plan(&almanac, file), STATUS_FULL);
    assert_true(almanac_ready(&almanac));
    free(big);
}

static void a_new_plan_replaces_the_old_one_whole(void **unused)
{
    (void)unused;
    furnish();
    const struct text plan = TEXT("stop,TTG,center,Center,18.6733,105.6922,2020-01-01,\n"
                                  "stop,NNM,H41.04,Agriculture,18.6701,105.6890,2020-01-01,\n"
                                  "call,R2,1,1,TTG,,10:30,15,W,all,2020-01-01,\n"
                                  "call,R2,1,2,NNM,11:00,,0,W,all,2020-01-01,\n");
    assert_int_equal(almanac_plan(&almanac, plan), STATUS_OK);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-21T08:00").m, at("2023-03-21T10:30").m);
}

static void a_bad_calendar_changes_nothing(void **unused)
{
    (void)unused;
    furnish();
    assert_int_equal(almanac_calendar(&almanac, TEXT("2023-13-01,off,x\n"), day_of("2023-01-01")),
                     STATUS_MALFORMED);
    assert_int_equal(almanac.calendar_count, 1);
    assert_true(almanac_ready(&almanac));
}

static void a_promise_keeps_the_calendar_of_the_day_it_was_made(void **unused)
{
    (void)unused;
    assert_int_equal(take_calendar("2022-01-01"), STATUS_OK);
    assert_int_equal(take_calendar("2023-03-21"), STATUS_OK);
    assert_int_equal(take_calendar("2023-01-01"), STATUS_OK); /* came last, holds from before */
    const struct calendar *all = almanac.calendars;
    assert_ptr_equal(almanac_promised_by(&almanac, at("2022-06-01T08:00")), &all[0]);
    assert_ptr_equal(almanac_promised_by(&almanac, at("2022-12-31T23:59")), &all[0]);
    assert_ptr_equal(almanac_promised_by(&almanac, at("2023-01-01T00:00")), &all[2]);
    assert_ptr_equal(almanac_promised_by(&almanac, at("2023-03-20T23:59")), &all[2]);
    assert_ptr_equal(almanac_promised_by(&almanac, at("2023-03-21T00:00")), &all[1]);
    assert_ptr_equal(almanac_newest(&almanac), &all[2]);
}

static void what_is_older_than_any_calendar_gets_the_first(void **unused)
{
    (void)unused;
    assert_int_equal(take_calendar("2022-01-01"), STATUS_OK);
    assert_int_equal(take_calendar("2023-01-01"), STATUS_OK);
    assert_ptr_equal(almanac_promised_by(&almanac, at("2020-06-01T08:00")), &almanac.calendars[0]);
}

static void a_correction_for_the_same_day_wins_by_coming_later(void **unused)
{
    (void)unused;
    assert_int_equal(take_calendar("2022-01-01"), STATUS_OK);
    assert_int_equal(take_calendar("2022-01-01"), STATUS_OK);
    assert_ptr_equal(almanac_promised_by(&almanac, at("2022-06-01T08:00")), &almanac.calendars[1]);
}

static void there_is_an_end_to_versions(void **unused)
{
    (void)unused;
    for (int i = 0; i < ALMANAC_CALENDARS_MAX; i++) {
        assert_int_equal(take_calendar("2022-01-01"), STATUS_OK);
    }
    assert_int_equal(take_calendar("2022-01-01"), STATUS_FULL);
    assert_int_equal(almanac.calendar_count, ALMANAC_CALENDARS_MAX);
}

static void a_cancelled_run_does_not_go_once_that_is_known(void **unused)
{
    (void)unused;
    furnish();
    assert_int_equal(cancel("1", "2023-03-21"), STATUS_OK);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-20T10:00").m, at("2023-03-21T15:00").m);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-20T09:59").m, at("2023-03-21T09:00").m);
    assert_int_equal(leaves("2023-03-22T08:00", "2023-03-21T08:00").m, at("2023-03-22T09:00").m);
}

static void a_run_nobody_knows_cannot_be_cancelled(void **unused)
{
    (void)unused;
    furnish();
    assert_int_equal(cancel("9", "2023-03-21"), STATUS_MALFORMED);
    assert_int_equal(cancel("1,", "2023-03-21"), STATUS_MALFORMED);
    assert_int_equal(cancel("1\ncancel", "2023-03-21"), STATUS_MALFORMED);
    assert_int_equal(cancel("", "2023-03-21"), STATUS_MALFORMED);
    assert_int_equal(almanac.cancel_count, 0);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-21T08:00").m, at("2023-03-21T09:00").m);
}

static void nothing_can_be_cancelled_without_a_plan(void **unused)
{
    (void)unused;
    assert_int_equal(take_calendar("2020-01-01"), STATUS_OK);
    assert_int_equal(cancel("1", "2023-03-21"), STATUS_MALFORMED);
}

static void a_cancelled_run_stays_cancelled_in_a_later_plan_that_knows_it(void **unused)
{
    (void)unused;
    furnish();
    assert_int_equal(cancel("1", "2023-03-21"), STATUS_OK);
    assert_int_equal(almanac_plan(&almanac, text_of(town_plan)), STATUS_OK);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-21T08:00").m, at("2023-03-21T15:00").m);
    assert_int_equal(take_calendar("2023-01-01"), STATUS_OK);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-21T08:00").m, at("2023-03-21T15:00").m);
}

static void a_plan_without_the_cancelled_run_is_still_a_plan(void **unused)
{
    (void)unused;
    furnish();
    assert_int_equal(cancel("1", "2023-03-21"), STATUS_OK);
    assert_int_equal(cancel("2", "2023-03-22"), STATUS_OK);
    const struct text plan = TEXT("stop,TTG,center,Center,18.6733,105.6922,2020-01-01,\n"
                                  "stop,NNM,H41.04,Agriculture,18.6701,105.6890,2020-01-01,\n"
                                  "call,R1,2,1,TTG,,15:00,15,W,all,2020-01-01,\n"
                                  "call,R1,2,2,NNM,15:40,,0,W,all,2020-01-01,\n");
    assert_int_equal(almanac_plan(&almanac, plan), STATUS_OK);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-21T08:00").m, at("2023-03-21T15:00").m);
    assert_int_equal(leaves("2023-03-22T08:00", "2023-03-21T08:00").m, at("2023-03-23T15:00").m);
    /* What the plan in force does not know cannot be cancelled, and the others stay. */
    assert_int_equal(cancel("1", "2023-03-23"), STATUS_MALFORMED);
    assert_int_equal(cancel("2", "2023-03-23"), STATUS_OK);
    assert_int_equal(leaves("2023-03-22T08:00", "2023-03-21T08:00").m, at("2023-03-24T15:00").m);
    /* The old plan again: what was cancelled in it still is. */
    assert_int_equal(almanac_plan(&almanac, text_of(town_plan)), STATUS_OK);
    assert_int_equal(leaves("2023-03-21T08:00", "2023-03-21T08:00").m, at("2023-03-21T15:00").m);
}

#define IN_AN_ALMANAC(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_AN_ALMANAC(there_is_nothing_to_judge_by_before_calendar_and_plan),
        IN_AN_ALMANAC(a_bad_plan_leaves_the_old_one_in_force),
        IN_AN_ALMANAC(a_plan_that_is_too_long_is_refused),
        IN_AN_ALMANAC(a_new_plan_replaces_the_old_one_whole),
        IN_AN_ALMANAC(a_bad_calendar_changes_nothing),
        IN_AN_ALMANAC(a_promise_keeps_the_calendar_of_the_day_it_was_made),
        IN_AN_ALMANAC(what_is_older_than_any_calendar_gets_the_first),
        IN_AN_ALMANAC(a_correction_for_the_same_day_wins_by_coming_later),
        IN_AN_ALMANAC(there_is_an_end_to_versions),
        IN_AN_ALMANAC(a_cancelled_run_does_not_go_once_that_is_known),
        IN_AN_ALMANAC(a_run_nobody_knows_cannot_be_cancelled),
        IN_AN_ALMANAC(nothing_can_be_cancelled_without_a_plan),
        IN_AN_ALMANAC(a_cancelled_run_stays_cancelled_in_a_later_plan_that_knows_it),
        IN_AN_ALMANAC(a_plan_without_the_cancelled_run_is_still_a_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
