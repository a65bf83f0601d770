#include <grp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/sqlite/act_reader_sqlite.h"
#include "adapters/sqlite/act_store_sqlite.h"
#include "tests/contract/folder.h"
#include "tests/fakes/log_fake.h"

enum { NOBODY = 65534, TRIES = 50, LIVES = 12 };

static struct folder folder;
static struct log_fake told;
static struct act_store_sqlite written;
static struct act_store store;
static struct act_reader_sqlite read_on_disk;
static struct act_reader reader;
static struct act_stream stream;
static char path[FOLDER_PATH_SIZE + 64];

static int start(void **unused)
{
    (void)unused;
    folder_make(&folder);
    log_fake_init(&told);
    memset(&written, 0, sizeof written);
    memset(&read_on_disk, 0, sizeof read_on_disk);
    snprintf(path, sizeof path, "%s", folder_file(&folder, "acts.db"));
    store = act_store_sqlite_store(&written);
    reader = act_reader_sqlite_reader(&read_on_disk);
    assert_int_equal(chmod(folder.path, 0755), 0);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    act_reader_sqlite_close(&read_on_disk);
    act_store_sqlite_close(&written);
    folder_remove(&folder);
    return 0;
}

static enum status open_writer(void)
{
    static const struct head nothing;
    const struct database_options options = {.path = path, .log = &told.port, .lock = true};
    size_t count = 0;
    enum status status = act_store_sqlite_open(&written, &options);
    memset(&stream, 0, sizeof stream);
    stream_init(&stream.stream, (struct device){1}, &nothing, 1, false);
    if (status == STATUS_OK) {
        status = act_store_streams(&store, 0, &stream, 1, &count);
    }
    return status;
}

static enum status open_reader(void)
{
    const struct database_options options = {.path = path, .log = &told.port};
    return act_reader_sqlite_open(&read_on_disk, &options);
}

static enum status commit(uint64_t count)
{
    enum status status = STATUS_OK;
    for (uint64_t i = 0; status == STATUS_OK && i < count; i++) {
        struct act_stream *changed = &stream;
        struct place *high_water = &stream.stream.high_water.place;
        *high_water = (struct place){1, high_water->seq + 1};
        struct act_batch batch = {
            .device.id = 1, .first = *high_water, .count = 1, .message = span_of("message", 7)};
        struct act_group group = {.batches = &batch,
                                  .batch_streams = &changed,
                                  .batch_count = 1,
                                  .streams = &changed,
                                  .stream_count = 1};
        status = act_store_commit(&store, &group);
    }
    return status;
}

/* As watch does: whatever it is, reopen and try again after a while. */
static uint64_t position_with_patience(int tries)
{
    const struct timespec while_after = {0, 5 * 1000 * 1000};
    for (int i = 0; i < tries; i++) {
        struct act_position position;
        if (act_reader_position(&reader, &position) == STATUS_OK) {
            return position.n;
        }
        nanosleep(&while_after, NULL);
        (void)!act_reader_reopen(&reader);
    }
    return UINT64_MAX;
}

static void a_reader_waits_for_a_book_that_is_not_made_yet(void **unused)
{
    (void)unused;
    struct act_position position;
    assert_int_equal(open_reader(), STATUS_NOT_FOUND);
    assert_int_equal(act_reader_position(&reader, &position), STATUS_IO);
    assert_int_equal(act_reader_reopen(&reader), STATUS_NOT_FOUND);
    assert_int_equal(open_writer(), STATUS_OK);
    assert_int_equal(act_reader_reopen(&reader), STATUS_OK);
    assert_int_equal(act_reader_position(&reader, &position), STATUS_OK);
    assert_int_equal(position.n, 0);
}

static void a_reader_holds_no_snapshot(void **unused)
{
    (void)unused;
    struct act_batch rows[4];
    uint8_t room[MESSAGE_BYTES_MAX];
    struct act_page page = {.at = room, .room = sizeof room, .rows = rows, .rows_max = 2};
    struct act_position position;
    assert_int_equal(open_writer(), STATUS_OK);
    assert_int_equal(commit(5), STATUS_OK);
    assert_int_equal(open_reader(), STATUS_OK);
    /* A page that was not read to its end would pin the WAL, and it would grow from here on. */
    assert_int_equal(act_reader_read(&reader, 0, &page), STATUS_OK);
    assert_int_equal(commit(400), STATUS_OK);
    assert_int_equal(act_store_position(&store, &position), STATUS_OK);
    assert_true(position.wal_bytes < UINT64_C(260) * 16384);
    assert_int_equal(act_reader_position(&reader, &position), STATUS_OK);
    assert_int_equal(position.n, 405);
}

