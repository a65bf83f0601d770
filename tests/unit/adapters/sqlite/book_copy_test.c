/* A copy of a book that is being written: one instant of it, whole, or nothing. */
#include "adapters/sqlite/book_copy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "tests/contract/folder.h"

enum { MESSAGE_SIZE = 20000 };

static struct folder folder;
static struct act_store_sqlite sqlite;
static struct act_store store;
static struct act_reader_sqlite reader;
static struct act_stream stream;
static uint8_t message[MESSAGE_SIZE];

static int start(void **unused)
{
    (void)unused;
    static const struct head nothing;
    folder_make(&folder);
    const struct database_options options = {.path = folder_file(&folder, "acts.db"), .lock = true};
    assert_int_equal(act_store_sqlite_open(&sqlite, &options), STATUS_OK);
    store = act_store_sqlite_store(&sqlite);
    assert_int_equal(act_reader_sqlite_open(&reader, &options), STATUS_OK);
    stream = (struct act_stream){.trail = {0}};
    stream_init(&stream.stream, (struct device){7}, &nothing, 0, false);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    act_reader_sqlite_close(&reader);
    act_store_sqlite_close(&sqlite);
    folder_remove(&folder);
    return 0;
}

/* COUNT rows in one group. */
static void commit(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct act_stream *one = &stream;
        const uint64_t seq = stream.stream.high_water.place.seq + 1;
        struct act_batch batch = {
            .device = stream.stream.device,
            .received = {1000},
            .first = { 1, seq},
            .count = 1,
            .message = span_of(message, sizeof message)
        };
        memset(message, (int)seq, sizeof message);
        stream.stream.high_water.place = (struct place){1, seq};
        stream.stream.high_water.hash.byte[0] = 1;
        stream.stream.epoch_max = 1;
        struct act_group group = {.batches = &batch,
                                  .batch_streams = &one,
                                  .batch_count = 1,
                                  .streams = &one,
                                  .stream_count = 1};
        assert_int_equal(act_store_commit(&store, &group), STATUS_OK);
    }
}

static uint64_t rows_of(const char *path)
{
    struct act_reader_sqlite copy;
    struct act_position position;
    const struct database_options options = {.path = path, .still = true};
    assert_int_equal(act_reader_sqlite_open(&copy, &options), STATUS_OK);
    struct act_reader port = act_reader_sqlite_reader(&copy);
    assert_int_equal(act_reader_position(&port, &position), STATUS_OK);
    assert_int_equal(database_check(act_reader_sqlite_database(&copy)), STATUS_OK);
    act_reader_sqlite_close(&copy);
    return position.n;
}

static void a_copy_is_the_book_of_the_instant_it_began_while_the_writer_goes_on(void **unused)
{
    (void)unused;
    struct book_copy copy;
    bool more = true;
    const char *to = folder_file(&folder, "copy.db");
    commit(800); /* several steps */
    assert_int_equal(book_copy_begin(&copy, act_reader_sqlite_database(&reader), to), STATUS_OK);
    int steps = 0;
    while (more) {
        assert_int_equal(book_copy_step(&copy, &more), STATUS_OK);
        assert_true(copy.done <= copy.total && copy.total > 0);
        commit(5);
        steps++;
    }
    assert_true(steps > 1);
    assert_int_equal(copy.done, copy.total);
    assert_int_equal(book_copy_end(&copy), STATUS_OK);
    assert_int_equal(rows_of(to), 800);
    struct act_reader port = act_reader_sqlite_reader(&reader);
    struct act_position position;
    assert_int_equal(act_reader_position(&port, &position), STATUS_OK);
    assert_int_equal(position.n, 800 + 5 * steps); /* the reader is no longer held back */
}

static void a_copy_is_one_file_with_nothing_beside_it_and_opens_as_a_book(void **unused)
{
    (void)unused;
    struct book_copy copy;
    bool more = true;
    const char *to = folder_file(&folder, "copy.db");
    commit(3);
    assert_int_equal(book_copy_begin(&copy, act_reader_sqlite_database(&reader), to), STATUS_OK);
    assert_int_equal(book_copy_step(&copy, &more), STATUS_OK);
    assert_false(more);
    assert_int_equal(book_copy_end(&copy), STATUS_OK);
    assert_int_equal(rows_of(to), 3);
    assert_int_not_equal(access(folder_file(&folder, "copy.db-wal"), F_OK), 0);
    assert_int_not_equal(access(folder_file(&folder, "copy.db-shm"), F_OK), 0);
    struct act_store_sqlite restored;
    const struct database_options options = {.path = folder_file(&folder, "copy.db")};
    assert_int_equal(act_store_sqlite_open(&restored, &options), STATUS_OK);
    act_store_sqlite_close(&restored);
}

static void a_file_that_is_there_is_never_overwritten(void **unused)
{
    (void)unused;
    struct book_copy copy;
    const char *to = folder_file(&folder, "copy.db");
    file_poke(to, 0, "precious", 8);
    const uint64_t before = file_print(to);
    assert_int_equal(book_copy_begin(&copy, act_reader_sqlite_database(&reader), to),
                     STATUS_DENIED);
    assert_int_equal(file_print(to), before);
    to = folder_file(&folder, "nowhere/copy.db");
    assert_int_equal(book_copy_begin(&copy, act_reader_sqlite_database(&reader), to),
                     STATUS_NOT_FOUND);
}

static void a_copy_that_was_not_finished_is_said_not_to_be_one(void **unused)
{
    (void)unused;
    struct book_copy copy;
    bool more = true;
    commit(800);
    assert_int_equal(book_copy_begin(&copy, act_reader_sqlite_database(&reader),
                                     folder_file(&folder, "copy.db")),
                     STATUS_OK);
    assert_int_equal(book_copy_step(&copy, &more), STATUS_OK);
    assert_true(more);
    assert_int_not_equal(book_copy_end(&copy), STATUS_OK);
    commit(1); /* and the book goes on */
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_copy_is_the_book_of_the_instant_it_began_while_the_writer_goes_on),
        CASE(a_copy_is_one_file_with_nothing_beside_it_and_opens_as_a_book),
        CASE(a_file_that_is_there_is_never_overwritten),
        CASE(a_copy_that_was_not_finished_is_said_not_to_be_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
