#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/dossier.h"
#include "tests/unit/server/watch/town.h"

#define DOSSIER   "H41.04-230321-0001"
#define ROW(code) code ",1.005555.000.00.00.H41,,,20230321080000,20230328080000,4,,H41.04,0,\n"

enum { ROWS = 400 }; /* a feed of two parts */

static struct town *town;
static struct pen *desk;
static struct instant now;

static int start(void **unused)
{
    (void)unused;
    town = town_open();
    now = town_at("2023-03-21T08:10:30");
    desk = town_pen(town, 1, DEVICE_IMPORT);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    town_close(town);
    return 0;
}

static const struct fold_counters *counters(void)
{
    return &town->watch.fold.counters;
}

static void run(void)
{
    now.ms += 1000;
    town_run(town, now);
}

static void send(enum file_kind kind, struct text file)
{
    now.ms += 1000;
    pen_file(town, desk, kind, file, now);
    run();
}

static void send_parts(struct text file, uint32_t from, uint32_t until, bool close)
{
    now.ms += 1000;
    pen_file_parts(town, desk, FILE_FEED, file, from, until, close, now);
    run();
}

static uint32_t lives(void)
{
    return town->watch.model.life_count;
}

/* One feed too long for one part. */
static struct text long_feed(void)
{
    static char bytes[ROWS * 128];
    struct line line = line_of(bytes, sizeof bytes);
    for (uint32_t i = 1; i <= ROWS; i++) {
        line_put(&line, "H41.04-230321-");
        line_digits(&line, i, 4);
        line_put(&line, ROW(""));
    }
    assert_false(line.cut);
    assert_true(line.size > FILE_PART_MAX && line.size < 3 * FILE_PART_MAX);
    return line_done(&line);
}

static void say_close(const struct file_close_body *close)
{
    uint8_t body[512];
    struct writer writer = writer_of(body, sizeof body);
    assert_int_equal(file_close_encode(close, &writer), STATUS_OK);
    now.ms += 1000;
    (void)pen_say(desk, ENTRY_FILE_CLOSE, writer_span(&writer), now, "");
    pen_send(town, desk, now);
    run();
}

static void say_part(struct hash file, uint32_t number, struct text text)
{
    uint8_t body[1024];
    struct writer writer = writer_of(body, sizeof body);
    const struct file_part_body part = {
        .kind = FILE_FEED, .file = file, .number = number, .bytes = span_of(text.at, text.size)};
    assert_int_equal(file_part_encode(&part, &writer), STATUS_OK);
    (void)pen_say(desk, ENTRY_FILE_PART, writer_span(&writer), now, "");
}

static struct hash hash_whole(struct text text)
{
    return hash_of(span_of(text.at, text.size));
}

/* --- */

static void nothing_of_a_file_counts_before_its_close(void **unused)
{
    (void)unused;
    const struct text file = TEXT(ROW(DOSSIER));
    send_parts(file, 0, 1, false);
    assert_int_equal(lives(), 0);
    send_parts(file, 0, 0, true);
    assert_int_equal(lives(), 1);
    assert_int_equal(counters()->files, 1);
    assert_int_equal(counters()->files_broken, 0);
}

static void a_file_of_several_parts_counts_whole(void **unused)
{
    (void)unused;
    send(FILE_FEED, long_feed());
    assert_int_equal(lives(), ROWS);
    assert_int_equal(counters()->files, 1);
}

static void parts_may_come_in_batches_of_their_own_and_over_a_restart(void **unused)
{
    (void)unused;
    const struct text file = long_feed();
    send_parts(file, 0, 1, false);
    (void)pen_act(desk, now, "take," DOSSIER ",post,An,center,TTG,,");
    pen_send(town, desk, now);
    run();
    assert_true(town_restart(town));
    send_parts(file, 1, UINT32_MAX, false);
    assert_int_equal(lives(), 1); /* of the act */
    assert_true(town_restart(town));
    send_parts(file, 0, 0, true);
    assert_int_equal(lives(), ROWS);
}

