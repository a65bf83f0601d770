#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/screen/view_of_unit.h"
#include "tests/unit/handheld/app/bench.h"

static struct bench *bench;
static struct face face;
static struct face_effect effect;
static struct instant line;

static int setup(void **unused)
{
    (void)unused;
    bench = bench_open();
    face_init(&face, LANGUAGE_EN);
    line.ms = 10000;
    return 0;
}

static int teardown(void **unused)
{
    (void)unused;
    bench_close();
    return 0;
}

/* What the unit answered to LINE, heard by the face. */
static void tell(const char *words, const char *expected)
{
    struct text code = text_of(words);
    bench_line(words, expected);
    (void)text_split(&code, ' ');
    face_read(&face, text_starts(text_of(words), "do ") ? (struct text){0} : code);
    for (size_t i = 0; i < bench->effects.answer_count; i++) {
        face_hear(&face, &bench->effects.answers[i], line);
    }
}

static struct view view;

static const struct view *look(const char *lists)
{
    const struct clock_reading now = clock_read(&bench->clock.port);
    const struct view_beside beside = {
        .device = TEXT("HH-07"), .load_first = text_of(lists), .battery_percent = -1};
    view_of_unit(&bench->unit, &face, &beside, &now, &view);
    return &view;
}

static void after_flash(void)
{
    line.ms += FACE_FLASH_MS;
    face_turn(&face, line, &bench->unit, &effect);
}

static void nobody_means_login_and_a_badge_means_work(void **unused)
{
    (void)unused;
    assert_int_equal(look("")->screen, SCREEN_LOGIN);
    assert_string_equal(view.bar.who, "");
    assert_string_equal(view.bar.device, "HH-07");
    assert_string_equal(view.bar.clock, "14:25");
    assert_true(view.bar.alone);
    tell("badge TH-post-BT01", "ok UNIT-11");
    assert_int_equal(look("")->screen, SCREEN_RECORDED);
    after_flash();
    assert_int_equal(look("")->screen, SCREEN_RUN);
    assert_string_equal(view.bar.who, "BT01 · the post");
    assert_string_equal(view.rows[0].title, "take from the Center");
    assert_int_equal(view.rows[0].key, '1');
}

static void the_newest_three_are_shown_and_what_must_go_first_is_amber_and_first(void **unused)
{
    (void)unused;
    tell("badge TH-post-BT01", "ok UNIT-11");
    tell("do take center", "ok UNIT-04");
    tell("scan H41.04-230321-0001", "ok UNIT-01");
    tell("scan H41.04-230321-0002", "ok UNIT-01");
    tell("scan H41.04-230321-0003", "ok UNIT-01");
    tell("scan H41.04-230321-0004", "ok UNIT-01");
    assert_int_equal(look("")->screen, SCREEN_RECORDED);
    assert_string_equal(view.code, "H41.04-230321-0004");
    assert_int_equal(view.done, 4);
    after_flash();
    assert_int_equal(look("")->screen, SCREEN_SCAN);
    assert_int_equal(view.row_count, 3);
    assert_string_equal(view.rows[0].title, "H41.04-230321-0004");
    assert_int_equal(view.rows[0].kind, VIEW_ROW_GOOD);

    char lists[256];
    struct line room = line_of(lists, sizeof lists);
    struct load_list list = {.route = TEXT("R2"), .round = TEXT("1")};
    list.leaves = instant_minute(bench->now);
    list.leaves.m += 65;
    assert_true(load_list_add(&list, TEXT("H41.04-230321-0002")));
    assert_true(load_list_write(&list, &room));
    look(lists);
    assert_int_equal(view.row_count, 3);
    assert_string_equal(view.rows[0].title, "H41.04-230321-0002");
    assert_int_equal(view.rows[0].kind, VIEW_ROW_URGENT);
    assert_string_equal(view.rows[0].note, "Load first for the run at 15:30");
    assert_string_equal(view.rows[1].title, "H41.04-230321-0004");

    face.page = FACE_LOAD_FIRST;
    look(lists);
    assert_int_equal(view.row_count, 1);
    assert_string_equal(view.rows[0].note, "R2/1");
}

