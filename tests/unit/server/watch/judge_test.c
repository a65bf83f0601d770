#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/server/watch/town.h"

#define DOSSIER "H41.04-230321-0001"

enum { LIFE_SIZE = 16 * 1024, CHANGES_MAX = 64, ACTS_MAX = 64 };

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

static void furnish(void)
{
    town_furnish(town, town_at("2023-03-20T07:00"));
    town_feed(town, DOSSIER, "20230321080000", "20230328080000", town_at("2023-03-21T08:00"));
    town_run(town, town_at("2023-03-21T08:00:05"));
}

static struct book_dossier dossier(void)
{
    struct book_dossier row;
    assert_true(town_dossier(town, DOSSIER, &row));
    return row;
}

/* Acts as a file, received at RECEIVED, and the clock up to there. */
static void acts(const char *received, const char *rows)
{
    pen_file(town, &town->pens[0], FILE_ACTS, text_of(rows), town_at(received));
    town_run(town, town_at(received));
}

static void clock_to(const char *wall)
{
    town_run(town, (struct instant){town_at(wall).ms + TOWN_MARGIN_MS});
}

static void word(enum entry_kind kind, const char *level, const char *cause, const char *at)
{
    uint8_t body[512];
    struct writer writer = writer_of(body, sizeof body);
    const struct flag_body flag = {
        .dossier = TEXT(DOSSIER), .level = text_of(level), .cause = text_of(cause)};
    assert_int_equal(flag_encode(&flag, &writer), STATUS_OK);
    (void)pen_say(&town->pens[0], kind, writer_span(&writer), town_at(at), "An");
    pen_send(town, &town->pens[0], town_at(at));
    town_run(town, town_at(at));
}

/* --- the worked lives of SEMANTICS section 7, as files, by the clock alone --- */

/* One life of ledger_vectors.txt, as lines. */
struct worked {
    char name[64];
    char plan[LIFE_SIZE], feed[LIFE_SIZE], supplements[LIFE_SIZE], acts[LIFE_SIZE];
    char flags[LIFE_SIZE];
};

static void add_row(char *rows, struct text row)
{
    const size_t size = strlen(rows);
    struct line line = line_of(rows + size, LIFE_SIZE - size);
    line_text(&line, row);
    line_char(&line, '\n');
    assert_false(line.cut);
}

/* The rows of the plan called NAME, at the top of VECTORS. */
static void find_plan(struct text vectors, struct text name, char *out)
{
    bool inside = false;
    out[0] = '\0';
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
        if (text_is(begins, "life")) {
            assert_true(text_copy(line, out->name, sizeof out->name));
        } else if (text_is(begins, "use")) {
            find_plan(all, line, out->plan);
        } else if (text_is(begins, "feed")) {
            add_row(out->feed, line);
        } else if (text_is(begins, "supplement")) {
            add_row(out->supplements, line);
        } else if (text_is(begins, "act")) {
            add_row(out->acts, line);
        } else if (text_is(begins, "flag")) {
            add_row(out->flags, line);
        } else if (text_is(begins, "end")) {
            return true;
        }
    }
    return false;
}

static struct minute maybe_minute(struct text text)
{
    struct instant instant;
    return instant_parse(text, &instant) == STATUS_OK ? instant_minute(instant) : MINUTE_NEVER;
}

/* FLAG: `at,level,cause,leg,slack,forecast,promised,last_safe,gained`. */
static void expect_flag(const struct worked *life, struct text flag)
{
    char at[32];
    char code[64];
    struct book_dossier row;
    struct text first = text_of(life->feed[0] != '\0' ? life->feed : strchr(life->acts, ',') + 1);
    if (life->feed[0] == '\0') {
        (void)text_split(&first, ','); /* at and act stand before the subject */
    }
    assert_true(text_copy(text_split(&first, ','), code, sizeof code));
    assert_true(text_copy(text_split(&flag, ','), at, sizeof at));
    clock_to(at);
    assert_true(town_dossier(town, code, &row));
    const struct text level = text_split(&flag, ',');
    if (!text_is(level, flag_level_name(row.level))) {
        fail_msg("%s at %s: %s", life->name, at, flag_level_name(row.level));
    }
    assert_true(text_is(text_split(&flag, ','), flag_cause_name(row.cause)));
    assert_true(text_is(text_split(&flag, ','), flag_leg_name(row.leg)));
    int64_t slack = 0;
    if (text_signed(text_split(&flag, ','), &slack)) {
        assert_int_equal(row.slack_minutes, slack);
        assert_int_equal(row.forecast.m, maybe_minute(text_split(&flag, ',')).m);
        assert_int_equal(row.promised.m, maybe_minute(text_split(&flag, ',')).m);
        assert_int_equal(row.last_safe_run.departs.m, maybe_minute(text_split(&flag, ',')).m);
    }
}

