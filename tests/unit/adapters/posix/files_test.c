/* Whole or not at all. */
#include "adapters/posix/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"

static char folder[] = "/tmp/trao-files-XXXXXX";
static char path[128];

static const char *in_folder(const char *name)
{
    struct line line = line_of(path, sizeof path);
    line_put(&line, folder);
    line_put(&line, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    static const char *const left[] = {"/file", "/lock", "/a/b/c", "/a/b", "/a", "/fifo"};
    (void)state;
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        (void)(unlink(in_folder(left[i])) && rmdir(in_folder(left[i])));
    }
    return rmdir(folder); /* fails if anything else was left behind */
}

static unsigned mode_of(const char *name)
{
    struct stat about = {0};
    assert_int_equal(stat(in_folder(name), &about), 0);
    return about.st_mode & 0777u;
}

static void what_is_written_is_read_and_only_its_owner_may(void **unused)
{
    uint8_t out[16];
    size_t size = 0;
    (void)unused;
    assert_int_equal(files_write(in_folder("/file"), span_of("secret", 6), FILES_PRIVATE),
                     STATUS_OK);
    assert_int_equal(files_read(in_folder("/file"), out, sizeof out, &size), STATUS_OK);
    assert_int_equal(size, 6);
    assert_memory_equal(out, "secret", 6);
    assert_int_equal(mode_of("/file"), 0600);
    assert_int_equal(files_write(in_folder("/file"), span_of(NULL, 0), FILES_SHARED), STATUS_OK);
    assert_int_equal(files_read(in_folder("/file"), out, sizeof out, &size), STATUS_OK);
    assert_int_equal(size, 0);
    assert_int_equal(mode_of("/file"), 0644);
}

static void a_file_longer_than_the_room_is_full_and_one_that_just_fits_is_not(void **unused)
{
    uint8_t out[6] = "------";
    size_t size = 99;
    (void)unused;
    assert_int_equal(files_write(in_folder("/file"), span_of("1234567", 7), FILES_PRIVATE),
                     STATUS_OK);
    assert_int_equal(files_read(in_folder("/file"), out, sizeof out, &size), STATUS_FULL);
    assert_int_equal(size, 99);
    assert_int_equal(files_write(in_folder("/file"), span_of("123456", 6), FILES_PRIVATE),
                     STATUS_OK);
    assert_int_equal(files_read(in_folder("/file"), out, sizeof out, &size), STATUS_OK);
    assert_int_equal(size, 6);
}

static void what_is_no_file_is_not_read(void **unused)
{
    uint8_t out[6];
    size_t size = 0;
    (void)unused;
    assert_int_equal(files_read(in_folder("/none"), out, sizeof out, &size), STATUS_NOT_FOUND);
    assert_int_equal(files_read(folder, out, sizeof out, &size), STATUS_MALFORMED);
    assert_int_equal(mkfifo(in_folder("/fifo"), 0600), 0);
    assert_int_equal(files_read(in_folder("/fifo"), out, sizeof out, &size), STATUS_MALFORMED);
}

static void a_write_that_fails_leaves_the_old_file(void **unused)
{
    uint8_t out[8];
    size_t size = 0;
    (void)unused;
    assert_int_equal(files_write(in_folder("/file"), span_of("old", 3), FILES_PRIVATE), STATUS_OK);
    assert_int_equal(mkdir(in_folder("/file.new"), 0700), 0); /* nothing can be written there */
    assert_int_not_equal(files_write(in_folder("/file"), span_of("new", 3), FILES_PRIVATE),
                         STATUS_OK);
    assert_int_equal(files_read(in_folder("/file"), out, sizeof out, &size), STATUS_OK);
    assert_memory_equal(out, "old", 3);
    assert_int_equal(rmdir(in_folder("/file.new")), 0);
    assert_int_equal(files_write("/nowhere/at/all", span_of("x", 1), FILES_PRIVATE),
                     STATUS_NOT_FOUND);
}

