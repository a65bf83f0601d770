#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handheld/screen/canvas.h"

static struct canvas canvas;

static const struct style plain = {
    .size = 2.4, .ink = COLOUR_INK, .ground = COLOUR_PAPER, .lines_max = 1};

static int setup(void **unused)
{
    (void)unused;
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

static void a_side_out_of_its_bounds_is_refused(void **unused)
{
    struct canvas other;
    (void)unused;
    assert_int_equal(canvas_open(&other, CANVAS_SIDE_MIN - 1, 800), STATUS_MALFORMED);
    assert_int_equal(canvas_open(&other, 480, CANVAS_SIDE_MAX + 1), STATUS_MALFORMED);
    canvas_close(&other);
}

static void the_short_side_has_48_units(void **unused)
{
    (void)unused;
    assert_true(fabs(canvas_width(&canvas) - 48) < 1e-9);
    assert_true(fabs(canvas_height(&canvas) - 80) < 1e-9);
}

static void vietnamese_is_taller_wrapped_than_on_one_line(void **unused)
{
    struct style two = plain;
    const struct text text = TEXT("Sở Nông nghiệp và Môi trường tỉnh Nghệ An");
    (void)unused;
    two.lines_max = 3;
    double one_line = canvas_text_height(&canvas, text, &plain, 200);
    assert_true(canvas_text_height(&canvas, text, &two, 24) > 1.9 * one_line);
}

static void text_shrinks_to_its_floor_and_is_then_cut(void **unused)
{
    (void)unused;
    (void)canvas_text(&canvas, TEXT("ngắn"), &plain, (struct box){1, 1, 40, 4});
    assert_true(canvas.records[0].scale > 0.999 && !canvas.records[0].cut);
    double width = canvas_text_width(&canvas, TEXT("vừa vặn thôi"), &plain);
    (void)canvas_text(&canvas, TEXT("vừa vặn thôi"), &plain, (struct box){1, 5, width * 0.93, 4});
    assert_true(canvas.records[1].scale < 0.96 && canvas.records[1].scale > 0.84);
    assert_false(canvas.records[1].cut);
    (void)canvas_text(&canvas, TEXT("vừa vặn thôi"), &plain, (struct box){1, 9, width * 0.6, 4});
    assert_true(canvas.records[2].scale > 0.849);
    assert_true(canvas.records[2].cut);
    assert_true(canvas.records[2].box.width <= width * 0.6);
}

static void the_same_paint_gives_the_same_pixels(void **unused)
{
    struct canvas other;
    (void)unused;
    assert_int_equal(canvas_open(&other, 480, 800), STATUS_OK);
    canvas_clear(&other, COLOUR_PAPER);
    (void)canvas_text(&canvas, TEXT("Chuyến 2"), &plain, (struct box){1, 1, 40, 4});
    (void)canvas_text(&other, TEXT("Chuyến 2"), &plain, (struct box){1, 1, 40, 4});
    assert_memory_equal(canvas_pixels(&canvas), canvas_pixels(&other), (size_t)4 * 480 * 800);
    canvas_close(&other);
}

static void marks_of_the_three_answers_differ_in_shape(void **unused)
{
    static const enum mark marks[] = {MARK_CHECK, MARK_TWICE, MARK_CROSS};
    static uint8_t seen[3][4 * 480 * 800];
    (void)unused;
    for (int i = 0; i < 3; i++) {
        const uint8_t *pixels = NULL;
        canvas_clear(&canvas, COLOUR_CARD);
        canvas_mark(&canvas, marks[i], COLOUR_GREEN, COLOUR_CARD, (struct box){8, 8, 30, 30});
        pixels = canvas_pixels(&canvas);
        for (size_t at = 0; at < sizeof seen[i]; at++) {
            seen[i][at] = pixels[at];
        }
        for (int j = 0; j < i; j++) {
            size_t differ = 0;
            for (size_t at = 0; at < sizeof seen[i]; at += 4) {
                differ += seen[i][at] != seen[j][at];
            }
            assert_true(differ > 5000);
        }
    }
}

static void a_finger_finds_the_target_under_it(void **unused)
{
    (void)unused;
    canvas_target(&canvas, TOUCH_PRIMARY, (struct box){10, 60, 20, 12});
    assert_int_equal(canvas_touched(&canvas, 150, 650), TOUCH_PRIMARY);
    assert_int_equal(canvas_touched(&canvas, 150, 590), TOUCH_NONE);
    assert_int_equal(canvas_touched(&canvas, 300, 650), TOUCH_NONE);
}

static void a_picture_that_cannot_be_written_is_told(void **unused)
{
    (void)unused;
    assert_int_equal(canvas_write_png(&canvas, "/nonexistent/picture.png"), STATUS_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_side_out_of_its_bounds_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(the_short_side_has_48_units, setup, teardown),
        cmocka_unit_test_setup_teardown(vietnamese_is_taller_wrapped_than_on_one_line, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(text_shrinks_to_its_floor_and_is_then_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(the_same_paint_gives_the_same_pixels, setup, teardown),
        cmocka_unit_test_setup_teardown(marks_of_the_three_answers_differ_in_shape, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_finger_finds_the_target_under_it, setup, teardown),
        cmocka_unit_test_setup_teardown(a_picture_that_cannot_be_written_is_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
