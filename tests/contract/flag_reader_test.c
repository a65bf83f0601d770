#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/contract/flag_books.h"

static void flags_come_worst_first_and_unknown_last(void **unused)
{
    (void)unused;
    static const char *const order[] = {"d", "b", "a", "e", "c"};
    static const struct flag_filter all = {.any_level = true, .any_cause = true};
    struct book_dossier rows[ROWS_MAX];
    size_t count = 0;
    begin();
    put_dossier("a", FLAG_AT_RISK, -3);
    put_dossier("b", FLAG_WILL_MISS, -3 - 1);
    put_dossier("c", FLAG_UNKNOWN, -900);
    put_dossier("d", FLAG_OVERDUE, -50);
    put_dossier("e", FLAG_ON_TRACK, -3);
    commit(1);
    assert_int_equal(flag_reader_flags(&reader, &all, 0, &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++) {
        assert_true(text_is(rows[i].code, order[i]));
    }
    assert_int_equal(flag_reader_flags(&reader, &all, 3, &arena, rows, 1, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_true(text_is(rows[0].code, "e"));
    assert_int_equal(flag_reader_flags(&reader, &all, 9, &arena, rows, 1, &count), STATUS_OK);
    assert_int_equal(count, 0);
}

static size_t count_flags(struct flag_filter filter)
{
    struct book_dossier rows[ROWS_MAX];
    size_t count = 0;
    arena_reset(&arena);
    assert_int_equal(flag_reader_flags(&reader, &filter, 0, &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    return count;
}

static void a_filter_chooses_level_cause_agency_and_what_is_flagged(void **unused)
{
    (void)unused;
    const struct book_dossier elsewhere = {
        .code = TEXT("z"), .agency = TEXT("H41.05"), .level = FLAG_OVERDUE};
    begin();
    for (int level = 0; level < FLAG_LEVELS; level++) {
        const char code[] = {(char)('a' + level), '\0'};
        put_dossier(code, (enum flag_level)level, level);
    }
    assert_int_equal(flag_book_put_dossier(&book, &elsewhere), STATUS_OK);
    commit(1);
    struct flag_filter filter = {.any_level = true, .any_cause = true};
    assert_int_equal(count_flags(filter), FLAG_LEVELS + 1);
    filter.only_flagged = true;
    assert_int_equal(count_flags(filter), FLAG_LEVELS + 1 - 2);
    filter.agency = TEXT("H41.05");
    assert_int_equal(count_flags(filter), 1);
    filter = (struct flag_filter){.level = FLAG_OVERDUE, .any_cause = true};
    assert_int_equal(count_flags(filter), 2);
    filter = (struct flag_filter){.level = FLAG_DONE, .any_cause = true, .only_flagged = true};
    assert_int_equal(count_flags(filter), 0);
    filter = (struct flag_filter){.any_level = true, .cause = CAUSE_PROCESSING};
    assert_int_equal(count_flags(filter), 1);
    assert_int_equal(counts().by_level[FLAG_OVERDUE], 2);
    assert_int_equal(counts().by_cause[CAUSE_PROCESSING], 1);
    assert_int_equal(counts().by_cause[CAUSE_NONE], 3);
}

static void acts_are_in_event_order_and_one_statement_is_one_row(void **unused)
{
    (void)unused;
    struct book_act rows[ROWS_MAX];
    size_t count = 0;
    begin();
    put_act("x", 20, ACT_TAKE);
    put_act("x", 20, ACT_GIVE);
    put_act("x", -10, ACT_RETURN);
    put_act("x", 20, ACT_TAKE);
    put_act("xy", 1, ACT_TAKE);
    commit(1);
    assert_int_equal(flag_reader_acts(&reader, TEXT("x"), &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(rows[0].kind, ACT_RETURN);
    assert_int_equal(rows[0].at.ms, -10);
    assert_int_equal(rows[1].kind, ACT_GIVE);
    assert_int_equal(rows[2].kind, ACT_TAKE);
    assert_true(text_is(rows[2].person, "An"));
    assert_true(text_is(rows[2].reason, "r"));
    assert_int_equal(rows[2].source.device.id, UINT64_C(1) << 63);
    assert_int_equal(rows[2].source.place.seq, 3);
    assert_int_equal(rows[2].source.line, 4);
    assert_true(rows[2].one_device && rows[2].typed);
    assert_int_equal(flag_reader_acts(&reader, TEXT("x"), &arena, rows, 2, &count), STATUS_OK);
    assert_int_equal(count, 2);
}

static void incidents_are_kept_once_newest_first_and_may_end(void **unused)
{
    (void)unused;
    struct book_incident rows[ROWS_MAX];
    size_t count = 0;
    const struct book_incident put[] = {
        some_incident(1, 10, "cloned"),
        some_incident(2, 30, "hole"),
        some_incident(3, 20, "hole"),
        some_incident(1, 10, "cloned"),
    };
    begin();
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(flag_book_put_incident(&book, &put[i]), STATUS_OK);
    }
    commit(1);
    assert_int_equal(flag_reader_incidents(&reader, 0, &arena, rows, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 3);
    assert_int_equal(rows[0].source.place.seq, 2);
    assert_int_equal(rows[2].source.place.seq, 1);
    assert_true(text_is(rows[2].detail, "why\n"));
    begin();
    assert_int_equal(flag_book_end_incident(&book, &put[1]), STATUS_OK);
    assert_int_equal(flag_book_end_incident(&book, &put[1]), STATUS_OK);
    commit(2);
    assert_int_equal(flag_reader_incidents(&reader, 1, &arena, rows, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].source.place.seq, 1);
    assert_int_equal(counts().incidents, 2);
}

static void readings_and_offices_are_paged(void **unused)
{
    (void)unused;
    struct book_reading readings[ROWS_MAX];
    struct book_office offices[ROWS_MAX];
    size_t count = 0;
    const struct book_office office = {TEXT("H41.04"), TEXT("Sở Nông nghiệp"), TEXT("NN"),
                                       TEXT("agency"), TEXT("NNM")};
    const struct book_office first = {.code = TEXT("H41.03")};
    begin();
    for (uint64_t seq = 1; seq <= 3; seq++) {
        const struct book_reading reading = {
            {(int64_t)seq},
            { {9}, {1, seq}, 0},
            TEXT("\x01raw"), TEXT("center"), TEXT("TTG")
        };
        assert_int_equal(flag_book_put_reading(&book, &reading), STATUS_OK);
    }
    assert_int_equal(flag_book_put_office(&book, &office), STATUS_OK);
    assert_int_equal(flag_book_put_office(&book, &first), STATUS_OK);
    commit(1);
    assert_int_equal(flag_reader_readings(&reader, 1, &arena, readings, ROWS_MAX, &count),
                     STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(readings[0].source.place.seq, 2); /* newest first */
    assert_int_equal(readings[0].raw.size, 4);
    assert_int_equal(flag_reader_offices(&reader, 0, &arena, offices, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_true(text_is(offices[1].label, "Sở Nông nghiệp"));
    assert_int_equal(flag_reader_offices(&reader, 1, &arena, offices, ROWS_MAX, &count), STATUS_OK);
    assert_int_equal(count, 1);
}

static void put_notice(const char *code, int32_t raised, enum ladder_rung rung, int32_t told)
{
    const struct book_notice notice = {
        .code = text_of(code),
        .raised_at = {raised    },
        .rung = (uint8_t)rung,
        .reached = {raised    },
        .told = {told      },
        .party = rung == RUNG_HOLDER ? TEXT("post") : TEXT("center"),
        .level = FLAG_AT_RISK,
        .cause = CAUSE_TRANSFER,
        .leg = LEG_BACK,
        .slack_minutes = -5,
        .run = {TEXT("R1"), TEXT("2"), {150}},
        .saver = SAVER_EXTRA_RUN,
        .extra_before = {MINUTE_NEVER.m    }
    };
    assert_int_equal(flag_book_put_notice(&book, &notice), STATUS_OK);
}

static void put_flag(const char *code, int32_t raised, bool acknowledged)
{
    const struct book_dossier row = {.code = text_of(code),
                                     .level = FLAG_AT_RISK,
                                     .cause = CAUSE_TRANSFER,
                                     .leg = LEG_BACK,
                                     .raised_at = {raised},
                                     .rung = RUNG_OFFICER,
                                     .acknowledged = acknowledged};
    assert_int_equal(flag_book_put_dossier(&book, &row), STATUS_OK);
}

static size_t notices_of(struct notice_filter filter, struct book_notice *rows)
{
    size_t count = 77;
    filter.to = filter.to.m == 0 ? MINUTE_NEVER : filter.to;
    assert_int_equal(flag_reader_notices(&reader, &filter, 0, &arena, rows, ROWS_MAX, &count),
                     STATUS_OK);
    return count;
}

static void notices_are_listed_newest_first_and_those_that_still_stand_apart(void **unused)
{
    (void)unused;
    struct book_notice rows[ROWS_MAX];
    begin();
    put_flag("a", 100, false);
    put_flag("b", 100, true);  /* somebody has answered */
    put_flag("c", 120, false); /* it is another fact by now */
    put_notice("a", 100, RUNG_HOLDER, 110);
    put_notice("a", 100, RUNG_OFFICER, 200);
    put_notice("a", 100, RUNG_OFFICER, 200); /* the same key: once */
    put_notice("b", 100, RUNG_HOLDER, 110);
    put_notice("c", 100, RUNG_HOLDER, 110);
    commit(1);
    assert_int_equal(notices_of((struct notice_filter){.from = {0}}, rows), 4);
    assert_int_equal(rows[0].told.m, 200);
    assert_int_equal(rows[0].rung, RUNG_OFFICER);
    assert_true(text_is(rows[1].code, "a"));
    assert_true(text_is(rows[3].code, "c"));
    assert_true(text_is(rows[3].run.route, "R1"));
    assert_int_equal(rows[3].run.departs.m, 150);
    assert_int_equal(notices_of((struct notice_filter){.only_standing = true}, rows), 2);
    assert_int_equal(notices_of((struct notice_filter){.rung = RUNG_HOLDER}, rows), 3);
    assert_int_equal(notices_of((struct notice_filter){.party = TEXT("center")}, rows), 1);
    assert_int_equal(notices_of((struct notice_filter){.from = {111}}, rows), 1);
    assert_int_equal(notices_of((struct notice_filter){.to = {110}}, rows), 3);
}

static void a_full_arena_is_said_and_the_next_call_is_whole(void **unused)
{
    (void)unused;
    static const struct flag_filter all = {.any_level = true, .any_cause = true};
    struct book_dossier rows[4];
    uint8_t small[64];
    struct arena tight = arena_of(small, sizeof small);
    size_t count = 77;
    begin();
    put_dossier("a", FLAG_DONE, 0);
    put_dossier("b", FLAG_DONE, 0);
    commit(1);
    assert_int_equal(flag_reader_flags(&reader, &all, 0, &tight, rows, 4, &count), STATUS_FULL);
    assert_int_equal(count, 77);
    assert_int_equal(flag_reader_flags(&reader, &all, 0, &arena, rows, 4, &count), STATUS_OK);
    assert_int_equal(count, 2);
}

static enum status stop_at_once(void *to, struct text line)
{
    (void)to;
    (void)line;
    return STATUS_DENIED;
}

static void an_export_may_be_stopped(void **unused)
{
    (void)unused;
    begin();
    put_dossier("a", FLAG_DONE, 0);
    commit(1);
    assert_int_equal(flag_reader_canonical(&reader, stop_at_once, NULL), STATUS_DENIED);
    assert_int_equal(counts().dossiers, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(flags_come_worst_first_and_unknown_last),
        EACH(a_filter_chooses_level_cause_agency_and_what_is_flagged),
        EACH(acts_are_in_event_order_and_one_statement_is_one_row),
        EACH(incidents_are_kept_once_newest_first_and_may_end),
        EACH(readings_and_offices_are_paged),
        EACH(notices_are_listed_newest_first_and_those_that_still_stand_apart),
        EACH(a_full_arena_is_said_and_the_next_call_is_whole),
        EACH(an_export_may_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
