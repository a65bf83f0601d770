#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/contract/flag_books.h"

static void a_new_book_is_empty(void **unused)
{
    (void)unused;
    struct book_position position = position_at(9);
    struct book_dossier row;
    size_t count = 9;
    assert_int_equal(flag_book_position(&book, &position), STATUS_OK);
    assert_int_equal(position.n, 0);
    assert_int_equal(flag_reader_position(&reader, &position), STATUS_OK);
    assert_int_equal(position.n, 0);
    assert_int_equal(counts().dossiers, 0);
    assert_int_equal(flag_reader_dossier(&reader, TEXT("x"), &arena, &row), STATUS_NOT_FOUND);
    assert_int_equal(flag_book_dossiers(&book, TEXT(""), &arena, &row, 1, &count), STATUS_OK);
    assert_int_equal(count, 0);
    assert_string_equal(canonical(), "");
}

static void a_dossier_comes_back_as_it_was_put(void **unused)
{
    (void)unused;
    struct book_dossier row;
    const struct book_dossier put = some_dossier("H41.04-230321-0001", FLAG_OVERDUE, -3);
    begin();
    put_dossier("H41.04-230321-0001", FLAG_DUE_SOON, 9);
    put_dossier("H41.04-230321-0001", FLAG_OVERDUE, -3);
    commit(1);
    restart();
    assert_int_equal(flag_reader_dossier(&reader, put.code, &arena, &row), STATUS_OK);
    assert_true(text_equal(row.code, put.code));
    assert_true(text_equal(row.to, put.to));
    assert_true(text_equal(row.bundle, put.bundle));
    assert_true(text_equal(row.last_safe_run.round, put.last_safe_run.round));
    assert_int_equal(row.last_safe_run.departs.m, 150);
    assert_int_equal(row.promised.m, MINUTE_NEVER.m);
    assert_int_equal(row.forecast.m, -5);
    assert_int_equal(row.slack_minutes, -3);
    assert_int_equal(row.level, FLAG_OVERDUE);
    assert_int_equal(row.cause, CAUSE_PROCESSING);
    assert_int_equal(row.leg, LEG_BACK);
    assert_int_equal(row.missing, MISSING_RUN);
    assert_int_equal(row.saver, SAVER_EXTRA_RUN);
    assert_int_equal(row.saver_leg, LEG_OUT);
    assert_true(row.by_post && row.verified && row.acknowledged && !row.handled);
    assert_int_equal(row.status, 4);
    assert_int_equal(row.conflicts, 2);
    assert_int_equal(counts().dossiers, 1);
}

static void what_is_not_committed_is_neither_read_nor_kept(void **unused)
{
    (void)unused;
    struct book_position position;
    begin();
    put_dossier("a", FLAG_OVERDUE, -3);
    commit(1);
    begin();
    put_dossier("a", FLAG_ON_TRACK, 5);
    put_dossier("b", FLAG_ON_TRACK, 5);
    put_act("b", 1, ACT_TAKE);
    assert_int_equal(counts().dossiers, 1);
    assert_int_equal(counts().by_level[FLAG_OVERDUE], 1);
    assert_int_equal(flag_book_reopen(&book), STATUS_OK);
    assert_int_equal(flag_book_position(&book, &position), STATUS_OK);
    assert_int_equal(position.n, 1);
    assert_int_equal(counts().by_level[FLAG_OVERDUE], 1);
    begin();
    put_dossier("c", FLAG_ON_TRACK, 5);
    commit(2);
    assert_int_equal(counts().dossiers, 2);
}

static void a_position_is_kept_whole(void **unused)
{
    (void)unused;
    struct book_position read;
    const struct book_position put = position_at(77);
    begin();
    commit(77);
    restart();
    assert_int_equal(flag_book_position(&book, &read), STATUS_OK);
    assert_int_equal(read.n, 77);
    assert_int_equal(read.received.ms, put.received.ms);
    assert_int_equal(read.clock.m, put.clock.m);
    assert_int_equal(read.fold, 1);
    assert_int_equal(read.incident, 2);
    assert_int_equal(read.acts, 3);
    assert_int_equal(read.trail, put.trail);
    assert_int_equal(read.checked, 4);
    assert_int_equal(read.written.ms, 5);
    assert_int_equal(flag_reader_position(&reader, &read), STATUS_OK);
    assert_int_equal(read.trail, put.trail);
    assert_int_equal(counts().acts, 3);
}

