#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/fix_judge.h"
#include "tests/unit/server/watch/town.h"

#define DOSSIER "H41.04-230321-0001"

static struct town *town;

static int start(void **unused)
{
    (void)unused;
    town = town_open();
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    town_close(town);
    return 0;
}

static struct instant later(struct instant at, int64_t ms)
{
    return (struct instant){at.ms + ms};
}

/* A town with a plan and one dossier received on 21 March at 8:00, promised for the 28th. */
static void furnish(void)
{
    town_furnish(town, town_at("2023-03-20T07:00"));
    town_feed(town, DOSSIER, "20230321080000", "20230328080000", town_at("2023-03-21T08:00"));
    town_run(town, town_at("2023-03-21T08:00:05"));
}

static struct book_dossier dossier(void)
{
    struct book_dossier row;
    assert_true(town_dossier(town, DOSSIER, &row));
    return row;
}

static void same_after_a_rebuild(const char *wall)
{
    char *before = town_canonical(town);
    town_rebuild(town, town_at(wall));
    char *after = town_canonical(town);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* --- */

static void an_act_is_in_the_book_with_the_step_that_reads_it(void **unused)
{
    (void)unused;
    const struct instant at = town_at("2023-03-21T08:10:30");
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, later(at, -500), "take,H41.04-230321-0001,post,An,center,TTG,,");
    pen_send(town, pen, at);
    town_step(town, at);
    assert_true(text_is(dossier().holder, "post"));
    assert_true(dossier().verified);
    assert_int_equal(dossier().level, FLAG_ON_TRACK);
    assert_true(town->effects.advanced);
}

static void a_flag_changes_in_its_minute_though_nothing_comes(void **unused)
{
    (void)unused;
    struct book_change changes[8];
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, town_at("2023-03-21T08:01"), "intake,H41.04-230321-0001,center,An,,TTG,,");
    pen_send(town, pen, town_at("2023-03-21T08:01:01"));
    town_run(town, town_at("2023-03-21T08:02"));
    /* The last run that keeps the promise leaves on the 23rd at 9:00; its cut-off is 8:45. */
    town_run(town, town_at("2023-03-22T14:45:59"));
    assert_int_equal(dossier().level, FLAG_ON_TRACK);
    town_run(town, town_at("2023-03-22T14:46:01"));
    assert_int_equal(dossier().level, FLAG_DUE_SOON);
    town_run(town, town_at("2023-03-23T08:46:01"));
    assert_int_equal(dossier().level, FLAG_AT_RISK);
    assert_int_equal(dossier().raised_at.m, instant_minute(town_at("2023-03-23T08:46")).m);
    assert_int_equal(dossier().cause, CAUSE_TRANSFER);
    assert_int_equal(dossier().leg, LEG_OUT);
    const size_t count = town_changes(town, DOSSIER, changes, 8);
    assert_int_equal(changes[count - 1].at.m, instant_minute(town_at("2023-03-23T08:46")).m);
    same_after_a_rebuild("2023-03-23T08:46:01");
}

/* The agency takes the dossier and is a week behind its standard: F moves with every minute. */
static void leave_it_at_the_agency(void)
{
    const struct instant at = town_at("2023-03-21T09:40:10");
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, at, "take,H41.04-230321-0001,H41.04,An,post,NNM,,");
    pen_send(town, pen, at);
    town_run(town, town_at("2023-04-05T09:00:01"));
    assert_int_equal(dossier().level, FLAG_OVERDUE);
}

