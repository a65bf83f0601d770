#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/sqlite/database.h"
#include "adapters/sqlite/log_cache.h"
#include "tests/contract/folder.h"
#include "tests/unit/adapters/sqlite/fault_vfs.h"

enum { PAGES = 16, PAGES_MAX = 64 };

static const char *const steps[] = {"CREATE TABLE note(n INTEGER PRIMARY KEY) STRICT;"};
static const struct database_kind kind = {
    .application_id = 77, .schema = steps, .version = 1, .page_size = 4096, .checkpoint_pages = 50};

static struct folder folder;
static unsigned asked;
static char last[FOLDER_PATH_SIZE + 64];

static int start(void **unused)
{
    (void)unused;
    folder_make(&folder);
    fault_vfs_start(1);
    asked = 0;
    last[0] = '\0';
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    folder_remove(&folder);
    return 0;
}

static void note(void *self, const char *path)
{
    (void)self;
    asked++;
    (void)snprintf(last, sizeof last, "%s", path);
}

static const struct log_cache_ops ops = {.forget = note};
static const struct log_cache cache = {.ops = &ops};

/* How many of the file's pages the machine keeps in memory. */
static size_t count_cached(const char *path)
{
    unsigned char there[PAGES_MAX] = {0};
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const int file = open(path, O_RDWR | O_CLOEXEC);
    assert_true(file >= 0);
    const size_t size = (size_t)file_size(path);
    void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
    assert_true(map != MAP_FAILED && size <= PAGES_MAX * page);
    assert_int_equal(mincore(map, size, there), 0);
    munmap(map, size);
    close(file);
    size_t count = 0;
    for (size_t i = 0; i < PAGES_MAX; i++) {
        count += there[i] & 1;
    }
    return count;
}

static void a_log_that_was_forgotten_is_read_from_the_disk_again(void **unused)
{
    (void)unused;
    static uint8_t bytes[PAGES * 4096];
    const char *log = folder_file(&folder, "journal.db-wal");
    memset(bytes, 7, sizeof bytes);
    file_poke(log, 0, bytes, sizeof bytes);
    const int file = open(log, O_RDWR | O_CLOEXEC);
    assert_int_equal(fsync(file), 0);
    close(file);
    assert_true(count_cached(log) > 0);
    log_cache_forget(NULL, folder_file(&folder, "journal.db"));
    if (count_cached(log) > 0) {
        skip(); /* a folder in memory has no disk behind it */
    }
    assert_int_equal(file_find(log, 0, bytes, sizeof bytes), 0);
}

static void no_log_is_no_error(void **unused)
{
    (void)unused;
    log_cache_forget(NULL, folder_file(&folder, "nothing.db"));
    log_cache_forget(&cache, "somewhere/journal.db");
    assert_int_equal(asked, 1);
    assert_string_equal(last, "somewhere/journal.db");
}

static void a_sync_that_fails_makes_the_machine_forget_at_once_and_nothing_else_does(void **unused)
{
    (void)unused;
    static const char *const sql[] = {"INSERT INTO note VALUES(1)"};
    struct sqlite3_stmt *insert = NULL;
    struct database database;
    const char *path = folder_file(&folder, "journal.db");
    const struct database_options options = {.path = path, .vfs = FAULT_VFS, .cache = &cache};
    assert_int_equal(database_open(&database, &kind, &options), STATUS_OK);
    assert_int_equal(database_prepare(&database, sql, &insert, 1), STATUS_OK);
    assert_int_equal(database_begin(&database), STATUS_OK);
    assert_int_equal(database_end(&database, database_run(&database, insert)), STATUS_OK);
    assert_int_equal(database_begin(&database), STATUS_OK);
    assert_int_equal(database_end(&database, STATUS_DENIED), STATUS_DENIED);
    assert_int_equal(asked, 0);
    fault.sync_at = 1;
    assert_int_equal(database_begin(&database), STATUS_OK);
    database_finalize(&insert, 1);
    static const char *const more[] = {"INSERT INTO note VALUES(2)"};
    assert_int_equal(database_prepare(&database, more, &insert, 1), STATUS_OK);
    assert_int_equal(database_end(&database, database_run(&database, insert)), STATUS_IO);
    assert_true(asked > 0);
    assert_string_equal(last, path);
    database_finalize(&insert, 1);
    database_close(&database);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_log_that_was_forgotten_is_read_from_the_disk_again),
        TEST(no_log_is_no_error),
        TEST(a_sync_that_fails_makes_the_machine_forget_at_once_and_nothing_else_does),
    };
    return cmocka_run_group_tests_name("log_cache", tests, NULL, NULL);
}
