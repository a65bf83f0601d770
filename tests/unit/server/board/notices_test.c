#include "server/board/notices.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/server/board/asker.h"

static const char *ask(const char *query, struct notices_asked *out_asked)
{
    struct asker_query asked = {query};
    const struct request request = {.query = asker_query, .self = &asked};
    return notices_ask(&request, out_asked);
}

static struct notices all_of(struct asker *asker, const char *query)
{
    struct notices_asked asked;
    struct notices notices;
    assert_null(ask(query, &asked));
    assert_int_equal(notices_read(&asker->board.source, &asked, &notices), STATUS_OK);
    return notices;
}

/* The traced dossier's row is now what CHANGE says; its holder was told at now - 20. */
static void put_row(struct asker *asker, void (*change)(struct book_dossier *row))
{
    uint8_t memory[4096];
    struct arena arena = arena_of(memory, sizeof memory);
    struct book_position position;
    struct book_dossier row;
    assert_int_equal(flag_reader_position(&asker->book.reader, &position), STATUS_OK);
    assert_int_equal(flag_reader_dossier(&asker->book.reader, TEXT(SAMPLE_TRACED), &arena, &row),
                     STATUS_OK);
    change(&row);
    assert_int_equal(flag_book_begin(&asker->book.port), STATUS_OK);
    assert_int_equal(flag_book_put_dossier(&asker->book.port, &row), STATUS_OK);
    assert_int_equal(flag_book_commit(&asker->book.port, &position), STATUS_OK);
}

static void acknowledge(struct book_dossier *row)
{
    row->acknowledged = true;
}

static void handle(struct book_dossier *row)
{
    row->acknowledged = true;
    row->handled = true;
}

static void climb(struct book_dossier *row)
{
    row->rung = RUNG_OFFICER;
}

static void worsen(struct book_dossier *row)
{
    row->level = FLAG_AT_RISK;
    row->raised_at.m += 5;
}

static void what_became_of_a_notice_is_told_as_the_flag_is_now(void **state)
{
    static const struct {
        void (*change)(struct book_dossier *row);
        enum notice_state state;
        size_t standing;
    } cases[] = {
        {climb,       NOTICE_CLIMBED,      1},
        {acknowledge, NOTICE_ACKNOWLEDGED, 0},
        {handle,      NOTICE_HANDLED,      0},
        {worsen,      NOTICE_GONE,         0},
    };
    struct notices notices = all_of(*state, "");
    assert_int_equal(notices.count, 1);
    assert_int_equal(notices.states[0], NOTICE_STANDS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put_row(*state, cases[i].change);
        notices = all_of(*state, "all=1");
        assert_int_equal(notices.count, 1);
        assert_int_equal(notices.states[0], cases[i].state);
        assert_int_equal(all_of(*state, "").count, cases[i].standing);
    }
}

static void a_party_that_is_asked_for_sees_its_own_and_no_other(void **state)
{
    assert_int_equal(all_of(*state, "party=so-khdt").count, 1);
    assert_int_equal(all_of(*state, "party=center").count, 0);
    assert_int_equal(all_of(*state, "party=so-khdt&rung=holder").count, 1);
    assert_int_equal(all_of(*state, "rung=manager&all=1").count, 0);
}

static void what_is_not_understood_is_named(void **unused)
{
    struct notices_asked asked = {.limit = 77};
    (void)unused;
    assert_string_equal(ask("rung=king", &asked), "rung");
    assert_string_equal(ask("all=yes", &asked), "all");
    assert_string_equal(ask("party=\xff", &asked), "party");
    assert_int_equal(asked.limit, 77); /* written only when understood */
}

static void each_state_has_its_name(void **unused)
{
    (void)unused;
    for (int one = 0; one < NOTICE_STATES; one++) {
        for (int other = 0; other < one; other++) {
            assert_string_not_equal(notice_state_name((enum notice_state)one),
                                    notice_state_name((enum notice_state)other));
        }
    }
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, asker_setup, asker_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(what_became_of_a_notice_is_told_as_the_flag_is_now),
        EACH(a_party_that_is_asked_for_sees_its_own_and_no_other),
        cmocka_unit_test(what_is_not_understood_is_named),
        cmocka_unit_test(each_state_has_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