static void signs_of_life_are_in_no_export(void **unused)
{
    (void)unused;
    char before[256];
    struct book_position position = position_at(7);
    begin();
    assert_int_equal(flag_book_commit(&book, &position), STATUS_OK);
    assert_true(text_copy(text_of(canonical()), before, sizeof before));
    position.written.ms = 999;
    position.checked = 999;
    begin();
    assert_int_equal(flag_book_commit(&book, &position), STATUS_OK);
    assert_string_equal(canonical(), before);
    assert_string_equal(before, "book\t7\t7000\t7\t1\t2\t3\t-8\n");
}

static void put_change(const char *code, int32_t at, enum flag_level level)
{
    const struct book_change change = {.code = text_of(code),
                                       .at.m = at,
                                       .level = level,
                                       .promised.m = 5,
                                       .raised_at.m = 6,
                                       .same_fact = true,
                                       .acknowledged = true};
    assert_int_equal(flag_book_put_change(&book, &change), STATUS_OK);
}

static void the_writer_sees_the_newest_changes_of_its_own_turn(void **unused)
{
    (void)unused;
    struct book_change rows[ROWS_MAX];
    size_t count = 0;
    begin();
    put_change("x", 10, FLAG_ON_TRACK);
    put_change("x", 20, FLAG_DUE_SOON);
    put_change("y", 30, FLAG_OVERDUE);
    commit(1);
    begin();
    put_change("x", 30, FLAG_OVERDUE);
    put_change("x", 30, FLAG_AT_RISK);
    assert_int_equal(flag_book_changes(&book, TEXT("x"), &arena, rows, 2, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].level, FLAG_AT_RISK);
    assert_int_equal(rows[1].level, FLAG_DUE_SOON);
    assert_int_equal(rows[1].raised_at.m, 6);
    assert_true(rows[1].same_fact && rows[1].acknowledged && !rows[1].handled);
    assert_int_equal(flag_reader_changes(&reader, TEXT("x"), &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].at.m, 10);
    commit(2);
    assert_int_equal(flag_reader_changes(&reader, TEXT("x"), &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 3);
}

static void dossiers_are_paged_by_code(void **unused)
{
    (void)unused;
    struct book_dossier rows[2];
    size_t count = 0;
    begin();
    put_dossier("H41.05-1", FLAG_DONE, 0);
    put_dossier("H41.04-2", FLAG_DONE, 0);
    put_dossier("000.00-9", FLAG_DONE, 0);
    commit(1);
    assert_int_equal(flag_book_dossiers(&book, TEXT(""), &arena, rows, 2, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_true(text_is(rows[0].code, "000.00-9"));
    assert_int_equal(flag_book_dossiers(&book, rows[1].code, &arena, rows, 2, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_true(text_is(rows[0].code, "H41.05-1"));
}

static void a_dossiers_conflicts_are_replaced_together(void **unused)
{
    (void)unused;
    struct book_conflict rows[ROWS_MAX];
    size_t count = 0;
    const struct book_conflict put[] = {
        {TEXT("x"), {20}, CONFLICT_NOT_HOLDER,   TEXT("center"), TEXT("post"), true },
        {TEXT("x"), {10}, CONFLICT_TAKE_MISSING, TEXT("center"), TEXT("post"), false},
    };
    const struct book_conflict other = {.code = TEXT("xx"), .at = {1}};
    begin();
    assert_int_equal(flag_book_put_conflicts(&book, TEXT("x"), put, 2), STATUS_OK);
    assert_int_equal(flag_book_put_conflicts(&book, TEXT("xx"), &other, 1), STATUS_OK);
    commit(1);
    assert_int_equal(flag_reader_conflicts(&reader, TEXT("x"), &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].kind, CONFLICT_TAKE_MISSING);
    assert_true(rows[1].moved);
    assert_true(text_is(rows[1].party, "post"));
    begin();
    assert_int_equal(flag_book_put_conflicts(&book, TEXT("x"), put, 1), STATUS_OK);
    commit(2);
    assert_int_equal(counts().conflicts, 2);
    begin();
    assert_int_equal(flag_book_put_conflicts(&book, TEXT("x"), NULL, 0), STATUS_OK);
    commit(3);
    assert_int_equal(counts().conflicts, 1);
}

static void batches_kept_apart_are_listed_by_their_row(void **unused)
{
    (void)unused;
    struct book_apart rows[ROWS_MAX];
    size_t count = 0;
    begin();
    for (uint64_t n = 9; n > 0; n -= 3) {
        const struct book_apart apart = {
            n, {7 },
             { 1, 2},
             3, TEXT("bad")
        };
        assert_int_equal(flag_book_put_apart(&book, &apart), STATUS_OK);
    }
    commit(1);
    assert_int_equal(flag_book_aparts(&book, 3, &arena, rows, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].n, 6);
    assert_int_equal(rows[0].first.seq, 2);
    assert_true(text_is(rows[0].why, "bad"));
    assert_int_equal(counts().apart, 3);
}

static void what_a_revoked_device_said_later_is_taken_back(void **unused)
{
    (void)unused;
    static const uint32_t epochs[] = {1, UINT32_C(0x80000001)}; /* the second a signed book loses */
    begin();
    for (size_t i = 0; i < 2; i++) {
        for (uint64_t seq = 1; seq <= 3; seq++) {
            const uint32_t epoch = epochs[i];
            struct book_act act = some_act("x", (int64_t)(10 * i + seq), ACT_TAKE);
            const struct book_reading reading = {
                .source = {{9}, {epoch, seq}, 0}
            };
            act.source = (struct book_source){
                {9   },
                { epoch, seq},
                0
            };
            assert_int_equal(flag_book_put_act(&book, &act), STATUS_OK);
            assert_int_equal(flag_book_put_reading(&book, &reading), STATUS_OK);
        }
    }
    put_act("x", 99, ACT_TAKE); /* another device's */
    commit(1);
    begin();
    assert_int_equal(flag_book_take_back(&book, (struct device){9}, (struct place){1, 2}),
                     STATUS_OK);
    commit(2);
    struct book_act acts[ROWS_MAX];
    size_t count = 0;
    assert_int_equal(flag_reader_acts(&reader, TEXT("x"), &arena, acts, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(counts().readings, 2);
}

static void fill(bool backwards)
{
    static const char *const codes[] = {"a", "b", "c"};
    begin();
    for (int i = 0; i < 3; i++) {
        const char *code = codes[backwards ? 2 - i : i];
        put_dossier(code, FLAG_AT_RISK, -1);
        put_act(code, 5, ACT_GIVE);
        put_act(code, -5, ACT_TAKE);
        put_change(code, 5, FLAG_AT_RISK);
    }
    commit(3);
}

static void an_export_does_not_tell_how_the_book_came_to_be(void **unused)
{
    (void)unused;
    static char first[DUMP_SIZE];
    fill(false);
    assert_true(text_copy(text_of(canonical()), first, sizeof first));
    fill(true);
    assert_string_equal(canonical(), first);
}

/* The fake is worth what it says only if it says the same. */

static void book_and_fake_export_the_same(void **unused)
{
    (void)unused;
    static char on_disk[DUMP_SIZE];
    const struct book_incident incident = some_incident(3, 20, "hole");
    const struct book_apart apart = {
        6, {UINT64_MAX},
         { 1,         2},
         3, TEXT("bad")
    };
    for (int i = 0; i < 2; i++) {
        (void)start_with(i == 0 ? &kept_on_disk : &kept_in_memory);
        fill(false);
        begin();
        assert_int_equal(flag_book_put_incident(&book, &incident), STATUS_OK);
        assert_int_equal(flag_book_put_apart(&book, &apart), STATUS_OK);
        commit(4);
        if (i == 0) {
            assert_true(text_copy(text_of(canonical()), on_disk, sizeof on_disk));
        } else {
            assert_string_equal(canonical(), on_disk);
        }
        (void)stop(NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_new_book_is_empty),
        EACH(a_dossier_comes_back_as_it_was_put),
        EACH(what_is_not_committed_is_neither_read_nor_kept),
        EACH(a_position_is_kept_whole),
        EACH(signs_of_life_are_in_no_export),
        EACH(the_writer_sees_the_newest_changes_of_its_own_turn),
        EACH(dossiers_are_paged_by_code),
        EACH(a_dossiers_conflicts_are_replaced_together),
        EACH(batches_kept_apart_are_listed_by_their_row),
        EACH(what_a_revoked_device_said_later_is_taken_back),
        EACH(an_export_does_not_tell_how_the_book_came_to_be),
        cmocka_unit_test(book_and_fake_export_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
