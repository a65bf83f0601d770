#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "adapters/sqlite/reserve.h"
#include "tests/contract/folder.h"
#include "tests/unit/adapters/sqlite/small_disk.h"

enum { SIZE = 128 * 1024, DISK = 1024 * 1024 };

static struct folder folder;

static int start(void **unused)
{
    (void)unused;
    folder_make(&folder);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    folder_remove(&folder);
    return 0;
}

static void a_reserve_really_takes_up_its_room(void **unused)
{
    (void)unused;
    struct stat found;
    const char *path = folder_file(&folder, "journal.db");
    assert_true(reserve_make(path, SIZE));
    assert_int_equal(stat(folder_file(&folder, "journal.db-reserve"), &found), 0);
    assert_true(found.st_size == SIZE);
    assert_true((uint64_t)found.st_blocks * 512 >= SIZE);
    assert_true(reserve_make(path, SIZE)); /* it stands */
}

static void it_can_be_spent_once(void **unused)
{
    (void)unused;
    const char *path = folder_file(&folder, "journal.db");
    assert_false(reserve_spend(path));
    assert_true(reserve_make(path, SIZE));
    assert_true(reserve_spend(path));
    assert_false(reserve_spend(path));
    assert_true(reserve_make(path, SIZE));
}

static void on_a_small_disk(void)
{
    const char *path = folder_file(&folder, "journal.db");
    EXPECT(reserve_make(path, SIZE));
    file_poke(path, 0, "x", 1);
    EXPECT(reserve_room(path, SIZE));
    small_disk_fill(folder_file(&folder, "filler"), SIZE / 2);
    EXPECT(!reserve_room(path, SIZE));
    EXPECT(reserve_spend(path));
    EXPECT(reserve_room(path, SIZE));
    /* It is not made again out of the last room: that would be taken from who needs it. */
    EXPECT(!reserve_make(path, SIZE));
    EXPECT(file_size(folder_file(&folder, "journal.db-reserve")) == 0);
}

static void a_full_disk_has_no_room_and_gets_no_new_reserve(void **unused)
{
    (void)unused;
    const enum small_disk_outcome outcome = small_disk_run(folder.path, DISK, on_a_small_disk);
    if (outcome == SMALL_DISK_IMPOSSIBLE) {
        skip();
    }
    assert_int_equal(outcome, SMALL_DISK_PASSED);
}

static void a_disk_that_is_not_there_is_taken_to_have_room(void **unused)
{
    (void)unused;
    assert_true(reserve_room(folder_file(&folder, "no/such/file"), SIZE));
    assert_false(reserve_make(folder_file(&folder, "no/such/file"), SIZE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reserve_really_takes_up_its_room, start, stop),
        cmocka_unit_test_setup_teardown(it_can_be_spent_once, start, stop),
        cmocka_unit_test_setup_teardown(a_full_disk_has_no_room_and_gets_no_new_reserve, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_disk_that_is_not_there_is_taken_to_have_room, start,
                                        stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