static void a_link_left_beside_the_file_is_not_written_through(void **unused)
{
    uint8_t out[8];
    size_t size = 0;
    char target[sizeof path];
    (void)unused;
    assert_int_equal(files_write(in_folder("/lock"), span_of("kept", 4), FILES_PRIVATE), STATUS_OK);
    assert_true(text_copy(text_of(path), target, sizeof target));
    assert_int_equal(symlink(target, in_folder("/file.new")), 0);
    assert_int_equal(files_write(in_folder("/file"), span_of("x", 1), FILES_PRIVATE),
                     STATUS_MALFORMED);
    assert_int_equal(files_read(target, out, sizeof out, &size), STATUS_OK);
    assert_memory_equal(out, "kept", 4);
}

static void folders_are_made_down_to_the_last_for_their_owner_alone(void **unused)
{
    (void)unused;
    assert_int_equal(files_make_folder(in_folder("/a/b/c/")), STATUS_OK);
    assert_int_equal(mode_of("/a"), 0700);
    assert_int_equal(mode_of("/a/b/c"), 0700);
    assert_int_equal(files_make_folder(in_folder("/a/b/c")), STATUS_OK);
    assert_int_equal(files_write(in_folder("/file"), span_of("x", 1), FILES_PRIVATE), STATUS_OK);
    assert_int_not_equal(files_make_folder(in_folder("/file/x")), STATUS_OK);
    assert_int_equal(files_make_folder(""), STATUS_MALFORMED);
}

static void what_is_written_once_is_never_replaced(void **unused)
{
    uint8_t out[16];
    size_t size = 0;
    (void)unused;
    (void)unlink(in_folder("/file"));
    assert_int_equal(files_write_once(in_folder("/file"), span_of("first", 5), FILES_PRIVATE),
                     STATUS_OK);
    assert_int_equal(files_write_once(in_folder("/file"), span_of("second", 6), FILES_PRIVATE),
                     STATUS_DENIED);
    assert_int_equal(files_read(in_folder("/file"), out, sizeof out, &size), STATUS_OK);
    assert_int_equal(size, 5);
    assert_memory_equal(out, "first", 5);
    assert_int_equal(mode_of("/file"), 0600);
}

static void what_is_put_replaces_what_was_there(void **unused)
{
    uint8_t out[16];
    size_t size = 0;
    (void)unused;
    assert_int_equal(files_put(in_folder("/file"), span_of("one", 3), FILES_SHARED), STATUS_OK);
    assert_int_equal(files_put(in_folder("/file"), span_of("three", 5), FILES_SHARED), STATUS_OK);
    assert_int_equal(files_read(in_folder("/file"), out, sizeof out, &size), STATUS_OK);
    assert_int_equal(size, 5);
    assert_memory_equal(out, "three", 5);
    assert_int_equal(files_put(in_folder("/none/file"), span_of("x", 1), FILES_SHARED),
                     STATUS_NOT_FOUND);
}

static void a_lock_is_held_by_one_and_ends_with_its_process(void **unused)
{
    struct files_lock lock;
    struct files_lock second;
    (void)unused;
    pid_t child = fork();
    if (child == 0) {
        _exit(files_lock(in_folder("/lock"), &lock) == STATUS_OK ? 0 : 1); /* without unlocking */
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    assert_int_equal(files_lock(in_folder("/lock"), &lock), STATUS_OK);
    assert_int_equal(files_lock(in_folder("/lock"), &second), STATUS_DENIED);
    files_unlock(&lock);
    assert_int_equal(files_lock(in_folder("/lock"), &second), STATUS_OK);
    files_unlock(&second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_and_only_its_owner_may),
        cmocka_unit_test(a_file_longer_than_the_room_is_full_and_one_that_just_fits_is_not),
        cmocka_unit_test(what_is_no_file_is_not_read),
        cmocka_unit_test(a_write_that_fails_leaves_the_old_file),
        cmocka_unit_test(a_link_left_beside_the_file_is_not_written_through),
        cmocka_unit_test(folders_are_made_down_to_the_last_for_their_owner_alone),
        cmocka_unit_test(what_is_written_once_is_never_replaced),
        cmocka_unit_test(what_is_put_replaces_what_was_there),
        cmocka_unit_test(a_lock_is_held_by_one_and_ends_with_its_process),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
