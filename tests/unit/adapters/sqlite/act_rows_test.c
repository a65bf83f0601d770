#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "adapters/sqlite/act_store_sqlite.h"
#include "tests/contract/folder.h"
#include "tests/fakes/log_fake.h"

enum { BATCHES = 1000, MESSAGE_SIZE = 40 };

static struct folder folder;
static struct log_fake told;
static struct act_rows rows;
static struct act_stream stream;
static char path[FOLDER_PATH_SIZE + 64];
static uint8_t room[MESSAGE_BYTES_MAX];
static struct act_batch read_rows[BATCHES];

/* One device's thousand batches of two entries each, in groups of fifty. */
static int start(void **unused)
{
    (void)unused;
    static const struct head nothing;
    static uint8_t message[MESSAGE_SIZE];
    struct act_store_sqlite store;
    struct act_stream *streams[50];
    struct act_batch batches[50];
    folder_make(&folder);
    log_fake_init(&told);
    memset(&rows, 0, sizeof rows);
    memset(&stream, 0, sizeof stream);
    stream_init(&stream.stream, (struct device){7}, &nothing, 1, false);
    snprintf(path, sizeof path, "%s", folder_file(&folder, "acts.db"));
    const struct database_options options = {.path = path, .log = &told.port};
    assert_int_equal(act_store_sqlite_open(&store, &options), STATUS_OK);
    struct act_store port = act_store_sqlite_store(&store);
    struct act_stream *changed = &stream;
    for (uint64_t i = 0; i < BATCHES; i += 50) {
        for (uint64_t k = 0; k < 50; k++) {
            streams[k] = &stream;
            batches[k] = (struct act_batch){
                .device.id = 7,
                .first = {1, 2 * (i + k) + 1},
                .count = 2,
                .message = span_of(message, sizeof message)
            };
        }
        struct act_group group = {.batches = batches,
                                  .batch_streams = streams,
                                  .batch_count = 50,
                                  .streams = &changed,
                                  .stream_count = 1};
        assert_int_equal(act_store_commit(&port, &group), STATUS_OK);
    }
    act_store_sqlite_close(&store);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    act_rows_close(&rows);
    folder_remove(&folder);
    return 0;
}

static void open_rows(void)
{
    const struct database_options options = {.path = path, .log = &told.port, .reading = true};
    assert_int_equal(act_rows_open(&rows, &options), STATUS_OK);
}

static void change_book(const char *sql)
{
    sqlite3 *connection = NULL;
    assert_int_equal(sqlite3_open(path, &connection), SQLITE_OK);
    assert_int_equal(sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(connection), SQLITE_OK);
}

static struct act_page page(void)
{
    return (struct act_page){
        .at = room, .room = sizeof room, .rows = read_rows, .rows_max = BATCHES};
}

static enum status find(uint64_t seq, struct act_page *out)
{
    *out = page();
    return act_rows_find(&rows, &stream, (struct place){1, seq}, out);
}

static void an_old_entry_is_found_in_few_steps(void **unused)
{
    (void)unused;
    struct act_page found;
    open_rows();
    struct sqlite3_stmt *step = rows.statement[ACT_THREAD_AT];
    for (uint64_t seq = 1; seq <= 2 * BATCHES; seq += 61) {
        (void)sqlite3_stmt_status(step, SQLITE_STMTSTATUS_RUN, 1);
        assert_int_equal(find(seq, &found), STATUS_OK);
        assert_int_equal(found.rows[0].n, (seq + 1) / 2);
        const int steps = sqlite3_stmt_status(step, SQLITE_STMTSTATUS_RUN, 1);
        assert_true(steps <= BATCHES / ACT_LEAP + ACT_LEAP + 2);
    }
}

static void a_broken_thread_is_damage_and_no_endless_walk(void **unused)
{
    (void)unused;
    static const char *const breaks[] = {
        "UPDATE batch SET before = 900 WHERE n = 900", /* a circle */
        "UPDATE batch SET before = 950, leap = 0 WHERE n = 900",
        "UPDATE batch SET device = 8 WHERE n = 900",
        "UPDATE batch SET leap = n + 1 WHERE n = 900",
        "DELETE FROM batch WHERE n = 900",
    };
    struct act_page found;
    for (size_t i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
        change_book(breaks[i]);
        open_rows();
        assert_int_equal(find(2 * 950, &found), STATUS_OK);
        assert_int_equal(find(2 * 899, &found), STATUS_BROKEN);
        assert_int_equal(found.count, 0);
        assert_int_equal(log_fake_count(&told, "the thread at row 900 is damaged"), i + 1);
        act_rows_close(&rows);
    }
}

static void a_row_that_is_missing_stops_the_reading_and_is_named(void **unused)
{
    (void)unused;
    struct act_page read = page();
    change_book("DELETE FROM batch WHERE n = 4");
    open_rows();
    assert_int_equal(act_rows_read(&rows, 0, &read), STATUS_OK);
    assert_int_equal(read.count, 3);
    assert_int_equal(act_rows_read(&rows, 3, &read), STATUS_BROKEN);
    assert_int_equal(read.count, 0);
    assert_int_equal(log_fake_count(&told, "row 4 is damaged"), 1);
    assert_int_equal(act_rows_read(&rows, 4, &read), STATUS_OK);
    assert_int_equal(read.rows[0].n, 5);
}

static void a_damaged_stream_row_is_not_taken(void **unused)
{
    (void)unused;
    struct act_stream loaded;
    size_t count = 99;
    change_book("PRAGMA ignore_check_constraints = ON; UPDATE stream SET hash = x'00'");
    open_rows();
    assert_int_equal(act_rows_streams(&rows, 0, &loaded, 1, &count), STATUS_BROKEN);
    assert_int_equal(count, 99);
}

static void the_hot_tables_have_no_index(void **unused)
{
    (void)unused;
    const char *sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'index'";
    struct sqlite3_stmt *statement = NULL;
    bool row = false;
    open_rows();
    assert_int_equal(database_prepare(&rows.database, &sql, &statement, 1), STATUS_OK);
    assert_int_equal(database_step(&rows.database, statement, &row), STATUS_OK);
    assert_true(row);
    assert_int_equal(sqlite3_column_int(statement, 0), 0);
    database_finalize(&statement, 1);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(an_old_entry_is_found_in_few_steps),
        CASE(a_broken_thread_is_damage_and_no_endless_walk),
        CASE(a_row_that_is_missing_stops_the_reading_and_is_named),
        CASE(a_damaged_stream_row_is_not_taken),
        CASE(the_hot_tables_have_no_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
