#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/board/view.h"
#include "tests/unit/server/board/asker.h"

static void the_next_run_rescues_those_who_share_its_minute(void **state)
{
    struct asker *asker = *state;
    struct view view;
    assert_int_equal(view_page(&asker->board.source, (struct text){0}, &view), STATUS_OK);
    assert_int_equal(view.next_run.count, 2);
    assert_int_equal(view.next_run.before.m, view.now.m + 75);
    assert_int_equal(view.extra_run.count, 1);
    assert_int_equal(view.extra_run.before.m, view.now.m + 40);
    assert_int_equal(view.flag_count, SAMPLE_FLAGGED);
    assert_int_equal(view.office_count, 3);
}

static void a_book_is_old_when_it_has_stood_still_too_long(void **state)
{
    struct asker *asker = *state;
    struct view view;
    clock_fake_advance(&asker->clock, 5 * 60 * 1000);
    assert_int_equal(view_heads(&asker->board.source, &view), STATUS_OK);
    assert_false(view.book_old);
    clock_fake_advance(&asker->clock, 60 * 1000);
    assert_int_equal(view_heads(&asker->board.source, &view), STATUS_OK);
    assert_true(view.book_old);
}

static void a_book_without_rows_is_as_old_as_its_writers_sign_of_life(void **state)
{
    struct asker *asker = *state;
    struct flag_book *book = &asker->book.port;
    struct book_position position = {.fold = 1, .written = {ASKER_NOW}};
    struct view view;
    assert_int_equal(flag_book_begin(book), STATUS_OK);
    assert_int_equal(flag_book_commit(book, &position), STATUS_OK);
    assert_int_equal(view_heads(&asker->board.source, &view), STATUS_OK);
    assert_false(view.book_old);
    assert_int_equal(view.stands.m, view.now.m);
    clock_fake_advance(&asker->clock, 6 * 60 * 1000);
    assert_int_equal(view_heads(&asker->board.source, &view), STATUS_OK);
    assert_true(view.book_old);
}

static void an_unknown_dossier_leaves_nothing_written(void **state)
{
    struct asker *asker = *state;
    struct timeline timeline = {.act_count = 77};
    assert_int_equal(view_timeline(&asker->board.source, TEXT("nobody"), &timeline),
                     STATUS_NOT_FOUND);
    assert_int_equal(timeline.act_count, 77);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, asker_setup, asker_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_next_run_rescues_those_who_share_its_minute),
        CASE(a_book_is_old_when_it_has_stood_still_too_long),
        CASE(a_book_without_rows_is_as_old_as_its_writers_sign_of_life),
        CASE(an_unknown_dossier_leaves_nothing_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
