/* A key is made once, kept for its owner alone, and never overwritten. */
#include "adapters/zmq/keys.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/trao-keys-XXXXXX";
static char path[64];
static struct curve_keypair pair;

static int make_folder(void **state)
{
    (void)state;
    bool made = mkdtemp(folder) && keys_make(&pair) == STATUS_OK;
    struct line line = line_of(path, sizeof path);
    line_put(&line, folder);
    line_put(&line, "/link.key");
    return made ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder); /* fails if a half-written file was left behind */
}

static int drop_file(void **state)
{
    (void)state;
    (void)unlink(path);
    return 0;
}

static void put_file(const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    (void)close(fd);
}

static void a_saved_key_is_loaded_again_and_only_its_owner_may_read_it(void **unused)
{
    struct curve_keypair loaded;
    struct stat about;
    (void)unused;
    assert_int_equal(keys_save(path, &pair), STATUS_OK);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(keys_load(path, &loaded), STATUS_OK);
    assert_memory_equal(&loaded, &pair, sizeof pair);
}

static void two_made_keys_differ(void **unused)
{
    struct curve_keypair other;
    (void)unused;
    assert_int_equal(keys_make(&other), STATUS_OK);
    assert_memory_not_equal(&other.secret, &pair.secret, LINK_KEY_SIZE);
    assert_memory_not_equal(&other.public_key, &pair.public_key, LINK_KEY_SIZE);
}

static void a_key_that_is_there_is_never_overwritten(void **unused)
{
    struct curve_keypair other;
    struct curve_keypair loaded;
    (void)unused;
    assert_int_equal(keys_save(path, &pair), STATUS_OK);
    assert_int_equal(keys_make(&other), STATUS_OK);
    assert_int_equal(keys_save(path, &other), STATUS_DENIED);
    assert_int_equal(keys_load(path, &loaded), STATUS_OK);
    assert_memory_equal(&loaded, &pair, sizeof pair);
}

static void a_key_that_others_may_read_is_refused(void **unused)
{
    struct curve_keypair loaded;
    (void)unused;
    assert_int_equal(keys_save(path, &pair), STATUS_OK);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(keys_load(path, &loaded), STATUS_DENIED);
}

static void what_is_no_key_file_is_malformed(void **unused)
{
#define DIGITS "0123456789012345678901234567890123456789"
    static const char *const bad[] = {
        "",
        "public x\nsecret y\n",
        "public " DIGITS "\n",
        "public " DIGITS "\nsecret " DIGITS "\n", /* not each other's halves */
        "secret " DIGITS "\n",
    };
    struct curve_keypair loaded = pair;
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        put_file(bad[i], 0600);
        assert_int_equal(keys_load(path, &loaded), STATUS_MALFORMED);
    }
    assert_int_equal(keys_load(folder, &loaded), STATUS_MALFORMED);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(keys_load(path, &loaded), STATUS_NOT_FOUND);
    assert_memory_equal(&loaded, &pair, sizeof pair); /* nothing was written */
    assert_int_equal(keys_save("/nowhere/at/all", &pair), STATUS_NOT_FOUND);
}

static void a_key_s_text_is_forty_characters_and_reads_back(void **unused)
{
    /* The test vector of ZeroMQ RFC 32. */
    static const struct link_key vector = {
        {0x8E, 0x0B, 0xDD, 0x69, 0x76, 0x28, 0xB9, 0x1D, 0x8F, 0x24, 0x55,
         0x87, 0x95, 0x3C, 0x35, 0x40, 0x69, 0x91, 0xAF, 0x48, 0x38, 0x84,
         0x92, 0x72, 0x7C, 0x6D, 0x07, 0x51, 0x83, 0x05, 0x14, 0x7C}
    };
    char text[KEYS_TEXT_SIZE];
    struct link_key key;
    (void)unused;
    assert_true(keys_parse(text_of(keys_text(&vector, text)), &key));
    assert_int_equal(strlen(text), KEYS_TEXT_SIZE - 1);
    assert_memory_equal(&key, &vector, sizeof key);
    assert_false(keys_parse((struct text){text, 39}, &key));
    assert_false(keys_parse(TEXT("01234567890123456789012345678901234567 9"), &key));
    assert_false(keys_parse(TEXT("0123456789012345678901234567890123456\0009"), &key));
    assert_false(keys_parse(TEXT("########################################"), &key)); /* > 32 bit */
}

static void a_wiped_key_is_zero(void **unused)
{
    struct curve_keypair wiped = pair;
    struct curve_keypair zero = {0};
    (void)unused;
    keys_wipe(NULL);
    keys_wipe(&wiped);
    assert_memory_equal(&wiped, &zero, sizeof zero);
}

int main(void)
{
#define FILED(test) cmocka_unit_test_teardown(test, drop_file)
    const struct CMUnitTest tests[] = {
        FILED(a_saved_key_is_loaded_again_and_only_its_owner_may_read_it),
        FILED(two_made_keys_differ),
        FILED(a_key_that_is_there_is_never_overwritten),
        FILED(a_key_that_others_may_read_is_refused),
        FILED(what_is_no_key_file_is_malformed),
        FILED(a_key_s_text_is_forty_characters_and_reads_back),
        FILED(a_wiped_key_is_zero),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