static void a_refusal_is_the_alarm_with_its_sentence_and_code(void **unused)
{
    (void)unused;
    tell("badge TH-post-BT01", "ok UNIT-11");
    tell("do take center", "ok UNIT-04");
    tell("scan H41.04-231321-0001", "refused CODE-05");
    assert_int_equal(look("")->screen, SCREEN_MISMATCH);
    assert_string_equal(view.answer_code, "CODE-05");
    assert_string_equal(view.code, "H41.04-231321-0001");
    assert_non_null(strstr(view.message, "H41.04-231321-0001"));
    assert_int_equal(view.primary, SCREEN_SAY_UNDERSTOOD);
}

static void the_receivers_turn_is_a_screen_of_its_own(void **unused)
{
    (void)unused;
    tell("badge TH-post-BT01", "ok UNIT-11");
    tell("do give center", "ok UNIT-04");
    tell("scan H41.04-230321-0001", "ok UNIT-01");
    after_flash();
    face_touch(&face, TOUCH_PRIMARY, &bench->unit, &effect);
    assert_int_equal(look("")->screen, SCREEN_HANDOVER);
    assert_string_equal(view.heading, "give to the Center");
    tell("scan TH-center-TT01", "ok UNIT-08");
    after_flash();
    assert_int_equal(look("")->screen, SCREEN_RUN);
    assert_non_null(strstr(view.message, "has signed"));
}

static void search_knows_what_the_unit_has_seen(void **unused)
{
    (void)unused;
    tell("badge TH-center-TT01", "ok UNIT-11");
    tell("do intake", "ok UNIT-04");
    tell("scan H41.04-230321-0001", "ok UNIT-01");
    after_flash();
    face.page = FACE_SEARCH;
    (void)strcpy(face.asked, "h41.04-230321-0001");
    look("");
    assert_int_equal(view.row_count, 1);
    assert_string_equal(view.rows[0].title, "H41.04-230321-0001");
    assert_string_equal(view.rows[0].note, "14:25 · intake");
    (void)strcpy(face.asked, "H41.04-230321-0099");
    look("");
    assert_int_equal(view.row_count, 0);
    assert_int_equal(view.note, SCREEN_SAY_SEARCH_NONE);
}

static void what_waits_to_be_sent_is_on_every_screen(void **unused)
{
    (void)unused;
    bench_connect();
    tell("badge TH-center-TT01", "ok UNIT-11");
    tell("do intake", "ok UNIT-04");
    tell("scan H41.04-230321-0001", "ok UNIT-01");
    look("");
    assert_false(view.bar.alone);
    assert_false(view.bar.online); /* no welcome has come */
    assert_true(view.bar.unsent > 0);
    assert_int_equal(view.bar.unsent, unit_unsent(&bench->unit));
    face.answered = SCREENS;
    face.page = FACE_SYNC;
    look("");
    assert_int_equal(view.note, SCREEN_SAY_KEPT_SAFE);
    assert_int_equal(view.primary, SCREEN_SAY_SEND_NOW);
}

static void the_same_state_is_the_same_view_to_the_last_byte(void **unused)
{
    struct view first;
    (void)unused;
    tell("badge TH-center-TT01", "ok UNIT-11");
    first = *look("");
    memset(&view, 0x5A, sizeof view);
    assert_memory_equal(look(""), &first, sizeof first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nobody_means_login_and_a_badge_means_work, setup, teardown),
        cmocka_unit_test_setup_teardown(
            the_newest_three_are_shown_and_what_must_go_first_is_amber_and_first, setup, teardown),
        cmocka_unit_test_setup_teardown(a_refusal_is_the_alarm_with_its_sentence_and_code, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_receivers_turn_is_a_screen_of_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(search_knows_what_the_unit_has_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(what_waits_to_be_sent_is_on_every_screen, setup, teardown),
        cmocka_unit_test_setup_teardown(the_same_state_is_the_same_view_to_the_last_byte, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
