#include "server/watch/climb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/server/watch/town.h"

/* One dossier at the Center, promised for the 28th: the run of the 23rd at 09:00 is its last safe
 * one, from the 22nd at 14:46 on it is due soon, and from the 23rd at 08:46 at risk. */

#define DOSSIER "H41.04-230321-0001"

enum { NOTICES_MAX = 32, TEXTS = 64 * 1024 };

static struct town *town;
static struct book_notice notices[NOTICES_MAX];
static size_t count;

static void acts(const char *received, const char *rows)
{
    pen_file(town, &town->pens[0], FILE_ACTS, text_of(rows), town_at(received));
    town_run(town, town_at(received));
}

static void clock_to(const char *wall)
{
    town_run(town, (struct instant){town_at(wall).ms + TOWN_MARGIN_MS});
}

static int start(void **unused)
{
    (void)unused;
    town = town_open();
    town_furnish(town, town_at("2023-03-20T07:00"));
    town_feed(town, DOSSIER, "20230321080000", "20230328080000", town_at("2023-03-21T08:00"));
    acts("2023-03-21T08:05", "2023-03-21T08:01,intake," DOSSIER ",center,,,,,\n");
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    town_close(town);
    return 0;
}

/* What has been told so far, newest first. */
static size_t told(bool only_standing)
{
    static uint8_t memory[TEXTS];
    struct arena arena = arena_of(memory, sizeof memory);
    const struct notice_filter filter = {.to = MINUTE_NEVER, .only_standing = only_standing};
    assert_int_equal(
        flag_reader_notices(town->flags, &filter, 0, &arena, notices, NOTICES_MAX, &count),
        STATUS_OK);
    return count;
}

static int32_t minute(const char *text)
{
    return instant_minute(town_at(text)).m;
}

static void acknowledge(const char *level, const char *cause, const char *at)
{
    uint8_t body[512];
    struct writer writer = writer_of(body, sizeof body);
    const struct flag_body flag = {
        .dossier = TEXT(DOSSIER), .level = text_of(level), .cause = text_of(cause)};
    assert_int_equal(flag_encode(&flag, &writer), STATUS_OK);
    (void)pen_say(&town->pens[0], ENTRY_FLAG_ACKNOWLEDGED, writer_span(&writer), town_at(at), "An");
    pen_send(town, &town->pens[0], town_at(at));
    town_run(town, town_at(at));
}

static void the_holder_is_warned_an_hour_before_the_last_safe_run_leaves(void **unused)
{
    (void)unused;
    clock_to("2023-03-23T07:59");
    assert_int_equal(told(false), 0);
    clock_to("2023-03-23T08:00");
    assert_int_equal(told(true), 1);
    assert_int_equal(notices[0].rung, RUNG_HOLDER);
    assert_int_equal(notices[0].level, FLAG_DUE_SOON);
    assert_int_equal(notices[0].reached.m, minute("2023-03-23T08:00"));
    assert_int_equal(notices[0].told.m, minute("2023-03-23T08:00"));
    assert_int_equal(notices[0].run.departs.m, minute("2023-03-23T09:00"));
    assert_int_equal(notices[0].saver, SAVER_RUN);
    assert_true(text_is(notices[0].party, "center"));
}

static void what_nobody_acknowledges_climbs_to_officer_and_manager(void **unused)
{
    (void)unused;
    clock_to("2023-03-23T10:45");
    assert_int_equal(told(true), 1); /* at risk since 08:46; the warning stands no more */
    assert_int_equal(told(false), 2);
    clock_to("2023-03-23T10:46");
    assert_int_equal(told(true), 2);
    assert_int_equal(notices[0].rung, RUNG_OFFICER);
    assert_int_equal(notices[0].told.m, minute("2023-03-23T13:30")); /* in the list of that time */
    assert_int_equal(notices[1].rung, RUNG_HOLDER);
    assert_int_equal(notices[1].level, FLAG_AT_RISK);
    clock_to("2023-03-24T18:00");
    assert_int_equal(told(false), 6); /* another fact: since 14:01 no extra run would save it */
    assert_int_equal(notices[0].rung, RUNG_MANAGER);
    assert_int_equal(notices[0].level, FLAG_WILL_MISS);
    assert_int_equal(notices[0].reached.m, minute("2023-03-24T14:01"));
    assert_int_equal(notices[0].told.m, minute("2023-03-27T07:30"));
    clock_to("2023-03-27T17:00");
    told(false);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            assert_false(notices[i].raised_at.m == notices[k].raised_at.m &&
                         notices[i].rung == notices[k].rung);
        }
    }
}

