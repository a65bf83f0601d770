/* One server to a state folder, prepared before anything of it runs. */
#include "server/home/whole.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/posix/files.h"
#include "base/sign.h"
#include "server/home/places.h"

static char folder[64];
static char config[96];
static struct settings settings;
static struct whole whole;

static int make_folder(void **unused)
{
    (void)unused;
    struct settings_fault fault;
    (void)strcpy(folder, "/tmp/trao-whole-XXXXXX");
    if (!mkdtemp(folder)) {
        return -1;
    }
    (void)snprintf(config, sizeof config, "%s/server.ini", folder);
    settings = settings_usual(config);
    whole = (struct whole){.settings = &settings,
                           .config = config,
                           .language = LANGUAGE_EN,
                           .software = "trao-server test",
                           .stop_fd = -1};
    return settings_finish(&settings, text_of(folder), &fault) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

static int drop_folder(void **unused)
{
    (void)unused;
    return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void a_prepared_server_has_a_configuration_it_can_read(void **unused)
{
    (void)unused;
    char text[SETTINGS_FILE_MAX];
    size_t size = 0;
    assert_false(whole_is_prepared(&whole));
    assert_true(whole_prepare(&whole));
    assert_int_equal(files_read(config, text, sizeof text - 1, &size), STATUS_OK);
    text[size] = '\0';
    assert_non_null(strstr(text, "language = en"));
    assert_non_null(strstr(text, "listen = tcp://127.0.0.1:7201"));
    whole.config_there = true;
    assert_true(whole_is_prepared(&whole));
    assert_true(whole_prepare(&whole));
}

static void a_second_server_on_the_same_folder_is_refused(void **unused)
{
    (void)unused;
    char path[PLACES_PATH_MAX];
    struct files_lock lock;
    assert_true(whole_prepare(&whole));
    assert_int_equal(places_path(settings.state, PLACE_SERVER_LOCK, path), STATUS_OK);
    assert_int_equal(files_lock(path, &lock), STATUS_OK); /* the first one */
    assert_int_equal(whole_run(&whole, NULL, 0), 1);
    files_unlock(&lock);
}

static void a_demonstration_clock_of_before_the_last_boot_is_refused(void **unused)
{
    (void)unused;
    settings.demo =
        (struct clock_demo){.start = {1700000000000}, .rate = 120, .anchor_mono_ms = INT64_MAX / 4};
    assert_false(whole_prepare(&whole));
    assert_false(files_exist(config));
}

static int start(void **unused)
{
    (void)unused;
    return sign_start() == STATUS_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_prepared_server_has_a_configuration_it_can_read,
                                        make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(a_second_server_on_the_same_folder_is_refused, make_folder,
                                        drop_folder),
        cmocka_unit_test_setup_teardown(a_demonstration_clock_of_before_the_last_boot_is_refused,
                                        make_folder, drop_folder),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
