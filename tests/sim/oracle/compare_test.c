#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/oracle/beside.h"

#define DOSSIER "H41.04-230321-0001"

/* A town with one dossier that is overdue; watch and the oracle agree. */

static struct town *town;

static int start(void **unused)
{
    (void)unused;
    town = town_open();
    town_furnish(town, town_at("2023-03-20T07:00"));
    town_feed(town, DOSSIER, "20230321080000", "20230328080000", town_at("2023-03-21T08:00"));
    struct pen *pen = town_pen(town, 1, DEVICE_DESK);
    (void)pen_act(pen, town_at("2023-03-21T08:00:30"), "intake," DOSSIER ",center,An,,TTG,,");
    pen_send(town, pen, town_at("2023-03-21T08:01"));
    town_run(town, town_at("2023-03-29T10:00:01"));
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    town_close(town);
    return 0;
}

static size_t differences(char first[512])
{
    struct beside beside = {0};
    beside_compare(town, &beside, false);
    memcpy(first, beside.first, sizeof beside.first);
    return beside.differences;
}

/* ROW as the book has it, but for what the test changed. */
static void spoil(const struct book_dossier *row)
{
    struct book_position position;
    assert_int_equal(flag_reader_position(town->flags, &position), STATUS_OK);
    assert_int_equal(flag_book_begin(town->book), STATUS_OK);
    assert_int_equal(flag_book_put_dossier(town->book, row), STATUS_OK);
    assert_int_equal(flag_book_commit(town->book, &position), STATUS_OK);
}

static void a_book_as_it_must_be_differs_in_nothing(void **unused)
{
    (void)unused;
    char first[512];
    struct book_dossier row;
    assert_true(town_dossier(town, DOSSIER, &row));
    assert_int_equal(row.level, FLAG_OVERDUE);
    assert_int_equal(differences(first), 0);
}

static void another_holder_cause_or_minute_is_said(void **unused)
{
    (void)unused;
    char first[512];
    struct book_dossier row;
    assert_true(town_dossier(town, DOSSIER, &row));
    struct book_dossier spoilt = row;
    spoilt.holder = TEXT("post");
    spoil(&spoilt);
    assert_int_equal(differences(first), 1);
    assert_string_equal(first, DOSSIER " holder: the book says 'post', the oracle 'center'");
    spoilt = row;
    spoilt.cause = CAUSE_PROCESSING;
    spoil(&spoilt);
    assert_int_equal(differences(first), 1);
    spoilt = row;
    spoilt.raised_at.m++;
    spoil(&spoilt);
    assert_int_equal(differences(first), 1);
    spoil(&row);
    assert_int_equal(differences(first), 0);
}

static void a_change_too_many_is_said(void **unused)
{
    (void)unused;
    char first[512];
    struct book_position position;
    const struct book_change change = {.code = TEXT(DOSSIER),
                                       .at = instant_minute(town_at("2023-03-29T09:00")),
                                       .level = FLAG_ON_TRACK,
                                       .raised_at = instant_minute(town_at("2023-03-29T09:00"))};
    assert_int_equal(flag_reader_position(town->flags, &position), STATUS_OK);
    assert_int_equal(flag_book_begin(town->book), STATUS_OK);
    assert_int_equal(flag_book_put_change(town->book, &change), STATUS_OK);
    assert_int_equal(flag_book_commit(town->book, &position), STATUS_OK);
    assert_int_equal(differences(first), 1);
}

#define IN_TOWN(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TOWN(a_book_as_it_must_be_differs_in_nothing),
        IN_TOWN(another_holder_cause_or_minute_is_said),
        IN_TOWN(a_change_too_many_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