static void a_reader_sees_that_the_book_was_replaced(void **unused)
{
    (void)unused;
    struct act_position position;
    assert_int_equal(open_writer(), STATUS_OK);
    assert_int_equal(commit(5), STATUS_OK);
    assert_int_equal(open_reader(), STATUS_OK);
    act_store_sqlite_close(&written);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(folder_file(&folder, "acts.db-wal")), 0);
    assert_int_equal(unlink(folder_file(&folder, "acts.db-shm")), 0);
    assert_int_equal(open_writer(), STATUS_OK);
    assert_int_equal(commit(2), STATUS_OK);
    assert_int_equal(act_reader_position(&reader, &position), STATUS_IO);
    assert_int_equal(act_reader_reopen(&reader), STATUS_OK);
    assert_int_equal(act_reader_position(&reader, &position), STATUS_OK);
    assert_int_equal(position.n, 2);
}

static void a_reader_leaves_the_book_as_it_was(void **unused)
{
    (void)unused;
    assert_int_equal(open_writer(), STATUS_OK);
    assert_int_equal(commit(5), STATUS_OK);
    act_store_sqlite_close(&written);
    const uint64_t book = file_print(path);
    const uint64_t wal = file_print(folder_file(&folder, "acts.db-wal"));
    assert_int_equal(open_reader(), STATUS_OK);
    assert_int_equal(position_with_patience(1), 5);
    act_reader_sqlite_close(&read_on_disk);
    assert_int_equal(file_print(path), book);
    assert_int_equal(file_print(folder_file(&folder, "acts.db-wal")), wal);
}

/* --- readers with other rights (RELIABILITY section 3) --- */

struct talk {
    int ask, answer;
    pid_t child;
};

/* Another user's process: opens at 'o', closes at 'c', tells the position at
 * 'p'. */
static void serve_as_nobody(int ask, int answer)
{
    char what = 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0) {
        _exit(1);
    }
    while (read(ask, &what, 1) == 1) {
        uint64_t said = UINT64_MAX;
        if (what == 'c') {
            act_reader_sqlite_close(&read_on_disk);
        } else if (what == 'o') {
            act_reader_sqlite_close(&read_on_disk);
            said = open_reader() == STATUS_OK ? 1 : 0;
        } else {
            said = position_with_patience(TRIES);
        }
        if (write(answer, &said, sizeof said) != sizeof said) {
            break;
        }
    }
    _exit(0);
}

static struct talk start_nobody(void)
{
    int there[2];
    int back[2];
    assert_int_equal(pipe(there), 0);
    assert_int_equal(pipe(back), 0);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(there[1]);
        close(back[0]);
        serve_as_nobody(there[0], back[1]);
    }
    close(there[0]);
    close(back[1]);
    return (struct talk){there[1], back[0], child};
}

static uint64_t ask(const struct talk *talk, char what)
{
    uint64_t said = 0;
    assert_int_equal(write(talk->ask, &what, 1), 1);
    assert_int_equal(read(talk->answer, &said, sizeof said), sizeof said);
    return said;
}

static void end_nobody(const struct talk *talk)
{
    close(talk->ask);
    close(talk->answer);
    waitpid(talk->child, NULL, 0);
}

/* A writer in a process of its own, that commits COUNT and is killed. */
static void write_and_be_killed(uint64_t count)
{
    int ends[2];
    char byte = 0;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        byte = open_writer() == STATUS_OK && commit(count) == STATUS_OK ? 'y' : 'n';
        (void)!write(ends[1], &byte, 1);
        pause();
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ends[0]);
}

static void another_users_reader_lives_on_whatever_the_writer_does(void **unused)
{
    (void)unused;
    uint64_t n = 0;
    if (geteuid() != 0) {
        skip(); /* only root can become somebody else */
    }
    struct talk nobody = start_nobody(); /* first: a fork would share the writer's lock */
    assert_int_equal(open_writer(), STATUS_OK);
    assert_int_equal(commit(3), STATUS_OK);
    n = 3;
    assert_int_equal(ask(&nobody, 'o'), 1);
    for (uint64_t life = 0; life < LIVES; life++) {
        assert_int_equal(ask(&nobody, 'p'), n); /* the writer lives */
        assert_int_equal(commit(2), STATUS_OK);
        n += 2;
        assert_int_equal(ask(&nobody, 'p'), n);
        const bool alone = life % 2 == 0; /* the writer is the last to close the book */
        if (alone) {
            ask(&nobody, 'c');
        }
        act_store_sqlite_close(&written); /* it stops cleanly */
        if (alone) {
            assert_int_equal(ask(&nobody, 'o'), 1);
        }
        assert_int_equal(ask(&nobody, 'p'), n);
        write_and_be_killed(1 + 40 * (life % 3));
        n += 1 + 40 * (life % 3);
        assert_int_equal(ask(&nobody, 'p'), n);
        if (life % 3 == 0) {
            assert_int_equal(ask(&nobody, 'o'), 1);
            assert_int_equal(ask(&nobody, 'p'), n);
        }
        assert_int_equal(open_writer(), STATUS_OK);
        assert_int_equal(commit(1), STATUS_OK);
        n += 1;
    }
    end_nobody(&nobody);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_reader_waits_for_a_book_that_is_not_made_yet),
        CASE(a_reader_holds_no_snapshot),
        CASE(a_reader_sees_that_the_book_was_replaced),
        CASE(a_reader_leaves_the_book_as_it_was),
        CASE(another_users_reader_lives_on_whatever_the_writer_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