static void a_missing_part_makes_the_whole_file_not_count(void **unused)
{
    (void)unused;
    const struct text file = long_feed();
    send_parts(file, 0, 1, true);
    assert_int_equal(lives(), 0);
    assert_int_equal(counters()->files, 0);
    assert_int_equal(counters()->files_broken, 1);
    assert_int_equal(town_incidents(town, "file_broken"), 1);
}

static void a_file_that_begins_in_the_midst_is_one_incident(void **unused)
{
    (void)unused;
    const struct text file = long_feed();
    send_parts(file, 1, UINT32_MAX, true);
    assert_int_equal(lives(), 0);
    assert_int_equal(counters()->files_broken, 1);
    /* Sent anew from its start it counts. */
    send(FILE_FEED, file);
    assert_int_equal(lives(), ROWS);
    assert_int_equal(counters()->files, 1);
}

/* The numbers that its close gives are right; the part is not the one they mean. */
static void a_part_of_the_wrong_number_is_not_the_file(void **unused)
{
    (void)unused;
    const struct text file = TEXT(ROW(DOSSIER));
    const struct file_close_body close = {.kind = FILE_FEED,
                                          .file = hash_whole(file),
                                          .parts = 1,
                                          .size = file.size,
                                          .name = TEXT("feed.csv")};
    say_part(close.file, 1, file);
    say_close(&close);
    assert_int_equal(lives(), 0);
    assert_int_equal(counters()->files_broken, 1);
    say_part(close.file, 0, file);
    say_close(&close);
    assert_int_equal(lives(), 1);
}

static void a_close_without_any_part_does_not_count(void **unused)
{
    (void)unused;
    const struct text file = TEXT(ROW(DOSSIER));
    send_parts(file, 0, 0, true);
    assert_int_equal(counters()->files, 0);
    assert_int_equal(counters()->files_broken, 1);
}

static void a_file_whose_hash_is_another_does_not_count(void **unused)
{
    (void)unused;
    const struct text said = TEXT(ROW(DOSSIER));
    const struct text sent = TEXT(ROW("H41.04-230321-0002"));
    assert_int_equal(said.size, sent.size);
    say_part(hash_whole(said), 0, sent);
    const struct file_close_body close = {.kind = FILE_FEED,
                                          .file = hash_whole(said),
                                          .parts = 1,
                                          .size = said.size,
                                          .name = TEXT("feed.csv")};
    say_close(&close);
    assert_int_equal(lives(), 0);
    assert_int_equal(counters()->files, 0);
    assert_int_equal(counters()->files_broken, 1);
    /* The true one, later, is not taken for known. */
    send(FILE_FEED, said);
    assert_int_equal(lives(), 1);
}

static void a_close_that_counts_otherwise_does_not_count(void **unused)
{
    (void)unused;
    const struct text file = TEXT(ROW(DOSSIER));
    const struct file_close_body right = {.kind = FILE_FEED,
                                          .file = hash_whole(file),
                                          .parts = 1,
                                          .size = file.size,
                                          .name = TEXT("feed.csv")};
    struct file_close_body wrong[3] = {right, right, right};
    wrong[0].parts = 2;
    wrong[1].size++;
    wrong[2].kind = FILE_ACTS;
    for (size_t i = 0; i < 3; i++) {
        say_part(right.file, 0, file);
        say_close(&wrong[i]);
        assert_int_equal(lives(), 0);
        assert_int_equal(counters()->files_broken, i + 1);
    }
    say_part(right.file, 0, file);
    say_close(&right);
    assert_int_equal(lives(), 1);
}

static void one_bad_line_makes_the_whole_file_not_count(void **unused)
{
    (void)unused;
    send(FILE_FEED, TEXT(ROW(DOSSIER) "nonsense\n" ROW("H41.04-230321-0002")));
    assert_int_equal(lives(), 0);
    assert_int_equal(counters()->files, 0);
    assert_int_equal(town_incidents(town, "file_broken"), 1);
    static uint8_t memory[1024];
    struct arena arena = arena_of(memory, sizeof memory);
    struct book_incident row;
    size_t count = 0;
    assert_int_equal(flag_reader_incidents(town->flags, 0, &arena, &row, 1, &count), STATUS_OK);
    assert_true(text_is(row.detail, "line 2 of a file is not understood"));
}

