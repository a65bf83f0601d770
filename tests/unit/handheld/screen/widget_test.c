#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "handheld/screen/widget.h"
#include "tests/unit/handheld/screen/layout.h"

static struct canvas canvas;
static struct column column;
static char words[LAYOUT_WORDS_SIZE];

static int setup(void **unused)
{
    (void)unused;
    memset(&column, 0, sizeof column);
    column.ground = COLOUR_PAPER;
    assert_int_equal(canvas_open(&canvas, 480, 800), STATUS_OK);
    canvas_clear(&canvas, COLOUR_PAPER);
    return 0;
}

static int teardown(void **unused)
{
    (void)unused;
    canvas_close(&canvas);
    return 0;
}

static struct block *add_row(const char *title, bool optional)
{
    struct block *row = column_add(&column, BLOCK_ROW);
    row->title = text_of(title);
    row->note = TEXT("Hẹn trả 16:30 hôm nay");
    row->mark = MARK_CHECK;
    row->optional = optional;
    return row;
}

static void what_is_stacked_does_not_overlap(void **unused)
{
    (void)unused;
    column_text(&column, TEXT("Đăng ký biến động quyền sử dụng đất, tài sản gắn liền với đất"), 3,
                true, COLOUR_INK);
    add_row("H41.16-261121-0417", true);
    add_row("H41.16-261121-0412", true);
    column_paint(&canvas, &column, (struct box){1, 1, 46, 60});
    assert_int_equal(layout_faults(&canvas, words), 0);
    assert_int_equal(column.count, 3);
}

static void the_last_optional_block_goes_first_when_there_is_no_room(void **unused)
{
    (void)unused;
    add_row("một", false);
    add_row("hai", true);
    add_row("ba", true);
    column_paint(&canvas, &column, (struct box){1, 1, 46, 16});
    assert_int_equal(column.count, 2);
    assert_true(text_is(column.blocks[1].title, "hai"));
}

static void a_heading_is_squeezed_before_a_row_is_left_out(void **unused)
{
    (void)unused;
    struct block *heading = column_text(
        &column, TEXT("Nhận từ Sở Nông nghiệp và Môi trường, đợt chiều 2"), 2.4, false, COLOUR_INK);
    heading->squeezed = true;
    heading->style.ours = false;
    add_row("một", false);
    add_row("hai", true);
    column_paint(&canvas, &column, (struct box){1, 1, 36, 19});
    assert_int_equal(column.count, 3);
    assert_true(column.blocks[0].height < 4);
}

static void rows_grow_to_a_finger_only_all_together(void **unused)
{
    (void)unused;
    add_row("một", false)->touch = TOUCH_ROW;
    add_row("hai", false)->touch = TOUCH_ROW + 1;
    column_paint(&canvas, &column, (struct box){1, 1, 46, 22});
    assert_true(column.blocks[0].height < WIDGET_TOUCH_UNITS);
    assert_int_equal(canvas_touched(&canvas, 100, 40), TOUCH_NONE);
    canvas_clear(&canvas, COLOUR_PAPER);
    column_paint(&canvas, &column, (struct box){1, 1, 46, 60});
    assert_true(column.blocks[0].height > WIDGET_TOUCH_UNITS - 0.01);
    assert_true(column.blocks[1].height > WIDGET_TOUCH_UNITS - 0.01);
    assert_int_equal(canvas_touched(&canvas, 100, 40), TOUCH_ROW);
}

static void a_button_keeps_its_words_off_its_key(void **unused)
{
    (void)unused;
    widget_button(&canvas, TEXT("Nhận 17, thiếu 1, thừa 1"), "F4", TOUCH_PRIMARY, COLOUR_CARD,
                  COLOUR_BLUE, (struct box){1, 60, 26, WIDGET_TOUCH_UNITS});
    assert_int_equal(layout_faults(&canvas, words), 0);
    assert_int_equal(canvas_touched(&canvas, 100, 650), TOUCH_PRIMARY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_stacked_does_not_overlap, setup, teardown),
        cmocka_unit_test_setup_teardown(the_last_optional_block_goes_first_when_there_is_no_room,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_heading_is_squeezed_before_a_row_is_left_out, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(rows_grow_to_a_finger_only_all_together, setup, teardown),
        cmocka_unit_test_setup_teardown(a_button_keeps_its_words_off_its_key, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
