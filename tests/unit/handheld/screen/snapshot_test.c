#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "handheld/screen/paint.h"
#include "handheld/screen/snapshot.h"

static void a_size_is_two_numbers_with_an_x(void **unused)
{
    int width = 0;
    int height = 0;
    (void)unused;
    assert_true(size_parse(TEXT("480x800"), &width, &height));
    assert_int_equal(width, 480);
    assert_int_equal(height, 800);
    static const char *const wrong[] = {
        "",         "480",    "x",       "480x",     "x800",
        "480x800x", "48x800", "480X800", "-480x800", "480x99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(size_parse(text_of(wrong[i]), &width, &height));
    }
    assert_int_equal(width, 480);
}

static void a_picture_is_written_without_a_display(void **unused)
{
    char folder[] = "/tmp/snapshot.XXXXXX";
    char path[64];
    struct stat about;
    (void)unused;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/scan.png", folder);
    (void)unsetenv("DISPLAY");
    assert_int_equal(snapshot_run("scan", "240x320", LANGUAGE_VI, path), 0);
    assert_int_equal(stat(path, &about), 0);
    assert_true(about.st_size > 1000);
    (void)unlink(path);
    (void)rmdir(folder);
}

static void what_is_wrong_on_the_command_line_is_usage_and_a_bad_path_is_not(void **unused)
{
    (void)unused;
    assert_int_equal(snapshot_run("nowhere", "480x800", LANGUAGE_VI, "/tmp/x.png"), 2);
    assert_int_equal(snapshot_run("scan", "huge", LANGUAGE_EN, "/tmp/x.png"), 2);
    assert_int_equal(snapshot_run("scan", NULL, LANGUAGE_EN, NULL), 2);
    assert_int_equal(snapshot_run("scan", NULL, LANGUAGE_EN, "/nonexistent/x.png"), 1);
}

/* ---- pictures as they were ---- */

static const char *const sizes[] = {"480x800", "320x480", "240x320", "800x480"};

enum { CHANNEL_SLACK = 32, PIXELS_IN = 1000, PATH_SIZE = 128 };

static struct canvas canvas;

static void paint_as(const struct view *view, const char *size)
{
    int width = 0;
    int height = 0;
    assert_true(size_parse(text_of(size), &width, &height));
    assert_int_equal(canvas_open(&canvas, width, height), STATUS_OK);
    paint_view(&canvas, view);
}

/* The pixels of which a channel is further off than what 256 colours and rounding account for. */
static int pixels_off(const char *path)
{
    cairo_surface_t *golden = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(golden), CAIRO_STATUS_SUCCESS);
    assert_int_equal(cairo_image_surface_get_width(golden), canvas.width_px);
    assert_int_equal(cairo_image_surface_get_height(golden), canvas.height_px);
    const uint8_t *one = cairo_image_surface_get_data(golden);
    const uint8_t *other = canvas_pixels(&canvas);
    int off = 0;
    for (int i = 0; i < canvas.width_px * canvas.height_px; i++) {
        bool far = false;
        for (int channel = 0; channel < 3; channel++) {
            far = far || abs(one[4 * i + channel] - other[4 * i + channel]) > CHANNEL_SLACK;
        }
        off += far;
    }
    cairo_surface_destroy(golden);
    return off;
}

/* Is the picture of VIEW the one in the tree? At most one pixel in PIXELS_IN may be off. */
static bool looks_as_it_did(const struct view *view, const char *size)
{
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "tests/golden/screens/%s-%s-%s.png",
                   screen_name(view->screen), size, view->language == LANGUAGE_VI ? "vi" : "en");
    paint_as(view, size);
    const int off = pixels_off(path);
    const bool same = off * PIXELS_IN <= canvas.width_px * canvas.height_px;
    canvas_close(&canvas);
    if (!same) {
        (void)fprintf(stderr, "%s: %d pixels are off\n", path, off);
    }
    return same;
}

static void every_screen_looks_as_it_did_in_every_size_and_language(void **unused)
{
    int other = 0;
    (void)unused;
    for (int screen = 0; screen < SCREENS; screen++) {
        for (size_t size = 0; size < sizeof sizes / sizeof sizes[0]; size++) {
            for (int language = LANGUAGE_VI; language <= LANGUAGE_EN; language++) {
                struct view view;
                view_sample((enum screen)screen, (enum language)language, &view);
                other += !looks_as_it_did(&view, sizes[size]);
            }
        }
    }
    assert_int_equal(other, 0);
}

static void one_digit_more_is_another_picture(void **unused)
{
    struct view view;
    (void)unused;
    view_sample(SCREEN_SCAN, LANGUAGE_VI, &view);
    view.done++;
    assert_false(looks_as_it_did(&view, "480x800"));
    assert_false(looks_as_it_did(&view, "240x320"));
    view_sample(SCREEN_SCAN, LANGUAGE_VI, &view);
    view.bar.online = true; /* another colour of the bar */
    assert_false(looks_as_it_did(&view, "240x320"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_is_two_numbers_with_an_x),
        cmocka_unit_test(a_picture_is_written_without_a_display),
        cmocka_unit_test(every_screen_looks_as_it_did_in_every_size_and_language),
        cmocka_unit_test(one_digit_more_is_another_picture),
        cmocka_unit_test(what_is_wrong_on_the_command_line_is_usage_and_a_bad_path_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