static void a_row_that_only_drifts_is_written_when_the_acts_are_read(void **unused)
{
    (void)unused;
    leave_it_at_the_agency();
    const int32_t slack = dossier().slack_minutes;
    struct pen *pen = &town->pens[1];
    pen_act(pen, town_at("2023-04-05T10:00"), "intake,H41.04-230405-0002,center,An,,TTG,,");
    pen_send(town, pen, town_at("2023-04-05T10:00:01"));
    town_step(town, town_at("2023-04-05T14:00:01")); /* far behind, and more to come */
    assert_int_equal(dossier().slack_minutes, slack);
    assert_int_equal(town->watch.model.drifted_count, 1);
    assert_true(town_restart(town)); /* the turns to come never came */
    assert_int_equal(town->watch.model.drifted_count, 1);
    town_run(town, town_at("2023-04-05T14:00:01"));
    assert_int_equal(town->watch.model.drifted_count, 0);
    assert_true(dossier().slack_minutes < slack);
    same_after_a_rebuild("2023-04-05T14:00:01");
}

static void what_only_drifts_is_written_each_turn_where_the_clock_is_near(void **unused)
{
    (void)unused;
    leave_it_at_the_agency();
    const int32_t slack = dossier().slack_minutes;
    struct pen *pen = &town->pens[1];
    pen_act(pen, town_at("2023-04-05T10:00"), "intake,H41.04-230405-0002,center,An,,TTG,,");
    pen_send(town, pen, town_at("2023-04-05T10:00:01"));
    town_step(town, town_at("2023-04-05T10:01:02"));
    assert_true(dossier().slack_minutes < slack);
    assert_int_equal(town->watch.model.drifted_count, 0);
}

static void the_clock_passes_a_minute_one_second_after_it_began(void **unused)
{
    (void)unused;
    struct book_position position;
    furnish();
    town_run(town, town_at("2023-03-21T09:00:00.999"));
    assert_int_equal(flag_reader_position(town->flags, &position), STATUS_OK);
    assert_int_equal(position.clock.m, instant_minute(town_at("2023-03-21T08:59")).m);
    assert_int_equal(town->effects.wakeup.ms, town_at("2023-03-21T09:00:01").ms);
    town_run(town, town->effects.wakeup);
    assert_int_equal(flag_reader_position(town->flags, &position), STATUS_OK);
    assert_int_equal(position.clock.m, instant_minute(town_at("2023-03-21T09:00")).m);
    assert_int_equal(town->effects.wakeup.ms, town_at("2023-03-21T09:01:01").ms);
}

static void a_step_with_nothing_new_writes_once_a_minute_that_watch_lives(void **unused)
{
    (void)unused;
    furnish();
    town_run(town, town_at("2023-03-21T09:00:01"));
    const uint64_t commits = town->flags_memory.commits;
    town_run(town, town_at("2023-03-21T09:00:30"));
    assert_int_equal(town->flags_memory.commits, commits);
    assert_false(town->effects.advanced);
    /* The wall clock was set back: the book's stands still, and still it says that it lives. */
    town_run(town, town_at("2023-03-21T08:30:00"));
    assert_int_equal(town->flags_memory.commits, commits + 1);
    assert_false(town->effects.advanced);
}

static void a_batch_with_a_bad_signature_counts_for_nothing(void **unused)
{
    (void)unused;
    struct flag_counts counts;
    const struct instant at = town_at("2023-03-21T08:10:30");
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, at, "take,H41.04-230321-0001,post,An,center,TTG,,");
    pen_send_spoiled(town, pen, at, true);
    town_run(town, at);
    assert_true(text_is(dossier().holder, "center"));
    assert_int_equal(town_incidents(town, "bad_signature"), 1);
    assert_int_equal(flag_reader_counts(town->flags, &counts), STATUS_OK);
    assert_int_equal(counts.apart, 1);
    assert_int_equal(log_fake_count(&town->log, "does not count"), 1);
    /* What the device says afterwards counts. */
    pen_act(pen, later(at, 60000), "take,H41.04-230321-0001,H41.05,An,center,XDG,,");
    pen_send(town, pen, later(at, 61000));
    town_run(town, later(at, 61000));
    assert_true(text_is(dossier().holder, "H41.05"));
    assert_true(town_restart(town));
    assert_int_equal(town->watch.judge.counters.rows, 0);
    same_after_a_rebuild("2023-03-21T08:11:31");
}

