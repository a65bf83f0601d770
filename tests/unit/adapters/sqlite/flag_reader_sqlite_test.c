#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "adapters/sqlite/flag_book_sqlite.h"
#include "adapters/sqlite/flag_reader_sqlite.h"
#include "tests/contract/folder.h"
#include "tests/fakes/log_fake.h"

static struct folder folder;
static struct flag_book_sqlite written;
static struct flag_book_sqlite fresh;
static struct flag_reader_sqlite read_on_disk;
static struct flag_reader reader;
static struct log_fake log_kept;

static struct database_options options_of(const char *file, bool lock)
{
    return (struct database_options){
        .path = folder_file(&folder, file), .log = &log_kept.port, .lock = lock};
}

static int start(void **unused)
{
    (void)unused;
    folder_make(&folder);
    log_fake_init(&log_kept);
    return 0;
}

static int stop(void **unused)
{
    (void)unused;
    flag_reader_sqlite_close(&read_on_disk);
    flag_book_sqlite_close(&written);
    flag_book_sqlite_close(&fresh);
    folder_remove(&folder);
    return 0;
}

static void open_book(struct flag_book_sqlite *book, const char *file, bool lock)
{
    const struct database_options options = options_of(file, lock);
    assert_int_equal(flag_book_sqlite_open(book, &options), STATUS_OK);
}

static enum status open_reader(void)
{
    const struct database_options options = options_of("flags.db", false);
    const enum status status = flag_reader_sqlite_open(&read_on_disk, &options);
    reader = flag_reader_sqlite_reader(&read_on_disk);
    return status;
}

static void write_dossiers(struct flag_book_sqlite *sqlite, int first, int count, uint64_t n)
{
    struct flag_book book = flag_book_sqlite_book(sqlite);
    const struct book_position position = {.n = n};
    char code[32];
    assert_int_equal(flag_book_begin(&book), STATUS_OK);
    for (int i = first; i < first + count; i++) {
        snprintf(code, sizeof code, "H41.04-230321-%06d", i);
        const struct book_dossier row = {
            .code = text_of(code), .level = FLAG_OVERDUE, .slack_minutes = (i * 7919) % count};
        assert_int_equal(flag_book_put_dossier(&book, &row), STATUS_OK);
    }
    assert_int_equal(flag_book_commit(&book, &position), STATUS_OK);
}

static uint64_t dossiers(void)
{
    struct flag_counts counts = {0};
    assert_int_equal(flag_reader_counts(&reader, &counts), STATUS_OK);
    return counts.dossiers;
}

static void a_book_that_is_not_there_yet_is_found_once_it_is(void **unused)
{
    (void)unused;
    struct flag_counts counts;
    assert_int_equal(open_reader(), STATUS_NOT_FOUND);
    assert_int_equal(flag_reader_counts(&reader, &counts), STATUS_NOT_FOUND);
    open_book(&written, "flags.db", true);
    write_dossiers(&written, 0, 3, 1);
    assert_int_equal(dossiers(), 3);
}

static void a_rebuilt_book_takes_the_old_ones_place_under_its_readers(void **unused)
{
    (void)unused;
    open_book(&written, "flags.db", true);
    write_dossiers(&written, 0, 5, 1); /* all of it still in the old one's log */
    assert_int_equal(open_reader(), STATUS_OK);
    assert_int_equal(dossiers(), 5);
    open_book(&fresh, "flags.db.new", false);
    write_dossiers(&fresh, 100, 2, 9);
    assert_int_equal(flag_book_sqlite_replace(&fresh, folder_file(&folder, "flags.db")), STATUS_OK);
    assert_int_equal(dossiers(), 2);
    flag_book_sqlite_close(&written);
    open_book(&written, "flags.db", true);
    assert_int_equal(written.position.n, 9);
    write_dossiers(&written, 200, 1, 10);
    assert_int_equal(dossiers(), 3);
    assert_int_equal(database_check(&written.database), STATUS_OK);
    assert_int_equal(access(folder_file(&folder, "flags.db.new"), F_OK), -1);
    assert_int_equal(access(folder_file(&folder, "flags.db.new-wal"), F_OK), -1);
}

