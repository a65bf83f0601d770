#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/oracle/beside.h"
#include "tests/sim/oracle/held.h"

/* The worked lives of SEMANTICS section 7 (tests/data/ledger-vectors.json, as lines). */

enum { LIFE_SIZE = 8192 };

struct worked {
    char name[64];
    char now[32];
    char plan[LIFE_SIZE], feed[LIFE_SIZE], supplements[LIFE_SIZE], acts[LIFE_SIZE];
    char flags[LIFE_SIZE], conflicts[LIFE_SIZE];
};

static void add_row(char *rows, struct text row)
{
    const size_t size = strlen(rows);
    struct line line = line_of(rows + size, LIFE_SIZE - size);
    line_text(&line, row);
    line_char(&line, '\n');
    assert_false(line.cut);
}

static void find_plan(struct text vectors, struct text name, char *out)
{
    bool inside = false;
    while (vectors.size > 0) {
        struct text rest = text_split(&vectors, '\n');
        const struct text begins = text_split(&rest, ' ');
        if (text_is(begins, "plan")) {
            inside = text_equal(rest, name);
        } else if (text_is(begins, "row") && inside) {
            add_row(out, rest);
        }
    }
}

static bool next_worked(struct text all, struct text *rest, struct worked *out)
{
    memset(out, 0, sizeof *out);
    while (rest->size > 0) {
        struct text line = text_split(rest, '\n');
        const struct text begins = text_split(&line, ' ');
        const struct {
            const char *word;
            char *rows;
        } lists[] = {
            {"feed",       out->feed       },
            {"supplement", out->supplements},
            {"act",        out->acts       },
            {"flag",       out->flags      },
            {"conflict",   out->conflicts  },
        };
        for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
            if (text_is(begins, lists[i].word)) {
                add_row(lists[i].rows, line);
            }
        }
        if (text_is(begins, "life")) {
            assert_true(text_copy(line, out->name, sizeof out->name));
        } else if (text_is(begins, "now")) {
            assert_true(text_copy(line, out->now, sizeof out->now));
        } else if (text_is(begins, "use")) {
            find_plan(all, line, out->plan);
        } else if (text_is(begins, "end")) {
            return true;
        }
    }
    return false;
}

static void said(const struct worked *life, struct town *town)
{
    const struct instant begin = town_at("2023-01-02T07:00");
    struct pen *pen = town_pen(town, 0, DEVICE_IMPORT);
    char *calendar = town_read("tests/data/calendar-vn.csv");
    pen_file(town, pen, FILE_CALENDAR, text_of(calendar), begin);
    pen_file(town, pen, FILE_PLAN, text_of(life->plan), begin);
    pen_file(town, pen, FILE_FEED, text_of(life->feed), begin);
    pen_file(town, pen, FILE_SUPPLEMENTS, text_of(life->supplements), begin);
    pen_file(town, pen, FILE_ACTS, text_of(life->acts), begin);
    free(calendar);
}

static int32_t maybe_minute(struct text text)
{
    struct instant instant;
    return instant_parse(text, &instant) == STATUS_OK ? instant_minute(instant).m : NOT_THERE;
}

/* FLAG: `at,level,cause,leg,slack,forecast,promised,last_safe,gained`. */
static void expect_flag(const struct worked *life, struct town *town, struct text flag)
{
    struct history history;
    const int32_t at = maybe_minute(text_split(&flag, ','));
    beside_history(town, (struct minute){at}, &history);
    assert_int_equal(history.chapter_count, 1);
    const struct verdict verdict = history_now(&history, 0);
    const struct text level = text_split(&flag, ',');
    if (!text_is(level, flag_level_name(verdict.level))) {
        fail_msg("%s: %s", life->name, flag_level_name(verdict.level));
    }
    assert_true(text_is(text_split(&flag, ','), flag_cause_name(verdict.cause)));
    assert_true(text_is(text_split(&flag, ','), flag_leg_name(verdict.leg)));
    int64_t slack = 0;
    int64_t gained = 0;
    if (text_signed(text_split(&flag, ','), &slack)) {
        assert_int_equal(verdict.slack, slack);
        assert_int_equal(verdict.forecast, maybe_minute(text_split(&flag, ',')));
        assert_int_equal(verdict.promised, maybe_minute(text_split(&flag, ',')));
        assert_int_equal(verdict.last_safe, maybe_minute(text_split(&flag, ',')));
        if (text_signed(flag, &gained)) {
            assert_int_equal(verdict.gained, gained);
        }
    }
    history_fini(&history);
}

static void expect_conflicts(const struct worked *life, struct town *town)
{
    struct history history;
    struct text rest = text_of(life->conflicts);
    beside_history(town, (struct minute){maybe_minute(text_of(life->now))}, &history);
    const struct verdict verdict = history_now(&history, 0);
    for (size_t i = 0; i < verdict.clash_count; i++) {
        struct text line = text_split(&rest, '\n');
        struct instant at;
        assert_int_equal(instant_parse(text_split(&line, ','), &at), STATUS_OK);
        assert_int_equal(verdict.clashes[i].at, at.ms);
        assert_true(text_is(line, conflict_kind_name(verdict.clashes[i].kind)));
    }
    assert_int_equal(rest.size, 0);
    history_fini(&history);
}

static void the_worked_lives_have_their_flags_and_conflicts(void **unused)
{
    (void)unused;
    static struct worked life;
    char *vectors = town_read("tests/unit/core/ledger_vectors.txt");
    struct text rest = text_of(vectors);
    int lives = 0;
    while (next_worked(text_of(vectors), &rest, &life)) {
        struct town *town = town_open();
        struct text flags = text_of(life.flags);
        said(&life, town);
        while (flags.size > 0) {
            expect_flag(&life, town, text_split(&flags, '\n'));
        }
        expect_conflicts(&life, town);
        town_close(town);
        lives++;
    }
    assert_true(lives > 25);
    free(vectors);
}

static void watch_has_the_same_history_of_the_worked_lives(void **unused)
{
    (void)unused;
    static struct worked life;
    char *vectors = town_read("tests/unit/core/ledger_vectors.txt");
    struct text rest = text_of(vectors);
    struct beside beside = {0};
    while (next_worked(text_of(vectors), &rest, &life)) {
        struct town *town = town_open();
        const size_t before = beside.differences;
        said(&life, town);
        town_run(town, town_at("2023-06-02T07:00"));
        beside_compare(town, &beside, true);
        if (beside.differences > before) {
            fprintf(stderr, "  in %s\n", life.name);
        }
        town_close(town);
    }
    assert_int_equal(beside.differences, 0);
    assert_true(beside.changes > 100);
    free(vectors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_lives_have_their_flags_and_conflicts),
        cmocka_unit_test(watch_has_the_same_history_of_the_worked_lives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