static void a_signature_within_a_batch_is_looked_at_later(void **unused)
{
    (void)unused;
    struct book_position position;
    const struct instant at = town_at("2023-03-21T08:10:30");
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, at, "take,H41.04-230321-0001,post,An,center,TTG,,");
    pen_send_spoiled(town, pen, at, false);
    town_step(town, at);
    assert_true(text_is(dossier().holder, "post"));
    assert_int_equal(town_incidents(town, "bad_inner_signature"), 0);
    town_run(town, at);
    assert_int_equal(town_incidents(town, "bad_inner_signature"), 1);
    assert_int_equal(flag_reader_position(town->flags, &position), STATUS_OK);
    assert_int_equal(position.checked, position.n);
    assert_true(text_is(dossier().holder, "post"));
    same_after_a_rebuild("2023-03-21T08:10:30");
}

static void a_batch_of_a_device_nobody_enrolled_is_put_apart(void **unused)
{
    (void)unused;
    const struct instant at = town_at("2023-03-21T08:10:30");
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    struct pen *stranger = &town->pens[2];
    *stranger = *pen;
    stranger->stream.stream.device.id ^= 1;
    pen_act(stranger, at, "take,H41.04-230321-0001,post,An,center,TTG,,");
    pen_send(town, stranger, at);
    town_run(town, at);
    assert_int_equal(town_incidents(town, "unknown_device"), 1);
    assert_true(text_is(dossier().holder, "center"));
}

static void what_was_committed_before_a_minute_already_judged_wants_a_rebuild(void **unused)
{
    (void)unused;
    furnish();
    town_run(town, town_at("2023-03-21T09:30:01"));
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, town_at("2023-03-21T09:00"), "take,H41.04-230321-0001,post,An,center,TTG,,");
    pen_send(town, pen, town_at("2023-03-21T09:29:59.999"));
    town_run(town, town_at("2023-03-21T09:30:02"));
    assert_int_equal(town->rebuilds_wanted, 1);
    assert_true(text_is(dossier().holder, "center"));
    town_rebuild(town, town_at("2023-03-21T09:30:03"));
    assert_true(text_is(dossier().holder, "post"));
    assert_int_equal(town->rebuilds_wanted, 1);
}

static void what_was_committed_in_the_minute_last_judged_is_in_time(void **unused)
{
    (void)unused;
    furnish();
    town_run(town, town_at("2023-03-21T09:30:01"));
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, town_at("2023-03-21T09:00"), "take,H41.04-230321-0001,post,An,center,TTG,,");
    pen_send(town, pen, town_at("2023-03-21T09:30:00"));
    /* Intake never lets receipt times fall; should they all the same, the order of the rows holds.
     */
    pen_act(pen, town_at("2023-03-21T09:01"), "take,H41.04-230321-0001,H41.04,An,post,NNM,,");
    pen_send(town, pen, town_at("2023-03-21T09:20:00"));
    town_run(town, town_at("2023-03-21T09:30:02"));
    assert_int_equal(town->rebuilds_wanted, 0);
    assert_true(text_is(dossier().holder, "H41.04"));
    assert_true(town_restart(town));
    same_after_a_rebuild("2023-03-21T09:30:02");
}

static void intakes_incidents_are_copied_once(void **unused)
{
    (void)unused;
    struct act_incident incident = {
        .kind = ACT_INCIDENT_CLONED,
        .device.id = 77,
        .at = town_at("2023-03-21T08:00"),
        .place = {1, 9},
        .detail = "two contents"
    };
    struct act_group group = {.incidents = &incident, .incident_count = 1};
    furnish();
    assert_int_equal(act_store_commit(town->store, &group), STATUS_OK);
    town_run(town, town_at("2023-03-21T08:10"));
    assert_int_equal(town_incidents(town, "cloned"), 1);
    assert_true(town_restart(town));
    town_run(town, town_at("2023-03-21T08:20"));
    assert_int_equal(town_incidents(town, "cloned"), 1);
    assert_int_equal(town->watch.position.incident, 1);
}

