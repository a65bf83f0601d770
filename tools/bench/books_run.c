#include "tools/bench/books_run.h"
#include "tools/bench/bench_said.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "tools/bench/measure.h"

enum { ENTRY_BYTES = 200, CACHE_KB = 64 * 1024, PER_DOSSIER = 2 };

static uint32_t at_least(uint64_t wanted, uint32_t least)
{
    return wanted > UINT32_MAX / 2 ? UINT32_MAX / 2 : wanted < least ? least : (uint32_t)wanted;
}

static struct model_limits limits_of(const struct book_words *words)
{
    const uint64_t dossiers = words->dossiers;
    const uint64_t acts = dossiers * words->acts_each;
    return (struct model_limits){.names = at_least(PER_DOSSIER * dossiers, 1 << 16),
                                 .texts = at_least(dossiers * 48, 1 << 21),
                                 .lives = at_least(dossiers + dossiers / 8, 1 << 12),
                                 .acts = at_least(acts, 0) +
                                         (1 << 16), /* room for those that a bench adds */
                                 .files = 1 << 16,
                                 .handoffs = 1 << 16};
}

static bool failed(const char *doing, enum status status)
{
    if (status != STATUS_OK) {
        bench_refuse(BENCH_SAID_FAILED, doing, status_text(status));
    }
    return status != STATUS_OK;
}

static bool open_books(struct books_run *run, const struct book_words *words, const char *flags)
{
    const struct database_options acts = {.path = words->path};
    const struct database_options own = {.path = flags, .lock = true};
    if (failed(words->path, act_reader_sqlite_open(&run->file, &acts))) {
        return false;
    }
    run->reader = act_reader_sqlite_reader(&run->file);
    books_null_init(&run->null);
    run->book = run->null.port;
    if (flags && failed(flags, flag_book_sqlite_open(&run->flags_file, &own))) {
        return false;
    }
    if (flags) {
        run->book = flag_book_sqlite_book(&run->flags_file);
    }
    return true;
}

static bool fold_all(struct books_run *run, const struct book *book, const char *progress)
{
    const struct watch_event event = {.wall = minute_instant((struct minute){book->end.m + 1})};
    struct watch_effects effects = {.again = true};
    char number[BENCH_NUMBER_SIZE];
    uint64_t told = 0;
    while (run->watch.position.n < book->rows && effects.again) {
        if (failed("watch", watch_step(&run->watch, &event, &effects))) {
            return false;
        }
        if (effects.rebuild) {
            bench_refuse(BENCH_SAID_BEFORE_CLOCK,
                         bench_number((double)run->watch.position.n + 1, 0, number), NULL);
            return false;
        }
        if (progress && run->watch.position.n >= told + 10000) {
            told = run->watch.position.n;
            bench_progress(progress, BENCH_SAID_FOLDED, told, book->rows);
        }
    }
    if (progress) {
        (void)fputs("\n", stderr);
    }
    if (run->watch.position.n != book->rows) {
        char rows[BENCH_NUMBER_SIZE];
        bench_refuse(BENCH_SAID_STANDS_STILL,
                     bench_number((double)run->watch.position.n, 0, number),
                     bench_number((double)book->rows, 0, rows));
    }
    return run->watch.position.n == book->rows;
}

bool books_run_open(struct books_run *run, const struct book_words *words, const struct book *book,
                    const char *flags)
{
    const struct model_limits limits = limits_of(words);
    memset(run, 0, sizeof *run);
    const int64_t before = measure_resident_bytes(0);
    const int64_t began = measure_ns();
    if (!open_books(run, words, flags)) {
        return false;
    }
    const struct watch_ports ports = {.reader = &run->reader, .book = &run->book};
    if (failed("watch", watch_open(&run->watch, &ports, &limits))) {
        return false;
    }
    run->open = true;
    const bool done = fold_all(run, book, words->progress);
    run->fold_ns = measure_ns() - began;
    run->resident_more = measure_resident_bytes(0) - before;
    return done;
}

void books_run_close(struct books_run *run)
{
    if (run->open) {
        watch_close(&run->watch);
    }
    flag_book_sqlite_close(&run->flags_file);
    act_reader_sqlite_close(&run->file);
    run->open = false;
}

static volatile uint64_t kept;

static void touch(const uint8_t *bytes, int size)
{
    for (int at = 0; at < size; at += ENTRY_BYTES) {
        kept += bytes[at];
    }
}

int64_t books_fold_ns(const char *path)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *rows = NULL;
    char cache[64];
    int64_t took = -1;
    (void)snprintf(cache, sizeof cache, "PRAGMA cache_size=-%d", CACHE_KB);
    const int64_t began = measure_ns();
    if (sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_exec(file, cache, NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(file, "SELECT device, seq, count, message FROM batch", -1, &rows,
                           NULL) == SQLITE_OK) {
        int step = SQLITE_ROW;
        while ((step = sqlite3_step(rows)) == SQLITE_ROW) {
            kept += (uint64_t)sqlite3_column_int64(rows, 1);
            touch(sqlite3_column_blob(rows, 3), sqlite3_column_bytes(rows, 3));
        }
        took = step == SQLITE_DONE ? measure_ns() - began : -1;
    }
    sqlite3_finalize(rows);
    sqlite3_close(file);
    return took;
}
