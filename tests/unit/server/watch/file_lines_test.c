#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/act_csv.h"
#include "server/watch/file_lines.h"
#include "tests/fakes/flag_book_memory.h"

#define DOSSIER    "H41.04-230321-0001"
#define FEED       DOSSIER ",1.005555.000.00.00.H41,,,20230321080000,20230328080000,4,,H41.04,0,"
#define SUPPLEMENT DOSSIER ",20230322080000,20230323080000,20230328080000,20230330080000"
#define ACT        "2023-03-21T08:10:30,take," DOSSIER ",post,An,center,TTG,,"
#define OFFICE     "H41.04,Department of Agriculture,Agriculture,agency,NNM"

static const struct model_limits limits = {
    .names = 200, .texts = 8000, .lives = 4, .acts = 20, .files = 4, .handoffs = 4};
static const struct book_source source = {
    .device = {11},
      .place = { 1, 9},
      .line = 5
};

static struct model model;
static struct fold fold;
static struct flag_book_memory book;

static int start(void **unused)
{
    (void)unused;
    flag_book_memory_init(&book);
    assert_int_equal(model_open(&model, &limits), STATUS_OK);
    assert_int_equal(fold_open(&fold, &limits), STATUS_OK);
    fold.model = &model;
    fold.book = &book.port;
    assert_int_equal(flag_book_begin(&book.port), STATUS_OK);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    fold_close(&fold);
    model_close(&model);
    flag_book_memory_fini(&book);
    return 0;
}

static enum status check(enum file_kind kind, const char *line)
{
    return file_line(&fold, kind, text_of(line), &source, false);
}

static enum status take(enum file_kind kind, const char *line)
{
    return file_line(&fold, kind, text_of(line), &source, true);
}

static struct life *life(void)
{
    return model_find(&model, names_find(&model.names, TEXT(DOSSIER)));
}

static void commit(void)
{
    const struct book_position position = {.n = book.commits + 1};
    assert_int_equal(flag_book_commit(&book.port, &position), STATUS_OK);
}

/* --- */

static void a_line_that_is_only_looked_at_changes_nothing(void **unused)
{
    (void)unused;
    assert_int_equal(check(FILE_FEED, FEED), STATUS_OK);
    assert_int_equal(check(FILE_SUPPLEMENTS, SUPPLEMENT), STATUS_OK);
    assert_int_equal(check(FILE_ACTS, ACT), STATUS_OK);
    assert_int_equal(check(FILE_OFFICES, OFFICE), STATUS_OK);
    assert_int_equal(model.life_count, 0);
    assert_int_equal(model.act_count, 0);
    assert_int_equal(model.touched_count, 0);
    assert_false(book.dirty);
}

static void a_line_that_is_not_understood_says_so(void **unused)
{
    (void)unused;
    const enum file_kind kinds[] = {FILE_FEED, FILE_SUPPLEMENTS, FILE_ACTS, FILE_OFFICES};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        assert_int_equal(check(kinds[i], "nonsense"), STATUS_MALFORMED);
        assert_int_equal(take(kinds[i], "nonsense"), STATUS_MALFORMED);
        assert_int_equal(take(kinds[i], "\"open quote,a,b"), STATUS_MALFORMED);
    }
    assert_int_equal(take(FILE_FEED, DOSSIER ",1.005555,,,2023,20230328080000,4,,H41.04,0,"),
                     STATUS_MALFORMED);
    assert_int_equal(take(FILE_ACTS, "2023-03-21T08:10:30,fly," DOSSIER ",post,An,,TTG,,"),
                     STATUS_MALFORMED);
    assert_int_equal(model.life_count, 0);
    assert_false(book.dirty);
}

static void plans_and_calendars_do_not_come_line_by_line(void **unused)
{
    (void)unused;
    assert_int_equal(take(FILE_PLAN, "set,judged,date"), STATUS_MALFORMED);
    assert_int_equal(take(FILE_CALENDAR, "2023-01-01,off,x"), STATUS_MALFORMED);
}

static void headers_comments_and_empty_lines_mean_nothing(void **unused)
{
    (void)unused;
    const enum file_kind kinds[] = {FILE_FEED, FILE_SUPPLEMENTS, FILE_ACTS, FILE_OFFICES};
    const char *const headers[] = {FEED_HEADER, SUPPLEMENTS_HEADER, ACT_CSV_HEADER,
                                   "code,label,short_label,kind,stop"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        assert_int_equal(take(kinds[i], headers[i]), STATUS_OK);
        assert_int_equal(take(kinds[i], "# said by the Center"), STATUS_OK);
        assert_int_equal(take(kinds[i], ""), STATUS_OK);
    }
    assert_int_equal(model.life_count, 0);
    assert_false(book.dirty);
}

static void a_feed_line_is_what_is_known_of_a_dossier(void **unused)
{
    (void)unused;
    assert_int_equal(take(FILE_FEED, FEED), STATUS_OK);
    assert_non_null(life());
    assert_true(life()->in_feed);
    assert_true(life()->touched);
    assert_int_equal(life()->facts.status, DOSSIER_PROCESSING);
    assert_true(text_is(names_text(&model.names, life()->facts.agency), "H41.04"));
    assert_true(text_is(names_text(&model.names, life()->facts.procedure), "1.005555"));
}

