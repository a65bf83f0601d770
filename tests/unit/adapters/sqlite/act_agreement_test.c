#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "adapters/sqlite/act_agreement.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "tests/contract/folder.h"
#include "tests/fakes/log_fake.h"

enum { DEVICES = 2, ROWS = ACT_AGREEMENT_ROWS + 500, GROUP = 50 };

static struct folder folder;
static struct log_fake told;
static struct act_store_sqlite on_disk;
static char path[FOLDER_PATH_SIZE + 64];

static enum status open_store(void)
{
    const struct database_options options = {.path = path, .log = &told.port};
    return act_store_sqlite_open(&on_disk, &options);
}

static void write_group(struct act_stream *streams, uint64_t after)
{
    static uint8_t message[8];
    struct act_store store = act_store_sqlite_store(&on_disk);
    struct act_batch batches[GROUP];
    struct act_stream *of[GROUP];
    struct act_stream *changed[DEVICES] = {&streams[0], &streams[1]};
    for (uint64_t i = 0; i < GROUP; i++) {
        struct act_stream *stream = &streams[(after + i) % DEVICES];
        const struct place place = {1, (after + i) / DEVICES + 1};
        stream->stream.high_water = (struct head){.place = place, .hash.byte[0] = 1};
        batches[i] = (struct act_batch){.device = stream->stream.device,
                                        .first = place,
                                        .count = 1,
                                        .message = span_of(message, sizeof message)};
        of[i] = stream;
    }
    struct act_group group = {.batches = batches,
                              .batch_streams = of,
                              .batch_count = GROUP,
                              .streams = changed,
                              .stream_count = DEVICES};
    assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
}

static int start(void **unused)
{
    (void)unused;
    static const struct head nothing;
    static struct act_stream streams[DEVICES];
    folder_make(&folder);
    log_fake_init(&told);
    snprintf(path, sizeof path, "%s", folder_file(&folder, "acts.db"));
    memset(streams, 0, sizeof streams);
    for (uint64_t i = 0; i < DEVICES; i++) {
        stream_init(&streams[i].stream, (struct device){i + 1}, &nothing, 1, false);
    }
    assert_int_equal(open_store(), STATUS_OK);
    for (uint64_t after = 0; after < ROWS; after += GROUP) {
        write_group(streams, after);
    }
    act_store_sqlite_close(&on_disk);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    act_store_sqlite_close(&on_disk);
    folder_remove(&folder);
    return 0;
}

static void change_book(const char *sql)
{
    sqlite3 *connection = NULL;
    assert_int_equal(sqlite3_open(path, &connection), SQLITE_OK);
    assert_int_equal(sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(connection), SQLITE_OK);
}

/* A page that was lost, and its sister that was not. */
static void is_broken_after(const char *sql, const char *why)
{
    change_book("CREATE TABLE batch_before AS SELECT * FROM batch;"
                "CREATE TABLE stream_before AS SELECT * FROM stream");
    change_book(sql);
    const size_t before = log_fake_count(&told, why);
    assert_int_equal(open_store(), STATUS_BROKEN);
    assert_int_equal(log_fake_count(&told, why), before + 1);
    change_book("DELETE FROM batch; INSERT INTO batch SELECT * FROM batch_before;"
                "DELETE FROM stream; INSERT INTO stream SELECT * FROM stream_before;"
                "DROP TABLE batch_before; DROP TABLE stream_before");
    assert_int_equal(open_store(), STATUS_OK);
    act_store_sqlite_close(&on_disk);
}

static void a_book_that_lost_a_page_of_late_is_not_written_on(void **unused)
{
    (void)unused;
    is_broken_after("DELETE FROM batch WHERE n > 1490", "the newest row and the streams");
    is_broken_after("DELETE FROM batch WHERE n = 1500", "the newest row and the streams");
    is_broken_after("DELETE FROM batch WHERE n = 1450", "one of the newest rows is missing");
    is_broken_after("DELETE FROM batch WHERE n > 0", "the newest row and the streams");
    is_broken_after("DELETE FROM stream", "the newest row and the streams");
    is_broken_after("UPDATE stream SET last = last - 100, seq = seq - 50",
                    "the newest row and the streams");
    is_broken_after("UPDATE stream SET last = last - 2, seq = seq - 2 WHERE device = 1",
                    "a stream and its last row");
    is_broken_after("UPDATE stream SET last = 1498 WHERE device = 1", "a stream and its last row");
}

/* Watch and the evidence see what is missing further back; an opening has no time for it. */
static void what_is_long_ago_and_who_was_receipted_further_is_no_matter(void **unused)
{
    (void)unused;
    change_book("DELETE FROM batch WHERE n = 3");
    assert_int_equal(open_store(), STATUS_OK);
    act_store_sqlite_close(&on_disk);
    change_book("UPDATE stream SET seq = seq + 7 WHERE device = 2");
    assert_int_equal(open_store(), STATUS_OK);
}

static void an_empty_book_agrees_with_itself(void **unused)
{
    (void)unused;
    change_book("DELETE FROM batch; DELETE FROM stream");
    assert_int_equal(open_store(), STATUS_OK);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_book_that_lost_a_page_of_late_is_not_written_on),
        CASE(what_is_long_ago_and_who_was_receipted_further_is_no_matter),
        CASE(an_empty_book_agrees_with_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
