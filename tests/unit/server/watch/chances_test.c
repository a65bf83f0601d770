#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/server/watch/town.h"

/* A week in which an agency has taken twice its budget, and a dossier that comes after it. */

enum { LIVES = 200 };
#define DOSSIER "H41.04-230403-0999"
#define WALL    "2023-04-03T09:30:01"

static struct town *town;

static const char *const days[] = {"23", "24", "27", "28", "29"};

static const char *code_of(int number)
{
    static char code[32];
    (void)snprintf(code, sizeof code, "H41.04-230321-%04d", number);
    return code;
}

/* FORM for every life, or for those of a DAY, as a scanner would in one go. */
static void say_of_all(struct pen *pen, int first, int lives, int day, const char *at,
                       const char *form)
{
    char fields[128];
    for (int i = first; i < first + lives; i++) {
        if (day < 0 || i % 5 == day) {
            (void)snprintf(fields, sizeof fields, form, code_of(i));
            pen_act(pen, town_at(at), fields);
        }
    }
}

/* Out with the first run, back with the second one of a later day; it all comes in at RECEIVED. */
static void live_all(int first, int lives, const char *received)
{
    static const struct {
        const char *at, *form;
    } out[] =
        {
            {"2023-03-21T08:01", "intake,%s,center,An,,TTG,,"   },
            {"2023-03-21T08:58", "take,%s,post,Ba,center,TTG,," },
            {"2023-03-21T09:41", "take,%s,H41.04,Chi,post,NNM,,"}
    },
      back[] = {{"2023-03-%sT14:00", "ready,%s,H41.04,Chi,,NNM,,"},
                {"2023-03-%sT15:45", "take,%s,post,Ba,H41.04,NNM,,"},
                {"2023-03-%sT16:52", "take,%s,center,An,post,TTG,,"}};
    struct pen *pen = town_pen(town, first == 0 ? 1 : 3, DEVICE_HANDHELD);
    char at[32];
    for (int i = first; i < first + lives; i++) {
        town_feed(town, code_of(i), "20230321080000", "20230328170000",
                  town_at("2023-03-21T08:00"));
    }
    for (size_t step = 0; step < 3; step++) {
        say_of_all(pen, first, lives, -1, out[step].at, out[step].form);
        pen_send(town, pen, town_at(received));
    }
    for (int step = 0; step < 15; step++) {
        (void)snprintf(at, sizeof at, back[step % 3].at, days[step / 3]);
        say_of_all(pen, first, lives, step / 3, at, back[step % 3].form);
        pen_send(town, pen, town_at(received));
    }
}

static int start(void **unused)
{
    (void)unused;
    town = town_open();
    town_furnish(town, town_at("2023-03-20T07:00"));
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    town_close(town);
    return 0;
}

/* Its promise cannot be held by plan: flagged from the first minute. */
static struct pen *begin(void)
{
    struct pen *pen = town_pen(town, 2, DEVICE_HANDHELD);
    town_feed(town, DOSSIER, "20230403080000", "20230404170000", town_at("2023-04-03T08:00"));
    pen_act(pen, town_at("2023-04-03T08:10"), "intake," DOSSIER ",center,An,,TTG,,");
    pen_send(town, pen, town_at("2023-04-03T08:10"));
    return pen;
}

static struct book_dossier row(void)
{
    struct book_dossier found;
    assert_true(town_dossier(town, DOSSIER, &found));
    return found;
}

/* --- */

static void a_flag_says_when_the_result_will_really_be_back(void **unused)
{
    (void)unused;
    live_all(0, LIVES, "2023-03-30T18:00");
    begin();
    town_run(town, town_at(WALL));
    const struct book_dossier found = row();
    assert_true(found.level == FLAG_WILL_MISS || found.level == FLAG_AT_RISK);
    assert_true(found.f50.m > found.received.m && found.f50.m <= found.f90.m);
    assert_true(found.f90.m > found.forecast.m); /* the agency takes longer than its budget */
    assert_in_range(found.late, 900, 1000);
}

static void too_few_that_came_out_say_nothing(void **unused)
{
    (void)unused;
    live_all(0, LIVES / 20, "2023-03-30T18:00");
    begin();
    town_run(town, town_at(WALL));
    assert_int_equal(row().f50.m, MINUTE_NEVER.m);
    assert_int_equal(row().f90.m, MINUTE_NEVER.m);
    assert_int_equal(row().late, -1);
}

