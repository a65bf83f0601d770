#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/screen/face.h"
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

static void pass(int64_t ms)
{
    line.ms += ms;
    face_turn(&face, line, &bench->unit, &effect);
}

static void type(const char *words, int64_t gap_ms)
{
    for (const char *at = words; *at; at++) {
        face_text(&face, (struct text){.at = at, .size = 1}, line);
        line.ms += gap_ms;
    }
}

static void touch(int what)
{
    face_touch(&face, what, &bench->unit, &effect);
}

static void what_a_scanner_types_is_a_scan_and_what_a_hand_types_is_a_key(void **unused)
{
    (void)unused;
    type("H41.04-230321-0001", 5);
    face_enter(&face, &bench->unit, &effect);
    assert_int_equal(effect.kind, FACE_SCAN);
    assert_string_equal(effect.text, "H41.04-230321-0001");
    type("H41.04-230321-0001", 180);
    face_enter(&face, &bench->unit, &effect);
    assert_int_equal(effect.kind, FACE_LINE);
    assert_string_equal(effect.text, "key H41.04-230321-0001");
    face_enter(&face, &bench->unit, &effect);
    assert_int_equal(effect.kind, FACE_NOTHING);
}

static void more_is_typed_than_there_is_room_for_and_nothing_breaks(void **unused)
{
    (void)unused;
    for (int i = 0; i < 100; i++) {
        type("đầy", 1);
    }
    assert_int_equal(face.typed_size, FACE_TYPED_MAX);
    face_erase(&face);
    assert_true(text_utf8(text_of(face.typed)) || face.typed_size < FACE_TYPED_MAX);
    for (int i = 0; i < 200; i++) {
        face_erase(&face);
    }
    assert_int_equal(face.typed_size, 0);
}

static void a_good_scan_is_green_for_a_moment_and_blocks_nothing(void **unused)
{
    (void)unused;
    tell("badge TH-center-TT01", "ok UNIT-11");
    tell("do intake", "ok UNIT-04");
    assert_int_equal(face.answered, SCREENS); /* a line is no reading */
    tell("scan H41.04-230321-0001", "ok UNIT-01");
    assert_int_equal(face.answered, SCREEN_RECORDED);
    pass(FACE_FLASH_MS - 1);
    assert_int_equal(face.answered, SCREEN_RECORDED);
    type("H41.04-230321-0002", 5); /* goes on behind it */
    face_enter(&face, &bench->unit, &effect);
    assert_int_equal(effect.kind, FACE_SCAN);
    pass(FACE_FLASH_MS);
    assert_int_equal(face.answered, SCREENS);
}

static void an_alarm_stays_until_f4(void **unused)
{
    (void)unused;
    tell("badge TH-center-TT01", "ok UNIT-11");
    tell("do intake", "ok UNIT-04");
    tell("scan H41.04-231321-0001", "refused CODE-05");
    assert_int_equal(face.answered, SCREEN_MISMATCH);
    pass(3600000);
    touch(TOUCH_SECONDARY);
    touch(TOUCH_MENU);
    assert_int_equal(face.answered, SCREEN_MISMATCH);
    touch(TOUCH_PRIMARY);
    assert_int_equal(effect.kind, FACE_NOTHING); /* it ends nothing else */
    assert_int_equal(face.answered, SCREENS);
    assert_int_equal(bench->unit.shift.operation.state, OPERATION_OPEN);
}

static void an_alarm_goes_when_the_next_code_is_good(void **unused)
{
    (void)unused;
    tell("badge TH-center-TT01", "ok UNIT-11");
    tell("do intake", "ok UNIT-04");
    tell("scan H41.04-231321-0001", "refused CODE-05");
    tell("scan H41.04-230321-0001", "ok UNIT-01");
    assert_int_equal(face.answered, SCREEN_RECORDED);
}

static void what_was_not_recorded_must_be_answered(void **unused)
{
    struct answer answer = {.tone = TONE_REFUSED, .code = "UNIT-57"};
    const struct answer good = {.tone = TONE_OK, .code = "UNIT-01"};
    (void)unused;
    face_hear(&face, &answer, line);
    face_hear(&face, &good, line);
    assert_int_equal(face.answered, SCREEN_MISMATCH);
    assert_string_equal(face.answer.code, "UNIT-57");
    touch(TOUCH_PRIMARY);
    face_read(&face, TEXT("H41.04-230321-0001"));
    face_hear(&face, &good, line);
    assert_int_equal(face.answered, SCREEN_RECORDED);
}