static void a_bad_last_line_takes_back_what_was_good_before_it(void **unused)
{
    (void)unused;
    send(FILE_ACTS, TEXT("2023-03-20T08:10:30,take," DOSSIER ",post,An,center,TTG,,\n"
                         "2023-03-20T08:10:31,fly," DOSSIER ",post,An,center,TTG,,\n"));
    assert_int_equal(counters()->acts, 0);
    assert_int_equal(lives(), 0);
    send(FILE_ACTS, TEXT("2023-03-20T08:10:30,take," DOSSIER ",post,An,center,TTG,,\n"));
    assert_int_equal(counters()->acts, 1);
}

static void a_promise_before_the_receipt_is_unknown_and_told_once_a_file(void **unused)
{
    (void)unused;
    struct book_dossier row;
    town_furnish(town, now);
    send(FILE_FEED, TEXT(DOSSIER ",1.005555,,,20230321080000,20230320080000,4,,H41.04,0,\n"));
    assert_int_equal(counters()->impossible, 1);
    assert_int_equal(town_incidents(town, "promise_before_receipt"), 1);
    send(FILE_ACTS, TEXT("2023-03-21T08:10,intake," DOSSIER ",center,,,,,\n"));
    assert_true(town_dossier(town, DOSSIER, &row));
    assert_int_equal(row.level, FLAG_UNKNOWN);
    assert_int_equal(row.missing, MISSING_PROMISE);
    send(FILE_FEED, TEXT(ROW(DOSSIER)));
    assert_true(town_dossier(town, DOSSIER, &row));
    assert_int_equal(row.level, FLAG_ON_TRACK);
    send(FILE_SUPPLEMENTS, TEXT(DOSSIER ",20230321080100,20230321080200,,20230319080000\n"));
    assert_true(town_dossier(town, DOSSIER, &row));
    assert_int_equal(row.level, FLAG_UNKNOWN);
    assert_int_equal(row.missing, MISSING_PROMISE);
    assert_int_equal(town_incidents(town, "promise_before_receipt"), 2);
    assert_int_equal(counters()->files_broken, 0);
}

static void the_same_file_twice_changes_nothing(void **unused)
{
    (void)unused;
    const struct text first = TEXT(ROW(DOSSIER));
    const struct text second =
        TEXT(DOSSIER ",1.005555,,,20230321080000,20230329080000,4,,H41.05,0,\n");
    send(FILE_FEED, first);
    send(FILE_FEED, second);
    send(FILE_FEED, first); /* old news do not come back */
    assert_int_equal(counters()->files, 2);
    assert_int_equal(counters()->files_again, 1);
    assert_int_equal(counters()->files_broken, 0);
    const struct names *names = &town->watch.model.names;
    const struct life *life = model_find(&town->watch.model, names_find(names, TEXT(DOSSIER)));
    assert_true(text_is(names_text(names, life->facts.agency), "H41.05"));
}

static void the_same_file_is_known_after_a_restart(void **unused)
{
    (void)unused;
    send(FILE_FEED, TEXT(ROW(DOSSIER)));
    assert_true(town_restart(town));
    assert_int_equal(lives(), 1);
    send(FILE_FEED, TEXT(ROW(DOSSIER)));
    assert_int_equal(counters()->files_again, 1);
}

static void two_devices_send_their_files_at_the_same_time(void **unused)
{
    (void)unused;
    const struct text file = long_feed();
    struct pen *other = town_pen(town, 2, DEVICE_IMPORT);
    send_parts(file, 0, 1, false);
    now.ms += 1000;
    pen_file_parts(town, other, FILE_FEED, file, 0, 1, false, now);
    send_parts(file, 1, UINT32_MAX, true);
    assert_int_equal(lives(), ROWS);
    now.ms += 1000;
    pen_file_parts(town, other, FILE_FEED, file, 1, UINT32_MAX, true, now);
    run();
    assert_int_equal(counters()->files, 1);
    assert_int_equal(counters()->files_again, 1);
    assert_int_equal(counters()->files_broken, 0);
}