static void lose_last_row(void)
{
    const struct act_batch *row =
        act_store_memory_batch(&town->acts_memory, town->acts_memory.batches.count);
    free((void *)row->message.at);
    town->acts_memory.batches.count--;
}

static void a_flag_book_of_other_acts_is_found_out(void **unused)
{
    (void)unused;
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, town_at("2023-03-21T08:10"), "take,H41.04-230321-0001,post,An,center,TTG,,");
    pen_send(town, pen, town_at("2023-03-21T08:10"));
    town_run(town, town_at("2023-03-21T08:11"));
    assert_true(town_restart(town));
    /* The acts are restored from a backup: the last row is gone; then another one takes its place.
     */
    town_shut(town);
    lose_last_row();
    assert_false(town_restart(town));
    pen_act(pen, town_at("2023-03-21T08:12"), "take,H41.04-230321-0001,H41.05,An,center,XDG,,");
    pen_send(town, pen, town_at("2023-03-21T08:12"));
    assert_false(town_restart(town));
    town_rebuild(town, town_at("2023-03-21T08:13"));
    assert_true(town_restart(town));
}

static void acts_that_were_restored_under_a_running_watch_are_noticed(void **unused)
{
    (void)unused;
    const struct watch_event event = {.wall = town_at("2023-03-21T08:11"),
                                      .margin_ms = TOWN_MARGIN_MS};
    furnish();
    lose_last_row();
    assert_int_equal(watch_step(&town->watch, &event, &town->effects), STATUS_BROKEN);
}

/* A restore may bring back all rows and less of what intake noticed at the door. */
static void acts_that_were_restored_with_fewer_incidents_are_noticed(void **unused)
{
    (void)unused;
    struct act_incident incident = {.kind = ACT_INCIDENT_CLONED, .detail = "seen at the door"};
    struct act_group group = {.incidents = &incident, .incident_count = 1};
    const struct watch_event event = {.wall = town_at("2023-03-21T08:11"),
                                      .margin_ms = TOWN_MARGIN_MS};
    furnish();
    assert_int_equal(act_store_commit(town->store, &group), STATUS_OK);
    town_run(town, event.wall);
    assert_int_equal(town_incidents(town, "cloned"), 1);
    assert_true(town_restart(town));
    town->acts_memory.incidents.count = 0;
    assert_int_equal(watch_step(&town->watch, &event, &town->effects), STATUS_BROKEN);
    assert_false(town_restart(town));
    town_rebuild(town, event.wall);
    assert_int_equal(town_incidents(town, "cloned"), 0);
    assert_true(town_restart(town));
}

static void a_full_table_is_said_and_greater_limits_help(void **unused)
{
    (void)unused;
    char subject[64];
    const struct instant at = town_at("2023-03-21T08:10");
    const struct watch_event event = {.wall = at, .margin_ms = TOWN_MARGIN_MS};
    town_shut(town);
    town->limits.lives = 4;
    assert_true(town_restart(town));
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    for (int i = 2; i < 8; i++) {
        snprintf(subject, sizeof subject, "take,H41.04-230321-%04d,post,An,center,TTG,,", i);
        pen_act(pen, later(at, i), subject);
    }
    pen_send(town, pen, later(at, 1000));
    assert_int_equal(watch_step(&town->watch, &event, &town->effects), STATUS_FULL);
    assert_true(watch_full(&town->watch));
    assert_int_equal(flag_book_reopen(town->book), STATUS_OK);
    town->limits.lives = 8;
    assert_true(town_restart(town));
    assert_false(watch_full(&town->watch));
    town_run(town, later(at, 1000));
    assert_int_equal(town->watch.model.life_count, 7);
}

