/* First start makes what is missing, says so, and replaces nothing. */
#include "server/home/first_start.h"

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
#include "tests/fakes/chance_fake.h"
#include "tests/fakes/log_fake.h"

static char folder[64];
static char state[80];
static char config[80];
static struct log_fake log_lines;
static struct chance_fake chance;
static struct first_start first;
static struct first_start_report report;

static const char *place(const char *name)
{
    static char path[PLACES_PATH_MAX];
    assert_int_equal(places_path(state, name, path), STATUS_OK);
    return path;
}

static int make_folder(void **unused)
{
    (void)unused;
    (void)strcpy(folder, "/tmp/trao-first-XXXXXX");
    if (!mkdtemp(folder)) {
        return -1;
    }
    (void)snprintf(state, sizeof state, "%s/deep/state", folder);
    (void)snprintf(config, sizeof config, "%s/conf/server.ini", folder);
    log_fake_init(&log_lines);
    chance_fake_init(&chance, 7);
    first = (struct first_start){
        .state = state,
        .config = config,
        .config_text = TEXT("; usual\n"),
        .software = "trao-server test",
        .now = {.wall = {1700000000000}, .mono = {5000}, .boot = 3, .wall_set = true},
        .chance = &chance.port,
        .log = &log_lines.port
    };
    return 0;
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

static unsigned mode_of(const char *path)
{
    struct stat about = {0};
    assert_int_equal(stat(path, &about), 0);
    return about.st_mode & 0777u;
}

static void everything_is_made_and_each_thing_said_in_one_sentence(void **unused)
{
    (void)unused;
    static const enum home_sentence expected[] = {HOME_MADE_STATE, HOME_MADE_KEYS, HOME_MADE_ADMIN,
                                                  HOME_MADE_TOKEN, HOME_MADE_CONFIG};
    static const char *const private_files[] = {PLACE_SERVER_CURVE, PLACE_ADMIN_SIGN,
                                                PLACE_ADMIN_CURVE, PLACE_API_TOKEN};
    assert_int_equal(first_start(&first, &report), STATUS_OK);
    assert_int_equal(report.count, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < report.count; i++) {
        assert_int_equal(report.made[i].what, expected[i]);
    }
    for (size_t i = 0; i < sizeof private_files / sizeof private_files[0]; i++) {
        assert_int_equal(mode_of(place(private_files[i])), 0600);
    }
    assert_int_equal(mode_of(state), 0700);
    assert_true(files_exist(place(PLACE_ADMIN_JOURNAL)));
    assert_true(files_exist(place(PLACE_SERVER_PUBLIC)));
    assert_true(files_exist(place(PLACE_RUN)));
    assert_true(files_exist(config));
}

static void the_second_start_makes_nothing(void **unused)
{
    (void)unused;
    assert_int_equal(first_start(&first, &report), STATUS_OK);
    first.config = NULL;
    assert_int_equal(first_start(&first, &report), STATUS_OK);
    assert_int_equal(report.count, 0);
}

static void what_is_missing_is_made_and_what_is_there_stays(void **unused)
{
    (void)unused;
    char before[128];
    char after[128];
    size_t size = 0;
    assert_int_equal(first_start(&first, &report), STATUS_OK);
    assert_int_equal(files_read(place(PLACE_SERVER_CURVE), before, sizeof before, &size),
                     STATUS_FULL); /* longer than this; compare its public half */
    assert_int_equal(files_read(place(PLACE_SERVER_PUBLIC), before, sizeof before, &size),
                     STATUS_OK);
    assert_int_equal(unlink(place(PLACE_API_TOKEN)), 0);
    assert_int_equal(unlink(place(PLACE_SERVER_PUBLIC)), 0);
    first.config = NULL;
    assert_int_equal(first_start(&first, &report), STATUS_OK);
    assert_int_equal(report.count, 1);
    assert_int_equal(report.made[0].what, HOME_MADE_TOKEN);
    assert_int_equal(files_read(place(PLACE_SERVER_PUBLIC), after, sizeof after, &size), STATUS_OK);
    assert_memory_equal(before, after, size);
}

static void the_token_is_random_hexadecimal(void **unused)
{
    (void)unused;
    char token[128];
    size_t size = 0;
    assert_int_equal(first_start(&first, &report), STATUS_OK);
    assert_int_equal(files_read(place(PLACE_API_TOKEN), token, sizeof token, &size), STATUS_OK);
    assert_int_equal(size, 65);
    uint8_t bytes[32];
    assert_true(hex_bytes((struct text){token, 64}, bytes, sizeof bytes));
    struct chance_fake same;
    uint8_t expected[32];
    chance_fake_init(&same, 7);
    chance_fill(&same.port, expected, sizeof expected);
    assert_memory_equal(bytes, expected, sizeof bytes);
}

static void beside_a_restore_that_was_cut_off_nothing_is_made(void **unused)
{
    (void)unused;
    assert_int_equal(files_make_folder(first.state), STATUS_OK);
    assert_int_equal(files_write(place(PLACE_RESTORING), span_of("x", 1), FILES_SHARED), STATUS_OK);
    assert_int_equal(first_start(&first, &report), STATUS_DENIED);
    assert_int_equal(report.fault.what, HOME_RESTORING);
    assert_string_equal(report.fault.values[0], first.state);
    assert_false(files_exist(place(PLACE_SERVER_CURVE)));
    assert_false(files_exist(place(PLACE_ADMIN)));
}

static void a_key_missing_beside_a_book_is_restored_by_people_not_made_anew(void **unused)
{
    (void)unused;
    static const char *const keys[] = {PLACE_SERVER_CURVE, PLACE_ADMIN_SIGN, PLACE_ADMIN_CURVE};
    char moved[PLACES_PATH_MAX + sizeof ".moved"];
    assert_int_equal(first_start(&first, &report), STATUS_OK);
    assert_int_equal(files_write(place(PLACE_ACTS), span_of("x", 1), FILES_PRIVATE), STATUS_OK);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        (void)snprintf(moved, sizeof moved, "%s.moved", place(keys[i]));
        assert_int_equal(rename(place(keys[i]), moved), 0);
        assert_int_not_equal(first_start(&first, &report), STATUS_OK);
        assert_int_equal(report.fault.what, HOME_KEYS_GONE);
        assert_string_equal(report.fault.values[0], place(keys[i]));
        assert_false(files_exist(place(keys[i])));
        assert_int_equal(rename(moved, place(keys[i])), 0);
    }
}