static void a_lone_digit_picks_what_is_to_be_done(void **unused)
{
    (void)unused;
    tell("badge TH-post-BT01", "ok UNIT-11");
    pass(FACE_FLASH_MS);
    type("2", 0);
    assert_true(face_wakeup(&face).ms <= line.ms + FACE_PICK_MS);
    pass(FACE_PICK_MS - 1);
    assert_int_equal(effect.kind, FACE_NOTHING);
    pass(1);
    assert_int_equal(effect.kind, FACE_LINE);
    assert_string_equal(effect.text, "do give center");
}

static void a_digit_that_begins_a_code_picks_nothing(void **unused)
{
    (void)unused;
    tell("badge TH-post-BT01", "ok UNIT-11");
    type("000.00.04.H41-230321-0001", 5);
    pass(FACE_PICK_MS);
    assert_int_equal(effect.kind, FACE_NOTHING);
    face_enter(&face, &bench->unit, &effect);
    assert_int_equal(effect.kind, FACE_SCAN);
}

static void every_choice_is_a_line_the_unit_understands(void **unused)
{
    (void)unused;
    tell("badge TH-post-BT01", "ok UNIT-11");
    int choices = 0;
    for (size_t i = 0;; i++) {
        char room[128];
        char words[128];
        struct line out = line_of(room, sizeof room);
        struct line shown = line_of(words, sizeof words);
        if (!face_choice(&face, &bench->unit, i, &out, &shown)) {
            break;
        }
        bench_line(room, "ok UNIT-0");
        choices++;
    }
    assert_int_equal(choices, 2 + 2 * (int)bench->settings.agency_count);
}

static void f4_leads_through_a_give_and_f1_leads_back(void **unused)
{
    (void)unused;
    tell("badge TH-post-BT01", "ok UNIT-11");
    pass(FACE_FLASH_MS);
    touch(TOUCH_ROW + 1);
    assert_string_equal(effect.text, "do give center");
    tell("do give center", "ok UNIT-04");
    tell("scan H41.04-230321-0001", "ok UNIT-01");
    pass(FACE_FLASH_MS);
    touch(TOUCH_PRIMARY);
    assert_true(face.handing);
    assert_int_equal(effect.kind, FACE_NOTHING);
    touch(TOUCH_SECONDARY);
    assert_false(face.handing);
    touch(TOUCH_SECONDARY);
    assert_string_equal(effect.text, "do undo");
    touch(TOUCH_PRIMARY);
    touch(TOUCH_PRIMARY);
    assert_string_equal(effect.text, "do absent center_not_there");
    tell(effect.text, "ok UNIT-09");
}

static void f2_changes_the_language_everywhere(void **unused)
{
    (void)unused;
    touch(TOUCH_LANGUAGE);
    assert_int_equal(face.language, LANGUAGE_VI);
    assert_int_equal(effect.kind, FACE_SPEAK);
    unit_speak(&bench->unit, face.language);
    bench_line("do done", "ok UNIT-14 Không có việc nào đang mở.");
    touch(TOUCH_MENU);
    touch(TOUCH_LANGUAGE);
    assert_int_equal(face.language, LANGUAGE_EN);
    assert_int_equal(face.page, FACE_SYNC);
}

static void f3_goes_round_and_a_code_on_the_search_page_is_not_recorded(void **unused)
{
    (void)unused;
    touch(TOUCH_MENU);
    touch(TOUCH_PRIMARY);
    assert_int_equal(effect.kind, FACE_SEND);
    touch(TOUCH_MENU);
    touch(TOUCH_MENU);
    assert_int_equal(face.page, FACE_SEARCH);
    type("H41.04-230321-0001", 5);
    face_enter(&face, &bench->unit, &effect);
    assert_int_equal(effect.kind, FACE_NOTHING);
    assert_string_equal(face.asked, "H41.04-230321-0001");
    touch(TOUCH_MENU);
    touch(TOUCH_MENU);
    assert_int_equal(face.page, FACE_MAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            what_a_scanner_types_is_a_scan_and_what_a_hand_types_is_a_key, setup, teardown),
        cmocka_unit_test_setup_teardown(more_is_typed_than_there_is_room_for_and_nothing_breaks,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_good_scan_is_green_for_a_moment_and_blocks_nothing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(an_alarm_stays_until_f4, setup, teardown),
        cmocka_unit_test_setup_teardown(an_alarm_goes_when_the_next_code_is_good, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_not_recorded_must_be_answered, setup, teardown),
        cmocka_unit_test_setup_teardown(a_lone_digit_picks_what_is_to_be_done, setup, teardown),
        cmocka_unit_test_setup_teardown(a_digit_that_begins_a_code_picks_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(every_choice_is_a_line_the_unit_understands, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(f4_leads_through_a_give_and_f1_leads_back, setup, teardown),
        cmocka_unit_test_setup_teardown(f2_changes_the_language_everywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(f3_goes_round_and_a_code_on_the_search_page_is_not_recorded,
                                        setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