static void the_newest_feed_line_replaces_the_one_before_it(void **unused)
{
    (void)unused;
    assert_int_equal(take(FILE_FEED, FEED), STATUS_OK);
    assert_int_equal(take(FILE_FEED,
                          DOSSIER ",1.005555,,,20230321080000,20230328080000,10,20230325080000,"
                                  "H41.05,1,20230326080000"),
                     STATUS_OK);
    assert_int_equal(model.life_count, 1);
    assert_int_equal(life()->facts.status, DOSSIER_RETURNED);
    assert_true(life()->facts.by_post);
    assert_true(text_is(names_text(&model.names, life()->facts.agency), "H41.05"));
}

static void supplements_stay_when_the_feed_comes_again(void **unused)
{
    (void)unused;
    assert_int_equal(take(FILE_SUPPLEMENTS, SUPPLEMENT), STATUS_OK); /* before the feed, too */
    assert_false(life()->in_feed);
    assert_int_equal(take(FILE_FEED, FEED), STATUS_OK);
    assert_int_equal(take(FILE_FEED, FEED), STATUS_OK);
    assert_int_equal(life()->facts.supplements, 1);
    assert_true(life()->in_feed);
    assert_int_equal(take(FILE_SUPPLEMENTS, SUPPLEMENT), STATUS_OK);
    assert_int_equal(life()->facts.supplements, 1);
}

static void more_supplements_than_fit_are_not_forgotten(void **unused)
{
    (void)unused;
    char line[] = DOSSIER ",20230301080000,20230302080000,20230328080000,20230330080000";
    for (int i = 0; i <= DOSSIER_SUPPLEMENTS_MAX; i++) {
        line[sizeof DOSSIER + 7] = (char)('1' + i); /* the day it was asked */
        line[sizeof DOSSIER + 22] = '9';
        assert_int_equal(take(FILE_SUPPLEMENTS, line), STATUS_OK);
    }
    assert_int_equal(life()->facts.supplements, DOSSIER_SUPPLEMENTS_MAX);
    assert_true(life()->facts.supplements_left_off);
    assert_int_equal(take(FILE_FEED, FEED), STATUS_OK);
    assert_true(life()->facts.supplements_left_off);
}

static void an_act_of_a_file_stands_at_its_line(void **unused)
{
    (void)unused;
    static uint8_t memory[2048];
    struct arena arena = arena_of(memory, sizeof memory);
    struct book_act row;
    size_t count = 0;
    assert_int_equal(take(FILE_ACTS, ACT), STATUS_OK);
    assert_int_equal(take(FILE_ACTS, ACT), STATUS_OK);
    assert_int_equal(fold.counters.doubles, 1);
    commit();
    assert_int_equal(flag_reader_acts(&book.reader, TEXT(DOSSIER), &arena, &row, 1, &count),
                     STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(row.source.line, 5);
    assert_int_equal(row.source.place.seq, 9);
    assert_int_equal(row.early_ms + row.late_ms, 0); /* as given, without an interval */
    assert_true(text_is(row.person, "An"));
}

static void an_office_is_known_by_its_newest_label(void **unused)
{
    (void)unused;
    static uint8_t memory[2048];
    struct arena arena = arena_of(memory, sizeof memory);
    struct book_office rows[2];
    size_t count = 0;
    assert_int_equal(take(FILE_OFFICES, "H41.04,Old name,Old,agency,NNM"), STATUS_OK);
    assert_int_equal(take(FILE_OFFICES, OFFICE), STATUS_OK);
    assert_int_equal(take(FILE_OFFICES, "H41.05,four,fields,only"), STATUS_MALFORMED);
    commit();
    assert_int_equal(flag_reader_offices(&book.reader, 0, &arena, rows, 2, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_true(text_is(rows[0].label, "Department of Agriculture"));
    assert_true(text_is(rows[0].short_label, "Agriculture"));
    assert_true(text_is(rows[0].kind, "agency"));
    assert_true(text_is(rows[0].stop, "NNM"));
}

static void a_full_table_is_not_the_lines_fault(void **unused)
{
    (void)unused;
    char line[] = FEED;
    for (uint32_t i = 0; i < limits.lives; i++) {
        line[sizeof DOSSIER - 2] = (char)('1' + i);
        assert_int_equal(take(FILE_FEED, line), STATUS_OK);
    }
    line[sizeof DOSSIER - 2] = '9';
    assert_int_equal(take(FILE_FEED, line), STATUS_FULL);
    line[sizeof DOSSIER - 2] = '1';
    assert_int_equal(take(FILE_FEED, line), STATUS_OK);
}

#define IN_A_FOLD(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLD(a_line_that_is_only_looked_at_changes_nothing),
        IN_A_FOLD(a_line_that_is_not_understood_says_so),
        IN_A_FOLD(plans_and_calendars_do_not_come_line_by_line),
        IN_A_FOLD(headers_comments_and_empty_lines_mean_nothing),
        IN_A_FOLD(a_feed_line_is_what_is_known_of_a_dossier),
        IN_A_FOLD(the_newest_feed_line_replaces_the_one_before_it),
        IN_A_FOLD(supplements_stay_when_the_feed_comes_again),
        IN_A_FOLD(more_supplements_than_fit_are_not_forgotten),
        IN_A_FOLD(an_act_of_a_file_stands_at_its_line),
        IN_A_FOLD(an_office_is_known_by_its_newest_label),
        IN_A_FOLD(a_full_table_is_not_the_lines_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