static void an_acknowledged_flag_climbs_no_higher_and_stands_no_more(void **unused)
{
    (void)unused;
    clock_to("2023-03-23T09:00");
    assert_int_equal(told(true), 1);
    acknowledge("at_risk", "plan", "2023-03-23T09:05");
    acknowledge("at_risk", "transfer", "2023-03-23T09:05");
    assert_int_equal(told(true), 0);
    clock_to("2023-03-23T14:00");
    assert_int_equal(told(false), 2);
}

static void
a_worse_fact_is_told_from_the_holder_up_again_though_the_one_before_was_acknowledged(void **unused)
{
    (void)unused;
    clock_to("2023-03-23T09:00");
    acknowledge("at_risk", "plan", "2023-03-23T09:05");
    acknowledge("at_risk", "transfer", "2023-03-23T09:05");
    clock_to("2023-03-23T14:00");
    assert_int_equal(told(false), 2);
    clock_to("2023-03-23T14:01"); /* no extra run would save it any more */
    assert_int_equal(told(true), 1);
    assert_int_equal(told(false), 3);
    assert_int_equal(notices[0].level, FLAG_WILL_MISS);
    assert_int_equal(notices[0].rung, RUNG_HOLDER);
    assert_int_equal(notices[0].raised_at.m, minute("2023-03-23T14:01")); /* a clock of its own */
}

static void a_flag_that_returns_within_half_an_hour_is_not_told_again(void **unused)
{
    (void)unused;
    clock_to("2023-03-23T10:50");
    assert_int_equal(told(false), 3);
    acts("2023-03-23T10:55", "2023-03-23T10:54,exception," DOSSIER ",center,,,,,lost\n");
    assert_int_equal(told(true), 0);
    assert_true(town_restart(town));
    acts("2023-03-23T11:05", "2023-03-23T11:04,exception," DOSSIER ",center,,,,,found\n");
    assert_int_equal(told(false), 3);
    assert_int_equal(told(true), 2);
    assert_int_equal(notices[0].reached.m, minute("2023-03-23T10:46")); /* as they were told */
    assert_int_equal(notices[1].reached.m, minute("2023-03-23T08:46"));
}

static void a_restart_or_a_rebuild_tells_nobody_twice(void **unused)
{
    (void)unused;
    static const char *const stops[] = {"2023-03-23T07:59", "2023-03-23T08:00", "2023-03-23T08:46",
                                        "2023-03-23T10:46", "2023-03-23T15:00", "2023-03-24T08:46",
                                        "2023-03-24T16:00"};
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        clock_to(stops[i]);
        char *before = town_canonical(town);
        assert_true(town_restart(town));
        char *after = town_canonical(town);
        assert_string_equal(before, after);
        free(before);
        free(after);
    }
    assert_int_equal(told(false), 6);
    char *live = town_canonical(town);
    const struct instant wall = {town_at("2023-03-24T16:00").ms + TOWN_MARGIN_MS};
    town_rebuild(town, wall);
    char *rebuilt = town_canonical(town);
    assert_string_equal(live, rebuilt);
    free(live);
    free(rebuilt);
}

static void the_plan_says_when_and_another_plan_says_otherwise(void **unused)
{
    (void)unused;
    char plan[16 * 1024];
    struct line line = line_of(plan, sizeof plan);
    line_put(&line, town_plan);
    line_put(&line, "set,load_first,90\nset,officer_after,30\nset,digest_noon,14:00\n");
    assert_false(line.cut);
    pen_file(town, &town->pens[0], FILE_PLAN, line_done(&line), town_at("2023-03-21T09:00"));
    clock_to("2023-03-23T07:29");
    assert_int_equal(told(false), 0);
    clock_to("2023-03-23T07:30");
    assert_int_equal(told(false), 1);
    clock_to("2023-03-23T09:16");
    assert_int_equal(told(false), 3);
    assert_int_equal(notices[0].told.m, minute("2023-03-23T14:00"));
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(the_holder_is_warned_an_hour_before_the_last_safe_run_leaves),
        EACH(what_nobody_acknowledges_climbs_to_officer_and_manager),
        EACH(an_acknowledged_flag_climbs_no_higher_and_stands_no_more),
        EACH(a_worse_fact_is_told_from_the_holder_up_again_though_the_one_before_was_acknowledged),
        EACH(a_flag_that_returns_within_half_an_hour_is_not_told_again),
        EACH(a_restart_or_a_rebuild_tells_nobody_twice),
        EACH(the_plan_says_when_and_another_plan_says_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