static void a_server_key_that_others_may_read_stops_the_start(void **unused)
{
    (void)unused;
    assert_int_equal(first_start(&first, &report), STATUS_OK);
    assert_int_equal(chmod(place(PLACE_SERVER_CURVE), 0644), 0);
    assert_int_equal(first_start(&first, &report), STATUS_DENIED);
    assert_int_equal(report.fault.what, HOME_OTHERS_MAY_READ);
}

static void a_folder_that_cannot_be_made_is_named(void **unused)
{
    (void)unused;
    char path[96];
    (void)snprintf(path, sizeof path, "%s/deep", folder);
    assert_int_equal(files_write(path, span_of("", 0), FILES_SHARED), STATUS_OK); /* a file */
    assert_int_not_equal(first_start(&first, &report), STATUS_OK);
    assert_int_equal(report.fault.what, HOME_CANNOT_MAKE);
    assert_string_equal(report.fault.values[0], state);
    assert_false(files_exist(config));
}

static int start(void **unused)
{
    (void)unused;
    return sign_start() == STATUS_OK ? 0 : -1;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_folder, drop_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(everything_is_made_and_each_thing_said_in_one_sentence),
        CASE(the_second_start_makes_nothing),
        CASE(what_is_missing_is_made_and_what_is_there_stays),
        CASE(the_token_is_random_hexadecimal),
        CASE(beside_a_restore_that_was_cut_off_nothing_is_made),
        CASE(a_key_missing_beside_a_book_is_restored_by_people_not_made_anew),
        CASE(a_server_key_that_others_may_read_stops_the_start),
        CASE(a_folder_that_cannot_be_made_is_named),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
