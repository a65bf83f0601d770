#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "adapters/sqlite/database.h"
#include "adapters/sqlite/row.h"
#include "tests/contract/folder.h"
#include "tests/fakes/log_fake.h"
#include "tests/unit/adapters/sqlite/fault_vfs.h"
#include "tests/unit/adapters/sqlite/small_disk.h"

static const char *const steps[] = {
    "CREATE TABLE note(n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
    "CREATE TABLE sum(total INTEGER NOT NULL) STRICT;"
    "INSERT INTO sum SELECT coalesce(sum(n), 0) FROM note;"
    "UPDATE note SET text = text || ' (lifted)';",
};

static const struct database_kind first = {
    .application_id = 77,
    .schema = steps,
    .version = 1,
    .page_size = 8192,
    .checkpoint_pages = 50,
};
static const struct database_kind second = {
    .application_id = 77,
    .schema = steps,
    .version = 2,
    .page_size = 8192,
    .checkpoint_pages = 50,
};
static const struct database_kind other = {
    .application_id = 78,
    .schema = steps,
    .version = 1,
    .page_size = 8192,
    .checkpoint_pages = 50,
};

static struct folder folder;
static struct log_fake told;
static struct database database;
static const char *path;

static int start(void **unused)
{
    (void)unused;
    folder_make(&folder);
    log_fake_init(&told);
    fault_vfs_start(1);
    path = "";
    static char own[FOLDER_PATH_SIZE + 64];
    snprintf(own, sizeof own, "%s", folder_file(&folder, "a book?100%.db"));
    path = own;
    memset(&database, 0, sizeof database);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    database_close(&database);
    fault_vfs_start(1);
    folder_remove(&folder);
    return 0;
}

static struct database_options options(void)
{
    return (struct database_options){.path = path, .log = &told.port, .lock = true};
}

static enum status open_as(const struct database_kind *kind)
{
    const struct database_options as = options();
    return database_open(&database, kind, &as);
}

static enum status open_faulty(const struct database_kind *kind)
{
    const struct database_options as = {.path = path, .log = &told.port, .vfs = FAULT_VFS};
    return database_open(&database, kind, &as);
}

static int64_t number(const char *sql)
{
    struct sqlite3_stmt *statement = NULL;
    bool row = false;
    assert_int_equal(database_prepare(&database, &sql, &statement, 1), STATUS_OK);
    assert_int_equal(database_step(&database, statement, &row), STATUS_OK);
    const int64_t value = row ? column_i64(statement, 0) : -1;
    database_finalize(&statement, 1);
    return value;
}

static enum status run(const char *sql)
{
    struct sqlite3_stmt *statement = NULL;
    enum status status = database_prepare(&database, &sql, &statement, 1);
    if (status == STATUS_OK) {
        status = database_begin(&database);
    }
    if (status == STATUS_OK) {
        status = database_end(&database, database_run(&database, statement));
    }
    database_finalize(&statement, 1);
    return status;
}

static void a_writer_is_set_as_the_findings_ask(void **unused)
{
    (void)unused;
    unsigned char header[100];
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(number("PRAGMA synchronous"), 3);
    assert_int_equal(number("PRAGMA foreign_keys"), 1);
    assert_int_equal(number("PRAGMA trusted_schema"), 0);
    assert_int_equal(number("PRAGMA cell_size_check"), 1);
    assert_int_equal(number("PRAGMA mmap_size"), 0);
    assert_int_equal(number("PRAGMA page_size"), 8192);
    assert_int_equal(number("PRAGMA application_id"), 77);
    assert_int_equal(number("PRAGMA user_version"), 1);
    assert_int_equal(number("PRAGMA busy_timeout"), 5000);
    assert_int_equal(number("PRAGMA wal_autocheckpoint"), 0); /* ours, and told of */
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(header, 1, sizeof header, file), sizeof header);
    fclose(file);
    assert_int_equal(header[18], 2);
    assert_int_equal(header[19], 2);
}

static int power_safe_overwrite(void)
{
    int psow = -1;
    sqlite3_file_control(database.connection, "main", SQLITE_FCNTL_POWERSAFE_OVERWRITE, &psow);
    return psow;
}

static void on_flash_overwriting_is_not_believed_safe(void **unused)
{
    (void)unused;
    struct database_options flash = options();
    flash.flash = true;
    assert_int_equal(database_open(&database, &first, &flash), STATUS_OK);
    assert_int_equal(power_safe_overwrite(), 0);
    database_close(&database);
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(power_safe_overwrite(), 1);
}

