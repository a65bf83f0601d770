#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/screen/paint.h"
#include "handheld/screen/widget.h"
#include "tests/unit/handheld/screen/layout.h"

static const int sizes[][2] = {
    {480, 800},
    {320, 480},
    {240, 320},
    {800, 480}
};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static struct canvas canvas;
static char words[LAYOUT_WORDS_SIZE];

static void paint_at(int size, const struct view *view)
{
    assert_int_equal(canvas_open(&canvas, sizes[size][0], sizes[size][1]), STATUS_OK);
    paint_view(&canvas, view);
}

static int faults_of(int size, const struct view *view)
{
    paint_at(size, view);
    int faults = layout_faults(&canvas, words);
    if (faults > 0) {
        (void)fprintf(stderr, "%s %dx%d %s\n%s", screen_name(view->screen), sizes[size][0],
                      sizes[size][1], view->language == LANGUAGE_VI ? "vi" : "en", words);
    }
    canvas_close(&canvas);
    return faults;
}

static void every_screen_in_every_size_and_language_is_laid_out_well(void **unused)
{
    int faults = 0;
    (void)unused;
    for (int screen = 0; screen < SCREENS; screen++) {
        for (int size = 0; size < SIZES; size++) {
            for (int language = LANGUAGE_VI; language <= LANGUAGE_EN; language++) {
                struct view view;
                view_sample((enum screen)screen, (enum language)language, &view);
                faults += faults_of(size, &view);
                view.banner = SCREEN_SAY_NOTHING;
                faults += faults_of(size, &view);
            }
        }
    }
    assert_int_equal(faults, 0);
}

/* What may come from outside: long names, counts of five digits, and nothing at all. */
static void long_words_and_large_numbers_break_nothing(void **unused)
{
    int faults = 0;
    (void)unused;
    for (int screen = 0; screen < SCREENS; screen++) {
        for (int size = 0; size < SIZES; size++) {
            struct view view;
            view_sample((enum screen)screen, LANGUAGE_VI, &view);
            view.bar.unsent = 99999;
            view.bar.battery_percent = 100;
            view.done = view.expected = 999;
            view.missing = view.extra = 99; /* a manifest holds 100 */
            memset(view.bar.who, 'W', sizeof view.bar.who - 1);
            memset(view.heading, 'W', sizeof view.heading - 1);
            memset(view.code, 'W', sizeof view.code - 1);
            for (size_t i = 0; i < view.row_count; i++) {
                memset(view.rows[i].title, 'W', sizeof view.rows[i].title - 1);
                memset(view.rows[i].note, 'W', sizeof view.rows[i].note - 1);
            }
            faults += faults_of(size, &view);
        }
    }
    assert_int_equal(faults, 0);
}

static void an_empty_view_can_be_painted(void **unused)
{
    (void)unused;
    for (int screen = 0; screen < SCREENS; screen++) {
        for (int size = 0; size < SIZES; size++) {
            struct view view = {.screen = (enum screen)screen, .bar = {.battery_percent = -1}};
            assert_int_equal(faults_of(size, &view), 0);
        }
    }
}

static void the_last_three_scans_are_there_in_every_size(void **unused)
{
    (void)unused;
    for (int size = 0; size < SIZES; size++) {
        struct view view;
        int seen = 0;
        view_sample(SCREEN_SCAN, LANGUAGE_VI, &view);
        paint_at(size, &view);
        for (size_t i = 0; i < canvas.record_count; i++) {
            seen += strncmp(canvas.records[i].words, "H41.16-", 7) == 0;
        }
        assert_int_equal(seen, 3);
        canvas_close(&canvas);
    }
}

static bool has_ground(enum colour ground)
{
    for (size_t i = 0; i < canvas.record_count; i++) {
        if (canvas.records[i].kind == RECORD_TEXT && canvas.records[i].ground == ground) {
            return true;
        }
    }
    return false;
}