static void a_turn_that_the_book_refuses_is_done_again(void **unused)
{
    (void)unused;
    const struct instant at = town_at("2023-03-21T08:10:30");
    const struct watch_event event = {.wall = at, .margin_ms = TOWN_MARGIN_MS};
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, at, "take,H41.04-230321-0001,post,An,center,TTG,,");
    pen_send(town, pen, at);
    town->flags_memory.next = STATUS_IO;
    assert_int_equal(watch_step(&town->watch, &event, &town->effects), STATUS_IO);
    assert_int_equal(flag_book_reopen(town->book), STATUS_OK);
    assert_true(town_restart(town));
    assert_true(text_is(dossier().holder, "center"));
    town_run(town, at);
    assert_true(text_is(dossier().holder, "post"));
}

#define TOWN(test) cmocka_unit_test_setup_teardown(test, start, stop)

/* Behind the row that holds the hash of what was read. */
static const char *verdicts(const char *canonical)
{
    const char *at = strstr(canonical, "\ndossier\t");
    assert_non_null(at);
    return at;
}

/* What watch makes of one life whose acts were made under FIX; free() it. */
static char *lived_under(struct fix fix)
{
    furnish();
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen->fix = fix;
    pen_act(pen, town_at("2023-03-21T08:01"), "intake," DOSSIER ",center,An,,TTG,,");
    pen_act(pen, town_at("2023-03-21T09:01"), "give," DOSSIER ",center,An,post,TTG,,");
    pen_act(pen, town_at("2023-03-21T09:02"), "take," DOSSIER ",post,Binh,center,TTG,,");
    pen_act(pen, town_at("2023-03-21T10:02"), "take," DOSSIER ",H41.04,Chi,post,NNM,,");
    pen_send(town, pen, town_at("2023-03-21T10:03"));
    town_run(town, town_at("2023-03-29T08:00"));
    return town_canonical(town);
}

static void a_position_stale_weak_suspect_or_good_changes_no_verdict(void **unused)
{
    static const struct fix fixes[] = {
        {true, FIX_SILENCE_MS + 1, 186733000, 1056922000, 17000           }, /* stale */
        {true, 500,                186733000, 1056922000, FIX_WEAK_MM + 1 }, /* weak */
        {true, 500,                557500000, 376200000,  FIX_NOT_BELIEVED}, /* suspect */
        {true, 500,                557500000, 376200000,  17000           }, /* good, and far off */
    };
    char *without = lived_under((struct fix){.has = false});
    for (size_t i = 0; i < sizeof fixes / sizeof fixes[0]; i++) {
        (void)stop(unused);
        (void)start(unused);
        char *with = lived_under(fixes[i]);
        assert_string_equal(verdicts(without), verdicts(with));
        free(with);
    }
    free(without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TOWN(an_act_is_in_the_book_with_the_step_that_reads_it),
        TOWN(a_position_stale_weak_suspect_or_good_changes_no_verdict),
        TOWN(a_flag_changes_in_its_minute_though_nothing_comes),
        TOWN(a_row_that_only_drifts_is_written_when_the_acts_are_read),
        TOWN(what_only_drifts_is_written_each_turn_where_the_clock_is_near),
        TOWN(the_clock_passes_a_minute_one_second_after_it_began),
        TOWN(a_step_with_nothing_new_writes_once_a_minute_that_watch_lives),
        TOWN(a_batch_with_a_bad_signature_counts_for_nothing),
        TOWN(a_signature_within_a_batch_is_looked_at_later),
        TOWN(a_batch_of_a_device_nobody_enrolled_is_put_apart),
        TOWN(what_was_committed_before_a_minute_already_judged_wants_a_rebuild),
        TOWN(what_was_committed_in_the_minute_last_judged_is_in_time),
        TOWN(intakes_incidents_are_copied_once),
        TOWN(a_flag_book_of_other_acts_is_found_out),
        TOWN(acts_that_were_restored_under_a_running_watch_are_noticed),
        TOWN(acts_that_were_restored_with_fewer_incidents_are_noticed),
        TOWN(a_full_table_is_said_and_greater_limits_help),
        TOWN(a_turn_that_the_book_refuses_is_done_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