static void drive(const struct worked *life)
{
    const struct instant begin = town_at("2023-01-02T07:00");
    struct pen *pen = town_pen(town, 0, DEVICE_IMPORT);
    char *calendar = town_read("tests/data/calendar-vn.csv");
    struct text flags = text_of(life->flags);
    pen_file(town, pen, FILE_CALENDAR, text_of(calendar), begin);
    pen_file(town, pen, FILE_PLAN, text_of(life->plan), begin);
    pen_file(town, pen, FILE_FEED, text_of(life->feed), begin);
    pen_file(town, pen, FILE_SUPPLEMENTS, text_of(life->supplements), begin);
    pen_file(town, pen, FILE_ACTS, text_of(life->acts), begin);
    town_run(town, begin);
    assert_int_equal(town_incidents(town, "file_broken"), 0);
    while (flags.size > 0) {
        expect_flag(life, text_split(&flags, '\n'));
    }
    assert_int_equal(town->watch.judge.counters.surprises, 0);
    free(calendar);
}

static void the_worked_lives_are_flagged_as_the_clock_passes(void **unused)
{
    (void)unused;
    static struct worked life;
    char *vectors = town_read("tests/unit/core/ledger_vectors.txt");
    struct text rest = text_of(vectors);
    int flagged = 0;
    while (next_worked(text_of(vectors), &rest, &life)) {
        drive(&life);
        flagged += life.flags[0] != '\0';
        town_close(town);
        town = town_open();
    }
    assert_true(flagged > 10);
    free(vectors);
}

/* --- the same flag, and what people said of it --- */

static void a_flag_that_returns_within_half_an_hour_is_the_same_flag(void **unused)
{
    (void)unused;
    struct book_change changes[CHANGES_MAX];
    furnish();
    acts("2023-03-21T08:05", "2023-03-21T08:01,intake,H41.04-230321-0001,center,,,,,\n");
    clock_to("2023-03-22T14:46");
    assert_int_equal(dossier().level, FLAG_DUE_SOON);
    word(ENTRY_FLAG_ACKNOWLEDGED, "due_soon", "", "2023-03-22T14:50");
    assert_true(dossier().acknowledged);
    /* It is said to be lost, and found again ten minutes later. */
    acts("2023-03-22T14:55", "2023-03-22T14:54,exception,H41.04-230321-0001,center,,,,,lost\n");
    assert_int_equal(dossier().level, FLAG_UNKNOWN);
    assert_false(dossier().acknowledged);
    acts("2023-03-22T15:05", "2023-03-22T15:04,exception,H41.04-230321-0001,center,,,,,found\n");
    assert_int_equal(dossier().level, FLAG_DUE_SOON);
    assert_int_equal(dossier().raised_at.m, instant_minute(town_at("2023-03-22T14:46")).m);
    assert_true(dossier().acknowledged);
    assert_false(dossier().handled);
    const size_t count = town_changes(town, DOSSIER, changes, CHANGES_MAX);
    assert_true(changes[count - 1].same_fact);
    assert_false(changes[count - 2].same_fact);
    assert_true(town_restart(town));
    clock_to("2023-03-22T15:06");
    assert_true(dossier().acknowledged);
}

static void a_flag_that_returns_later_is_another_one(void **unused)
{
    (void)unused;
    struct book_change changes[CHANGES_MAX];
    furnish();
    acts("2023-03-21T08:05", "2023-03-21T08:01,intake,H41.04-230321-0001,center,,,,,\n");
    clock_to("2023-03-22T14:46");
    word(ENTRY_FLAG_HANDLED, "due_soon", "", "2023-03-22T14:50");
    assert_true(dossier().handled);
    acts("2023-03-22T14:55", "2023-03-22T14:54,exception,H41.04-230321-0001,center,,,,,lost\n");
    acts("2023-03-22T15:26", "2023-03-22T15:25,exception,H41.04-230321-0001,center,,,,,found\n");
    assert_int_equal(dossier().level, FLAG_DUE_SOON);
    assert_int_equal(dossier().raised_at.m, instant_minute(town_at("2023-03-22T15:26")).m);
    assert_false(dossier().acknowledged || dossier().handled);
    const size_t count = town_changes(town, DOSSIER, changes, CHANGES_MAX);
    assert_false(changes[count - 1].same_fact);
}

