#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "handheld/home/home.h"
#include "tests/contract/folder.h"

static struct folder folder;
static char path[256];
static struct home home;
static enum home_saying why;

static const char *in(const char *name)
{
    static char file[512];
    (void)snprintf(file, sizeof file, "%s/%s", path, name);
    return file;
}

static int make(void **state)
{
    (void)state;
    folder_make(&folder);
    (void)snprintf(path, sizeof path, "%s", folder_file(&folder, "unit"));
    memset(&home, 0, sizeof home);
    return sign_start() == STATUS_OK ? 0 : -1;
}

static int drop(void **state)
{
    (void)state;
    home_close(&home);
    folder_remove(&folder);
    return 0;
}

static unsigned mode_of(const char *name)
{
    struct stat about;
    assert_int_equal(stat(in(name), &about), 0);
    return about.st_mode & 0777;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(in(name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void the_first_start_makes_keys_for_their_owner_and_a_card_for_all(void **unused)
{
    (void)unused;
    struct device_card card;
    char text[DEVICE_CARD_SIZE];
    assert_int_equal(home_open(&home, path, &why), STATUS_OK);
    assert_true(home.made);
    assert_int_equal(home.epoch, 0);
    assert_int_equal(mode_of("sign.key"), 0600);
    assert_int_equal(mode_of("link.curve"), 0600);
    assert_int_equal(mode_of("unit.pub"), 0644);
    FILE *file = fopen(in("unit.pub"), "r");
    assert_non_null(file);
    size_t size = fread(text, 1, sizeof text, file);
    (void)fclose(file);
    assert_int_equal(device_card_parse((struct text){text, size}, &card), STATUS_OK);
    assert_int_equal(card.device.id, home.card.device.id);
    assert_int_equal(device_of(&home.sign_key).id, card.device.id);
    assert_memory_equal(card.link_key, home.link_keys.public_key.byte, sizeof card.link_key);
}

static void the_next_start_finds_the_same_unit(void **unused)
{
    (void)unused;
    assert_int_equal(home_open(&home, path, &why), STATUS_OK);
    struct device first = home.card.device;
    home_close(&home);
    assert_int_equal(home_open(&home, path, &why), STATUS_OK);
    assert_false(home.made);
    assert_int_equal(home.card.device.id, first.id);
}

static void a_key_that_others_may_read_is_refused(void **unused)
{
    (void)unused;
    assert_int_equal(home_open(&home, path, &why), STATUS_OK);
    assert_int_equal(chmod(in("sign.key"), 0644), 0);
    assert_int_equal(home_open(&home, path, &why), STATUS_DENIED);
    assert_int_equal(why, HOME_BAD_KEY);
    assert_int_equal(chmod(in("sign.key"), 0600), 0);
    write_file("link.curve", "nonsense");
    assert_int_equal(home_open(&home, path, &why), STATUS_MALFORMED);
    assert_int_equal(why, HOME_BAD_KEY);
}

static void a_lost_key_beside_its_journal_is_not_replaced(void **unused)
{
    (void)unused;
    assert_int_equal(home_open(&home, path, &why), STATUS_OK);
    write_file("journal.db", "a book");
    assert_int_equal(unlink(in("sign.key")), 0);
    assert_int_equal(home_open(&home, path, &why), STATUS_NOT_FOUND);
    assert_int_equal(why, HOME_KEY_LOST);
    assert_int_equal(access(in("sign.key"), F_OK), -1);
}

static void row_44_the_epoch_is_noted_and_never_goes_back(void **unused)
{
    (void)unused;
    assert_int_equal(home_open(&home, path, &why), STATUS_OK);
    home_note_epoch(&home, 3);
    home_note_epoch(&home, 2);
    home_close(&home);
    assert_int_equal(home_open(&home, path, &why), STATUS_OK);
    assert_int_equal(home.epoch, 3);
    write_file("epoch", "many");
    assert_int_equal(home_open(&home, path, &why), STATUS_MALFORMED);
    assert_int_equal(why, HOME_BAD_EPOCH);
}

static void a_folder_that_cannot_be_made_is_told(void **unused)
{
    (void)unused;
    assert_int_not_equal(home_open(&home, "/dev/null/unit", &why), STATUS_OK);
    assert_int_equal(why, HOME_NOT_MADE);
    char longer[HOME_PATH_MAX + 1];
    memset(longer, 'x', HOME_PATH_MAX);
    longer[HOME_PATH_MAX] = '\0';
    assert_int_equal(home_open(&home, longer, &why), STATUS_FULL);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)
    const struct CMUnitTest tests[] = {
        TEST(the_first_start_makes_keys_for_their_owner_and_a_card_for_all),
        TEST(the_next_start_finds_the_same_unit),
        TEST(a_key_that_others_may_read_is_refused),
        TEST(a_lost_key_beside_its_journal_is_not_replaced),
        TEST(row_44_the_epoch_is_noted_and_never_goes_back),
        TEST(a_folder_that_cannot_be_made_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
