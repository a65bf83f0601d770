/* A device's key: made once, and for its owner alone. */
#include "adapters/posix/sign_key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/posix/files.h"
#include "base/text.h"

static char folder[] = "/tmp/trao-sign-key-XXXXXX";
static char path[64];

static int make_folder(void **unused)
{
    (void)unused;
    struct line line = line_of(path, sizeof path);
    if (!mkdtemp(folder) || sign_start() != STATUS_OK) {
        return -1;
    }
    line_put(&line, folder);
    line_put(&line, "/sign.key");
    return 0;
}

static int drop_folder(void **unused)
{
    (void)unused;
    (void)unlink(path);
    return rmdir(folder); /* fails if anything else was left behind */
}

static int drop_key(void **unused)
{
    (void)unused;
    (void)unlink(path);
    return 0;
}

static void a_key_that_was_made_signs_after_it_was_loaded(void **unused)
{
    (void)unused;
    struct sign_public key;
    struct sign_secret secret;
    struct stat about;
    const struct hash hash = hash_of(span_of("entry", 5));
    assert_int_equal(sign_key_make(path), STATUS_OK);
    assert_int_equal(sign_key_load(path, &key, &secret), STATUS_OK);
    const struct signature signature = sign_hash(&secret, &hash);
    assert_true(sign_verify(&key, &hash, &signature));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777u, 0600);
}

static void a_key_is_never_overwritten(void **unused)
{
    (void)unused;
    struct sign_public before;
    struct sign_public after;
    struct sign_secret secret;
    assert_int_equal(sign_key_make(path), STATUS_OK);
    assert_int_equal(sign_key_load(path, &before, &secret), STATUS_OK);
    assert_int_equal(sign_key_make(path), STATUS_DENIED);
    assert_int_equal(sign_key_load(path, &after, &secret), STATUS_OK);
    assert_memory_equal(before.byte, after.byte, sizeof before.byte);
}

static void a_key_that_others_may_read_is_refused(void **unused)
{
    (void)unused;
    struct sign_public key;
    struct sign_secret secret;
    assert_int_equal(sign_key_make(path), STATUS_OK);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(sign_key_load(path, &key, &secret), STATUS_DENIED);
}

static void what_is_no_key_file_is_refused(void **unused)
{
    (void)unused;
    static const char *const bad[] = {
        "",
        "seed 00",
        "Trao signing key, Ed25519. It stays on this machine.\nseed 12xy\n",
        "Trao signing key, Ed25519. It stays on this machine.\nseed 00000000000000000000000000\n",
    };
    struct sign_public key;
    struct sign_secret secret;
    assert_int_equal(sign_key_load(path, &key, &secret), STATUS_NOT_FOUND);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct text text = text_of(bad[i]);
        assert_int_equal(files_write(path, span_of(text.at, text.size), FILES_PRIVATE), STATUS_OK);
        assert_int_equal(sign_key_load(path, &key, &secret), STATUS_MALFORMED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_key_that_was_made_signs_after_it_was_loaded, drop_key),
        cmocka_unit_test_teardown(a_key_is_never_overwritten, drop_key),
        cmocka_unit_test_teardown(a_key_that_others_may_read_is_refused, drop_key),
        cmocka_unit_test_teardown(what_is_no_key_file_is_refused, drop_key),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
