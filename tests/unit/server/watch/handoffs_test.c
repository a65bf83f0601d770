#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/watch/handoffs.h"
#include "tests/fakes/flag_book_memory.h"

enum { ROOM = 8, NOON = 27987120, DAY = HANDOFFS_WAIT_MINUTES };

static struct handoffs handoffs;
static struct flag_book_memory book;

static int start(void **unused)
{
    (void)unused;
    flag_book_memory_init(&book);
    assert_int_equal(handoffs_open(&handoffs, ROOM), STATUS_OK);
    assert_int_equal(flag_book_begin(&book.port), STATUS_OK);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    handoffs_close(&handoffs);
    flag_book_memory_fini(&book);
    return 0;
}

static struct hash digest_of(uint8_t number)
{
    struct hash digest;
    memset(&digest, number, sizeof digest);
    return digest;
}

static struct minute noon(int32_t later)
{
    return (struct minute){NOON + later};
}

static enum status give(uint8_t number, int32_t in)
{
    const struct hash digest = digest_of(number);
    return handoffs_given(&handoffs, &book.port, &digest, noon(in));
}

/* By device DEVICE, received so many minutes after noon. */
static enum status take(uint8_t number, uint64_t device, int32_t in)
{
    const struct hash digest = digest_of(number);
    const struct book_source source = {
        .device = {device },
          .place = { 1, number}
    };
    return handoffs_taken(&handoffs, &digest, &source, minute_instant(noon(in)), noon(in));
}

static void pass(int32_t in)
{
    assert_int_equal(handoffs_pass(&handoffs, &book.port, noon(in)), STATUS_OK);
}

/* Incidents that stand in the book; the first one into OUT. */
static size_t noted(struct book_incident *out)
{
    static uint8_t memory[4096];
    struct book_incident rows[ROOM];
    struct arena arena = arena_of(memory, sizeof memory);
    const struct book_position position = {.n = book.commits + 1};
    size_t count = 0;
    assert_int_equal(flag_book_commit(&book.port, &position), STATUS_OK);
    assert_int_equal(flag_reader_incidents(&book.reader, 0, &arena, rows, ROOM, &count), STATUS_OK);
    assert_int_equal(flag_book_begin(&book.port), STATUS_OK);
    if (out && count > 0) {
        *out = rows[0];
    }
    return count;
}

/* --- */

static void a_take_without_its_give_is_noted_after_a_day(void **unused)
{
    (void)unused;
    struct book_incident incident = {0};
    assert_int_equal(take(1, 7, 0), STATUS_OK);
    pass(DAY - 1);
    assert_int_equal(noted(NULL), 0);
    pass(DAY);
    assert_int_equal(noted(&incident), 1);
    assert_true(text_is(incident.kind, "unmatched_handoff"));
    assert_int_equal(incident.source.device.id, 7);
    assert_int_equal(incident.at.ms, minute_instant(noon(0)).ms);
}

static void a_give_within_the_day_is_nothing_to_note(void **unused)
{
    (void)unused;
    assert_int_equal(take(1, 7, 0), STATUS_OK);
    assert_int_equal(give(1, DAY - 1), STATUS_OK);
    pass(3 * DAY);
    assert_int_equal(noted(NULL), 0);
}

static void it_does_not_matter_who_comes_first(void **unused)
{
    (void)unused;
    assert_int_equal(give(1, 0), STATUS_OK);
    assert_int_equal(take(1, 7, 5), STATUS_OK);
    pass(3 * DAY);
    assert_int_equal(noted(NULL), 0);
}

static void a_give_that_comes_at_last_takes_the_incident_away(void **unused)
{
    (void)unused;
    assert_int_equal(take(1, 7, 0), STATUS_OK);
    assert_int_equal(take(2, 7, 1), STATUS_OK);
    pass(2 * DAY);
    assert_int_equal(noted(NULL), 2);
    assert_int_equal(give(1, 2 * DAY), STATUS_OK);
    assert_int_equal(noted(NULL), 1);
    pass(9 * DAY);
    assert_int_equal(noted(NULL), 1);
}

static void a_give_nobody_took_is_no_incident(void **unused)
{
    (void)unused;
    assert_int_equal(give(1, 0), STATUS_OK);
    pass(3 * DAY);
    assert_int_equal(noted(NULL), 0);
}

static void the_first_take_is_the_one_that_is_noted(void **unused)
{
    (void)unused;
    struct book_incident incident = {0};
    assert_int_equal(take(1, 7, 0), STATUS_OK);
    assert_int_equal(take(1, 8, 1), STATUS_OK);
    pass(2 * DAY);
    assert_int_equal(noted(&incident), 1);
    assert_int_equal(incident.source.device.id, 7);
}

static void each_waits_for_its_own_day(void **unused)
{
    (void)unused;
    assert_int_equal(take(1, 7, 0), STATUS_OK);
    assert_int_equal(take(2, 7, 60), STATUS_OK);
    pass(DAY + 59);
    assert_int_equal(noted(NULL), 1);
    pass(DAY + 60);
    assert_int_equal(noted(NULL), 2);
}

static void digests_that_begin_alike_are_told_apart(void **unused)
{
    (void)unused;
    struct hash digest = digest_of(1);
    assert_int_equal(take(1, 7, 0), STATUS_OK);
    digest.byte[31] ^= 1;
    assert_int_equal(handoffs_given(&handoffs, &book.port, &digest, noon(1)), STATUS_OK);
    pass(2 * DAY);
    assert_int_equal(noted(NULL), 1);
}

static void a_full_table_is_said_and_those_in_it_still_match(void **unused)
{
    (void)unused;
    for (int i = 1; i <= ROOM; i++) {
        assert_false(handoffs_full(&handoffs));
        assert_int_equal(take((uint8_t)i, 7, i), STATUS_OK);
    }
    assert_true(handoffs_full(&handoffs));
    assert_int_equal(take(ROOM + 1, 7, 20), STATUS_FULL);
    assert_int_equal(give(ROOM + 1, 20), STATUS_FULL);
    assert_int_equal(give(ROOM, 20), STATUS_OK);
    pass(2 * DAY);
    assert_int_equal(noted(NULL), ROOM - 1);
}

/* At start the book has it all: what is folded again writes nothing, and comes to the same. */
static void without_a_book_only_the_table_is_filled(void **unused)
{
    (void)unused;
    const struct hash digest = digest_of(1);
    assert_int_equal(take(1, 7, 0), STATUS_OK);
    assert_int_equal(handoffs_pass(&handoffs, NULL, noon(2 * DAY)), STATUS_OK);
    assert_int_equal(noted(NULL), 0);
    assert_true(handoffs.seen[0].noted);
    assert_int_equal(handoffs_given(&handoffs, NULL, &digest, noon(3 * DAY)), STATUS_OK);
    assert_false(handoffs.seen[0].noted);
}

#define WITH_A_BOOK(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_A_BOOK(a_take_without_its_give_is_noted_after_a_day),
        WITH_A_BOOK(a_give_within_the_day_is_nothing_to_note),
        WITH_A_BOOK(it_does_not_matter_who_comes_first),
        WITH_A_BOOK(a_give_that_comes_at_last_takes_the_incident_away),
        WITH_A_BOOK(a_give_nobody_took_is_no_incident),
        WITH_A_BOOK(the_first_take_is_the_one_that_is_noted),
        WITH_A_BOOK(each_waits_for_its_own_day),
        WITH_A_BOOK(digests_that_begin_alike_are_told_apart),
        WITH_A_BOOK(a_full_table_is_said_and_those_in_it_still_match),
        WITH_A_BOOK(without_a_book_only_the_table_is_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