static void a_flag_that_returns_after_two_others_is_still_the_same(void **unused)
{
    (void)unused;
    furnish();
    acts("2023-03-21T08:05", "2023-03-21T08:01,intake,H41.04-230321-0001,center,,,,,\n");
    clock_to("2023-03-23T08:46");
    assert_int_equal(dossier().level, FLAG_AT_RISK);
    acts("2023-03-23T08:50", "2023-03-23T08:49,exception,H41.04-230321-0001,center,,,,,lost\n");
    acts("2023-03-23T08:55", "2023-03-23T08:55,return,H41.04-230321-0001,center,,,,,\n");
    assert_int_equal(dossier().level, FLAG_DONE);
    acts("2023-03-23T09:05",
         "2023-03-23T09:04,void,H41.04-230321-0001,center,,,,2023-03-23T08:55:00/return/center,"
         "center_wrong\n"
         "2023-03-23T09:04,exception,H41.04-230321-0001,center,,,,,found\n");
    assert_int_equal(dossier().level, FLAG_AT_RISK);
    assert_int_equal(dossier().raised_at.m, instant_minute(town_at("2023-03-23T08:46")).m);
}

static void while_a_pause_lasts_the_promise_moves_and_the_flag_stays(void **unused)
{
    (void)unused;
    struct book_change changes[CHANGES_MAX];
    furnish();
    acts("2023-03-21T08:05", "2023-03-21T08:01,intake,H41.04-230321-0001,center,,,,,\n"
                             "2023-03-21T08:02,pause,H41.04-230321-0001,center,,,,,supplement\n");
    const size_t before = town_changes(town, DOSSIER, changes, CHANGES_MAX);
    const struct minute raised = dossier().raised_at;
    clock_to("2023-03-21T10:00");
    const struct minute promised = dossier().promised;
    clock_to("2023-03-21T11:00");
    assert_int_equal(dossier().promised.m, promised.m + 60);
    assert_int_equal(dossier().raised_at.m, raised.m);
    assert_int_equal(town_changes(town, DOSSIER, changes, CHANGES_MAX), before);
}

static void a_new_promise_is_a_new_fact(void **unused)
{
    (void)unused;
    struct book_change changes[CHANGES_MAX];
    furnish();
    acts("2023-03-21T08:05", "2023-03-21T08:01,intake,H41.04-230321-0001,center,,,,,\n");
    clock_to("2023-03-21T09:30");
    town_feed(town, DOSSIER, "20230321080000", "20230403080000", town_at("2023-03-21T09:31"));
    town_run(town, town_at("2023-03-21T09:31"));
    assert_int_equal(dossier().level, FLAG_ON_TRACK);
    assert_int_equal(dossier().raised_at.m, instant_minute(town_at("2023-03-21T09:31")).m);
    const size_t count = town_changes(town, DOSSIER, changes, CHANGES_MAX);
    assert_int_equal(changes[count - 1].promised.m, instant_minute(town_at("2023-04-03T08:00")).m);
}

/* --- rows --- */

static void slack_and_forecast_are_as_fresh_as_the_clock(void **unused)
{
    (void)unused;
    furnish();
    acts("2023-03-21T15:55", "2023-03-21T08:01,intake,H41.04-230321-0001,center,,,,,\n"
                             "2023-03-21T09:00,take,H41.04-230321-0001,post,,center,,,\n"
                             "2023-03-21T09:50,take,H41.04-230321-0001,H41.04,,post,,,\n");
    /* Processing should have ended on the 24th at 9:20, too late for the run at 9:50. */
    clock_to("2023-03-29T08:00");
    const struct book_dossier before = dossier();
    const uint64_t changes = town->watch.judge.counters.changes;
    clock_to("2023-03-30T14:45");
    assert_int_equal(town->watch.judge.counters.changes, changes);
    assert_true(dossier().forecast.m > before.forecast.m);
    assert_true(dossier().slack_minutes < before.slack_minutes);
    assert_int_equal(dossier().raised_at.m, before.raised_at.m);
}

static void what_nobody_could_judge_says_so_until_there_is_a_plan(void **unused)
{
    (void)unused;
    struct pen *pen = town_pen(town, 0, DEVICE_IMPORT);
    char *calendar = town_read("tests/data/calendar-vn.csv");
    town_feed(town, DOSSIER, "20230321080000", "20230328080000", town_at("2023-03-21T08:00"));
    acts("2023-03-21T08:05", "2023-03-21T08:01,intake,H41.04-230321-0001,center,,,,,\n");
    assert_int_equal(dossier().level, FLAG_UNKNOWN);
    assert_int_equal(dossier().missing, MISSING_RUN);
    assert_true(town_restart(town));
    pen_file(town, pen, FILE_CALENDAR, text_of(calendar), town_at("2023-03-21T08:10"));
    pen_file(town, pen, FILE_PLAN, text_of(town_plan), town_at("2023-03-21T08:10"));
    town_run(town, town_at("2023-03-21T08:10"));
    assert_int_equal(dossier().level, FLAG_ON_TRACK);
    assert_int_equal(dossier().missing, MISSING_NOTHING);
    free(calendar);
}

static size_t conflicts(void)
{
    struct flag_counts counts;
    assert_int_equal(flag_reader_counts(town->flags, &counts), STATUS_OK);
    return counts.conflicts;
}