static void an_empty_file_counts_and_says_nothing(void **unused)
{
    (void)unused;
    send(FILE_FEED, TEXT(""));
    assert_int_equal(counters()->files, 1);
    assert_int_equal(counters()->files_broken, 0);
    assert_int_equal(lives(), 0);
}

static void a_plan_that_is_not_understood_leaves_the_old_one(void **unused)
{
    (void)unused;
    town_furnish(town, now);
    run();
    assert_true(almanac_ready(&town->watch.almanac));
    const uint32_t calls = town->watch.almanac.plan.call_count;
    send(FILE_PLAN, TEXT("nonsense\n"));
    assert_int_equal(counters()->files_broken, 1);
    assert_int_equal(town->watch.almanac.plan.call_count, calls);
    send(FILE_PLAN, TEXT("set,judged,date\n"
                         "stop,TTG,center,Center,18.6733,105.6922,2020-01-01,\n"));
    assert_int_equal(counters()->files_broken, 1);
    assert_int_equal(town->watch.almanac.plan.call_count, 0);
}

static void parts_and_closes_that_do_not_decode_are_incidents(void **unused)
{
    (void)unused;
    (void)pen_say(desk, ENTRY_FILE_PART, span_of("\xff", 1), now, "");
    (void)pen_say(desk, ENTRY_FILE_CLOSE, span_of("\xff", 1), now, "");
    pen_send(town, desk, now);
    run();
    assert_int_equal(counters()->files_broken, 2);
    assert_int_equal(town_incidents(town, "file_broken"), 2);
}

/* Whoever begins files and never ends them does not keep the others from being taken. */
static void the_oldest_file_that_was_begun_makes_room(void **unused)
{
    (void)unused;
    const struct text file = TEXT(ROW(DOSSIER));
    for (int i = 0; i < FOLD_FILES_OPEN_MAX + 3; i++) {
        struct hash hash = {0};
        hash.byte[0] = (uint8_t)(i + 1);
        say_part(hash, 0, file);
        now.ms += 1000;
        pen_send(town, desk, now);
    }
    run();
    assert_int_equal(town->watch.fold.open_count, FOLD_FILES_OPEN_MAX);
    send(FILE_FEED, file);
    assert_int_equal(lives(), 1);
}

#define IN_TOWN(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TOWN(nothing_of_a_file_counts_before_its_close),
        IN_TOWN(a_file_of_several_parts_counts_whole),
        IN_TOWN(parts_may_come_in_batches_of_their_own_and_over_a_restart),
        IN_TOWN(a_missing_part_makes_the_whole_file_not_count),
        IN_TOWN(a_file_that_begins_in_the_midst_is_one_incident),
        IN_TOWN(a_part_of_the_wrong_number_is_not_the_file),
        IN_TOWN(a_close_without_any_part_does_not_count),
        IN_TOWN(a_file_whose_hash_is_another_does_not_count),
        IN_TOWN(a_close_that_counts_otherwise_does_not_count),
        IN_TOWN(one_bad_line_makes_the_whole_file_not_count),
        IN_TOWN(a_bad_last_line_takes_back_what_was_good_before_it),
        IN_TOWN(a_promise_before_the_receipt_is_unknown_and_told_once_a_file),
        IN_TOWN(the_same_file_twice_changes_nothing),
        IN_TOWN(the_same_file_is_known_after_a_restart),
        IN_TOWN(two_devices_send_their_files_at_the_same_time),
        IN_TOWN(an_empty_file_counts_and_says_nothing),
        IN_TOWN(a_plan_that_is_not_understood_leaves_the_old_one),
        IN_TOWN(parts_and_closes_that_do_not_decode_are_incidents),
        IN_TOWN(the_oldest_file_that_was_begun_makes_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
