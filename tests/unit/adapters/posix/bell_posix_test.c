/* Rings may be lost, never waited for. */
#include "adapters/posix/bell_posix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/text.h"

static const char *const names[] = {"watch.bell", "board.bell"};
static char folder[] = "/tmp/trao-bell-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char path[64];
        struct line line = line_of(path, sizeof path);
        line_put(&line, folder);
        line_char(&line, '/');
        line_put(&line, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

static void a_ring_reaches_every_ear_with_the_greatest_position(void **unused)
{
    struct bell_posix bell;
    struct bell_ear watch;
    struct bell_ear board;
    uint64_t position = 0;
    (void)unused;
    assert_int_equal(bell_ear_open(&watch, folder, names[0]), STATUS_OK);
    assert_int_equal(bell_ear_open(&board, folder, names[1]), STATUS_OK);
    assert_int_equal(bell_posix_open(&bell, folder, names, 2), STATUS_OK);
    bell_ring(&bell.port, 41);
    bell_ring(&bell.port, 0x123456789ABCDEFu);
    assert_true(bell_ear_heard(&watch, &position));
    assert_true(position == 0x123456789ABCDEFu);
    assert_false(bell_ear_heard(&watch, &position));
    assert_true(bell_ear_heard(&board, &position));
    bell_posix_close(&bell);
    bell_ear_close(&watch);
    bell_ear_close(&board);
}

static void nobody_listening_or_nobody_reading_never_holds_the_ringer(void **unused)
{
    struct bell_posix bell;
    struct bell_ear ear;
    uint64_t position = 0;
    (void)unused;
    assert_int_equal(bell_posix_open(&bell, folder, names, 2), STATUS_OK);
    bell_ring(&bell.port, 1);
    assert_int_equal(bell_ear_open(&ear, folder, names[0]), STATUS_OK);
    for (uint64_t i = 0; i < 5000; i++) {
        bell_ring(&bell.port, i);
    }
    assert_true(bell_ear_heard(&ear, &position));
    bell_posix_close(&bell);
    bell_ear_close(&ear);
}

static void an_ear_that_died_is_replaced_and_the_bell_still_rings(void **unused)
{
    struct bell_posix bell;
    struct bell_ear first;
    struct bell_ear second;
    uint64_t position = 0;
    (void)unused;
    assert_int_equal(bell_posix_open(&bell, folder, names, 1), STATUS_OK);
    assert_int_equal(bell_ear_open(&first, folder, names[0]), STATUS_OK);
    assert_int_equal(bell_ear_open(&second, folder, names[0]), STATUS_OK);
    bell_ring(&bell.port, 9);
    assert_true(bell_ear_heard(&second, &position));
    assert_int_equal(position, 9);
    bell_posix_close(&bell);
    bell_ear_close(&first);
    bell_ear_close(&second);
}

static void a_datagram_of_another_size_is_no_ring(void **unused)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct bell_ear ear;
    uint64_t position = 77;
    (void)unused;
    struct line line = line_of(address.sun_path, sizeof address.sun_path);
    line_put(&line, folder);
    line_char(&line, '/');
    line_put(&line, names[0]);
    assert_int_equal(bell_ear_open(&ear, folder, names[0]), STATUS_OK);
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    for (size_t size = 0; size < 20; size++) {
        if (size != sizeof position) {
            assert_int_equal(sendto(fd, "01234567890123456789", size, 0,
                                    (const struct sockaddr *)&address, sizeof address),
                             (ssize_t)size);
        }
        assert_false(bell_ear_heard(&ear, &position));
    }
    assert_int_equal(position, 77);
    (void)close(fd);
    bell_ear_close(&ear);
}

static void a_long_path_is_no_obstacle(void **unused)
{
    char deep[256];
    struct bell_posix bell;
    struct bell_ear ear;
    uint64_t position = 0;
    (void)unused;
    struct line line = line_of(deep, sizeof deep);
    line_put(&line, folder);
    line_char(&line, '/');
    for (int i = 0; i < 150; i++) { /* longer than sun_path */
        line_char(&line, 'd');
    }
    assert_int_equal(mkdir(deep, S_IRWXU), 0);
    assert_int_equal(bell_ear_open(&ear, deep, names[0]), STATUS_OK);
    assert_int_equal(bell_posix_open(&bell, deep, names, 1), STATUS_OK);
    bell_ring(&bell.port, 5);
    assert_true(bell_ear_heard(&ear, &position));
    assert_int_equal(position, 5);
    assert_int_equal(unlinkat(bell.folder, names[0], 0), 0);
    bell_posix_close(&bell);
    bell_ear_close(&ear);
    assert_int_equal(rmdir(deep), 0);
}

static void a_name_that_leaves_the_folder_is_refused(void **unused)
{
    static const char *const out[] = {"../x"};
    static const char *const many[] = {"a", "b", "c", "d", "e"};
    struct bell_posix bell;
    struct bell_ear ear;
    (void)unused;
    assert_int_equal(bell_posix_open(&bell, folder, out, 1), STATUS_MALFORMED);
    assert_int_equal(bell_posix_open(&bell, folder, many, 5), STATUS_MALFORMED);
    assert_int_equal(bell_ear_open(&ear, folder, "a/b"), STATUS_MALFORMED);
    assert_int_equal(bell_ear_open(&ear, "/nowhere/at/all", "a"), STATUS_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ring_reaches_every_ear_with_the_greatest_position),
        cmocka_unit_test(nobody_listening_or_nobody_reading_never_holds_the_ringer),
        cmocka_unit_test(an_ear_that_died_is_replaced_and_the_bell_still_rings),
        cmocka_unit_test(a_datagram_of_another_size_is_no_ring),
        cmocka_unit_test(a_long_path_is_no_obstacle),
        cmocka_unit_test(a_name_that_leaves_the_folder_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