/* Found by the simulator (seed 789): the verdict lays the life out anew in the minute in which the
 * second act becomes known, and the row behind it must not take that for the layout it has told of.
 */
static void a_conflict_that_becomes_known_by_the_clock_joins_the_one_that_stands(void **unused)
{
    (void)unused;
    furnish();
    acts("2023-03-21T08:45", "2023-03-21T08:00:00,intake," DOSSIER ",center,,,,,\n"
                             "2023-03-21T08:40:00,take," DOSSIER ",H41.04,,post,,,\n"
                             "2023-03-21T10:00:00,take," DOSSIER ",H41.05,,post,,,\n");
    assert_int_equal(conflicts(), 1);
    clock_to("2023-03-21T10:05");
    assert_int_equal(dossier().conflicts, 2);
    assert_int_equal(conflicts(), 2);
}

static void a_conflict_stands_until_the_act_is_ruled_out(void **unused)
{
    (void)unused;
    furnish();
    acts("2023-03-21T08:05", "2023-03-21T08:01,intake,H41.04-230321-0001,center,,,,,\n"
                             "2023-03-21T08:04,take,H41.04-230321-0001,H41.05,,post,,,\n");
    assert_int_equal(conflicts(), 1);
    assert_int_equal(dossier().conflicts, 1);
    assert_true(town_restart(town));
    acts("2023-03-21T08:15",
         "2023-03-21T08:14,void,H41.04-230321-0001,center,an+ba,,,2023-03-21T08:04:00/take/H41.05,"
         "ruling_7\n");
    assert_int_equal(conflicts(), 0);
    assert_int_equal(dossier().conflicts, 0);
    assert_true(text_is(dossier().holder, "center"));
}

/* --- arrivals in any order --- */

static const char *const journey[] = {
    "2023-03-21T08:01,intake,H41.04-230321-0001,center,,,,,\n",
    "2023-03-21T08:50,pack,H41.04-230321-0001,center,,,,BTTG0042303211007I,\n",
    "2023-03-21T09:00,give,BTTG0042303211007I,center,,post,,,\n",
    "2023-03-21T09:00,take,BTTG0042303211007I,post,,center,,,\n",
    "2023-03-21T09:50,take,BTTG0042303211007I,H41.04,,post,,,\n",
    "2023-03-21T09:55,unpack,H41.04-230321-0001,H41.04,,,,BTTG0042303211007I,\n",
    "2023-03-24T09:10,ready,H41.04-230321-0001,H41.04,,,,,\n",
    "2023-03-24T09:50,give,H41.04-230321-0001,H41.04,,post,,,\n",
    "2023-03-24T09:50,take,H41.04-230321-0001,post,,H41.04,,,\n",
};
enum { JOURNEY = sizeof journey / sizeof journey[0] };

static void acts_in_any_order_give_the_same_row(void **unused)
{
    (void)unused;
    struct book_dossier first = {0};
    for (uint64_t seed = 1; seed <= 12; seed++) {
        uint64_t dice = seed;
        size_t order[JOURNEY];
        furnish();
        for (size_t i = 0; i < JOURNEY; i++) {
            const size_t j = town_throw(&dice, (uint32_t)i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        for (size_t i = 0; i < JOURNEY; i++) {
            acts("2023-03-24T09:55", journey[order[i]]);
        }
        clock_to("2023-03-24T10:00");
        const struct book_dossier row = dossier();
        if (seed == 1) {
            first = row;
            assert_true(text_is(row.holder, "post"));
            assert_int_equal(row.level, FLAG_ON_TRACK);
        }
        assert_int_equal(row.level, first.level);
        assert_int_equal(row.slack_minutes, first.slack_minutes);
        assert_int_equal(row.forecast.m, first.forecast.m);
        assert_int_equal(row.since.m, first.since.m);
        assert_int_equal(row.conflicts, first.conflicts);
        town_close(town);
        town = town_open();
    }
}

#define JUDGE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        JUDGE(the_worked_lives_are_flagged_as_the_clock_passes),
        JUDGE(a_flag_that_returns_within_half_an_hour_is_the_same_flag),
        JUDGE(a_flag_that_returns_later_is_another_one),
        JUDGE(a_flag_that_returns_after_two_others_is_still_the_same),
        JUDGE(while_a_pause_lasts_the_promise_moves_and_the_flag_stays),
        JUDGE(a_new_promise_is_a_new_fact),
        JUDGE(slack_and_forecast_are_as_fresh_as_the_clock),
        JUDGE(what_nobody_could_judge_says_so_until_there_is_a_plan),
        JUDGE(a_conflict_stands_until_the_act_is_ruled_out),
        JUDGE(a_conflict_that_becomes_known_by_the_clock_joins_the_one_that_stands),
        JUDGE(acts_in_any_order_give_the_same_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
