#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/server/watch/town.h"

#define DOSSIER "H41.04-230321-0001"
#define WALL    "2023-03-22T15:00:01"

static struct town *town;

/* A town in which something of everything has happened. */
static int start(void **unused)
{
    (void)unused;
    town = town_open();
    town_furnish(town, town_at("2023-03-20T07:00"));
    town_feed(town, DOSSIER, "20230321080000", "20230328080000", town_at("2023-03-21T08:00"));
    town_feed(town, "H41.04-230321-0002", "20230321080000", "20230324080000",
              town_at("2023-03-21T08:00"));
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, town_at("2023-03-21T08:01"), "intake," DOSSIER ",center,An,,TTG,,");
    pen_act(pen, town_at("2023-03-21T08:02"), "take,H41.04-230321-0002,H41.05,An,post,TTG,,");
    pen_send(town, pen, town_at("2023-03-21T08:03"));
    pen_act(pen, town_at("2023-03-21T08:04"), "take," DOSSIER ",H41.05,An,center,TTG,,");
    pen_send_spoiled(town, pen, town_at("2023-03-21T08:05"), true);
    town_run(town, town_at(WALL));
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    town_close(town);
    return 0;
}

/* Changes the flag book behind watch's back. */
static void tamper(const struct book_dossier *row)
{
    struct book_position position;
    assert_int_equal(flag_book_position(town->book, &position), STATUS_OK);
    assert_int_equal(flag_book_begin(town->book), STATUS_OK);
    if (row) {
        assert_int_equal(flag_book_put_dossier(town->book, row), STATUS_OK);
    }
    assert_int_equal(flag_book_commit(town->book, &position), STATUS_OK);
}

static void tamper_position(struct book_position position)
{
    assert_int_equal(flag_book_begin(town->book), STATUS_OK);
    assert_int_equal(flag_book_commit(town->book, &position), STATUS_OK);
}

static void everything_is_as_it_was_and_nothing_is_written(void **unused)
{
    (void)unused;
    char *before = town_canonical(town);
    const struct book_position position = town->watch.position;
    const uint64_t commits = town->flags_memory.commits;
    assert_true(town_restart(town));
    town_run(town, town_at(WALL));
    char *after = town_canonical(town);
    assert_string_equal(before, after);
    assert_int_equal(town->flags_memory.commits, commits);
    assert_memory_equal(&town->watch.position, &position, sizeof position);
    free(before);
    free(after);
}

static void a_restart_at_any_row_ends_in_the_same_book(void **unused)
{
    (void)unused;
    char *whole = town_canonical(town);
    for (size_t stop_at = 1; stop_at < town->acts_memory.batches.count; stop_at++) {
        const size_t all = town->acts_memory.batches.count;
        const struct act_batch *last = act_store_memory_batch(&town->acts_memory, stop_at);
        town->acts_memory.batches.count = stop_at; /* the rest has not come yet */
        town_rebuild(town, last->received);
        town->acts_memory.batches.count = all;
        assert_true(town_restart(town));
        town_run(town, town_at(WALL));
        char *now = town_canonical(town);
        assert_string_equal(now, whole);
        free(now);
    }
    free(whole);
}

static void a_book_of_other_rules_is_rebuilt(void **unused)
{
    (void)unused;
    const struct watch_ports ports = town->watch.ports;
    struct book_position position = town->watch.position;
    position.fold++;
    tamper_position(position);
    town_shut(town);
    assert_int_equal(watch_open(&town->watch, &ports, &town->limits), STATUS_TOO_NEW);
}

static void a_book_of_another_trail_is_rebuilt(void **unused)
{
    (void)unused;
    struct book_position position = town->watch.position;
    position.trail++;
    tamper_position(position);
    assert_false(town_restart(town));
}

static void a_row_with_another_verdict_is_found_out(void **unused)
{
    (void)unused;
    struct book_dossier row;
    assert_true(town_dossier(town, DOSSIER, &row));
    row.level = FLAG_OVERDUE;
    tamper(&row);
    assert_false(town_restart(town));
}

static void a_row_of_a_dossier_nobody_knows_is_found_out(void **unused)
{
    (void)unused;
    struct book_dossier row;
    assert_true(town_dossier(town, DOSSIER, &row));
    row.code = TEXT("H41.04-230321-9999");
    tamper(&row);
    assert_false(town_restart(town));
}

static void a_missing_row_is_found_out(void **unused)
{
    (void)unused;
    struct flag_memory_rows *rows = &town->flags_memory.now[MEMORY_DOSSIER];
    free(rows->at[0]);
    flag_memory_remove(rows, 0);
    assert_false(town_restart(town));
}

static void acts_that_cannot_be_read_are_no_reason_to_rebuild(void **unused)
{
    (void)unused;
    const struct watch_ports ports = town->watch.ports;
    town_shut(town);
    town->acts_memory.failed = true;
    assert_int_equal(watch_open(&town->watch, &ports, &town->limits), STATUS_IO);
    town->acts_memory.failed = false;
    assert_true(town_restart(town));
}

#define RESUME(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RESUME(everything_is_as_it_was_and_nothing_is_written),
        RESUME(a_restart_at_any_row_ends_in_the_same_book),
        RESUME(a_book_of_other_rules_is_rebuilt),
        RESUME(a_book_of_another_trail_is_rebuilt),
        RESUME(a_row_with_another_verdict_is_found_out),
        RESUME(a_row_of_a_dossier_nobody_knows_is_found_out),
        RESUME(a_missing_row_is_found_out),
        RESUME(acts_that_cannot_be_read_are_no_reason_to_rebuild),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