static void what_came_in_is_learnt_at_the_full_hour(void **unused)
{
    (void)unused;
    begin();
    live_all(0, LIVES, "2023-04-03T09:00");
    town_run(town, town_at(WALL));
    assert_int_equal(row().late, -1);
    town_run(town, town_at("2023-04-03T10:00:01"));
    assert_in_range(row().late, 900, 1000);
}

static void a_dossier_in_time_is_told_no_chance(void **unused)
{
    (void)unused;
    live_all(0, LIVES, "2023-03-30T18:00");
    town_feed(town, DOSSIER, "20230403080000", "20230504170000", town_at("2023-04-03T08:00"));
    struct pen *pen = town_pen(town, 2, DEVICE_HANDHELD);
    pen_act(pen, town_at("2023-04-03T08:10"), "intake," DOSSIER ",center,An,,TTG,,");
    pen_send(town, pen, town_at("2023-04-03T08:10"));
    town_run(town, town_at(WALL));
    assert_int_equal(row().level, FLAG_ON_TRACK);
    assert_int_equal(row().late, -1);
}

static void what_is_overdue_is_late_for_certain(void **unused)
{
    (void)unused;
    live_all(0, LIVES, "2023-03-30T18:00");
    begin();
    town_run(town, town_at("2023-04-05T09:00:01"));
    assert_int_equal(row().level, FLAG_OVERDUE);
    assert_int_equal(row().late, 1000);
}

/* As it was lived, minute by minute, and made anew in one go. */
static void same_after_a_rebuild(const char *wall)
{
    char *lived = town_canonical(town);
    town_rebuild(town, town_at(wall));
    char *rebuilt = town_canonical(town);
    assert_string_equal(lived, rebuilt);
    assert_true(row().late >= 0);
    free(lived);
    free(rebuilt);
}

/* From WALL on, a step every seven minutes. */
static void run_for(const char *wall, int minutes)
{
    for (int minute = 0; minute < minutes; minute += 7) {
        town_run(town, (struct instant){town_at(wall).ms + (int64_t)minute * 60000});
    }
}

/* The week behind, and a dossier that was taken out with the run of this afternoon. */
static void live_until_the_afternoon(void)
{
    live_all(0, LIVES, "2023-03-30T18:00");
    struct pen *pen = begin();
    live_all(LIVES, 3, "2023-04-03T09:20"); /* not to be learnt before ten */
    run_for("2023-04-03T09:30:01", 180);
    pen_act(pen, town_at("2023-04-03T14:59"), "take," DOSSIER ",post,Ba,center,TTG,,");
    pen_send(town, pen, town_at("2023-04-03T15:00:10"));
    town_run(town, town_at("2023-04-03T15:00:11"));
    pen_act(pen, town_at("2023-04-03T15:00:12"), "take," DOSSIER ",H41.04,Chi,post,NNM,,");
    pen_send(town, pen, town_at("2023-04-03T15:00:20"));
    town_run(town, town_at("2023-04-03T15:20:01"));
}

static void two_statements_of_one_minute_are_both_known(void **unused)
{
    (void)unused;
    live_until_the_afternoon();
    same_after_a_rebuild("2023-04-03T15:20:01");
}

static void every_hour_says_what_can_be_said_then(void **unused)
{
    (void)unused;
    live_until_the_afternoon();
    town_run(town, town_at("2023-04-13T13:00:01"));
    run_for("2023-04-13T13:00:01", 141);
    assert_int_equal(row().level, FLAG_OVERDUE);
    const struct minute before = row().f50;
    town_run(town, town_at("2023-04-13T16:20:01"));
    assert_true(row().f50.m > before.m); /* it takes longer than any did */
    same_after_a_rebuild("2023-04-13T16:20:01");
}

static void watch_that_begins_anew_has_learnt_the_same(void **unused)
{
    (void)unused;
    live_until_the_afternoon();
    town_run(town, town_at("2023-04-04T09:20:01"));
    char *lived = town_canonical(town);
    town_rebuild(town, town_at("2023-04-03T15:20:01"));
    assert_true(town_restart(town));
    town_run(town, town_at("2023-04-04T09:20:01"));
    char *resumed = town_canonical(town);
    assert_string_equal(lived, resumed);
    free(lived);
    free(resumed);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(a_flag_says_when_the_result_will_really_be_back),
        TEST(too_few_that_came_out_say_nothing),
        TEST(what_came_in_is_learnt_at_the_full_hour),
        TEST(a_dossier_in_time_is_told_no_chance),
        TEST(what_is_overdue_is_late_for_certain),
        TEST(two_statements_of_one_minute_are_both_known),
        TEST(every_hour_says_what_can_be_said_then),
        TEST(watch_that_begins_anew_has_learnt_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