static void without_network_the_bar_is_brown_and_no_alarm(void **unused)
{
    struct view view;
    (void)unused;
    view_sample(SCREEN_SCAN, LANGUAGE_VI, &view);
    paint_at(0, &view);
    assert_true(has_ground(COLOUR_BROWN) && !has_ground(COLOUR_RED));
    canvas_close(&canvas);
    view.bar.online = true;
    paint_at(0, &view);
    assert_false(has_ground(COLOUR_BROWN));
    canvas_close(&canvas);
}

static void the_two_keys_are_targets_at_the_lower_edge(void **unused)
{
    struct view view;
    (void)unused;
    view_sample(SCREEN_SCAN, LANGUAGE_VI, &view);
    paint_at(0, &view);
    assert_int_equal(canvas_touched(&canvas, 40, 760), TOUCH_SECONDARY);
    assert_int_equal(canvas_touched(&canvas, 440, 760), TOUCH_PRIMARY);
    canvas_close(&canvas);
    view_sample(SCREEN_LOGIN, LANGUAGE_VI, &view);
    paint_at(0, &view);
    assert_int_equal(canvas_touched(&canvas, 240, 760), TOUCH_LANGUAGE);
    canvas_close(&canvas);
}

/* The checker itself: each fault it is for, planted. */
static void the_checker_finds_what_is_wrong(void **unused)
{
    const struct style plain = {
        .size = 2.4, .ink = COLOUR_INK, .ground = COLOUR_PAPER, .lines_max = 1, .ours = true};
    struct record small;
    struct view view;
    (void)unused;
    view_sample(SCREEN_SCAN, LANGUAGE_VI, &view);
    paint_at(1, &view);
    assert_int_equal(layout_faults(&canvas, words), 0);
    const size_t clean = canvas.record_count;
    (void)canvas_text(&canvas, TEXT("đè lên chữ"), &plain, (struct box){2, 1, 20, 3});
    assert_true(layout_faults(&canvas, words) > 0);
    canvas.record_count = clean;
    (void)canvas_text(&canvas, TEXT("ra ngoài"), &plain, (struct box){44, 50, 20, 3});
    assert_non_null((layout_faults(&canvas, words), strstr(words, "outside")));
    canvas.record_count = clean;
    canvas_fill(&canvas, COLOUR_LINE, (struct box){2, 16, 40, 1}, 0); /* a bar over the count */
    assert_true(layout_faults(&canvas, words) > 0);
    canvas.record_count = clean;
    (void)canvas_text(&canvas, TEXT("câu này bị cắt mất phần đuôi"), &plain,
                      (struct box){2, 55.5, 10, 3});
    assert_non_null((layout_faults(&canvas, words), strstr(words, "is cut")));
    canvas.record_count = clean;
    canvas_target(&canvas, TOUCH_MENU, (struct box){2, 45, 8.5, 8.5});
    assert_non_null((layout_faults(&canvas, words), strstr(words, "finger")));
    canvas.record_count = clean;
    small = canvas.records[1];
    assert_int_equal(small.kind, RECORD_TEXT);
    canvas.records[1].scale = 0.62;
    assert_non_null((layout_faults(&canvas, words), strstr(words, "shrunk")));
    canvas.records[1].scale = 1;
    canvas.records[1].ink = COLOUR_LINE;
    canvas.records[1].ground = COLOUR_CARD;
    assert_non_null((layout_faults(&canvas, words), strstr(words, "hard to read")));
    canvas_close(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_screen_in_every_size_and_language_is_laid_out_well),
        cmocka_unit_test(long_words_and_large_numbers_break_nothing),
        cmocka_unit_test(an_empty_view_can_be_painted),
        cmocka_unit_test(the_last_three_scans_are_there_in_every_size),
        cmocka_unit_test(without_network_the_bar_is_brown_and_no_alarm),
        cmocka_unit_test(the_two_keys_are_targets_at_the_lower_edge),
        cmocka_unit_test(the_checker_finds_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
