#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_size_is_two_numbers_with_an_x),
        cmocka_unit_test(a_picture_is_written_without_a_display),
        cmocka_unit_test(what_is_wrong_on_the_command_line_is_usage_and_a_bad_path_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
