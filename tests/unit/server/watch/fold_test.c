#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/watch/fold.h"
#include "tests/fakes/flag_book_memory.h"

#define DOSSIER "H41.04-230321-0001"

static const struct model_limits limits = {
    .names = 100, .texts = 4000, .lives = 3, .acts = 20, .files = 4, .handoffs = 4};
static const struct book_act here = {
    .source = {.device = {11}, .place = {1, 2}, .line = 3},
      .one_device = true, .typed = true
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

static struct name named(const char *text)
{
    struct name name;
    assert_int_equal(names_give(&model.names, text_of(text), &name), STATUS_OK);
    return name;
}

static struct act act_on(enum act_kind kind, const char *subject)
{
    return (struct act){.at = {1000},
                        .early_ms = 20,
                        .late_ms = 30,
                        .kind = (uint8_t)kind,
                        .subject = named(subject),
                        .party = named("post"),
                        .person = named("An"),
                        .counterpart = named("center"),
                        .stop = named("TTG"),
                        .parent = named("TUI-1"),
                        .reason = named("over")};
}

static enum status fold_one(enum act_kind kind, const char *subject)
{
    const struct act act = act_on(kind, subject);
    return fold_act(&fold, &act, &here);
}

static size_t acts_in_book(const char *subject, struct book_act *out)
{
    static uint8_t memory[4096];
    struct arena arena = arena_of(memory, sizeof memory);
    const struct book_position position = {.n = book.commits + 1};
    size_t count = 0;
    assert_int_equal(flag_book_commit(&book.port, &position), STATUS_OK);
    assert_int_equal(flag_reader_acts(&book.reader, text_of(subject), &arena, out, 4, &count),
                     STATUS_OK);
    assert_int_equal(flag_book_begin(&book.port), STATUS_OK);
    return count;
}

static struct hash file_of(uint8_t number)
{
    struct hash file = {0};
    file.byte[0] = 5; /* all of them begin alike */
    file.byte[31] = number;
    return file;
}

/* --- */

static void an_act_stands_in_the_book_in_words(void **unused)
{
    (void)unused;
    struct book_act row[4];
    assert_int_equal(fold_one(ACT_TAKE, DOSSIER), STATUS_OK);
    assert_int_equal(acts_in_book(DOSSIER, row), 1);
    assert_true(text_is(row[0].subject, DOSSIER));
    assert_int_equal(row[0].at.ms, 1000);
    assert_int_equal(row[0].early_ms, 20);
    assert_int_equal(row[0].late_ms, 30);
    assert_int_equal(row[0].kind, ACT_TAKE);
    assert_true(text_is(row[0].party, "post"));
    assert_true(text_is(row[0].person, "An"));
    assert_true(text_is(row[0].counterpart, "center"));
    assert_true(text_is(row[0].stop, "TTG"));
    assert_true(text_is(row[0].parent, "TUI-1"));
    assert_true(text_is(row[0].reason, "over"));
    assert_int_equal(row[0].source.line, 3);
    assert_true(row[0].one_device);
    assert_true(row[0].typed);
}

static void the_same_statement_again_is_counted_as_a_double(void **unused)
{
    (void)unused;
    struct book_act row[4];
    assert_int_equal(fold_one(ACT_TAKE, DOSSIER), STATUS_OK);
    assert_int_equal(fold_one(ACT_TAKE, DOSSIER), STATUS_OK);
    assert_int_equal(fold.counters.acts, 1);
    assert_int_equal(fold.counters.doubles, 1);
    assert_int_equal(acts_in_book(DOSSIER, row), 1);
}

static void a_dossier_has_a_life_and_a_bundle_or_a_run_has_none(void **unused)
{
    (void)unused;
    assert_int_equal(fold_one(ACT_TAKE, DOSSIER), STATUS_OK);
    assert_int_equal(fold_one(ACT_SEAL, "a bundle"), STATUS_OK);
    assert_int_equal(fold_one(ACT_DEPART, "R1/1"), STATUS_OK);
    assert_int_equal(fold_one(ACT_ARRIVE, "R1/1"), STATUS_OK);
    assert_non_null(model_find(&model, named(DOSSIER)));
    assert_null(model_find(&model, named("a bundle")));
    assert_null(model_find(&model, named("R1/1")));
    /* What arrives or departs is a run, whatever it is called. */
    assert_int_equal(fold_one(ACT_ARRIVE, "H41.04-230321-0002"), STATUS_OK);
    assert_int_equal(fold_one(ACT_DEPART, "H41.04-230321-0002"), STATUS_OK);
    assert_int_equal(model.life_count, 1);
    assert_int_equal(fold.counters.acts, 6);
}

/* Its code may be none that the grammar knows: then it is the feed that says so. */
static void what_the_feed_knows_is_a_dossier_whatever_its_code(void **unused)
{
    (void)unused;
    const struct life *life = model_life(&model, named("old number 7"));
    assert_int_equal(fold_one(ACT_TAKE, "old number 7"), STATUS_OK);
    assert_true(life->touched);
}

static void without_a_book_the_model_is_filled_all_the_same(void **unused)
{
    (void)unused;
    struct book_act row[4];
    fold.book = NULL;
    assert_int_equal(fold_one(ACT_TAKE, DOSSIER), STATUS_OK);
    assert_int_equal(model.act_count, 1);
    assert_int_equal(
        fold_incident(&fold, &here.source, (struct instant){1}, "malformed", TEXT("x")), STATUS_OK);
    assert_int_equal(acts_in_book(DOSSIER, row), 0);
}

static void no_room_for_one_more_life_is_said(void **unused)
{
    (void)unused;
    assert_int_equal(fold_one(ACT_TAKE, "H41.04-230321-0001"), STATUS_OK);
    assert_int_equal(fold_one(ACT_TAKE, "H41.04-230321-0002"), STATUS_OK);
    assert_int_equal(fold_one(ACT_TAKE, "H41.04-230321-0003"), STATUS_OK);
    assert_int_equal(fold_one(ACT_TAKE, "H41.04-230321-0004"), STATUS_FULL);
    assert_int_equal(fold.counters.acts, 3);
}

static enum status no_room_on_the_disk(void *self, const struct book_act *act)
{
    (void)self;
    (void)act;
    return STATUS_FULL;
}

static void a_book_that_fails_is_not_passed_over(void **unused)
{
    (void)unused;
    struct flag_book_ops ops = *book.port.ops;
    struct flag_book failing = {.ops = &ops, .self = book.port.self};
    ops.put_act = no_room_on_the_disk;
    fold.book = &failing;
    assert_int_equal(fold_one(ACT_TAKE, DOSSIER), STATUS_FULL);
}

static void an_incident_says_where_and_what(void **unused)
{
    (void)unused;
    static uint8_t memory[1024];
    struct arena arena = arena_of(memory, sizeof memory);
    struct book_incident row;
    const struct book_position position = {.n = 1};
    size_t count = 0;
    assert_int_equal(
        fold_incident(&fold, &here.source, (struct instant){77}, "malformed", TEXT("no sense")),
        STATUS_OK);
    assert_int_equal(flag_book_commit(&book.port, &position), STATUS_OK);
    assert_int_equal(flag_reader_incidents(&book.reader, 0, &arena, &row, 1, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(row.at.ms, 77);
    assert_int_equal(row.source.place.seq, 2);
    assert_true(text_is(row.kind, "malformed"));
    assert_true(text_is(row.detail, "no sense"));
}

static void rows_put_apart_are_found_again(void **unused)
{
    (void)unused;
    const uint64_t rows[] = {2, 3, 7, 100};
    assert_false(fold_is_apart(&fold, 2));
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(fold_apart(&fold, rows[i]), STATUS_OK);
    }
    for (uint64_t n = 0; n < 110; n++) {
        assert_int_equal(fold_is_apart(&fold, n), n == 2 || n == 3 || n == 7 || n == 100);
    }
}

static void files_that_count_are_known_by_their_hash(void **unused)
{
    (void)unused;
    for (uint8_t i = 1; i <= limits.files; i++) {
        const struct hash file = file_of(i);
        assert_false(file_is_known(&fold.files, &file));
        assert_false(fold_full(&fold));
        assert_int_equal(file_know(&fold.files, &file), STATUS_OK);
        assert_int_equal(file_know(&fold.files, &file), STATUS_OK);
        assert_true(file_is_known(&fold.files, &file));
    }
    const struct hash more = file_of(99);
    assert_true(fold_full(&fold));
    assert_int_equal(file_know(&fold.files, &more), STATUS_FULL);
    assert_false(file_is_known(&fold.files, &more));
    const struct hash first = file_of(1);
    assert_true(file_is_known(&fold.files, &first));
}

#define IN_A_FOLD(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLD(an_act_stands_in_the_book_in_words),
        IN_A_FOLD(the_same_statement_again_is_counted_as_a_double),
        IN_A_FOLD(a_dossier_has_a_life_and_a_bundle_or_a_run_has_none),
        IN_A_FOLD(what_the_feed_knows_is_a_dossier_whatever_its_code),
        IN_A_FOLD(without_a_book_the_model_is_filled_all_the_same),
        IN_A_FOLD(no_room_for_one_more_life_is_said),
        IN_A_FOLD(a_book_that_fails_is_not_passed_over),
        IN_A_FOLD(an_incident_says_where_and_what),
        IN_A_FOLD(rows_put_apart_are_found_again),
        IN_A_FOLD(files_that_count_are_known_by_their_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