static void a_reader_goes_on_when_the_writer_has_gone(void **unused)
{
    (void)unused;
    open_book(&written, "flags.db", true);
    write_dossiers(&written, 0, 5, 1);
    assert_int_equal(open_reader(), STATUS_OK);
    flag_book_sqlite_close(&written);
    assert_int_equal(dossiers(), 5);
    flag_reader_sqlite_close(&read_on_disk);
    assert_int_equal(open_reader(), STATUS_OK);
    assert_int_equal(dossiers(), 5);
}

static void a_call_that_takes_too_long_is_broken_off_and_the_next_one_works(void **unused)
{
    (void)unused;
    static const struct flag_filter all = {.any_level = true, .any_cause = true};
    struct book_dossier row;
    uint8_t memory[4096];
    struct arena arena = arena_of(memory, sizeof memory);
    size_t count = 0;
    open_book(&written, "flags.db", true);
    write_dossiers(&written, 0, 20000, 1);
    assert_int_equal(open_reader(), STATUS_OK);
    assert_int_equal(read_on_disk.call_ms_max, 2000);
    read_on_disk.call_ms_max = -1; /* late before it began */
    assert_int_equal(flag_reader_flags(&reader, &all, 0, &arena, &row, 1, &count), STATUS_IO);
    read_on_disk.call_ms_max = 60000;
    assert_int_equal(flag_reader_flags(&reader, &all, 0, &arena, &row, 1, &count), STATUS_OK);
    assert_int_equal(count, 1);
}

static enum status count_line(void *to, struct text line)
{
    (void)line;
    (*(size_t *)to)++;
    return STATUS_OK;
}

static void the_export_alone_may_take_its_time(void **unused)
{
    (void)unused;
    size_t lines = 0;
    open_book(&written, "flags.db", true);
    write_dossiers(&written, 0, 20000, 1);
    assert_int_equal(open_reader(), STATUS_OK);
    read_on_disk.call_ms_max = -1;
    assert_int_equal(flag_reader_canonical(&reader, count_line, &lines), STATUS_OK);
    assert_int_equal(lines, 20001);
}

/* Writes while an export is under way, which is to see nothing of it. */
static enum status write_meanwhile(void *to, struct text line)
{
    size_t *lines = to;
    (void)line;
    if ((*lines)++ == 1) {
        write_dossiers(&written, 500, 5, 2);
    }
    return STATUS_OK;
}

static void an_export_shows_one_moment(void **unused)
{
    (void)unused;
    size_t lines = 0;
    open_book(&written, "flags.db", true);
    write_dossiers(&written, 0, 10, 1);
    assert_int_equal(open_reader(), STATUS_OK);
    assert_int_equal(flag_reader_canonical(&reader, write_meanwhile, &lines), STATUS_OK);
    assert_int_equal(lines, 11);
    assert_int_equal(dossiers(), 15);
}

static void a_snapshot_is_let_go_with_the_end_of_every_call(void **unused)
{
    (void)unused;
    struct book_dossier row;
    uint8_t memory[4096];
    struct arena arena = arena_of(memory, sizeof memory);
    static const struct flag_filter all = {.any_level = true, .any_cause = true};
    size_t count = 0;
    open_book(&written, "flags.db", true);
    write_dossiers(&written, 0, 10, 1);
    assert_int_equal(open_reader(), STATUS_OK);
    assert_int_equal(flag_reader_flags(&reader, &all, 0, &arena, &row, 1, &count), STATUS_OK);
    assert_int_equal(flag_reader_dossier(&reader, row.code, &arena, &row), STATUS_OK);
    flag_book_sqlite_close(&written); /* empties the log, if no reader holds it */
    open_book(&written, "flags.db", true);
    write_dossiers(&written, 0, 10, 2);
    assert_int_equal(flag_book_sqlite_replace(&written, folder_file(&folder, "other.db")),
                     STATUS_OK); /* a truncating checkpoint that waits for nobody */
}

#define READER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        READER(a_book_that_is_not_there_yet_is_found_once_it_is),
        READER(a_rebuilt_book_takes_the_old_ones_place_under_its_readers),
        READER(a_reader_goes_on_when_the_writer_has_gone),
        READER(a_call_that_takes_too_long_is_broken_off_and_the_next_one_works),
        READER(the_export_alone_may_take_its_time),
        READER(an_export_shows_one_moment),
        READER(a_snapshot_is_let_go_with_the_end_of_every_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
