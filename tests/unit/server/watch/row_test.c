#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/watch/row.h"
#include "tests/unit/server/watch/town.h"

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

static void the_trail_tells_rows_apart_by_all_they_say(void **unused)
{
    (void)unused;
    uint8_t message[100] = {0};
    const struct act_batch row = {
        .n = 4,
        .device = {9},
        .received = { 1000},
        .first = { 1, 7},
        .count = 3,
        .skip = 1,
        .message = span_of(message, sizeof message)
    };
    const uint64_t trail = row_trail(5, &row);
    struct act_batch other[] = {row, row, row, row, row, row, row};
    other[0].n++;
    other[1].device.id++;
    other[2].received.ms++;
    other[3].first.epoch++;
    other[4].first.seq++;
    other[5].count++;
    other[6].skip++;
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
        assert_int_not_equal(row_trail(5, &other[i]), trail);
    }
    assert_int_not_equal(row_trail(6, &row), trail);
    assert_int_equal(row_trail(5, &row), trail);
    message[sizeof message - 1] = 1; /* in the last signature */
    assert_int_not_equal(row_trail(5, &row), trail);
}

static void a_short_message_has_a_trail_too(void **unused)
{
    (void)unused;
    const struct act_batch row = {.n = 1, .message = span_of("x", 1)};
    assert_int_not_equal(row_trail(0, &row), 0);
}

static void a_row_is_judged_in_its_minute_and_never_before_the_row_before_it(void **unused)
{
    (void)unused;
    struct fold fold = {.row = 0, .minute = {500}};
    struct act_batch row = {.received = {0}};
    const struct minute first = row_minute(&fold, &row);
    assert_int_equal(first.m, instant_minute(row.received).m);
    fold.row = 1;
    fold.minute.m = first.m + 10;
    assert_int_equal(row_minute(&fold, &row).m, first.m + 10);
    row.received.ms = 3600 * 1000;
    assert_int_equal(row_minute(&fold, &row).m, first.m + 60);
}

static void a_row_put_apart_stands_in_the_book_and_its_entries_do_not(void **unused)
{
    (void)unused;
    struct book_apart apart;
    uint8_t memory[512];
    struct arena arena = arena_of(memory, sizeof memory);
    size_t count = 0;
    const struct instant at = town_at("2023-03-21T08:10");
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    pen_act(pen, at, "take,H41.04-230321-0001,post,An,center,TTG,,");
    pen_send_spoiled(town, pen, at, true);
    const struct act_batch *row = act_store_memory_batch(&town->acts_memory, 1);
    assert_int_equal(flag_book_begin(town->book), STATUS_OK);
    assert_int_equal(row_fold(&town->watch.fold, row, &town->log.port), STATUS_OK);
    assert_int_equal(flag_book_aparts(town->book, 0, &arena, &apart, 1, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(apart.n, 1);
    assert_int_equal(apart.count, 2);
    assert_int_equal(town->watch.fold.counters.entries, 0);
    assert_true(fold_is_apart(&town->watch.fold, 1));
    /* At the next start nobody asks for its signature again. */
    town->watch.fold.book = NULL;
    assert_int_equal(row_load(&town->watch.fold, row), STATUS_OK);
    assert_int_equal(town->watch.fold.counters.entries, 0);
}

static void a_row_that_counted_and_does_not_decode_any_more_is_a_broken_book(void **unused)
{
    (void)unused;
    struct pen *pen = town_pen(town, 1, DEVICE_HANDHELD);
    const struct act_batch row = {
        .n = 1, .device = pen->stream.stream.device, .message = span_of("nonsense", 8)};
    town->watch.fold.book = NULL;
    assert_int_equal(row_load(&town->watch.fold, &row), STATUS_BROKEN);
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROW(the_trail_tells_rows_apart_by_all_they_say),
        ROW(a_short_message_has_a_trail_too),
        ROW(a_row_is_judged_in_its_minute_and_never_before_the_row_before_it),
        ROW(a_row_put_apart_stands_in_the_book_and_its_entries_do_not),
        ROW(a_row_that_counted_and_does_not_decode_any_more_is_a_broken_book),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
