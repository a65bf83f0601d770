#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/handheld/app/bench.h"

static struct bench *bench;

static int open_bench(void **state)
{
    (void)state;
    bench = bench_open();
    return 0;
}

static int close_bench(void **state)
{
    (void)state;
    bench_close();
    return 0;
}

static void who_and_where_is_kept_with_the_journal(void **unused)
{
    (void)unused;
    struct duty duty;
    struct operation operation;
    assert_int_equal(shift_peek(&bench->journal.port, &duty, &operation), STATUS_NOT_FOUND);
    bench_line("badge TH-post-BT02", "ok UNIT-11");
    bench_line("do arrive R2/1 GVT", "ok UNIT-17");
    bench_line("do give H41.04", "ok UNIT-04");
    assert_int_equal(shift_peek(&bench->journal.port, &duty, &operation), STATUS_OK);
    assert_string_equal(duty.person, "BT02");
    assert_string_equal(duty.party, "post");
    assert_string_equal(duty.stop, "GVT");
    assert_int_equal(duty.proven, PROVEN_BADGE);
    assert_int_equal(operation.state, OPERATION_OPEN);
    assert_string_equal(operation.counterpart, "H41.04");
    bench_restart();
    assert_true(text_is(shift_party(&bench->unit.shift), "post"));
    assert_true(text_is(shift_stop(&bench->unit.shift), "GVT"));
    bench_line("badge TH-H41.09-CB01", "ok UNIT-12"); /* another party is not on that run */
    assert_true(text_is(shift_stop(&bench->unit.shift), "TTG"));
}

static void kept_bytes_of_another_form_are_not_believed(void **unused)
{
    (void)unused;
    static const char newer[] = "\x02later";
    static const char broken[] = "\x01\x02\x03";
    struct duty duty;
    struct operation operation;
    struct journal_kept kept = {.key = TEXT("shift"), .value = span_of(newer, sizeof newer - 1)};
    const struct journal_group group = {.kept = &kept, .kept_count = 1};
    assert_int_equal(journal_file_append(&bench->journal.port, &group), STATUS_OK);
    assert_int_equal(shift_peek(&bench->journal.port, &duty, &operation), STATUS_TOO_NEW);
    kept.value = span_of(broken, sizeof broken - 1);
    assert_int_equal(journal_file_append(&bench->journal.port, &group), STATUS_OK);
    assert_int_equal(shift_peek(&bench->journal.port, &duty, &operation), STATUS_BROKEN);
}

static void a_clock_reads_as_people_say_it(void **unused)
{
    (void)unused;
    char room[32];
    struct time_evidence when = {.wall_set = true, .wall_ms = bench->now.ms};
    struct line line = line_of(room, sizeof room);
    shift_clock_words(&bench->unit.shift, &when, &line);
    assert_string_equal(room, "14:25");
    when.wall_ms -= INT64_C(2) * 86400000;
    line = line_of(room, sizeof room);
    shift_clock_words(&bench->unit.shift, &when, &line);
    assert_string_equal(room, "21/11 14:25");
    when.wall_set = false;
    line = line_of(room, sizeof room);
    shift_clock_words(&bench->unit.shift, &when, &line);
    assert_string_equal(room, "--:--");
}

static void acts_read_in_the_units_language(void **unused)
{
    (void)unused;
    char room[64];
    struct line line = line_of(room, sizeof room);
    shift_act_words(&bench->unit.shift, ACT_GIVE, TEXT("post"), (struct text){0}, &line);
    assert_string_equal(room, "give to the post");
    bench->unit.shift.settings.language = LANGUAGE_VI;
    line = line_of(room, sizeof room);
    shift_act_words(&bench->unit.shift, ACT_TAKE, TEXT("H41.04"), (struct text){0}, &line);
    assert_string_equal(room, "nhận từ H41.04");
}

static void a_turn_takes_no_line_it_may_not_hold(void **unused)
{
    (void)unused;
    struct unit_input inputs[SHIFT_LINES_MAX];
    char lines[SHIFT_LINES_MAX][40];
    bench_line("do give post", "ok UNIT-04");
    for (unsigned i = 0; i < SHIFT_LINES_MAX; i++) {
        struct line line = line_of(lines[i], sizeof lines[i]);
        line_put(&line, i % 2 == 0 ? "scan H41.04-261120-" : "do give post");
        if (i % 2 == 0) {
            line_digits(&line, i, 4);
        }
        inputs[i] = (struct unit_input){.kind = UNIT_LINE, .text = line_done(&line)};
    }
    size_t done = 0;
    while (done < SHIFT_LINES_MAX) {
        const struct unit_event event = {.now = bench->clock.now,
                                         .line = bench->clock.now.mono,
                                         .inputs = inputs + done,
                                         .input_count = SHIFT_LINES_MAX - done};
        unit_step(&bench->unit, &event, &bench->effects);
        assert_true(bench->effects.taken > 0);
        assert_int_equal(bench->effects.answer_count, bench->effects.taken);
        done += bench->effects.taken;
    }
    assert_int_equal(bench_count_kind(ENTRY_GIVE), SHIFT_LINES_MAX / 2);
    bench_check_chain();
}

static void a_moment_ends_and_does_not_outlive_its_boot(void **unused)
{
    (void)unused;
    struct shift *shift = &bench->unit.shift;
    int64_t now_ms = shift->now.mono.ms;
    assert_true(shift_is_recent(shift, now_ms - 2000, shift->now.boot, 2000));
    assert_false(shift_is_recent(shift, now_ms - 2001, shift->now.boot, 2000));
    assert_false(shift_is_recent(shift, now_ms + 1, shift->now.boot, 2000));
    assert_false(shift_is_recent(shift, now_ms, shift->now.boot + 1, 2000));
}

static void tones_have_names(void **unused)
{
    (void)unused;
    assert_string_equal(tone_name(TONE_OK), "ok");
    assert_string_equal(tone_name(TONE_DUPLICATE), "duplicate");
    assert_string_equal(tone_name(TONE_REFUSED), "refused");
    assert_string_equal(tone_name(TONE_INFO), "info");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
    const struct CMUnitTest tests[] = {
        TEST(who_and_where_is_kept_with_the_journal),
        TEST(kept_bytes_of_another_form_are_not_believed),
        TEST(a_clock_reads_as_people_say_it),
        TEST(acts_read_in_the_units_language),
        TEST(a_turn_takes_no_line_it_may_not_hold),
        TEST(a_moment_ends_and_does_not_outlive_its_boot),
        TEST(tones_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
