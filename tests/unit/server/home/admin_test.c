/* The administrator's device: made once, whole, and the same ever after. */
#include "server/home/admin.h"

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
#include "adapters/posix/sign_key.h"
#include "adapters/sqlite/journal_sqlite.h"
#include "core/statement.h"
#include "server/home/places.h"
#include "tests/fakes/log_fake.h"

static char state[64];
static struct log_fake log_lines;
static struct admin_settings settings;

static const char *place(const char *name)
{
    static char path[PLACES_PATH_MAX];
    assert_int_equal(places_path(state, name, path), STATUS_OK);
    return path;
}

static int make_state(void **unused)
{
    (void)unused;
    (void)strcpy(state, "/tmp/trao-admin-XXXXXX");
    log_fake_init(&log_lines);
    settings = (struct admin_settings){
        .state = state,
        .software = "trao-server test",
        .now = {.wall = {1700000000000}, .mono = {5000}, .boot = 3, .wall_set = true},
        .log = &log_lines.port
    };
    return mkdtemp(state) && mkdir(place(PLACE_ADMIN), 0700) == 0 ? 0 : -1;
}

static int drop_state(void **unused)
{
    (void)unused;
    static const char *const left[] = {"sign.key",        "link.curve",        "unit.pub",
                                       "journal.db",      "journal.db-wal",    "journal.db-shm",
                                       "journal.db-lock", "journal.db-reserve"};
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s/admin/%s", state, left[i]);
        (void)unlink(path);
    }
    return rmdir(place(PLACE_ADMIN)) == 0 && rmdir(state) == 0 ? 0 : -1;
}

static void a_new_device_has_its_card_and_its_first_entry(void **unused)
{
    (void)unused;
    static uint8_t bytes[SEALED_SIZE_MAX];
    struct device_card card;
    struct journal_sqlite journal;
    struct sealed sealed;
    struct head named;
    bool made = false;
    assert_int_equal(admin_make(&settings, &card, &made), STATUS_OK);
    assert_true(made);
    const struct database_options options =
        journal_sqlite_options(place(PLACE_ADMIN_JOURNAL), &log_lines.port);
    assert_int_equal(journal_sqlite_open(&journal, &options), STATUS_OK);
    struct journal_file file = journal_sqlite_file(&journal);
    struct journal_page page = {.at = bytes, .room = sizeof bytes, .count_max = 5};
    assert_int_equal(journal_file_read(&file, (struct place){1, 1}, &page), STATUS_OK);
    assert_int_equal(page.count, 1);
    struct span left = span_of(bytes, page.size);
    assert_int_equal(entry_open(&left, &sealed), STATUS_OK);
    assert_int_equal(sealed.entry.kind, ENTRY_OPENED);
    assert_true(sealed.entry.device.id == card.device.id);
    assert_int_equal(sealed.entry.when.wall_ms, 1700000000000);
    assert_true(entry_signed_by(&sealed, &card.sign_key));
    assert_true(entry_names(&sealed, &named) && named.place.seq == 0);
    journal_sqlite_close(&journal);
}

static void the_card_in_the_file_is_the_devices(void **unused)
{
    (void)unused;
    char text[DEVICE_CARD_SIZE];
    size_t size = 0;
    struct device_card card;
    struct device_card read;
    bool made = false;
    assert_int_equal(admin_make(&settings, &card, &made), STATUS_OK);
    assert_int_equal(files_read(place(PLACE_ADMIN_CARD), text, sizeof text, &size), STATUS_OK);
    assert_int_equal(device_card_parse((struct text){text, size}, &read), STATUS_OK);
    assert_memory_equal(read.link_key, card.link_key, sizeof read.link_key);
    assert_true(read.device.id == card.device.id);
}

static void made_again_it_is_the_same_device_and_nothing_is_written(void **unused)
{
    (void)unused;
    struct device_card first;
    struct device_card second;
    bool made = false;
    assert_int_equal(admin_make(&settings, &first, &made), STATUS_OK);
    assert_int_equal(admin_make(&settings, &second, &made), STATUS_OK);
    assert_false(made);
    assert_true(first.device.id == second.device.id);
    assert_memory_equal(first.link_key, second.link_key, sizeof first.link_key);
}

/* As if the power had gone after each file: what is there stays, the rest is made. */
static void cut_off_anywhere_it_is_made_whole_the_next_time(void **unused)
{
    (void)unused;
    static const char *const later[] = {PLACE_ADMIN_JOURNAL, PLACE_ADMIN_CARD, PLACE_ADMIN_CURVE};
    struct device_card first;
    struct device_card again;
    bool made = false;
    assert_int_equal(admin_make(&settings, &first, &made), STATUS_OK);
    for (size_t i = 0; i < sizeof later / sizeof later[0]; i++) {
        for (size_t j = 0; j <= i; j++) {
            assert_int_equal(unlink(place(later[j])), 0);
        }
        assert_int_equal(admin_make(&settings, &again, &made), STATUS_OK);
        assert_true(again.device.id == first.device.id);
        assert_true(files_exist(place(PLACE_ADMIN_JOURNAL)));
        assert_true(files_exist(place(PLACE_ADMIN_CARD)));
    }
}

static void a_key_that_others_may_read_is_refused(void **unused)
{
    (void)unused;
    struct device_card card;
    bool made = false;
    assert_int_equal(admin_make(&settings, &card, &made), STATUS_OK);
    assert_int_equal(chmod(place(PLACE_ADMIN_SIGN), 0644), 0);
    assert_int_equal(admin_make(&settings, &card, &made), STATUS_DENIED);
}

static int start(void **unused)
{
    (void)unused;
    return sign_start() == STATUS_OK ? 0 : -1;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_state, drop_state)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_new_device_has_its_card_and_its_first_entry),
        CASE(the_card_in_the_file_is_the_devices),
        CASE(made_again_it_is_the_same_device_and_nothing_is_written),
        CASE(cut_off_anywhere_it_is_made_whole_the_next_time),
        CASE(a_key_that_others_may_read_is_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