static void a_reader_cannot_write_and_does_not_checkpoint(void **unused)
{
    (void)unused;
    struct database_options reading = options();
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(run("INSERT INTO note VALUES(1, 'one')"), STATUS_OK);
    struct database writer = database;
    writer.options.path = writer.path;
    reading.reading = true;
    assert_int_equal(database_open(&database, &first, &reading), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM note"), 1);
    assert_int_equal(number("PRAGMA wal_autocheckpoint"), 0);
    assert_int_equal(number("PRAGMA query_only"), 1);
    struct sqlite3_stmt *statement = NULL;
    const char *sql = "INSERT INTO note VALUES(2, 'two')";
    assert_int_equal(database_prepare(&database, &sql, &statement, 1), STATUS_OK);
    assert_int_equal(database_run(&database, statement), STATUS_DENIED);
    database_finalize(&statement, 1);
    database_close(&writer);
}

static void a_reader_makes_no_book(void **unused)
{
    (void)unused;
    struct database_options reading = options();
    reading.reading = true;
    assert_int_equal(database_open(&database, &first, &reading), STATUS_NOT_FOUND);
    file_poke(path, 0, "", 0); /* a writer has just begun */
    assert_int_equal(database_open(&database, &first, &reading), STATUS_NOT_FOUND);
    assert_int_equal(file_size(path), 0);
    assert_int_equal(open_as(&first), STATUS_OK);
    database_close(&database);
    assert_int_equal(database_reopen(&database), STATUS_OK);
}

static void a_second_writer_is_denied(void **unused)
{
    (void)unused;
    struct database rival;
    const struct database_options as = options();
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(database_open(&rival, &first, &as), STATUS_DENIED);
    assert_int_equal(log_fake_count(&told, "another process writes this book"), 1);
    assert_int_equal(run("INSERT INTO note VALUES(1, 'one')"), STATUS_OK);
}

static void another_programs_file_is_left_alone(void **unused)
{
    (void)unused;
    assert_int_equal(open_as(&first), STATUS_OK);
    database_close(&database);
    const uint64_t before = file_print(path);
    assert_int_equal(open_as(&other), STATUS_MALFORMED);
    assert_int_equal(file_print(path), before);
    unlink(folder_file(&folder, "a book?100%.db-wal"));
    file_poke(path, 0, "this is no database at all, but a letter", 40);
    assert_int_equal(open_as(&first), STATUS_MALFORMED);
}

/* The disk has no shared memory: SQLite says "delete" to a PRAGMA journal_mode=WAL and goes on. */
static void row_42_a_disk_without_wal_is_refused(void **unused)
{
    (void)unused;
    fault.no_wal = true;
    assert_int_equal(open_faulty(&first), STATUS_IO);
    assert_int_equal(log_fake_count(&told, "cannot keep a write-ahead log"), 1);
    fault.no_wal = false;
    assert_int_equal(open_as(&first), STATUS_OK);
}

/* SQLite says "wal" to the end, and the file does not. */
static void row_42_a_header_that_does_not_say_wal_is_refused(void **unused)
{
    (void)unused;
    fault.old_header = true;
    assert_int_equal(open_faulty(&first), STATUS_IO);
    assert_int_equal(log_fake_count(&told, "header does not say WAL"), 1);
    fault.old_header = false;
    assert_int_equal(open_faulty(&first), STATUS_OK);
}

/* Finding 7: whichever write or sync fails while the book is made or turned to WAL, either it does
 * not open, or it is in WAL mode on the disk. */
static void row_42_no_fault_while_opening_leaves_a_book_outside_wal(void **unused)
{
    (void)unused;
    int opened = 0;
    int refused = 0;
    for (long n = 1; n <= 60; n++) {
        fault_vfs_start((uint64_t)n);
        fault.write_at = n % 2 == 0 ? n / 2 : 0;
        fault.write_code = n % 4 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        fault.sync_at = n % 2 == 1 ? (n + 1) / 2 : 0;
        if (open_faulty(&first) == STATUS_OK) {
            opened++;
            fault.write_at = 0;
            fault.sync_at = 0;
            assert_int_equal(run("INSERT INTO note VALUES(1, 'one')"), STATUS_OK);
            assert_true(database_wal_bytes(&database) > 0);
            assert_int_equal(file_size(folder_file(&folder, "a book?100%.db-journal")), 0);
        } else {
            refused++;
            assert_int_equal(run("SELECT 1") == STATUS_OK, 0);
        }
        database_close(&database);
        fault_vfs_start(1);
        assert_int_equal(open_faulty(&first), STATUS_OK);
        database_close(&database);
        unlink(path);
        unlink(folder_file(&folder, "a book?100%.db-wal"));
    }
    assert_true(opened > 0 && refused > 5);
}

static void row_46_a_newer_schema_is_refused_and_not_a_byte_changes(void **unused)
{
    (void)unused;
    const char *wal = folder_file(&folder, "a book?100%.db-wal");
    assert_int_equal(open_as(&second), STATUS_OK);
    assert_int_equal(run("INSERT INTO note VALUES(1, 'one')"), STATUS_OK);
    /* As after a kill: what is newest stands in the WAL only. */
    sqlite3_db_config(database.connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    database_close(&database);
    const uint64_t book = file_print(path);
    const uint64_t log_print = file_print(wal);
    assert_true(log_print != 0);
    assert_int_equal(open_as(&first), STATUS_TOO_NEW);
    assert_int_equal(file_print(path), book);
    assert_int_equal(file_print(wal), log_print);
    assert_int_equal(open_as(&second), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM note"), 1);
}

static void an_older_schema_is_lifted(void **unused)
{
    (void)unused;
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(run("INSERT INTO note VALUES(3, 'three'), (4, 'four')"), STATUS_OK);
    database_close(&database);
    assert_int_equal(open_as(&second), STATUS_OK);
    assert_int_equal(number("PRAGMA user_version"), 2);
    assert_int_equal(number("SELECT total FROM sum"), 7);
    assert_int_equal(number("SELECT count(*) FROM note WHERE text LIKE '%(lifted)'"), 2);
}

static void row_47_a_crash_in_a_migration_leaves_the_old_or_the_new(void **unused)
{
    (void)unused;
    int old = 0;
    int lifted = 0;
    const char *wal = folder_file(&folder, "a book?100%.db-wal");
    char copy[FOLDER_PATH_SIZE + 64];
    snprintf(copy, sizeof copy, "%s", folder_file(&folder, "copy.db"));
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(run("WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c"
                         " WHERE n < 2000) INSERT INTO note SELECT n, 'text ' || n FROM c"),
                     STATUS_OK);
    database_close(&database);
    file_copy(path, copy);
    for (long cut = 1; lifted < 5; cut++) {
        file_copy(copy, path);
        unlink(wal);
        fault_vfs_start((uint64_t)cut);
        fault.cut_at = cut;
        lifted += open_faulty(&second) == STATUS_OK;
        database_close(&database);
        fault_vfs_settle();
        const bool is_old = open_as(&first) == STATUS_OK;
        if (is_old) {
            old++;
            assert_int_equal(number("SELECT count(*) FROM note WHERE text LIKE '%(lifted)'"), 0);
            assert_int_equal(number("SELECT count(*) FROM sqlite_schema WHERE name = 'sum'"), 0);
            database_close(&database);
        }
        assert_int_equal(open_as(&second), STATUS_OK);
        assert_int_equal(number("SELECT count(*) FROM note WHERE text LIKE '%(lifted)'"), 2000);
        assert_int_equal(number("SELECT total FROM sum"), 2001000);
        assert_int_equal(database_check(&database), STATUS_OK);
        database_close(&database);
    }
    assert_true(old > 5);
}

static void row_39_after_a_failed_fsync_nothing_is_done_until_reopened(void **unused)
{
    (void)unused;
    assert_int_equal(open_faulty(&first), STATUS_OK);
    assert_int_equal(run("INSERT INTO note VALUES(1, 'one')"), STATUS_OK);
    fault.sync_at = 1;
    assert_int_equal(run("INSERT INTO note VALUES(2, 'two')"), STATUS_IO);
    assert_int_equal(log_fake_count(&told, "i/o failure"), 1);
    assert_int_equal(database_begin(&database), STATUS_IO);
    assert_int_equal(database_begin(&database), STATUS_IO);
    assert_int_equal(database_reopen(&database), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM note WHERE n = 1"), 1);
    assert_int_equal(run("INSERT OR REPLACE INTO note VALUES(2, 'two')"), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM note"), 2);
}

/* Every sync in turn, also those of the checkpoint behind a commit, of which SQLite itself tells
 * nobody: on flash the padding behind the last commit may be gone with it. */
static void row_39_no_sync_that_fails_spoils_a_page(void **unused)
{
    (void)unused;
    struct database_options flash = {.path = path, .log = &told.port, .vfs = FAULT_VFS};
    flash.flash = true;
    for (long n = 1; n <= 120; n++) {
        int64_t written = 0;
        fault_vfs_start((uint64_t)n);
        assert_int_equal(database_open(&database, &first, &flash), STATUS_OK);
        fault.sync_at = n;
        for (int i = 0; i < 60; i++) {
            const enum status status = run(
                "INSERT INTO note(text) VALUES(hex(zeroblob(2200 + 17 * (abs(random()) % 9))))");
            written += status == STATUS_OK;
            if (status != STATUS_OK || database.failed) {
                assert_true(status == STATUS_OK || status == STATUS_IO);
                assert_int_equal(database_reopen(&database), STATUS_OK);
            }
        }
        fault.sync_at = 0;
        assert_int_equal(database_reopen(&database), STATUS_OK);
        assert_int_equal(database_check(&database), STATUS_OK);
        assert_in_range(number("SELECT count(*) FROM note"), written, written + 1);
        database_close(&database);
        unlink(path);
        unlink(folder_file(&folder, "a book?100%.db-wal"));
    }
}

static void a_full_disk_rolls_back_and_goes_on_once_there_is_room(void **unused)
{
    (void)unused;
    assert_int_equal(open_faulty(&first), STATUS_OK);
    assert_int_equal(run("INSERT INTO note VALUES(1, 'one')"), STATUS_OK);
    fault.write_at = 1;
    fault.write_code = SQLITE_FULL;
    fault.for_good = true;
    assert_int_equal(run("INSERT INTO note VALUES(2, 'two')"), STATUS_FULL);
    assert_int_equal(run("INSERT INTO note VALUES(2, 'two')"), STATUS_FULL);
    assert_int_equal(number("SELECT count(*) FROM note"), 1);
    fault.write_at = 0;
    assert_int_equal(run("INSERT INTO note VALUES(2, 'two')"), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM note"), 2);
}

static void a_file_that_was_taken_away_takes_no_more_rows(void **unused)
{
    (void)unused;
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(rename(path, folder_file(&folder, "elsewhere.db")), 0);
    assert_int_equal(run("INSERT INTO note VALUES(1, 'one')"), STATUS_IO);
    assert_int_equal(log_fake_count(&told, "no longer at its place"), 1);
}

static void work_that_failed_is_rolled_back(void **unused)
{
    (void)unused;
    assert_int_equal(open_as(&first), STATUS_OK);
    struct sqlite3_stmt *statement = NULL;
    const char *sql = "INSERT INTO note VALUES(1, 'one')";
    assert_int_equal(database_prepare(&database, &sql, &statement, 1), STATUS_OK);
    assert_int_equal(database_begin(&database), STATUS_OK);
    assert_int_equal(database_run(&database, statement), STATUS_OK);
    assert_int_equal(database_end(&database, STATUS_FULL), STATUS_FULL);
    database_finalize(&statement, 1);
    assert_int_equal(number("SELECT count(*) FROM note"), 0);
}

static void the_wal_stays_small_and_is_kept_on_close(void **unused)
{
    (void)unused;
    const char *wal = folder_file(&folder, "a book?100%.db-wal");
    assert_int_equal(open_as(&first), STATUS_OK);
    for (int i = 0; i < 300; i++) {
        assert_int_equal(run("INSERT INTO note(text) VALUES(hex(zeroblob(1000)))"), STATUS_OK);
    }
    const uint64_t size = database_wal_bytes(&database);
    assert_true(size > 0 && size < UINT64_C(60) * 8192);
    assert_int_equal(file_size(wal), size);
    database_close(&database);
    assert_int_equal(access(wal, F_OK), 0);
    assert_int_equal(access(folder_file(&folder, "a book?100%.db-shm"), F_OK), 0);
}

static void a_damaged_page_is_found_by_the_check(void **unused)
{
    (void)unused;
    unsigned char ones[64];
    memset(ones, 0xff, sizeof ones);
    assert_int_equal(open_as(&first), STATUS_OK);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(run("INSERT INTO note(text) VALUES(hex(zeroblob(1000)))"), STATUS_OK);
    }
    assert_int_equal(database_check(&database), STATUS_OK);
    database_close(&database);
    file_poke(path, 3 * 8192, ones, sizeof ones); /* the head of a b-tree page */
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(database_check(&database), STATUS_BROKEN);
}

static void read_a_still_disk(void)
{
    struct database_options reading = options();
    reading.reading = true;
    EXPECT(open_as(&first) == STATUS_OK);
    EXPECT(run("INSERT INTO note VALUES(1, 'one')") == STATUS_OK);
    database_close(&database);
    EXPECT(small_disk_read_only(folder.path, true));
    EXPECT(open_as(&first) == STATUS_DENIED);
    EXPECT(database_open(&database, &first, &reading) == STATUS_OK);
    EXPECT(number("SELECT n FROM note") == 1);
    database_close(&database);
    EXPECT(small_disk_read_only(folder.path, false));
    unlink(folder_file(&folder, "a book?100%.db-wal"));
    unlink(folder_file(&folder, "a book?100%.db-shm"));
    EXPECT(small_disk_read_only(folder.path, true));
    EXPECT(database_open(&database, &first, &reading) == STATUS_OK);
    EXPECT(number("SELECT n FROM note") == 1);
    database_close(&database);
}

/* The bytes of the WAL index by which checkpointers keep each other out: walformat.html, 2.3.1. */
static void hold_checkpoints(const int *ready, useconds_t how_long)
{
    const struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 121, .l_len = 1};
    char name[FOLDER_PATH_SIZE + 64];
    (void)snprintf(name, sizeof name, "%s-shm", path);
    int index = open(name, O_RDWR | O_CLOEXEC);
    if (index < 0 || fcntl(index, F_SETLK, &lock) != 0 || write(ready[1], "!", 1) != 1) {
        _exit(1);
    }
    (void)usleep(how_long);
    _exit(0);
}

static void a_writer_waits_for_a_reader_that_rebuilds_the_index(void **unused)
{
    (void)unused;
    struct database reader;
    const struct database_options reading = {.path = path, .log = &told.port, .reading = true};
    int ready[2];
    char mark = 0;
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(run("INSERT INTO note VALUES(1, 'one')"), STATUS_OK);
    assert_int_equal(database_open(&reader, &first, &reading), STATUS_OK); /* keeps the index */
    database_close(&database);
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        hold_checkpoints(ready, 200 * 1000);
    }
    assert_int_equal(read(ready[0], &mark, 1), 1);
    assert_int_equal(open_as(&first), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM note"), 1);
    assert_int_equal(waitpid(child, NULL, 0), child);
    database_close(&reader);
    (void)close(ready[0]);
    (void)close(ready[1]);
}

static void row_41_a_read_only_disk_is_read_and_not_written(void **unused)
{
    (void)unused;
    const enum small_disk_outcome outcome =
        small_disk_run(folder.path, 4 * 1024 * 1024, read_a_still_disk);
    if (outcome == SMALL_DISK_IMPOSSIBLE) {
        skip();
    }
    assert_int_equal(outcome, SMALL_DISK_PASSED);
}

static void a_path_too_long_or_nowhere_is_refused(void **unused)
{
    (void)unused;
    char name[DATABASE_PATH_MAX + 32];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    struct database_options as = {.path = name, .log = &told.port};
    assert_int_equal(database_open(&database, &first, &as), STATUS_FULL);
    assert_int_equal(database_begin(&database), STATUS_IO);
    as.path = "/nowhere/at/all.db";
    assert_int_equal(database_open(&database, &first, &as), STATUS_NOT_FOUND);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_writer_is_set_as_the_findings_ask),
        CASE(on_flash_overwriting_is_not_believed_safe),
        CASE(a_reader_cannot_write_and_does_not_checkpoint),
        CASE(a_reader_makes_no_book),
        CASE(a_second_writer_is_denied),
        CASE(another_programs_file_is_left_alone),
        CASE(row_42_a_disk_without_wal_is_refused),
        CASE(row_42_a_header_that_does_not_say_wal_is_refused),
        CASE(row_42_no_fault_while_opening_leaves_a_book_outside_wal),
        CASE(row_46_a_newer_schema_is_refused_and_not_a_byte_changes),
        CASE(an_older_schema_is_lifted),
        CASE(row_47_a_crash_in_a_migration_leaves_the_old_or_the_new),
        CASE(row_39_after_a_failed_fsync_nothing_is_done_until_reopened),
        CASE(row_39_no_sync_that_fails_spoils_a_page),
        CASE(a_full_disk_rolls_back_and_goes_on_once_there_is_room),
        CASE(a_file_that_was_taken_away_takes_no_more_rows),
        CASE(work_that_failed_is_rolled_back),
        CASE(the_wal_stays_small_and_is_kept_on_close),
        CASE(a_damaged_page_is_found_by_the_check),
        CASE(a_writer_waits_for_a_reader_that_rebuilds_the_index),
        CASE(row_41_a_read_only_disk_is_read_and_not_written),
        CASE(a_path_too_long_or_nowhere_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
